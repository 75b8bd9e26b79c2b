"""Which words: messages are written in English, and the Dutch catalogue holds every one of them.

A `Translator` is passed to whoever speaks; there is no language in a global.
"""

from __future__ import annotations

import gettext
import io
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.messages.markup import Line, line

LANGUAGES: Final = ("nl", "en")
DEFAULT_LANGUAGE: Final = "nl"

CALLED: Final = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en", "english": "en"}
"""What people call the languages, in either of them."""


_LOCALES: Final = {"nl": "nl_NL", "en": "en_GB"}
"""How dates and durations are written; English in the European way."""

_NUMBERS: Final = {
    "nl": "geen een twee drie vier vijf zes zeven acht negen tien elf twaalf".split(),
    "en": "no one two three four five six seven eight nine ten eleven twelve".split(),
}


NUMBERS: Final = {word: number for words in _NUMBERS.values() for number, word in enumerate(words) if number}
"""Numbers as people write them, in either language."""


def mark(message: str) -> str:
    """Mark a message that is translated later, where the language is known."""
    return message


def mark_plural(one: str, many: str) -> tuple[str, str]:
    """Mark both forms of a message that is translated later, where the number is known."""
    return one, many


class Translator:
    """Says our messages in one language, for readers in one time zone."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations, zone: str) -> None:
        self.language = language
        self.zone = zone
        self.locale = _LOCALES[language]
        self._catalogue = catalogue

    def text(self, message: str, **values: str) -> str:
        """Return the message in this language with {placeholders} filled in."""
        return self._catalogue.gettext(message).format(**values)

    def line(self, message: str, **values: str | Line) -> Line:
        """Return the message as spans: `code` and **strong** in our words, values always plain."""
        return line(self._catalogue.gettext(message), **values)

    def plural(self, one: str, many: str, number: int, **values: str) -> str:
        """Return the form that fits the number, with {number} and other placeholders filled in.

        Numbers up to twelve are written as words, as people do.
        """
        words = _NUMBERS[self.language]
        written = words[number] if 0 <= number < len(words) else str(number)
        return self._catalogue.ngettext(one, many, number).format(number=written, **values)

    def moment(self, at: datetime) -> str:
        """Return a moment as readers write it, in their time zone."""
        return format_datetime(at, "d MMMM yyyy HH:mm", tzinfo=ZoneInfo(self.zone), locale=self.locale)

    def day(self, day: date, pattern: str = "d MMMM y") -> str:
        """Return a day as readers write it; the pattern is one of Unicode's (`EEEE` is the weekday)."""
        return format_date(day, pattern, locale=self.locale)


def translator(language: str, zone: str = "UTC") -> Translator:
    """Return the translator for `nl` or `en`; any other language gets the default one."""
    spoken = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return Translator(spoken, _catalogue(spoken), zone)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Compile the catalogue in memory, so that no compiled copy can be out of date; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    source = files("bot.messages").joinpath("locale", f"{language}.po")
    compiled = io.BytesIO()
    with source.open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language, abort_invalid=True))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
