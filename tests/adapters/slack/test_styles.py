"""Formatting: people press a button for bold, and Slack puts signs around the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.styles import unstyled
from tests.adapters.slack.payloads import BOT, Json, message, post

_MANY = " ".join([*(f"w{number}" for number in range(100)), "*w100*"])


def _text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def _blocks(*elements: Json) -> list[Json]:
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}]


@pytest.mark.parametrize(
    ("words", "elements", "bare"),
    [
        ("*help*", [_text("help", bold=True)], "help"),
        (
            "_*zeer* veel_",
            [_text("zeer", bold=True, italic=True), _text(" veel", italic=True)],
            "_*zeer* veel_",
        ),
        ("*_zeer_* veel", [_text("zeer", bold=True, italic=True), _text(" veel")], "zeer veel"),
        ("*Wat?* ~R&amp;D~", [_text("Wat? ", bold=True), _text("R&D", strike=True)], "Wat? R&amp;D"),
        ("*een*\n*twee*", [_text("een\ntwee", bold=True)], "een\ntwee"),
        ("2*3*4 en _zo_", [_text("2*3*4 en _zo_")], "2*3*4 en _zo_"),
        (" ".join(f"*w{n}*" for n in range(101)), [_text(f"w{n}", bold=True) for n in range(101)], _MANY),
        ("`meer`", [_text("meer", code=True)], "`meer`"),
    ],
)
def test_signs_of_formatting_are_no_words(words: str, elements: list[Json], bare: str) -> None:
    """Only where the blocks say so: whoever types a star means a star."""
    assert unstyled(words, _blocks(*elements)) == bare


def test_a_message_reads_without_them() -> None:
    """A command in bold is a command."""
    assert message(post(f"<@{BOT}> *help*", blocks=_blocks(_text("help", bold=True)))).text == "help"


@given(
    st.text(),
    st.lists(st.dictionaries(st.text(), st.none() | st.text() | st.dictionaries(st.text(), st.booleans()))),
)
def test_nothing_that_stands_there_raises(words: str, elements: list[Json]) -> None:
    """Whatever Slack, or somebody in its name, says."""
    unstyled(words, _blocks(*elements, _text(words, bold=True)))
