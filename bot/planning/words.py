"""The words of a schedule and how they are found: days of the week, places in a month, dates.

What they mean together is in `rules.py`; the time of the day is in `clock.py`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from bot.domain.days import MONTHS, WEEKDAYS, read_day
from bot.domain.schedule import LAST, in_month
from bot.messages.i18n import mark
from bot.planning.planned import Misread

NTH: Final = {
    name: nth
    for nth, names in {
        1: "eerste|1e|1ste|first|1st",
        2: "tweede|2e|2de|second|2nd",
        3: "derde|3e|3de|third|3rd",
        4: "vierde|4e|4de|fourth|4th",
        5: "vijfde|5e|5de|fifth|5th",
        -2: "voorlaatste|op een na laatste|op één na laatste|last but one|second to last|penultimate",
        LAST: "laatste|last",
    }.items()
    for name in names.split("|")
}
"""The place in a month of each word for it."""

EACH: Final = r"(?:elke|iedere|elk|ieder|every|each)"
MONTH: Final = (
    r"(?:(?:van|in)\s+(?:de|elke|iedere)\s+maand|of\s+(?:the|every|each)\s+month|(?:each|every)\s+month)"
)
DAY: Final = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b"
PLACE: Final = rf"(?:{'|'.join(sorted(NTH, key=len, reverse=True))})\b"
AND: Final = r"(?:\s*,\s*(?:en\s+|and\s+)?|\s*[&+/]\s*|\s+(?:en|and)\s+(?:elke\s+|op\s+|on\s+)?)"
TO: Final = r"\s*(?:t/m|tot en met|through|to|-|–)\s*"
DAYS: Final = rf"{DAY}(?:(?:{AND}|{TO}){DAY})*"
PLACES: Final = rf"{PLACE}(?:{AND}{PLACE})*"
MANY: Final = {
    f"{name}{ending}": number
    for name, number in WEEKDAYS.items()
    for ending in {"day": ("s",), "dag": ("en", "s")}.get(name[-3:], ())
}
"""Tuesdays, dinsdagen, dinsdags."""
SEVERAL: Final = rf"(?:{'|'.join(MANY)})\b"

_MONTHS: Final = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR: Final = r"(?:,?\s+\d{4}(?![:.\d]))?"
_DATE: Final = re.compile(
    rf"""(?:(?:{DAY},?\s+)?
    (?: \d{{4}}-\d{{1,2}}-\d{{1,2}}
    | \d{{1,2}}\s*[-/]\s*\d{{1,2}}(?:\s*[-/]\s*(?:\d{{4}}|\d{{2}}))?
    | \d{{1,2}}\.\d{{1,2}}\.\d{{4}}
    | \d{{1,2}}(?:e|st|nd|rd|th)?(?:\s+of)?\s+(?:{_MONTHS})\b{_YEAR}
    | (?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?(?![:.\d]){_YEAR} ))
    (?!\d)""",
    re.VERBOSE | re.ASCII,
)
_NEAR: Final = re.compile(
    rf"(?P<word>vandaag|today|overmorgen|morgen|tomorrow)\b"
    rf"|(?P<next>volgende\s+week|next\s+week)\s+(?:op\s+|on\s+)?(?P<in_week>{DAY})"
    rf"|(?:(?P<after>komende|aanstaande|volgende|next|this|coming)\s+)?(?P<day>{DAY})"
    r"|(?:over|in)\s+(?:\d{1,3}|een|één|a|an|one|twee|two|drie|three|vier|four)\s+"
    r"(?:dagen|dag|days|day|weken|week|weeks|maanden|maand|months|month)\b",
    re.ASCII,
)
_DAYS_AHEAD: Final = {"vandaag": 0, "today": 0, "morgen": 1, "tomorrow": 1, "overmorgen": 2}

NO_SUCH_DAY: Final = mark("There is no day “{words}”.")
BEEN: Final = mark("{day} has been. A prompt can only come on a day that is still to come.")


def found_date(text: str, at: int, today: date, *, been: bool = False) -> tuple[date, int] | Misread | None:
    """Return the day that stands here, and where it ends.

    Misread when it does not exist, or has been and that is not asked for.
    """
    written = _DATE.match(text, at)
    if written:
        day = read_day(written[0], today - timedelta(days=1))  # without a year, today can still be meant
        if day is None:
            return Misread(NO_SUCH_DAY, {"words": written[0].strip()})
        return (day, written.end()) if been or day >= today else Misread(BEEN, {"day": day})
    near = _NEAR.match(text, at)
    if near is None:
        return None
    day = _near_day(near, today)
    return None if day is None else (day, near.end())


def _near_day(near: re.Match[str], today: date) -> date | None:
    if near["word"]:
        return today + timedelta(days=_DAYS_AHEAD[near["word"]])
    if near["next"]:
        monday = today + timedelta(days=7 - today.weekday())
        return monday + timedelta(days=WEEKDAYS[near["in_week"]])
    return read_day(near["day"] or near[0], today)


def weekdays_in(words: str) -> tuple[int, ...]:
    """Return the days of the week that a list of them names, in order: a range goes round the weekend."""
    found: set[int] = set()
    previous: int | None = None
    end = 0
    for each in re.finditer(DAY, words):
        number = WEEKDAYS[each[0]]
        if previous is not None and re.fullmatch(TO, words[end : each.start()]):
            found.update((previous + step) % 7 for step in range((number - previous) % 7 + 1))
        found.add(number)
        previous, end = number, each.end()
    return tuple(sorted(found))


def places_in(words: str) -> tuple[int, ...]:
    """Return the places in a month that a list of them names, the last ones at the end."""
    named = {NTH[each[0]] for each in re.finditer(PLACE, words)}
    return tuple(sorted(named, key=in_month))
