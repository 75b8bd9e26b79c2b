"""How often the app may ask: one post a second in a channel, and storms in which a method is refused."""

from __future__ import annotations

import time
from collections import defaultdict

from tests.slack.standin.pieces import LimitedError, RefusedError


class Rates:
    """Counts. Without `post_per_second` and storms nothing is limited."""

    def __init__(self) -> None:
        self.post_per_second = False
        self.refused: list[tuple[str, float]] = []
        """Which methods were refused, and when (monotonic)."""
        self._free_at: dict[str, float] = {}
        self._storms: dict[str, list[int]] = defaultdict(list)
        self._said_no: dict[str, int] = defaultdict(int)

    def storm(self, method: str, times: int, seconds: int = 1) -> None:
        """Refuse the next so many calls of a method, and ask to wait so long."""
        self._storms[method] += [seconds] * times

    def say_no(self, method: str, times: int) -> None:
        """Refuse the next so many calls of a method by a code alone, without saying how long to wait."""
        self._said_no[method] += times

    def calm(self) -> None:
        """End all storms."""
        self._storms.clear()

    def called(self, method: str) -> None:
        """Count a call. Raise LimitedError, or RefusedError, when it is one too many."""
        if self._said_no[method]:
            self._said_no[method] -= 1
            raise RefusedError("rate_limited")
        if self._storms[method]:
            raise self._limited(method, self._storms[method].pop())

    def posted(self, channel: str) -> None:
        """Count a post in a channel. Raise LimitedError when the one before was less than a second ago."""
        now = time.monotonic()
        if self.post_per_second and now < self._free_at.get(channel, 0):
            raise self._limited("chat.postMessage", 1)
        self._free_at[channel] = now + 1

    def _limited(self, method: str, seconds: int) -> LimitedError:
        self.refused.append((method, time.monotonic()))
        return LimitedError(seconds)
