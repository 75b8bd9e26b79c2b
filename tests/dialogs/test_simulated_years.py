"""Months and years of many prompts at once, by the whole program, against a walk along every local day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.keys import AccountKey
from bot.domain.people import Role
from bot.domain.prompt import Outcome, Prompt, PromptState
from bot.ports.knowledge import Change
from bot.ports.store import Work
from storage.store import SqlStore
from tests.dialogs.prompting import CORA, LEREN
from tests.platforms.plaza import PLACE, POLICY, town
from tests.walking import FIRST, LAST, RULES, SCHOOL, ZONES, walked

DAY = timedelta(days=1)
CLOCKS_CHANGE = (date(2028, 2, 26), date(2028, 4, 4))
"""A leap day, and the change of the clock in each of the zones."""


def noon(day: date) -> datetime:
    """Return the middle of a day, in UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


async def plan_all(store: SqlStore, now: datetime) -> list[tuple[Prompt, str]]:
    """Let one prompt of every rule run in every zone; return them with the name of their rule."""
    change = Change(None, now)
    planned: list[tuple[Prompt, str]] = []
    async with store.begin() as tx:
        owner = await tx.people.add(AccountKey(PLACE, CORA), Role.COORDINATOR, change)
        for name, (schedule, _) in RULES.items():
            for zone in ZONES:
                words = f"Vraag {len(planned)}"
                draft = Prompt(0, LEREN, owner.id, "free", schedule, zone, now, words)
                prompt = replace(await tx.prompts.add(draft), state=PromptState.ACTIVE)
                await tx.prompts.save(prompt, change)
                await tx.due.plan(Work.PROMPT, str(prompt.id), now)
                planned.append((prompt, name))
    return planned


@pytest.mark.parametrize(
    ("first", "last"), [CLOCKS_CHANGE, pytest.param(FIRST + 3 * DAY, LAST - 3 * DAY, marks=pytest.mark.soak)]
)
async def test_mixed_prompts(first: date, last: date, store: SqlStore) -> None:
    """Each is posted at every moment of its own rule, zone and days off, once, and at no other."""
    before, after = noon(first - 2 * DAY), noon(last + 2 * DAY)
    async with town(store, replace(POLICY, days_off=SCHOOL)) as here:
        here.clock.forward(before - here.clock())
        await here.program.tick()
        planned = await plan_all(store, here.clock())
        expected = {
            prompt.id: [
                (each.local, each.at)
                for each in walked(*RULES[name], ZoneInfo(prompt.zone), SCHOOL)
                if before < each.at <= after
            ]
            for prompt, name in planned
        }
        for at in sorted({at for moments in expected.values() for _, at in moments} | {after}):
            here.clock.forward(at - here.clock())
            await here.program.tick()
            await here.program.settled(PLACE)
        shown = Counter(shown.text.splitlines()[0] for shown in here.chat.shown)
    async with store.read() as tx:
        for prompt, _ in planned:
            noted = await tx.prompts.latest([prompt.id], list(Outcome), before)
            assert [(each.planned, each.at) for each in reversed(noted)] == expected[prompt.id]
            assert {each.outcome for each in noted} == {Outcome.POSTED}
            assert shown[prompt.words] == len(noted) > 0
