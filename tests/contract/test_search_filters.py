"""What the filters of a search promise, on the index over tantivy, in memory and on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.audience import Audience, Readership
from bot.domain.keys import CONSOLE, RoomKey
from bot.domain.model import (
    Entry,
    EntryId,
    Kind,
    Lesson,
    Outcome,
    Project,
    State,
    Status,
    Text,
    Visibility,
    Years,
)
from bot.domain.question import Filters
from bot.domain.tags import GovernmentRole, Tags
from bot.ports.search import Document
from storage.search.index import TantivyIndex

EVERYBODY = Audience(Readership.MIXED)
MEMBERS = Audience(Readership.MEMBERS)
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


def project(number: int, title: str = "Dijk", summary: str = "") -> Entry:
    return Entry(
        id=EntryId(Kind.PROJECT, number),
        details=Project(),
        texts=(Text("nl", title, summary),),
        original="nl",
        status=Status.PUBLISHED,
        visibility=Visibility.PUBLIC,
        recorded=RECORDED,
    )


def fill(index: TantivyIndex, *entries: Entry) -> None:
    index.update([Document(entry) for entry in entries], index.revision + 1)


def found(index: TantivyIndex, text: str, filters: Filters, audience: Audience = EVERYBODY) -> set[str]:
    return {str(hit.entry) for hit in index.search(text, audience, filters, limit=100)}


def organisations(*names: str) -> Filters:
    return Filters(organisations=frozenset(names))


def places(*names: str) -> Filters:
    return Filters(places=frozenset(names))


def phrases(*said: str) -> Filters:
    return Filters(phrases=frozenset(said))


@pytest.fixture(params=["memory", "disk"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TantivyIndex]:
    index = TantivyIndex.in_memory() if request.param == "memory" else TantivyIndex.open(tmp_path)
    yield index
    index.close()


def test_a_role_of_government_is_one_of_those_of_the_entry(index: TantivyIndex) -> None:
    """An entry with several roles counts for each, one without roles for none."""
    both = Tags(role=(GovernmentRole.LAWFUL, GovernmentRole.NETWORKING))
    fill(
        index,
        replace(project(1), tags=both),
        replace(project(2), tags=Tags(role=(GovernmentRole.LAWFUL,))),
        project(3),
    )
    assert found(index, "dijk", Filters(roles=frozenset({GovernmentRole.NETWORKING}))) == {"P1"}
    assert found(index, "dijk", Filters(roles=frozenset({GovernmentRole.LAWFUL}))) == {"P1", "P2"}


def test_an_organisation_is_named_by_words_of_its_name(index: TantivyIndex) -> None:
    """All words that were typed stand in the name, in any order, capitals and accents aside."""
    fill(
        index,
        replace(project(1), organisation="Gemeente Utrecht"),
        replace(project(2), organisation="Provincie Utrecht"),
        replace(project(3), organisation="Gemeente Súdwest-Fryslân", location="Utrecht"),
        project(4, summary="Samen met de gemeente Utrecht."),
    )
    assert found(index, "dijk", organisations("Gemeente Utrecht")) == {"P1"}
    assert found(index, "dijk", organisations("utrecht GEMEENTE")) == {"P1"}
    assert found(index, "dijk", organisations("utrecht")) == {"P1", "P2"}
    assert found(index, "dijk", organisations("sudwest fryslan")) == {"P3"}
    assert found(index, "dijk", organisations("Utrechtse")) == set()


def test_of_several_organisations_one_is_enough(index: TantivyIndex) -> None:
    """Within one filter it is either, between filters it is both."""
    fill(
        index,
        replace(project(1), organisation="Gemeente Ede", happened=Years(2019)),
        replace(project(2), organisation="Gemeente Tiel", happened=Years(2021)),
        replace(project(3), organisation="Gemeente Oss", happened=Years(2021)),
    )
    either = organisations("Ede", "Tiel")
    assert found(index, "dijk", either) == {"P1", "P2"}
    assert found(index, "dijk", replace(either, since=2020)) == {"P2"}


def test_a_place_is_in_the_name_or_in_the_location(index: TantivyIndex) -> None:
    """Where it was counts as much as who did it; two words must stand in the same one."""
    fill(
        index,
        replace(project(1), organisation="Gemeente Den Haag"),
        replace(project(2), organisation="Rijkswaterstaat", location="Den Haag"),
        replace(project(3), organisation="Gemeente Haarlem", location="Haarlem"),
        replace(project(4), organisation="Huis van Den", location="Haag"),
    )
    assert found(index, "dijk", places("den haag")) == {"P1", "P2"}
    assert found(index, "dijk", places("Haarlem")) == {"P3"}


@pytest.mark.parametrize("name", ["", "?!", "  "])
def test_a_name_without_words_is_nobodys(index: TantivyIndex, name: str) -> None:
    """It leaves nothing, rather than everything."""
    fill(index, replace(project(1), organisation="Gemeente Ede"))
    assert found(index, "dijk", organisations(name)) == set()
    assert found(index, "dijk", places(name)) == set()


def test_since_looks_at_when_it_was_still_going_on(index: TantivyIndex) -> None:
    """The last known year counts; what has no year is left out."""
    fill(
        index,
        replace(project(1), happened=Years(2019)),
        replace(project(2), happened=Years(2020)),
        replace(project(3), happened=Years(2018, 2021)),
        replace(project(4), happened=Years(None, 2020)),
        project(5),
    )
    assert found(index, "dijk", Filters(since=2020)) == {"P2", "P3", "P4"}
    assert found(index, "dijk", Filters(since=1900)) == {"P1", "P2", "P3", "P4"}
    assert found(index, "dijk", Filters(since=2022)) == set()


def test_a_phrase_stands_together_in_any_forms(index: TantivyIndex) -> None:
    """Side by side and in this order, in the title or in the text; small words do not count."""
    fill(
        index,
        project(1, "Dijk", "Een burgerberaad met gelote inwoners."),
        project(2, "Dijk", "Inwoners, gelote en andere, en een burgerberaad."),
        project(3, "Gelote inwoners bij de dijk"),
        project(4),
    )
    assert found(index, "dijk", phrases("gelote inwoners")) == {"P1", "P3"}
    assert found(index, "dijk", phrases("de gelote inwoner")) == {"P1", "P3"}
    assert found(index, "dijk", phrases("burgerberaad")) == {"P1", "P2"}
    assert found(index, "dijk", phrases("inwoners gelote")) == {"P2"}
    assert found(index, "dijk", phrases("gelote inwoners", "burgerberaad")) == {"P1"}


def test_a_phrase_stands_in_one_part_of_an_entry(index: TantivyIndex) -> None:
    """What ends a title does not go on in the text, nor in the name of the organisation."""
    entry = replace(project(1, "Dijk met bomen", "Inwoners tellen vogels."), organisation="Bureau Wilg")
    fill(index, entry)
    for across in ("bomen inwoners", "bomen dijk", "wilg dijk"):
        assert found(index, "dijk", phrases(across)) == set()
    for within in ("dijk met bomen", "inwoners tellen", "bureau wilg"):
        assert found(index, "dijk", phrases(within)) == {"P1"}


def test_a_phrase_of_small_words_asks_nothing(index: TantivyIndex) -> None:
    """It would be in every text and in none."""
    fill(index, project(1))
    assert found(index, "dijk", phrases("van de")) == {"P1"}


def test_signs_in_a_filter_mean_nothing(index: TantivyIndex) -> None:
    """Query syntax in a name or a phrase is just text."""
    fill(index, replace(project(1, "Dijk van een plan"), organisation='Bureau "A+B" (*)'))
    assert found(index, "dijk", organisations('bureau "a+b" OR *')) == set()
    assert found(index, "dijk", organisations('"A+B"')) == {"P1"}
    assert found(index, "dijk", phrases('"dijk" plan~')) == {"P1"}


def test_without_words_the_newest_come_first(index: TantivyIndex) -> None:
    """Filters alone list everything they leave, the latest recorded first, all of it sure."""
    fill(index, *(replace(project(n), recorded=RECORDED + timedelta(days=n % 3)) for n in (1, 2, 3)))
    fill(index, replace(project(4), visibility=Visibility.NETWORK, recorded=RECORDED + timedelta(days=9)))
    hits = index.search("", EVERYBODY, Filters(kinds=frozenset({Kind.PROJECT})))
    assert [str(hit.entry) for hit in hits] == ["P2", "P1", "P3"]
    assert {hit.confidence for hit in hits} == {1.0}
    wholly = index.search("wie heeft dit gedaan?", MEMBERS, Filters(kinds=frozenset({Kind.PROJECT})), limit=2)
    assert [str(hit.entry) for hit in wholly] == ["P4", "P2"]


def test_neither_words_nor_filters_find_nothing(index: TantivyIndex) -> None:
    """Nothing is asked, so nothing is answered."""
    fill(index, project(1))
    assert index.search("", EVERYBODY, Filters()) == ()


def test_filters_do_not_change_how_sure_a_hit_is(index: TantivyIndex) -> None:
    """What fits is judged by the words, with or without filters."""
    fill(
        index,
        replace(project(1, "Vleermuizen tellen"), organisation="Gemeente Ede", happened=Years(2021)),
        *(project(n, f"Plan {n}") for n in range(2, 20)),
    )
    question = "wie telt er vleermuizen?"
    narrowed = replace(organisations("ede"), since=2020)
    (plain,) = index.search(question, EVERYBODY, Filters(), 1)
    (filtered,) = index.search(question, EVERYBODY, narrowed, 1)
    assert filtered.confidence == pytest.approx(plain.confidence)


def test_every_filter_holds_at_once(index: TantivyIndex) -> None:
    """An entry that misses one of them is not there."""
    whole = replace(
        project(1, "Dijk", "Samen de dijk bewaken."),
        organisation="Waterschap Rivierenland",
        happened=Years(2021),
        themes=(3,),
        tags=Tags(role=(GovernmentRole.NETWORKING,)),
    )
    lesson = replace(whole, id=EntryId(Kind.LESSON, 1), details=Lesson(Outcome.FAILURE))
    others = (
        replace(whole, id=EntryId(Kind.PROJECT, 2), organisation="Waterschap Limburg"),
        replace(whole, id=EntryId(Kind.PROJECT, 3), happened=Years(2019)),
        replace(whole, id=EntryId(Kind.PROJECT, 4), themes=()),
        replace(whole, id=EntryId(Kind.PROJECT, 5), tags=Tags()),
    )
    fill(index, whole, lesson, *others)
    filters = Filters(
        themes=frozenset({3}),
        roles=frozenset({GovernmentRole.NETWORKING}),
        organisations=frozenset({"rivierenland"}),
        since=2020,
        phrases=frozenset({"dijk bewaken"}),
    )
    assert found(index, "dijk", filters) == {"P1", "L1"}
    assert found(index, "dijk", replace(filters, outcomes=frozenset({Outcome.FAILURE}))) == {"L1"}
    assert found(index, "dijk", replace(filters, kinds=frozenset({Kind.PROJECT}))) == {"P1"}


def test_searches_side_by_side_find_what_each_finds_alone(index: TantivyIndex) -> None:
    """Each has its own filters and limit; one that cannot find anything finds nothing."""
    lesson = replace(project(2, "Dijken en sluizen"), id=EntryId(Kind.LESSON, 2), details=Lesson())
    fill(index, project(1), lesson, project(3, "Een dijk in de stad"))
    lessons, projects = Filters(kinds=frozenset({Kind.LESSON})), Filters(kinds=frozenset({Kind.PROJECT}))
    ways: tuple[tuple[Filters | None, int], ...]
    ways = ((projects, 2), (lessons, 5), (None, 5), (Filters(), 2), (lessons, 0))
    for text in ("wie weet iets van dijken?", "wie heeft dit gedaan?"):
        alone = [index.search(text, EVERYBODY, *way) if way[0] else () for way in ways]
        assert list(index.search_each(text, EVERYBODY, ways)) == alone
        assert [len(hits) for hits in alone[:3]] == [2, 1, 0]


def test_the_names_of_organisations_are_known(index: TantivyIndex) -> None:
    """Each once, as it is written, also that of an entry that came later; of what these readers may see."""
    fill(index, *(replace(project(number), organisation="Gemeente Ede") for number in (1, 2)))
    assert index.organisations(EVERYBODY) == ("Gemeente Ede",)
    fill(index, replace(project(3), organisation="Waterschap Aa en Maas"), project(4))
    assert index.organisations(EVERYBODY) == ("Gemeente Ede", "Waterschap Aa en Maas")
    green = RoomKey(CONSOLE, "groen")
    own = replace(project(5), organisation="Gemeente Tiel", visibility=Visibility.ROOM, room=green)
    fill(index, own, replace(project(6), organisation="DUO", visibility=Visibility.NETWORK))
    assert index.organisations(EVERYBODY) == ("Gemeente Ede", "Waterschap Aa en Maas")
    assert index.organisations(MEMBERS) == ("DUO", "Gemeente Ede", "Waterschap Aa en Maas")
    assert "Gemeente Tiel" in index.organisations(replace(EVERYBODY, rooms=frozenset({green})))


def test_a_state_is_that_of_a_project(index: TantivyIndex) -> None:
    """Who does not say where it stands is not found by it, and neither is a lesson."""
    lesson = replace(project(3), id=EntryId(Kind.LESSON, 3), details=Lesson())
    stopped = replace(project(4), details=Project(State.OUT_OF_USE))
    fill(index, replace(project(1), details=Project(State.IN_USE)), project(2), lesson, stopped)
    assert found(index, "dijk", Filters(states=frozenset({State.IN_USE}))) == {"P1"}
    assert found(index, "dijk", Filters(states=frozenset(State))) == {"P1", "P4"}
