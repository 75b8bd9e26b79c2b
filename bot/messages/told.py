"""Sentences of ours that are made where no language is known, such as why a row of a file is bad.

Each is English, as the command line shows it, and remembers what it was made of, so that it can be said in
another language.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.messages.i18n import Translator


class Told(str):  # a string wherever nobody translates
    """A sentence in English, with the message and the values that it was made of."""

    __slots__ = ("message", "values")

    message: str
    values: Mapping[str, str | int]


def told(message: str, **values: str | int) -> Told:
    """Return the message with its {placeholders} filled in; values may be sentences themselves."""
    made = Told(message.format(**{name: _number(value, ",") for name, value in values.items()}))
    made.message, made.values = message, values
    return made


def reason_of(error: Exception) -> str:
    """Return the sentence that an error of ours was raised with, as it can be translated."""
    sentence = error.args[0] if error.args else ""
    return sentence if isinstance(sentence, str) else str(error)


def spoken(text: str, t: Translator) -> str:
    """Return a sentence in the language of a translator; anything else stays as it is."""
    if not isinstance(text, Told):
        return text
    thousands = "," if t.language == "en" else "."
    return t.text(text.message, **{name: _said(value, thousands, t) for name, value in text.values.items()})


def _said(value: str | int, thousands: str, t: Translator) -> str:
    return spoken(value, t) if isinstance(value, str) else _number(value, thousands)


def _number(value: str | int, thousands: str) -> str:
    return value if isinstance(value, str) else f"{value:,}".replace(",", thousands)
