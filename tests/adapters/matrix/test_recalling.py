"""Which version of a message counts, of those that a homeserver gives along."""

from __future__ import annotations

import pytest

from adapters.matrix.recalling import version

ANNA, BERT = "@anna:b.nl", "@bert:b.nl"
CLEAR, SECRET = "m.room.message", "m.room.encrypted"


def event(sender: str, kind: str, relations: object = None) -> dict[str, object]:
    """Return an event with what relates to it."""
    return {"sender": sender, "type": kind, "content": {}, "unsigned": {"m.relations": relations}}


@pytest.mark.parametrize("kind", [CLEAR, SECRET])
def test_the_newest_of_the_same_person_counts(kind: str) -> None:
    """In clear and encrypted."""
    newer = event(ANNA, kind)
    assert version(event(ANNA, kind, {"m.replace": newer})) == newer


@pytest.mark.parametrize(
    "relations",
    [
        {"m.replace": event(BERT, SECRET)},
        {"m.replace": event(ANNA, CLEAR)},
        {"m.replace": {}},
        {"m.replace": ["niets"]},
        {"m.thread": event(ANNA, SECRET)},
        None,
        "niets",
    ],
)
def test_nothing_else_is_a_version(relations: object) -> None:
    """Of somebody else, in clear of what was encrypted, or what homeservers should not send."""
    assert version(event(ANNA, SECRET, relations)) is None
