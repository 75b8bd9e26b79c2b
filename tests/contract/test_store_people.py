"""What the store promises about persons, accounts, rooms, forms, questions and due work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.errors import ClaimLostError
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import Consent, EntryId, Kind, Pioneer
from bot.domain.people import Mode, Person, Place, Question, Readers, Role, Room
from bot.ports.due import DueTask, Work
from bot.ports.people import Dialogue
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    MATRIX,
    MINUTE,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    claim,
    entry,
    lesson,
)


async def add(store: SqlStore, account: AccountKey, role: Role = Role.MEMBER) -> Person:
    async with store.begin() as tx:
        return await tx.people.add(account, role, BY_THE_PROGRAM)


async def test_a_person_is_found_by_account(store: SqlStore) -> None:
    """An account that nobody has is nobody; a saved person comes back with everything."""
    anna = await add(store, ANNA)
    assert anna == Person(anna.id, Role.MEMBER)
    speaking = replace(anna, language="en", role=Role.COORDINATOR)
    async with store.begin() as tx:
        await tx.people.save(speaking, BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.people.of_account(ANNA) == speaking
        assert await tx.people.get(anna.id) == speaking
        assert await tx.people.of_account(BEN) is None
        assert await tx.people.get(anna.id + 1) is None
        assert await tx.people.accounts(anna.id) == (ANNA,)


async def test_an_account_has_one_person(store: SqlStore) -> None:
    """Adding an account that is known by now gives its person, unchanged, and no revision."""
    anna = await add(store, ANNA)
    assert await add(store, ANNA, Role.ADMIN) == anna
    async with store.read() as tx:
        assert len(await tx.revisions.after(0, 10)) == 1


async def test_merging_gives_everything_to_one_person(store: SqlStore) -> None:
    """Accounts, entries and questions move, the higher role stays, and the source can still be read."""
    kept, gone = await add(store, ANNA), await add(store, BEN, Role.ADMIN)
    written = replace(lesson(), author=gone.id)
    pioneer = entry(Kind.PIONEER, 1, gone.id)
    async with store.begin() as tx:
        await tx.entries.save(written, BY_THE_PROGRAM)
        await tx.entries.save(pioneer, BY_THE_PROGRAM)
        asked = await tx.questions.add(question(gone.id))
        await tx.people.save_code("digest", gone.id, NOW + DAY)
        await tx.people.merge(gone.id, kept.id, BY_THE_PROGRAM)
    async with store.begin() as tx:
        admin = replace(kept, role=Role.ADMIN)
        assert await tx.people.of_account(ANNA) == await tx.people.of_account(BEN) == admin
        assert await tx.people.accounts(kept.id) == (BEN, ANNA)
        assert await tx.people.accounts(gone.id) == ()
        assert await tx.people.get(gone.id) == gone
        assert await tx.people.with_role(Role.ADMIN) == (admin,)
        assert await tx.questions.latest(kept.id, THREAD, NOW) == replace(asked, asker=kept.id)
        assert await tx.people.take_code("digest", NOW) is None
        entries = await tx.entries.get([written.id, pioneer.id])
        assert entries[written.id].author == kept.id
        assert entries[pioneer.id].details == Pioneer(kept.id, "Anna", Consent.GIVEN)


async def test_merging_is_in_the_feed(store: SqlStore) -> None:
    """Each entry that moved has its revision, and both persons have theirs."""
    kept, gone = await add(store, ANNA), await add(store, BEN, Role.ADMIN)
    written = replace(lesson(), author=gone.id)
    async with store.begin() as tx:
        await tx.entries.save(written, BY_THE_PROGRAM)
        before = await tx.revisions.last()
        await tx.people.merge(gone.id, kept.id, BY_THE_PROGRAM)
        feed = await tx.revisions.after(before, 10)
    assert [(each.before, each.after) for each in feed] == [
        (written, replace(written, author=kept.id)),
        (gone, None),
        (kept, replace(kept, role=Role.ADMIN)),
    ]


async def test_only_two_living_persons_can_be_merged(store: SqlStore) -> None:
    """Nobody merges with themselves, with nobody, or a second time; who they became is known."""
    anna, ben = await add(store, ANNA), await add(store, BEN)
    async with store.begin() as tx:
        await tx.people.merge(ben.id, anna.id, BY_THE_PROGRAM)
    for source, target in (
        (anna.id, anna.id),
        (99, anna.id),
        (anna.id, 99),
        (ben.id, anna.id),
        (anna.id, ben.id),
    ):
        with pytest.raises(ValueError, match="cannot be merged"):
            async with store.begin() as tx:
                await tx.people.merge(source, target, BY_THE_PROGRAM)
    async with store.begin() as tx:
        carl = await tx.people.add(AccountKey(SLACK, "U3"), Role.MEMBER, BY_THE_PROGRAM)
        await tx.people.merge(anna.id, carl.id, BY_THE_PROGRAM)
        assert await tx.people.heirs([anna.id, ben.id, carl.id]) == {ben.id: carl.id, anna.id: carl.id}


async def test_a_link_code_works_once_and_in_time(store: SqlStore) -> None:
    """A new code replaces the one before; an expired one is worth nothing."""
    anna = await add(store, ANNA)
    async with store.begin() as tx:
        await tx.people.save_code("first", anna.id, NOW + MINUTE)
        await tx.people.save_code("second", anna.id, NOW + MINUTE)
        assert await tx.people.take_code("first", NOW) is None
        assert await tx.people.take_code("second", NOW) == anna.id
        assert await tx.people.take_code("second", NOW) is None
        await tx.people.save_code("third", anna.id, NOW + MINUTE)
        assert await tx.people.take_code("third", NOW + MINUTE) is None


async def test_a_room_comes_back_as_it_was_saved(store: SqlStore) -> None:
    """With every setting, and replaced whole."""
    room = Room(ROOM, True, "algemeen", Mode.ACTIVE, "en", "Europe/Brussels", Readers.MEMBERS)
    async with store.begin() as tx:
        assert await tx.rooms.get(ROOM) is None
        await tx.rooms.save(room, BY_THE_PROGRAM)
        assert await tx.rooms.get(ROOM) == room
        assert await tx.rooms.those([ROOM, replace(ROOM, id="unknown")]) == {ROOM: room}
        await tx.rooms.save(Room(ROOM), BY_THE_PROGRAM)
        assert await tx.rooms.get(ROOM) == Room(ROOM)


async def test_rooms_are_found_by_name(store: SqlStore) -> None:
    """In any case, those of the place first."""
    here, there = Room(ROOM, name="Wonen"), Room(RoomKey(MATRIX, "!a"), name="wonen")
    async with store.begin() as tx:
        for room in (here, there, Room(RoomKey(SLACK, "C9"), name="zorg"), Room(RoomKey(SLACK, "C8"))):
            await tx.rooms.save(room, BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.rooms.named("wonen", SLACK) == (here, there)
        assert await tx.rooms.named("WONEN", MATRIX) == (there, here)
        assert await tx.rooms.named("werken", SLACK) == ()


async def test_a_place_waits_until_it_is_admitted(store: SqlStore) -> None:
    """Saving what is there already adds nothing to the feed."""
    async with store.begin() as tx:
        assert await tx.rooms.place(SLACK) is None
        for place in (SLACK, MATRIX, PlaceKey("matrix", "a.nl")):
            await tx.rooms.save_place(Place(place), BY_THE_PROGRAM)
        await tx.rooms.save_place(Place(SLACK, admitted=True), BY_THE_PROGRAM)
        await tx.rooms.save_place(Place(SLACK, admitted=True), BY_THE_PROGRAM)
    async with store.read() as tx:
        assert await tx.rooms.place(SLACK) == Place(SLACK, admitted=True)
        waiting = (Place(PlaceKey("matrix", "a.nl")), Place(MATRIX))
        assert await tx.rooms.waiting_places() == waiting
        assert await tx.rooms.places() == (*waiting, Place(SLACK, admitted=True))
        assert len(await tx.revisions.after(0, 10)) == 4


async def test_who_is_in_a_room_is_known_per_person(store: SqlStore) -> None:
    """Joining twice and leaving a room one is not in are harmless."""
    anna = await add(store, ANNA)
    other = RoomKey(SLACK, "C2")
    async with store.begin() as tx:
        await tx.rooms.join(ROOM, ANNA)
        await tx.rooms.join(ROOM, ANNA)
        await tx.rooms.join(other, ANNA)
        await tx.rooms.join(other, BEN)
        assert set(await tx.rooms.rooms_of(anna.id)) == {ROOM, other}
        await tx.rooms.leave(ROOM, ANNA)
        await tx.rooms.leave(ROOM, BEN)
        assert set(await tx.rooms.rooms_of(anna.id)) == {other}


async def test_a_direct_room_is_remembered(store: SqlStore) -> None:
    """The newest one counts."""
    async with store.begin() as tx:
        assert await tx.rooms.direct_room(ANNA) is None
        await tx.rooms.save_direct_room(ANNA, RoomKey(SLACK, "D1"))
        await tx.rooms.save_direct_room(ANNA, RoomKey(SLACK, "D2"))
        assert await tx.rooms.direct_room(ANNA) == RoomKey(SLACK, "D2")


async def test_a_talk_is_with_one_account_in_one_conversation(store: SqlStore) -> None:
    """Another account or another thread is another talk."""
    async with store.begin() as tx:
        await tx.rooms.note_talk(THREAD, ANNA, NOW)
        await tx.rooms.note_talk(THREAD, ANNA, NOW + DAY)
        assert await tx.rooms.talks(THREAD, ANNA)
        assert not await tx.rooms.talks(THREAD, BEN)
        assert not await tx.rooms.talks(ConversationKey(ROOM, None), ANNA)


async def test_an_account_fills_one_form_at_a_time(store: SqlStore) -> None:
    """A dialogue comes back with its answers, is replaced whole, and forgetting it twice is harmless."""
    first = Dialogue(ANNA, "lesson", (("title", "Wij\nprobeerden"), ("advice", "")), 2, NOW)
    paused = replace(first, form="pioneer", values=(), field=0, updated=NOW + DAY, paused=True)
    async with store.begin() as tx:
        assert await tx.dialogues.get(ANNA) is None
        await tx.dialogues.save(first)
        assert await tx.dialogues.get(ANNA) == first
        await tx.dialogues.save(paused)
        assert await tx.dialogues.get(ANNA) == paused
        await tx.dialogues.delete(ANNA)
        await tx.dialogues.delete(ANNA)
        assert await tx.dialogues.get(ANNA) is None


def question(asker: int, cause: str | None = "c1") -> Question:
    return Question(0, asker, THREAD, "wie deed dit?", "nl", NOW, cause=cause)


async def test_a_question_is_kept_with_what_was_found(store: SqlStore) -> None:
    """Best first, replaced whole, found by its number and by the message it was asked in."""
    anna = await add(store, ANNA)
    found = (EntryId(Kind.LESSON, 2), EntryId(Kind.LESSON, 1))
    async with store.begin() as tx:
        for number in (1, 2):
            await tx.entries.save(lesson(number), BY_THE_PROGRAM)
        asked = await tx.questions.add(replace(question(anna.id), found=found, shown=1))
        assert await tx.questions.get(asked.id) == asked == await tx.questions.because_of("c1")
        unanswered = replace(asked, text=None, found=(), shown=0, open=True)
        await tx.questions.save(unanswered)
        assert await tx.questions.get(asked.id) == unanswered
        await tx.questions.delete(asked.id)
        assert await tx.questions.get(asked.id) is None
        assert await tx.questions.because_of("c1") is None


async def test_the_latest_question_is_of_one_person_in_one_conversation(store: SqlStore) -> None:
    """Not older than asked for; of two at the same moment the last one."""
    anna, ben = await add(store, ANNA), await add(store, BEN)
    async with store.begin() as tx:
        await tx.questions.add(question(anna.id))
        last = await tx.questions.add(question(anna.id))
        await tx.questions.add(question(ben.id))
        assert await tx.questions.latest(anna.id, THREAD, NOW) == last
        assert await tx.questions.latest(anna.id, THREAD, NOW + MINUTE) is None
        assert await tx.questions.latest(anna.id, ConversationKey(ROOM, None), NOW) is None


async def test_due_work_is_claimed_when_its_moment_has_come(store: SqlStore) -> None:
    """Earliest first, by one worker at a time, and again by another when the claim runs out."""
    async with store.begin() as tx:
        assert await tx.due.next_at() is None
        await tx.due.plan(Work.RETENTION, "late", NOW)
        await tx.due.plan(Work.RETENTION, "early", NOW - MINUTE)
        await tx.due.plan(Work.RETENTION, "later", NOW + DAY)
        assert await tx.due.next_at() == NOW - MINUTE
        early, late = await tx.due.claim(claim("a"), NOW, 10)
        assert early == DueTask(Work.RETENTION, "early", NOW - MINUTE, claim("a"))
        assert late.subject == "late"
        assert await tx.due.claim(claim("b"), NOW, 10) == ()
        assert await tx.due.next_at() == NOW + MINUTE
        again = await tx.due.claim(claim("c", NOW + DAY), NOW + MINUTE, 1)
        assert [each.subject for each in again] == ["early"]
    with pytest.raises(ClaimLostError):
        async with store.begin() as tx:
            await tx.due.finish(early)


async def test_finished_work_is_gone_or_planned_again(store: SqlStore) -> None:
    """Work that was done is not done twice."""
    async with store.begin() as tx:
        for subject in ("once", "daily"):
            await tx.due.plan(Work.RETENTION, subject, NOW)
        daily, once = await tx.due.claim(claim("a"), NOW, 10)
        await tx.due.finish(once)
        await tx.due.finish(daily, again=NOW + DAY)
        assert await tx.due.next_at() == NOW + DAY
        assert [each.at for each in await tx.due.claim(claim("b"), NOW + DAY, 10)] == [NOW + DAY]


async def test_planning_moves_work_and_planning_once_does_not(store: SqlStore) -> None:
    """Work that is planned anew while it is done stays planned for the new moment."""
    async with store.begin() as tx:
        await tx.due.plan_once(Work.RETENTION, "", NOW)
        await tx.due.plan_once(Work.RETENTION, "", NOW + DAY)
        (task,) = await tx.due.claim(claim("a"), NOW, 10)
        await tx.due.plan(Work.RETENTION, "", NOW + DAY)
        await tx.due.finish(task)
        assert await tx.due.next_at() == NOW + DAY
