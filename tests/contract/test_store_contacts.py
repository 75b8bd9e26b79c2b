"""What the store promises about reaching pioneers: how they can be reached, and who would like to."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.model import EntryId, Kind, PersonId
from bot.domain.people import Role
from bot.ports.contact import Answer, ContactRequest
from bot.ports.due import Work
from bot.ports.store import Transaction
from storage.store import SqlStore
from tests.contract.examples import ANNA, BEN, BY_THE_PROGRAM, DAY, NOW, entry

PIONEER = EntryId(Kind.PIONEER, 7)


async def two(tx: Transaction) -> tuple[PersonId, PersonId]:
    """Add a pioneer and somebody else; return both."""
    ben = await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)
    anna = await tx.people.add(ANNA, Role.MEMBER, BY_THE_PROGRAM)
    await tx.entries.save(entry(Kind.PIONEER, 7, person=ben.id), BY_THE_PROGRAM)
    return ben.id, anna.id


async def test_how_to_be_reached_is_kept_until_it_changes(store: SqlStore) -> None:
    """Nothing before it is said, the last words after that, nothing after it is taken back."""
    async with store.begin() as tx:
        await two(tx)
        assert await tx.contacts.reach(PIONEER) == ""
        for words in ("bel me", "mail me"):
            await tx.contacts.save_reach(PIONEER, words)
        assert await tx.contacts.reach(PIONEER) == "mail me"
        await tx.contacts.save_reach(PIONEER, " ")
        assert await tx.contacts.reach(PIONEER) == ""


async def test_a_request_is_open_until_it_is_over(store: SqlStore) -> None:
    """A refusal leaves it open for whoever asked; each counts by when it was."""
    async with store.begin() as tx:
        ben, anna = await two(tx)
        request = await tx.contacts.add(ContactRequest(0, PIONEER, anna, ANNA, "hoe?", "nl", NOW))
        assert await tx.contacts.get(request.id) == request
        assert await tx.contacts.open(anna, PIONEER) == request
        assert await tx.contacts.open(ben, PIONEER) is None
        declined = replace(request, answer=Answer.DECLINED)
        await tx.contacts.save(declined)
        assert await tx.contacts.open(anna, PIONEER) == declined
        await tx.contacts.save(replace(request, answer=Answer.OVER, about=None))
        assert await tx.contacts.open(anna, PIONEER) is None
        assert await tx.contacts.since(PIONEER, NOW - DAY) == 1
        assert await tx.contacts.since(PIONEER, NOW) == 0


async def test_a_request_goes_with_its_asker_to_a_linked_account(store: SqlStore) -> None:
    """Who linked two accounts is one asker."""
    async with store.begin() as tx:
        ben, anna = await two(tx)
        await tx.contacts.add(ContactRequest(0, PIONEER, anna, ANNA, "hoe?", "nl", NOW))
        await tx.people.merge(anna, ben, BY_THE_PROGRAM)
        request = await tx.contacts.open(ben, PIONEER)
    assert request is not None
    assert request.account == ANNA


async def test_due_work_can_be_looked_up_and_cancelled(store: SqlStore) -> None:
    """What was planned has a moment until it is planned no more."""
    async with store.begin() as tx:
        await tx.due.plan(Work.FINDABLE, "V7", NOW + DAY)
        assert await tx.due.planned(Work.FINDABLE, "V7") == NOW + DAY
        await tx.due.cancel(Work.FINDABLE, "V7")
        await tx.due.cancel(Work.FINDABLE, "V7")
        assert await tx.due.planned(Work.FINDABLE, "V7") is None
