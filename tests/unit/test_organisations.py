"""Names of organisations that the base knows, behind a filter."""

from __future__ import annotations

import pytest

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
