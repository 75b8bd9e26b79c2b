"""From a schedule to its moments: local days first, then UTC; days off are skipped. No clock lives here.

A local moment that does not exist (the clock was put forward) happens where the clock then stands: 2:30
becomes 3:30. One that exists twice happens the first time. Every moment comes once, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Final, assert_never
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule
from dateutil.rrule import weekday as place_of

from bot.domain.schedule import (
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

HORIZON: Final = timedelta(days=366 * 12)
"""A rule that has no moment for so long has none: longer than leap days are ever apart (eight years)."""

_LAST_DAY: Final = date(9990, 1, 1)
_MARGIN: Final = timedelta(days=2)
"""How far a local day may lie from the day in UTC, with a day left out (Samoa, 2011)."""

_WORKING: Final = range(5)


@dataclass(frozen=True)
class Days:
    """Days from the first to the last, both included; without a last one it has no end yet."""

    first: date
    last: date | None = None
    name: str = ""

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class DaysOff:
    """When nothing is posted: public holidays of a country (ISO code), ranges of days, and pauses."""

    country: str | None = None
    subdivision: str | None = None
    ranges: tuple[Days, ...] = ()
    pauses: tuple[Days, ...] = ()

    def holiday(self, day: date, language: str | None = None) -> str | None:
        """Return the name of the public holiday, in the language if it can; None on other days."""
        if self.country is None:
            return None
        return _holidays(self.country, self.subdivision, day.year, language).get(day)

    def off(self, day: date) -> bool:
        """Say whether a recurring moment on this local day is skipped."""
        return self.paused(day) or any(day in days for days in self.ranges) or self.holiday(day) is not None

    def paused(self, day: date) -> bool:
        """Say whether a pause holds on this local day."""
        return any(day in days for days in self.pauses)

    def why(self, day: date, language: str | None = None) -> str | None:
        """Return the name of what makes this a day off, empty for one without a name; None on other days."""
        named = (days.name for days in (*self.pauses, *self.ranges) if day in days)
        return self.holiday(day, language) or next(named, None)


NO_DAYS_OFF: Final = DaysOff()


@dataclass(frozen=True)
class Moment:
    """One moment: as it was planned on the local clock (naive), and when that is (UTC)."""

    local: datetime
    at: datetime


@cache
def is_country(code: str, subdivision: str | None) -> bool:
    """Say whether the public holidays of a country, or a part of it, are known."""
    try:
        holidays.country_holidays(code, subdiv=subdivision)
    except NotImplementedError:
        return False
    return True


@cache
def _holidays(country: str, part: str | None, year: int, language: str | None) -> Mapping[date, str]:
    """Return the public holidays of one year; languages that the library lacks give its own."""
    spoken = _language(country, language)
    return MappingProxyType(
        dict(holidays.country_holidays(country, subdiv=part, years=year, language=spoken))
    )


def _language(country: str, language: str | None) -> str | None:
    known = holidays.list_localized_countries().get(country, [])
    wanted = language or ""
    return next((each for each in known if each.partition("_")[0] == wanted), None)


def moments(
    schedule: Schedule, zone: ZoneInfo, after: datetime, off: DaysOff = NO_DAYS_OFF
) -> Iterator[Moment]:
    """Yield the moments strictly after `after` (UTC) that are not skipped, in order, each once.

    It ends when the rule has no more, or none for as long as `HORIZON`.
    """
    return (moment for moment, skipped in occasions(schedule, zone, after, off) if not skipped)


def occasions(
    schedule: Schedule, zone: ZoneInfo, after: datetime, off: DaysOff = NO_DAYS_OFF
) -> Iterator[tuple[Moment, bool]]:
    """Yield what `moments` does and also, marked True, the moments that are skipped for a day off.

    It ends when the rule has none that is not skipped for as long as `HORIZON`.
    """
    latest, skips = after, _skips(schedule.rule, off)
    first = max(after.astimezone(zone).date() - _MARGIN, schedule.since or date.min)
    end = min(schedule.until or _LAST_DAY, _LAST_DAY)
    while first <= end:
        last = end if isinstance(schedule.rule, Once) or end - first <= HORIZON else first + HORIZON
        found = False
        for day in _days(schedule, first, last, off):
            skipped = skips(day)
            for moment in _moments_on(day, schedule.times, zone):
                if moment.at > latest:
                    latest, found = moment.at, found or not skipped
                    yield moment, skipped
        if not found:
            return
        first = last + timedelta(days=1)


def has(schedule: Schedule, local: datetime, off: DaysOff = NO_DAYS_OFF) -> bool:
    """Say whether a local moment is one of a schedule, also when it is skipped."""
    day = local.date()
    within = (schedule.since or day) <= day <= (schedule.until or day)
    return within and local.time() in schedule.times and any(_days(schedule, day, day, off))


def _skips(rule: Rule, off: DaysOff) -> Callable[[date], bool]:
    return off.paused if isinstance(rule, Once) else off.off


def _moments_on(day: date, times: tuple[time, ...], zone: ZoneInfo) -> list[Moment]:
    """Return the moments of a local day in order; of two at once, the one that exists is first."""
    found = [_moment(datetime.combine(day, at), zone) for at in times]
    return sorted(
        found, key=lambda moment: (moment.at, moment.at.astimezone(zone).time() != moment.local.time())
    )


def _moment(local: datetime, zone: ZoneInfo) -> Moment:
    """Return a local moment with its UTC: fold 0 is the first of two, and keeps the old time in a gap."""
    return Moment(local, local.replace(tzinfo=zone, fold=0).astimezone(UTC))


def _days(schedule: Schedule, first: date, last: date, off: DaysOff) -> Iterator[date]:
    """Yield the local days of a rule from `first` until `last`, both included."""
    rule, start, until = schedule.rule, _midnight(first), _midnight(last)
    match rule:
        case Once(day=day):
            walk: Iterable[datetime] = (_midnight(day),)
        case Weekly(weekdays=weekdays, every=every):
            week = _counted_week(first, schedule.since, every)
            walk = rrule(WEEKLY, week, every, wkst=MO, byweekday=weekdays, until=until)
        case Monthly(nth=nth, weekday=weekday):
            places = [place_of(weekday, each) for each in nth]
            walk = rrule(MONTHLY, start.replace(day=1), byweekday=places, until=until)
        case MonthDay(day=number):
            walk = rrule(MONTHLY, start.replace(day=1), bymonthday=number, until=until)
        case MonthlyWorkday(nth=place):
            walk = _nth_working_days(place, start.replace(day=1), until, off)
        case Workdays():
            walk = rrule(DAILY, start, byweekday=_WORKING, until=until)
        case Cron(days=days, months=months, weekdays=weekdays):
            # rrule looks for 31 February until the year 9999, whatever `until` says
            walk = (
                each
                for each in rrule(DAILY, start, until=until)
                if each.month in months and each.day in days and each.weekday() in weekdays
            )
        case _:
            assert_never(rule)
    return (day for day in (found.date() for found in walk) if first <= day <= last)


def _counted_week(first: date, since: date | None, every: int) -> datetime:
    """Return the Monday of the last week until `first` that counts, of each `every`th one from `since`."""
    monday = first - timedelta(days=first.weekday())
    if since is None:
        return _midnight(monday)
    counted = since - timedelta(days=since.weekday())
    return _midnight(monday - timedelta(weeks=(monday - counted).days // 7 % every))


def _nth_working_days(nth: int, start: datetime, until: datetime, off: DaysOff) -> Iterator[datetime]:
    for month in rrule(MONTHLY, start, until=until):
        week = rrule(DAILY, month, byweekday=_WORKING, until=month + relativedelta(day=31))
        working = [day for day in week if off.holiday(day.date()) is None]
        yield from working[nth - 1 : nth] if nth > 0 else working[nth:][:1]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
