"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
        self.seconds = 0.0

    def __call__(self) -> datetime:
        """Return the time it is now."""
        return self.at

    def steady(self) -> float:
        """Return the seconds that went by, whatever the clock was set to."""
        return self.seconds

    def forward(self, span: timedelta) -> None:
        """Let time go by."""
        self.at += span
        self.seconds += span.total_seconds()

    def set(self, span: timedelta) -> None:
        """Set the clock forward, or back, while no time goes by."""
        self.at += span
