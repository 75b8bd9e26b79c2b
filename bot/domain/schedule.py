"""When something comes back: rules as data, and their JSON. The moments they give are in `calendar.py`.

What people write for them is read in `bot/planning/reading.py` and said in `bot/planning/saying.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from pydantic import JsonValue

from bot.domain.errors import VoorloperError

VERSION: Final = 1
"""The version of a schedule's JSON; readers of earlier ones stay."""

LONGEST_GAP: Final = 52
"""How many weeks may lie between two moments of a weekly rule."""

LAST: Final = -1
"""The place of the last one in a month; the last but one is -2."""


class ImpossibleScheduleError(VoorloperError):
    """A schedule that cannot be: a bug of ours, or JSON that we did not write."""


@dataclass(frozen=True)
class Once:
    """One day; it is meant, so public holidays and ranges do not skip it, though pauses do."""

    day: date


@dataclass(frozen=True)
class Weekly:
    """Days of the week (0 is Monday), in order; `every` so many weeks, counted from the week of `since`."""

    weekdays: tuple[int, ...]
    every: int = 1

    def __post_init__(self) -> None:
        _require(_ascending(self.weekdays) and set(self.weekdays) <= set(range(7)), "weekdays")
        _require(1 <= self.every <= LONGEST_GAP, "every")


@dataclass(frozen=True)
class Monthly:
    """The nth such weekday of each month: 1 to 5, -2 or -1. A month without a fifth one is passed over."""

    nth: tuple[int, ...]
    weekday: int

    def __post_init__(self) -> None:
        _require(bool(self.nth) and len(set(self.nth)) == len(self.nth), "nth")
        _require(set(self.nth) <= {1, 2, 3, 4, 5, -2, LAST} and 0 <= self.weekday <= 6, "nth")  # noqa: PLR2004
        _require(tuple(sorted(self.nth, key=in_month)) == self.nth, "nth in order")


@dataclass(frozen=True)
class MonthlyWorkday:
    """The nth working day of each month: 1 to 5, -2 or -1. Public holidays are no working days."""

    nth: int

    def __post_init__(self) -> None:
        _require(self.nth in {1, 2, 3, 4, 5, -2, LAST}, "nth")


@dataclass(frozen=True)
class MonthDay:
    """A day of each month, 1 to 31, or the last (-1). A month without a 31st is passed over."""

    day: int

    def __post_init__(self) -> None:
        _require(1 <= self.day <= 31 or self.day == LAST, "day")  # noqa: PLR2004 - the longest month


@dataclass(frozen=True)
class Workdays:
    """Monday to Friday, but for public holidays."""


