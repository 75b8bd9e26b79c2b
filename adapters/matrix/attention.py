"""What people see beside words: that the bot is at work, and numbers under a message to press.

None of it is said, so none of it is in the outbox; when there is much to say, or the homeserver asks to wait,
it stays out. Every choice can be typed as well.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from contextlib import suppress

from adapters.matrix.errors import HomeserverAwayError, HomeserverRefusedError
from adapters.matrix.link import Link
from adapters.matrix.sending import Sender
from adapters.matrix.transport import room_path
from bot.domain.errors import VoorloperError

_log = logging.getLogger(__name__)

_PATIENCE = 1.0
"""Seconds that an answer may take before people see that the bot is at work."""

_TYPING = 30.0
"""Seconds after which that sign goes out by itself."""

_WAITING = 20
"""Messages that may wait for their numbers; what comes first is dropped when there are more."""

_LULL = 0.2
"""Seconds without anything said before numbers are put anywhere."""


class Typing:
    """The sign that the bot is at work, in rooms where an answer takes longer than a second."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._at_work: dict[str, asyncio.Task[None]] = {}

    def begin(self, room: str) -> None:
        """Note that somebody waits in this room."""
        if room not in self._at_work:
            self._at_work[room] = asyncio.create_task(self._show(room))

    def end(self, room: str) -> None:
        """Note that something was said in this room."""
        task = self._at_work.pop(room, None)
        if task:
            task.cancel()

    async def stop(self) -> None:
        """Show nothing any more."""
        tasks = tuple(self._at_work.values())
        for room in tuple(self._at_work):
            self.end(room)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _show(self, room: str) -> None:
        await asyncio.sleep(_PATIENCE)
        with suppress(HomeserverAwayError, HomeserverRefusedError):
            try:
                await self._put(room, {"typing": True, "timeout": int(1000 * _TYPING)})
                await asyncio.sleep(_TYPING)
            finally:
                self._at_work.pop(room, None)
                await asyncio.shield(self._put(room, {"typing": False}))

    async def _put(self, room: str, content: dict[str, object]) -> None:
        path = room_path(room, "typing", self._link.me)
        await self._link.connection.ask("PUT", path, content)


class Numbers:
    """Puts the numbers of choices under messages, one message at a time, when nothing else is being said."""

    def __init__(self) -> None:
        self._wanted: deque[tuple[str, str, int]] = deque(maxlen=_WAITING)
        self._woken = asyncio.Event()
        self._said = 0.0

    def put(self, room: str, event: str, count: int) -> None:
        """Ask for the numbers of so many choices under a message."""
        self._wanted.append((room, event, count))
        self._woken.set()

    def busy(self) -> None:
        """Note that something is being said now."""
        self._said = asyncio.get_running_loop().time()

    async def run(self, sender: Sender) -> None:
        """Put numbers until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._wanted:
                await self._lull()
                room, event, count = self._wanted.popleft()
                try:
                    await sender.offer(room, event, count)
                except VoorloperError as error:
                    self._wanted.clear()
                    _log.info("numbers under messages are left out for now: %s", error)

    async def _lull(self) -> None:
        loop = asyncio.get_running_loop()
        while (left := self._said + _LULL - loop.time()) > 0:  # noqa: ASYNC110 - it is time that is waited for
            await asyncio.sleep(left)
