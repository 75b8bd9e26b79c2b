"""How often Slack is asked for another connection.

The library asks at once for another one when Slack ends it. When Slack ends each as soon as it is there (the
app is switched off, or has too many), that would be without a pause.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from bot.messages.unchecked import mapping, text

_WHILE: Final = 60.0
_AT_ONCE: Final = 3
"""How many times in that while nothing has to be waited for: a refresh, and some bad luck."""

_FIRST: Final = 0.5
_LONGEST: Final = 30.0

_Asking = Callable[[], Coroutine[Any, Any, str]]
"""What asks Slack where to connect, as the library has it."""


class Patience:
    """That of one connection. `steady` counts the seconds that go by."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._given: deque[float] = deque()
        self.refused = ""
        """With which code Slack gave no connection the last time; empty when it did."""

    @property
    def tried(self) -> bool:
        """Say whether connections end so soon, one after another, that something must be wrong."""
        return self._pause() > _FIRST

    def asking(self, ask: _Asking) -> _Asking:
        """Return what asks, after a pause that grows the more connections were given in the last minute."""

        async def asked_in_time() -> str:
            await asyncio.sleep(self._pause())
            try:
                where = await ask()
            except SlackApiError as error:
                self.refused = text(mapping(error.response.data).get("error")) or "no code"
                raise
            self.refused = ""
            self._given.append(self._steady())
            return where

        return asked_in_time

    def _pause(self) -> float:
        """Return for how many seconds to wait."""
        while self._given and self._given[0] <= self._steady() - _WHILE:
            self._given.popleft()
        more = len(self._given) - _AT_ONCE
        return 0.0 if more < 0 else min(_LONGEST, _FIRST * 2.0**more)
