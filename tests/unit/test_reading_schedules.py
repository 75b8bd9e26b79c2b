"""What people write for a schedule is understood, said back, and read again as the same."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    schedule_from_json,
    schedule_to_json,
)
from bot.messages.i18n import translator
from bot.messages.plaintext import plain_line
from bot.planning.planned import Misread, Planned
from bot.planning.reading import read_schedule
from bot.planning.saying import say_schedule

SUNDAY = date(2026, 11, 29)
HALF_TEN = time(9, 30)
EVERY_TUESDAY = Schedule(Weekly((1,)), HALF_TEN)
OTHER_MONDAY = Schedule(Weekly((0,), 2), time(10), since=date(2026, 11, 30))
LAST_WORKDAY = Schedule(MonthlyWorkday(-1), time(16))
THIRD_OF_DECEMBER = Schedule(Once(date(2026, 12, 3)), time(15))
FIRST_THURSDAY = Schedule(Monthly((1,), 3), time(14))
MONDAY_TO_FRIDAY = Schedule(Weekly((0, 1, 2, 3, 4)), time(9))
FIFTEENTH = Schedule(MonthDay(15), time(9))


def read(words: str) -> Schedule:
    planned = read_schedule(words, SUNDAY)
    assert isinstance(planned, Planned), planned
    assert planned.rest == ""
    return planned.schedule


def refused(words: str, language: str = "nl") -> str:
    misread = read_schedule(words, SUNDAY)
    assert isinstance(misread, Misread), misread
    return plain_line(misread.said(translator(language)))


@pytest.mark.parametrize(
    ("words", "schedule"),
    [
        ("elke dinsdag 9:30", EVERY_TUESDAY),
        ("om half tien elke dinsdag", EVERY_TUESDAY),
        ("Elke week op dinsdag om 9.30 uur", EVERY_TUESDAY),
        ("dinsdags om half tien", EVERY_TUESDAY),
        ("every Tuesday at 9:30 am", EVERY_TUESDAY),
        ("on Tuesdays at half past nine", EVERY_TUESDAY),
        ('cron "30 9 * * tue"', EVERY_TUESDAY),
        ("cron “30 9 * * di”", EVERY_TUESDAY),
        ("elke ma, wo en vr kwart voor negen", Schedule(Weekly((0, 2, 4)), time(8, 45))),
        ("every Tuesday and Thursday 2 pm", Schedule(Weekly((1, 3)), time(14))),
        ("elke vrijdag t/m maandag 12 uur", Schedule(Weekly((0, 4, 5, 6)), time(12))),
        ("elke dag om 8 uur 's avonds", Schedule(Weekly(tuple(range(7))), time(20))),
        ("om de week op maandag 10:00", OTHER_MONDAY),
        ("every other Monday 10:00", OTHER_MONDAY),
        ("maandag om de week 10:00", OTHER_MONDAY),
        ("elke twee weken op maandag om tien uur", OTHER_MONDAY),
        (
            "every 3 weeks on Friday 9:00 from 4 December",
            Schedule(Weekly((4,), 3), time(9), date(2026, 12, 4)),
        ),
        ("eerste donderdag van de maand 14:00", FIRST_THURSDAY),
        ("elke maand op de eerste donderdag om 14.00", FIRST_THURSDAY),
        ("first Thursday of the month 14:00", FIRST_THURSDAY),
        ("elke eerste en derde donderdag van de maand 14:00", Schedule(Monthly((1, 3), 3), time(14))),
        ("the last Friday of every month at noon", Schedule(Monthly((-1,), 4), time(12))),
        ("laatste werkdag van de maand 16:00", LAST_WORKDAY),
        ("last working day of the month 4 pm", LAST_WORKDAY),
        ("elke werkdag 9:30", Schedule(Workdays(), HALF_TEN)),
        ("on weekdays at 9:30", Schedule(Workdays(), HALF_TEN)),
        ("elke 15e van de maand 9:00", FIFTEENTH),
        ("every month on the 15th at 9:00", FIFTEENTH),
        ("cron 0 9 15 * *", FIFTEENTH),
        ("elke laatste dag van de maand 9:00", Schedule(MonthDay(-1), time(9))),
        ("3 december 15:00", THIRD_OF_DECEMBER),
        ("15:00 op donderdag 3 december 2026", THIRD_OF_DECEMBER),
        ("3-12 om 15:00", THIRD_OF_DECEMBER),
        ("December 3rd, 2026 at 3 pm", THIRD_OF_DECEMBER),
        ("morgen 9:30", Schedule(Once(date(2026, 11, 30)), HALF_TEN)),
        ("29 november 23:00", Schedule(Once(SUNDAY), time(23))),
        ("volgende week dinsdag 9:30", Schedule(Once(date(2026, 12, 1)), HALF_TEN)),
        ("maandag t/m vrijdag 9:00", MONDAY_TO_FRIDAY),
        ("ma t/m vr 9:00", MONDAY_TO_FRIDAY),
        ("ma-vr om 9u", MONDAY_TO_FRIDAY),
        ("Monday to Friday at 9:00", MONDAY_TO_FRIDAY),
        ("dinsdag en donderdag 9:30", Schedule(Weekly((1, 3)), HALF_TEN)),
        ("di/do 9:30", Schedule(Weekly((1, 3)), HALF_TEN)),
        ("elke weekdag 9:30", Schedule(Workdays(), HALF_TEN)),
        ("doordeweeks 9:30", Schedule(Workdays(), HALF_TEN)),
        ("elke dinsdag om half 10", EVERY_TUESDAY),
        ("elke dinsdag om half 10 's avonds", Schedule(Weekly((1,)), time(21, 30))),
        ("elke dinsdag om half 1", Schedule(Weekly((1,)), time(12, 30))),
        ("elke dinsdag om 9u30", EVERY_TUESDAY),
        ("elke dinsdag om 14u", Schedule(Weekly((1,)), time(14))),
        ("elke dinsdag om 10 uur", Schedule(Weekly((1,)), time(10))),
        ("elke dinsdag 9:30 vanaf volgende week", Schedule(Weekly((1,)), HALF_TEN, date(2026, 11, 30))),
        (
            "every Tuesday 9:30 until next week",
            Schedule(Weekly((1,)), HALF_TEN, until=date(2026, 12, 6)),
        ),
        ("elke dinsdag 9:30 tot 1 maart", Schedule(Weekly((1,)), HALF_TEN, until=date(2027, 2, 28))),
    ],
)
def test_what_people_write(words: str, schedule: Schedule) -> None:
    """In Dutch and English, with the time before or after the day."""
    assert read(words) == schedule


def test_what_follows_is_left_as_it_was() -> None:
    """The channel and the words of a prompt are not read here."""
    planned = read_schedule("Elke dinsdag 9:30, in #Leren vrij Wat ging er MIS?", SUNDAY)
    assert planned == Planned(EVERY_TUESDAY, "in #Leren vrij Wat ging er MIS?")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("31 februari 15:00", "De dag “31 februari” bestaat niet."),
        ("3 december 2020 15:00", "donderdag 3 december 2020 is geweest."),
        ("elke dinsdag 25:00", "Het tijdstip “25:00” bestaat niet."),
        ("elke disndag 9:30", "“disndag” ken ik niet. Bedoel je “dinsdag”?"),
        ("elke dinsdag", "Hoe laat?"),
        ("9:30", "Op welke dag?"),
        ("elke tweede dinsdag 9:30", "Bedoel je elke tweede dinsdag van de maand, of om de week?"),
        ("elke 60 weken op dinsdag 9:30", "hooguit 52 weken"),
        ("elke maand op dag 32 9:30", "geen dag 32"),
        ("3 december 15:00 vanaf 1 december", "geen begin en einde"),
        ("elke dinsdag 9:30 vanaf 1 maart tot 1 februari 2027", "voordat het begint"),
        ("cron 30 9 * * 2", "Schrijf de dagen van de week in cron als naam"),
        ("cron 30 9 1 * tue", "niet tegelijk"),
        ("cron * * * * tue", "1440 keer per dag"),
        ("cron 61 9 * * tue", "“61” begrijp ik niet in cron: het gaat van 0 tot en met 59"),
        ("cron 30 9 * *", "vijf velden"),
        ("ooit", "Ik zie niet wanneer."),
        ("", "Ik zie niet wanneer."),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_could_be(words: str, said: str) -> None:
    """With the reason, and never as another schedule."""
    assert said in refused(words)


def test_a_refusal_in_english() -> None:
    """Dates are said in the reader's language."""
    assert refused("3 December 2020 15:00", "en").startswith("Thursday 3 December 2020 has been.")


