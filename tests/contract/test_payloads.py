"""What was ever stored whole can be read for ever.

When one of these tests fails because a dataclass changed: raise the version in `storage.payloads`, add a
reader from the version before, and add the new form as `frozen/<name>.v<version>.jsonl`. A frozen file never
changes once it was released.
"""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from pydantic import JsonValue
from sqlalchemy import func, update

from bot.domain.keys import ConversationKey
from bot.messages.incoming import Incoming
from bot.messages.outgoing import Delete, Outgoing
from bot.messages.reply import Block
from bot.ports.knowledge import State
from storage import tables
from storage.database.engine import open_engines
from storage.inbox import inbox_key
from storage.payloads import INCOMING, OUTGOING, PARTS, Codec, UnreadablePayloadError
from storage.store import SqlStore
from tests.contract.examples import DAY, MINUTE, NOW, ROOM, SLACK, THREAD, claim, message, post
from tests.contract.payload_examples import EXAMPLES, REPLY

FROZEN = Path(__file__).parent / "frozen"
FILES = sorted(FROZEN.glob("*.jsonl"), key=lambda file: file.name)


def lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_form_that_was_ever_stored_can_be_read(file: Path) -> None:
    """Older versions give what the newest one gives, but for what they could not say, which stands last."""
    codec, examples = EXAMPLES[file.name.partition(".")[0]]
    assert tuple(codec.read(line) for line in lines(file)) == examples[: len(lines(file))]


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_stored_now_is_frozen(name: str) -> None:
    """A change of shape without a new version shows here."""
    codec, examples = EXAMPLES[name]
    frozen = lines(FROZEN / f"{name}.v{codec.version}.jsonl")
    assert [codec.write(example) for example in examples] == frozen


def test_there_is_an_example_of_everything() -> None:
    """A new kind of event, of saying or of state needs a frozen form too; so does a new block."""
    kinds = {name: {type(example) for example in examples} for name, (_, examples) in EXAMPLES.items()}
    assert kinds["incoming"] == set(get_args(Incoming))
    assert kinds["outgoing"] == set(get_args(Outgoing))
    assert kinds["state"] == set(get_args(State))
    assert {type(block) for block in REPLY.blocks} == set(get_args(Block))


def test_taking_back_holds_no_words() -> None:
    """Only where, and because of what."""
    assert {field.name for field in fields(Delete)} == {"conversation", "cause", "type"}


def test_an_older_form_goes_through_its_readers() -> None:
    """Each reader turns one version into the next."""
    newest = Codec(
        "parts",
        PARTS.adapter,
        version=3,
        readers={
            1: lambda body: [body],
            2: lambda body: [*body, "three"] if isinstance(body, list) else None,
        },
    )
    assert newest.read('{"v": 1, "body": "one"}') == ("one", "three")
    assert newest.read('{"v": 2, "body": ["two"]}') == ("two", "three")
    assert newest.read(newest.write(("now",))) == ("now",)


def test_an_unreadable_form_is_told_apart_without_its_words() -> None:
    """One that a newer program wrote is another matter than a damaged one; neither is quoted."""
    with pytest.raises(UnreadablePayloadError) as newer:
        INCOMING.read('{"v": 99, "body": "geheim"}')
    assert newer.value.newer
    body = json.loads(INCOMING.write(message("e1"))) | {"extra": "geheim"}
    with pytest.raises(UnreadablePayloadError) as damaged:
        INCOMING.read(json.dumps({"v": 1, "body": body}))
    assert not damaged.value.newer
    assert "geheim" not in str(newer.value) + str(damaged.value)


def broken(body: JsonValue) -> JsonValue:
    """Read a body of the version before as if it were a row of an object."""
    return {"rows": body["rows"]} if isinstance(body, dict) else [str(body)[99], int(str(body))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        '{"v": 2',
        "null",
        '"geheim"',
        "[2]",
        "{}",
        '{"body": []}',
        '{"v": 2}',
        '{"v": null, "body": []}',
        '{"v": "2", "body": []}',
        '{"v": true, "body": []}',
        '{"v": 2.0, "body": []}',
        '{"v": [2], "body": []}',
        '{"v": 0, "body": []}',
        '{"v": 1, "body": {}}',
        '{"v": 1, "body": "geheim"}',
    ],
)
def test_whatever_is_damaged_is_told_in_one_way(text: str) -> None:
    """No JSON, no envelope, no version, a reader that fails: each is damage, not a newer program's work."""
    codec = Codec("parts", PARTS.adapter, version=2, readers={1: broken})
    with pytest.raises(UnreadablePayloadError) as damaged:
        codec.read(text)
    assert not damaged.value.newer
    assert "geheim" not in str(damaged.value)


def test_a_newer_program_may_have_another_envelope() -> None:
    """A higher version is enough to leave it alone."""
    with pytest.raises(UnreadablePayloadError) as newer:
        PARTS.read('{"v": 2, "words": []}')
    assert newer.value.newer


