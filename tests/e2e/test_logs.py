"""What is in the log: rows, codes and kinds, a line each; never what people said or who they are."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from adapters.logs import FIELDS, set_up
from bot.commands.command import Act, Command, Desk, Effect, Request, Response, Wording
from bot.domain.people import Role
from bot.domain.permissions import Rule
from storage.database.engine import RefusedError
from storage.store import SqlStore
from tests.contract.examples import BY_THE_PROGRAM, lesson
from tests.e2e.counting import at_rest
from tests.platforms.chats import LookupChat
from tests.platforms.driving import platform_here
from tests.platforms.watching import watched
from tests.platforms.wire import REFUSED, Said
from tests.platforms.wire import Rule as Forbidding

MARK = "zwaluwstaart"
"""Stands in everything that people say, and in their names."""


async def quote(request: Request, arguments: re.Match[str], desk: Desk) -> Response | Act:
    """Fail with an error that quotes what was said."""
    del request, arguments, desk
    raise RuntimeError(MARK)


BREAKS = Command(
    dutch=Wording("breek", "", ("breek",)),
    english=Wording("break", "", ("break",)),
    summary="breaks",
    arguments="",
    rule=Rule(Role.MEMBER),
    effect=Effect.READS,
    run=quote,
)


@pytest.fixture
def every_logger_talks() -> Iterator[None]:
    """Let every logger of every library say everything, and put all of it back."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers = root.handlers[:]
    known = [logging.getLogger(name) for name in tuple(logging.root.manager.loggerDict)]
    levels = [(logger, logger.level) for logger in known]
    for logger in known:
        logger.setLevel(logging.DEBUG)
    root.handlers[:] = []  # or setting up the log would close those that show what other tests log
    yield
    for name in tuple(logging.root.manager.loggerDict):
        logging.getLogger(name).setLevel(logging.NOTSET)  # also of those that came meanwhile
    root.handlers[:], sys.excepthook = handlers, hook
    for logger, before in levels:
        logger.setLevel(before)


@pytest.mark.usefixtures("every_logger_talks")
@pytest.mark.parametrize("form", ["text", "json"])
async def test_what_people_say_is_never_in_the_log(form: str, database_url: str) -> None:
    """Also when everything goes wrong, and every library is asked to say all it can."""
    written = io.StringIO()
    set_up("json" if form == "json" else "text", "debug", written)
    for name in ("sqlalchemy.engine.Engine", "sqlalchemy.pool", "asyncpg", "asyncio"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    async with (
        platform_here(LookupChat.platform) as platform,
        watched(database_url, platform, BREAKS) as here,
    ):
        anna = Said(MARK, account=f"{MARK}-anna", room=f"{MARK}-room", direct=True)
        said = (
            f"wie weet iets van {MARK}?",
            f"zoek {MARK}",
            "deel",
            f"Titel {MARK}",
            f"{MARK} gedaan",
            "help",
        )
        await platform.say(*(Said(text, anna.account, anna.room, direct=True) for text in said))
        await at_rest(database_url, [platform], seconds=20)
        await platform.rule(Forbidding(REFUSED))
        await platform.say(anna)
        await at_rest(database_url, [platform], seconds=20)
        await platform.rule()
        await platform.say(Said("breek", anna.account, anna.room, direct=True))
        await at_rest(database_url, [platform], seconds=20)
        await here.program.tick()
    lines = written.getvalue().splitlines()
    assert any("is handled" in line for line in lines)
    assert any("is given up" in line for line in lines)
    assert [line for line in lines if MARK in line.casefold()] == []


@pytest.mark.usefixtures("every_logger_talks")
def test_a_line_of_json_has_bounded_fields() -> None:
    """Moment, level, logger and event, and of the rest only what is meant for it."""
    written = io.StringIO()
    set_up("json", "info", written)
    extra = {"platform": "slack", "kind": "post", "code": "a1b2", "text": MARK, "person": MARK}
    logging.getLogger("bot.app").info("event %s is\nhandled", 7, extra=extra)
    (line,) = written.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("moment").endswith("+00:00")
    assert told == {
        "level": "info",
        "logger": "bot.app",
        "event": "event 7 is\nhandled",
        "platform": "slack",
        "kind": "post",
        "code": "a1b2",
    }
    assert set(told) <= {"level", "logger", "event", *FIELDS}


def fail() -> None:
    """Raise an error that has a cause, both with a message."""
    try:
        int(MARK)
    except ValueError as error:
        raise RuntimeError(f"about\n{MARK}") from error


@pytest.mark.usefixtures("every_logger_talks")
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_exception_is_one_line_without_its_message(form: str) -> None:
    """Its kind and where it came from, and the same of what caused it; also when it ends the program."""
    written = io.StringIO()
    set_up("json" if form == "json" else "text", "info", written)
    try:
        fail()
    except RuntimeError as error:
        logging.getLogger("apscheduler.executors.default").exception("Job failed\nwith %s", MARK)
        sys.excepthook(type(error), error, error.__traceback__)
    job, end = written.getvalue().splitlines()
    assert MARK not in job + end
    for line in (job, end):
        assert "RuntimeError" in line
        assert "ValueError" in line
        assert "test_logs.py" in line


async def test_a_refused_value_is_not_in_the_error(store: SqlStore) -> None:
    """What the database refuses is told by the name of the rule, never by the value."""
    with pytest.raises(RefusedError) as refused:
        async with store.begin() as tx:
            await tx.entries.save(replace(lesson(), original=MARK), BY_THE_PROGRAM)  # no language is so long
    assert MARK not in str(refused.value)
