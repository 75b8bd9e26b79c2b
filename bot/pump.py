"""Works on claimed rows, so many at once, until there is nothing left; inbox and outbox both run on it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, Protocol, TypeVar

from bot.domain.errors import StoreUnavailableError, VoorloperError


class Numbered(Protocol):
    """A row that is known by its number."""

    @property
    def id(self) -> int:
        """The number."""
        ...


Row = TypeVar("Row", bound=Numbered)

_log = logging.getLogger(__name__)

POLL = 1.0
"""Seconds after which a pump looks for rows that another process left or that became due again."""


class Pump(Generic[Row]):
    """Claims rows when woken and works on up to `at_once` of them side by side.

    `claim` takes a number and returns at most so many claimed rows; `work` does one and returns the next
    claimed row of the same conversation, if any. A store that fails makes the pump wait, not end; so does
    what is not `ready`: nothing is claimed that would have to wait for it.
    `finished` is set, and replaced by a new event, whenever work on a conversation ends. `trouble` is the
    last failure of the store, another one every time.
    """

    def __init__(
        self,
        claim: Callable[[int], Awaitable[Iterable[Row]]],
        work: Callable[[Row], Awaitable[Row | None]],
        at_once: int,
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self._claim = claim
        self._work = work
        self._at_once = at_once
        self._ready = ready
        self._tasks: set[asyncio.Task[None]] = set()
        self._handed: deque[Row] = deque()
        self._at_work: set[int] = set()
        self._woken = asyncio.Event()
        self._more = True
        self._stopping = False
        self._told = False
        self.finished = asyncio.Event()
        self.trouble: StoreUnavailableError | None = None

    @property
    def free(self) -> int:
        """How many more rows could be worked on now; none once it is to end."""
        if self._stopping or not self._ready():
            return 0
        return max(0, self._at_once - len(self._tasks) - len(self._handed))

    @property
    def following(self) -> int:
        """How many rows to claim next of a conversation that is worked on: one, or none once it is to end."""
        return 0 if self._stopping else 1

    @property
    def busy(self) -> frozenset[int]:
        """The numbers of the rows that are being worked on, or wait here for their turn."""
        return frozenset(self._at_work.union(row.id for row in self._handed))

    def put(self, rows: Iterable[Row], *, more: bool = True) -> None:
        """Hand over rows that were claimed in another transaction already; say whether there may be more."""
        self._handed.extend(rows)
        self._more = self._more or more
        self._woken.set()

    def wake(self) -> None:
        """Say that there may be something to claim."""
        self._more = True
        self._woken.set()

    def notice(self, error: VoorloperError) -> None:
        """Remember that the store failed; no other error is trouble with it."""
        if isinstance(error, StoreUnavailableError):
            self.trouble = error

    async def run(self) -> None:
        """Work until told to stop; what is being done then is finished first."""
        while not self._stopping:
            self._woken.clear()
            await self._start()
            await self._until_woken()
        self._start_handed()  # what is claimed is done, or it would wait until its claim runs out
        await asyncio.gather(*self._tasks)

    def stop(self) -> None:
        """Take nothing more on."""
        self._stopping = True
        self._woken.set()

    async def _start(self) -> None:
        self._start_handed()
        await asyncio.sleep(0)  # what was handed over goes first; a claim beside it would hold it up
        limit = self.free
        if not (limit and self._more):
            return
        self._more = False
        try:
            rows = tuple(await self._claim(limit))
            self._more = self._more or len(rows) == limit
            self._told = False
            for row in rows:
                self._spawn(row)
        except VoorloperError as error:
            self.notice(error)
            self._more = True
            if not self._told:  # an outage that lasts would fill the log
                _log.warning("nothing can be claimed now, trying again until it can: %s", error)
            self._told = True

    def _start_handed(self) -> None:
        while self._handed:
            self._spawn(self._handed.popleft())

    async def _until_woken(self) -> None:
        try:
            async with asyncio.timeout(POLL):
                await self._woken.wait()
        except TimeoutError:
            self._more = True

    def _spawn(self, row: Row) -> None:
        self._at_work.add(row.id)
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
            while following is not None:
                following = await self._one(following)
        except VoorloperError as error:
            self.notice(error)
            _log.warning("the database did not take it; the row stays and is tried again: %s", error)

    async def _one(self, row: Row) -> Row | None:
        self._at_work.add(row.id)
        try:
            return await self._work(row)
        finally:
            self._at_work.discard(row.id)
