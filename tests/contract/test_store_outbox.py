"""What the store promises about what the bot says: in order, each once, given up when it is too late."""

from __future__ import annotations

import pytest

from bot.domain.errors import ClaimLostError
from bot.ports.mailbox import Delivery
from storage.store import SqlStore
from tests.contract.examples import (
    DAY,
    MATRIX,
    MINUTE,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    claim,
    post,
)
from tests.contract.posting import ELSEWHERE, OTHER, add, take


async def test_a_delivery_holds_what_was_added(store: SqlStore) -> None:
    """The first attempt has no earlier one, no parts and nothing sent."""
    (number,) = await add(store, post("hoi"), cause="c1")
    (delivery,) = await take(store)
    assert delivery == Delivery(
        id=number,
        token=delivery.token,
        outgoing=post("hoi"),
        cause="c1",
        attempts=0,
        first_attempt=None,
        parts=None,
        sent=(),
        targets=(),
        not_after=NOW + DAY,
        claim=claim(f"at {NOW}"),
    )
    assert len(delivery.token) == 32


async def test_a_transaction_knows_how_much_it_said(store: SqlStore) -> None:
    """Every row that was added counts, and only in the transaction that added it."""
    async with store.begin() as tx:
        assert tx.said == 0
        await tx.outbox.add(post("1"), None, NOW, NOW + DAY)
        await tx.outbox.add(post("2", conversation=OTHER), None, NOW, NOW + DAY)
        assert tx.said == 2
    async with store.begin() as tx:
        assert tx.said == 0


async def test_many_rows_are_added_at_once(store: SqlStore) -> None:
    """In their order, each with its cause, and counted."""
    async with store.begin() as tx:
        await tx.outbox.add_all([(post("1"), "c1"), (post("2"), "c2")], NOW, NOW + DAY)
        await tx.outbox.add_all([], NOW, NOW + DAY)
        assert tx.said == 2
    (first,) = await take(store)
    assert (first.outgoing, first.cause, first.not_after) == (post("1"), "c1", NOW + DAY)


async def test_rows_of_a_conversation_go_one_after_another(store: SqlStore) -> None:
    """The next row can be claimed once the one before it is sent or dead, and other conversations go on."""
    await add(store, post("1"), post("2"), post("3"), post("x", conversation=OTHER))
    first, other = await take(store)
    assert [first.outgoing, other.outgoing] == [post("1"), post("x", conversation=OTHER)]
    assert await take(store) == ()
    async with store.begin() as tx:
        await tx.outbox.finish(first, NOW)
        (second,) = await tx.outbox.claim(claim("b"), NOW, ["slack"], 1, THREAD)
        await tx.outbox.bury(second, "refused", NOW)
        (third,) = await tx.outbox.claim(claim("c"), NOW, ["slack"], 1, THREAD)
    assert [second.outgoing, third.outgoing] == [post("2"), post("3")]


async def test_only_the_named_platforms_are_claimed(store: SqlStore) -> None:
    """A process without a platform leaves its rows to others."""
    await add(store, post("1"), post("2", conversation=ELSEWHERE))
    assert [each.outgoing for each in await take(store, platforms=["matrix"])] == [
        post("2", conversation=ELSEWHERE)
    ]
    async with store.read() as tx:
        assert await tx.outbox.open(SLACK) == 1
        assert await tx.outbox.open(MATRIX) == 1


async def test_a_second_attempt_knows_of_the_first(store: SqlStore) -> None:
    """Token and parts stay the same, what is out is known, attempts and the first one's moment too."""
    await add(store, post("hoi"))
    (first,) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.fix_parts(first, ["een", "twee"])
        await tx.outbox.part_sent(first, "m1", NOW)
    (second,) = await take(store, NOW + MINUTE)
    assert (second.token, second.parts, second.sent) == (first.token, ("een", "twee"), ("m1",))
    assert (second.attempts, second.first_attempt) == (1, NOW)
    async with store.begin() as tx:
        await tx.outbox.part_sent(second, "m2", NOW)
        await tx.outbox.postpone(second, "busy", NOW + 2 * MINUTE)
    (third,) = await take(store, NOW + 2 * MINUTE)
    assert (third.sent, third.attempts, third.first_attempt) == (("m1", "m2"), 2, NOW)


