"""Emoji: people choose a picture, and Slack tells its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.pictures import pictured
from tests.adapters.slack.payloads import Json

_PRAY: Json = {"type": "emoji", "name": "pray", "unicode": "1f64f"}
_TONED = _PRAY | {"name": "pray::skin-tone-3", "unicode": "1f64f-1f3fc"}
_OWN: Json = {"type": "emoji", "name": "ons-eigen"}


def _blocks(*elements: Json, within: str = "rich_text_section") -> list[Json]:
    line = {"type": "rich_text_section", "elements": list(elements)}
    inner = line if within == "rich_text_section" else {"type": within, "elements": [line]}
    return [{"type": "rich_text", "elements": [inner]}]


@pytest.mark.parametrize(
    ("words", "blocks", "seen"),
    [
        ("dank :pray:", _blocks(_PRAY), "dank 🙏"),
        ("dank :pray::skin-tone-3:", _blocks(_TONED), "dank 🙏🏼"),
        ("dank:pray:", _blocks(_PRAY), "dank🙏"),
        (":pray::pray:", _blocks(_PRAY), "🙏🙏"),
        ("• een :pray:", _blocks(_PRAY, within="rich_text_list"), "• een 🙏"),
        ("mooi :ons-eigen:!", _blocks(_OWN), "mooi !"),
        ("de code `:pray:`", _blocks({"type": "text", "text": ":pray:"}), "de code `:pray:`"),
        ("om 10:30:45 uur", _blocks({"type": "text", "text": "om 10:30:45 uur"}), "om 10:30:45 uur"),
    ],
)
def test_a_picture_is_what_its_blocks_say(words: str, blocks: list[Json], seen: str) -> None:
    """With its colour; one that the workspace made itself is no character, and its name no word."""
    assert pictured(words, blocks) == seen


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("dank :pray: :+1: :-1: :100:", "dank"),
        ("wie weet iets van loting? :thinking_face::skin-tone-2:", "wie weet iets van loting?"),
        ("soort:les sinds:2020 uitkomst:mislukt", "soort:les sinds:2020 uitkomst:mislukt"),
        ("om 10:30:45 uur, zie a:b:c", "om 10:30:45 uur, zie a:b:c"),
        ("https://a.nl/x:y:z of :Niet: dit", "https://a.nl/x:y:z of :Niet: dit"),
    ],
)
def test_without_blocks_its_name_is_left_out(words: str, seen: str) -> None:
    """In a command and a window; other words with colons stay."""
    assert pictured(words) == seen


@given(
    st.text(),
    st.lists(
        st.fixed_dictionaries({"type": st.just("emoji"), "name": st.text(), "unicode": st.text()})
        | st.dictionaries(st.text(), st.none() | st.text())
    ),
)
def test_nothing_that_stands_there_raises(words: str, elements: list[Json]) -> None:
    """Whatever Slack, or somebody in its name, says."""
    pictured(words, [{"type": "rich_text", "elements": [{"elements": elements}, *elements]}])
