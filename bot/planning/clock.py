"""The time of the day as people write it: 9:30, 9.30 uur, 9u30, half tien, 2 pm, quarter past nine."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from bot.messages.i18n import mark
from bot.planning.planned import Misread

NO_SUCH_TIME: Final = mark("There is no time “{words}”. Write it as 9:30 or 15:00.")

_HOURS: Final = {
    name: hour
    for hour, names in enumerate(
        (
            *("een één one", "twee two", "drie three", "vier four", "vijf five", "zes six", "zeven seven"),
            *("acht eight", "negen nine", "tien ten", "elf eleven", "twaalf twelve"),
        ),
        1,
    )
    for name in names.split()
}
_NAMED: Final = "|".join(sorted(_HOURS, key=len, reverse=True))
_HOUR: Final = rf"(?:\d{{1,2}}|{_NAMED})\b"
_PART: Final = (
    r"(?P<half>am\b|pm\b|a\.m\.|p\.m\.|['’]s\s+(?:ochtends|morgens|middags|avonds)"
    r"|in\s+the\s+(?:morning|afternoon|evening))"
)
_FIGURES: Final = re.compile(
    rf"(?:om\s+|at\s+|@\s*)?(?P<hour>\d{{1,2}})[:.hu](?P<minute>\d{{2}})(?![\d.:]\d)"
    rf"(?:\s*(?:uur|u|hours?|h)\b)?(?:\s*{_PART})?",
    re.ASCII,
)
_WHOLE: Final = re.compile(
    rf"(?:om\s+|at\s+)?(?P<hour>\d{{1,2}}|(?:{_NAMED})\b)\s*(?:uur\b|u\b|o['’]clock\b)(?:\s*{_PART})?"
    rf"|(?:om\s+|at\s+)?(?P<clocked>\d{{1,2}})\s*{_PART.replace('half', 'clock_half')}"
    rf"|(?:om|at)\s+(?P<bare>{_HOUR})(?![-/.:]?\d)(?!\s*(?:weken|weeks|dagen|days))",
    re.ASCII,
)
_PARTS: Final = re.compile(
    rf"(?:om\s+|at\s+)?(?:half\s+(?P<dutch_half>1[0-2]|[1-9]|{_NAMED})\b(?![:.]\d)"
    rf"|half\s+past\s+(?P<past>{_HOUR})"
    rf"|(?:kwart|quarter|a\s+quarter)\s+(?P<side>over|voor|past|to)\s+(?P<quarter>{_HOUR}))"
    rf"(?:\s+uur\b)?(?:\s*{_PART.replace('half', 'day_half')})?",
    re.ASCII,
)
_NOON: Final = re.compile(r"(?:at\s+)?noon\b")
_EARLY, _HALF_DAY = 7, 12


def found_time(text: str, at: int) -> tuple[time, int] | Misread | None:
    """Return the time that stands here, and where it ends; Misread when there is no such time."""
    if noon := _NOON.match(text, at):
        return time(12), noon.end()
    if parts := _PARTS.match(text, at):
        return _in_parts(parts), parts.end()
    if figures := _FIGURES.match(text, at):
        hour = _of_day(int(figures["hour"]), figures["half"])
        return _exact(hour, int(figures["minute"]), figures)
    if whole := _WHOLE.match(text, at):
        written = whole["hour"] or whole["clocked"] or whole["bare"]
        hour = _working_hour(_HOURS[written]) if written in _HOURS else int(written)
        return _exact(_of_day(hour, whole["half"] or whole["clock_half"]), 0, whole)
    return None


def _exact(hour: int, minute: int, written: re.Match[str]) -> tuple[time, int] | Misread:
    try:
        return time(hour, minute), written.end()
    except ValueError:
        return Misread(NO_SUCH_TIME, {"words": written[0].strip()})


def _in_parts(parts: re.Match[str]) -> time:
    """Return what half and quarter say: without a part of the day the time at which people work.

    That is between 7:00 and 18:59.
    """
    written = parts["dutch_half"] or parts["past"] or parts["quarter"]
    hour = (_HOURS.get(written) or int(written)) % _HALF_DAY
    if parts["dutch_half"]:
        minutes = hour * 60 - 30
    elif parts["past"]:
        minutes = hour * 60 + 30
    else:
        minutes = hour * 60 + (15 if parts["side"] in {"over", "past"} else -15)
    minutes %= _HALF_DAY * 60
    hour = minutes // 60
    if parts["day_half"] is None:
        return time(_working_hour(hour), minutes % 60)
    return time(_of_day(hour or _HALF_DAY, parts["day_half"]), minutes % 60)


def _working_hour(hour: int) -> int:
    """Return an hour of the clock with twelve hours as the one between 7 and 18."""
    return hour % _HALF_DAY + (_HALF_DAY if hour % _HALF_DAY < _EARLY else 0)


def _of_day(hour: int, half: str | None) -> int:
    """Return an hour with what was said of the half of the day; an hour that does not fit stays as it is."""
    if half is None or hour > _HALF_DAY:
        return hour
    later = half.startswith("p") or any(
        each in half for each in ("middags", "avonds", "afternoon", "evening")
    )
    if not hour:
        return 24 if half[0] in "ap" else hour  # there is no 0 am
    return hour % _HALF_DAY + (_HALF_DAY if later else 0)
