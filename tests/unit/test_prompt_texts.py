"""The texts of prompts, and which one comes when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.people import Room
from bot.domain.prompt import Occurrence, Outcome
from bot.domain.tags import Barrier, GovernmentRole
from bot.messages.i18n import translator
from bot.ports.harvest import Posted
from bot.prompting.choosing import at_most, kind_now, longest_ago, text_now
from bot.prompting.kinds import Kind
from bot.prompting.scenes import Scene
from bot.prompting.text import LITTLE, MUCH, SOMETHING, Text
from bot.prompting.texts import ASKING, TEXTS

ROOM = RoomKey(PlaceKey("plaza", "town"), "leren")
NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)


def posted(*texts: str, kind: Kind = Kind.SUCCESS) -> list[Occurrence]:
    """Return what was posted, the newest first."""
    return [
        Occurrence(1, (NOW - timedelta(days=ago)).replace(tzinfo=None), NOW, Outcome.POSTED, ROOM, kind, text)
        for ago, text in enumerate(texts)
    ]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.FREE, Kind.DIGEST}])
def test_every_kind_has_texts_in_both_languages(kind: Kind) -> None:
    """At least five; each is short, says where to answer, and is no sentence that was left in English."""
    texts = TEXTS[kind]
    assert len({text.id for text in texts}) == len(texts) >= 5
    assert {1, 2} <= {text.asks for text in texts}
    for text in texts:
        dutch = translator("nl").text(text.message)
        assert dutch != text.message
        assert "in deze draad" in dutch
        assert "in this thread" in text.message
        assert all(40 <= len(said) <= 320 for said in (dutch, text.message))


def year(texts: Sequence[Text], *, answered: bool) -> list[Text]:
    """Return what is said in a room every week for a year, where every time somebody answers or nobody."""
    said: list[Text] = []
    for _ in range(52):
        most = at_most(said[-1].asks, answered=answered) if said else MUCH
        said.append(text_now(texts, posted(*(text.id for text in reversed(said))), most))
    return said


ALL = [*TEXTS.values(), ASKING]


@pytest.mark.parametrize("texts", ALL, ids=lambda texts: texts[0].id)
def test_with_answers_every_text_comes_in_its_turn(texts: Sequence[Text]) -> None:
    """None comes again before all others came, except that what goes round goes round first."""
    said = year(texts, answered=True)
    every = len(texts)
    assert set(said[:every]) == set(texts)
    assert said[every : 2 * every] == said[:every]


@pytest.mark.parametrize("texts", ALL, ids=lambda texts: texts[0].id)
def test_in_a_silent_year_what_asks_little_takes_turns(texts: Sequence[Text]) -> None:
    """Never one text week after week, and none that asks more; at least three of them go round."""
    said = year(texts, answered=False)
    little = [text for text in texts if text.asks == LITTLE]
    assert len(little) >= 3
    assert said[1 : len(little) + 1] == [*little[1:], little[0]]
    assert said[len(little) : 2 * len(little)] == little


@pytest.mark.parametrize(("kind", "of"), [(Kind.BARRIER, Barrier), (Kind.ROLE, GovernmentRole)])
@pytest.mark.parametrize("answered", [True, False])
def test_barriers_and_roles_go_round(kind: Kind, of: Iterable[object], answered: bool) -> None:  # noqa: FBT001
    """One after the other, each of them, whether or not anybody answers."""
    about = [text.about for text in year(TEXTS[kind], answered=answered)]
    every = list(dict.fromkeys(about))
    assert set(every) == set(of)
    assert about == [every[week % len(every)] for week in range(52)]


def test_a_text_of_ones_own_asks_no_more_after_silence() -> None:
    """Also where barriers go round and it is of none of them; after an answer it has its turn."""
    own = Text("T1", SOMETHING, "Schrijf een heel verhaal.")
    texts = [own, *TEXTS[Kind.BARRIER]]
    assert own not in year(texts, answered=False)[1:]
    assert own in year(texts, answered=True)


def test_after_silence_less_is_asked() -> None:
    """And never more; after an answer anything goes."""
    texts = TEXTS[Kind.INTERVIEW]
    for last in texts:
        now = text_now(texts, posted(last.id), at_most(last.asks, answered=False))
        assert now.asks <= max(LITTLE, last.asks - 1)
    after = text_now(texts, posted(*(text.id for text in texts[:-1])), at_most(LITTLE, answered=True))
    assert after is texts[-1]


@pytest.mark.parametrize("kind", [Kind.FREE, Kind.AGENDA])
def test_silence_after_words_of_ones_own_is_silence_too(kind: Kind) -> None:
    """Whichever prompt was the last that asked something; a digest asks nothing."""
    told, asked, answered = (replace(each, text=None) for each in posted("", "", ""))
    scene = Scene(Room(ROOM), "nl", answered=[Posted(1, answered.planned)])
    scene.before = [replace(told, kind=Kind.DIGEST), replace(asked, kind=kind), answered]
    later = NOW + timedelta(days=1)
    assert scene.text_of(Kind.INTERVIEW, later).asks == LITTLE
    scene.before.pop(1)
    assert scene.text_of(Kind.INTERVIEW, later) is TEXTS[Kind.INTERVIEW][0]


def test_successes_and_failures_take_turns_in_a_room() -> None:
    """Whichever prompt it is; other kinds keep theirs."""
    assert kind_now(Kind.SUCCESS, []) is Kind.SUCCESS
    assert kind_now(Kind.SUCCESS, posted("success-1")) is Kind.FAILURE
    assert kind_now(Kind.FAILURE, posted("failure-1", kind=Kind.FAILURE)) is Kind.SUCCESS
    assert kind_now(Kind.ROLE, posted("success-1")) is Kind.ROLE
    between = [*posted("role-1", kind=Kind.ROLE), *posted("success-1")]
    assert kind_now(Kind.SUCCESS, between) is Kind.FAILURE
    success, failure = posted("success-1"), posted("failure-1", kind=Kind.FAILURE)
    at_one_moment = [*failure, *success, *success]
    assert kind_now(Kind.SUCCESS, at_one_moment) is Kind.FAILURE


def test_what_was_shown_longest_ago_comes_first() -> None:
    """Before that, what was never shown, in its order."""
    assert longest_ago("abc", ["b"], str) == "a"
    assert longest_ago("abc", ["b", "a"], str) == "c"
    assert longest_ago("abc", ["b", "a", "c", "a"], str) == "c"


def test_every_text_is_known_by_one_name() -> None:
    """What is remembered of a posting says which it was."""
    names = [text.id for texts in ALL for text in texts]
    assert len(set(names)) == len(names)
