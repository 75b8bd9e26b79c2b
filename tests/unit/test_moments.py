"""The moments of a schedule, against a list made by walking every local day with plain `datetime`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import NO_DAYS_OFF, Days, DaysOff, moments, occasions
from bot.domain.schedule import Once, Schedule, Weekly
from bot.planning.planned import Planned
from bot.planning.reading import read_schedule
from tests.walking import BEFORE, FIRST, LAST, RULES, SCHOOL, ZONES, walked


@pytest.mark.parametrize("place", ZONES)
@pytest.mark.parametrize(
    "off", [NO_DAYS_OFF, SCHOOL, DaysOff("US"), DaysOff("AU")], ids=["every day", "NL", "US", "AU"]
)
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


@pytest.mark.parametrize(
    "words",
    ["laatste werkdag van de maand 9:00 vanaf 1 december 9989", "elke dinsdag 9:30 vanaf 1 januari 9999"],
)
def test_the_last_years_that_there_are(words: str) -> None:
    """A schedule that begins where the calendar ends has few moments or none, and ends."""
    planned = read_schedule(words, date(2026, 11, 29))
    assert isinstance(planned, Planned)
    assert len(list(moments(planned.schedule, ZoneInfo("Europe/Amsterdam"), BEFORE))) < 3


def test_nothing_but_days_off() -> None:
    """A schedule that is wholly within days off ends too."""
    away = DaysOff(ranges=(Days(date(2026, 1, 1)),))
    assert list(moments(Schedule(Weekly((0,)), time(9)), ZoneInfo("UTC"), BEFORE, away)) == []


def test_a_leap_day() -> None:
    """A schedule for 29 February waits for the years that have one."""
    assert at("cron 0 9 29 feb *")[0] == "29-02 09:00+0100"
