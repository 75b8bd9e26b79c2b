"""The moments of schedules, listed by walking every local day with plain `datetime`."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from bot.domain.calendar import Days, DaysOff, Moment
from bot.domain.schedule import MonthDay, Monthly, MonthlyWorkday, Schedule, Weekly, Workdays

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
"""Two years with a leap day."""

BEFORE = datetime(2026, 12, 30, tzinfo=UTC)
SINCE = date(2027, 1, 5)
ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe")
SCHOOL = DaysOff("NL", ranges=(Days(date(2027, 7, 10), date(2027, 8, 22), "zomervakantie"),))


@cache
def known(country: str | None, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year) if country else ())


def working(day: date, off: DaysOff) -> bool:
    return day.weekday() < 5 and day not in known(off.country, day.year)


def workdays_of(day: date, off: DaysOff) -> list[date]:
    length = calendar.monthrange(day.year, day.month)[1]
    days = (day.replace(day=number) for number in range(1, length + 1))
    return [each for each in days if working(each, off)]


RULES: dict[str, tuple[Schedule, Callable[[date, DaysOff], bool]]] = {
    "Tuesdays in the night that the clock changes on Sunday": (
        Schedule(Weekly((1, 6)), time(2, 30)),
        lambda day, _: day.weekday() in {1, 6},
    ),
    "every other Tuesday and Friday": (
        Schedule(Weekly((1, 4), 2), time(9, 30), since=SINCE),
        lambda day, _: day >= SINCE and day.weekday() in {1, 4} and (day - SINCE).days // 7 % 2 == 0,
    ),
    "first and last Thursday": (
        Schedule(Monthly((1, -1), 3), time(14)),
        lambda day, _: day.weekday() == 3 and (day.day <= 7 or (day + timedelta(days=7)).month != day.month),
    ),
    "last working day": (
        Schedule(MonthlyWorkday(-1), time(16)),
        lambda day, off: day == workdays_of(day, off)[-1],
    ),
    "second working day": (
        Schedule(MonthlyWorkday(2), time(8)),
        lambda day, off: day == workdays_of(day, off)[1],
    ),
    "every working day": (Schedule(Workdays(), time(9)), working),
    "the 29th": (Schedule(MonthDay(29), time(23, 45)), lambda day, _: day.day == 29),
    "the last day": (Schedule(MonthDay(-1), time(0, 5)), lambda day, _: (day + timedelta(days=1)).day == 1),
}


def walked(
    schedule: Schedule, falls: Callable[[date, DaysOff], bool], zone: ZoneInfo, off: DaysOff
) -> list[Moment]:
    """Return the moments of these two years; what is skipped is left out."""
    found = []
    assert schedule.at is not None
    for ahead in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=ahead)
        if falls(day, off) and not off.off(day):
            local = datetime.combine(day, schedule.at)
            found.append(Moment(local, local.replace(tzinfo=zone).astimezone(UTC)))
    return found
