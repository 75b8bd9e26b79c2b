"""A town in which a prompt was posted in a room, and people who answer it, for dialogues about that.

Its clock stands at Tuesday 3 March 2026, 11:01 in Amsterdam.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Mode
from bot.ports.knowledge import Change
from storage.store import SqlStore
from tests.dialogs.prompting import LEREN, coordinated, running
from tests.platforms.plaza import Town, town

SECRET = "De bewoners hoorden het pas uit de krant."


@asynccontextmanager
async def prompted_town(url: str) -> AsyncIterator[Town]:
    """Open the town during the block."""
    store = SqlStore(url)
    async with town(store) as opened:
        await coordinated(opened)
        await mode(opened, Mode.LISTEN)
        await running(store, opened.clock())
        await opened.program.tick()
        assert await opened.passes(timedelta(minutes=31))
        yield opened
    await store.close()


async def mode(here: Town, mode: Mode) -> None:
    """Let the room be one where the bot listens, or not."""
    async with here.store.begin() as tx:
        room = await tx.rooms.get(LEREN)
        assert room
        await tx.rooms.save(replace(room, mode=mode), Change(None, here.clock()))


def asked(here: Town) -> str:
    """Return which message the prompt is."""
    return next(shown.id for shown in here.chat.shown if shown.text.startswith("Wat leerde je?"))


async def answers(here: Town, who: str, text: str = SECRET, *, guest: bool = False) -> str:
    """Let somebody answer in its thread; return what is shown."""
    return await here.says(who, text, "leren", thread=asked(here), addressed=False, guest=guest)
