"""Works on claimed rows, so many at once, until there is nothing left; inbox and outbox both run on it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from bot.domain.errors import VoorloperError

Row = TypeVar("Row")

_log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds after which a pump looks for rows that another process left or that became due again."""


class Pump(Generic[Row]):
    """Claims rows when woken and works on up to `at_once` of them side by side.

    `claim` takes a number and returns at most so many claimed rows; `work` does one and returns the next
    claimed row of the same conversation, if any. A store that fails makes the pump wait, not end.
    `finished` is set, and replaced by a new event, whenever work on a conversation ends.
    """

    def __init__(
        self,
        claim: Callable[[int], Awaitable[Iterable[Row]]],
        work: Callable[[Row], Awaitable[Row | None]],
        at_once: int,
    ) -> None:
        self._claim = claim
        self._work = work
        self._at_once = at_once
        self._tasks: set[asyncio.Task[None]] = set()
        self._handed: deque[Row] = deque()
        self._woken = asyncio.Event()
        self._stopping = False
        self.finished = asyncio.Event()

    @property
    def free(self) -> int:
        """How many more rows could be worked on now."""
        return max(0, self._at_once - len(self._tasks) - len(self._handed))

    def put(self, rows: Iterable[Row]) -> None:
        """Hand over rows that were claimed in another transaction already."""
        self._handed.extend(rows)
        self._woken.set()

    def wake(self) -> None:
        """Say that there may be something to claim."""
        self._woken.set()

    async def run(self) -> None:
        """Work until told to stop; what is being done then is finished first."""
        while not self._stopping:
            self._woken.clear()
            await self._start()
            await self._until_woken()
        await asyncio.gather(*self._tasks)

    def stop(self) -> None:
        """Take nothing more on."""
        self._stopping = True
        self._woken.set()

    async def _start(self) -> None:
        while self._handed:
            self._spawn(self._handed.popleft())
        if not self.free:
            return
        try:
            for row in await self._claim(self.free):
                self._spawn(row)
        except VoorloperError as error:
            _log.warning("nothing can be claimed now, trying again: %s", error)

    async def _until_woken(self) -> None:
        try:
            async with asyncio.timeout(POLL):
                await self._woken.wait()
        except TimeoutError:
            return

    def _spawn(self, row: Row) -> None:
        task = asyncio.create_task(self._conversation(row))
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._woken.set()
        self.finished.set()
        self.finished = asyncio.Event()

    async def _conversation(self, row: Row) -> None:
        following: Row | None = row
        try:
            while following is not None and not self._stopping:
                following = await self._work(following)
        except VoorloperError as error:
            _log.warning("the database did not take it; the row stays and is tried again: %s", error)
