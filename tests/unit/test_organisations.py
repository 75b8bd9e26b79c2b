"""Names of organisations that the base knows, in a question and behind a filter."""

from __future__ import annotations

import pytest

from bot.querying.organisations import known_names
from bot.querying.reading import read
from bot.querying.values import vocabulary
from tests.unit.test_querying import YEAR

NAMES = (
    "Gemeente Best",
    "Gemeente Den Haag",
    "Gemeente Putten",
    "Gemeente Utrecht",
    "Kadaster",
    "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties",
    "Ministerie van Onderwijs, Cultuur en Wetenschap",
    "Nederlandse Zorgautoriteit (NZa)",
    "Politie",
    "Uitvoeringsinstituut Werknemersverzekeringen",
    "Waterschap Aa en Maas",
)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("wie heeft ervaring met jeugdzorg bij UWV?", "UWV"),
        ("wie heeft ervaring met jeugdzorg bij uwv?", "UWV"),
        ("jeugdzorg uwv", "UWV"),
        ("UWV jeugdzorg", "UWV"),
        ("parkeren in utrecht", "Utrecht"),
        ("hoe doet Utrecht dat met parkeren?", "Utrecht"),
        ("heeft de gemeente utrecht iets met drones?", "Gemeente Utrecht"),
        ("drones in the city of Utrecht", "Utrecht"),
        ("drones in de stad Utrecht", "Utrecht"),
        ("parkeren in Den Haag", "Den Haag"),
        ("iets van het Kadaster over drones?", "Kadaster"),
        ("waterschap aa en maas drones", "Waterschap Aa en Maas"),
        ("drones bij het ministerie van BZK", "BZK"),
        ("who has experience with drones at the NZa?", "NZa"),
        ("Wij van gemeente Putten zoeken hulp. Heeft Utrecht iets met drones?", "Utrecht"),
    ],
)
def test_a_name_in_a_question_tells_whose_experience_is_asked(line: str, name: str) -> None:
    """In full, by its place, by its abbreviation, in capitals or not."""
    assert [written.name for written in known_names(NAMES).asked(line)] == [name]


def test_two_names_with_and_between_them_are_both_asked() -> None:
    """The second one has no word of its own before it."""
    written = known_names(NAMES).asked("wie in Utrecht of Putten doet iets met drones?")
    assert [each.name for each in written] == ["Utrecht", "Putten"]


@pytest.mark.parametrize(
    "line",
    [
        "wat doet de politie met camera's?",
        "Politie inzetten bij evenementen",
        "welke gemeente herkent zwerfafval?",
        "waterschap en drones",
        "wat is best handig in best veel gevallen",
        "water in het putten seizoen",
        "omgaan met het kadaster",
        "samenwerken met UWV",
        "gegevens van UWV ophalen",
        "wij bij UWV zoeken jeugdzorg",
        "hier in Utrecht hebben we drones",
        "onze gemeente Utrecht zoekt drones",
        "Ik werk bij gemeente Utrecht. Wie heeft ervaring met drones?",
        "hoi, ik werk sinds kort bij Gemeente Utrecht. ik zoek voorbeelden van drones",
        "we zitten al jaren in Utrecht en zoeken wie iets met drones deed",
        "Wie kan helpen met drones? Groet, gemeente Utrecht",
        "",
    ],
)
def test_other_words_are_no_names(line: str) -> None:
    """A word that may be anything, what is worked with, and whoever asks."""
    assert not known_names(NAMES).asked(line)


@pytest.mark.parametrize(
    ("line", "name", "left"),
    [
        ("bijstand organisatie:gemeente utrecht", "gemeente utrecht", "bijstand"),
        ("organisatie:gemeente utrecht bijstand", "gemeente utrecht", "bijstand"),
        ("organisatie:gemeente best bijstand", "gemeente best", "bijstand"),
        ("organisatie:Waterschap Aa en Maas", "Waterschap Aa en Maas", ""),
        ("water organisatie:waterschap aa en maas drones", "waterschap aa en maas", "water drones"),
        ("plaats:den haag parkeren", "den haag", "parkeren"),
        (
            "organisatie:ministerie van onderwijs, cultuur en wetenschap raming",
            "ministerie van onderwijs, cultuur en wetenschap",
            "raming",
        ),
        ("organisatie:onbekend dorp", "onbekend", "dorp"),
    ],
)
def test_the_longest_known_name_stands_behind_a_filter(line: str, name: str, left: str) -> None:
    """Without quotation marks, with small words and commas within it."""
    reading = read(line, vocabulary((), NAMES), YEAR)
    assert reading.query.filters.organisations | reading.query.filters.places == {name}
    assert reading.query.words == left


@pytest.mark.parametrize(
    "line",
    [
        "organisatie:gemeente utrecht, kadaster drones",
        "organisatie:gemeente utrecht,kadaster drones",
        "organisatie:gemeente utrecht en kadaster drones",
        "organisation:gemeente utrecht or kadaster drones",
    ],
)
def test_more_known_names_stand_behind_one_filter(line: str) -> None:
    """With a comma or a word between them."""
    reading = read(line, vocabulary((), NAMES), YEAR)
    assert reading.query.filters.organisations == {"gemeente utrecht", "kadaster"}
    assert reading.query.words == "drones"


def test_what_is_no_known_name_is_looked_for() -> None:
    """It is no second name."""
    reading = read("organisatie:gemeente utrecht en drones", vocabulary((), NAMES), YEAR)
    assert reading.query.filters.organisations == {"gemeente utrecht"}
    assert reading.query.words == "en drones"
