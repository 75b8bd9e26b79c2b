"""What the store promises about the feed of changes, and about what must be one of a kind."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.keys import AccountKey
from bot.domain.model import Kind
from bot.domain.people import Role, Room
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
    ROOM,
    SLACK,
    lesson,
)
from tests.locks import somebody_waits

MESSAGES = 500


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
        await somebody_waits(postgresql_url, "advisory")
        async with tail.read() as reading:
            assert await reading.revisions.after(0, 10) == ()
        assert not second.done()
    await second
    async with tail.read() as reading:
        feed = await reading.revisions.after(0, 10)
    assert [revision.key for revision in feed] == ["L1", "L2"]


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


async def test_traces_are_the_feed_without_the_states(store: SqlStore) -> None:
    """Number, moment, subject and key of each, from the same place on and no more than asked for."""
    async with store.begin() as tx:
        for number in (1, 2, 1):
            await tx.entries.save(lesson(number), BY_THE_PROGRAM)
        await tx.rooms.save(Room(ROOM), BY_THE_PROGRAM)
    async with store.read() as tx:
        feed = await tx.revisions.after(1, 2)
        traces = await tx.revisions.traces(1, 2)
        assert await tx.revisions.traces(4, 2) == ()
    assert [(each.number, each.at, each.subject, each.key) for each in feed] == [
        (each.number, each.at, each.subject, each.key) for each in traces
    ]


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
