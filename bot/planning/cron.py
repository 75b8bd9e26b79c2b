"""Five fields of cron, with names for the days of the week, as a schedule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.domain.days import MONTHS as MONTH_NUMBERS
from bot.domain.days import WEEKDAYS as DAY_NUMBERS
from bot.domain.schedule import Cron, MonthDay, Schedule, Weekly
from bot.messages.i18n import mark
from bot.planning.planned import Misread

AT_MOST: Final = 12
"""So many moments a day: a channel is not a clock."""

FIELDS: Final = mark(
    "Behind “cron” come five fields: minute, hour, day, month and day of the week, "
    'such as “cron "30 9 * * tue"”.'
)
NUMBERED: Final = mark(
    "Write the days of the week of cron as names: mon, tue, wed, thu, fri, sat, sun. "
    "With numbers one program counts from Sunday and another from Monday."
)
BOTH: Final = mark(
    "Cron cannot have a day of the month and a day of the week at once here: one program takes "
    "both for “and”, another for “or”. Leave one of them *."
)
TOO_OFTEN: Final = mark("That is {number} times a day. A prompt comes at most {most} times a day.")
WRONG: Final = mark("I do not understand “{words}” in cron: it should be {low} to {high}, or *.")

_FOUND: Final = re.compile(r"cron\s*:?\s+(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>\S+(?:[ \t]+\S+){4}))")
_PART: Final = re.compile(r"(?:\*|(?P<low>[\w]+)(?:-(?P<high>[\w]+))?)(?:/(?P<step>\d{1,2}))?", re.ASCII)
_EVERY_DAY, _EVERY_MONTH, _EVERY_WEEKDAY = (
    tuple(range(1, 32)),
    tuple(range(1, 13)),
    tuple(range(7)),
)


class _MisreadError(Exception):
    """Carries what is wrong with a field."""

    def __init__(self, misread: Misread) -> None:
        super().__init__(misread.message)
        self.misread = misread


@dataclass(frozen=True)
class _Field:
    low: int
    high: int
    names: Mapping[str, int]
    numbers: bool = True


_FIELDS: Final = (
    _Field(0, 59, {}),
    _Field(0, 23, {}),
    _Field(1, 31, {}),
    _Field(1, 12, MONTH_NUMBERS),
    _Field(0, 6, DAY_NUMBERS, numbers=False),
)


def found_cron(text: str, at: int) -> tuple[Schedule, int] | Misread | None:
    """Return the schedule that cron says here, and where it ends; Misread when it says none."""
    if not re.match(r"cron\b", text[at : at + 5]):
        return None
    found = _FOUND.match(text, at)
    fields = (found["quoted"] if found["quoted"] is not None else found["bare"]).split() if found else []
    if found is None or len(fields) != len(_FIELDS):
        return Misread(FIELDS)
    try:
        return _schedule(fields), found.end()
    except _MisreadError as error:
        return error.misread


def _schedule(fields: list[str]) -> Schedule:
    minutes, hours, days, months, weekdays = (
        _numbers(field, kind) for field, kind in zip(fields, _FIELDS, strict=True)
    )
    if days != _EVERY_DAY and weekdays != _EVERY_WEEKDAY:
        raise _MisreadError(Misread(BOTH))
    times = tuple(time(hour, minute) for hour in hours for minute in minutes)
    if len(times) > AT_MOST:
        raise _MisreadError(Misread(TOO_OFTEN, {"number": str(len(times)), "most": str(AT_MOST)}))
    if len(times) == 1 and months == _EVERY_MONTH:
        if days == _EVERY_DAY:
            return Schedule(Weekly(weekdays), times[0])
        if len(days) == 1:
            return Schedule(MonthDay(days[0]), times[0])
    return Schedule(Cron(" ".join(fields), times, days, months, weekdays), None)


def _numbers(field: str, kind: _Field) -> tuple[int, ...]:
    found: set[int] = set()
    for part in field.split(","):
        found.update(_part(part, kind))
    return tuple(sorted(found))


def _part(part: str, kind: _Field) -> range | tuple[int, ...]:
    read = _PART.fullmatch(part)
    step = int(read["step"]) if read and read["step"] else 1
    if read is None or not step or (read["step"] and read["low"] and not read["high"]):
        raise _wrong(part, kind)
    if read["low"] is None:
        return range(kind.low, kind.high + 1, step)
    low = _number(read["low"], kind)
    high = low if read["high"] is None else _number(read["high"], kind)
    if low > high and not kind.numbers:  # fri-mon goes over the weekend
        return tuple((low + each) % 7 for each in range(0, (high - low) % 7 + 1, step))
    if low > high:
        raise _wrong(part, kind)
    return range(low, high + 1, step)


def _number(word: str, kind: _Field) -> int:
    if word in kind.names:
        return kind.names[word]
    if word.isdecimal():
        if not kind.numbers:
            raise _MisreadError(Misread(NUMBERED))
        if kind.low <= int(word) <= kind.high:
            return int(word)
    raise _wrong(word, kind)


def _wrong(words: str, kind: _Field) -> _MisreadError:
    low, high = (str(kind.low), str(kind.high)) if kind.numbers else ("mon", "sun")
    return _MisreadError(Misread(WRONG, {"words": words, "low": low, "high": high}))
