"""The texts of prompts, and which one comes when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.prompt import Occurrence, Outcome
from bot.messages.i18n import translator
from bot.prompting.choosing import kind_now, longest_ago, text_now
from bot.prompting.kinds import Kind
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


def ids(rounds: int, texts: Sequence[str], *, quiet: bool = False) -> list[str]:
    """Return which texts come one after the other."""
    said: list[str] = []
    for _ in range(rounds):
        said.insert(0, text_now(TEXTS[Kind.CHECKIN], posted(*said, *texts), quiet=quiet).id)
    return said[::-1]


def test_no_text_comes_again_while_there_are_others() -> None:
    """After all of them the one comes that was longest ago."""
    every = [text.id for text in TEXTS[Kind.CHECKIN]]
    assert ids(len(every) + 2, ()) == [*every, *every[:2]]


def test_after_silence_less_is_asked() -> None:
    """And never more, also when what asks little was posted lately."""
    asks = {text.id: text.asks for text in TEXTS[Kind.INTERVIEW]}
    for last, asked in asks.items():
        now = text_now(TEXTS[Kind.INTERVIEW], posted(last), quiet=True)
        assert now.asks <= max(1, asked - 1)
    assert text_now(TEXTS[Kind.INTERVIEW], posted(), quiet=True).asks == 1


def test_successes_and_failures_take_turns_in_a_room() -> None:
    """Whichever prompt it is; other kinds keep theirs."""
    assert kind_now(Kind.SUCCESS, []) is Kind.SUCCESS
    assert kind_now(Kind.SUCCESS, posted("success-1")) is Kind.FAILURE
    assert kind_now(Kind.FAILURE, posted("failure-1", kind=Kind.FAILURE)) is Kind.SUCCESS
    assert kind_now(Kind.ROLE, posted("success-1")) is Kind.ROLE
    between = [*posted("role-1", kind=Kind.ROLE), *posted("success-1")]
    assert kind_now(Kind.SUCCESS, between) is Kind.FAILURE


def test_what_was_shown_longest_ago_comes_first() -> None:
    """Before that, what was never shown, in its order."""
    assert longest_ago("abc", ["b"], str) == "a"
    assert longest_ago("abc", ["b", "a"], str) == "c"
    assert longest_ago("abc", ["b", "a", "c", "a"], str) == "c"


def test_every_text_is_known_by_one_name() -> None:
    """What is remembered of a posting says which it was."""
    names = [text.id for texts in (*TEXTS.values(), ASKING) for text in texts]
    assert len(set(names)) == len(names)
