"""What happens to an earlier message: it is changed, taken back or reacted to."""

from __future__ import annotations

import pytest

from bot.messages.incoming import Deleted, Edited, Reaction
from tests.adapters.matrix.timeline import (
    DIRECT,
    IN_REPLY_ROOM,
    ME,
    ROOM,
    Json,
    event,
    heard,
    ignored,
    reacting,
    replacing,
)


def test_an_edit_says_what_the_message_says_now() -> None:
    """It is about the earlier message, and the answer belongs where that one's does."""
    new = {"msgtype": "m.text", "body": "Voorloper: wie weet iets van wijkbudgetten?"}
    read = heard(replacing(new))
    assert isinstance(read, Edited)
    assert (read.text, read.addressed) == ("wie weet iets van wijkbudgetten?", True)
    assert (read.origin.event, read.origin.message) == ("$e1", "$before")
    for where, thread in ((ROOM, "$before"), (DIRECT, None), (IN_REPLY_ROOM, "$root")):
        assert heard(replacing(new), where).origin.conversation.thread == thread


def test_an_edit_may_mention_in_either_place() -> None:
    """In its new words, or in the event around them."""
    mention = {"m.mentions": {"user_ids": [ME.user_id]}}
    for what in (
        replacing({"msgtype": "m.text", "body": "wie?", **mention}),
        replacing({"msgtype": "m.text", "body": "wie?"}, **mention),
    ):
        read = heard(what)
        assert isinstance(read, Edited)
        assert read.addressed


@pytest.mark.parametrize(
    "new", [None, "tekst", {}, {"msgtype": "m.text"}, {"msgtype": "m.notice", "body": "x"}]
)
def test_an_edit_without_words_is_no_message(new: object) -> None:
    """It never becomes a message of its own with an asterisk."""
    assert ignored(replacing(new), DIRECT) == "a change that is not of words"


@pytest.mark.parametrize(
    ("top", "content"),
    [({"redacts": "$before"}, {}), ({}, {"redacts": "$before"}), ({"redacts": "$before"}, {"redacts": "$x"})],
)
def test_a_redaction_is_about_what_it_redacts(top: Json, content: Json) -> None:
    """In old rooms and in new ones."""
    read = heard(event("m.room.redaction", content, **top))
    assert isinstance(read, Deleted)
    assert read.origin.message == "$before"


@pytest.mark.parametrize("redacts", [None, 3, "", "before", ["$before"]])
def test_a_redaction_of_nothing_is_passed_over(redacts: object) -> None:
    """It names no message."""
    assert ignored(event("m.room.redaction", {}, redacts=redacts)) == "a redaction of nothing"


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("1️⃣", "1"),
        ("9\u20e3", "9"),
        ("3\ufe0e\u20e3", "3"),
        ("🔟", "10"),
        ("0️⃣", "0️⃣"),
        ("👍🏽", "👍🏽"),
        ("ja", "ja"),
        ("heel " * 100, "heel " * 7 + "heel…"),
    ],
)
def test_a_reaction_has_its_number_or_its_name(key: str, name: str) -> None:
    """Numbers of choices are digits, however a client writes them."""
    read = heard(reacting(key))
    assert isinstance(read, Reaction)
    assert (read.name, read.added, read.origin.message) == (name, True, "$before")


@pytest.mark.parametrize("key", [None, 1, "", "\u200b", ["1️⃣"]])
def test_a_reaction_with_nothing_is_passed_over(key: object) -> None:
    """A sign that nobody sees is none."""
    assert ignored(reacting(key)) == "a reaction to nothing"
