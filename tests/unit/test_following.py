"""Which lines go on with the question before them, and what they ask of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.model import Kind, Outcome, State, Theme
from bot.domain.question import Filters
from bot.domain.tags import GovernmentRole
from bot.querying.following import FollowUp, Turn, follow_up
from bot.querying.reading import Fault, Trouble, read
from bot.querying.values import Key, vocabulary

YEAR = 2026
KNOWN = vocabulary((Theme(1, (("nl", "energie"), ("en", "energy"))),))

FAILED = Filters(outcomes=frozenset({Outcome.FAILURE}))
WORKED = Filters(outcomes=frozenset({Outcome.SUCCESS}))
LESSONS = Filters(kinds=frozenset({Kind.LESSON}))
PROJECTS = Filters(kinds=frozenset({Kind.PROJECT}))
IN_USE = Filters(states=frozenset({State.IN_USE}))
OUT_OF_USE = Filters(states=frozenset({State.OUT_OF_USE}))


def asked(line: str) -> FollowUp | None:
    return follow_up(read(line, KNOWN, YEAR), KNOWN, YEAR)


def at(*places: str) -> Filters:
    return Filters(places=frozenset(places))


def of(*organisations: str) -> Filters:
    return Filters(organisations=frozenset(organisations))


@pytest.mark.parametrize(
    ("filters", "lines"),
    [
        (FAILED, ["alleen mislukkingen", "Alleen de mislukkingen graag", "alleen wat niet gelukt is"]),
        (FAILED, ["en alleen wat mislukte?", "en alleen wat niet gelukt is?", "en mislukkingen?"]),
        (
            FAILED,
            ["only failures", "only what did not work", "and the failures?", "just what failed, please"],
        ),
        (
            FAILED,
            ["laat alleen mislukkingen zien", "en wat ging er mis?", "wat lukte niet?", "uitkomst:mislukt"],
        ),
        (WORKED, ["en wat lukte er wel?", "alleen wat wél gelukt is", "and what worked?", "only successes"]),
        (LESSONS, ["alleen lessen", "only lessons", "toon alleen de lessen", "en lessen dan?"]),
        (
            PROJECTS,
            [
                "alleen projecten",
                "en zijn er ook projecten?",
                "only the projects",
                "hoe zit het met projecten?",
            ],
        ),
        (Filters(kinds=frozenset({Kind.PIONEER})), ["en voorlopers?", "only pioneers"]),
        (Filters(roles=frozenset({GovernmentRole.NETWORKING})), ["alleen netwerkende overheid"]),
        (Filters(themes=frozenset({1})), ["alleen over energie", "only about energy"]),
        (
            Filters(since=2020),
            ["en sinds 2020?", "and since 2020?", "alleen sinds 2020", "sinds:2020", "vanaf 2020 dan?"],
        ),
        (
            Filters(since=2021),
            [
                *("en in 2021?", "en 2021?", "alleen 2021", "in 2021", "uit 2021 dan?", "en van 2021?"),
                *("en in het jaar 2021?", "and in 2021?", "only from 2021", "what about 2021?"),
            ],
        ),
        (at("Utrecht").plus(Filters(since=2021)), ["en in Utrecht in 2021?", "in 2021 in Utrecht"]),
        (
            at("Utrecht"),
            ["en in Utrecht?", "in Utrecht dan?", "In Utrecht?", "en Utrecht?", "alleen in Utrecht"],
        ),
        (
            at("Utrecht"),
            ["and in Utrecht?", "what about Utrecht?", "en hoe zit het in Utrecht?", "only in Utrecht"],
        ),
        (at("utrecht"), ["en in utrecht"]),
        (at("Utrecht"), ["in Utrecht", "uit Utrecht"]),
        (Filters(since=2020), ["sinds 2020", "since 2020"]),
        (at("Den Haag"), ["en in Den Haag?", "in Den Haag dan?"]),
        (at("'s-Hertogenbosch"), ["en in 's-Hertogenbosch?"]),
        (at("gemeente Ede"), ["en in de gemeente Ede?", "en gemeente Ede?"]),
        (at("Utrecht", "Gelderland"), ["en in Utrecht en Gelderland?", "in Utrecht of Gelderland dan?"]),
        (
            of("Rijkswaterstaat"),
            ["en bij Rijkswaterstaat?", "and at Rijkswaterstaat?", "alleen van Rijkswaterstaat"],
        ),
        (
            of("waterschap", "hoogheemraadschap", "wetterskip"),
            ["en bij waterschappen?", "alleen waterschappen"],
        ),
        (of("gemeente"), ["alleen gemeenten", "en bij andere gemeenten?"]),
        (FAILED.plus(at("Utrecht")), ["alleen mislukkingen in Utrecht", "en wat mislukte er in Utrecht?"]),
        (
            FAILED.plus(Filters(since=2020)),
            ["alleen mislukkingen sinds 2020", "alleen mislukkingen sinds:2020"],
        ),
        (LESSONS.plus(Filters(since=2020)), ["alleen lessen sinds:2020", "sinds:2020 en lessen?"]),
        (FAILED, ["alleen mislukte projecten", "en mislukte projecten?"]),
        (IN_USE, ["welke zijn nog in gebruik?", "en in gebruik?", "which ones are still in use?"]),
        (OUT_OF_USE, ["alleen wat niet meer in gebruik is", "en wat is er al buiten gebruik?"]),
    ],
)
def test_lines_that_narrow(filters: Filters, lines: list[str]) -> None:
    """Small words, order and language make no difference."""
    for line in lines:
        assert asked(line) == FollowUp(Turn.NARROWER, filters), line


@pytest.mark.parametrize(
    "line",
    [
        "en wie dan?",
        "wie dan?",
        "Wie?",
        "wie weet er meer van?",
        "en wie weet hier meer over?",
        "wie kan ik hierover bellen?",
        "bij wie moet ik dan zijn?",
        "and who?",
        "who knows more about this?",
        "who can I ask?",
        "kan ik die persoon spreken?",
        "hoe kom ik met ze in contact?",
        "can I talk to them?",
    ],
)
def test_lines_that_ask_for_people(line: str) -> None:
    """In the many ways in which somebody asks for whom to talk to."""
    assert asked(line) == FollowUp(Turn.PEOPLE)


@pytest.mark.parametrize(
    "line",
    ["alles", "en alles?", "toon weer alles", "zonder filter", "everything", "show me all", "no filters"],
)
def test_lines_that_widen(line: str) -> None:
    """Back to the question without filters."""
    assert asked(line) == FollowUp(Turn.WIDER)


@pytest.mark.parametrize(
    "line",
    [
        "en wie heeft ervaring met loting?",
        "in Utrecht, hoe doen jullie afval?",
        "wie heeft er ervaring in Utrecht?",
        "wie weet iets van windmolens?",
        "en hoe doen ze dat in Utrecht met afval?",
        "en in Utrecht wordt dat ook gedaan met drones?",
        "alleen ouderen in de wijk bereiken",
        "alleenstaande ouders in de bijstand",
        "mislukte ict-projecten",
        "lessen over loting",
        "welke lessen zijn er?",
        "wat lukte er met burgerberaden?",
        "loting in Utrecht",
        "participatie in Utrecht?",
        "en een vraag over burgerberaad",
        "alles over water",
        "everything about water",
        "only people with a permit may park here",
        "in hoeverre dan?",
        "bij ons dan?",
        "en bij jullie?",
        "en in de praktijk?",
        "sinds wanneer?",
        "en nu?",
        "hoi",
        "bedankt!",
        "alleen",
        "en?",
        "?",
        "",
        'en "in Utrecht"?',
        "uitkomst:mislukt loting",
        "2021",
        "loting in 2021",
        "in 2021 ging het mis met de loting",
    ],
)
def test_other_lines_are_questions_of_their_own(line: str) -> None:
    """A line with anything to look for is never swallowed."""
    assert asked(line) is None


@pytest.mark.parametrize(
    ("filters", "line"),
    [
        (LESSONS, "zijn er lessen?"),
        (FAILED, "zijn er ook mislukkingen?"),
        (FAILED, "wat ging er niet goed?"),
        (FAILED, "niet gelukt"),
        (Filters(outcomes=frozenset({Outcome.STOPPED})), "en welke zijn gestopt?"),
        (at("zorg"), "en in de zorg?"),
        (LESSONS, "are there any lessons?"),
        (FAILED, "which ones failed?"),
        (FAILED, "what did not go well?"),
    ],
)
def test_asking_whether_there_is_something_narrows(filters: Filters, line: str) -> None:
    """A question with nothing in it but what to narrow by."""
    found = asked(line)
    assert found is not None
    assert (found.turn, found.filters) == (Turn.NARROWER, filters)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "niet in utrecht",
            "maar niet in Utrecht",
            "en niet bij gemeenten?",
            "geen projecten",
            "behalve Utrecht",
        ),
        *("not in Utrecht", "but no projects", "except Utrecht", "without failures"),
    ],
)
def test_lines_that_leave_out(line: str) -> None:
    """They are seen for what they are, and never taken for their opposite."""
    assert asked(line) == FollowUp(Turn.EXCEPT)


@pytest.mark.parametrize(
    "line",
    [
        *("zijn er lessen over loting?", "zijn er voorbeelden van mislukte chatbots?", "is er beleid?"),
        *("wat ging er niet goed met de omgevingswet?", "welke gemeenten zijn gestopt met algoritmes?"),
        *(
            "zonder vergunning bouwen",
            "geen budget",
            "niet te duur",
            "geen idee",
            "niet in ons dorp",
            "niet nu",
        ),
        *("are there lessons about drones?", "what went wrong with the housing portal?", "no budget"),
        *("which ones use drones?", "not enough parking", "without a permit"),
    ],
)
def test_what_looks_like_it_is_a_question_of_its_own(line: str) -> None:
    """As soon as there is something to look for, or nothing to narrow by."""
    assert asked(line) is None


@pytest.mark.parametrize(
    "line", ["en sinds 3020?", "en in 3020?", "en sinds gisteren?", "and since yesterday?"]
)
def test_an_impossible_year_is_a_fault(line: str) -> None:
    """It goes on with the question, and says what is wrong."""
    found = asked(line)
    assert found is not None
    assert not found.filters.narrow
    (fault,) = found.faults
    assert fault.trouble is (Trouble.YEAR_TO_COME if "3020" in line else Trouble.NO_YEAR)


def test_a_slip_in_a_filter_goes_along() -> None:
    """What is right narrows, what is wrong is said."""
    wrong = Fault(Trouble.UNKNOWN_VALUE, "soort:x", Key.KIND)
    assert asked("alleen mislukkingen soort:x") == FollowUp(Turn.NARROWER, FAILED, (wrong,))


def test_what_is_said_last_decides() -> None:
    """Over earlier filters: the same key is replaced, another one added, and what cannot go together goes."""
    earlier = FAILED.plus(at("Utrecht"))
    assert at("Ede").over(earlier) == FAILED.plus(at("Ede"))
    assert Filters(since=2020).over(earlier) == earlier.plus(Filters(since=2020))
    assert PROJECTS.over(earlier) == PROJECTS.plus(at("Utrecht"))
    assert FAILED.over(PROJECTS) == FAILED
    assert FAILED.over(LESSONS) == FAILED.plus(LESSONS)


@given(st.text(alphabet="enaliumskt wINUD?,'.:2", max_size=60))
def test_any_line_can_be_judged(line: str) -> None:
    """Never an error; who narrows, narrows by something or says what is wrong."""
    found = asked(line)
    assert found is None or found.turn is not Turn.NARROWER or found.filters.narrow or found.faults