@dataclass(frozen=True)
class Cron:
    """What five fields of cron say, spelled out; `line` is how it was written, in one spelling.

    Days of the month and of the week must both fit; only one is ever narrowed (`bot/planning/cron.py`).
    """

    line: str
    times: tuple[time, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(bool(self.times) and list(self.times) == sorted(set(self.times)), "times")
        _require(_ascending(self.days) and self.days[0] >= 1 and self.days[-1] <= 31, "days")  # noqa: PLR2004
        _require(_ascending(self.months) and self.months[0] >= 1 and self.months[-1] <= 12, "months")  # noqa: PLR2004
        _require(_ascending(self.weekdays) and set(self.weekdays) <= set(range(7)), "weekdays")


Rule = Once | Weekly | Monthly | MonthlyWorkday | MonthDay | Workdays | Cron


@dataclass(frozen=True)
class Schedule:
    """A rule and the local time it happens at (None: the rule is cron and says its own times).

    `since` and `until` are the first and the last day on which it may happen.
    """

    rule: Rule
    at: time | None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        _require((self.at is None) == isinstance(self.rule, Cron), "at")
        _require(
            all(at == at.replace(second=0, microsecond=0, tzinfo=None) for at in self.times), "whole minutes"
        )
        counted = isinstance(self.rule, Weekly) and self.rule.every > 1
        _require(not counted or self.since is not None, "a week to count from")
        bounded = self.since is not None or self.until is not None
        _require(not (bounded and isinstance(self.rule, Once)), "once, without bounds")
        _require(self.since is None or self.until is None or self.since <= self.until, "until")

    @property
    def times(self) -> tuple[time, ...]:
        """The local times of a day on which it happens, in order."""
        if isinstance(self.rule, Cron):
            return self.rule.times
        return () if self.at is None else (self.at,)


def schedule_to_json(schedule: Schedule) -> dict[str, JsonValue]:
    """Return a schedule as JSON with its version."""
    bounds: dict[str, JsonValue] = {
        name: day.isoformat()
        for name, day in (("since", schedule.since), ("until", schedule.until))
        if day is not None
    }
    at: dict[str, JsonValue] = {} if schedule.at is None else {"at": _clock(schedule.at)}
    return {"version": VERSION, **_rule_to_json(schedule.rule), **at, **bounds}


def _rule_to_json(rule: Rule) -> dict[str, JsonValue]:
    match rule:
        case Once(day=day):
            return {"rule": "once", "day": day.isoformat()}
        case Weekly(weekdays=weekdays, every=every):
            return {"rule": "weekly", "weekdays": [*weekdays], "every": every}
        case Monthly(nth=nth, weekday=weekday):
            return {"rule": "monthly", "nth": [*nth], "weekday": weekday}
        case MonthlyWorkday(nth=place):
            return {"rule": "monthly workday", "nth": place}
        case MonthDay(day=number):
            return {"rule": "month day", "day": number}
        case Workdays():
            return {"rule": "workdays"}
        case Cron():
            return {
                "rule": "cron",
                "line": rule.line,
                "times": [_clock(at) for at in rule.times],
                "days": [*rule.days],
                "months": [*rule.months],
                "weekdays": [*rule.weekdays],
            }


def schedule_from_json(value: Mapping[str, JsonValue]) -> Schedule:
    """Return the schedule that JSON of ours says; raise ImpossibleScheduleError when it says none."""
    try:
        _require(value["version"] == VERSION, "version")
        at = value.get("at")
        return Schedule(
            _rule_from_json(value),
            None if at is None else _time(at),
            _day(value["since"]) if "since" in value else None,
            _day(value["until"]) if "until" in value else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ImpossibleScheduleError("This is no schedule.") from error


def _rule_from_json(value: Mapping[str, JsonValue]) -> Rule:
    match value["rule"]:
        case "once":
            return Once(_day(value["day"]))
        case "weekly":
            return Weekly(_numbers(value["weekdays"]), _number(value["every"]))
        case "monthly":
            return Monthly(_numbers(value["nth"]), _number(value["weekday"]))
        case "monthly workday":
            return MonthlyWorkday(_number(value["nth"]))
        case "month day":
            return MonthDay(_number(value["day"]))
        case "workdays":
            return Workdays()
        case "cron":
            times = value["times"]
            _require(isinstance(times, list), "times")
            return Cron(
                str(value["line"]),
                tuple(_time(at) for at in times) if isinstance(times, list) else (),
                _numbers(value["days"]),
                _numbers(value["months"]),
                _numbers(value["weekdays"]),
            )
        case unknown:
            raise ImpossibleScheduleError(f"There is no rule {unknown}.")


def _require(holds: bool, what: str) -> None:  # noqa: FBT001 - a condition
    if not holds:
        raise ImpossibleScheduleError(f"A schedule cannot be like this: {what}.")


def _ascending(numbers: tuple[int, ...]) -> bool:
    return bool(numbers) and list(numbers) == sorted(set(numbers))


def in_month(nth: int) -> int:
    """Return where the nth one stands, the last ones at the end."""
    return nth if nth > 0 else 10 + nth


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _time(value: JsonValue) -> time:
    _require(isinstance(value, str) and re.fullmatch(r"\d\d:\d\d", value) is not None, "time")
    return time.fromisoformat(str(value))


def _day(value: JsonValue) -> date:
    return date.fromisoformat(str(value))


def _number(value: JsonValue) -> int:
    _require(isinstance(value, int) and not isinstance(value, bool), "number")
    return value if isinstance(value, int) else 0


def _numbers(value: JsonValue) -> tuple[int, ...]:
    _require(isinstance(value, list), "numbers")
    return tuple(_number(each) for each in value) if isinstance(value, list) else ()
