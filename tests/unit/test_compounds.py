"""Compounds taken apart and put together against a dictionary."""

from __future__ import annotations

import pytest

from bot.language import compounds
from bot.language.stopwords import listed

KNOWN = listed(
    "zwerf afval burger participatie bedrijven terrein schuld hulp verlening hulpverlening stad haven",
    "gemeente raad verkiezing gemeenteraad",
)


def known(word: str) -> bool:
    return word in KNOWN


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("zwerfafval", ("zwerf", "afval")),
        ("burgerparticipatie", ("burger", "participatie")),
        ("bedrijventerrein", ("bedrijven", "terrein")),
        ("stadshaven", ("stad", "haven")),
        ("gemeenteraadsverkiezing", ("gemeenteraad", "verkiezing")),
    ],
)
def test_a_compound_falls_into_known_words(word: str, parts: tuple[str, ...]) -> None:
    """A compound is split where both sides are words, with or without a linking s."""
    assert compounds.split(word, known) == parts


def test_the_fewest_parts_win() -> None:
    """A part that is itself a known compound stays whole."""
    assert compounds.split("schuldhulpverlening", known) == ("schuld", "hulpverlening")


def test_three_parts_are_found_when_two_are_not() -> None:
    """A compound of three words is taken apart as well."""
    assert compounds.split("burgerafvalhulp", known) == ("burger", "afval", "hulp")


@pytest.mark.parametrize("word", ["afval", "zwerfkat", "onbekend", "", "a"])
def test_what_is_not_wholly_known_words_stays_whole(word: str) -> None:
    """A simple word, or one with an unknown part, has no parts."""
    assert compounds.split(word, known) == ()


def test_no_part_is_shorter_than_four_characters() -> None:
    """Chance pieces such as -ing never count as a part."""
    assert compounds.split("regeling", lambda word: word in {"regel", "ing"}) == ()


def test_what_is_too_long_for_a_word_stays_whole() -> None:
    """Letters without end are not looked into at all."""
    asked: list[str] = []
    assert compounds.split("zwerfafval" * 7, lambda word: not asked.append(word)) == ()  # type: ignore[func-returns-value]
    assert asked == []


def test_neighbours_known_as_one_word_are_joined() -> None:
    """A compound typed apart is recognised by its joined form."""
    assert compounds.joined(("wij", "ruimen", "zwerf", "afval"), lambda word: word == "zwerfafval") == (
        ("zwerf", "afval"),
    )


def test_words_that_are_not_neighbours_are_not_joined() -> None:
    """Only words next to each other make a compound."""
    assert compounds.joined(("zwerf", "veel", "afval"), lambda word: word == "zwerfafval") == ()
