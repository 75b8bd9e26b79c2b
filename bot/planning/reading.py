"""From what people write to a schedule, in Dutch and English: “elke dinsdag 9:30 in #leren”.

The day and the time come in any order. Days are read in `rules.py`, times in `clock.py`, cron in `cron.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from difflib import get_close_matches
from typing import Final

from bot.domain.days import WEEKDAYS
from bot.domain.schedule import Once, Rule, Schedule, Weekly
from bot.messages.i18n import mark
from bot.planning.clock import found_time
from bot.planning.cron import found_cron
from bot.planning.planned import Misread, Planned
from bot.planning.rules import found_rule
from bot.planning.words import found_date

LONGEST: Final = 1000
"""Only so much is looked at: a schedule stands at the beginning."""

WHEN: Final = mark(
    "I do not see when. Write it such as “every Tuesday 9:30”, “every other week on Monday 10:00”, "
    "“first Thursday of the month 14:00”, “last working day of the month 16:00” or “3 December 15:00”."
)
PERHAPS: Final = mark("I do not know “{words}”. Do you mean “{guess}”?")
WHAT_TIME: Final = mark("At what time? Write it behind the day, such as 9:30.")
WHICH_DAY: Final = mark("On which day? Write it before the time, such as “every Tuesday” or “3 December”.")
ONCE_BOUND: Final = mark("What comes once on a day has no beginning and end. Leave out “from” and “until”.")
ENDS_FIRST: Final = mark("It would end ({until}) before it begins ({since}).")

_ONE_FOR_ONE: Final = str.maketrans("“”„‟’‘\u00a0\u202f\t\n–", '""""\'\'    -')
_SINCE: Final = re.compile(r"(?:vanaf|met\s+ingang\s+van|from|starting(?:\s+on)?|as\s+of)\s+", re.ASCII)
_UNTIL: Final = re.compile(
    r"(?P<with>tot\s+en\s+met|t/m|up\s+to\s+and\s+including|until|through|till)\s+|tot\s+", re.ASCII
)
_NEXT_WEEK: Final = re.compile(r"(?:volgende|next)\s+week\b")
_BETWEEN: Final = re.compile(r"[\s,]*")
_AROUND: Final = " \t\n\u00a0,;"
_NAMES: Final = tuple(name for name in WEEKDAYS if len(name) > 5)  # noqa: PLR2004 - not the short ones


@dataclass(frozen=True)
class _Parts:
    """What was found so far, and where it ends."""

    end: int = 0
    rule: Rule | None = None
    at: time | None = None
    whole: Schedule | None = None
    since: date | None = None
    until: date | None = None


def read_schedule(words: str, today: date) -> Planned | Misread:
    """Read a schedule at the beginning of the words; what follows is left. Never raises."""
    text = "".join(_small(sign) for sign in words[:LONGEST].translate(_ONE_FOR_ONE))
    parts = _Parts()
    while True:
        more = _next(parts, text, today)
        if isinstance(more, Misread):
            return more
        if more is None:
            break
        parts = more
    schedule = _together(parts, text, today)
    return schedule if isinstance(schedule, Misread) else Planned(schedule, words[parts.end :].strip(_AROUND))


def _small(sign: str) -> str:
    small = sign.lower()
    return small if len(small) == 1 else sign


def _next(parts: _Parts, text: str, today: date) -> _Parts | Misread | None:
    """Return what was found with the next part; None when no part follows."""
    between = _BETWEEN.match(text, parts.end)
    at = between.end() if between else parts.end
    if parts.at is None and parts.whole is None:
        clock = found_time(text, at)
        if clock is not None:
            return clock if isinstance(clock, Misread) else replace(parts, at=clock[0], end=clock[1])
    if parts.rule is None and parts.whole is None:
        return _days(parts, text, at, today)
    return _bound(parts, text, at, today)


def _days(parts: _Parts, text: str, at: int, today: date) -> _Parts | Misread | None:
    cron = found_cron(text, at) if parts.at is None else None
    if cron is not None:
        return cron if isinstance(cron, Misread) else replace(parts, whole=cron[0], end=cron[1])
    rule = found_rule(text, at, today)
    if rule is None or isinstance(rule, Misread):
        return rule
    return replace(parts, rule=rule[0], end=rule[1])


def _bound(parts: _Parts, text: str, at: int, today: date) -> _Parts | Misread | None:
    since, until = _SINCE.match(text, at), _UNTIL.match(text, at)
    word = since or until
    if word is None:
        return None
    day = found_date(text, word.end(), today, been=since is not None)
    week = _NEXT_WEEK.match(text, word.end())
    if week and day is None:
        monday = today + timedelta(days=7 - today.weekday())
        day = monday + timedelta(days=6 if until and until["with"] else 0), week.end()
    if day is None or isinstance(day, Misread):
        return day
    if since:
        return replace(parts, since=day[0], end=day[1])
    last = day[0] if until and until["with"] else day[0] - timedelta(days=1)
    return replace(parts, until=last, end=day[1])


def _together(parts: _Parts, text: str, today: date) -> Schedule | Misread:
    """Return the schedule that the parts make, or what is lacking."""
    schedule = parts.whole
    if schedule is None:
        if parts.rule is None:
            return _guess(text[parts.end :]) or Misread(WHICH_DAY if parts.at else WHEN)
        if parts.at is None:
            return Misread(WHAT_TIME)
        if isinstance(parts.rule, Once) and (parts.since or parts.until):
            return Misread(ONCE_BOUND)
        since = parts.since or _counted_from(parts.rule, today)
        schedule = Schedule(parts.rule, parts.at, since)
    since = parts.since or schedule.since
    if since and parts.until and parts.until < since:
        return Misread(ENDS_FIRST, {"until": parts.until, "since": since})
    return replace(schedule, since=since, until=parts.until)


def _counted_from(rule: Rule, today: date) -> date | None:
    """Return from which day weeks are counted when nobody says so: the first such day after today."""
    if not isinstance(rule, Weekly) or rule.every == 1:
        return None
    days = (today + timedelta(days=ahead) for ahead in range(1, 8))
    return next(day for day in days if day.weekday() in rule.weekdays)


def _guess(text: str) -> Misread | None:
    """Return the day of the week that somebody perhaps meant, when a word nearly is one."""
    for word in re.findall(r"[^\W\d_]{5,12}", text)[:6]:
        near = get_close_matches(word, _NAMES, 1, 0.75)
        if near and word not in WEEKDAYS:
            return Misread(PERHAPS, {"words": word, "guess": near[0]})
    return None
