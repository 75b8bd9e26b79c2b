"""Several processes that post what is planned, over one database: each moment is posted exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Role
from bot.domain.prompt import Outcome, Prompt, PromptState
from bot.domain.schedule import Once, Schedule
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.scheduling import Scheduler
from storage.store import SqlStore
from tests.contract.examples import ANNA
from tests.e2e.counting import assert_calm, at_rest
from tests.platforms.assembly import PLATFORMS, POLICY
from tests.platforms.driving import Platform, bot_process, platform_process
from tests.platforms.plaza import RETENTION
from tests.platforms.processes import Child
from tests.platforms.waiting import until
from tests.platforms.wire import HOME

PROCESSES = 3
MINUTE = timedelta(minutes=1)


class Planner:
    """Plans prompts in many rooms, each with one moment that came a few minutes ago, and words of its own."""

    def __init__(self, store: SqlStore, random: Random) -> None:
        self._store = store
        self._random = random
        self._words = (f"woord{number:04}" for number in count(1))
        self.planned: list[Prompt] = []

    async def wave(self, number: int) -> None:
        """Plan so many more."""
        now = datetime.now(UTC)
        moment = now - 5 * MINUTE
        schedule = Schedule(Once(moment.date()), moment.time().replace(second=0, microsecond=0))
        made = Change(None, now - 10 * MINUTE)
        async with self._store.begin() as tx:
            await tx.hold()
            owner = await tx.people.add(ANNA, Role.COORDINATOR, made)
            for _ in range(number):
                place = PlaceKey(self._random.choice(PLATFORMS), HOME)
                room = RoomKey(place, f"room{self._random.randrange(5)}")
                draft = Prompt(0, room, owner.id, "free", schedule, "UTC", made.at, next(self._words))
                prompt = replace(await tx.prompts.add(draft), state=PromptState.ACTIVE)
                await tx.prompts.save(prompt, made)
                await tx.due.plan(Work.PROMPT, str(prompt.id), moment)
                self.planned.append(prompt)

    async def all_happened(self) -> bool:
        """Say whether something became of every moment."""
        return len(await self.outcomes()) == len(self.planned)

    async def outcomes(self) -> Sequence[Outcome]:
        """Return what became of the moments."""
        async with self._store.read() as tx:
            standing = await tx.prompts.standing([each.id for each in self.planned])
        return [known.outcome for each in standing for known in each.known]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("kills", [3, pytest.param(60, marks=pytest.mark.soak)])
async def test_killed_schedulers_post_every_moment_once(
    kills: int, store: SqlStore, database_url: str, seed: int, log: Path
) -> None:
    """Three processes tick all the time; whichever dies at whatever moment, nothing is lost or said twice."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    planner = Planner(store, random)
    await Scheduler(store, RETENTION, POLICY).plan(datetime.now(UTC), 0.0)
    async with AsyncExitStack() as stack:
        platforms: list[Platform] = [
            await stack.enter_async_context(platform_process(name, seed, 0.02, log)) for name in PLATFORMS
        ]

        async def process() -> Child:
            return await stack.enter_async_context(bot_process(database_url, platforms, log, ticks=True))

        bots = [await process() for _ in range(PROCESSES)]
        for _ in range(kills):
            await planner.wave(random.randint(5, 40))
            await random.choice(platforms).requests(random.randint(0, 12))
            await bots.pop(random.randrange(PROCESSES)).kill()
            bots.append(await process())
        await until(planner.all_happened, 60)
        await at_rest(database_url, platforms, seconds=60 + kills)
        said = [each.text for platform in platforms for each in await platform.shown()]
        shown = [word for text in said for word in text.split() if word.startswith("woord")]
        assert sorted(shown) == sorted(each.words for each in planner.planned)
        assert set(await planner.outcomes()) == {Outcome.LATE}
        for platform in platforms:
            await platform.close()
        assert [await bot.end() for bot in bots] == [0] * PROCESSES
    assert_calm(log)
