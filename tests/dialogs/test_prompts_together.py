"""Prompts that are due in one room at one moment: each knows what the others say there.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from itertools import cycle, permutations

import pytest

from bot.domain.model import Entry, EntryId, Kind, Lesson, Status, Visibility
from bot.domain.model import Outcome as Became
from bot.domain.prompt import Occurrence, Outcome, Prompt
from bot.domain.schedule import Cron
from bot.ports.due import DueTask, Work
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from bot.ports.store import Store
from bot.prompting.posting import post_due
from storage.store import SqlStore
from tests.contract.examples import FULL_LESSON
from tests.dialogs.prompting import became, running
from tests.platforms.plaza import POLICY, Town
from tests.platforms.still_clock import Clock

SUCCESSES = FAILURES = 7
"""Texts of these kinds; a room that was never asked anything may be asked each of them."""

ALL_OF_THEM = SUCCESSES + FAILURES
HALF_AN_HOUR = timedelta(minutes=30)


async def due(store: Store, clock: Clock, number: int, kind: str = "success") -> list[Prompt]:
    """Plan so many prompts for eleven o'clock, in one room, and let it be eleven o'clock."""
    prompts = [await running(store, clock(), kind=kind, words="") for _ in range(number)]
    clock.forward(HALF_AN_HOUR)
    return prompts


async def taken(store: Store, clock: Clock, number: int) -> Sequence[DueTask]:
    """Claim so many of them."""
    async with store.begin() as tx:
        return await tx.due.claim(Claim(f"{number}", clock() + HALF_AN_HOUR), clock(), number, (Work.PROMPT,))


async def post(store: Store, tasks: Sequence[DueTask], clock: Clock) -> None:
    """Post them in one transaction."""
    async with store.begin() as tx:
        await post_due(tx, tasks, POLICY, clock(), POLICY.grace)


async def said(store: Store, prompts: Sequence[Prompt], clock: Clock) -> Sequence[Occurrence]:
    """Return what was posted, in the order of the prompts."""
    async with store.read() as tx:
        found = await tx.prompts.latest(
            [each.id for each in prompts], [Outcome.POSTED], clock() - HALF_AN_HOUR
        )
    return sorted(found, key=lambda each: each.prompt)


@pytest.mark.parametrize("first", [ALL_OF_THEM, 5])
async def test_success_and_failure_take_turns_and_no_text_comes_twice(first: int, store: SqlStore) -> None:
    """In one transaction or in two, as many as there are texts: silence at the same moment is no silence."""
    clock = Clock()
    prompts = await due(store, clock, ALL_OF_THEM)
    await post(store, await taken(store, clock, first), clock)
    await post(store, await taken(store, clock, ALL_OF_THEM), clock)
    posted = await said(store, prompts, clock)
    kinds = cycle(("success", "failure"))
    assert [each.kind for each in posted] == [next(kinds) for _ in prompts]
    assert len({each.text for each in posted}) == ALL_OF_THEM


async def test_they_take_turns_in_several_processes_too(processes: Sequence[SqlStore]) -> None:
    """Each posts what it claimed, all at once: as many successes as failures, and no text twice."""
    clock = Clock()
    prompts = await due(processes[0], clock, ALL_OF_THEM)
    tasks = [await taken(each, clock, size) for each, size in zip(processes, (3, 5, 6), strict=True)]
    await asyncio.gather(*(post(each, some, clock) for each, some in zip(processes, tasks, strict=True)))
    posted = await said(processes[0], prompts, clock)
    assert sum(each.kind == "success" for each in posted) == SUCCESSES
    assert len({each.text for each in posted}) == ALL_OF_THEM


@pytest.mark.parametrize("order", [*permutations(range(3))])
async def test_whichever_of_them_comes_first(order: Sequence[int], store: SqlStore) -> None:
    """Who claimed the later ones may be the first to post: as many of both, and no text twice."""
    clock = Clock()
    prompts = await due(store, clock, ALL_OF_THEM)
    tasks = [await taken(store, clock, size) for size in (3, 5, 6)]
    for each in order:
        await post(store, tasks[each], clock)
    posted = await said(store, prompts, clock)
    assert sum(each.kind == "success" for each in posted) == SUCCESSES
    assert len({each.text for each in posted}) == ALL_OF_THEM


def _failures(number: int) -> list[Entry]:
    failure = replace(
        FULL_LESSON,
        details=Lesson(Became.FAILURE),
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        room=None,
        themes=(),
        author=None,
        external_id=None,
    )
    return [replace(failure, id=EntryId(Kind.LESSON, 100 + place)) for place in range(number)]


async def test_each_opens_with_another_failure(store: SqlStore) -> None:
    """As long as there are others."""
    clock = Clock()
    async with store.begin() as tx:
        await tx.entries.save_all(_failures(3), Change(None, clock()))
    prompts = await due(store, clock, 6, "failure")
    await post(store, await taken(store, clock, 6), clock)
    shown = [each.entries for each in await said(store, prompts, clock) if each.kind == "failure"]
    assert sorted(shown) == [(each.id,) for each in _failures(3)]


async def test_what_one_digest_tells_the_next_does_not(empty_town: Town) -> None:
    """Two moments that are both late tell what is new once."""
    here = empty_town
    await here.program.tick()
    async with here.store.begin() as tx:
        await tx.entries.save_all(_failures(1), Change(None, here.clock()))
    cron = Cron(
        "0 11,12 * * *", (time(11), time(12)), tuple(range(1, 32)), tuple(range(1, 13)), tuple(range(7))
    )
    prompt = await running(here.store, here.clock(), cron, None, kind="digest", words="")
    here.clock.forward(timedelta(minutes=100))
    await here.program.tick()
    assert await became(here.store, prompt) == [Outcome.LATE, Outcome.EMPTY]


async def test_one_at_fault_holds_no_other_up(empty_town: Town) -> None:
    """Whichever of them it is, all others of the same moment are posted."""
    here = empty_town
    prompts = await due(here.store, here.clock, 7)
    broken = prompts[3]
    async with here.store.begin() as tx:
        await tx.prompts.save(replace(broken, kind="from a newer program"), Change(None, here.clock()))
        await tx.due.plan(Work.PROMPT, str(broken.id), here.clock())
    await here.program.tick()
    posted = await said(here.store, prompts, here.clock)
    assert [each.prompt for each in posted] == [each.id for each in prompts if each != broken]
