"""What the store promises about what the bot says: in order, sent once, remembered as long as it matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.domain.errors import ClaimLostError
from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.outgoing import Delete, Edit, Mark, Outgoing, Private, React
from bot.ports.mailbox import Delivery
from storage import tables
from storage.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
    DAY,
    MATRIX,
    MINUTE,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    claim,
    lesson,
    post,
    words,
)

OTHER = ConversationKey(ROOM, None)
ELSEWHERE = ConversationKey(RoomKey(MATRIX, "!r:b.nl"), None)


async def add(store: SqlStore, *outgoing: Outgoing, cause: str | None = None) -> list[int]:
    async with store.begin() as tx:
        return [await tx.outbox.add(each, cause, NOW, NOW + DAY) for each in outgoing]


async def take(
    store: SqlStore, now: datetime = NOW, platforms: Sequence[str] = ("slack", "matrix")
) -> tuple[Delivery, ...]:
    async with store.begin() as tx:
        return await tx.outbox.claim(claim(f"at {now}", now + MINUTE), now, platforms, 10)


async def send(store: SqlStore, outgoing: Outgoing, *messages: str, cause: str | None = None) -> Delivery:
    """Add a row and send it in parts, under these ids."""
    await add(store, outgoing, cause=cause)
    (delivery,) = await take(store)
    async with store.begin() as tx:
        for message in messages:
            await tx.outbox.part_sent(delivery, message, NOW)
        await tx.outbox.finish(delivery, NOW)
    return delivery


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


async def test_an_edit_is_about_all_that_was_said_because_of_its_cause(store: SqlStore) -> None:
    """In the order of sending, in the same conversation only, each message once, marks left out."""
    await send(store, React(THREAD, "m0", Mark.SEEN), "r1", cause="c1")
    await send(store, post("een"), "m1", "m2", cause="c1")
    await send(store, Private(THREAD, ANNA, words("twee")), "m3", cause="c1")
    await send(store, post("niet dit"), "m4", cause="c2")
    await send(store, post("hier niet", conversation=OTHER), "m5", cause="c1")
    edit = await send(store, Edit(THREAD, "c1", words("beter")), "m1", cause="c1")
    assert edit.targets == ("m1", "m2", "m3")
    taken_back = await send(store, Delete(THREAD, "c1"), "m1", cause="c1")
    assert taken_back.targets == ("m1", "m2", "m3")


async def test_what_was_taken_back_is_there_no_more(store: SqlStore) -> None:
    """After a Delete an Edit finds nothing, and the message counts as unanswered."""
    await send(store, post("een"), "m1", cause="c1")
    await send(store, Delete(THREAD, "c1"), "m1", cause="c1")
    async with store.read() as tx:
        assert not await tx.outbox.answered("c1")
    edit = await send(store, Edit(THREAD, "c1", words("nieuw")), "m9", cause="c1")
    assert edit.targets == ()
    async with store.read() as tx:
        assert await tx.outbox.answered("c1")


async def test_a_message_is_answered_once_something_waits_or_was_said(store: SqlStore) -> None:
    """A mark is no answer, a row that waits is; one that died unsaid is not."""
    await add(store, React(THREAD, "m0", Mark.SEEN), cause="c1")
    async with store.read() as tx:
        assert not await tx.outbox.answered("c1")
    await add(store, post("een"), cause="c2")
    async with store.read() as tx:
        assert await tx.outbox.answered("c2")
    (mark,) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.finish(mark, NOW)
    (said,) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.bury(said, "refused", NOW)
    async with store.read() as tx:
        assert not await tx.outbox.answered("c2")


async def test_a_reply_can_show_entries(store: SqlStore) -> None:
    """Every part of it is noted as showing them; an entry shown twice in one reply is no error."""
    async with store.begin() as tx:
        await tx.entries.save(lesson(), BY_THE_PROGRAM)
    delivery = await send(store, post("zie", lesson().id, lesson().id), "m1", "m2")
    assert delivery.outgoing == post("zie", lesson().id, lesson().id)


async def rows(url: str) -> list[tuple[str, bool, bool]]:
    """Return of every row its state, and whether its words and its parts are there."""
    engines = open_engines(url)
    row = tables.outbox.c
    async with engines.reading.begin() as connection:
        query = select(row.state, row.payload.is_not(None), row.parts.is_not(None)).order_by(row.id)
        found = [tuple(each) for each in await connection.execute(query)]
    await engines.close()
    return found


async def test_the_words_of_what_was_taken_back_are_gone(store: SqlStore, database_url: str) -> None:
    """Those sent and those that died, with their parts; not of another cause, conversation, or waiting."""
    await add(store, post("een"), post("twee"), cause="c1")
    (first,) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.fix_parts(first, ["een"])
        await tx.outbox.part_sent(first, "m1", NOW)
        await tx.outbox.finish(first, NOW)
        (second,) = await tx.outbox.claim(claim("b"), NOW, ["slack"], 1)
        await tx.outbox.bury(second, "refused", NOW)
    await send(store, post("hier niet", conversation=OTHER), "m2", cause="c1")
    await send(store, post("niet dit"), "m3", cause="c2")
    others = [("sent", True, False)] * 2
    assert await rows(database_url) == [("sent", True, True), ("dead", True, False), *others]
    await add(store, Delete(THREAD, "c1"), post("nieuw"), cause="c1")
    (taking_back,) = await take(store)
    async with store.begin() as tx:
        await tx.outbox.finish(taking_back, NOW)
    assert await rows(database_url) == [
        ("sent", False, False),
        ("dead", False, False),
        *others,
        ("sent", False, False),
        ("waiting", True, False),
    ]


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
