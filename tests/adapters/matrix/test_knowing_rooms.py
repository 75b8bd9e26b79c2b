"""What is known of rooms: who asked the bot in, and which of them are direct."""

from __future__ import annotations

import asyncio

import pytest

from adapters.matrix.invitations import invited_by
from adapters.matrix.rooms import Rooms
from tests.adapters.matrix.timeline import ANNA, EVA, MALLORY, ME, Json, event, member

ROOM = "!kamer:b.nl"


def _invitation(*events: Json) -> Json:
    return {"invite_state": {"events": list(events)}}


def test_who_invites_us() -> None:
    """Our own homeserver tells it last; what stands before it is told by who invites, and may be forged."""
    forged = member("invite", ME.user_id, ANNA)
    named = event("m.room.name", {"name": "Leren"}, MALLORY, state_key="")
    real = member("invite", ME.user_id, MALLORY)
    assert invited_by(_invitation(forged, named, real), ME.user_id) == (MALLORY, False)


def test_who_invites_others_invites_not_us() -> None:
    """What else happened in that room is no invitation of ours."""
    others = _invitation(member("invite", EVA, ANNA), member("leave", ME.user_id, ANNA))
    assert invited_by(others, ME.user_id) == (None, False)


def test_an_invitation_to_talk_directly() -> None:
    """It says so itself."""
    content = {"membership": "invite", "is_direct": True}
    told = event("m.room.member", content, ANNA, state_key=ME.user_id)
    assert invited_by(_invitation(told), ME.user_id) == (ANNA, True)


def test_looking_at_a_room_is_not_being_in_it() -> None:
    """Asking for a room that the bot is not in leaves nothing behind, also after it was put out of it."""
    rooms = Rooms(ME.user_id)
    assert not rooms.get(ROOM).encrypted
    assert ROOM not in rooms
    rooms.take(ROOM, event("m.room.encryption", {}, state_key=""))
    assert rooms.get(ROOM).encrypted
    rooms.forget(ROOM)
    assert not rooms.get(ROOM).joined
    assert ROOM not in rooms
    assert list(rooms) == []


@pytest.mark.parametrize("content", [{}, {"name": ""}, {"name": None}])
def test_a_name_that_is_taken_away(content: Json) -> None:
    """A room without its name is direct again when two are in it; its address counts as a name."""
    rooms = Rooms(ME.user_id)
    for who in (ME.user_id, ANNA):
        rooms.take(ROOM, member("join", who))
    assert rooms.is_direct(ROOM)
    for kind, name in (("m.room.name", "name"), ("m.room.canonical_alias", "alias")):
        rooms.take(ROOM, event(kind, {name: "Leren"}, state_key=""))
        assert not rooms.is_direct(ROOM)
        rooms.take(ROOM, event(kind, {**content, name: content.get("name")}, state_key=""))
        assert rooms.is_direct(ROOM)


@pytest.mark.parametrize(
    ("rule", "direct"),
    [("invite", True), ("private", True), ("restricted", False), ("knock", False), ("public", False)],
)
def test_who_may_come_in_unasked(rule: str, direct: bool) -> None:  # noqa: FBT001 - a column of the table
    """Only where people come in by being asked, a room of two is direct."""
    rooms = Rooms(ME.user_id)
    for who in (ME.user_id, ANNA):
        rooms.take(ROOM, member("join", who))
    rooms.take(ROOM, event("m.room.join_rules", {"join_rule": rule}, state_key=""))
    assert rooms.is_direct(ROOM) is direct


def test_who_looks_in_from_outside() -> None:
    """A room that the world may read is not direct."""
    rooms = Rooms(ME.user_id)
    for who in (ME.user_id, ANNA):
        rooms.take(ROOM, member("join", who))
    rooms.take(
        ROOM, event("m.room.history_visibility", {"history_visibility": "world_readable"}, state_key="")
    )
    assert not rooms.is_direct(ROOM)


async def test_a_room_that_is_half_made() -> None:
    """Who waits for somebody in a room that is being made waits until the invitation is told of too."""
    rooms = Rooms(ME.user_id)
    rooms.take(ROOM, event("m.room.create", {}, ME.user_id, state_key=""))
    rooms.take(ROOM, member("join", ME.user_id, ME.user_id))
    assert await rooms.wait_for(ROOM, 1)
    assert not await rooms.wait_for(ROOM, 0, ANNA)
    waiting = asyncio.create_task(rooms.wait_for(ROOM, 30, ANNA))
    rooms.take(ROOM, member("invite", ANNA, ME.user_id))
    await rooms.announce()
    assert await waiting
    assert rooms.direct_with(ANNA) == ROOM
