"""What reading gives: a schedule with what follows it, or why it is none. Reading is in `reading.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.schedule import Schedule
from bot.messages.i18n import Translator
from bot.messages.markup import Line


@dataclass(frozen=True)
class Planned:
    """A schedule, and the words that follow it as they were written: “in #leren succes”."""

    schedule: Schedule
    rest: str


@dataclass(frozen=True)
class Misread:
    """No schedule: a marked message that helps, with its values; a date is said in the reader's language."""

    message: str
    values: Mapping[str, str | date] = field(default_factory=dict)

    def said(self, text: Translator) -> Line:
        """Return it in the reader's language."""
        values = {
            name: said_day(value, text) if isinstance(value, date) else value
            for name, value in self.values.items()
        }
        return text.line(self.message, **values)


def said_day(day: date, text: Translator) -> str:
    """Return a day with its weekday and year, as the reader's language writes it."""
    return text.day(day, "EEEE d MMMM y")