def test_half_a_character_does_not_stop_an_event() -> None:
    """It is stored as a question mark in a box; NUL stays as it is."""
    assert INCOMING.read(INCOMING.write(message("e1", text="a\0b\ud800c"))) == message(
        "e1", text="a\0b\ufffdc"
    )


async def stored_as_version(store: SqlStore, url: str, version: int) -> None:
    """Leave an event and something to say that a program with other versions stored."""
    async with store.begin() as tx:
        await tx.inbox.receive(message("e1"), NOW)
        await tx.outbox.add(post("hoi"), None, NOW, NOW + DAY)
    engines = open_engines(url)
    async with engines.writing.begin() as connection:
        for table, codec in ((tables.inbox, INCOMING), (tables.outbox, OUTGOING)):
            other = func.replace(table.c.payload, f'{{"v": {codec.version},', f'{{"v": {version},')
            await connection.execute(update(table).values(payload=other))
    await engines.close()


async def test_what_a_newer_program_wrote_is_left_to_it(store: SqlStore, database_url: str) -> None:
    """An older program claims none of it, keeps it, and goes on with other conversations."""
    other = ConversationKey(ROOM, "2.0")
    await stored_as_version(store, database_url, 99)
    async with store.begin() as tx:
        await tx.inbox.receive(message("e2", other), NOW)
        await tx.outbox.add(post("dag", conversation=other), None, NOW, NOW + DAY)
        assert [each.event for each in await tx.inbox.claim(claim("a"), NOW, 5)] == [message("e2", other)]
        claimed = await tx.outbox.claim(claim("a"), NOW, ["slack"], 5)
        assert [each.outgoing for each in claimed] == [post("dag", conversation=other)]
        assert await tx.inbox.open(SLACK) == 2
        assert await tx.outbox.open(SLACK) == 2


async def test_a_damaged_row_is_dead_and_frees_its_conversation(store: SqlStore, database_url: str) -> None:
    """Nothing can be done with it, and nothing else waits for it."""
    await stored_as_version(store, database_url, 0)
    async with store.begin() as tx:
        assert await tx.inbox.claim(claim("a"), NOW, 5) == ()
        assert await tx.outbox.claim(claim("a"), NOW, ["slack"], 5) == ()
        assert not await tx.inbox.waiting(THREAD)
        assert await tx.outbox.open(SLACK) == 0


async def test_half_a_row_is_dead_and_frees_its_conversation(store: SqlStore, database_url: str) -> None:
    """A payload that is no JSON at all stops nobody: the next event is claimed."""
    async with store.begin() as tx:
        await tx.inbox.receive(message("e1"), NOW)
        await tx.inbox.receive(message("e2"), NOW)
    await damage(database_url, "e1")
    async with store.begin() as tx:
        assert await tx.inbox.claim(claim("a"), NOW, 5) == ()
        assert await tx.inbox.open(SLACK) == 1
        assert [each.event for each in await tx.inbox.claim(claim("b"), NOW, 5)] == [message("e2")]


async def damage(url: str, event: str) -> None:
    """Leave half of what was stored of an event."""
    engines = open_engines(url)
    async with engines.writing.begin() as connection:
        row = tables.inbox.c.key == inbox_key(message(event))
        await connection.execute(update(tables.inbox).where(row).values(payload='{"v": 1'))
    await engines.close()


async def test_an_older_program_counts_no_attempts_of_a_newer_one(store: SqlStore, database_url: str) -> None:
    """However often it looks at the row, the newer program finds it as new."""
    await stored_as_version(store, database_url, 99)
    async with store.begin() as tx:
        for looks in range(4):
            now = NOW + looks * MINUTE
            assert await tx.inbox.claim(claim("a", now + MINUTE), now, 5) == ()
    engines = open_engines(database_url)
    async with engines.writing.begin() as connection:
        newest = func.replace(tables.inbox.c.payload, '{"v": 99,', '{"v": 1,')
        await connection.execute(update(tables.inbox).values(payload=newest))
    await engines.close()
    async with store.begin() as tx:
        (received,) = await tx.inbox.claim(claim("b"), NOW + DAY, 5)
    assert received.attempts == 0


async def test_what_is_too_old_and_unreadable_is_only_given_up(store: SqlStore, database_url: str) -> None:
    """Nobody can be told what it was; what can be read comes back all the same."""
    await stored_as_version(store, database_url, 0)
    async with store.begin() as tx:
        await tx.inbox.receive(message("e2"), NOW)
        await tx.outbox.add(post("dag"), "c2", NOW, NOW + DAY)
        assert await tx.inbox.expire(NOW, NOW + DAY) == (message("e2"),)
        assert await tx.outbox.expire(NOW + DAY) == ((post("dag"), "c2"),)
        assert await tx.inbox.open(SLACK) == 0
        assert await tx.outbox.open(SLACK) == 0
