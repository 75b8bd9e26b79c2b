"""The moments of a schedule, against a list made by walking every local day with plain `datetime`."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

import holidays
import pytest

from bot.domain.calendar import NO_DAYS_OFF, Days, DaysOff, Moment, moments, occasions
from bot.domain.schedule import MonthDay, Monthly, MonthlyWorkday, Once, Schedule, Weekly, Workdays
from bot.planning.planned import Planned
from bot.planning.reading import read_schedule

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
"""Two years with a leap day."""

BEFORE = datetime(2026, 12, 30, tzinfo=UTC)
SINCE = date(2027, 1, 5)
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
    """Walk every local day; what is skipped is left out."""
    found = []
    assert schedule.at is not None
    for ahead in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=ahead)
        if falls(day, off) and not off.off(day):
            local = datetime.combine(day, schedule.at)
            found.append(Moment(local, local.replace(tzinfo=zone).astimezone(UTC)))
    return found


@pytest.mark.parametrize("place", ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("off", [NO_DAYS_OFF, SCHOOL], ids=["every day", "days off"])
@pytest.mark.parametrize("rule", RULES)
def test_two_years(rule: str, place: str, off: DaysOff) -> None:
    """Every moment is there exactly once, in order, also where the clock changes and on the leap day."""
    schedule, falls = RULES[rule]
    zone = ZoneInfo(place)
    expected = walked(schedule, falls, zone, off)
    found = [
        each
        for each in islice(moments(schedule, zone, BEFORE, off), len(expected) + 5)
        if FIRST <= each.local.date() <= LAST
    ]
    assert found == expected
    assert len({each.at for each in found}) == len(found)


def at(words: str, place: str = "Europe/Amsterdam", after: datetime = BEFORE) -> list[str]:
    planned = read_schedule(words, after.date())
    assert isinstance(planned, Planned)
    zone = ZoneInfo(place)
    return [
        f"{each.at.astimezone(zone):%d-%m %H:%M%z}"
        for each in islice(moments(planned.schedule, zone, after), 3)
    ]


def test_half_past_nine_stays_half_past_nine() -> None:
    """Whatever the clock does; in UTC it moves."""
    assert at("elke zondag 9:30", after=datetime(2027, 3, 20, tzinfo=UTC)) == [
        "21-03 09:30+0100",
        "28-03 09:30+0200",
        "04-04 09:30+0200",
    ]


def test_a_moment_that_does_not_exist() -> None:
    """It comes when the clock stands where it would have been: 2:30 becomes 3:30, once."""
    assert at("elke dag 2:30", after=datetime(2027, 3, 27, 12, tzinfo=UTC))[:2] == [
        "28-03 03:30+0200",
        "29-03 02:30+0200",
    ]
    lord_howe = at("elke dag 2:10", "Australia/Lord_Howe", datetime(2027, 10, 2, 6, tzinfo=UTC))
    assert lord_howe[0] == "03-10 02:40+1100"


def test_a_moment_that_comes_twice() -> None:
    """It comes the first time, and not again an hour later."""
    assert at("elke dag 2:30", after=datetime(2027, 10, 30, 12, tzinfo=UTC))[:2] == [
        "31-10 02:30+0200",
        "01-11 02:30+0100",
    ]
    again = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert at("elke dag 2:30", after=again)[0] == "01-11 02:30+0100"


def test_once_comes_on_a_holiday_and_not_in_a_pause() -> None:
    """Somebody chose that day; a pause is chosen later."""
    king, zone = Schedule(Once(date(2027, 4, 27)), time(10)), ZoneInfo("Europe/Amsterdam")
    assert [each.local.day for each in moments(king, zone, BEFORE, SCHOOL)] == [27]
    paused = DaysOff("NL", pauses=(Days(date(2027, 4, 1)),))
    assert list(moments(king, zone, BEFORE, paused)) == []


def test_what_is_skipped_is_told_with_its_reason() -> None:
    """A weekly moment on a holiday does not move: it is left out."""
    zone = ZoneInfo("Europe/Amsterdam")
    mondays = occasions(Schedule(Weekly((0,)), time(10)), zone, datetime(2027, 3, 22, 12, tzinfo=UTC), SCHOOL)
    assert [(each.local.day, skipped) for each, skipped in islice(mondays, 2)] == [(29, True), (5, False)]
    assert SCHOOL.why(date(2027, 3, 29), "nl") == "Tweede paasdag"
    assert SCHOOL.why(date(2027, 7, 12), "nl") == "zomervakantie"


@pytest.mark.parametrize("words", ["cron 0 9 31 feb *", "3 december 2026 15:00"])
def test_what_never_comes_ends(words: str) -> None:
    """It is no endless search."""
    planned = read_schedule(words, date(2026, 11, 29))
    assert isinstance(planned, Planned)
    assert list(moments(planned.schedule, ZoneInfo("Europe/Amsterdam"), BEFORE)) == []


def test_nothing_but_days_off() -> None:
    """A schedule that is wholly within days off ends too."""
    away = DaysOff(ranges=(Days(date(2026, 1, 1)),))
    assert list(moments(Schedule(Weekly((0,)), time(9)), ZoneInfo("UTC"), BEFORE, away)) == []


def test_a_leap_day() -> None:
    """A schedule for 29 February waits for the years that have one."""
    assert at("cron 0 9 29 feb *")[0] == "29-02 09:00+0100"
