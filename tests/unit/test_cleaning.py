"""What people typed is made harmless, and stays what everybody sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.cleaning import READ, clean, harmless, shortened
from bot.messages.markup import Plain
from bot.messages.plaintext import render_plain
from bot.messages.reply import say

ANY_TEXT = st.text(st.characters())
"""Halves of surrogate pairs too, which platforms do send."""


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("zwerf\u200bafval", "zwerfafval"),
        ("zwerf\xadafval", "zwerfafval"),
        ("zwerf\u2060af\ufeffval", "zwerfafval"),
        ("zwerf\u034f\ufe0fafval", "zwerfafval"),
        ("zwerf\u3164afval", "zwerfafval"),
        ("\u202eneppa\u202c hal", "neppa hal"),
        ("a\u2066b\u2069\u200fc", "abc"),
        ("a\x00b\x1b[31mc\x07", "ab[31mc"),
        ("een\r\ntwee\u2028drie", "een\ntwee\ndrie"),
        ("e\u0301e\u0301n", "één"),
        ("half \ud83d hier", "half \ufffd hier"),
        ("\ud83d\ude00", "😀"),
        ("z" + "\u0336" * 40, "z" + "\u0336" * 4),
        ("hoi\U000e0068\U000e0069", "hoi"),
    ],
)
def test_what_nobody_sees_is_gone(typed: str, seen: str) -> None:
    """Hidden, steering and broken characters are taken out; words are whole and accents one character."""
    assert clean(typed) == seen


@pytest.mark.parametrize(
    "emoji",
    [
        "👩\u200d👩\u200d👧",
        "❤\ufe0f\u200d🔥",
        "👍🏽",
        "1\ufe0f\u20e3",
        "🏳\ufe0f\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "🇳🇱",
    ],
)
def test_emoji_stay_whole(emoji: str) -> None:
    """What joins the parts of one picture is kept."""
    assert clean(f"top {emoji}!") == f"top {emoji}!"


@pytest.mark.parametrize("one", ["a", "ab ", "?", "\u0301", "\u200b\u200d", "👩\u200d", "\u202e", "\n"])
def test_a_million_characters_are_cut(one: str) -> None:
    """What is kept is what is read, and one character that shows there was more."""
    assert len(clean(one * 1_000_000)) <= READ + 1


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Nothing new turns up when what was hidden is gone; what is left can be stored."""
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\0" not in once.encode().decode()


@given(st.text("abcdefghijklmnopqrstuvwxyzëé ?!.,'’“”-1234567890\n"))
def test_ordinary_words_are_left_alone(text: str) -> None:
    """Who types nothing odd is read to the letter."""
    assert clean(unicodedata.normalize("NFC", text)) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "shout", ["@room", "@here", "@Channel", "@everyone", "<!channel>", "<@U123>", "<#C123>"]
)
def test_nobody_is_called_by_what_is_repeated(shout: str) -> None:
    """Words that ping a whole room elsewhere are shown without doing so."""
    assert shout not in harmless(f"hoi {shout}, kijk")
    assert shout not in render_plain(say((Plain(f"“{shout}”"),)))
    assert harmless("mail info@here.nl of @roomboter, 3 <4") == "mail info@here.nl of @roomboter, 3 <4"


def test_a_long_text_is_one_short_line() -> None:
    """What is repeated within a sentence is cut between words and has no line ends."""
    assert shortened("een\ntwee  drie", 20) == "een twee drie"
    assert shortened("een twee drie vier vijf", 14) == "een twee drie…"
    assert shortened("x" * 100, 10) == "x" * 9 + "…"
