"""A slip in a word that no entry has: what was perhaps meant is found, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.domain.model import EntryId, Kind
from storage.search.index import TantivyIndex
from tests.contract.test_search_index import EVERYBODY, entry, fill

SURE, RELATED = 0.5, 0.3
"""The thresholds that the settings have when nobody changes them."""

TITLES = (
    "Anonimiseren van documenten",
    "Kentekens lezen",
    "Bewonersavond online",
    "Loting voor een burgerberaad",
    "Straatlantaarns melden",
)


@pytest.fixture
def index() -> Iterator[TantivyIndex]:
    """Hold entries on different things."""
    made = TantivyIndex.in_memory()
    fill(made, *(entry(number, title) for number, title in enumerate(TITLES, 1)))
    yield made
    made.close()


def sure_of(index: TantivyIndex, typed: str) -> tuple[EntryId | None, float]:
    """Return the best entry and its confidence."""
    hits = index.search(f"wie heeft ervaring met {typed}?", EVERYBODY)
    return (hits[0].entry, hits[0].confidence) if hits else (None, 0.0)


@pytest.mark.parametrize(
    "typed", ["anonimizeren", "anonimseren", "anonnimiseren", "anonimisreen", "nonimiseren", "anonimisere"]
)
def test_a_slip_in_a_long_word_is_read_over(index: TantivyIndex, typed: str) -> None:
    """A letter too few, too many or another, or two that changed places, wherever it is."""
    found, sure = sure_of(index, typed)
    assert found == EntryId(Kind.PROJECT, 1)
    assert sure >= SURE


@pytest.mark.parametrize(("typed", "number"), [("kentekns", 2), ("lotnig", 4)])
def test_a_shorter_word_is_only_perhaps_meant(index: TantivyIndex, typed: str, number: int) -> None:
    """Of those that are right and not there too many differ from another by one letter."""
    found, sure = sure_of(index, typed)
    assert found == EntryId(Kind.PROJECT, number)
    assert RELATED <= sure < SURE


@pytest.mark.parametrize("typed", ["anonymizereen", "lotng", "verkeerslichten", "xxxxxxxxxxxx"])
def test_what_differs_by_more_or_is_very_short_is_not_known(index: TantivyIndex, typed: str) -> None:
    """Honest not knowing is worth more than a guess."""
    assert sure_of(index, typed)[1] < RELATED


def test_the_sentence_with_what_was_meant_is_quoted(index: TantivyIndex) -> None:
    """As if it had been typed."""
    passages = ["Er kwam niemand.", "De bewonersavond was online.", "Het regende."]
    assert index.search("wie deed een bewonresavond?", EVERYBODY)
    assert index.passage("wie deed een bewonresavond?", passages) == passages[1]


def test_the_end_of_a_longer_word_is_no_other_word(index: TantivyIndex) -> None:
    """Most of the letters of “parking” are in “benchmarking”, which is about something else."""
    fill(index, entry(6, "Benchmarking in de zorg"))
    assert sure_of(index, "parking")[1] < RELATED
    assert sure_of(index, "benchmarks")[1] >= SURE


def test_letters_of_different_words_are_no_word(index: TantivyIndex) -> None:
    """In a long text most of the letters of any word stand somewhere; one word has to have half of them."""
    told = "Wie leert hoe ontheffingen voor een geslotenverklaring werken, vraagt vervoer aan."
    fill(index, entry(6, "Leren over ontheffingen", summary=f"Bedoeling en beoordeling. {told}"))
    assert sure_of(index, "leerlingenvervoer")[1] < RELATED
    fill(index, entry(7, "Vervoer van leerlingen"))
    assert sure_of(index, "leerlingenvervoer")[1] >= SURE


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("MER", "Post in Gemert"),
        ("zon op een dak", "Gezondheid en een dakje"),
        ("boeken lenen", "Een boek over Geleen"),
    ],
)
def test_what_begins_with_ge_is_not_always_a_participle(index: TantivyIndex, typed: str, title: str) -> None:
    """“Gezond” is no form of “zon”, and Gemert is none of MER."""
    fill(index, entry(6, title))
    assert sure_of(index, typed)[1] < SURE
    fill(index, entry(7, f"Alles over {typed}"))
    assert sure_of(index, typed)[0] == EntryId(Kind.PROJECT, 7)


def test_an_abbreviation_in_capitals_is_no_part_of_a_word(index: TantivyIndex) -> None:
    """“GRIP” is not in “begrip”, while “boot” is in “veerboot”."""
    fill(index, entry(6, "Begrip voor de veerboot"))
    assert sure_of(index, "GRIP")[1] < RELATED
    assert sure_of(index, "grip") == sure_of(index, "boot")
    fill(index, entry(7, "Opschalen naar GRIP-4"))
    assert sure_of(index, "GRIP")[0] == EntryId(Kind.PROJECT, 7)
    assert sure_of(index, "GRIP")[1] >= SURE


@pytest.mark.parametrize("typed", ["projecten over parkeren", "een project met parkeren"])
def test_a_project_is_no_subject(index: TantivyIndex, typed: str) -> None:
    """Whoever asks for projects on something is answered as who asks for that something."""
    fill(index, *(entry(number, "Parkeren", summary="Betalen per uur.") for number in range(6, 40)))
    assert sure_of(index, typed) == sure_of(index, "parkeren")
    assert sure_of(index, typed)[1] >= SURE


def test_a_compound_of_project_is_about_the_rest_of_it(index: TantivyIndex) -> None:
    """“Bouwprojecten” are projects in building, whether or not an entry says of itself that it is one."""
    fill(index, entry(6, "Een project in de woningbouw"), entry(7, "Schoon water"))
    assert sure_of(index, "woningbouwprojecten")[0] == EntryId(Kind.PROJECT, 6)
    assert sure_of(index, "woningbouwprojecten")[1] >= SURE
    assert sure_of(index, "een waterproject")[0] == EntryId(Kind.PROJECT, 7)
    assert sure_of(index, "schoolprojecten")[1] < RELATED
