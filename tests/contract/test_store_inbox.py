"""What the store promises about events: stored once, handled once, in order per conversation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.domain.errors import ClaimLostError
from bot.domain.keys import ConversationKey
from bot.messages.incoming import Cursor, Message
from bot.ports.mailbox import Received
from storage import tables
from storage.database.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import DAY, MATRIX, MINUTE, NOW, ROOM, SLACK, THREAD, claim, message

OTHER = ConversationKey(ROOM, "2.0")


async def receive(store: SqlStore, *events: Message) -> None:
    async with store.begin() as tx:
        for event in events:
            assert await tx.inbox.receive(event, NOW)


async def take(
    store: SqlStore, by: str = "a", now: datetime = NOW, conversation: ConversationKey | None = None
) -> tuple[Received, ...]:
    async with store.begin() as tx:
        return await tx.inbox.claim(claim(by, now + MINUTE), now, 10, conversation)


def events_of(claimed: tuple[Received, ...]) -> list[str]:
    return [each.event.origin.event for each in claimed]


async def test_a_redelivery_is_noticed(store: SqlStore) -> None:
    """The same event id in the same place is stored once; in another place it is another event."""
    elsewhere = message("e1")
    room = replace(ROOM, place=MATRIX)
    elsewhere = replace(elsewhere, origin=replace(elsewhere.origin, conversation=ConversationKey(room, None)))
    async with store.begin() as tx:
        assert await tx.inbox.receive(message("e1"), NOW)
        assert not await tx.inbox.receive(message("e1"), NOW)
        assert await tx.inbox.receive(elsewhere, NOW)
    for received in await take(store):
        async with store.begin() as tx:
            await tx.inbox.finish(received, NOW)
    async with store.begin() as tx:
        assert not await tx.inbox.receive(message("e1"), NOW + DAY)


async def test_a_conversation_is_handled_one_event_at_a_time(store: SqlStore) -> None:
    """Only the oldest event of each conversation can be claimed; the next one once it is done."""
    await receive(store, message("e1"), message("e2"), message("e3", OTHER), message("e4", OTHER))
    first, other = await take(store)
    assert [first.event, other.event] == [message("e1"), message("e3", OTHER)]
    assert await take(store, "b") == ()
    async with store.begin() as tx:
        await tx.inbox.finish(first, NOW)
        following = await tx.inbox.claim(claim("c"), NOW, 1, THREAD)
    assert events_of(following) == ["e2"]


async def test_one_conversation_can_be_asked_for(store: SqlStore) -> None:
    """A claim for one conversation takes nothing of another; no thread is a conversation too."""
    direct = ConversationKey(ROOM, None)
    await receive(store, message("e1"), message("e2", direct))
    assert events_of(await take(store, conversation=direct)) == ["e2"]
    assert events_of(await take(store, conversation=OTHER)) == []
    assert events_of(await take(store, conversation=THREAD)) == ["e1"]


async def test_a_limit_counts_conversations(store: SqlStore) -> None:
    """No more conversations are claimed than was asked for, the oldest first."""
    await receive(store, *(message(f"e{n}", ConversationKey(ROOM, str(n))) for n in range(5)))
    async with store.begin() as tx:
        assert events_of(await tx.inbox.claim(claim("a"), NOW, 2)) == ["e0", "e1"]
        assert await tx.inbox.claim(claim("b"), NOW, 0) == ()


async def test_an_expired_claim_is_taken_over(store: SqlStore) -> None:
    """After its claim another worker gets the row, and the first one can save nothing any more."""
    await receive(store, message("e1"))
    (slow,) = await take(store, "slow")
    assert await take(store, "eager", now=NOW + MINUTE / 2) == ()
    (fast,) = await take(store, "fast", now=NOW + MINUTE)
    assert fast.event == slow.event
    await check_fenced(store, slow)
    async with store.begin() as tx:
        await tx.inbox.finish(fast, NOW)
    await check_fenced(store, fast)


async def check_fenced(store: SqlStore, received: Received) -> None:
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.inbox.finish(received, NOW)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.inbox.fail(received, "error", NOW)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.inbox.bury(received, "error", NOW)


async def test_what_was_written_with_a_lost_claim_is_rolled_back(store: SqlStore) -> None:
    """A worker that lost its row leaves nothing behind."""
    await receive(store, message("e1"))
    (slow,) = await take(store, "slow")
    await take(store, "fast", now=NOW + MINUTE)
    with pytest.raises(ClaimLostError):
        await write_and_finish(store, slow)
    async with store.read() as tx:
        assert await tx.inbox.cursor("matrix") is None


async def write_and_finish(store: SqlStore, received: Received) -> None:
    async with store.begin() as tx:
        await tx.inbox.save_cursor(Cursor("matrix", "lost"))
        await tx.inbox.finish(received, NOW)


async def test_a_failed_event_is_tried_again_later(store: SqlStore) -> None:
    """Attempts are counted, and until the moment of the next one the conversation waits."""
    await receive(store, message("e1"), message("e2"))
    (first,) = await take(store)
    assert first.attempts == 0
    async with store.begin() as tx:
        assert await tx.inbox.fail(first, "ValueError", NOW + MINUTE) == 1
    assert await take(store, "b") == ()
    (again,) = await take(store, "c", now=NOW + MINUTE)
    assert (again.event, again.attempts) == (first.event, 1)


async def test_what_is_left_to_another_process_counts_as_no_attempt(store: SqlStore) -> None:
    """It is free from the moment that was said, and who lost it in the meantime cannot leave it."""
    await receive(store, message("e1"))
    (first,) = await take(store)
    async with store.begin() as tx:
        await tx.inbox.leave(first, NOW + MINUTE)
    assert await take(store, "b") == ()
    (again,) = await take(store, "c", now=NOW + MINUTE)
    assert (again.event, again.attempts) == (first.event, 0)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.inbox.leave(first, NOW + MINUTE)


async def test_a_claim_that_ran_out_counts_as_an_attempt(store: SqlStore) -> None:
    """So does an event that ends the process each time; together with those that failed."""
    await receive(store, message("e1"))
    (first,) = await take(store, "first")
    (second,) = await take(store, "second", now=NOW + MINUTE)
    (third,) = await take(store, "third", now=NOW + 2 * MINUTE)
    assert [first.attempts, second.attempts, third.attempts] == [0, 1, 2]
    async with store.begin() as tx:
        assert await tx.inbox.fail(third, "ValueError", NOW + 4 * MINUTE) == 3
    (again,) = await take(store, "last", now=NOW + 4 * MINUTE)
    assert again.attempts == 3


async def test_what_stays_unhandled_is_given_up(store: SqlStore) -> None:
    """It comes back once, claimed or not; who had claimed it saves nothing; what is newer goes on."""
    await receive(store, message("e1", OTHER), message("e2"), message("e3"))
    claimed, handled = await take(store)
    async with store.begin() as tx:
        await tx.inbox.finish(handled, NOW)
        await tx.inbox.receive(message("e4"), NOW + MINUTE)
        assert await tx.inbox.expire(NOW - MINUTE, NOW) == ()
        given_up = await tx.inbox.expire(NOW, NOW + DAY)
        assert given_up == (message("e1", OTHER), message("e3"))
        assert await tx.inbox.expire(NOW, NOW + DAY) == ()
        assert not await tx.inbox.waiting(OTHER)
        assert not await tx.inbox.receive(message("e3"), NOW + DAY)
    await check_fenced(store, claimed)
    assert events_of(await take(store, "b", now=NOW + DAY)) == ["e4"]


async def test_what_was_given_up_has_lost_its_text(store: SqlStore, database_url: str) -> None:
    """Only why and when stays."""
    await receive(store, message("e1"))
    async with store.begin() as tx:
        await tx.inbox.expire(NOW, NOW + DAY)
    engines = open_engines(database_url)
    inbox = tables.inbox.c
    async with engines.reading.begin() as connection:
        kept = select(inbox.state, inbox.payload, inbox.conversation, inbox.error, inbox.closed_at)
        row = (await connection.execute(kept)).one()
    await engines.close()
    assert tuple(row) == (tables.Arrived.DEAD, None, None, "too old", NOW + DAY)


async def test_a_dead_event_frees_its_conversation(store: SqlStore) -> None:
    """The next event goes on; the dead one is not open any more."""
    await receive(store, message("e1"), message("e2"))
    (first,) = await take(store)
    async with store.begin() as tx:
        assert await tx.inbox.open(SLACK) == 2
        assert await tx.inbox.waiting(THREAD)
        assert not await tx.inbox.waiting(OTHER)
        await tx.inbox.bury(first, "ValueError", NOW)
        assert await tx.inbox.open(SLACK) == 1
        assert await tx.inbox.open(MATRIX) == 0
    assert events_of(await take(store, "b")) == ["e2"]


async def test_a_message_waits_until_what_is_about_it_is_handled(store: SqlStore) -> None:
    """Not one beside it, nor one of another conversation with the same id."""
    await receive(store, message("e1"))
    (first,) = await take(store)
    async with store.begin() as tx:
        assert await tx.inbox.waits(message("e1").origin)
        assert not await tx.inbox.waits(message("e2").origin)
        assert not await tx.inbox.waits(message("e1", OTHER).origin)
        await tx.inbox.finish(first, NOW)
        assert not await tx.inbox.waits(message("e1").origin)


async def test_a_cursor_is_remembered_with_the_events(store: SqlStore) -> None:
    """The newest value counts; an unknown cursor is None."""
    async with store.begin() as tx:
        assert await tx.inbox.cursor("matrix") is None
        await tx.inbox.save_cursor(Cursor("matrix", "s1"))
        await tx.inbox.save_cursor(Cursor("matrix", "s2"))
    async with store.read() as tx:
        assert await tx.inbox.cursor("matrix") == "s2"
