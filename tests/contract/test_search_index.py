"""What every search index promises, proved on the one over tantivy, in memory and on disk."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.audience import Audience, Readership, may_see
from bot.domain.keys import CONSOLE, PlaceKey, RoomKey
from bot.domain.model import (
    Consent,
    Details,
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    Pioneer,
    Project,
    Status,
    Text,
    Theme,
    Visibility,
)
from bot.domain.question import Filters
from bot.ports.search import Document
from storage.search.index import TantivyIndex

EVERYBODY = Audience(Readership.MIXED)
MEMBERS = Audience(Readership.MEMBERS)
ROOM = RoomKey(CONSOLE, "leren")
OTHER_ROOM = RoomKey(PlaceKey("slack", "T1"), "C1")


def entry(  # noqa: PLR0913 - one factory for every shape of entry
    number: int,
    title: str,
    *,
    summary: str = "",
    language: str = "nl",
    details: Details | None = None,
    status: Status = Status.PUBLISHED,
    visibility: Visibility = Visibility.PUBLIC,
    room: RoomKey | None = None,
    organisation: str | None = None,
    location: str | None = None,
    themes: tuple[int, ...] = (),
) -> Entry:
    details = details or Project()
    kinds: dict[type, Kind] = {Lesson: Kind.LESSON, Project: Kind.PROJECT, Pioneer: Kind.PIONEER}
    return Entry(
        id=EntryId(kinds[type(details)], number),
        details=details,
        texts=(Text(language, title, summary),),
        original=language,
        status=status,
        visibility=visibility,
        recorded=datetime(2026, 1, 1, tzinfo=UTC),
        room=room,
        organisation=organisation,
        location=location,
        themes=themes,
    )


def fill(index: TantivyIndex, *entries: Entry, themes: tuple[Theme, ...] = ()) -> None:
    documents = [
        Document(entry, tuple(theme for theme in themes if theme.id in entry.themes)) for entry in entries
    ]
    index.update(documents, index.revision + 1)


def found(
    index: TantivyIndex,
    text: str,
    audience: Audience = EVERYBODY,
    filters: Filters = Filters(),  # noqa: B008
) -> list[str]:
    return [str(hit.entry) for hit in index.search(text, audience, filters, limit=100)]


@pytest.fixture(params=["memory", "disk"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TantivyIndex]:
    index = TantivyIndex.in_memory() if request.param == "memory" else TantivyIndex.open(tmp_path)
    yield index
    index.close()


def test_the_entry_that_fits_best_comes_first(index: TantivyIndex) -> None:
    """Hits are ordered by score, highest first."""
    fill(
        index,
        entry(1, "Vleermuizen tellen in de binnenstad"),
        entry(2, "Bomen tellen"),
        entry(3, "Zwemles"),
    )
    hits = index.search("wie heeft er vleermuizen geteld?", EVERYBODY)
    assert str(hits[0].entry) == "P1"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_no_more_hits_come_than_asked_for(index: TantivyIndex) -> None:
    """The limit holds."""
    fill(index, *(entry(number, "Dijkversterking") for number in range(1, 6)))
    assert len(index.search("dijkversterking", EVERYBODY, limit=2)) == 2


@pytest.mark.parametrize("text", ["", "   ", "?!", "wie heeft hier ervaring mee?", "who has done this?"])
def test_a_text_without_content_finds_nothing(index: TantivyIndex, text: str) -> None:
    """A question that is only a frame has no answer."""
    fill(index, entry(1, "Wie heeft hier ervaring mee?"))
    assert index.search(text, EVERYBODY) == ()


@pytest.mark.parametrize(
    "text",
    [
        'AND OR "dijk',
        "dijk:*",
        "dijk~2 +(",
        "title:dijk^5",
        "dijk\\",
        "dijk " * 300,
        "dijk\x00",
        f"dijk {'a' * 8000}",
    ],
)
def test_no_sign_in_a_question_has_a_meaning_of_its_own(index: TantivyIndex, text: str) -> None:
    """Query syntax, long texts and odd characters are just text."""
    fill(index, entry(1, "Een dijk van een plan"))
    assert found(index, text) == ["P1"]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("afval op straat", "Zwerfafval herkennen met camera's"),
        ("zwerf afval", "Zwerfafval herkennen met camera's"),
        ("zwerfafval", "Afval dat rondzwerft"),
        ("geloot voor een panel", "Loting onder inwoners"),
        ("participatie van burgers", "Burgerparticipatie bij windmolens"),
    ],
)
def test_compounds_and_word_forms_meet(index: TantivyIndex, question: str, title: str) -> None:
    """Dutch compounds, written apart or together, and inflected words find each other."""
    fill(index, entry(1, title), entry(2, "Digitale aangifte van verhuizingen"))
    assert found(index, question)[0] == "P1"


def test_a_question_finds_an_entry_in_any_of_its_languages(index: TantivyIndex) -> None:
    """Dutch text is found in Dutch, English text in English, in one index."""
    both = entry(1, "Opslag onder een woonwijk")
    both = Entry(**{**vars(both), "texts": (*both.texts, Text("en", "Storage under a neighbourhood"))})
    fill(index, both, entry(2, "Houses of the elderly", language="en"), entry(3, "Zwembad"))
    assert found(index, "wie heeft er iets opgeslagen onder woonwijken?")[0] == "P1"
    assert found(index, "who stored something under neighbourhoods?")[0] == "P1"
    assert found(index, "elderly house")[0] == "P2"


def test_organisation_place_theme_and_name_are_searched(index: TantivyIndex) -> None:
    """Who, where and about what count beside the text itself."""
    pioneer = Pioneer(person=1, name="Tjitske Voorbeeldsma", consent=Consent.GIVEN)
    theme = Theme(7, (("nl", "Wateroverlast"), ("en", "Flooding")))
    fill(
        index,
        entry(1, "Een", organisation="Hoogheemraadschap"),
        entry(2, "Twee", location="Schiermonnikoog"),
        entry(3, "Drie", themes=(7,)),
        entry(4, "Vier", details=pioneer),
        themes=(theme,),
    )
    assert found(index, "hoogheemraadschap") == ["P1"]
    assert found(index, "Schiermonnikoog") == ["P2"]
    assert found(index, "wateroverlast") == ["P3"]
    assert found(index, "Tjitske Voorbeeldsma") == ["V4"]


def test_a_title_weighs_more_than_running_text(index: TantivyIndex) -> None:
    """Of two entries with the same words, the one with the word in its title wins."""
    fill(
        index,
        entry(1, "Bomen planten", summary="Ook over vleermuizen"),
        entry(2, "Over vleermuizen", summary="Ook bomen planten"),
    )
    assert found(index, "vleermuizen") == ["P2", "P1"]


def test_an_updated_entry_is_found_by_its_new_words_only(index: TantivyIndex) -> None:
    """The present state replaces the earlier one."""
    fill(index, entry(1, "Dijkversterking"))
    fill(index, entry(1, "Muziekonderwijs"))
    assert found(index, "dijkversterking") == []
    assert found(index, "muziekonderwijs") == ["P1"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_what_is_not_published_leaves_the_index(index: TantivyIndex, status: Status) -> None:
    """An entry that is withdrawn is not found any more."""
    fill(index, entry(1, "Dijkversterking"))
    fill(index, entry(1, "Dijkversterking", status=status))
    assert found(index, "dijkversterking") == []


def test_nobody_sees_more_or_less_than_they_may(index: TantivyIndex) -> None:
    """Over every combination of entry and audience the index agrees with `may_see`."""
    people = [Pioneer(person=1, name="Naam", consent=consent) for consent in Consent]
    kinds: list[Details] = [Project(), Lesson(), *people]
    shapes = itertools.product(kinds, Status, Visibility, [ROOM, OTHER_ROOM])
    entries = [
        entry(
            number,
            "Dijkversterking",
            details=details,
            status=status,
            visibility=visibility,
            room=room if visibility is Visibility.ROOM else None,
        )
        for number, (details, status, visibility, room) in enumerate(shapes, 1)
    ]
    fill(index, *entries)
    rooms = [frozenset[RoomKey](), frozenset({ROOM}), frozenset({OTHER_ROOM}), frozenset({ROOM, OTHER_ROOM})]
    for readership, own in itertools.product(Readership, rooms):
        audience = Audience(readership, own)
        allowed = {str(entry.id) for entry in entries if may_see(entry, audience)}
        assert set(found(index, "dijkversterking", audience)) == allowed
        assert allowed


def test_filters_narrow_by_kind_outcome_and_theme(index: TantivyIndex) -> None:
    """Each filter asks for one of its values, and all of them hold together."""
    fill(
        index,
        entry(1, "Dijk", details=Lesson(Outcome.FAILURE), themes=(1,)),
        entry(2, "Dijk", details=Lesson(Outcome.SUCCESS), themes=(2,)),
        entry(3, "Dijk", details=Lesson()),
        entry(4, "Dijk", themes=(1, 12)),
    )
    only = {
        Filters(kinds=frozenset({Kind.PROJECT})): {"P4"},
        Filters(outcomes=frozenset({Outcome.FAILURE, Outcome.SUCCESS})): {"L1", "L2"},
        Filters(themes=frozenset({1})): {"L1", "P4"},
        Filters(kinds=frozenset({Kind.LESSON}), themes=frozenset({1, 2})): {"L1", "L2"},
        Filters(kinds=frozenset({Kind.PIONEER})): set[str](),
    }
    for filters, expected in only.items():
        assert set(found(index, "dijk", filters=filters)) == expected


def test_confidence_tells_the_subject_from_a_chance_word(index: TantivyIndex) -> None:
    """What covers the rare words of a question is trusted; what shares one common word is not."""
    fill(
        index,
        entry(1, "Vleermuizen tellen in de binnenstad", summary="Geluid van vleermuizen op straat."),
        *(entry(number, f"Straat nummer {number}", summary="Over de straat.") for number in range(2, 30)),
    )
    sure = index.search("wie heeft vleermuizen geteld?", EVERYBODY)[0]
    unsure = index.search("wie heeft een draaiorgel in de straat?", EVERYBODY)[0]
    assert str(sure.entry) == "P1"
    assert sure.confidence > 0.5
    assert unsure.confidence < 0.3


def test_a_subject_that_is_not_there_has_no_confidence(index: TantivyIndex) -> None:
    """An unknown word that merely looks like a known one is not an answer."""
    fill(index, entry(1, "Aanmelden voor de basisschool"), entry(2, "Dijkversterking"))
    assert all(hit.confidence < 0.1 for hit in index.search("ervaring met een maanbasis?", EVERYBODY))


def test_scene_setting_does_not_take_the_answer_away(index: TantivyIndex) -> None:
    """A chatty question finds the same entry first, still with confidence."""
    fill(
        index,
        entry(1, "Vleermuizen tellen in de binnenstad", summary="Inwoners tellen vleermuizen bij avond."),
        *(entry(number, f"Plan nummer {number}") for number in range(2, 30)),
    )
    chatty = (
        "Hoi allemaal, gisteren weer een lange vergadering met de buurt gehad. We zouden met inwoners "
        "vleermuizen willen tellen bij de oude brug. Heeft iemand dat al eens gedaan?"
    )
    hit = index.search(chatty, EVERYBODY)[0]
    assert str(hit.entry) == "P1"
    assert hit.confidence > 0.5


def test_the_passage_is_the_sentence_that_fits(index: TantivyIndex) -> None:
    """Of everything told, the sentence about the question is chosen."""
    fill(index, entry(1, "Vleermuizen"))
    told = ("Het begon klein. Inwoners telden vleermuizen.", "Het resultaat staat online.")
    assert index.passage("wie telt er vleermuizen?", told) == "Inwoners telden vleermuizen."
    assert index.passage("wat was het resultaat online?", told) == "Het resultaat staat online."


def test_the_first_sentence_stands_in_when_none_fits(index: TantivyIndex) -> None:
    """Something is shown even if the words differ, and nothing of nothing."""
    assert index.passage("dijken", ("Het begon klein. Het werd groot.",)) == "Het begon klein."
    assert index.passage("dijken", ()) == ""
