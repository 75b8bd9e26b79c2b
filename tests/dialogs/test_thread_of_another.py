"""Somebody else who mentions the bot in a thread goes on with the question that stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.messages.incoming import Message
from tests.dialogs.lotteries import QUESTION, fill, shown
from tests.platforms.plaza import ADMIN, Town

FORGOTTEN = "Ik weet niet meer bij welke vraag dit hoort. Stel je vraag nog eens."


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town whose base is about drawing lots, where a question stands in a thread."""
    await fill(empty_town)
    await empty_town.says("bram", QUESTION, "leren", thread="t1")
    return empty_town


async def test_a_few_words_go_on_with_the_question_above(here: Town) -> None:
    """Each from then on with their own: what the other narrows is not narrowed for who asked first."""
    said = await here.says("chris", "alleen mislukkingen", "leren", thread="t1")
    assert said.startswith(f"Voor “{QUESTION}”, alleen wat niet lukte: ")
    assert shown(said) == {"L1", "L4"}
    assert shown(await here.says("chris", "en in Utrecht?", "leren", thread="t1")) == {"L1"}
    assert shown(await here.says("bram", "alleen projecten", "leren", thread="t1")) == {"P1", "P2", "P3"}


@pytest.mark.parametrize(
    ("line", "beginning"),
    [
        ("meer", "4. "),
        ("en wie dan?", f"Voor “{QUESTION}” weten zij meer:"),
        ("wat kost dat?", "Dat staat misschien"),
    ],
)
async def test_so_do_more_people_and_details(here: Town, line: str, beginning: str) -> None:
    """And the number of an item opens it."""
    assert (await here.says("chris", line, "leren", thread="t1")).startswith(beginning)
    assert "In het kort: " in await here.says("chris", "1", "leren", thread="t1")


async def test_not_with_what_only_its_asker_could_read(here: Town) -> None:
    """Nor with a question of another thread, and never without a mention."""
    alone = replace(here.origin("bram", "leren", thread="t2"), private=True)
    assert shown(await here.happens(Message(alone, QUESTION, addressed=True)))
    assert await here.says("chris", "alleen lessen", "leren", thread="t2") == FORGOTTEN
    assert await here.says("chris", "alleen lessen", "leren", thread="t3") == FORGOTTEN
    assert await here.says("chris", "alleen lessen", "leren", thread="t1", addressed=False) == ""


async def test_it_is_forgotten_with_the_question(here: Town) -> None:
    """Who is forgotten leaves no words in what somebody else went on with."""
    assert shown(await here.says("chris", "alleen mislukkingen", "leren", thread="t1"))
    await here.says("bram", "vergeet mij ja alles")
    assert await here.says("chris", "alleen lessen", "leren", thread="t1") == FORGOTTEN


async def test_what_a_second_one_added_is_forgotten_with_them(here: Town) -> None:
    """Their words may stand in what a third one went on with, though somebody else asked first."""
    assert await here.says("chris", "en in de zorg?", "leren", thread="t1")
    assert "zorg" in await here.says("dora", "alleen mislukkingen", "leren", thread="t1")
    await here.says("chris", "vergeet mij ja alles")
    assert "zorg" not in await here.says("dora", "alleen lessen", "leren", thread="t1")
    assert shown(await here.says("bram", "alleen projecten", "leren", thread="t1")) == {"P1", "P2", "P3"}


async def test_not_with_what_was_whispered(here: Town) -> None:
    """In a channel that is listened to, only who asked reads the answer."""
    await here.says(ADMIN, "kanaal modus luister", "leren")
    whispered = await here.says("bram", QUESTION, "leren", thread="t4", addressed=False)
    assert shown(whispered)
    assert await here.says("chris", "alleen lessen", "leren", thread="t4") == FORGOTTEN
