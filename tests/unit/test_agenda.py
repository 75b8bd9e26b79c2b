"""Whether a topic is on an agenda already, and when it may return."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.agenda import Topic
from bot.domain.keys import PlaceKey, RoomKey
from bot.prompting.agenda import same_topic

ROOM = RoomKey(PlaceKey("plaza", "town"), "leren")
NOW = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)


def topics(*words: str) -> list[Topic]:
    """Return topics with these words."""
    return [Topic(number, ROOM, each, NOW) for number, each in enumerate(words, 1)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Thuiswerken", 1),
        ("loting bij de inspraak", 2),
        ("inspraak door loten", 2),
        ("loting", None),
        ("AI?", 3),
        ("wat dan ook", None),
        ("energiecoöperaties in de wijk", None),
    ],
)
def test_the_same_is_recognised_in_nearly_the_same_words(words: str, found: int | None) -> None:
    """Rather too seldom than too often: one word in common says nothing, unless there is no other."""
    same = same_topic(words, topics("thuiswerken", "Loting bij inspraak", "AI?"), "nl")
    assert (same and same.id) == found


def test_words_that_say_nothing_are_the_same_only_letter_by_letter() -> None:
    """They have nothing else to be compared by."""
    same = same_topic("wat en hoe", topics("hoe en wat", "Wat en hoe"), "nl")
    assert same
    assert same.id == 2


def test_a_topic_returns_on_a_day_of_the_clock_of_who_asks() -> None:
    """Half past eleven in the evening in UTC is the next day in Amsterdam; what is open has no such day."""
    topic = Topic(1, ROOM, "Loting", NOW, taken=NOW)
    assert topic.returns_on(timedelta(days=90), "UTC") == date(2026, 6, 1)
    assert topic.returns_on(timedelta(days=90), "Europe/Amsterdam") == date(2026, 6, 2)
    assert Topic(1, ROOM, "Loting", NOW).returns_on(timedelta(days=90), "UTC") is None
