"""Who follows a theme is told what is new once, however many processes there are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.keys import AccountKey
from bot.domain.people import Role
from bot.domain.rhythm import Rhythm
from bot.ports.knowledge import Change
from bot.ports.mailbox import Claim
from bot.ports.news import Followed, subject
from bot.ports.store import Work
from bot.scheduling import Scheduler
from storage.store import SqlStore
from tests.contract.examples import FULL_LESSON
from tests.dialogs.curators import keep
from tests.dialogs.following import DAY, MONDAY, about, days, themes, told
from tests.platforms.plaza import PLACE, POLICY, RETENTION, Town, town
from tests.platforms.still_clock import Clock


async def test_two_schedulers_tell_once(store: SqlStore) -> None:
    """Over each database, also when both look at the same moment."""
    async with town(store) as here:
        await themes(here)
        await here.says("anna", "volg thema water")
        here.clock.forward(timedelta(minutes=1))
        await keep(here, about(here, 1, "Regenton", 1))
        await days(here, 5)
        schedulers = [Scheduler(store, RETENTION, POLICY) for _ in range(2)]
        for span in (timedelta(), DAY):
            here.clock.forward(span)
            await asyncio.gather(*(each.tick(here.clock(), here.clock.steady()) for each in schedulers))
        await here.later()
        assert len(told(here, "anna")) == 1


async def test_processes_tell_once(processes: Sequence[SqlStore]) -> None:
    """Three on one PostgreSQL, with many followers and a giver due at the same minute."""
    clock = Clock()
    schedulers = [Scheduler(store, RETENTION, POLICY) for store in processes]
    for each in schedulers:
        await each.plan(clock(), clock.steady())
    async with processes[0].begin() as tx:
        theme = await tx.entries.save_theme({"nl": "Water"}, Change(None, clock()))
        people = [
            (await tx.people.add(AccountKey(PLACE, f"p{n}"), Role.MEMBER, Change(None, clock()))).id
            for n in range(30)
        ]
        for person_id in people:
            await tx.news.follow(person_id, Followed(theme.id, Rhythm.WEEKLY, clock()))
            await tx.due.plan(Work.FOLLOWED, subject(person_id, Rhythm.WEEKLY), clock() + MONDAY)
        shared = replace(FULL_LESSON, author=people[0], themes=(theme.id,), room=None)
        await tx.entries.save(shared, Change(None, clock() + timedelta(minutes=1)))
        await tx.echoes.note_use(shared.id, clock())
    for span in (timedelta(), MONDAY):
        clock.forward(span)
        await asyncio.gather(*(each.tick(clock(), clock.steady()) for each in schedulers))
    async with processes[0].read() as tx:
        waiting = await tx.outbox.open(PLACE)
    assert waiting == 2 * len(people)  # opening a room, and what is new there or what came of theirs


async def test_a_claim_that_is_lost_tells_nothing(empty_town: Town) -> None:
    """Who was killed while telling leaves all of it to the next; it is still due."""
    here = empty_town
    await themes(here)
    await here.says("anna", "volg thema water")
    here.clock.forward(timedelta(minutes=1))
    await keep(here, about(here, 1, "Regenton", 1))
    monday = here.clock() + MONDAY
    async with here.store.begin() as tx:
        (claimed,) = await tx.due.claim(
            Claim("dead", monday + timedelta(minutes=5)), monday, 9, (Work.FOLLOWED,)
        )
    assert claimed.kind is Work.FOLLOWED
    assert "Regenton" in await days(here, 7)
    assert len(told(here, "anna")) == 1
