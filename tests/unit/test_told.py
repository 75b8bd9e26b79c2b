"""Sentences that are made in English can be said in another language later, with all that is in them."""

from __future__ import annotations

from bot.messages.i18n import mark, translator
from bot.messages.told import reason_of, spoken, told

DUTCH, ENGLISH = translator("nl"), translator("en")
_NUMBER = mark("has {count} characters; {most} is the most.")
_INSIDE = mark("{name} cannot be imported. {why}")


def test_it_is_a_string_in_english() -> None:
    """Whoever knows of no translation shows and compares it as ever."""
    assert told(_NUMBER, count=100_001, most=100_000) == "has 100,001 characters; 100,000 is the most."


def test_it_is_said_in_the_language_of_the_reader() -> None:
    """Numbers too, and sentences within it; what people wrote stays as it is."""
    long = told(_NUMBER, count=100_001, most=100_000)
    whole = told(_INSIDE, name="{x}.csv", why=long)
    assert spoken(whole, DUTCH) == (
        "{x}.csv kan ik niet importeren. heeft 100.001 tekens; 100.000 is het meeste."
    )
    assert spoken(whole, ENGLISH) == whole
    assert spoken("zomaar iets", DUTCH) == "zomaar iets"


def test_an_error_gives_its_sentence_back() -> None:
    """As it was made, where `str` would only give the English words."""
    long = told(_NUMBER, count=2, most=1)
    assert spoken(reason_of(ValueError(long)), DUTCH) == "heeft 2 tekens; 1 is het meeste."
    assert reason_of(ValueError("iets")) == "iets"
    assert reason_of(KeyError(3)) == "3"
    assert reason_of(ValueError()) == ""
