"""What everything here is made of: JSON, ids, moments, refusals, and news to wait for."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.platforms.waiting import PATIENCE

Json = dict[str, Any]


class RefusedError(Exception):
    """What a method of the Web API refuses, with the error as Slack names it and what else it answers."""

    def __init__(self, error: str, **more: Any) -> None:  # noqa: ANN401 - it goes into JSON
        super().__init__(error)
        self.error = error
        self.more = more


class LimitedError(Exception):
    """Too many requests; `seconds` says when to come back."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class News:
    """Says that something changed, to whoever waits for a condition."""

    def __init__(self) -> None:
        self._stirred = asyncio.Event()

    def stir(self) -> None:
        """Let everybody who waits look again."""
        self._stirred.set()
        self._stirred = asyncio.Event()

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds; raise TimeoutError when it takes too long."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self._stirred.wait()


class Numbering:
    """Gives ids that look like Slack's, and moments that are each a little later than the one before."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()
        self._latest = 0
        self.behind = 0.0
        """How many seconds the moments that it gives lie behind; for what was long ago by a later moment."""

    def id(self, prefix: str) -> str:
        """Return an id that begins with these letters and was not given before."""
        self._given[prefix] += 1
        return f"{prefix}0{self._given[prefix]:08d}X"

    def ts(self) -> str:
        """Return the present moment as messages carry it."""
        self._latest = max(self._latest + 1, time.time_ns() // 1000 - round(self.behind * 1_000_000))
        return f"{self._latest // 1_000_000}.{self._latest % 1_000_000:06d}"


def micros(ts: str) -> int:
    """Return a moment as a number, to compare it; raise RefusedError when it is none."""
    whole, _, part = ts.partition(".")
    if not whole.isdigit() or (part and not part.isdigit()):
        raise RefusedError("invalid_ts_latest")
    return int(whole) * 1_000_000 + int(part.ljust(6, "0")[:6] or 0)
