"""Wakes the program: APScheduler holds one date job at the earliest due moment, and a sweep every minute.

What is due stands in the database; nothing here is remembered. The sweep counts seconds that went by, so that
it goes on when somebody sets the clock of the machine; APScheduler would wait until that clock says so.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.errors import VoorloperError

Tick = Callable[[], Awaitable[datetime | None]]
"""Does what is due and returns when the next work is."""

_SWEEP_SECONDS = 60.0

_log = logging.getLogger(__name__)


class Clock:
    """Calls `tick` once a minute and at every moment that `tick` names."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._ticking = asyncio.Lock()
        self._sweeping: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin: a first tick at once."""
        self._scheduler.start()
        self._sweeping = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """End after the tick that is at work; APScheduler would cut it off."""
        self._scheduler.pause()
        async with self._ticking:
            self._scheduler.shutdown(wait=False)
            if self._sweeping:
                self._sweeping.cancel()
        if self._sweeping:
            with suppress(asyncio.CancelledError):
                await self._sweeping

    async def _sweep(self) -> None:
        while True:
            await self._wake()
            await asyncio.sleep(_SWEEP_SECONDS)

    async def _wake(self) -> None:
        try:
            async with self._ticking:
                due = await self._tick()
        except VoorloperError as error:
            _log.warning("what is due cannot be looked at now, trying again: %s", error)
            return
        except Exception:  # noqa: BLE001 - whatever it was, the next tick must come
            _log.exception("a tick failed; the next one tries again")
            return
        if due:
            self._scheduler.add_job(
                self._wake, "date", run_date=due, id="due", replace_existing=True, misfire_grace_time=None
            )
