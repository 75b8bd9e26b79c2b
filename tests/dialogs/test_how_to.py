"""Questions how something is done with the bot itself: answered with the command, not from the base."""

from __future__ import annotations

import pytest

from tests.dialogs.lotteries import fill
from tests.platforms.plaza import ADMIN, Town


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("Hoe plan ik een prikkel?", "`prikkel plan "),
        ("hoe pauzeer ik een prikkel", "`prikkel pauze "),
        ("hoe wijzig ik een prikkel?", "`prikkel wijzig "),
        ("hoe maak ik iemand beheerder?", "`rol @iemand "),
        ("hoe importeer ik een bestand?", "`importeer "),
        ("kan ik een excel importeren?", "`importeer "),
        ("hoe exporteer ik alles naar Excel?", "`exporteer "),
        ("hoe wijzig ik een les?", "`bewerk "),
        ("hoe verwijder ik een les?", "`archiveer "),
        ("hoe publiceer ik een project?", "`publiceer "),
        ("hoe publiceer ik een concept?", "`publiceer "),
        ("hoe maak ik een nieuw thema?", "`maak thema "),
        ("hoe voeg ik twee lessen samen?", "`voeg samen "),
        ("hoi, hoe kan ik iets delen?", "`deel ["),
        ("kan ik hier anoniem een mislukking delen?", "`deel beschermd "),
        ("hoe volg ik een thema?", "`volg "),
        ("hoe stem ik op een onderwerp?", "`agenda stem "),
        ("hoe draai ik iets terug?", "`ongedaan` "),
        ("how do I share a lesson?", "`share "),
        ("How do I schedule a prompt?", "`prompt plan "),
        ("how can I export everything?", "`export "),
        ("can I share anonymously?", "`share protected "),
    ],
)
async def test_how_something_is_done_is_told(line: str, begins: str, empty_town: Town) -> None:
    """With examples that can be typed."""
    if line.lower().startswith(("how", "can")):
        await empty_town.says("bram", "language en")
    said = await empty_town.says("bram", line)
    assert said.startswith(begins)
    assert "Bijvoorbeeld: `" in said or "For example: `" in said


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("hoe verander ik mijn taal?", ["`taal nl|en`", "`kanaal taal nl|en`"]),
        ("hoe stel ik een vraag?", ["`stel een vraag`", "`stel vraag <vraag> in #<kanaal>`"]),
        ("hoe werkt de agenda?", ["`agenda lijst [in #kanaal]`", "`agenda weg G1`"]),
        ("hoe werken prikkels?", ["`prikkel plan [<wanneer> in #kanaal <soort>]`", "`prikkel stop K1`"]),
    ],
)
async def test_where_several_do_it_all_are_told(line: str, named: list[str], empty_town: Town) -> None:
    """Each with what it does."""
    said = await empty_town.says("bram", line)
    assert all(f"{each} – " in said for each in named)


@pytest.mark.parametrize(
    "line",
    [
        "hoe deel ik data met de provincie?",
        "hoe plan ik een participatieavond?",
        "hoe maak ik een burgerbegroting?",
        "hoe maak ik een website toegankelijk?",
        "hoe delen we mislukkingen?",
        "hoe werkt participatie?",
        "hoe leer je van fouten?",
        "hoe zet ik een project stil?",
        "hoe verander ik de organisatie?",
        "hoe verander ik mijn aanpak?",
        "hoe maak ik een voorstel?",
    ],
)
async def test_how_the_work_is_done_is_a_question(line: str, empty_town: Town) -> None:
    """Words that no command has ask for experience."""
    await fill(empty_town)
    said = await empty_town.says("bram", line)
    assert said.startswith(("Dit ken ik nog niet", "Dit vond ik"))


async def test_a_question_about_the_work_can_be_asked_after_all(empty_town: Town) -> None:
    """Some have no word that no command has: then that is told too, and looks for it."""
    await fill(empty_town)
    said = await empty_town.says("bram", "Mag ik berichten bewaren?")
    assert said.startswith("`bewaar`")
    assert said.endswith("Gaat het over je werk, en niet over mij? `zoek mag ik berichten bewaren`")
    found = await empty_town.says("bram", "zoek mag ik berichten bewaren")
    assert found.startswith("Ik vind niets met “mag ik berichten bewaren”")
    assert "`start`" not in await empty_town.says("bram", "hoe start ik een project?")


async def test_where_the_bot_must_be_meant_nothing_else_is_told(empty_town: Town) -> None:
    """Words for the work that only the bot has, such as prompts."""
    assert "Gaat het over je werk" not in await empty_town.says("bram", "hoe plan ik een prikkel?")
    assert "Gaat het over je werk" in await empty_town.says("bram", "hoe werkt contact?")


async def test_what_coordinators_and_admins_can_do(empty_town: Town) -> None:
    """In their own words; a member hears who can."""
    said = await empty_town.says(ADMIN, "wat kan ik als beheerder?")
    assert said == await empty_town.says(ADMIN, "help beheer")
    assert "`publiceer <nummers> [openbaar|netwerk|kanaal]`" in said
    assert said == await empty_town.says(ADMIN, "wat moet ik doen als coordinator")
    refused = await empty_town.says("bram", "wat kan ik als coördinator doen?")
    assert refused.startswith("Dat kan alleen een coördinator.")
    assert refused == await empty_town.says("bram", "help beheer")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("Wat moet ik nog doen?", "wachtrij"),
        ("what is waiting for me?", "queue"),
        ("welke prikkels lopen er?", "prikkel lijst"),
        ("Wat heb ik gedeeld?", "mijn lessen"),
        ("wat kun je voor me doen?", "help"),
        ("Wie heeft je gemaakt?", "over"),
    ],
)
async def test_whole_lines_that_are_a_command(line: str, command: str, empty_town: Town) -> None:
    """They do the same as its name."""
    said = await empty_town.says(ADMIN, line)
    assert said == await empty_town.says(ADMIN, command)
    assert "Q1" not in said


async def test_the_base_is_given_to_who_asks_for_a_download(empty_town: Town) -> None:
    """As `exporteer` does."""
    await fill(empty_town)
    assert ".xlsx" in await empty_town.says(ADMIN, "download de kennisbank")


async def test_roles_and_rooms_in_everyday_words(empty_town: Town) -> None:
    """As one would say it."""
    await empty_town.says("bram", "hoi")
    assert "coördinator" in await empty_town.says(ADMIN, "maak plaza:town:bram coördinator")
    assert "`publiceer" not in await empty_town.says("bram", "help beheer")
    assert "`prikkel plan" in await empty_town.says("bram", "help beheer")