RULES: st.SearchStrategy[Rule] = st.one_of(
    st.dates(SUNDAY, date(2099, 12, 31)).map(Once),
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: Weekly(tuple(sorted(days)))),
    st.builds(
        lambda days, every: Weekly(tuple(sorted(days)), every),
        st.sets(st.integers(0, 6), min_size=1),
        st.integers(2, 52),
    ),
    st.builds(
        lambda places, day: Monthly(tuple(sorted(places, key=lambda nth: nth % 10)), day),
        st.sets(st.sampled_from((1, 2, 3, 4, 5, -2, -1)), min_size=1),
        st.integers(0, 6),
    ),
    st.sampled_from((1, 2, 3, 4, 5, -2, -1)).map(MonthlyWorkday),
    st.sampled_from((*range(1, 32), -1)).map(MonthDay),
    st.just(Workdays()),
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any schedule that can be planned."""
    rule, at = draw(RULES), draw(st.times()).replace(second=0, microsecond=0)
    if isinstance(rule, Once):
        return Schedule(rule, at)
    days = st.none() | st.dates(SUNDAY, date(2099, 12, 31))
    bounds = (draw(days), draw(days))
    since, until = sorted(bounds, key=lambda day: day or date.min) if all(bounds) else bounds
    if isinstance(rule, Weekly) and rule.every > 1 and since is None:
        since = SUNDAY if until is None else min(until, SUNDAY)
    return Schedule(rule, at, since, until)


@given(schedules(), st.sampled_from(("nl", "en")))
def test_what_is_said_is_read_as_the_same(schedule: Schedule, language: str) -> None:
    """In both languages, also through its JSON."""
    said = say_schedule(schedule, translator(language))
    assert read_schedule(said, SUNDAY) == Planned(schedule, ""), said
    assert schedule_from_json(schedule_to_json(schedule)) == schedule


@pytest.mark.parametrize("line", ["0 9,17 * * mon-fri", "0 9 1 jan,jul *", "*/15 9 * * fri-mon"])
def test_cron_that_no_words_say(line: str) -> None:
    """It is said as it was written."""
    schedule = read(f"cron {line}")
    assert isinstance(schedule.rule, Cron)
    assert read(say_schedule(schedule, translator("nl"))) == schedule
    assert schedule_from_json(schedule_to_json(schedule)) == schedule


WORDS = st.sampled_from(
    (
        *("elke", "every", "om", "de", "week", "dinsdag", "eerste", "en", "t/m", "van", "maand", "cron", '"'),
        *("*", "9:30", "half", "tien", "3", "december", "2026", "tot", "vanaf", "31", "februari", "*/0", "İ"),
        *("9u30", "14u", "10", "volgende", "donderdag", "/", "weekdag", "'s", "avonds"),
    )
)


@given(st.text() | st.lists(WORDS).map(" ".join))
def test_any_text_is_a_schedule_or_a_refusal(words: str) -> None:
    """Never an exception; what is left of it stands at its end."""
    match read_schedule(words, SUNDAY):
        case Planned(rest=rest):
            assert words.rstrip(" \t\n\u00a0,;").endswith(rest)
        case Misread() as misread:
            assert plain_line(misread.said(translator("nl")))
