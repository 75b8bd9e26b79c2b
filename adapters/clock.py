"""Wakes the program: APScheduler holds one date job at the earliest due moment, and a sweep every minute.

What is due stands in the database; nothing here is remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[datetime | None]]
"""Does what is due and returns when the next work is."""

_SWEEP_SECONDS = 60


class Clock:
    """Calls `tick` once a minute and at every moment that `tick` names."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking = asyncio.Lock()

    def start(self) -> None:
        """Begin: a first tick at once."""
        self._scheduler.add_job(self._wake, "interval", seconds=_SWEEP_SECONDS, id="sweep", max_instances=1)
        self._scheduler.add_job(self._wake, "date", id="due", misfire_grace_time=None)
        self._scheduler.start()

    async def stop(self) -> None:
        """End after the tick that is at work; APScheduler would cut it off."""
        self._scheduler.pause()
        async with self._ticking:
            self._scheduler.shutdown(wait=False)

    async def _wake(self) -> None:
        async with self._ticking:
            due = await self._tick()  # when it raises, APScheduler logs it and the next sweep tries again
        if due:
            self._scheduler.add_job(
                self._wake, "date", run_date=due, id="due", replace_existing=True, misfire_grace_time=None
            )
