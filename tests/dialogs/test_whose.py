"""A question that names an organisation: what is theirs comes first, and that there is nothing is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.keys import RoomKey
from bot.domain.model import Text, Visibility
from bot.domain.people import Room
from bot.ports.knowledge import Change
from tests.dialogs.curators import keep, lesson, pioneer, stored
from tests.platforms.plaza import PLACE, Town

NOTHING = "weet ik hierover niets; dit is van anderen."


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town with lessons of several organisations, on the same subject and on others."""
    told = [
        ("Loting voor een wijkraad", "Gemeente Ede"),
        ("Loting voor een wijkraad", "Gemeente Tiel"),
        ("Loting voor een wijkraad, een burgerberaad en daarna een dorpsraad", "Gemeente Utrecht"),
        ("Knotwilgen langs de beek", "Uitvoeringsinstituut Werknemersverzekeringen"),
        ("Bankjes in het park", "Politie"),
        *((f"Plan {number} met bomen", f"Gemeente {number}") for number in range(10, 30)),
    ]
    lessons = [
        replace(lesson(empty_town, number, title), organisation=name)
        for number, (title, name) in enumerate(told, 1)
    ]
    await keep(empty_town, *lessons)
    return empty_town


@pytest.mark.parametrize("name", ["UWV", "het Uitvoeringsinstituut Werknemersverzekeringen"])
async def test_it_is_said_that_nothing_is_of_who_is_named(here: Town, name: str) -> None:
    """Before the answer, in the language of who asks; the answer itself stays."""
    said = await here.says("bram", f"wie heeft ervaring met loting bij {name}?")
    assert said.startswith(f"Van {name.removeprefix('het ')} {NOTHING}\nDit vond ik: ")
    said = await here.says("emma", f"who has experience with loting at {name.removeprefix('het ')}?")
    assert f"I know nothing about this from {name.removeprefix('het ')}; this is from others." in said


async def test_what_is_of_who_is_named_comes_first(here: Town) -> None:
    """Also when others fit the words better."""
    asked = "wie heeft ervaring met loting voor een wijkraad"
    assert "1. ✗ Niet gelukt: Loting voor een wijkraad (L1)" in await here.says("bram", asked)
    said = await here.says("bram", f"{asked} bij gemeente utrecht?")
    assert (
        "\n1. ✗ Niet gelukt: Loting voor een wijkraad, een burgerberaad en daarna een dorpsraad (L3)" in said
    )
    assert NOTHING not in said


async def test_of_two_names_only_the_missing_one_is_said(here: Town) -> None:
    """The other one is answered."""
    said = await here.says("bram", "wie in Tiel of UWV heeft ervaring met loting?")
    assert said.startswith(f"Van UWV {NOTHING}\n")
    assert "Gemeente Tiel" in said


@pytest.mark.parametrize(
    "line",
    [
        "wie heeft ervaring met loting?",
        "wie heeft ervaring met loting en de politie?",
        "welke gemeente doet iets met loting?",
        "wij van Politie zoeken ervaring met loting",
        "wie heeft ervaring met loting bij Appingedam?",
        "wie heeft ervaring met loting bij UWV? organisatie:Gemeente Ede",
        "wie heeft ervaring met knotwilgen bij UWV?",
    ],
)
async def test_nothing_is_said_of_a_name_that_is_not_meant(here: Town, line: str) -> None:
    """Not written, of an ordinary word, unknown, theirs, beside a filter, or found."""
    assert NOTHING not in await here.says("bram", line)


async def test_a_follow_up_is_not_of_the_name_before(here: Town) -> None:
    """Whoever asks for another organisation after all is not told of the first."""
    await here.says("bram", "wie heeft ervaring met loting bij UWV?")
    said = await here.says("bram", "en bij gemeente Ede?")
    assert NOTHING not in said
    assert "Gemeente Ede" in said


async def test_a_name_without_quotation_marks_filters_as_it_is_known(here: Town) -> None:
    """In a question and in a search."""
    for line in ("wie heeft ervaring met loting? organisatie:gemeente tiel", "zoek loting plaats:tiel"):
        said = await here.says("bram", line)
        assert "Gemeente Tiel" in said
        assert "Gemeente Ede" not in said
    said = await here.says("bram", "zoek loting organisatie:uitvoeringsinstituut werknemersverzekeringen")
    assert "alleen van uitvoeringsinstituut werknemersverzekeringen" in said


async def test_a_pioneer_who_is_shown_is_of_who_is_named(here: Town) -> None:
    """Then it is not said that there is nothing of theirs."""
    await pioneer(here)
    entry = await stored(here, "V1")
    assert entry
    await keep(here, replace(entry, organisation="UWV", texts=(Text("nl", "Loting van inwoners"),)))
    said = await here.says("bram", "wie heeft ervaring met loting bij UWV?")
    assert "V1" in said
    assert NOTHING not in said


async def test_who_is_only_in_what_one_may_not_see_is_not_known(here: Town) -> None:
    """That there is something of theirs in another channel is nobody's business."""
    leren = RoomKey(PLACE, "leren")
    async with here.store.begin() as tx:
        await tx.rooms.save(Room(leren), Change(None, here.clock()))
    hidden = replace(lesson(here, 80, "Muziek in de klas"), organisation="Gemeente Goor")
    await keep(here, replace(hidden, visibility=Visibility.ROOM, room=leren))
    assert NOTHING not in await here.says("bram", "wie heeft ervaring met loting bij gemeente Goor?")
    await keep(here, replace(hidden, visibility=Visibility.NETWORK))
    assert NOTHING in await here.says("bram", "wie heeft ervaring met loting bij gemeente Goor?")
