"""Rules that the database itself keeps, and errors that never tell what was stored."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Insert, insert

from bot.domain.errors import VoorloperError
from bot.domain.model import (
    Entry,
    EntryId,
    Kind,
    Visibility,
    Years,
)
from bot.domain.people import Role
from storage import tables
from storage.database.engine import Engines, RefusedError, database_errors, open_engines
from storage.entry_rows import entry_values
from storage.store import SqlStore
from tests.conftest import DATABASES
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    FULL_LESSON,
    FULL_PROJECT,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    lesson,
)


def entry_with(**values: object) -> Insert:
    return insert(tables.entry).values(entry_values(lesson()) | values)


INBOX = {
    "key": "k",
    "place": SLACK,
    "conversation": THREAD,
    "state": "received",
    "payload": "{}",
    "received_at": NOW,
    "attempts": 0,
}
OUTBOX = {
    "token": "t",
    "kind": "post",
    "platform": "slack",
    "place": SLACK,
    "room": ROOM,
    "conversation": THREAD,
    "state": "waiting",
    "payload": "{}",
    "added_at": NOW,
    "not_after": NOW,
    "attempts": 0,
}
SENT = {"part": 0, "kind": "post", "conversation": THREAD, "message": "m1", "at": NOW}
DUE = {"kind": "retention", "subject": "", "at": NOW}
PIONEER = {
    "id": EntryId(Kind.PIONEER, 1),
    "kind": Kind.PIONEER,
    "name": "Anna",
    "person": 1,
    "consent": "given",
    "contact": "direct",
}
TEXT = {
    "entry": EntryId(Kind.LESSON, 7),
    "language": "nl",
    "position": 0,
    "title": "Titel",
    **dict.fromkeys(("summary", "situation", "action", "result", "advice"), ""),
}
PERSON = {"role": "member"}
PLACE = {"key": ROOM, "direct": False, "mode": "active", "readers": "mixed"}
THEME = {"theme": 1, "language": "nl", "name": "Warmte"}
REVISION = {"at": NOW, "subject": "theme", "key": "1", "after": "{}"}
KNOWN = (
    insert(tables.person).values(PERSON | {"id": 1, "language": "nl"}),
    insert(tables.theme).values(id=1),
    entry_with(id=EntryId(Kind.LESSON, 7), number=7),
)
"""What the other rows refer to."""

SENSIBLE = (
    insert(tables.theme_name).values(THEME),
    insert(tables.counter).values(kind="lesson", last=1),
    entry_with(
        happened_since=1000, happened_until=3000, source_title="Verslag", source_url="HTTPS://voorbeeld.nl"
    ),
    entry_with(**PIONEER),
    insert(tables.entry_text).values(TEXT),
    insert(tables.room).values(PLACE | {"language": "en"}),
    insert(tables.revision).values(REVISION),
    insert(tables.inbox).values(INBOX | {"claim": "a", "free_at": NOW}),
    insert(tables.outbox).values(OUTBOX | {"claim": "a", "free_at": NOW}),
    insert(tables.sent).values(SENT),
    insert(tables.due).values(DUE | {"claim": "a", "free_at": NOW}),
)
"""What the cases of nonsense are made from, so that each is refused for its one fault only."""

REFUSED = {
    "an unknown status": entry_with(status="secret"),
    "an unknown visibility": entry_with(visibility="some"),
    "an unknown outcome": entry_with(outcome="so-so"),
    "a room without being for a room": entry_with(room=ROOM),
    "for a room without a room": entry_with(visibility=Visibility.ROOM),
    "an id that is not its number": entry_with(number=2),
    "an id of another kind": entry_with(kind=Kind.PROJECT),
    "a project's state on a lesson": entry_with(state="in_use"),
    "an outcome on a project": entry_with(id=EntryId(Kind.PROJECT, 1), kind=Kind.PROJECT, outcome="success"),
    "a pioneer without a person": entry_with(id=EntryId(Kind.PIONEER, 1), kind=Kind.PIONEER),
    "a name on a lesson": entry_with(name="Anna"),
    "an end before the beginning": entry_with(happened_since=2014, happened_until=2011),
    "a link without a source": entry_with(source_url="https://voorbeeld.nl"),
    "an author who is nobody": entry_with(author=99),
    "a text of no entry": insert(tables.entry_text).values(TEXT | {"entry": EntryId(Kind.LESSON, 9)}),
    "an unknown role": insert(tables.person).values(role="boss"),
    "an account of nobody": insert(tables.account).values(key=ANNA, person=99),
    "an unknown mode": insert(tables.room).values(key=ROOM, direct=False, mode="loud", readers="mixed"),
    "an open event without its text": insert(tables.inbox).values(INBOX | {"payload": None}),
    "a handled event with its text": insert(tables.inbox).values(INBOX | {"state": "done", "closed_at": NOW}),
    "a dead event that is open": insert(tables.inbox).values(INBOX | {"state": "dead"}),
    "an unknown kind of work": insert(tables.due).values(kind="magic", subject="", at=NOW),
    "a revision of nothing known": insert(tables.revision).values(REVISION | {"subject": "weather"}),
    "a revision of nothing into nothing": insert(tables.revision).values(REVISION | {"after": None}),
    "a theme without a name": insert(tables.theme_name).values(THEME | {"name": "  "}),
    "a theme in no language": insert(tables.theme_name).values(THEME | {"language": "x"}),
    "a text in no language": insert(tables.entry_text).values(TEXT | {"language": "nederlands"}),
    "a text without a title": insert(tables.entry_text).values(TEXT | {"title": " "}),
    "an entry in no language": entry_with(original=""),
    "a person of no language": insert(tables.person).values(PERSON | {"language": "x"}),
    "a room of no language": insert(tables.room).values(PLACE | {"language": "nederlands"}),
    "a pioneer without a name": entry_with(**PIONEER | {"name": " "}),
    "a source without a title": entry_with(source_title=" "),
    "a link to no page": entry_with(source_title="Verslag", source_url="javascript:alert(1)"),
    "a year before all": entry_with(happened_since=999),
    "a year after all": entry_with(happened_until=3001),
    "a count of nothing": insert(tables.counter).values(kind="lesson", last=0),
    "fewer attempts than none": insert(tables.inbox).values(INBOX | {"attempts": -1}),
    "a claim on an event for ever": insert(tables.inbox).values(INBOX | {"claim": "a"}),
    "fewer attempts to say than none": insert(tables.outbox).values(OUTBOX | {"attempts": -1}),
    "a claim to say for ever": insert(tables.outbox).values(OUTBOX | {"claim": "a"}),
    "nothing to say": insert(tables.outbox).values(OUTBOX | {"payload": None}),
    "a part before the first": insert(tables.sent).values(SENT | {"part": -1}),
    "a claim on work for ever": insert(tables.due).values(DUE | {"claim": "a"}),
}


@pytest.fixture(scope="module", params=DATABASES)
def shared_url(request: pytest.FixtureRequest, fresh_database: Callable[[str], str]) -> str:
    """Return one database for all that is refused, since nothing of it stays."""
    return fresh_database(request.param)


async def execute(engines: Engines, *statements: Insert) -> None:
    """Insert it all, or nothing."""
    async with engines.writing.begin() as connection:
        for statement in statements:
            await connection.execute(statement)


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
async def test_the_database_refuses(shared_url: str, statement: Insert) -> None:
    """A value that can mean nothing is not stored, even past the repositories."""
    engines = open_engines(shared_url)
    with pytest.raises(RefusedError), database_errors():
        await execute(engines, *KNOWN, statement)
    await engines.close()


async def test_the_database_takes_what_means_something(database_url: str) -> None:
    """Each case of nonsense differs from one of these in one thing."""
    engines = open_engines(database_url)
    await execute(engines, *KNOWN, *SENSIBLE)
    await engines.close()


async def test_tags_are_checked_with_their_set(database_url: str) -> None:
    """A value of one tag set is no value of another."""
    engines = open_engines(database_url)
    tag = {"entry": lesson().id, "tag_set": "role", "value": "lawful"}
    async with engines.writing.begin() as connection:
        await connection.execute(entry_with())
        await connection.execute(insert(tables.entry_tag).values(tag))
    with pytest.raises(RefusedError), database_errors():
        async with engines.writing.begin() as connection:
            await connection.execute(insert(tables.entry_tag).values(tag | {"tag_set": "barrier"}))
    await engines.close()


SECRET = "geheime woorden"
LEAKY = {
    "check": replace(lesson(), organisation=SECRET, happened=Years(2014, 2011)),
    "foreign key": replace(FULL_PROJECT, organisation=SECRET),
    "unique": replace(FULL_LESSON, id=EntryId(Kind.LESSON, 13), external_id=SECRET),
}


@pytest.mark.parametrize("bad", LEAKY.values(), ids=LEAKY.keys())
async def test_an_error_never_tells_what_was_stored(
    store: SqlStore, bad: Entry, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its message, nor its traceback, nor any log line holds words that somebody wrote."""
    caplog.set_level(logging.DEBUG)
    async with store.begin() as tx:
        await tx.entries.save(replace(FULL_LESSON, external_id=SECRET), BY_THE_PROGRAM)
    with pytest.raises(RefusedError) as caught:
        async with store.begin() as tx:
            await tx.entries.save(bad, BY_THE_PROGRAM)
    told = "".join(traceback.format_exception(caught.value)) + str(caught.value) + caplog.text
    assert SECRET not in told


