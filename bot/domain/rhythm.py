"""How often somebody hears something that they need not wait for, and when: on Monday mornings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendar import moments
from bot.domain.schedule import Monthly, Schedule, Weekly


class Rhythm(StrEnum):
    """How often: every Monday, or the first one of each month."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


_AT: Final = time(9)
_WHEN: Final[Mapping[Rhythm, Schedule]] = {
    Rhythm.WEEKLY: Schedule(Weekly((0,)), _AT),
    Rhythm.MONTHLY: Schedule(Monthly((1,), 0), _AT),
}


def next_time(rhythm: Rhythm, zone: str, after: datetime) -> datetime:
    """Return the first moment (UTC) after a moment, by the clock of a zone."""
    return next(moments(_WHEN[rhythm], ZoneInfo(zone), after)).at
