"""What the store promises when many work at once, in one process and in several."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.model import Kind
from bot.domain.people import Role, Room
from bot.ports.store import Work
from storage.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
    DAY,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    claim,
    lesson,
    message,
    post,
)

MESSAGES = 500


@pytest.fixture
async def processes(postgresql_url: str) -> AsyncIterator[Sequence[SqlStore]]:
    """Open several stores over one PostgreSQL database, as several processes do."""
    stores = [SqlStore(postgresql_url) for _ in range(3)]
    yield stores
    for store in stores:
        await store.close()


async def test_hundreds_of_messages_at_once(store: SqlStore) -> None:
    """Each is stored, handled and answered once; none fails."""
    handled: list[str] = []

    async def handle(conversation: ConversationKey, by: str) -> int:
        async with store.begin() as tx:
            claimed = await tx.inbox.claim(claim(by), NOW, 1, conversation)
            for received in claimed:
                await tx.outbox.add(post("hoi", conversation=conversation), None, NOW, NOW + DAY)
                await tx.inbox.finish(received, NOW)
        handled.extend(received.event.origin.event for received in claimed)
        return len(claimed)

    async def one(number: int) -> None:
        conversation = ConversationKey(ROOM, str(number % 100))
        async with store.begin() as tx:
            assert await tx.inbox.receive(message(f"e{number}", conversation), NOW)
        await handle(conversation, f"t{number}")

    await asyncio.gather(*(one(number) for number in range(MESSAGES)))
    if len(handled) < MESSAGES:
        # on PostgreSQL a claim passes over a conversation that another is claiming from at that moment
        for number in range(100):
            while await handle(ConversationKey(ROOM, str(number)), "late"):
                pass
    async with store.read() as tx:
        assert await tx.inbox.open(SLACK) == 0
        assert await tx.outbox.open(SLACK) == MESSAGES
    assert sorted(handled) == sorted(f"e{number}" for number in range(MESSAGES))


async def test_no_event_is_handled_twice_or_out_of_turn(processes: Sequence[SqlStore]) -> None:
    """Several processes receive and claim: each event goes to one, a conversation to one at a time."""
    conversations = [ConversationKey(ROOM, str(number)) for number in range(10)]
    busy: set[ConversationKey] = set()
    done: dict[ConversationKey, list[int]] = defaultdict(list)
    expected = 10 * len(conversations)

    async def receive(conversation: ConversationKey, store: SqlStore) -> None:
        for number in range(10):
            async with store.begin() as tx:
                await tx.inbox.receive(message(f"{conversation.thread} {number}", conversation), NOW)

    async def work(name: str, store: SqlStore) -> None:
        for turn in itertools.count():
            if sum(map(len, done.values())) == expected:
                return
            async with store.begin() as tx:
                claimed = await tx.inbox.claim(claim(f"{name} {turn}"), NOW, 3)
            for received in claimed:
                conversation = received.event.origin.conversation
                assert conversation not in busy
                busy.add(conversation)
            for received in claimed:
                conversation = received.event.origin.conversation
                async with store.begin() as tx:
                    await tx.inbox.finish(received, NOW)
                    busy.remove(conversation)
                    done[conversation].append(int(received.event.origin.event.split()[1]))

    async with asyncio.TaskGroup() as group:
        for conversation in conversations:
            group.create_task(receive(conversation, random.choice(processes)))  # noqa: S311 - no secret
        for number, store in enumerate([*processes, *processes]):
            group.create_task(work(str(number), store))
    assert done == {conversation: list(range(10)) for conversation in conversations}


async def test_no_reply_is_sent_twice_or_overtaken(processes: Sequence[SqlStore]) -> None:
    """Also when a row is postponed again and again before it goes out."""
    conversations = [ConversationKey(ROOM, str(number)) for number in range(8)]
    sent: dict[ConversationKey, list[int]] = defaultdict(list)
    expected = [*range(8)]
    async with processes[0].begin() as tx:
        order = {
            await tx.outbox.add(post(str(number), conversation=each), None, NOW, NOW + DAY): number
            for number in expected
            for each in conversations
        }

    async def work(name: str, store: SqlStore) -> None:
        for turn in itertools.count():
            if sum(map(len, sent.values())) == len(order):
                return
            async with store.begin() as tx:
                claimed = await tx.outbox.claim(claim(f"{name} {turn}"), NOW, ["slack"], 2)
            for delivery in claimed:
                async with store.begin() as tx:
                    if delivery.attempts < delivery.id % 3:
                        await tx.outbox.postpone(delivery, "busy", NOW)
                        continue
                    await tx.outbox.part_sent(delivery, f"m{delivery.id}", NOW)
                    await tx.outbox.finish(delivery, NOW)
                sent[delivery.outgoing.conversation].append(order[delivery.id])

    async with asyncio.TaskGroup() as group:
        for number, store in enumerate([*processes, *processes]):
            group.create_task(work(str(number), store))
    assert sent == dict.fromkeys(conversations, expected)


async def test_a_row_once_begun_is_not_overtaken_by_a_lower_number(processes: Sequence[SqlStore]) -> None:
    """What is committed later comes later, whatever its number."""
    one, other, _ = processes
    async with one.begin() as early:
        await early.inbox.receive(message("e1"), NOW)
        await early.outbox.add(post("1"), None, NOW, NOW + DAY)
        async with other.begin() as late:
            await late.inbox.receive(message("e2"), NOW)
            await late.outbox.add(post("2"), None, NOW, NOW + DAY)
        async with other.begin() as tx:
            (event,) = await tx.inbox.claim(claim("a"), NOW, 9)
            (delivery,) = await tx.outbox.claim(claim("a"), NOW, ["slack"], 9)
    assert (event.event, delivery.outgoing) == (message("e2"), post("2"))
    async with one.begin() as tx:
        assert await tx.inbox.claim(claim("b"), NOW, 9) == ()
        assert await tx.outbox.claim(claim("b"), NOW, ["slack"], 9) == ()
        await tx.inbox.fail(event, "ValueError", NOW)
        await tx.outbox.postpone(delivery, "busy", NOW)
        (again,) = await tx.inbox.claim(claim("c"), NOW, 9)
        (sent_again,) = await tx.outbox.claim(claim("c"), NOW, ["slack"], 9)
    assert (again.event, sent_again.outgoing) == (message("e2"), post("2"))


async def test_two_claims_at_once_never_take_one_conversation(processes: Sequence[SqlStore]) -> None:
    """While one transaction that claimed is open, another finds nothing, though it sees another first row."""
    one, other, _ = processes
    async with one.begin() as early:
        await early.inbox.receive(message("e1"), NOW)
        async with other.begin() as late:
            await late.inbox.receive(message("e2"), NOW)
        async with other.begin() as claiming:
            (second,) = await claiming.inbox.claim(claim("a"), NOW, 9)
            # what `early` claims is its own row, the first it sees: it cannot see what was just claimed
            assert await early.inbox.claim(claim("b"), NOW, 9) == ()
    assert second.event == message("e2")


async def test_no_revision_is_missed_by_a_tail(processes: Sequence[SqlStore], postgresql_url: str) -> None:
    """One transaction is held open after recording: the next waits for it, the tail sees both in order."""
    one, other, tail = processes
    recorded = asyncio.Event()

    async def record_second() -> None:
        async with other.begin() as tx:
            recorded.set()
            await tx.entries.save(lesson(2), BY_THE_PROGRAM)

    async with one.begin() as tx:
        await tx.entries.save(lesson(1), BY_THE_PROGRAM)
        second = asyncio.create_task(record_second())
        await recorded.wait()
        await somebody_waits(postgresql_url)
        async with tail.read() as reading:
            assert await reading.revisions.after(0, 10) == ()
        assert not second.done()
    await second
    async with tail.read() as reading:
        feed = await reading.revisions.after(0, 10)
    assert [revision.key for revision in feed] == ["L1", "L2"]


async def somebody_waits(url: str) -> None:
    """Return when a transaction waits for an advisory lock of another."""
    engines = open_engines(url)
    query = text(
        "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
        " WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    )
    async with asyncio.timeout(30):
        waiting = 0
        while not waiting:
            async with engines.writing.connect() as connection:
                waiting = (await connection.scalars(query)).one()
    await engines.close()


async def test_a_tail_sees_every_revision_while_many_write(processes: Sequence[SqlStore]) -> None:
    """Reading on from the last number seen gives every change exactly once, in order."""
    seen: list[int] = []
    expected = 60

    async def write(number: int) -> None:
        async with processes[number % 3].begin() as tx:
            entry_id = await tx.entries.next_id(Kind.LESSON)
            await tx.entries.save(replace(lesson(), id=entry_id), BY_THE_PROGRAM)

    async def follow() -> None:
        while len(seen) < expected:
            async with processes[2].read() as tx:
                feed = await tx.revisions.after(seen[-1] if seen else 0, 7)
            seen.extend(revision.number for revision in feed)

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(follow())
        for number in range(expected):
            group.create_task(write(number))
    async with processes[0].read() as tx:
        assert seen == [revision.number for revision in await tx.revisions.after(0, 1000)]


async def test_changes_of_the_feed_never_wait_for_each_other_in_a_circle(
    processes: Sequence[SqlStore],
) -> None:
    """Whoever counts, adds, holds and saves in any order gets through."""

    async def one(number: int) -> None:
        async with processes[number % 3].begin() as tx:
            steps = [
                tx.entries.next_id(Kind.LESSON),
                tx.people.add(AccountKey(SLACK, f"U{number % 5}"), Role.ADMIN, BY_THE_PROGRAM),
                tx.hold(),
                tx.rooms.save(Room(ROOM), BY_THE_PROGRAM),
            ]
            random.shuffle(steps)
            for step in steps:
                await step

    await asyncio.gather(*(one(number) for number in range(30)))
    async with processes[0].read() as tx:
        assert [person.id for person in await tx.people.with_role(Role.ADMIN)] == [1, 2, 3, 4, 5]


async def test_numbers_and_persons_are_never_given_out_twice(store: SqlStore) -> None:
    """Many ask at once for a new id, and for the person of one new account."""

    async def one() -> tuple[int, int]:
        async with store.begin() as tx:
            person = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
            return (await tx.entries.next_id(Kind.PROJECT)).number, person.id

    given = await asyncio.gather(*(one() for _ in range(40)))
    assert sorted(number for number, _ in given) == list(range(1, 41))
    assert len({person for _, person in given}) == 1


async def test_the_last_admin_stays(store: SqlStore) -> None:
    """Two admins step down at once, each if there is another: one of them is refused."""
    async with store.begin() as tx:
        admins = [
            await tx.people.add(AccountKey(SLACK, name), Role.ADMIN, BY_THE_PROGRAM) for name in ("U1", "U2")
        ]

    async def step_down(person: int) -> None:
        async with store.begin() as tx:
            await tx.hold()
            now = await tx.people.with_role(Role.ADMIN)
            me = next(each for each in now if each.id == person)
            if len(now) > 1:
                await tx.people.save(replace(me, role=Role.MEMBER), BY_THE_PROGRAM)

    await asyncio.gather(*(step_down(admin.id) for admin in admins))
    async with store.read() as tx:
        assert len(await tx.people.with_role(Role.ADMIN)) == 1


async def test_due_work_goes_to_one_process(processes: Sequence[SqlStore]) -> None:
    """However many ask at once."""
    async with processes[0].begin() as tx:
        for number in range(20):
            await tx.due.plan(Work.RETENTION, str(number), NOW)

    async def one(number: int) -> list[str]:
        async with processes[number % 3].begin() as tx:
            return [task.subject for task in await tx.due.claim(claim(str(number)), NOW, 7)]

    claimed = await asyncio.gather(*(one(number) for number in range(12)))
    subjects = list(itertools.chain(*claimed))
    assert len(subjects) == len(set(subjects))


async def test_readers_never_wait_for_the_writer(store: SqlStore) -> None:
    """They see what was committed before, and go on seeing it until they end."""
    async with store.begin() as tx:
        await tx.inbox.receive(message("e1"), NOW)
        await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)
        async with store.read() as reading:
            assert await reading.inbox.open(SLACK) == 0
            assert await reading.people.with_role(Role.ADMIN) == ()
    async with store.read() as reading:
        assert await reading.inbox.open(SLACK) == 1
        async with store.begin() as tx:
            await tx.inbox.receive(message("e2"), NOW)
        assert await reading.inbox.open(SLACK) == 1


async def test_a_redelivery_at_the_same_moment_is_stored_once(store: SqlStore) -> None:
    """The platform may deliver again before the first is acknowledged."""

    async def receive() -> bool:
        async with store.begin() as tx:
            return await tx.inbox.receive(message("e1"), NOW)

    assert sorted(await asyncio.gather(*(receive() for _ in range(20)))) == [False] * 19 + [True]


async def test_cancelled_work_leaves_nothing_and_blocks_nobody(store: SqlStore) -> None:
    """Whoever is cancelled in the middle of a transaction is rolled back; the others go on."""
    written: list[str] = []
    ten_are_written = asyncio.Event()

    async def receive(number: int) -> None:
        async with store.begin() as tx:
            await tx.inbox.receive(message(f"e{number}", THREAD), NOW)
            await tx.inbox.open(SLACK)
            await tx.inbox.open(SLACK)
        written.append(f"e{number}")
        if len(written) == 10:
            ten_are_written.set()

    tasks = [asyncio.create_task(receive(number)) for number in range(60)]
    await ten_are_written.wait()
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert {f"e{number}" for number in range(1, 60, 2)} <= set(written)
    async with store.read() as tx:
        # a commit that was under way when its task was cancelled may still have happened
        assert len(written) <= await tx.inbox.open(SLACK) < 60
