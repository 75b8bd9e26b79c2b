"""Follow-ups in words that people use for them, and what is nearly one and is none."""

from __future__ import annotations

import pytest

from bot.domain.model import Kind, Outcome, State
from bot.domain.question import Filters
from bot.messages.i18n import translator
from bot.querying.following import FollowUp, Turn
from bot.querying.reading import Fault, Trouble
from bot.querying.saying import filters_in_words
from bot.querying.values import Key
from tests.unit.test_following import YEAR, asked

LESSONS = Filters(kinds=frozenset({Kind.LESSON}))
STOPPED = Filters(outcomes=frozenset({Outcome.STOPPED}))
FAILED = Filters(outcomes=frozenset({Outcome.FAILURE}))
LEIDEN = Filters(places=frozenset({"Leiden"}))


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        *((line, LESSONS) for line in ("toon lessen", "laat lessen zien", "geef de lessen", "show lessons")),
        *((line, FAILED) for line in ("laat mislukkingen zien", "show failures", "give me the failures")),
        *(
            (line, LEIDEN)
            for line in ("is er iemand in Leiden die hier ervaring mee heeft?", "iemand in Leiden?")
        ),
        *((line, STOPPED) for line in ("wie is ermee gestopt?", "welke gemeenten zijn daarmee gestopt?")),
        *((line, LEIDEN) for line in ("liever in Leiden", "en liever Leiden", "rather in Leiden")),
        *((line, LEIDEN) for line in ("en wie in Leiden?", "wie dan in Leiden?", "who in Leiden?")),
    ],
)
def test_what_people_say_for_narrowing(line: str, filters: Filters) -> None:
    """To show a kind, to look rather elsewhere, and who there is in a place."""
    found = asked(line)
    assert found is not None
    assert (found.turn, found.filters) == (Turn.NARROWER, filters)
    assert found.alone == (line.split(maxsplit=1)[0] in {"toon", "laat", "geef", "show", "give", "is"})


@pytest.mark.parametrize(
    ("line", "place"),
    [
        *(
            (f"en in {name}?", name)
            for name in ("Bergen op Zoom", "Alphen aan den Rijn", "Wijk bij Duurstede")
        ),
        ("en in Capelle aan den IJssel dan?", "Capelle aan den IJssel"),
        ("en in de regio Utrecht?", "Utrecht"),
        ("in de buurt van Utrecht?", "Utrecht"),
    ],
)
def test_places_of_several_words(line: str, place: str) -> None:
    """Small words within a name belong to it, those before it do not."""
    assert asked(line) == FollowUp(Turn.NARROWER, Filters(places=frozenset({place})))


@pytest.mark.parametrize(
    "name",
    [
        "ministerie van Binnenlandse Zaken",
        "Centraal Bureau voor de Statistiek",
        "gemeente Alphen aan den Rijn",
        "Dienst Uitvoering Onderwijs",
    ],
)
def test_organisations_of_several_words(name: str) -> None:
    """As they are called, in capitals or with a small letter for what they are."""
    assert asked(f"en bij de {name}?") == FollowUp(Turn.NARROWER, Filters(organisations=frozenset({name})))


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("na 2020", 2021),
        ("after 2020", 2021),
        ("alleen dit jaar", 2026),
        ("en vorig jaar?", 2025),
        ("alleen van vorig jaar", 2025),
        ("since last year", 2025),
        ("sinds januari 2020", 2020),
    ],
)
def test_years_as_people_say_them(line: str, year: int) -> None:
    """From then on, as there is no filter for one year."""
    assert asked(line) == FollowUp(Turn.NARROWER, Filters(since=year))


@pytest.mark.parametrize("line", ["voor 2020", "tussen 2018 en 2020", "until 2019"])
def test_until_a_year_is_a_fault(line: str) -> None:
    """There is no filter for it; it is said, and never taken for a question or for its opposite."""
    assert asked(line) == FollowUp(Turn.NARROWER, faults=(Fault(Trouble.NO_YEAR, line, Key.SINCE),))


@pytest.mark.parametrize(
    "line",
    [
        "heb je een contactpersoon?",
        "is er ook een aanspreekpunt?",
        "wie is het contact?",
        "is there a contact?",
    ],
)
def test_what_people_say_for_whom_to_talk_to(line: str) -> None:
    """Somebody to contact is somebody who knows more."""
    assert asked(line) == FollowUp(Turn.PEOPLE)


