"""What is planned, as a calendar: weeks in words, and an .ics file. What is planned is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from bot.domain.calendar import Moment
from bot.messages.i18n import Translator
from bot.messages.markup import Line, Plain, Strong
from bot.messages.reply import File, Paragraph
from bot.planning.saying import say_time

LASTS: Final = timedelta(minutes=15)
"""How long an appointment takes in a calendar: enough to be seen there."""

_PRODUCT: Final = "-//Voorloper//NL"


@dataclass(frozen=True)
class Appointment:
    """One planned moment: `key` plans it (K5); `skipped` says why it is left out, None when it is not."""

    key: str
    moment: Moment
    zone: ZoneInfo
    what: str
    where: str
    skipped: str | None = None


def calendar_file(appointments: Iterable[Appointment], text: Translator, made: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545) of what is not skipped; the same ids each time it is made.

    Times are in UTC, which every calendar shows in its own zone, so that no zone's rules need to be in it.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", text.text("Voorloper: what is planned"))
    for each in _in_order(appointments):
        if each.skipped is None:
            calendar.add_component(_event(each, made))
    return bytes(calendar.to_ical())


def file_of(appointments: Iterable[Appointment], text: Translator, made: datetime) -> File:
    """Return the .ics file as a block of a reply."""
    content = calendar_file(appointments, text, made)
    return File(
        text.text("planned.ics"), "text/calendar", content, text.text("what is planned, for your calendar")
    )


def _event(appointment: Appointment, made: datetime) -> Event:
    event = Event()
    event.add("uid", f"{appointment.key}-{appointment.moment.local:%Y%m%dT%H%M}@voorloper")
    event.add("dtstamp", made.astimezone(UTC))
    event.add("dtstart", appointment.moment.at)
    event.add("dtend", appointment.moment.at + LASTS)
    event.add("summary", f"{appointment.what} ({appointment.key})")
    event.add("location", appointment.where)
    event.add("transp", "TRANSPARENT")
    return event


def weeks(appointments: Iterable[Appointment], text: Translator, today: date) -> tuple[Paragraph, ...]:
    """Return a paragraph for each week with something planned, by the day on the clock of its room."""
    planned = groupby(_in_order(appointments), key=lambda each: _monday(_shown(each).date()))
    return tuple(Paragraph(tuple(_week(monday, list(members), text, today))) for monday, members in planned)


def _week(monday: date, members: list[Appointment], text: Translator, today: date) -> Iterator[Line]:
    ahead = (monday - _monday(today)).days // 7
    day = text.day(monday, "d MMMM")
    near = {0: text.text("This week"), 1: text.text("Next week")}
    yield (Strong(near.get(ahead) or text.text("Week of {day}", day=day)),)
    yield from (_appointment(each, text) for each in members)


def _appointment(each: Appointment, text: Translator) -> Line:
    shown = _shown(each)
    elsewhere = "" if each.zone.key == text.zone else f" ({each.zone.key})"
    day = text.day(shown.date(), "EEEE d MMMM")
    when = text.text("{day} at {time}", day=day, time=f"{say_time(shown.time())}{elsewhere}")
    parts = [when, each.what, each.where, each.key]
    if each.skipped is not None:
        parts.append(text.text("skipped: {why}", why=each.skipped) if each.skipped else text.text("skipped"))
    return (Plain(" · ".join(part for part in parts if part)),)


def _shown(appointment: Appointment) -> datetime:
    """Return when it is on the clock of its room, also where the planned moment does not exist."""
    return appointment.moment.at.astimezone(appointment.zone)


def _in_order(appointments: Iterable[Appointment]) -> list[Appointment]:
    return sorted(appointments, key=lambda each: (each.moment.at, each.key))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
