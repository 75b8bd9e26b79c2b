"""What readers say of entries and wish to be kept, over both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.feedback import Addition, Complaint, Decision, Report, Usefulness
from bot.domain.keys import AccountKey, ConversationKey
from bot.domain.model import EntryId, Kind
from bot.domain.people import Role
from bot.messages.outgoing import Private
from bot.ports.wishes import Wish
from storage.store import SqlStore
from tests.contract.everything import rows
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    KEPT,
    NOW,
    SLACK,
    THREAD,
    lesson,
    message,
    post,
    words,
)
from tests.contract.posting import OTHER, send

L1, L2 = lesson().id, EntryId(Kind.LESSON, 2)
CLARA = AccountKey(SLACK, "U3")


async def people(store: SqlStore) -> tuple[int, int]:
    """Add a lesson and two people; return who they are."""
    async with store.begin() as tx:
        await tx.entries.save(lesson(), BY_THE_PROGRAM)
        added = [await tx.people.add(account, Role.MEMBER, BY_THE_PROGRAM) for account in (ANNA, BEN)]
    return added[0].id, added[1].id


async def test_a_vote_replaces_the_vote_before(store: SqlStore) -> None:
    """One a person, and the average of those that count."""
    anna, ben = await people(store)
    async with store.begin() as tx:
        assert await tx.feedback.usefulness(L1) == Usefulness()
        for person, grade in ((anna, 1), (ben, 4), (anna, 5)):
            await tx.feedback.vote(L1, person, grade, NOW)
        assert await tx.feedback.usefulness(L1) == Usefulness(2, 4.5)


async def test_who_becomes_one_person_keeps_what_they_said(store: SqlStore) -> None:
    """Of two votes that of who stays; reports and additions move, and so does not wanting to be asked."""
    anna, ben = await people(store)
    async with store.begin() as tx:
        await tx.feedback.vote(L1, anna, 1, NOW)
        await tx.feedback.vote(L1, ben, 5, NOW)
        await tx.feedback.report(Report(0, L1, anna, Complaint.UNSAFE, NOW))
        await tx.feedback.propose(Addition(0, L1, anna, "nl", "Ook hier", NOW))
        await tx.wishes.leave_alone(anna, NOW)
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        assert await tx.feedback.usefulness(L1) == Usefulness(1, 5.0)
        assert [report.reporter for report in await tx.feedback.open_reports(9)] == [ben]
        assert [addition.author for addition in await tx.feedback.proposed(9)] == [ben]
        assert await tx.wishes.left_alone(ANNA)
        assert await tx.wishes.left_alone(BEN)


async def test_what_is_settled_is_forgotten_in_time(store: SqlStore) -> None:
    """What is open or accepted stays; a wish goes like a form that nobody finished."""
    anna, _ = await people(store)
    async with store.begin() as tx:
        await tx.feedback.report(Report(0, L1, anna, Complaint.PRIVACY, NOW, hid=True))
        (closed,) = await tx.feedback.close_reports(L1, NOW)
        assert (closed.hid, closed.closed) == (True, NOW)
        await tx.feedback.report(Report(0, L1, anna, Complaint.OUTDATED, NOW))
        for decision in Decision:
            added = await tx.feedback.propose(Addition(0, L1, anna, "nl", str(decision), NOW))
            await tx.feedback.decide(added.id, decision)
        await tx.wishes.add(Wish(ANNA, THREAD, "m1"), NOW)
    async with store.begin() as tx:
        counts = await tx.forget(KEPT, NOW + 14 * DAY)
        assert {name: count for name, count in counts.items() if count} == {"wish": 1}
        counts = await tx.forget(KEPT, NOW + 365 * DAY)
        assert {name: count for name, count in counts.items() if count} == {"report": 1, "addition": 1}
        assert [report.complaint for report in await tx.feedback.open_reports(9, L1)] == [Complaint.OUTDATED]
        assert [addition.text for addition in await tx.feedback.additions(L1)] == ["accepted"]
        assert await tx.feedback.reported_since(anna, NOW - timedelta(days=7)) == 1


async def test_a_wish_is_answered_once_and_by_its_author(store: SqlStore) -> None:
    """Whoever else names its number gets nothing; then it is not open any more."""
    async with store.begin() as tx:
        number = await tx.wishes.add(Wish(ANNA, THREAD, "m1"), NOW)
        assert await tx.wishes.of(number, BEN) is None
        assert await tx.wishes.of(number + 1, ANNA) is None
        assert await tx.wishes.of(number, ANNA) == Wish(ANNA, THREAD, "m1")
        assert await tx.wishes.number_of(Wish(ANNA, replace(THREAD, thread=None), "m1")) == number
        elsewhere = ConversationKey(replace(THREAD.room, id="elsewhere"), None)
        for other in (Wish(BEN, THREAD, "m1"), Wish(ANNA, THREAD, "m9"), Wish(ANNA, elsewhere, "m1")):
            assert await tx.wishes.number_of(other) is None
        assert await tx.wishes.became(number, [BEN, CLARA], L1, NOW) is None
        assert await tx.wishes.became(number, [], L1, NOW) is None
        assert await tx.wishes.became(number, [BEN, ANNA], L1, NOW) == Wish(ANNA, THREAD, "m1")
        assert await tx.wishes.became(number, [ANNA], L1, NOW) is None
        assert await tx.wishes.of(number, ANNA) is None
        assert await tx.wishes.number_of(Wish(ANNA, THREAD, "m1")) is None


async def test_a_wish_is_open_again_once_what_it_became_is_gone(store: SqlStore) -> None:
    """Its message is still kept while another entry was made of it; for how long counts from then."""
    wish, other = Wish(ANNA, THREAD, "m1"), Wish(ANNA, THREAD, "m2")
    async with store.begin() as tx:
        first, second = await tx.wishes.add(wish, NOW), await tx.wishes.add(wish, NOW)
        third = await tx.wishes.add(other, NOW)
        for number, entry in ((first, L1), (second, L2), (third, L2)):
            await tx.wishes.became(number, [ANNA], entry, NOW)
        assert await tx.wishes.wait_again([], NOW) == {}
        assert await tx.wishes.wait_again([L2], NOW) == {third: other}
        assert await tx.wishes.wait_again([L2], NOW) == {}
        assert await tx.wishes.number_of(other) == third
        assert await tx.wishes.wait_again([L1], NOW + DAY) == {first: wish}
        assert (await tx.forget(KEPT, NOW + 14 * DAY))["wish"] == 2
        assert await tx.wishes.number_of(wish) == first


async def test_who_is_forgotten_is_left_alone_all_the_same(store: SqlStore, database_url: str) -> None:
    """By a hash of each account, only if they wanted that; who comes back can change it."""
    anna, ben = await people(store)
    async with store.begin() as tx:
        await tx.people.add(CLARA, Role.MEMBER, BY_THE_PROGRAM)
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        await tx.wishes.leave_alone(ben, NOW)
        for account in (BEN, CLARA):
            person = await tx.people.of_account(account)
            assert person
            await tx.erase(person, message("forget").origin, BY_THE_PROGRAM)
    assert len((await rows(database_url))["still_left_alone"]) == 2
    assert ANNA.id not in str((await rows(database_url))["still_left_alone"])
    async with store.begin() as tx:
        assert [await tx.wishes.left_alone(each) for each in (ANNA, BEN, CLARA)] == [True, True, False]
        back = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        assert await tx.wishes.left_alone(ANNA)
        assert (await tx.held(back.id))["not_to_be_asked"] != []
        await tx.wishes.ask_again(back.id, NOW)
        assert [await tx.wishes.left_alone(each) for each in (ANNA, BEN)] == [False, True]


async def test_where_an_entry_can_be_read_by_everybody(store: SqlStore) -> None:
    """Once per answer; not what one person was shown, nor what nobody asked for."""
    await people(store)
    await send(store, post("antwoord", L1), "m1", "m2", cause="c1")
    await send(store, post("bericht", L1, conversation=OTHER), "m3", cause="c2")
    await send(store, post("uit zichzelf", L1), "m4")
    await send(store, post("iets anders"), "m5", cause="c3")
    await send(store, Private(THREAD, ANNA, words("alleen jij", L1)), "m6", cause="c4")
    async with store.read() as tx:
        assert await tx.outbox.shows(L1) == ((THREAD, "c1"), (OTHER, "c2"))


async def test_the_author_of_a_message_is_asked_once(store: SqlStore) -> None:
    """Also long after what was said of it is forgotten; the same id elsewhere is another message."""
    wish = Wish(ANNA, THREAD, "m1")
    elsewhere = replace(THREAD.room, id="elsewhere")
    async with store.begin() as tx:
        assert await tx.wishes.is_first(wish)
        await tx.forget(KEPT, NOW + 1000 * DAY)
        assert not await tx.wishes.is_first(wish)
        assert not await tx.wishes.is_first(Wish(ANNA, replace(THREAD, thread=None), "m1"))
        assert await tx.wishes.is_first(Wish(ANNA, ConversationKey(elsewhere, None), "m1"))
        assert await tx.wishes.is_first(Wish(ANNA, THREAD, "m2"))


@pytest.mark.parametrize("later", [False, True])
async def test_who_may_be_asked_again_is_not_left_alone_for_another_account_of_theirs(
    store: SqlStore, *, later: bool
) -> None:
    """That account was left alone from before they were forgotten; said anew after that, it counts."""
    anna, ben = await people(store)
    async with store.begin() as tx:
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        await tx.wishes.leave_alone(ben, NOW)
        person = await tx.people.get(ben)
        assert person
        await tx.erase(person, message("forget").origin, BY_THE_PROGRAM)
        one = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
        await tx.wishes.ask_again(one.id, NOW + DAY)
        other = await tx.people.add(BEN, Role.MEMBER, replace(BY_THE_PROGRAM, at=NOW + 2 * DAY))
        assert await tx.wishes.left_alone(BEN)
        if later:
            await tx.wishes.leave_alone(other.id, NOW + 3 * DAY)
        await tx.people.merge(one.id, other.id, BY_THE_PROGRAM)
        assert [await tx.wishes.left_alone(each) for each in (ANNA, BEN)] == [later, later]


async def test_a_vote_for_ones_own_does_not_count_after_linking(store: SqlStore) -> None:
    """What somebody called useful by another account turns out to be theirs; other votes of theirs stay."""
    anna, ben = await people(store)
    async with store.begin() as tx:
        await tx.entries.save(replace(lesson(), author=anna), BY_THE_PROGRAM)
        await tx.entries.save(replace(lesson(), id=L2), BY_THE_PROGRAM)
        await tx.feedback.vote(L1, ben, 5, NOW)
        await tx.feedback.vote(L2, ben, 4, NOW)
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        assert await tx.feedback.usefulness(L1) == Usefulness()
        assert await tx.feedback.usefulness(L2) == Usefulness(1, 4.0)
