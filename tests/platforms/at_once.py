"""A process in which one admin says lines, one after another, over a database that others use too."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

from storage.store import SqlStore
from tests.platforms.plaza import town


@dataclass(frozen=True)
class Lines:
    """Who says what over which database; everything that is shown goes to a file, as a list."""

    database: str
    who: str
    lines: tuple[str, ...]
    told: Path


def say_lines(orders: Lines) -> None:
    """Say them, and write what is shown."""
    asyncio.run(_say(orders))


async def _say(orders: Lines) -> None:
    store = SqlStore(orders.database)
    async with town(store) as here:
        for line in orders.lines:
            await here.says(orders.who, line)
        shown = [each.text for each in here.chat.shown]
    await store.close()
    orders.told.write_text(json.dumps(shown), encoding="utf-8")
