"""What the store promises when many work at once, in one process and in several."""

from __future__ import annotations

import asyncio
import itertools
import random
from collections import defaultdict
from collections.abc import Sequence

from bot.domain.keys import ConversationKey
from bot.domain.people import Role
from bot.ports.due import Work
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
    message,
    post,
)

MESSAGES = 500


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
