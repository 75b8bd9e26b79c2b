"""How fast the bot may speak: Slack takes one message a second in a channel, and says when to wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

from adapters.slack.errors import SlackBusyError
from bot.messages.recent import Recent

BETWEEN: Final = 1.0
"""Seconds between two messages in one channel, as Slack documents it."""

_PATIENCE = 2.0  # seconds for which a message waits here; one that must wait longer lets others go first
_MOST = 10_000


@dataclass
class _Channel:
    """`free` is when the next that comes may go, after all that have a moment; `open` when anything may."""

    free: float = 0.0
    open: float = 0.0
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)


class Pace:
    """Gives each message its moment, in the order in which they ask. `steady` counts seconds that go by."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._channels: Recent[str, _Channel] = Recent(_MOST)
        self._moments: Recent[str, float] = Recent(_MOST)

    @asynccontextmanager
    async def turn(self, name: str, message: str) -> AsyncIterator[None]:
        """Wait until this message may go out in this channel; it does during the block.

        Raise SlackBusyError when that takes long; its moment is kept for when it comes again.
        """
        channel = self._channel(name)
        await asyncio.sleep(self._until(channel, message))
        async with channel.busy:
            await asyncio.sleep(max(0.0, channel.open - self._steady()))
            try:
                yield
            finally:
                channel.open = max(channel.open, self._steady() + BETWEEN)

    def hold(self, name: str, seconds: float) -> None:
        """Let nothing go out in a channel for so long: Slack asked for it."""
        channel, until = self._channel(name), self._steady() + seconds
        channel.free, channel.open = max(channel.free, until), max(channel.open, until)

    def _until(self, channel: _Channel, message: str) -> float:
        """Return the seconds until the moment of a message."""
        now = self._steady()
        moment = self._moments.pop(message, None)
        if moment is None or moment < now - BETWEEN:  # one that is long past is somebody else's by now
            moment = max(now, channel.free)
            channel.free = moment + BETWEEN
        moment = max(moment, channel.open)
        if moment - now > _PATIENCE:
            self._moments[message] = moment
            raise SlackBusyError("others go before it in this channel", moment - now)
        return max(0.0, moment - now)

    def _channel(self, name: str) -> _Channel:
        channel = self._channels[name] = self._channels.get(name) or _Channel()
        return channel
