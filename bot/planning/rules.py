"""On which days something comes back, as people write it: every Tuesday, om de week op maandag.

What words and dates mean by themselves is in `words.py`; `reading.py` puts a rule and a time together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from bot.domain.schedule import (
    LAST,
    LONGEST_GAP,
    MonthDay,
    Monthly,
    MonthlyWorkday,
    Once,
    Rule,
    Weekly,
    Workdays,
)
from bot.messages.i18n import mark
from bot.planning.planned import Misread
from bot.planning.words import (
    AND,
    DAY,
    DAYS,
    EACH,
    MANY,
    MONTH,
    NTH,
    PLACE,
    PLACES,
    SEVERAL,
    TO,
    found_date,
    places_in,
    weekdays_in,
)

SECOND: Final = mark(
    "Do you mean every second {day} of the month, or every other week? Write “second {day} of the month” "
    "or “every other week on {day}”."
)
NO_SUCH_PLACE: Final = mark("A month has no day {number}.")
TOO_FAR: Final = mark("There can be at most {number} weeks between two times.")

_NUMBERS: Final = {
    name: number
    for number, names in enumerate(("twee two", "drie three", "vier four", "vijf five", "zes six"), 2)
    for name in names.split()
}
_COUNT: Final = rf"(?P<count>\d{{1,4}}|{'|'.join(_NUMBERS)})"
_ON: Final = r"(?:\s+(?:op|on))?(?:\s+(?:de|the))?\s+"
_MONTHLY: Final = rf"(?:{EACH}\s+(?:maand|month)|maandelijks|monthly)"
_WORKDAY: Final = r"(?:werkdag|working\s+day|workday|business\s+day)\b"
_WORKDAYS: Final = (
    rf"(?:(?:{EACH}\s+|op\s+|on\s+)?(?:{_WORKDAY}|weekday\b|weekdag\b)"
    r"|(?:op\s+|on\s+)?(?:werkdagen|weekdagen|working\s+days|workdays|business\s+days|weekdays)\b"
    r"|doordeweeks\b)"
)
_A_WEEK: Final = rf"(?:{EACH}\s+week|wekelijks|weekly)"
_OTHER: Final = (
    r"(?:om\s+de\s+(?:andere\s+)?week|tweewekelijks|every\s+other\s+week|every\s+second\s+week|fortnightly)"
)
_GAP: Final = rf"(?:(?:{EACH}|om\s+de)\s+{_COUNT}\s+(?:weken|weeks))"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _weekly(match: re.Match[str]) -> Rule | Misread:
    return Weekly(weekdays_in(match["days"]))


def _several(match: re.Match[str]) -> Rule | Misread:
    """Tuesdays and Thursdays."""
    return Weekly(tuple(sorted({MANY[each] for each in re.findall(SEVERAL, match["days"])})))


def _every_other(match: re.Match[str]) -> Rule | Misread:
    return Weekly(weekdays_in(match["days"]), 2)


def _every_so_many(match: re.Match[str]) -> Rule | Misread:
    count = match["count"]
    number = _NUMBERS.get(count) or int(count)
    if not 1 <= number <= LONGEST_GAP:
        return Misread(TOO_FAR, {"number": str(LONGEST_GAP)})
    return Weekly(weekdays_in(match["days"]), number)


def _daily(_: re.Match[str]) -> Rule | Misread:
    return Weekly(tuple(range(7)))


def _workdays(_: re.Match[str]) -> Rule | Misread:
    return Workdays()


def _monthly(match: re.Match[str]) -> Rule | Misread:
    (weekday,) = weekdays_in(match["day"])
    return Monthly(places_in(match["places"]), weekday)


def _nth_without_month(match: re.Match[str]) -> Rule | Misread:
    (weekday,) = weekdays_in(match["day"])
    places = places_in(match["places"])
    return Misread(SECOND, {"day": match["day"]}) if places == (2,) else Monthly(places, weekday)


def _monthly_workday(match: re.Match[str]) -> Rule | Misread:
    return MonthlyWorkday(NTH[match["place"]])


def _last_day(_: re.Match[str]) -> Rule | Misread:
    return MonthDay(LAST)


def _month_day(match: re.Match[str]) -> Rule | Misread:
    number = int(match["number"])
    if not 1 <= number <= 31:  # noqa: PLR2004 - the longest month
        return Misread(NO_SUCH_PLACE, {"number": match["number"]})
    return MonthDay(number)


_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Rule | Misread]], ...]] = (
    (_rule(rf"{_GAP}{_ON}(?P<days>{DAYS})"), _every_so_many),
    (_rule(rf"{_OTHER}{_ON}(?P<days>{DAYS})"), _every_other),
    (_rule(rf"(?:every\s+other|om\s+de)\s+(?P<days>{DAYS})"), _every_other),
    (_rule(rf"(?:{EACH}\s+|op\s+|on\s+)?(?P<days>{DAYS})\s+{_OTHER}"), _every_other),
    (_rule(rf"{_MONTHLY}{_ON}(?P<place>{PLACE})\s+{_WORKDAY}"), _monthly_workday),
    (_rule(rf"{_MONTHLY}{_ON}(?:laatste|last)\s+(?:dag|day)\b"), _last_day),
    (_rule(rf"{_MONTHLY}{_ON}(?P<places>{PLACES})\s+(?P<day>{DAY})"), _monthly),
    (
        _rule(rf"{_MONTHLY}{_ON}(?:dag\s+|day\s+)?(?P<number>\d{{1,2}})(?:e|de|ste|st|nd|rd|th)?\b(?![:.])"),
        _month_day,
    ),
    (
        _rule(rf"(?:{EACH}\s+)?(?:de\s+|the\s+)?(?P<place>{PLACE})\s+{_WORKDAY}(?:\s+{MONTH})?"),
        _monthly_workday,
    ),
    (_rule(rf"(?:{EACH}\s+)?(?:de\s+|the\s+)?(?:laatste|last)\s+(?:dag|day)\s+{MONTH}"), _last_day),
    (
        _rule(
            rf"(?:{EACH}\s+|op\s+|on\s+)?(?:de\s+|the\s+)?(?P<number>\d{{1,2}})(?:e|de|ste|st|nd|rd|th)?"
            rf"(?:\s+(?:dag|day))?\s+{MONTH}"
        ),
        _month_day,
    ),
    (_rule(rf"(?:{EACH}\s+)?(?:de\s+|the\s+)?(?P<places>{PLACES})\s+(?P<day>{DAY})\s+{MONTH}"), _monthly),
    (_rule(rf"(?:{EACH}\s+)?(?:de\s+|the\s+)?(?P<places>{PLACES})\s+(?P<day>{DAY})"), _nth_without_month),
    (_rule(_WORKDAYS), _workdays),
    (_rule(rf"(?:{EACH}\s+(?:dag|day)|dagelijks|daily)\b"), _daily),
    (_rule(rf"{_A_WEEK}{_ON}(?P<days>{DAYS})"), _weekly),
    (_rule(rf"{EACH}\s+(?P<days>{DAYS})"), _weekly),
    (_rule(rf"(?:(?:op|on|van|from)\s+)?(?P<days>{DAY}(?:{AND}|{TO}){DAYS})"), _weekly),
    (
        _rule(
            rf"(?:op\s+|on\s+)?(?P<days>(?:{SEVERAL})(?:(?:\s*,\s*|\s+(?:en|and)\s+)(?:op\s+|on\s+)?(?:{SEVERAL}))*)"
        ),
        _several,
    ),
)
_PREPOSITION: Final = re.compile(r"(?:op|on)\s+", re.ASCII)


def found_rule(text: str, at: int, today: date) -> tuple[Rule, int] | Misread | None:
    """Return the rule that stands here, and where it ends; a day by itself is once."""
    for pattern, meaning in _RULES:
        match = pattern.match(text, at)
        if match:
            rule = meaning(match)
            return rule if isinstance(rule, Misread) else (rule, match.end())
    preposition = _PREPOSITION.match(text, at)
    day = found_date(text, preposition.end() if preposition else at, today)
    return (Once(day[0]), day[1]) if isinstance(day, tuple) else day
