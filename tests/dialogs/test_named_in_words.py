"""People and channels that are mentioned in a question: they are not looked for, and shown to nobody."""

from __future__ import annotations

import pytest

from tests.platforms.plaza import Town

_KEYS = ("@slack:T1:U2", "#slack:T1:C3", "@matrix:@jan:gemeente.nl")
"""As adapters write them, wherever somebody mentions a person or a channel."""


@pytest.mark.parametrize("key", _KEYS)
async def test_a_question_is_kept_without_whom_it_names(empty_town: Town, key: str) -> None:
    """Who reads it later reads words: in the list, by its number, and when it is answered."""
    await empty_town.says("chris", f"weet {key} wie ervaring heeft met knotwilgen?")
    word = "een kanaal" if key.startswith("#") else "iemand"
    for line in ("vragen", "Q1", "mijn vragen"):
        assert f"weet {word} wie ervaring heeft met knotwilgen?" in await empty_town.says("chris", line)


@pytest.mark.parametrize("key", _KEYS)
async def test_a_search_says_again_no_key(empty_town: Town, key: str) -> None:
    """Nothing is found with it, and nobody can read it."""
    said = await empty_town.says("chris", f"zoek {key} knotwilgen")
    assert "knotwilgen”" in said
    assert key not in said


async def test_a_mention_takes_nothing_from_what_is_found(starter_town: Town) -> None:
    """The parts of a key are no words of the question."""
    plain = await starter_town.says("chris", "wie heeft ervaring met ondergrondse opslag van CO2?")
    named = await starter_town.says(
        "chris", "@slack:T1:U2 wie heeft ervaring met ondergrondse opslag van CO2?"
    )
    assert named == plain


async def test_a_topic_on_an_agenda_names_nobody(empty_town: Town) -> None:
    """A channel talks about something, and everybody there reads it."""
    said = await empty_town.says("chris", "agenda stel voor thuiswerken met @slack:T1:U2", room="plein")
    assert "thuiswerken met iemand" in said


async def test_what_is_shared_with_a_channel_names_nobody(starter_town: Town) -> None:
    """The line behind the button is read by whoever presses it, and by all after that."""
    asked = "wie heeft met @slack:T1:U2 ervaring met ondergrondse opslag van CO2?"
    said = await starter_town.asks_alone("chris", asked, "plein")
    assert "`toon hier wie heeft met iemand ervaring met ondergrondse opslag van CO2?`" in said
