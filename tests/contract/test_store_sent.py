"""What the store promises about what was said: it can be changed, taken back, and chosen from."""

from __future__ import annotations

from sqlalchemy import select

from bot.domain.keys import ConversationKey, RoomKey
from bot.messages.markup import Plain
from bot.messages.outgoing import Delete, Edit, Mark, Post, Private, React, Upload
from bot.messages.reply import Button, Buttons, File, Paragraph, Reply
from bot.ports.mailbox import Said
from storage import tables
from storage.database.engine import open_engines
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
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
from tests.contract.posting import ELSEWHERE, OTHER, add, send, take


async def test_an_edit_is_about_all_that_was_said_because_of_its_cause(store: SqlStore) -> None:
    """In the order of sending, in the same conversation only, each message once; a delete takes off marks."""
    await send(store, React(THREAD, "m0", Mark.SEEN), "r1", cause="c1")
    await send(store, post("een"), "m1", "m2", cause="c1")
    await send(store, Private(THREAD, ANNA, words("twee")), "m3", cause="c1")
    await send(store, post("niet dit"), "m4", cause="c2")
    await send(store, post("hier niet", conversation=OTHER), "m5", cause="c1")
    edit = await send(store, Edit(THREAD, "c1", words("beter")), "m1", cause="c1")
    assert edit.targets == ("m1", "m2", "m3")
    taken_back = await send(store, Delete(THREAD, "c1"), "m1", cause="c1")
    assert taken_back.targets == ("r1", "m1", "m2", "m3")
    assert (await send(store, Delete(THREAD, "c1"), cause="c1")).targets == ()


async def test_where_something_was_said_is_known(store: SqlStore) -> None:
    """Because of one message: each conversation once, also where it still waits."""
    await send(store, post("een"), "m1", "m2", cause="c1")
    await add(store, post("twee", conversation=OTHER), cause="c1")
    async with store.read() as tx:
        assert await tx.outbox.said_in("c1") == (THREAD, OTHER)


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


async def test_all_that_was_said_until_a_moment_loses_its_words(store: SqlStore, database_url: str) -> None:
    """What was said later keeps them, and so does what waits, which is said so."""
    await send(store, post("een"), "m1")
    async with store.begin() as tx:
        assert await tx.outbox.blank(NOW - MINUTE)
    assert await rows(database_url) == [("sent", True, False)]
    await add(store, post("twee"))
    async with store.begin() as tx:
        assert await tx.outbox.blank(NOW - MINUTE)
        assert not await tx.outbox.blank(NOW)
    assert await rows(database_url) == [("sent", False, False), ("waiting", True, False)]


async def test_a_file_that_was_given_is_not_kept(store: SqlStore, database_url: str) -> None:
    """It stands in the chat; here nobody needs it any more."""
    file = File("lessen.csv", "text/csv", b"geheim", "alle lessen")
    await send(store, Upload(OTHER, file), "m1", cause="c1")
    await add(store, Upload(THREAD, file), cause="c2")
    assert await rows(database_url) == [("sent", False, False), ("waiting", True, False)]
    async with store.read() as tx:
        assert await tx.outbox.answered("c1")


async def test_what_was_taken_back_is_gone_also_where_a_room_is_one_line(
    store: SqlStore, database_url: str
) -> None:
    """Rows of every thread of a room stand in one line in Matrix; the words of this cause go all the same."""
    thread = ConversationKey(ELSEWHERE.room, "$root")
    await send(store, post("een", conversation=thread), "m1", cause="c1")
    await send(store, Delete(thread, "c1"), "m1", cause="c1")
    assert await rows(database_url) == [("sent", False, False)] * 2


CHOICES = Reply(
    (
        Buttons("Verder:", (Button("Meer", "meer"), Button("Eén", "L1"))),
        Paragraph(((Plain("Of"),),)),
        Buttons("Of:", (Button("Help", "help"),)),
    )
)


async def choice(
    store: SqlStore, number: int, message: str = "m1", room: RoomKey = ROOM
) -> tuple[ConversationKey, str] | None:
    """Return what a choice under a message is."""
    async with store.read() as tx:
        return await tx.outbox.choice(room, message, number)


