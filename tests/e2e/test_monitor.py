"""What is shown to whoever watches over the bot: /health and /metrics, of a program at work."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters.monitor import monitor
from bot.domain.errors import MonitorUnavailableError
from bot.ports.condition import Condition
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from storage.database.engine import open_for_migration
from storage.starter import load_starter_base
from storage.store import SqlStore
from tests.contract.examples import message
from tests.e2e.counting import at_rest
from tests.platforms.assembly import utc_now
from tests.platforms.chats import LookupChat
from tests.platforms.driving import Platform, platform_here
from tests.platforms.outage import inbox_away
from tests.platforms.waiting import until
from tests.platforms.watching import Watched, watched
from tests.platforms.wire import OUTAGE, REFUSED, Rule, Said

NAME = LookupChat.platform
ANNA = Said(account="geheim-anna", room="geheim-room", direct=True)


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    """Serve a platform."""
    async with platform_here(NAME) as served:
        yield served


@pytest.fixture
async def here(database_url: str, platform: Platform) -> AsyncIterator[Watched]:
    """Run a program whose base holds the starter base."""
    store = SqlStore(database_url)
    await load_starter_base(store, utc_now())
    await store.close()
    async with watched(database_url, platform) as running:
        yield running


async def ask(platform: Platform, database: str, *texts: str) -> None:
    """Ask these things, and wait until all is answered."""
    await platform.say(*(Said(text, ANNA.account, ANNA.room, direct=True) for text in texts))
    await at_rest(database, [platform], seconds=20)


async def test_a_program_in_order_says_so(here: Watched) -> None:
    """Every part is named, and nothing but its name is said."""
    parts = dict.fromkeys(("database", "workers", "clock", "index", NAME, "schema"), "ok")
    assert await here.health() == (200, parts)


async def test_what_happens_is_counted(here: Watched, platform: Platform, database_url: str) -> None:
    """Questions by how sure the answer was, work and its time, what went out, and what stands in the base."""
    await ask(
        platform, database_url, "welke gemeente herkent zwerfafval met camera's?", "wie heeft een maanbasis?"
    )
    assert (
        await here.metric(f'voorloper_handled_total{{kind="message",platform="{NAME}",result="done"}}') == 2
    )
    assert await here.metric(f'voorloper_sent_total{{kind="post",platform="{NAME}",result="sent"}}') == 2
    assert await here.metric('voorloper_questions_total{level="answer"}') == 1
    assert await here.metric("voorloper_search_seconds_count") >= 2
    assert await here.metric(f'voorloper_handling_seconds_count{{platform="{NAME}"}}') == 2
    assert await here.metric('voorloper_entries{kind="project"}') > 60
    assert await here.metric("voorloper_due_lag_seconds") == 0
    assert await here.metric("voorloper_index_lag_revisions") == 0
    assert await here.metric('voorloper_healthy{part="database"}') == 1
    assert "process_cpu_seconds_total" in await here.metrics()


async def test_nothing_of_a_person_is_shown(here: Watched, platform: Platform, database_url: str) -> None:
    """Neither who asked, nor where, nor what; labels are names of platforms, kinds and parts."""
    await ask(platform, database_url, "wie kent geheim-woord?")
    shown = await here.metrics() + str(await here.health())
    assert "geheim" not in shown
    labels = set(re.findall(r'(\w+)="', shown))
    assert labels <= {
        "kind", "platform", "result", "direction", "level", "part", "le", "generation",
        "implementation", "major", "minor", "patchlevel", "version",
    }  # fmt: skip


async def test_what_is_given_up_is_counted(here: Watched, platform: Platform, database_url: str) -> None:
    """A message that the platform refuses is one dead row and one part that failed."""
    await platform.rule(Rule(REFUSED, room=ANNA.room))
    await ask(platform, database_url, "help")
    assert await here.metric(f'voorloper_dead_total{{direction="out",platform="{NAME}"}}') == 1
    assert await here.metric(f'voorloper_sent_total{{kind="post",platform="{NAME}",result="failed"}}') == 1


async def test_a_database_in_trouble_is_said(here: Watched, database_url: str) -> None:
    """/health says 503 with the part, /metrics stays readable; afterwards both are as before."""
    async with inbox_away(database_url):

        async def noticed() -> bool:
            status, parts = await here.health()
            return status == 503 and parts["database"] != "ok"

        await until(noticed)
        assert await here.metric('voorloper_healthy{part="database"}') == 0
    assert (await here.health())[0] == 200


async def test_a_schema_of_another_program_is_said(here: Watched, database_url: str) -> None:
    """While an upgrade is half done, whoever watches sees which half."""
    await execute(database_url, "UPDATE alembic_version SET version_num = '9' || version_num")
    try:
        status, parts = await here.health()
    finally:  # other tests get the same database
        await execute(database_url, "UPDATE alembic_version SET version_num = substr(version_num, 2)")
    assert (status, parts["schema"]) == (503, "newer")


async def test_a_clock_that_stands_still_is_said(here: Watched) -> None:
    """When nothing looked at what is due for five minutes, and no longer once it does."""
    here.clock.forward(timedelta(minutes=4))
    assert (await here.health())[0] == 200
    here.clock.forward(timedelta(minutes=2))
    status, parts = await here.health()
    assert (status, parts["clock"]) == (503, "no tick")
    assert await here.metric('voorloper_healthy{part="clock"}') == 0
    await here.program.tick()
    assert (await here.health())[0] == 200


async def test_an_index_that_does_not_follow_is_said(here: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers may then be of an old base."""

    def broken(*_: object, **__: object) -> None:
        raise OSError("no disk")

    monkeypatch.setattr("adapters.metrics.MeasuredIndex.check", broken)
    with pytest.raises(OSError, match="no disk"):
        await here.program.tick()
    status, parts = await here.health()
    assert (status, parts["index"]) == (503, "does not follow the base")
    assert await here.metric('voorloper_healthy{part="index"}') == 0
    monkeypatch.undo()
    await here.program.tick()
    assert (await here.health())[0] == 200


