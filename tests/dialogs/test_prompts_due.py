"""Prompts that are due: posted once at their moment, late or not at all when that is over, and then said so.

The clock of these tests stands at Tuesday 3 March 2026, 10:30 in Amsterdam.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from bot.domain.prompt import Outcome, PromptState
from bot.domain.schedule import Once
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from bot.prompting.posting import post_due
from bot.scheduling import Scheduler
from storage import tables
from storage.database.engine import open_engines
from storage.store import SqlStore
from tests.dialogs.prompting import ASKED, LEREN, became, coordinated, running
from tests.platforms.plaza import PLACE, POLICY, RETENTION, Shown, Town
from tests.platforms.still_clock import Clock

HALF_AN_HOUR = timedelta(minutes=30)
HOUR = timedelta(hours=1)


def posted(here: Town) -> list[Shown]:
    """Return what is shown in the room."""
    return [shown for shown in here.chat.shown if shown.conversation.room == LEREN]


async def test_a_prompt_is_posted_at_its_moment_and_the_next_is_planned(
    empty_town: Town, store: SqlStore
) -> None:
    """Not before, once, with the line of the room under it, and tomorrow again."""
    here = empty_town
    await coordinated(here)
    prompt = await running(store, here.clock())
    async with store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, mandate="Hier leest de directie mee."), Change(None, here.clock()))
    assert await here.passes(timedelta(minutes=29)) == ""
    assert await here.passes(timedelta(minutes=2)) == f"{ASKED}\n\nHier leest de directie mee."
    assert await here.passes(timedelta(hours=3)) == ""
    async with store.read() as tx:
        assert await tx.due.planned(Work.PROMPT, str(prompt.id)) == here.clock.at.replace(
            day=4, hour=10, minute=0
        )
    assert await became(store, prompt) == [Outcome.POSTED]


@pytest.mark.parametrize(("off", "outcome"), [(HOUR, Outcome.LATE), (timedelta(days=2), Outcome.MISSED)])
async def test_a_moment_while_the_program_was_down(
    off: timedelta, outcome: Outcome, empty_town: Town, store: SqlStore
) -> None:
    """Within two hours it is posted late; later than that it is written down as missed."""
    here = empty_town
    await here.program.tick()
    prompt = await running(store, here.clock(), Once(date(2026, 3, 3)))
    here.clock.forward(HALF_AN_HOUR + off)
    await here.program.tick()
    await here.program.settled(PLACE)
    assert await became(store, prompt) == [outcome]
    assert len(posted(here)) == (outcome is Outcome.LATE)


async def test_a_long_stop_neither_floods_a_room_nor_forgets_a_moment(
    empty_town: Town, store: SqlStore
) -> None:
    """After a year every workday is written down as missed, in several steps, and tomorrow is planned."""
    here = empty_town
    await here.program.tick()
    prompt = await running(store, here.clock())
    here.clock.forward(timedelta(days=364))
    await here.program.tick()
    await here.program.tick()
    assert posted(here) == []
    async with store.read() as tx:
        missed = await tx.prompts.latest([prompt.id], [Outcome.MISSED], prompt.made)
        assert len(missed) == 260
        due = await tx.due.planned(Work.PROMPT, str(prompt.id))
    assert due
    assert due > here.clock()


async def scheduled(stores: Sequence[SqlStore], clock: Clock) -> list[Scheduler]:
    """Return a scheduler for each store, that has begun."""
    schedulers = [Scheduler(store, RETENTION, POLICY) for store in stores]
    for each in schedulers:
        await each.plan(clock(), clock.steady())
    return schedulers


async def test_an_hour_of_doubt_about_the_clock_does_not_count(store: SqlStore) -> None:
    """Who was off for long waits an hour before anything is done; what was in time then is still posted."""
    clock = Clock()
    (before,) = await scheduled([store], clock)
    prompt = await running(store, clock())
    await before.tick(clock(), clock.steady())
    clock.forward(timedelta(minutes=100))
    (after,) = await scheduled([store], clock)
    for _ in range(60):
        await after.tick(clock(), clock.steady())
        clock.forward(timedelta(minutes=1))
        assert await became(store, prompt) == []
    await after.tick(clock(), clock.steady())
    assert await became(store, prompt) == [Outcome.LATE]


async def once(stores: Sequence[SqlStore]) -> None:
    """Let schedulers tick at the same moments, and see that every prompt waits to be posted once."""
    clock = Clock()
    schedulers = await scheduled(stores, clock)
    prompts = [await running(stores[0], clock(), words=f"Vraag {number}") for number in range(30)]
    for _ in range(3):
        clock.forward(HALF_AN_HOUR)
        await asyncio.gather(*(each.tick(clock(), clock.steady()) for each in schedulers))
    async with stores[0].read() as tx:
        assert await tx.outbox.open(PLACE) == len(prompts)
    assert [await became(stores[0], each) for each in prompts] == [[Outcome.POSTED]] * len(prompts)


async def test_two_schedulers_post_once(store: SqlStore) -> None:
    """In one process as in two."""
    await once([store, store])


async def test_processes_post_once(processes: Sequence[SqlStore]) -> None:
    """Three on one PostgreSQL."""
    await once(processes)


@pytest.mark.parametrize("state", [PromptState.PAUSED, PromptState.STOPPED, None])
async def test_what_is_done_in_the_last_second_holds(state: PromptState | None, store: SqlStore) -> None:
    """A prompt that is paused or stopped after it was claimed, or whose owner is forgotten, is not posted."""
    clock = Clock()
    prompt = await running(store, clock())
    due = clock() + HALF_AN_HOUR
    async with store.begin() as tx:
        await tx.due.plan(Work.PROMPT, str(prompt.id), due)
        tasks = await tx.due.claim(Claim("a", due + HOUR), due, 10)
    async with store.begin() as tx:
        await tx.hold()
        if state:
            await tx.prompts.save(replace(prompt, state=state), Change(None, clock()))
        else:
            await tx.due.cancel(Work.PROMPT, str(prompt.id))
    async with store.begin() as tx:
        await post_due(tx, tasks, POLICY, due, POLICY.grace)
        assert await tx.outbox.open(PLACE) == 0
        assert await tx.due.planned(Work.PROMPT, str(prompt.id)) is None
    assert await became(store, prompt) == []


async def test_a_prompt_that_cannot_be_read_holds_no_other_up(store: SqlStore, database_url: str) -> None:
    """The others of the same minute are posted, each by itself."""
    clock = Clock()
    (scheduler,) = await scheduled([store], clock)
    broken, *sound = [await running(store, clock()) for _ in range(3)]
    clock.forward(HALF_AN_HOUR)
    engines = open_engines(database_url)
    async with engines.writing.begin() as connection:
        row = tables.prompt.c
        await connection.execute(
            update(tables.prompt).where(row.id == broken.id).values(kind="from a newer program", words="")
        )
    await engines.close()
    await scheduler.tick(clock(), clock.steady())
    async with store.read() as tx:
        assert await tx.outbox.open(PLACE) == len(sound)


async def test_prompts_of_one_room_come_in_the_order_of_their_moments(
    empty_town: Town, store: SqlStore
) -> None:
    """Also when they are late, and the first of them was planned last."""
    here = empty_town
    await coordinated(here)
    await running(store, here.clock(), at=time(11, 30), words="Half twaalf")
    await running(store, here.clock(), at=time(11, 0), words="Elf uur")
    await here.program.tick()
    here.clock.forward(timedelta(minutes=70))
    await here.program.tick()
    await here.program.settled(PLACE)
    assert [shown.text.splitlines()[0] for shown in posted(here)] == ["Elf uur", "Half twaalf"]


async def test_a_prompt_that_does_not_arrive_in_time(empty_town: Town, store: SqlStore) -> None:
    """When the platform is away for longer than the grace, the moment is missed and its owner hears it."""
    here = empty_town
    await coordinated(here)
    prompt = await running(store, here.clock())
    here.clock.forward(HALF_AN_HOUR)
    here.chat.down = True
    await here.program.tick()
    here.clock.forward(timedelta(minutes=50))
    await here.program.tick()
    here.clock.forward(timedelta(minutes=50))
    await here.program.tick()
    here.clock.forward(timedelta(minutes=50))
    here.chat.down = False
    await here.program.tick()
    await here.later()
    assert posted(here) == []
    assert await became(store, prompt) == [Outcome.MISSED]
    assert "Je prikkel K1 voor #leren is niet op tijd aangekomen." in here.last().text
