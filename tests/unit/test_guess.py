"""Which commands a mistyped line is nearest to, and which lines are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.catalog import COMMANDS
from bot.commands.command import Command, Invocation, parse
from bot.commands.help.guess import guesses, strange_number


def meant(text: str) -> list[str]:
    return [guess.line for guess in guesses(text, COMMANDS)]


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("helpp", "help"),
        ("ehlp", "help"),
        ("/hulp", "help"),
        ("privcay", "privacy"),
        ("tehmas", "thema's"),
        ("kanaal modus luistr", "kanaal modus luister"),
        ("channel mode lissten", "channel mode listen"),
        ("publiceeer L3", "publiceer L3"),
        ("publiceren L3 opnebaar", "publiceer L3 openbaar"),
        ("zoeken camera", "zoek camera"),
        ("shrae failure", "share failure"),
        ("deel mislukkign", "deel mislukking"),
        ("koppel acount", "koppel account"),
        ("rol @slack:T1:U1 coordinatr", "rol @slack:T1:U1 coordinator"),
        ("projecten P3", "project P3"),
        ("voeg L1 samen met L2", "voeg samen L1 L2"),
        ("voeg L1 en L2 samen", "voeg samen L1 L2"),
        ("wijs L3 af: te kort", "wijs af L3 te kort"),
        ("herstel L1 naar versie 1", "herstel L1 1"),
        ("restore L1 to version 2", "restore L1 2"),
        ("ongedaan L1", "geschiedenis L1"),
        ("undo L1", "history L1"),
        ("wijzig L1 titel=Loten", "bewerk L1 titel=Loten"),
        ("aanvulling bij L1: Ook in dorpen werkt dit", "aanvulling L1 Ook in dorpen werkt dit"),
        ("nuttig L1 heel nuttig", "nuttig L1"),
        ("L1 nuttig", "nuttig L1"),
        ("L1 is verouderd", "meld L1 verouderd"),
        ("L1 is outdated", "report L1 outdated"),
        ("approve L3", "publish L3"),
        ("verberg L3", "archiveer L3"),
        ("haal L3 weg", "archiveer L3"),
        ("remove L3 please", "archive L3"),
        ("samenvoegen L1 met L2", "voeg samen L1 L2"),
        ("vul aan L1 Ook in dorpen werkt dit", "aanvulling L1 Ook in dorpen werkt dit"),
        ("terugzetten L1 versie 2", "herstel L1 2"),
        ("afwijzen L1 te vaag", "wijs af L1 te vaag"),
        ("nieuw 5", "nieuw"),
        ("ongedaan 3", "ongedaan"),
    ],
)
def test_a_slip_finds_its_command(typed: str, nearest: str) -> None:
    """Letters too many, missing, different or changed places; ids and names stay as they were typed."""
    assert meant(typed)[0] == nearest


@pytest.mark.parametrize(
    "text",
    [
        "nieuwe wijk bouwen",
        "voeg thema ouderen toe aan L10",
        "deelauto's",
        "meer groen in de wijk",
        "wie is voorloper in waterstof",
        "meer informatie",
        "hulp aanvragen",
        "research",
        "staal",
        "zaal",
        "weer",
        "projecten",
        "lessen",
        "voorlopers gezocht",
        "over ons",
        "privacy beleid",
        "overheid",
        "helpdesk",
        "rule of law",
        "ik vond L1 nuttig",
        "wat is er nuttig aan L1",
        "hoe verhoudt L1 zich tot L2",
        "L1 lijkt op wat wij deden",
        "is L1 verouderd?",
        "vergelijk L1 met L2",
        "vertel meer over L1",
        "nieuwsbrief",
        "",
        "?",
    ],
)
def test_words_of_a_question_are_no_slips(text: str) -> None:
    """A word that merely looks like a command, or a line that would not be one, is left to the search."""
    assert meant(text) == []


@given(st.text(st.characters()))
def test_every_guess_can_be_typed(text: str) -> None:
    """Any text gives at most three lines, each of which is a command; nothing raises."""
    lines = meant(text)
    assert len(lines) <= 3
    assert all(isinstance(parse(line, COMMANDS), Invocation) for line in lines)


@given(st.sampled_from(COMMANDS), st.data())
def test_a_long_name_survives_any_one_slip(command: Command, data: st.DataObject) -> None:
    """Of a name of six letters or more any letter but the first may be missing."""
    example = data.draw(st.sampled_from((*command.dutch.examples, *command.english.examples)))
    names = (command.dutch.name, command.english.name)
    name = next((n for n in names if example.startswith(n)), "")
    if len(name) < 6 or not example.startswith(name):
        return
    at = data.draw(st.integers(1, len(name) - 1).filter(lambda place: name[place] != " "))
    typed = example[:at] + example[at + 1 :]
    if len(typed.split()) <= 3 and not isinstance(parse(typed, COMMANDS), Invocation):
        assert example in meant(typed)


@pytest.mark.parametrize("text", ["12", "#7", "X7", "A 12", "n279?"])
def test_a_strange_number_is_recognised(text: str) -> None:
    """A number without a letter, or with one of no command, is perhaps an id."""
    assert strange_number(text)


@pytest.mark.parametrize("text", ["", "A12 afsluiten", "B2B", "2030 plannen", "COVID-19"])
def test_other_words_are_no_number(text: str) -> None:
    """Anything else is a question."""
    assert not strange_number(text)
