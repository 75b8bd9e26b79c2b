"""From what people write for a day to a date: 1 maart, 1-3-2027, morgen, over twee weken, maandag."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

MONTHS: Final = {
    name: month
    for month, names in enumerate(
        (
            *("jan januari january", "feb febr februari february", "mrt maart mar march", "apr april"),
            *("mei may", "jun juni june", "jul juli july", "aug augustus august"),
            *("sep sept september", "okt oktober oct october", "nov november", "dec december"),
        ),
        1,
    )
    for name in names.split()
}
"""The number of each name of a month, from 1."""
WEEKDAYS: Final = {
    name: weekday
    for weekday, names in enumerate(
        (
            *("maandag ma monday mon", "dinsdag di tuesday tue tues", "woensdag wo wednesday wed"),
            *("donderdag do thursday thu thurs", "vrijdag vr friday fri", "zaterdag za saturday sat"),
            "zondag zo sunday sun",
        )
    )
    for name in names.split()
}
"""The number of each name of a day of the week: 0 for Monday."""
_NUMBERS: Final = {
    name: number
    for number, names in enumerate(
        ("een één a an one", "twee two", "drie three", "vier four", "vijf five", "zes six"), 1
    )
    for name in names.split()
}
_NEAR: Final = {"morgen": 1, "tomorrow": 1, "overmorgen": 2, "volgende week": 7, "next week": 7}
_CENTURY: Final = 2000

_NAMES: Final = "|".join(MONTHS)
_ISO: Final = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_FIGURES: Final = re.compile(
    r"(?P<day>\d{1,2})\s*[-/.]\s*(?P<month>\d{1,2})(?:\s*[-/.]\s*(?P<year>\d{4}|\d{2}))?\.?", re.ASCII
)
_DAY_FIRST: Final = re.compile(
    rf"(?P<day>\d{{1,2}})(?:e|st|nd|rd|th)?(?:\s+of)?[\s-]*(?P<name>{_NAMES})\.?(?:[\s,-]+(?P<year>\d{{4}}))?",
    re.ASCII,
)
_MONTH_FIRST: Final = re.compile(
    rf"(?P<name>{_NAMES})\.?(?:\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?(?:,?\s+(?P<year>\d{{4}}))?", re.ASCII
)
_AFTER: Final = re.compile(
    rf"(?:over|in)\s+(?P<count>\d{{1,3}}|{'|'.join(_NUMBERS)})\s+"
    r"(?P<unit>dag|dagen|days?|week|weken|weeks|maand|maanden|months?|jaar|years?)"
)


def read_day(text: str, today: date) -> date | None:
    """Read a day as people write it; None when it is none that exists.

    Without a year it is the first one after today; a month alone is its first day.
    """
    written = " ".join(text.split()).casefold().rstrip(".!")
    written = re.sub(rf"^(?:{'|'.join(WEEKDAYS)}),?\s+(?=\d)", "", written)
    if written in _NEAR:
        return today + timedelta(days=_NEAR[written])
    if written in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS[written] - today.weekday() - 1) % 7 + 1)
    after = _AFTER.fullmatch(written)
    if after:
        count = after["count"]
        return _later(today, int(count) if count.isdecimal() else _NUMBERS[count], after["unit"])
    for pattern in (_ISO, _FIGURES, _DAY_FIRST, _MONTH_FIRST):
        match = pattern.fullmatch(written)
        if match:
            return _dated(match.groupdict(), today)
    return None


def _dated(parts: dict[str, str | None], today: date) -> date | None:
    name, figure = parts.get("name"), parts.get("month")
    month = MONTHS[name] if name else int(figure or 0)
    day = int(parts["day"] or 1)
    if parts["year"]:
        year = int(parts["year"])
        return _existing(year + _CENTURY if year < 100 else year, month, day)  # noqa: PLR2004 - two figures
    coming = (_existing(year, month, day) for year in _years(today))
    return next((found for found in coming if found and found > today), None)


def _years(today: date) -> Iterator[int]:
    """Go far enough for the next 29 February."""
    yield from range(today.year, today.year + 9)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _later(today: date, count: int, unit: str) -> date | None:
    if unit.startswith("d"):
        return today + timedelta(days=count)
    if unit.startswith("w"):
        return today + timedelta(weeks=count)
    months = today.month - 1 + count * (12 if unit.startswith(("j", "y")) else 1)
    year, month = today.year + months // 12, months % 12 + 1
    days = (_existing(year, month, day) for day in range(today.day, 27, -1))
    return next((found for found in days if found), _existing(year, month, min(today.day, 28)))
