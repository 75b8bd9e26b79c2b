"""Lines at a question of a form that are no answer to it: saying that there is none, and commands."""

from __future__ import annotations

import pytest

from tests.dialogs.test_share import share
from tests.platforms.plaza import ADMIN, Town

CORE = ("Een bijenhotel op het stadhuis", "Het zat binnen een week vol", "overslaan", "gelukt")


@pytest.mark.parametrize("line", ["nee", "Geen idee.", "weet ik niet", "n.v.t.", "-", "no", "I don’t know"])
async def test_who_says_there_is_none_leaves_it_open(line: str, here: Town) -> None:
    """Where that is allowed; it is never kept as the name of an organisation or as advice."""
    await share(here, "bram", "taal nl", "deel", *CORE[:2], line, CORE[3])
    assert "Wanneer was het?" in await here.says("bram", line)
    assert "Bij welk thema hoort het?" in await here.says("bram", line)
    said = await here.says("bram", "klaar")
    number = said.partition("(L")[2].partition(")")[0]
    shown = await here.says("bram", f"L{number}")
    assert "Organisatie" not in shown
    assert "Advies" not in shown


async def test_what_is_needed_is_not_left_open_by_that(here: Town) -> None:
    """What was tried is what they say; how it went is asked again."""
    await share(here, "bram", "deel", *CORE[:2], "overslaan")
    assert "Kies een van: gelukt" in await here.says("bram", "weet ik niet")


@pytest.mark.parametrize("line", ["wachtrij", "publiceer L1", "mijn lessen", "zoek bijen", "help beheer"])
async def test_a_command_is_no_organisation(line: str, here: Town) -> None:
    """It is not done either: the question stands, and how to leave it is told."""
    await share(here, ADMIN, "deel", *CORE)
    said = await here.says(ADMIN, line)
    assert said.startswith("Dat is een opdracht, en we zijn nog bezig met deze vragen; `stop`")
    assert "Welke organisatie was het?" in said
    assert "Wanneer was het?" in await here.says(ADMIN, "Gemeente Proefdorp")


async def test_what_is_called_like_a_command_is_an_answer_between_quotation_marks(here: Town) -> None:
    """Without them in what is kept."""
    await share(here, ADMIN, "deel", *CORE)
    assert "zet er dan aanhalingstekens om" in await here.says(ADMIN, "Start")
    assert "Wanneer was het?" in await here.says(ADMIN, "“Start”")
    said = await here.says(ADMIN, "klaar")
    number = said.partition("(L")[2].partition(")")[0]
    assert "Organisatie: Start\n" in await here.says(ADMIN, f"L{number}")


async def test_a_story_may_begin_like_a_command(here: Town) -> None:
    """Where people tell, every line is what they tell."""
    await here.says("bram", "deel")
    assert "Wat kwam ervan?" in await here.says("bram", "zoek bijen")


async def test_the_number_of_a_project_is_an_answer(here: Town) -> None:
    """Though it is what shows that project at any other time."""
    await share(here, "bram", "deel", *CORE, "nee", "2024", "nee", "nee")
    assert "Dat is een opdracht" not in await here.says("bram", "P1")
