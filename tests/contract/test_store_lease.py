"""What the store promises about leases: one holder at a time, and whoever lost one saves nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.domain.errors import ClaimLostError, StoreUnavailableError
from bot.messages.incoming import Cursor
from bot.ports.lease import Lease
from storage.database.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import DAY, MINUTE, NOW
from tests.platforms.waiting import until

NAME = "matrix"
SOON = NOW + timedelta(seconds=15)


async def take(store: SqlStore, holder: str, now: int = 0) -> Lease | None:
    """Take the lease for fifteen seconds, so many minutes after now."""
    async with store.begin() as tx:
        return await tx.leases.take(NAME, holder, NOW + now * MINUTE, SOON + now * MINUTE)


async def taken(store: SqlStore, holder: str, now: int = 0) -> Lease:
    """Take the lease, which is free."""
    lease = await take(store, holder, now)
    assert lease
    return lease


async def holds(store: SqlStore, lease: Lease) -> bool:
    """Say whether a transaction of this epoch is let through."""
    try:
        async with store.begin() as tx:
            await tx.leases.check(lease)
    except ClaimLostError:
        return False
    return True


async def test_one_holder_at_a_time(store: SqlStore) -> None:
    """The first has it; another gets nothing as long as it lasts; other names are other leases."""
    assert await take(store, "a") == Lease(NAME, 1)
    assert await take(store, "b") is None
    async with store.begin() as tx:
        assert await tx.leases.take("other", "b", NOW, SOON) == Lease("other", 1)


async def test_the_holder_may_take_it_again(store: SqlStore) -> None:
    """It stays in the same epoch, and lasts longer."""
    first = await taken(store, "a")
    async with store.begin() as tx:
        assert await tx.leases.take(NAME, "a", NOW, NOW + 2 * MINUTE) == first
    assert await take(store, "b", 1) is None


async def test_a_lease_that_ran_out_begins_a_new_epoch(store: SqlStore) -> None:
    """Whoever takes it, also when it is the one who had it."""
    first = await taken(store, "a")
    second = await taken(store, "a", 1)
    third = await taken(store, "b", 2)
    assert [lease.epoch for lease in (first, second, third)] == [1, 2, 3]
    assert [await holds(store, lease) for lease in (first, second, third)] == [False, False, True]


async def test_a_lease_lasts_up_to_its_moment(store: SqlStore) -> None:
    """A moment before another gets nothing; at the moment itself it is free."""
    await taken(store, "a")
    async with store.begin() as tx:
        just_before = SOON - timedelta(microseconds=1)
        assert await tx.leases.take(NAME, "b", just_before, SOON + MINUTE) is None
        assert await tx.leases.take(NAME, "b", SOON, SOON + MINUTE) == Lease(NAME, 2)


async def test_renewing_keeps_others_out(store: SqlStore) -> None:
    """Until the later moment; the epoch stays."""
    lease = await taken(store, "a")
    async with store.begin() as tx:
        await tx.leases.renew(lease, NOW, NOW + 2 * MINUTE)
    assert await take(store, "b", 1) is None
    assert await holds(store, lease)


async def test_what_ran_out_is_not_renewed(store: SqlStore) -> None:
    """Somebody else may have seen that it was free."""
    lease = await taken(store, "a")
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.leases.renew(lease, SOON, SOON + MINUTE)
    assert await taken(store, "b", 1) == Lease(NAME, 2)


async def test_a_holder_that_slept_may_go_on_when_nobody_came(store: SqlStore) -> None:
    """A lease that ran out holds off nobody, but as long as nobody took it nothing happened meanwhile."""
    lease = await taken(store, "a")
    assert await holds(store, lease)
    await taken(store, "b", 1)
    assert not await holds(store, lease)


async def test_letting_go_frees_it_at_once(store: SqlStore) -> None:
    """The next one needs not wait, and begins a new epoch; who let go has nothing any more."""
    lease = await taken(store, "a")
    async with store.begin() as tx:
        await tx.leases.release(lease)
    assert not await holds(store, lease)
    assert await take(store, "b") == Lease(NAME, 2)


async def test_who_lost_it_can_do_nothing_with_it(store: SqlStore) -> None:
    """Neither renew nor let go of what is another's now."""
    lost = await taken(store, "a")
    won = await taken(store, "b", 1)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.leases.renew(lost, NOW, NOW + DAY)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.leases.release(lost)
    assert not await holds(store, lost)
    assert await take(store, "c", 1) is None
    assert await holds(store, won)


async def test_a_lease_of_a_wrong_clock_holds_off_nobody(store: SqlStore) -> None:
    """One that would last for days was taken while a clock was ahead."""
    async with store.begin() as tx:
        await tx.leases.take(NAME, "a", NOW + DAY, NOW + DAY + MINUTE)
    assert await take(store, "b") == Lease(NAME, 2)


async def test_of_many_that_try_at_once_one_gets_it(processes: Sequence[SqlStore]) -> None:
    """Several processes, each several times: every epoch has one holder."""
    for minute in range(5):
        tries = [
            take(store, f"{number} {turn}", minute)
            for number, store in enumerate(processes)
            for turn in range(4)
        ]
        got = [lease for lease in await asyncio.gather(*tries) if lease]
        assert got == [Lease(NAME, minute + 1)]


async def test_nobody_takes_over_while_a_holder_saves(
    processes: Sequence[SqlStore], postgresql_url: str
) -> None:
    """Between the check and the commit a takeover waits; what was saved stands before it."""
    one, other, *_ = processes
    lease = await taken(one, "a")
    seen: list[str | None] = []

    async def take_over() -> None:
        async with other.begin() as tx:
            assert await tx.leases.take(NAME, "b", SOON, SOON + MINUTE) == Lease(NAME, 2)
            seen.append(await tx.inbox.cursor(NAME))

    async with one.begin() as tx:
        await tx.leases.check(lease)
        taking = asyncio.create_task(take_over())
        await until(lambda: _somebody_waits(postgresql_url))
        await tx.inbox.save_cursor(Cursor(NAME, "of a"))
        assert seen == []
    await taking
    assert seen == ["of a"]
    assert not await holds(one, lease)


async def _somebody_waits(url: str) -> bool:
    """Say whether a transaction waits for a lock of another one."""
    engines = open_engines(url)
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    async with engines.reading.connect() as connection:
        number: int = (await connection.scalars(text(waiting))).one()
    await engines.close()
    return number > 0


async def test_who_stands_still_keeps_nobody_waiting(processes: Sequence[SqlStore]) -> None:
    """PostgreSQL ends the transaction of a holder that is paused in its midst; what it did is not saved."""
    paused, other, _ = processes
    lease = await taken(paused, "a")

    async def stand_still() -> None:
        async with paused.begin() as tx:
            await tx.leases.check(lease)
            await tx.inbox.save_cursor(Cursor(NAME, "s1"))
            async with asyncio.timeout(20):
                assert await take(other, "b", 1) == Lease(NAME, 2)
            await tx.inbox.save_cursor(Cursor(NAME, "s2"))

    with pytest.raises(StoreUnavailableError):
        await stand_still()
    async with other.read() as tx:
        assert await tx.inbox.cursor(NAME) is None
