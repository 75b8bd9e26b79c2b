"""What is planned as a file for somebody's own calendar, read back as a calendar program does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.domain.calendar import Moment
from bot.messages.i18n import translator
from bot.planning.appointments import LASTS, Appointment, calendar_file

ZONE = ZoneInfo("Europe/Amsterdam")
MADE = datetime(2027, 3, 1, 8, tzinfo=UTC)
BEFORE = datetime.combine(date(2027, 3, 23), time(9, 30))
AFTER = BEFORE + timedelta(days=7)
"""The same time on the clock, in the week before and the week after it changes."""


def planned(key: str, local: datetime, what: str = "een succes", skipped: str | None = None) -> Appointment:
    """Return an appointment in the room for learning."""
    moment = Moment(local, local.replace(tzinfo=ZONE).astimezone(UTC))
    return Appointment(key, moment, ZONE, what, "#leren", skipped)


def test_every_moment_is_an_appointment_at_its_own_time() -> None:
    """In order and in UTC, so that half past nine is half past nine before and after the clock changes."""
    content = calendar_file([planned("K2", AFTER), planned("K1", BEFORE)], translator("nl"), MADE)
    calendar = Calendar.from_ical(content)
    assert calendar["version"] == "2.0"
    events = [each for each in calendar.walk("VEVENT") if isinstance(each, Event)]
    assert [str(each["summary"]) for each in events] == ["een succes (K1)", "een succes (K2)"]
    assert [each.start for each in events] == [
        datetime(2027, 3, 23, 8, 30, tzinfo=UTC),
        datetime(2027, 3, 30, 7, 30, tzinfo=UTC),
    ]
    assert {each.end - each.start for each in events} == {LASTS}
    assert {str(each["location"]) for each in events} == {"#leren"}
    assert {str(each["transp"]) for each in events} == {"TRANSPARENT"}


def test_the_same_moment_keeps_its_id() -> None:
    """Who opens the file again gets no appointment twice, also when something else was added or renamed."""
    first = Calendar.from_ical(calendar_file([planned("K1", BEFORE)], translator("nl"), MADE))
    later = [planned("K1", BEFORE, "een mislukking"), planned("K1", AFTER), planned("K2", BEFORE)]
    second = Calendar.from_ical(calendar_file(later, translator("en"), MADE + timedelta(days=1)))
    ids = [str(each["uid"]) for each in second.walk("VEVENT")]
    assert len(set(ids)) == len(later)
    assert str(first.walk("VEVENT")[0]["uid"]) in ids


def test_what_is_skipped_is_in_no_calendar() -> None:
    """A calendar without anything in it is a calendar all the same."""
    content = calendar_file([planned("K1", BEFORE, skipped="Goede Vrijdag")], translator("nl"), MADE)
    assert Calendar.from_ical(content).walk("VEVENT") == []


def test_odd_words_break_no_line() -> None:
    """Commas, quotes, line breaks and long words arrive as they were; lines are as short as RFC 5545 asks."""
    odd = 'Wat ging er mis; en "waarom", écht?\nVertel ' + "heel " * 40
    content = calendar_file([planned("K1", BEFORE, odd)], translator("nl"), MADE)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["summary"]) == f"{odd} (K1)"
