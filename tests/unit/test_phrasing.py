"""What is left of a question when who asks it is taken away, and which questions ask the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language.phrasing import MOST, phrasing
from bot.language.sameness import asked, first_same


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Hoi Petra, heeft iemand ervaring met de Woo? Groetjes, Anna", "heeft iemand ervaring met de Woo"),
        ("@voorloper wie heeft ervaring met loting?", "wie heeft ervaring met loting?"),
        (
            "Hallo allemaal! Wie kent een tool voor zwerfafval? Alvast bedankt!",
            "Wie kent een tool voor zwerfafval",
        ),
        ("Wie weet hoe je Zivver invoert? Mail naar a@b.nl", "Wie weet hoe je Zivver invoert? Mail naar"),
        ("BRP koppelen, wie deed dat met Henk Jansen?", "BRP koppelen, wie deed dat met ?"),
        ("Fatima Yilmaz wil weten hoe je mollen verjaagt?", "hoe je mollen verjaagt?"),
        ("fatima wil graag weten wie er loot", "wie er loot"),
        ("Hoi, Fatima en Henk zouden graag willen weten of loting werkt", "of loting werkt"),
        ("Fatima vroeg zich af: hoe verjaag je mollen?", "hoe verjaag je mollen?"),
        ("Fatima wants to know how lotteries work", "how lotteries work"),
        ("Fatima asked whether lotteries work", "whether lotteries work"),
        ("Fatima zoekt een manier om te loten", "zoekt een manier om te loten"),
        ("Fatima van der Berg heeft mollen, wie weet raad?", "heeft mollen, wie weet raad?"),
        ("Wij willen weten of loting werkt", "Wij willen weten of loting werkt"),
        ("Loting is moeilijk, wie deed het?", "Loting is moeilijk, wie deed het?"),
        ("hoi", ""),
        ("🙂", ""),
    ],
)
def test_greetings_names_and_addresses_are_taken_away(said: str, left: str) -> None:
    """A law or product that everybody calls by its name stays."""
    assert phrasing(said) == left


@example("0@")
@given(st.text(max_size=600))
def test_whatever_was_typed_something_short_is_left(said: str) -> None:
    """It never fails, never grows past its limit, and holds no address."""
    left = phrasing(said)
    assert len(left) <= MOST
    assert "@" not in left


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            "wie heeft ervaring met knotwilgen langs een fietspad",
            "knotwilgen langs fietspad, iemand?",
            True,
        ),
        ("knotwilgen langs het fietspad", "maanbasis langs het fietspad", False),
        ("wie weet iets van loting", "loting", False),
        ("", "", False),
    ],
)
def test_the_same_is_asked_with_the_same_words(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    """One word in common is not enough, and other words must not be many."""
    assert (first_same(asked(one, "nl"), [asked(other, "nl")]) == 0) is same
