"""People and channels that are mentioned in what others read: not looked for, and shown to nobody."""

from __future__ import annotations

import pytest

from tests.dialogs.prompting import CORA, coordinated
from tests.platforms.plaza import ADMIN, Town

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


@pytest.mark.parametrize("key", _KEYS)
async def test_a_lesson_told_by_question_names_nobody(empty_town: Town, key: str) -> None:
    """Neither while it is told, nor for who reads it afterwards."""
    lines = ("deel", f"Met {key} een koffiekar op het plein", f"{key} vond het fijn", "terug", "goed")
    for line in (*lines, f"vraag {key}", "gelukt"):
        assert key not in await empty_town.says("bram", line)
    await empty_town.says("bram", "klaar")
    said = await empty_town.says(ADMIN, "L1")
    word = "een kanaal" if key.startswith("#") else "iemand"
    assert f"Met {word} een koffiekar" in said
    assert key not in said


async def test_what_is_changed_of_an_entry_names_nobody(starter_town: Town) -> None:
    """Also by whoever proposes it: what is read back is what would be kept."""
    edits = 'P1 titel="Het plan van @slack:T1:U2 in #slack:T1:C3"'
    said = await starter_town.says("chris", f"stel voor {edits}")
    assert "Het plan van iemand in een kanaal" in said
    said = await starter_town.says(ADMIN, f"bewerk {edits}")
    assert "@slack:T1:U2" not in said
    assert "Het plan van iemand in een kanaal" in await starter_town.says("chris", "P1")


async def test_an_addition_names_nobody(starter_town: Town) -> None:
    """Whoever decides on it, and whoever reads it, sees words."""
    said = await starter_town.says("chris", "aanvulling P1 Vraag het aan @slack:T1:U2, die deed het ook")
    assert "@slack:T1:U2" not in said
    assert "aan iemand, die deed het ook" in await starter_town.says(ADMIN, "wachtrij")


async def test_a_pioneer_is_found_without_whom_they_mention(empty_town: Town) -> None:
    """What somebody did, others read."""
    lines = ("ik ben voorloper", "P. Voorbeeld", "Windmolens", "overslaan", "Ik vroeg @slack:T1:U2 om hulp.")
    said = ""
    for line in (*lines, "vraag mij eerst", "overslaan"):
        said = await empty_town.says("pia", line)
    assert "Ik vroeg iemand om hulp." in said


async def test_the_words_of_a_prompt_name_nobody(empty_town: Town) -> None:
    """A channel stays: it is one of where they are posted, which shows it by its name."""
    await coordinated(empty_town)
    words = "Vraag @slack:T1:U2 of kijk in #slack:T1:C3"
    said = await empty_town.says(CORA, f"prikkel plan elke dag 11:00 in #leren vrij {words}")
    assert "“Vraag iemand of kijk in #slack:T1:C3”" in said
    said = await empty_town.says(CORA, f"prikkel wijzig K1 vrij Of anders: {words}")
    assert "“Of anders: Vraag iemand of kijk in #slack:T1:C3”" in said


async def test_a_text_for_prompts_names_nobody(empty_town: Town) -> None:
    """Wherever it is posted."""
    await coordinated(empty_town)
    await empty_town.says(CORA, "prikkel tekst succes Wat leerde @slack:T1:U2 in #slack:T1:C3?")
    assert "“Wat leerde iemand in een kanaal?”" in await empty_town.says(CORA, "prikkel teksten")
