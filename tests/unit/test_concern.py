"""What concerns the bot, before anything of it is stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.concern import Surroundings, concerns
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.people import Room
from bot.messages.incoming import Origin, RoomChanged, Sender

PLACE = PlaceKey("slack", "T1")
ROOM = RoomKey(PLACE, "C1")
ORIGIN = Origin(
    "name C1",
    ConversationKey(ROOM, None),
    Sender(AccountKey(PLACE, "U1")),
    datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("event", "known", "ours"),
    [
        (RoomChanged(ORIGIN, name="hal"), None, True),
        (RoomChanged(ORIGIN, name="hal"), Room(ROOM), True),
        (RoomChanged(ORIGIN, name="hal"), Room(ROOM, name="gang"), True),
        (RoomChanged(ORIGIN, name="hal"), Room(ROOM, name="hal"), False),
        (RoomChanged(ORIGIN, name="hal", closed=True), Room(ROOM, name="hal"), True),
        (RoomChanged(ORIGIN, left=True), Room(ROOM), True),
    ],
)
def test_a_name_that_is_known_is_nothing_new(event: RoomChanged, known: Room | None, *, ours: bool) -> None:
    """An adapter may tell it as often as it hears it."""
    assert concerns(event, Surroundings(admitted=True, room=known)) is ours
