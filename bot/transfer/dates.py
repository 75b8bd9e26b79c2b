"""From what people write for a year, a date or a period to dates of ours; ValueErrors are sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.domain.model import PartialDate
from bot.messages.told import told
from bot.transfer.values import LONGEST_LINE, WHOLE, read_text

YEARS: Final = range(1000, 3001)
"""The years that the base can hold."""

_PERIOD: Final = re.compile(
    r"(\d{4})\s*(?:[-–—/]|t/m|tot(?:\s+en\s+met)?|to|until)\s*(\d{4})", re.ASCII | re.IGNORECASE
)
_ABOUT: Final = re.compile(
    r"(?:(?:ca|circa|c|rond|omstreeks|ongeveer|about|around|begin|medio|half|eind|einde|sinds|vanaf|early|mid|late"
    r"|since|from|voorjaar|lente|zomer|najaar|herfst|winter|spring|summer|autumn|q[1-4]|[1-4]e kwartaal)"
    r"(?:\.\s*|\s+)|[±~]\s*)(?=\d)",
    re.IGNORECASE,
)
_TO_NOW: Final = re.compile(
    r"(\d{4})\s*(?:[-–—]|t/m|tot(?:\s+en\s+met)?|to|until)\s*(?:heden|nu|now|present)",
    re.ASCII | re.IGNORECASE,
)
_SCHOOL_YEAR: Final = re.compile(r"(\d{4})/(\d{2})", re.ASCII)
_TIME: Final = re.compile(r"(?<=\d)(?:T.*|\s+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)", re.ASCII)
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_NAMED: Final = re.compile(r"(?:(\d{1,2})[-.\s]+)?([A-Za-z]{3,9})[-.\s]+(\d{4})", re.ASCII)
_SHORT: Final = re.compile(r"([A-Za-z]{3,4})-(\d{2})", re.ASCII)
_MONTHS: Final = MappingProxyType(
    {
        name: month
        for month, names in enumerate(
            (
                *("jan januari january", "feb februari february", "mrt maart mar march", "apr april"),
                *("mei may", "jun juni june", "jul juli july", "aug augustus august"),
                *("sep sept september", "okt oktober oct october", "nov november", "dec december"),
            ),
            1,
        )
        for name in names.split()
    }
)
_CENTURY_FROM: Final = 30
"""Years of two digits from here on are of the last century, as spreadsheets have it."""


@dataclass(frozen=True)
class When:
    """A date, or the two ends of a period; `remark` says what was made of it where that is not plain."""

    first: PartialDate
    last: PartialDate | None = None
    remark: str | None = None


def read_when(value: object) -> When:
    """Return what is written: 2011, 2011-12, 5-12-2011, dec-11, ca. 2011, 2011-2013."""
    text = read_text(value, LONGEST_LINE)
    bare = _about(text)
    period = _PERIOD.fullmatch(bare)
    first = _date(period[1] if period else bare, text)
    last = _date(period[2], text) if period else None
    if bare != text:
        return When(
            first, last, told("“{text}” is only about when; {date} is taken.", text=text[:40], date=bare)
        )
    if _SHORT.fullmatch(text):
        return When(first, last, told("“{text}” is taken to be {date}.", text=text, date=str(first)))
    return When(first, last)


def _about(text: str) -> str:
    """Return a date without what says roughly when in it; of a school year both, of what lasts the first."""
    school = _SCHOOL_YEAR.fullmatch(text)
    if school and int(school[2]) == (int(school[1]) + 1) % 100:
        return f"{school[1]}-{int(school[1]) + 1}"
    going_on = _TO_NOW.fullmatch(text)
    if going_on:
        return going_on[1]
    return _ABOUT.sub("", text, count=1) if _ABOUT.match(text) else text


def _date(text: str, written: str) -> PartialDate:
    try:
        date = PartialDate.parse(_in_order(_TIME.sub("", text)))
        if 0 in {date.month, date.day}:
            raise ValueError  # noqa: TRY301 - one sentence for all that can be wrong with it
        return _possible(date)
    except ValueError as error:
        if isinstance(error, _ImpossibleYearError):
            raise
        raise ValueError(
            told(
                "“{text}” is no date that exists; write it like 2011, 2011-12 or 2011-12-05.",
                text=written[:40],
            )
        ) from None


def _in_order(text: str) -> str:
    """Return a date with its year first, and its month as a number."""
    whole, numbers = WHOLE.fullmatch(text), _DAY_FIRST.fullmatch(text)
    named, short = _NAMED.fullmatch(text), _SHORT.fullmatch(text)
    if whole:
        return whole[1]
    if numbers:
        return f"{numbers[3]}-{int(numbers[2]):02}-{int(numbers[1]):02}"
    if named:
        day = f"-{int(named[1]):02}" if named[1] else ""
        return f"{named[3]}-{_month(named[2])}{day}"
    if short:
        return f"{'19' if int(short[2]) >= _CENTURY_FROM else '20'}{short[2]}-{_month(short[1])}"
    return text


def _month(name: str) -> str:
    return f"{_MONTHS.get(name.casefold(), 0):02}"


class _ImpossibleYearError(ValueError):
    """A date exists, but its year is beyond what the base can hold."""


def _possible(date: PartialDate) -> PartialDate:
    if date.year not in YEARS:
        raise _ImpossibleYearError(told("{year} is no possible year.", year=str(date.year)))
    return date