async def test_the_choices_of_what_was_said_are_found(store: SqlStore) -> None:
    """Counted from 1 through all of it, under each of its parts, with where it was said."""
    await send(store, Post(THREAD, CHOICES), "m1", "m2", cause="c1")
    found = [await choice(store, number) for number in range(-1, 5)]
    assert found == [None, None, (THREAD, "meer"), (THREAD, "L1"), (THREAD, "help"), None]
    assert await choice(store, 3, "m2") == (THREAD, "help")


async def test_choices_are_those_of_one_message_in_one_room(store: SqlStore) -> None:
    """Not of a message that nobody sent, and not of one with the same id in another room or place."""
    await send(store, Post(THREAD, CHOICES), "m1")
    await send(store, post("geen keuze", conversation=OTHER), "m2")
    await send(store, Post(ELSEWHERE, CHOICES), "m3")
    assert await choice(store, 1, "m9") is None
    assert await choice(store, 1, "m2") is None
    assert await choice(store, 1, room=RoomKey(SLACK, "C9")) is None
    assert await choice(store, 1, room=ELSEWHERE.room) is None
    assert await choice(store, 2, "m3", ELSEWHERE.room) == (ELSEWHERE, "L1")


async def test_what_only_one_reads_is_chosen_in_the_direct_room(store: SqlStore) -> None:
    """Where it was said because of something in another room."""
    direct = RoomKey(SLACK, "D1")
    await send(store, Private(THREAD, ANNA, CHOICES, direct=True), "m1")
    assert await choice(store, 1, room=direct) == (ConversationKey(direct, None), "meer")
    assert await choice(store, 1, room=RoomKey(MATRIX, "D1")) is None


async def test_the_newest_words_say_what_can_be_chosen(store: SqlStore) -> None:
    """Of an answer that was changed, and of one that has no choices any more since."""
    await send(store, Post(THREAD, CHOICES), "m1", cause="c1")
    other = Reply((Buttons("Anders:", (Button("Zoek", "zoek"),)),))
    await send(store, Edit(THREAD, "c1", other), "m1", cause="c1")
    assert [await choice(store, number) for number in (1, 2)] == [(THREAD, "zoek"), None]
    await send(store, Edit(THREAD, "c1", words("niets meer")), "m1", cause="c1")
    assert await choice(store, 1) is None


async def said(store: SqlStore, message: str = "m1", room: RoomKey = ROOM) -> Said | None:
    """Return as what a message was said."""
    async with store.read() as tx:
        return await tx.outbox.said(room, message)


async def test_why_something_was_said_is_known(store: SqlStore) -> None:
    """Of each of its parts, where and because of what; not in another room, nor of what nobody caused."""
    await send(store, post("een"), "m1", "m2", cause="c1")
    await send(store, post("bericht"), "m3")
    assert await said(store) == await said(store, "m2") == Said(THREAD, "c1")
    assert await said(store, room=RoomKey(SLACK, "C9")) is None
    assert await said(store, "m3") is None
    assert await said(store, "m9") is None


async def test_what_only_one_read_is_said_to_them(store: SqlStore) -> None:
    """Also where it stands in their direct room, and after it was changed for them."""
    await send(store, Private(THREAD, ANNA, words("psst"), direct=True), "m1", cause="c1")
    direct = RoomKey(SLACK, "D1")
    assert await said(store, room=direct) == Said(THREAD, "c1", ANNA)
    await send(store, Edit(THREAD, "c1", words("beter"), ANNA), "m1", cause="c1")
    assert await said(store, room=direct) == Said(THREAD, "c1", ANNA)


async def test_what_was_taken_back_was_never_said(store: SqlStore) -> None:
    """Nothing can take its place any more."""
    await send(store, post("een"), "m1", cause="c1")
    await send(store, Delete(THREAD, "c1"), "m1", cause="c1")
    assert await said(store) is None


async def test_what_was_taken_back_has_no_choices(store: SqlStore) -> None:
    """Nothing of it can be chosen any more."""
    await send(store, Post(THREAD, CHOICES), "m1", cause="c1")
    await send(store, Delete(THREAD, "c1"), "m1", cause="c1")
    assert await choice(store, 1) is None
