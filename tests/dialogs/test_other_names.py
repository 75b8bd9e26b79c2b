"""Organisations and places by another name than in the base: abbreviated, in full, a second one, a group."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.aliases import also_named
from bot.domain.keys import RoomKey
from bot.domain.model import Visibility
from bot.domain.question import Filters
from tests.dialogs.curators import keep, lesson
from tests.dialogs.lotteries import shown
from tests.platforms.plaza import ADMIN, PLACE, Town

NAMES = (
    "Dienst Uitvoering Onderwijs",
    "UWV",
    "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
    "Gemeente 's-Hertogenbosch",
    "Gemeente Den Haag",
    "Wetterskip Fryslân",
)


@pytest.fixture
async def here(empty_town: Town) -> Town:
    """Give a town with a lesson of each organisation."""
    lessons = [
        replace(lesson(empty_town, number, "Loting voor een wijkraad"), organisation=name)
        for number, name in enumerate(NAMES, 1)
    ]
    await keep(empty_town, *lessons)
    return empty_town


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("organisatie:DUO", 1),
        ('organisatie:"dienst uitvoering onderwijs"', 1),
        ("organisatie:uwv", 2),
        ("organisatie:'Uitvoeringsinstituut Werknemersverzekeringen'", 2),
        ("organisatie:BZK", 3),
        ("organisatie:'ministerie van BZK'", 3),
        ("organisatie:'Gemeente Den Bosch'", 4),
        ("plaats:Den Bosch", 4),
        ("plaats:'s-Gravenhage", 5),
        ("plaats:Friesland", 6),
        ("organisatie:waterschappen", 6),
    ],
)
async def test_a_filter_finds_what_has_another_name(here: Town, line: str, number: int) -> None:
    """In a question, in a search, and by itself; the answer says the name as it was typed."""
    for asked in (f"wie heeft ervaring met loting? {line}", f"zoek loting {line}"):
        assert shown(await here.says("bram", asked)) == {f"L{number}"}
    said = await here.says("chris", line)
    assert shown(said) == {f"L{number}"}
    assert line.partition(":")[2].strip("'\"") in said.splitlines()[0]


async def test_a_follow_up_finds_what_has_another_name(here: Town) -> None:
    """“en bij DUO?” is of the organisation that is written in full."""
    await here.says("bram", "wie heeft ervaring met loting?")
    for line, number in (("en bij DUO?", 1), ("en in Den Bosch?", 4), ("alleen waterschappen", 6)):
        await here.says("bram", "alles")
        assert shown(await here.says("bram", line)) == {f"L{number}"}


async def test_a_name_of_what_one_may_not_see_is_not_known(here: Town) -> None:
    """A filter is read the same whether another channel has something of that name or not."""
    asked = "zoek organisatie:waterschap vallei en veluwe loting"
    before = await here.says("bram", asked, "plein")
    await here.says(ADMIN, "kanaal meelezers leden", "groen")
    hidden = replace(
        lesson(here, 9, "Loting voor een dijkraad"),
        organisation="Waterschap Vallei en Veluwe",
        visibility=Visibility.ROOM,
        room=RoomKey(PLACE, "groen"),
    )
    await keep(here, hidden)
    assert await here.says("chris", asked, "plein") == before
    assert "L9" in await here.says("chris", asked, "groen")


def test_other_filters_stay_as_they_are() -> None:
    """A name that stands for nothing else is itself alone."""
    filters = Filters(since=2020, organisations=frozenset({"Gemeente Ede"}), places=frozenset({"Ede"}))
    assert also_named(filters) == filters


async def test_one_organisation_after_a_place_is_another_one(here: Town) -> None:
    """And a place after an organisation; a group of them may be in that place."""
    await here.says("bram", "wie heeft ervaring met loting?")
    await here.says("bram", "en in Den Haag?")
    assert shown(await here.says("bram", "en bij DUO?")) == {"L1"}
    assert shown(await here.says("bram", "en in Den Bosch?")) == {"L4"}
    said = await here.says("bram", "alleen waterschappen")
    assert "alleen van waterschappen, in Den Bosch" in said