async def test_a_platform_in_trouble_is_said(here: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, in the words of its adapter; the rest of the program is fine."""
    monkeypatch.setattr(LookupChat, "trouble", "nothing heard for 5 minutes")
    status, parts = await here.health()
    assert (status, parts[NAME], parts["database"]) == (503, "nothing heard for 5 minutes", "ok")
    assert await here.metric(f'voorloper_healthy{{part="{NAME}"}}') == 0
    assert await here.metric('voorloper_healthy{part="database"}') == 1


async def test_what_waits_is_measured(here: Watched, platform: Platform, database_url: str) -> None:
    """Due work that is late, changes the index did not see, and rows that cannot go out yet."""
    here.clock.forward(timedelta(hours=1, minutes=10))
    assert await here.metric("voorloper_due_lag_seconds") == 600
    assert await here.metric("voorloper_index_lag_revisions") == 0
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.entries.save_theme({"nl": "Proef", "en": "Trial"}, change)
        await tx.entries.save_theme({"nl": "Proef twee", "en": "Trial two"}, change)
    assert await here.metric("voorloper_index_lag_revisions") == 2
    await platform.rule(Rule(OUTAGE, room=ANNA.room))
    for question in ("help", "over"):
        await platform.say(Said(question, ANNA.account, ANNA.room, direct=True))

    async def waits() -> bool:
        return f'voorloper_open_rows{{direction="out",platform="{NAME}"}} 2.0' in await here.metrics()

    await until(waits)
    await platform.rule()
    here.clock.forward(timedelta(minutes=2))
    await here.program.tick()
    await at_rest(database_url, [platform], seconds=20)
    assert await here.metric("voorloper_due_lag_seconds") == 0
    assert await here.metric("voorloper_index_lag_revisions") == 0


async def test_incoming_that_waits_is_measured(here: Watched) -> None:
    """What was taken in and not handled yet, by platform."""
    async with here.store.begin() as tx:
        event = message("e1")
        await tx.inbox.receive(event, here.clock())
        await tx.inbox.claim(Claim("other", here.clock() + timedelta(minutes=5)), here.clock(), 1)
    waiting = f'voorloper_open_rows{{direction="in",platform="{event.origin.place.platform}"}}'
    assert await here.metric(waiting) == 1


async def test_workers_that_ended_are_said(here: Watched, platform: Platform) -> None:
    """A program that does not listen any more is not healthy."""
    await platform.close()

    async def noticed() -> bool:
        return (await here.health())[1]["workers"] == "not running"

    await until(noticed)


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    """It says which port, and what to set."""

    async def look() -> Condition:
        return Condition(())

    async with monitor("127.0.0.1", 0, look, lambda _: b"") as port:
        with pytest.raises(MonitorUnavailableError, match=rf"port {port} .*\[monitor\] another port"):
            async with monitor("127.0.0.1", port, look, lambda _: b""):
                pass


async def execute(url: str, statement: str) -> None:
    engine = open_for_migration(url)
    async with engine.begin() as connection:
        await connection.execute(text(statement))
    await engine.dispose()
