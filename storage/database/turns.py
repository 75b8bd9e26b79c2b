"""Turns at what only one may do at a time, such as writing to SQLite."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

Between = Callable[[bool], Coroutine[object, object, None] | None]
"""Told whether anybody waits, it returns what is to be done before the next turn, if anything."""


def _nothing(_: bool) -> None:  # noqa: FBT001 - the answer to one question
    return None


class Turns:
    """Gives one turn after another, in the order in which they were asked for; the urgent ones first.

    What is to be done `between` two turns is done whatever becomes of who had one.
    """

    def __init__(self, between: Between = _nothing) -> None:
        self._between = between
        self._doing: asyncio.Task[None] | None = None
        self._taken = False
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def one(self, *, urgent: bool = False) -> AsyncIterator[None]:
        """Wait for a turn, and have it during the block."""
        await self._take(self._urgent if urgent else self._others)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, line: deque[asyncio.Future[None]]) -> None:
        if not self._taken:
            self._taken = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it was given to us at that same moment
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        before = self._between(any(not each.done() for line in (self._urgent, self._others) for each in line))
        if before is None:
            self._give()
        else:
            self._doing = asyncio.create_task(self._first(before))

    async def _first(self, before: Coroutine[object, object, None]) -> None:
        try:
            await before
        finally:
            self._give()

    def _give(self) -> None:
        for line in (self._urgent, self._others):
            while line:
                following = line.popleft()
                if not following.done():
                    following.set_result(None)
                    return
        self._taken = False
