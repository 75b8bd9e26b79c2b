"""What the store forgets, and when. The clock moves; nobody waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.domain.errors import ClaimLostError
from bot.domain.people import Question, Role
from bot.messages.outgoing import Edit, Outgoing
from bot.ports.mailbox import Received
from bot.ports.people import Dialogue, HandedIn
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BY_THE_PROGRAM,
    DAY,
    KEPT,
    NOW,
    THREAD,
    claim,
    lesson,
    message,
    post,
    words,
)

SECOND = timedelta(seconds=1)
NOTHING = dict.fromkeys(
    (
        "inbox_text",
        "inbox_key",
        "outbox",
        "sent",
        "answered_question",
        "open_question",
        "proposal",
        "inquiry",
        "dialogue",
        "file",
        "talk",
        "report",
        "addition",
        "wish",
        "draft",
        "contact",
        "topic",
        "topic_vote",
        "link_code",
    ),
    0,
)


async def forget(store: SqlStore, now: datetime) -> dict[str, int]:
    """Forget at a moment, and return only what was found to forget."""
    async with store.begin() as tx:
        counts = await tx.forget(KEPT, now)
    assert counts.keys() == NOTHING.keys()
    return {name: count for name, count in counts.items() if count}


async def receive(store: SqlStore, event: str = "e1") -> Received:
    async with store.begin() as tx:
        assert await tx.inbox.receive(message(event), NOW)
        (received,) = await tx.inbox.claim(claim(event), NOW, 1)
    return received


async def send(store: SqlStore, outgoing: Outgoing, *messages: str, cause: str) -> tuple[str, ...]:
    """Send it in parts under these ids; return the messages that it was about."""
    async with store.begin() as tx:
        await tx.outbox.add(outgoing, cause, NOW, NOW + DAY)
        (delivery,) = await tx.outbox.claim(claim("a"), NOW, ["slack"], 1)
        for each in messages:
            await tx.outbox.part_sent(delivery, each, NOW)
        await tx.outbox.finish(delivery, NOW)
    return delivery.targets


async def test_there_is_nothing_to_forget_in_an_empty_database(store: SqlStore) -> None:
    """Every kind of row is counted, with zero."""
    async with store.begin() as tx:
        assert await tx.forget(KEPT, NOW) == NOTHING


async def test_the_hash_of_a_handled_event_stays_for_a_while(store: SqlStore) -> None:
    """As long as it is there a redelivery is noticed; its text was gone when it was handled."""
    received = await receive(store)
    async with store.begin() as tx:
        await tx.inbox.finish(received, NOW)
    assert await forget(store, NOW + 14 * DAY - SECOND) == {}
    assert await forget(store, NOW + 14 * DAY) == {"inbox_key": 1}
    async with store.begin() as tx:
        assert await tx.inbox.receive(message("e1"), NOW + 14 * DAY)


async def test_an_event_that_stays_unhandled_loses_its_text(store: SqlStore) -> None:
    """It is dead: nobody can claim it, who had claimed it saves nothing, a redelivery is noticed."""
    received = await receive(store)
    assert await forget(store, NOW + DAY - SECOND) == {}
    assert await forget(store, NOW + DAY) == {"inbox_text": 1}
    async with store.begin() as tx:
        assert await tx.inbox.claim(claim("b"), NOW + DAY, 1) == ()
        assert not await tx.inbox.receive(message("e1"), NOW + DAY)
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.inbox.finish(received, NOW + DAY)


async def test_what_was_given_up_in_time_has_no_text_to_lose(store: SqlStore) -> None:
    """Giving up and forgetting draw the line at the same moment."""
    received = await receive(store)
    async with store.begin() as tx:
        assert await tx.inbox.expire(NOW + DAY - KEPT.inbox_text, NOW + DAY) == (received.event,)
    assert await forget(store, NOW + DAY) == {}
    assert await forget(store, NOW + 14 * DAY) == {"inbox_key": 1}


async def test_a_dead_event_loses_its_text_and_then_its_hash(store: SqlStore) -> None:
    """The text after a day, the hash after two weeks, both counted from when it came."""
    received = await receive(store)
    async with store.begin() as tx:
        await tx.inbox.bury(received, "ValueError", NOW + DAY / 2)
    assert await forget(store, NOW + DAY) == {"inbox_text": 1}
    assert await forget(store, NOW + 2 * DAY) == {}
    assert await forget(store, NOW + 14 * DAY) == {"inbox_key": 1}


async def test_what_waits_to_go_out_is_never_forgotten(store: SqlStore) -> None:
    """However long it waits."""
    async with store.begin() as tx:
        await tx.outbox.add(post("hoi"), None, NOW, NOW + DAY)
    assert await forget(store, NOW + 1000 * DAY) == {}
    async with store.begin() as tx:
        assert len(await tx.outbox.claim(claim("a"), NOW, ["slack"], 1)) == 1


async def test_what_went_out_or_died_is_forgotten(store: SqlStore) -> None:
    """With the ids of its messages, when it showed no entry."""
    await send(store, post("een"), "m1", "m2", cause="c1")
    async with store.begin() as tx:
        await tx.outbox.add(post("twee"), "c2", NOW, NOW + DAY)
        (delivery,) = await tx.outbox.claim(claim("a"), NOW, ["slack"], 1)
        await tx.outbox.bury(delivery, "refused", NOW)
    assert await forget(store, NOW + 30 * DAY - SECOND) == {}
    assert await forget(store, NOW + 30 * DAY) == {"outbox": 2, "sent": 2}
    async with store.read() as tx:
        assert not await tx.outbox.answered("c1")


async def test_what_showed_an_entry_can_still_be_edited(store: SqlStore) -> None:
    """Its words are forgotten, its message ids live as long as the entry."""
    async with store.begin() as tx:
        await tx.entries.save(lesson(), BY_THE_PROGRAM)
    await send(store, post("zie", lesson().id), "m1", "m2", cause="c1")
    assert await forget(store, NOW + 30 * DAY) == {"outbox": 1}
    assert await forget(store, NOW + 1000 * DAY) == {}
    async with store.read() as tx:
        assert await tx.outbox.answered("c1")
    assert await send(store, Edit(THREAD, "c1", words("weg")), "m1", cause="c1") == ("m1", "m2")


async def test_an_answered_question_goes_soon_and_an_open_one_late(store: SqlStore) -> None:
    """Each kind is removed whole when its time is over."""
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        asked = Question(0, anna.id, THREAD, "wie?", "nl", NOW)
        answered = await tx.questions.add(asked)
        unanswered = await tx.questions.add(replace(asked, open=True))
    assert await forget(store, NOW + DAY - SECOND) == {}
    assert await forget(store, NOW + DAY) == {"answered_question": 1}
    assert await forget(store, NOW + 365 * DAY - SECOND) == {}
    async with store.read() as tx:
        assert await tx.questions.get(answered.id) is None
        assert await tx.questions.get(unanswered.id) == unanswered
    assert await forget(store, NOW + 365 * DAY) == {"open_question": 1}
    async with store.read() as tx:
        assert await tx.questions.get(unanswered.id) is None


async def test_a_form_a_talk_and_a_code_are_forgotten(store: SqlStore) -> None:
    """Each counted from when it was last touched; a code from when it expires."""
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        await tx.dialogues.save(Dialogue(ANNA, "lesson", (), 0, NOW, paused=True))
        await tx.rooms.note_talk(THREAD, ANNA, NOW - DAY)
        await tx.rooms.note_talk(THREAD, ANNA, NOW)
        await tx.people.save_code("digest", anna.id, NOW + DAY)
    assert await forget(store, NOW + DAY - SECOND) == {}
    assert await forget(store, NOW + DAY) == {"link_code": 1}
    assert await forget(store, NOW + 7 * DAY - SECOND) == {}
    assert await forget(store, NOW + 7 * DAY) == {"talk": 1}
    assert await forget(store, NOW + 14 * DAY - SECOND) == {}
    assert await forget(store, NOW + 14 * DAY) == {"dialogue": 1}


async def test_a_file_that_waits_for_a_yes_is_forgotten(store: SqlStore) -> None:
    """After as long as the text of a message may stay."""
    async with store.begin() as tx:
        anna = await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)
        await tx.dialogues.keep_file(HandedIn(anna.id, "lessen.csv", b"titel", NOW))
    assert await forget(store, NOW + DAY - SECOND) == {}
    assert await forget(store, NOW + DAY) == {"file": 1}
    async with store.read() as tx:
        assert await tx.dialogues.file_of(anna.id) is None


async def test_forgotten_words_are_nowhere_in_the_files(sqlite_url: str) -> None:
    """Not in the tables, not in free pages, not in the write-ahead log, even while the store is open."""
    store = SqlStore(sqlite_url)
    async with store.begin() as tx:
        await tx.inbox.receive(message("e1", text="geheime vraag"), NOW)
    assert b"geheime vraag" in content(sqlite_url)
    await forget(store, NOW + DAY)
    assert b"geheime vraag" not in content(sqlite_url)
    await store.close()


def content(url: str) -> bytes:
    file = Path(str(make_url(url).database))
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
