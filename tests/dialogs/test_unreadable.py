"""Messages that are encrypted and that the bot has no key for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import Deleted, Message, Origin, Sender, Unreadable
from tests.platforms.plaza import Town

NO_KEY = (
    "Ik kan je bericht niet lezen, want de sleutel ervan is niet aangekomen; stuur het alsjeblieft nog eens."
)


async def test_who_writes_what_cannot_be_read_hears_so(empty_town: Town) -> None:
    """In one sentence, with what to do."""
    assert await empty_town.happens(Unreadable(empty_town.origin("bram", None))) == NO_KEY


async def test_a_message_that_can_be_read_after_all_is_answered_there(here: Town) -> None:
    """When the key comes later, the answer takes the place of the sentence; nothing is left of it."""
    origin = here.origin("bram", None)
    await here.happens(Unreadable(replace(origin, event="session")))
    await here.happens(Message(origin, "wie herkent zwerfafval met camera's?", addressed=True))
    (shown,) = here.chat.shown
    assert "Zwerfafval" in shown.text


async def test_the_sentence_goes_with_its_message(empty_town: Town) -> None:
    """Whoever takes the message back does not keep the sentence about it."""
    origin = empty_town.origin("bram", None)
    await empty_town.happens(Unreadable(replace(origin, event="session")))
    await empty_town.happens(Deleted(replace(origin, event="gone")))
    assert empty_town.chat.shown == []


async def test_nobody_else_is_bothered_with_it(empty_town: Town) -> None:
    """Not a room, where it may not even have been for the bot; no guest; no place that nobody admitted."""
    elsewhere = PlaceKey("plaza", "elsewhere")
    sender = Sender(AccountKey(elsewhere, "eve"))
    conversation = ConversationKey(RoomKey(elsewhere, "r"), None)
    at = datetime(2026, 3, 3, tzinfo=UTC)
    stranger = Origin("e1", conversation, sender, at, message="e1", direct=True)
    await empty_town.happens(Message(replace(stranger, event="e0"), "hoi", addressed=True))
    for origin in (
        empty_town.origin("bram", "leren"),
        empty_town.origin("gijs", None, guest=True),
        stranger,
    ):
        assert await empty_town.happens(Unreadable(origin)) == ""
