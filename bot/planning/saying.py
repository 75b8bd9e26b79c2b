"""A schedule in words, in the reader's language; `reading.py` reads them back as the same schedule."""

from __future__ import annotations

from datetime import date, time
from typing import Final, assert_never

from babel.dates import get_day_names

from bot.domain.schedule import (
    LAST,
    Cron,
    MonthDay,
    Monthly,
    MonthlyWorkday,
    Once,
    Rule,
    Schedule,
    Weekly,
    Workdays,
)
from bot.messages.i18n import Translator, mark
from bot.planning.planned import said_day

_NTH: Final = {
    1: mark("first"),
    2: mark("second"),
    3: mark("third"),
    4: mark("fourth"),
    5: mark("fifth"),
    -2: mark("last but one"),
    LAST: mark("last"),
}
_WEEK: Final = tuple(range(7))


def say_schedule(schedule: Schedule, text: Translator) -> str:
    """Return a schedule in words that can be typed again: every Tuesday at 9:30."""
    parts = [_rule(schedule.rule, text)]
    if schedule.at is not None:
        parts.append(text.text("at {time}", time=say_time(schedule.at)))
    if schedule.since is not None:
        parts.append(text.text("from {day}", day=_bound(schedule.since, text)))
    if schedule.until is not None:
        parts.append(text.text("up to and including {day}", day=_bound(schedule.until, text)))
    return " ".join(parts)


def say_time(at: time) -> str:
    """Return a time as people write it: 9:30."""
    return f"{at.hour}:{at.minute:02}"


def _rule(rule: Rule, text: Translator) -> str:
    match rule:
        case Once(day=day):
            return text.text("on {day}", day=said_day(day, text))
        case Weekly(weekdays=weekdays, every=every):
            return _weekly(weekdays, every, text)
        case Monthly(nth=nth, weekday=weekday):
            places = joined([text.text(_NTH[each]) for each in nth], text)
            return text.text(
                "every {nth} {weekday} of the month", nth=places, weekday=weekday_name(weekday, text)
            )
        case MonthlyWorkday(nth=place):
            return text.text("every {nth} working day of the month", nth=text.text(_NTH[place]))
        case MonthDay(day=number):
            return _month_day(number, text)
        case Workdays():
            return text.text("every working day")
        case Cron(line=line):
            return f'cron "{line}"'
        case _:
            assert_never(rule)


def _weekly(weekdays: tuple[int, ...], every: int, text: Translator) -> str:
    days = joined([weekday_name(day, text) for day in weekdays], text)
    if every == 2:  # noqa: PLR2004 - a word of its own
        return text.text("every other week on {days}", days=days)
    if every > 1:
        return text.text("every {number} weeks on {days}", number=str(every), days=days)
    return text.text("every day") if weekdays == _WEEK else text.text("every {days}", days=days)


def _month_day(number: int, text: Translator) -> str:
    if number == LAST:
        return text.text("every last day of the month")
    return text.text("every month on day {number}", number=str(number))


def weekday_name(weekday: int, text: Translator) -> str:
    """Return the name of a day of the week, 0 for Monday."""
    return str(get_day_names("wide", locale=text.locale)[weekday])


def joined(words: list[str], text: Translator) -> str:
    """Return words as a list in a sentence: Monday, Tuesday and Friday."""
    *before, last = words
    return text.text("{words} and {last}", words=", ".join(before), last=last) if before else last


def _bound(day: date, text: Translator) -> str:
    return text.day(day, "d MMMM y")
