"""What is decided about a story told protected while something else happens to it, on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages.incoming import Message
from bot.ports.due import Work
from bot.ports.mailbox import claim_until
from bot.releasing import publish_story
from tests.dialogs.curators import OTHER, stored, two_admins
from tests.dialogs.protecting import AT_ONCE, FOUND, TOLD, WEEK, keys_in, protected_town, rows_of, tells
from tests.locks import somebody_waits
from tests.platforms.plaza import ADMIN, Town, direct


@pytest.fixture
async def here(postgresql_url: str, tmp_path: Path) -> AsyncIterator[Town]:
    """Open a town with two admins, where others write at the same time."""
    async with protected_town(postgresql_url, tmp_path / "keys") as opened:
        await two_admins(opened)
        yield opened


async def said_while_published(here: Town, url: str, who: str, *lines: str) -> str:
    """Let somebody say the last of these lines while the story is published, but not durable yet."""
    here.clock.forward(timedelta(days=3, minutes=1))
    now = here.clock()
    async with here.store.begin() as tx:
        (task,) = await tx.due.claim(claim_until(now + timedelta(minutes=5)), now, 1, (Work.STORY,))
    for line in lines[:-1]:
        await here.says(who, line)
    async with here.store.begin() as tx:
        await publish_story(tx, task, AT_ONCE, now)
        saying = asyncio.create_task(here.says(who, lines[-1]))
        await somebody_waits(url, "advisory")
    return await saying


async def released(here: Town) -> str:
    """Tell a story and let both admins release it; return its code."""
    code = await tells(here, "wil")
    await here.passes(WEEK)
    for admin in (ADMIN, OTHER):
        await here.says(admin, "geef vrij B1")
    return code


async def test_what_is_taken_back_while_it_is_published_is_gone(here: Town, postgresql_url: str) -> None:
    """Also when its publication is durable only after the word was said."""
    code = await released(here)
    lines = (f"deel beschermd {code}", "trek in")
    assert "Ingetrokken" in await said_while_published(here, postgresql_url, "wil", *lines)
    assert await stored(here, "L1") is None
    assert "(L1)" not in await here.says("zoeker", FOUND)
    assert not (await rows_of(postgresql_url))["protected_story"]


async def test_what_is_changed_while_it_is_published_keeps_its_lesson(
    here: Town, postgresql_url: str
) -> None:
    """The change takes the place of what was published, and no second lesson comes."""
    code = await released(here)
    lines = (f"deel beschermd {code}", "wijzig", "Anders.", *TOLD[1:])
    assert "Je code blijft" in await said_while_published(here, postgresql_url, "wil", *lines)
    await here.passes(WEEK)
    assert await stored(here, "L1")
    assert "wat nu in L1 staat" in await here.says(ADMIN, "verhaal B2")


async def test_what_is_declined_while_it_is_published_is_not_said_to_be_erased(
    here: Town, postgresql_url: str
) -> None:
    """Who declines too late hears that nothing waits any more."""
    await released(here)
    said = await said_while_published(here, postgresql_url, ADMIN, "weiger B1")
    assert "Onder het nummer B1 wacht niets" in said
    assert await stored(here, "L1")


@pytest.mark.parametrize("typed", [1, 2])
async def test_what_comes_in_twice_at_once_begins_one_dialogue(
    here: Town, postgresql_url: str, tmp_path: Path, typed: int
) -> None:
    """Delivered twice, or typed twice: after `stop` nothing is open any more."""
    events = [Message(here.origin("bram", None), "deel beschermd", addressed=True) for _ in range(typed)]
    async with here.store.begin() as tx:
        await tx.protected.hold()
        twice = [asyncio.create_task(here.program.accept([each])) for each in (events[0], events[-1])]
        await somebody_waits(postgresql_url, "advisory")
    await asyncio.gather(*twice)
    await here.handled()
    await here.later()
    assert len((await rows_of(postgresql_url))["protected_dialogue"]) == 1
    assert [each.conversation for each in here.chat.shown].count(direct("bram")) == typed
    assert "Gestopt" in await here.says("bram", "stop")
    assert not keys_in(tmp_path / "keys")
