"""Asking something of what was just shown, such as what it cost: that stands in the story of an entry."""

from __future__ import annotations

import pytest

from tests.dialogs.lotteries import ASKED, QUESTION, fill
from tests.dialogs.test_going_on import numbered
from tests.platforms.plaza import Town


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots."""
    await fill(empty_town)
    return empty_town


@pytest.mark.parametrize(
    "line",
    [
        *("wat kost dat?", "hoe lang duurde dat", "Wie betaalt dat?", "wat was het resultaat?"),
        *(
            "stuur me de link",
            "wat is de bron?",
            "vat dat eens samen",
            "en de kosten?",
            "waarom is dat gestopt",
        ),
        *(
            "en wat is de stand van zaken?",
            "hoe hebben andere gemeenten dat opgelost?",
            "welke gemeenten zijn dat?",
        ),
    ],
)
async def test_a_detail_of_what_was_shown_stands_in_its_story(here: Town, line: str) -> None:
    """It is not looked for in the whole base, as if it were a subject: what was shown can be opened."""
    await here.says("bram", QUESTION)
    first, second, third = numbered(await here.says("bram", "meer")).values()
    said = await here.says("bram", line)
    assert said.startswith(f"Dat staat misschien in `{first}` · `{second}` · `{third}`")
    assert (await here.says("chris", line)).startswith("Hoi! Vraag me wie")


@pytest.mark.parametrize("line", ["What does it cost?", "how long did that take?"])
async def test_details_in_english(here: Town, line: str) -> None:
    """In the language of the answer."""
    await here.says("bram", ASKED)
    assert (await here.says("bram", line)).startswith("You may find that in `")


@pytest.mark.parametrize("line", ["klopt dit wel?", "dat klopt niet", "is dat nog actueel?"])
async def test_who_doubts_what_was_shown_can_report_it(here: Town, line: str) -> None:
    """It is no question for the base: it says where the words come from, and how to say what is wrong."""
    await here.says("bram", QUESTION)
    first, second, third = numbered(await here.says("bram", "meer")).values()
    said = await here.says("bram", line)
    assert said.startswith("Zo staat het in de kennisbank, met de bron erbij. Klopt er iets niet? ")
    assert said.endswith(" · ".join(f"`meld {each} onjuist`" for each in (first, second, third)))
    assert (await here.says("chris", line)).startswith("Hoi! Vraag me wie")


@pytest.mark.parametrize("line", ["wat kost een loting?", "hoe lang duurt dat loten?"])
async def test_a_detail_of_something_that_is_named_is_a_question(here: Town, line: str) -> None:
    """Also right after an answer."""
    await here.says("bram", QUESTION)
    assert "Dat staat misschien" not in await here.says("bram", line)
