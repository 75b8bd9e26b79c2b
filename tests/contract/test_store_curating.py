"""What the store promises about actions, proposals, questions to authors, merged entries and the queue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.editing import Assignment, Way
from bot.domain.model import Consent, EntryId, Kind, Pioneer, Status
from bot.domain.people import Role
from bot.ports.curating import Inquiry, Proposal
from bot.ports.knowledge import Change, Subject
from storage.database.engine import RefusedError
from storage.store import SqlStore
from tests.contract.everything import send
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    KEPT,
    MINUTE,
    NOW,
    ROOM,
    entry,
    lesson,
)

EDITS = (Assignment("title", Way.SET, "Beter"), Assignment("themes", Way.ADD, "water"))
L1, L2, L3 = (EntryId(Kind.LESSON, number) for number in (1, 2, 3))


async def person(store: SqlStore) -> int:
    async with store.begin() as tx:
        return (await tx.people.add(ANNA, Role.ADMIN, BY_THE_PROGRAM)).id


async def act(store: SqlStore, actor: int, command: str, *numbers: int, undoes: int | None = None) -> None:
    """Save these lessons as one action."""
    async with store.begin() as tx:
        await tx.hold()
        before = await tx.revisions.last()
        for number in numbers:
            await tx.entries.save(lesson(number), Change(actor, NOW))
        await tx.revisions.bind(before, command, undoes)


async def test_what_one_command_changed_is_one_action(store: SqlStore) -> None:
    """The last one of a person, with its revisions in order; of somebody else there is none."""
    anna = await person(store)
    await act(store, anna, "publiceer", 1)
    await act(store, anna, "archiveer", 2, 3)
    async with store.begin() as tx:
        await tx.entries.save(lesson(4), Change(anna, NOW))
    async with store.read() as tx:
        action = await tx.revisions.undoable(anna)
        assert action
        assert (action.command, [each.key for each in action.revisions]) == ("archiveer", ["L2", "L3"])
        assert action.number == action.revisions[0].number
        assert await tx.revisions.undoable(anna + 1) is None


async def test_what_was_taken_back_is_not_taken_back_again(store: SqlStore) -> None:
    """After that it is the turn of the one before, and what takes back is none itself."""
    anna = await person(store)
    await act(store, anna, "publiceer", 1)
    await act(store, anna, "archiveer", 1)
    for command in ("archiveer", "publiceer"):
        async with store.read() as tx:
            action = await tx.revisions.undoable(anna)
        assert action
        assert action.command == command
        await act(store, anna, "ongedaan", 1, undoes=action.number)
    async with store.read() as tx:
        assert await tx.revisions.undoable(anna) is None


async def test_the_revisions_of_one_thing_come_in_order(store: SqlStore) -> None:
    """Only its own."""
    for number in (1, 2, 1):
        async with store.begin() as tx:
            await tx.entries.save(lesson(number), BY_THE_PROGRAM)
    async with store.read() as tx:
        found = await tx.revisions.of(Subject.ENTRY, "L1")
        assert [(each.key, each.before is None) for each in found] == [("L1", True), ("L1", False)]
        assert await tx.revisions.of(Subject.THEME, "L1") == ()


async def test_a_proposal_waits_until_it_is_decided(store: SqlStore) -> None:
    """It comes back as it was; it goes with its entry."""
    anna = await person(store)
    async with store.begin() as tx:
        await tx.entries.save_all([lesson(1), lesson(2)], BY_THE_PROGRAM)
        later = await tx.curating.propose(Proposal(0, L2, anna, NOW + MINUTE, EDITS))
        first = await tx.curating.propose(Proposal(0, L1, anna, NOW, EDITS))
    async with store.begin() as tx:
        assert await tx.curating.proposals() == [first, later]
        assert await tx.curating.proposal(later.id) == later
        await tx.curating.declined(later.id)
        assert await tx.curating.proposal(later.id) is None
        await tx.curating.remove(L1, BY_THE_PROGRAM)
        assert await tx.curating.proposals() == []


async def test_what_was_accepted_can_wait_again(store: SqlStore) -> None:
    """Of the one that one of these changes accepted; until then it does not wait, and it does so once."""
    anna = await person(store)
    async with store.begin() as tx:
        await tx.entries.save(lesson(1), BY_THE_PROGRAM)
        taken = await tx.curating.propose(Proposal(0, L1, anna, NOW, EDITS))
        other = await tx.curating.propose(Proposal(0, L1, anna, NOW + MINUTE, EDITS))
        await tx.curating.accepted(taken.id, 7)
        await tx.curating.accepted(other.id, 9)
    async with store.begin() as tx:
        assert await tx.curating.proposals() == []
        assert await tx.curating.proposal(taken.id) is None
        assert await tx.curating.wait_again([]) is None
        assert await tx.curating.wait_again([8]) is None
        assert await tx.curating.wait_again([6, 7]) == taken
        assert await tx.curating.wait_again([6, 7]) is None
        assert await tx.curating.proposals() == [taken]


async def test_a_question_to_an_author_keeps_its_answer(store: SqlStore) -> None:
    """By entry, oldest first."""
    anna = await person(store)
    async with store.begin() as tx:
        await tx.entries.save(lesson(1), BY_THE_PROGRAM)
        for words in ("Hoe?", "Waar?"):
            await tx.curating.inquire(Inquiry(0, L1, anna, NOW, words))
        how, _ = (await tx.curating.inquiries([L1, L2]))[L1]
        await tx.curating.answer(how.id, "Zo.", NOW + MINUTE)
    async with store.read() as tx:
        found = (await tx.curating.inquiries([L1]))[L1]
    assert [(each.question, each.answer, each.answered) for each in found] == [
        ("Hoe?", "Zo.", NOW + MINUTE),
        ("Waar?", None, None),
    ]


async def test_a_merged_entry_leads_to_the_end_of_the_way(store: SqlStore) -> None:
    """Over others that were merged since; never to itself; nowhere once that is taken back."""
    async with store.begin() as tx:
        await tx.entries.save_all([lesson(number) for number in (1, 2, 3)], BY_THE_PROGRAM)
        await tx.curating.lead(L1, L2)
        assert await tx.curating.leads_to([L1, L2, L3]) == {L1: L2}
        await tx.curating.lead(L2, L3)
        assert await tx.curating.leads_to([L1, L2, L3]) == {L1: L3, L2: L3}
        await tx.curating.unlead(L2)
        assert await tx.curating.leads_to([L1, L2]) == {L1: L2}
    with pytest.raises(RefusedError, match="ck_merged_entry_target"):
        async with store.begin() as tx:
            await tx.curating.lead(L3, L3)


async def test_what_waits_comes_oldest_first(store: SqlStore) -> None:
    """Drafts and what was not looked at for long; no pioneer without consent."""
    anna = await person(store)
    agrees, paused = entry(Kind.PIONEER, 1, anna), entry(Kind.PIONEER, 2, anna)
    paused = replace(paused, details=Pioneer(anna, "Anna", Consent.PAUSED))
    drafts = [replace(lesson(n), status=Status.DRAFT, recorded=NOW - n * DAY) for n in (1, 2)]
    old = [replace(lesson(n), recorded=NOW - n * DAY) for n in (10, 11)]
    seen = replace(lesson(12), recorded=NOW - 12 * DAY, reviewed=NOW)
    async with store.begin() as tx:
        hidden = replace(paused, id=EntryId(Kind.PIONEER, 3), status=Status.DRAFT)
        await tx.entries.save_all([*drafts, *old, seen, agrees, paused, hidden], BY_THE_PROGRAM)
    since = {Kind.LESSON: NOW - DAY, Kind.PIONEER: NOW + DAY}
    async with store.read() as tx:
        assert [str(each.id) for each in await tx.curating.drafts()] == ["L2", "L1"]
        assert [str(each.id) for each in await tx.curating.unreviewed(since, 9)] == ["L11", "L10", "V1"]
        assert [str(each.id) for each in await tx.curating.unreviewed(since, 1)] == ["L11"]


async def test_when_an_entry_was_shown_is_known_by_room(store: SqlStore) -> None:
    """The last time, there and nowhere else."""
    async with store.begin() as tx:
        await tx.entries.save(lesson(1), BY_THE_PROGRAM)
        assert await tx.curating.seen(L1, ROOM) is None
        await send(tx, "m1", L1)
        assert await tx.curating.seen(L1, ROOM) == NOW
        assert await tx.curating.seen(L1, replace(ROOM, id="C9")) is None


async def test_an_entry_that_is_removed_is_gone_and_its_number_is_not_given_again(store: SqlStore) -> None:
    """The feed says so; removing what is not there does nothing."""
    async with store.begin() as tx:
        number = await tx.entries.next_id(Kind.LESSON)
        await tx.entries.save(replace(lesson(), id=number), BY_THE_PROGRAM)
        await tx.curating.remove(number, BY_THE_PROGRAM)
        last = await tx.revisions.last()
        await tx.curating.remove(number, BY_THE_PROGRAM)
        assert await tx.revisions.last() == last
        (gone,) = await tx.revisions.after(last - 1, 9)
        assert (gone.after, gone.key) == (None, str(number))
        assert await tx.entries.next_id(Kind.LESSON) != number


async def test_who_proposed_or_asked_is_one_person_after_a_merge(store: SqlStore) -> None:
    """What waits for one account of a person waits for both, and their actions are the same person's."""
    anna = await person(store)
    await act(store, anna, "archiveer", 1)
    async with store.begin() as tx:
        ben = (await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)).id
        await tx.curating.propose(Proposal(0, L1, anna, NOW, EDITS))
        await tx.curating.inquire(Inquiry(0, L1, anna, NOW, "Hoe?"))
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        (proposal,) = await tx.curating.proposals()
        (inquiry,) = (await tx.curating.inquiries([L1]))[L1]
        action = await tx.revisions.undoable(ben)
    assert (proposal.proposer, inquiry.asker) == (ben, ben)
    assert action
    assert action.command == "archiveer"


async def test_what_nobody_took_up_is_forgotten(store: SqlStore) -> None:
    """As long after as an open question."""
    anna = await person(store)
    async with store.begin() as tx:
        await tx.entries.save(lesson(1), BY_THE_PROGRAM)
        await tx.curating.propose(Proposal(0, L1, anna, NOW, EDITS))
        await tx.curating.inquire(Inquiry(0, L1, anna, NOW, "Hoe?"))
        early = await tx.forget(KEPT, NOW + KEPT.open_question - MINUTE)
        assert (early["proposal"], early["inquiry"]) == (0, 0)
        late = await tx.forget(KEPT, NOW + KEPT.open_question)
        assert (late["proposal"], late["inquiry"]) == (1, 1)
