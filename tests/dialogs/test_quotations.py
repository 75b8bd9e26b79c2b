"""Words in quotation marks: they are looked for side by side, and what that means is said."""

from __future__ import annotations

import pytest

from tests.dialogs.lotteries import ASKED, fill, shown
from tests.platforms.plaza import Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


async def test_a_quotation_that_is_nowhere_is_looked_for_in_words(here: Town) -> None:
    """It says so first, and answers without the quotation marks when that finds something."""
    said = await here.says("bram", "wie heeft ervaring met “wijkraad loting”?")
    assert said.startswith("Nergens staat precies “wijkraad loting”. Daarom zocht ik op de losse woorden.")
    assert "L1" in shown(said)
    unknown = await here.says("bram", "wie heeft ervaring met “een maanbasis bouwen”?")
    assert unknown.startswith("Nergens staat precies “een maanbasis bouwen”.")
    assert "Dit ken ik nog niet" in unknown


@pytest.mark.parametrize("phrase", ["loting per brieven", "loting zonder brief"])
async def test_a_quotation_is_not_said_to_be_exact(here: Town, phrase: str) -> None:
    """Other forms of its words fit, and small words do not count, so neither answer nor `help` says so."""
    said = await here.says("bram", f'loting "{phrase}"')
    assert said.startswith(f"Alleen met “{phrase}”: een project.")
    assert shown(said) == {"P3"}
    told = await here.says("bram", "help filters")
    assert "naast elkaar, ook in een andere vorm; kleine woorden tellen niet mee" in told


async def test_two_quotations_must_both_be_there(here: Town) -> None:
    """That is how they are said, in either language."""
    said = await here.says("bram", 'loting "loting" "dorpshuizen"')
    assert said.startswith("Alleen met “dorpshuizen” en “loting”: een les.")
    assert shown(said) == {"L3"}
    english = await here.says("bram", f'{ASKED} "loting" "dorpshuizen"')
    assert english.startswith("Only with “dorpshuizen” and “loting”: a lesson.")