async def add_anna_and(store: SqlStore, bad: Entry | Exception) -> None:
    async with store.begin() as tx:
        await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        if isinstance(bad, Exception):
            raise bad
        await tx.entries.save(bad, BY_THE_PROGRAM)


async def test_a_refused_value_takes_the_whole_transaction_along(store: SqlStore) -> None:
    """All of it is stored or none of it."""
    with pytest.raises(RefusedError):
        await add_anna_and(store, LEAKY["check"])
    async with store.read() as tx:
        assert await tx.people.of_account(ANNA) is None
        assert await tx.revisions.last() == 0


async def test_any_error_takes_the_whole_transaction_along(store: SqlStore) -> None:
    """Also one that is none of the database's business, which comes out as it is."""
    with pytest.raises(OSError, match="disk of somebody else"):
        await add_anna_and(store, OSError("disk of somebody else"))
    async with store.read() as tx:
        assert await tx.people.of_account(ANNA) is None


async def test_reading_never_writes(store: SqlStore) -> None:
    """A reading transaction refuses every change."""
    with pytest.raises(VoorloperError):
        async with store.read() as tx:
            await tx.rooms.join(ROOM, ANNA)
    async with store.begin() as tx:
        await tx.rooms.join(ROOM, BEN)


async def test_a_moment_without_a_zone_is_refused(store: SqlStore) -> None:
    """Nobody can say which moment it is."""
    with pytest.raises(Exception, match="without a zone"):
        async with store.begin() as tx:
            await tx.rooms.note_talk(THREAD, ANNA, NOW.replace(tzinfo=None))