async def test_who_lost_the_claim_saves_nothing(store: SqlStore) -> None:
    """Every change of a row checks the claim."""
    await add(store, post("hoi"))
    (lost,) = await take(store)
    await take(store, NOW + MINUTE)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.outbox.fix_parts(lost, ["een"])
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.outbox.part_sent(lost, "m1", NOW)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.outbox.finish(lost, NOW)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.outbox.bury(lost, "refused", NOW)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.outbox.postpone(lost, "busy", NOW)


async def test_a_postponed_row_stays_first(store: SqlStore) -> None:
    """Nothing of the conversation overtakes it."""
    await add(store, post("1"), post("2"))
    (first,) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.postpone(first, "busy", NOW + MINUTE)
    assert await take(store) == ()
    assert [each.outgoing for each in await take(store, NOW + MINUTE)] == [post("1")]


async def test_a_parked_room_waits(store: SqlStore) -> None:
    """All its conversations wait until the moment, other rooms go on."""
    await add(store, post("1"), post("2", conversation=OTHER), post("3", conversation=ELSEWHERE))
    async with store.begin() as tx:
        await tx.outbox.park(ROOM, NOW + MINUTE)
    assert [each.outgoing for each in await take(store)] == [post("3", conversation=ELSEWHERE)]
    later = await take(store, NOW + MINUTE, ["slack"])
    assert [each.outgoing for each in later] == [post("1"), post("2", conversation=OTHER)]


async def test_parking_never_shortens_a_wait(store: SqlStore) -> None:
    """A row that waits longer, or that somebody is sending, is left as it is."""
    await add(store, post("1"), post("2", conversation=OTHER))
    first, second = await take(store)
    async with store.begin() as tx:
        await tx.outbox.postpone(first, "busy", NOW + 30 * MINUTE)
        await tx.outbox.park(ROOM, NOW + MINUTE / 2)
    assert await take(store, NOW + MINUTE / 2) == ()
    async with store.begin() as tx:
        await tx.outbox.finish(second, NOW)


async def test_a_room_that_can_be_written_in_again_waits_no_longer(store: SqlStore) -> None:
    """What was parked there goes at once, in its order; what somebody is sending stays theirs."""
    await add(store, post("1"), post("2"), post("3", conversation=OTHER))
    first, other = await take(store)
    async with store.begin() as tx:
        await tx.outbox.postpone(first, "no room", NOW + 5 * MINUTE)
        await tx.outbox.park(ROOM, NOW + 5 * MINUTE)
    assert await take(store) == ()
    async with store.begin() as tx:
        await tx.outbox.unpark(ROOM)
    (again,) = await take(store)
    assert again.id == first.id
    async with store.begin() as tx:
        await tx.outbox.finish(other, NOW)


async def test_what_is_too_late_is_given_up(store: SqlStore) -> None:
    """On every platform, in order, with its cause, also what was put off; once."""
    await add(store, post("1"), post("2"), cause="c1")
    await add(store, post("3", conversation=ELSEWHERE))
    (first, _) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.postpone(first, "busy", NOW + 2 * DAY)
        await tx.outbox.add(post("4"), "c4", NOW, NOW + 3 * DAY)
        assert await tx.outbox.expire(NOW + DAY - MINUTE) == ()
        late = await tx.outbox.expire(NOW + DAY)
        assert late == ((post("1"), "c1"), (post("2"), "c1"), (post("3", conversation=ELSEWHERE), None))
        assert await tx.outbox.expire(NOW + DAY) == ()
        assert not await tx.outbox.answered("c1")
    assert [each.outgoing for each in await take(store, NOW + DAY)] == [post("4")]


async def test_what_is_being_sent_is_not_too_late_yet(store: SqlStore) -> None:
    """Until its claim runs out; then who had claimed it saves nothing."""
    await add(store, post("1"))
    (held,) = await take(store, NOW + DAY)
    async with store.begin() as tx:
        assert await tx.outbox.expire(NOW + DAY + MINUTE / 2) == ()
        await tx.outbox.fix_parts(held, ["1"])
        assert await tx.outbox.expire(NOW + DAY + MINUTE) == ((post("1"), None),)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.outbox.finish(held, NOW + DAY)
