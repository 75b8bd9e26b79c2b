"""Coordinators and their prompts, for dialogues about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from bot.domain.keys import AccountKey, RoomKey
from bot.domain.people import Role, Room
from bot.domain.prompt import Outcome, Prompt, PromptState
from bot.domain.schedule import Rule, Schedule, Workdays
from bot.ports.due import Work
from bot.ports.knowledge import Change
from bot.ports.store import Store
from tests.platforms.plaza import PLACE, Town

ZONE = "Europe/Amsterdam"
CORA = "cora"
LEREN = RoomKey(PLACE, "leren")
HOW = "Antwoord in deze draad. Ik tel de antwoorden alleen; ik bewaar er niets van."
ASKED = f"Wat leerde je?\n\n{HOW}"


async def coordinated(here: Town) -> None:
    """Let there be a coordinator and a room that has a name."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.people.add(AccountKey(PLACE, CORA), Role.COORDINATOR, change)
        await tx.rooms.save(Room(LEREN, name="leren"), change)


async def running(
    store: Store,
    now: datetime,
    rule: Rule | None = None,
    at: time | None = time(11, 0),
    room: RoomKey = LEREN,
    words: str = "Wat leerde je?",
    kind: str = "free",
) -> Prompt:
    """Let a prompt of the coordinator run from now; it is due at once, so that the next tick plans it."""
    change = Change(None, now)
    async with store.begin() as tx:
        owner = await tx.people.add(AccountKey(PLACE, CORA), Role.COORDINATOR, change)
        draft = Prompt(0, room, owner.id, kind, Schedule(rule or Workdays(), at), ZONE, now, words)
        prompt = replace(await tx.prompts.add(draft), state=PromptState.ACTIVE)
        await tx.prompts.save(prompt, change)
        await tx.due.plan(Work.PROMPT, str(prompt.id), now)
    return prompt


async def became(store: Store, prompt: Prompt) -> list[Outcome]:
    """Return what became of the moments of a prompt, in order."""
    async with store.read() as tx:
        (standing,) = await tx.prompts.standing([prompt.id])
    return [each.outcome for each in sorted(standing.known, key=lambda each: each.planned)]