@pytest.mark.parametrize(
    "line",
    [
        "toon lessen over dijken",
        "laat ambtenaren zelf kiezen",
        "geef ruimte aan bewoners",
        "wie in Leiden heeft geloot?",
        "heb je een contactpersoon bij de politie?",
        "liever geen toeslagen",
        "na afloop?",
        "voor gemeenten",
        "wat kan er na 2020 nog?",
    ],
)
def test_with_anything_to_look_for_it_is_a_question(line: str) -> None:
    """Whatever it begins with."""
    assert asked(line) is None


def test_groups_of_organisations_are_said_as_groups() -> None:
    """Also two of them, and with a name beside them."""
    groups = asked("en bij waterschappen of provincies?")
    assert groups
    t = translator("nl")
    assert filters_in_words(groups.filters, (), t) == "van provincies of waterschappen"
    beside = groups.filters.plus(Filters(organisations=frozenset({"Waternet"})))
    assert filters_in_words(beside, (), t) == "van provincies, waterschappen of Waternet"


@pytest.mark.parametrize(
    "line",
    [
        *("alleen recente", "alleen de nieuwste", "alleen de meest recente", "en iets recenters?"),
        *("zijn er nieuwere?", "only recent ones", "only the newest", "only the most recent ones"),
    ],
)
def test_what_is_recent_is_of_the_last_years(line: str) -> None:
    """This one and the two before it."""
    found = asked(line)
    assert found is not None
    assert (found.turn, found.filters) == (Turn.NARROWER, Filters(since=YEAR - 2))


@pytest.mark.parametrize(
    "line",
    [
        *("de nieuwste eerst", "nieuwste eerst graag", "sorteer op jaar", "kun je ze op datum sorteren?"),
        *("newest first", "the latest first", "sort by year", "can you sort them by date?"),
    ],
)
def test_an_order_is_recognised(line: str) -> None:
    """So that it is not looked for as if it were a subject."""
    assert asked(line) == FollowUp(Turn.SORTED)


@pytest.mark.parametrize("line", ["nieuwste aanpak van parkeren", "recente ervaring met drones", "recente"])
def test_a_question_for_something_recent_is_one(line: str) -> None:
    """There is something to look for."""
    assert asked(line) is None


@pytest.mark.parametrize("line", ["van gemeente ede en gemeente tiel?", "bij gemeente ede of gemeente tiel?"])
def test_two_organisations_are_each_one_of_them(line: str) -> None:
    """Also without a capital: it is not one of them at the place of the other."""
    both = Filters(organisations=frozenset({"gemeente ede", "gemeente tiel"}))
    assert asked(line) == FollowUp(Turn.NARROWER, both)


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("heb je iets recenters?", Filters(since=2024)),
        ("heb je ook lessen?", LESSONS),
        ("ken je iemand bij gemeente Ede?", Filters(organisations=frozenset({"gemeente Ede"}))),
        ("heb je voorbeelden van mislukkingen?", FAILED),
        ("geef me een voorbeeld van iets dat mislukt is", FAILED),
        ("wat is er allemaal mislukt?", FAILED),
        ("kun je een lijst geven van alle mislukte projecten?", FAILED),
        ("welke projecten zijn mislukt?", FAILED),
        ("wie zijn de voorlopers?", Filters(kinds=frozenset({Kind.PIONEER}))),
        (
            "wie zijn de voorlopers in Ede?",
            Filters(kinds=frozenset({Kind.PIONEER}), places=frozenset({"Ede"})),
        ),
        ("what is still in development?", Filters(states=frozenset({State.IN_DEVELOPMENT}))),
        ("wat is er gebeurd?", None),
        ("kun je me helpen met een subsidie?", None),
        ("do you have anything in Leiden?", LEIDEN),
        ("heb je ervaring met loting?", None),
    ],
)
def test_asking_what_the_bot_has(line: str, filters: Filters | None) -> None:
    """It goes on with the question before, and asks as much without one; with a subject it is its own."""
    assert asked(line) == (FollowUp(Turn.NARROWER, filters, alone=True) if filters else None)
