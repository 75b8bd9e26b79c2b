"""Who comes into a room and leaves it, and what it is called."""

from __future__ import annotations

import pytest

from bot.messages.incoming import MemberJoined, RoomChanged
from tests.adapters.matrix.timeline import (
    ANNA,
    EVA,
    MALLORY,
    ME,
    Json,
    event,
    heard,
    ignored,
    member,
)


def test_somebody_comes_and_goes() -> None:
    """It is about who came or went, not about who put them out."""
    joined = heard(member("join"))
    assert isinstance(joined, MemberJoined)
    assert not joined.me
    for membership in ("leave", "ban"):
        left = heard(member(membership, who=EVA, sender=ANNA))
        assert isinstance(left, RoomChanged)
        assert left.left
        assert left.origin.sender.account.id == EVA
        assert left.origin.conversation.thread is None


def test_the_bot_comes_into_a_room() -> None:
    """Its own coming in is said, not under anything; that it was put out is seen elsewhere."""
    joined = heard(member("join", ME.user_id, ME.user_id))
    assert isinstance(joined, MemberJoined)
    assert joined.me
    assert joined.origin.conversation.thread is None
    assert ignored(member("leave", ME.user_id, ANNA))


def test_guests_come_in_as_guests() -> None:
    """So that the core knows who reads along."""
    assert heard(member("join", MALLORY, MALLORY)).origin.sender.guest


@pytest.mark.parametrize(
    "what",
    [
        member("join", unsigned={"prev_content": {"membership": "join"}}),
        member("join", prev_content={"membership": "join"}),
        member("invite", EVA),
        member("knock"),
        member({"join": 1}),
        member("join", who=3),
        {key: value for key, value in member("join").items() if key != "state_key"},
    ],
)
def test_nobody_came_or_went(what: Json) -> None:
    """Another picture, an invitation or nonsense changes nothing of who is in the room."""
    assert ignored(what)


def test_a_room_gets_a_name() -> None:
    """Names that are none are passed over."""
    named = heard(event("m.room.name", {"name": "Leren"}, state_key=""))
    assert isinstance(named, RoomChanged)
    assert named.name == "Leren"
    for content in ({}, {"name": 3}, {"name": ""}):
        assert ignored(event("m.room.name", content, state_key=""))
    assert ignored(event("m.room.name", {"name": "Leren"}, state_key="x"))
