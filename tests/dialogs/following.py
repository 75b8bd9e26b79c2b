"""Themes and news of them, for dialogues about following."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.model import Entry, Lesson, Outcome
from bot.ports.knowledge import Change
from tests.dialogs.curators import lesson
from tests.platforms.plaza import Shown, Town, direct

DAY = timedelta(days=1)
MONDAY = timedelta(days=6)
"""From the beginning until after nine on Monday 9 March."""


async def themes(here: Town) -> None:
    """Let there be two themes."""
    change = Change(None, here.clock())
    async with here.store.begin() as tx:
        await tx.entries.save_theme({"nl": "Water", "en": "Water"}, change)
        await tx.entries.save_theme({"nl": "Energie", "en": "Energy"}, change)
    await here.program.tick()


async def days(here: Town, number: int) -> str:
    """Let days go by, with all that is said going out each day; return what is shown."""
    return "".join([await here.passes(DAY) for _ in range(number)])


def about(here: Town, number: int, title: str, *themes: int) -> Entry:
    """Return a lesson that worked, in themes."""
    return replace(lesson(here, number, title), details=Lesson(Outcome.SUCCESS), themes=themes)


def told(here: Town, who: str) -> list[Shown]:
    """Return what somebody was told in their direct room that they did not ask for just then."""
    return [
        shown for shown in here.chat.shown if shown.conversation == direct(who) and "volg je" in shown.text
    ]
