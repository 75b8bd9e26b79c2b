"""What the store promises about prompts: numbers, states, moments, and whose they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.keys import RoomKey
from bot.domain.people import Role
from bot.domain.prompt import Occurrence, Outcome, Prompt, PromptState
from bot.domain.schedule import Schedule, Workdays
from bot.ports.due import DueTask, Work
from bot.ports.harvest import Answer, Posted
from bot.ports.knowledge import Change, Subject
from bot.ports.store import Transaction
from storage.store import SqlStore
from tests.contract.examples import (
    ANNA,
    BEN,
    BY_THE_PROGRAM,
    DAY,
    FULL_LESSON,
    KEPT,
    MINUTE,
    NOW,
    ROOM,
    SLACK,
    THREAD,
    claim,
    message,
)

LATER = Change(None, NOW + MINUTE)
OTHER, ELSEWHERE = RoomKey(SLACK, "C2"), RoomKey(SLACK, "C3")


async def planned(tx: Transaction) -> Prompt:
    """Add a draft of Anna."""
    anna = await tx.people.of_account(ANNA) or await tx.people.add(ANNA, Role.COORDINATOR, BY_THE_PROGRAM)
    schedule = Schedule(Workdays(), NOW.time().replace(second=0, microsecond=0))
    return await tx.prompts.add(Prompt(0, ROOM, anna.id, "free", schedule, "Europe/Amsterdam", NOW, "hoi"))


async def test_a_prompt_is_a_draft_until_it_is_saved_as_something_else(store: SqlStore) -> None:
    """Only what runs or is paused is listed; every change of it is in the feed, and a draft is not."""
    async with store.begin() as tx:
        draft, other = await planned(tx), await planned(tx)
        assert await tx.prompts.draft_of(draft.owner) == other
        assert (await tx.prompts.get(draft.id), await tx.prompts.running()) == (draft, ())
        active = replace(draft, state=PromptState.ACTIVE)
        await tx.prompts.save(active, LATER)
        assert await tx.prompts.running([ROOM]) == await tx.prompts.in_place(SLACK) == (active,)
        assert await tx.prompts.running([]) == ()
        (revision,) = await tx.revisions.of(Subject.PROMPT, str(draft.id))
    assert (revision.before, revision.after) == (draft, active)


async def test_what_was_before_a_change_of_the_moments_is_dealt_with(store: SqlStore) -> None:
    """Other words leave the last look where it was."""
    async with store.begin() as tx:
        draft = await planned(tx)
        await tx.prompts.save(replace(draft, words="dag"), LATER)
        assert (await tx.prompts.standing([draft.id]))[0].since == NOW
        await tx.prompts.save(replace(draft, zone="Europe/London"), LATER)
        assert (await tx.prompts.standing([draft.id]))[0].since == LATER.at
        await tx.prompts.looked({draft.id: NOW})
        assert (await tx.prompts.standing([draft.id]))[0].since == LATER.at
        await tx.prompts.looked({draft.id: NOW + DAY})
        assert (await tx.prompts.standing([draft.id]))[0].since == NOW + DAY


async def test_a_moment_is_known_once(store: SqlStore) -> None:
    """What became of it last is what is known."""
    async with store.begin() as tx:
        prompt = await planned(tx)
        local = NOW.replace(tzinfo=None)
        moved = Occurrence(prompt.id, local, NOW + DAY, Outcome.MOVED, ROOM, "free")
        posted = replace(moved, outcome=Outcome.LATE, text="t1", question=7)
        await tx.prompts.note([moved])
        await tx.prompts.note([posted])
        assert await tx.prompts.occurrence(prompt.id, local) == posted
        assert await tx.prompts.postings([ROOM], NOW) == {ROOM: [posted]}
        assert await tx.prompts.latest([prompt.id], [Outcome.MISSED], NOW) == ()
        assert (await tx.prompts.standing([prompt.id]))[0].known == (posted,)


async def test_prompts_go_with_a_linked_account_and_go_when_their_owner_is_forgotten(store: SqlStore) -> None:
    """Nothing of them is left, due or in history."""
    async with store.begin() as tx:
        prompt = await planned(tx)
        ben = await tx.people.add(BEN, Role.MEMBER, BY_THE_PROGRAM)
        await tx.prompts.save(replace(prompt, state=PromptState.ACTIVE), LATER)
        await tx.due.plan(Work.PROMPT, str(prompt.id), NOW)
        await tx.people.merge(prompt.owner, ben.id, BY_THE_PROGRAM)
        (kept,) = await tx.prompts.running()
        assert kept.owner == ben.id
        assert (await tx.held(ben.id))["prompts"]
        await tx.erase(ben, message("e1").origin, BY_THE_PROGRAM)
        assert await tx.prompts.get(prompt.id) is None
        assert await tx.due.planned(Work.PROMPT, str(prompt.id)) is None
        assert await tx.revisions.of(Subject.PROMPT, str(prompt.id)) == ()


async def test_many_are_claimed_and_finished_at_once(store: SqlStore) -> None:
    """What somebody else took over is neither held nor finished; each kind is claimed by itself."""
    async with store.begin() as tx:
        await tx.due.plan(Work.RETENTION, "", NOW)
        for number in "123":
            await tx.due.plan(Work.PROMPT, number, NOW)
        first, second, third = await tx.due.claim(claim("a"), NOW, 10, (Work.PROMPT,))
        lost = DueTask(Work.PROMPT, "3", NOW, claim("b"))
        assert await tx.due.held([first, second, lost]) == (first, second)
        await tx.due.finish_all({first: None, second: NOW + DAY, lost: None})
        assert await tx.due.planned(Work.PROMPT, "1") is None
        assert await tx.due.planned(Work.PROMPT, "2") == NOW + DAY
        assert await tx.due.held([third]) == (third,)
        assert [t.kind for t in await tx.due.claim(claim("c"), NOW, 10)] == [Work.RETENTION]
        again = await tx.due.claim(claim("d", NOW + 3 * DAY), NOW + DAY, 10, (Work.PROMPT,))
        assert [task.subject for task in again] == ["3", "2"]


async def test_a_draft_that_nobody_confirmed_goes(store: SqlStore) -> None:
    """After as long as a form that nobody finished."""
    async with store.begin() as tx:
        draft = await planned(tx)
        await tx.forget(KEPT, NOW + KEPT.dialogue - timedelta(seconds=1))
        assert await tx.prompts.get(draft.id)
        await tx.forget(KEPT, NOW + KEPT.dialogue)
        assert await tx.prompts.get(draft.id) is None


async def test_postings_of_many_rooms_are_known_at_once(store: SqlStore) -> None:
    """The newest first; of what is alike only the last, and of one moment the later number is the newer."""
    async with store.begin() as tx:
        one, other = await planned(tx), await planned(tx)
        local = NOW.replace(tzinfo=None)
        old = Occurrence(one.id, local - DAY, NOW - DAY, Outcome.POSTED, ROOM, "success", "t1")
        same = replace(old, planned=local, at=NOW)
        beside = replace(same, prompt=other.id, text="t2", outcome=Outcome.LATE)
        there = replace(old, prompt=other.id, room=OTHER, entries=(FULL_LESSON.id,))
        missed = replace(there, planned=local - MINUTE, at=NOW, outcome=Outcome.MISSED)
        before = replace(old, planned=local - 9 * DAY, at=NOW - 9 * DAY, text="t9")
        await tx.entries.save(replace(FULL_LESSON, author=None, themes=()), LATER)
        await tx.prompts.note([old, same, beside, there, missed, before])
        found = await tx.prompts.postings([ROOM, OTHER, ELSEWHERE], NOW - DAY)
        assert found == {ROOM: [beside, same], OTHER: [replace(there, entries=())], ELSEWHERE: []}
        shown = await tx.prompts.shown_in([ROOM, OTHER], NOW - DAY)
        assert shown == {ROOM: [], OTHER: [(FULL_LESSON.id, NOW - DAY)]}


async def test_an_answered_posting_is_told_from_one_that_is_not(store: SqlStore) -> None:
    """By its prompt and its moment."""
    async with store.begin() as tx:
        one, other = await planned(tx), await planned(tx)
        local = NOW.replace(tzinfo=None)
        answered = Posted(one.id, local)
        await tx.prompts.note([Occurrence(one.id, local, NOW, Outcome.POSTED, ROOM, "free")])
        await tx.harvest.note(Answer(answered, ANNA, THREAD, "m1"), NOW)
        asked = [answered, Posted(one.id, local - DAY), Posted(other.id, local)]
        assert await tx.harvest.answered(asked) == {answered}
        assert not await tx.harvest.answered([])
