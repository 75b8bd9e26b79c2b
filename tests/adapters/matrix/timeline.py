"""Events as they stand in a timeline, for tests of how they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from adapters.matrix.inbound import Ignored, Where, incoming
from adapters.matrix.mentions import Self
from bot.domain.keys import PlaceKey
from bot.messages.incoming import Incoming, Message

Json = dict[str, object]

HOME = PlaceKey("matrix", "b.nl")
ME = Self(
    user_id="@voorloper:b.nl",
    place=HOME,
    names=frozenset({"voorloper", "de voorloper"}),
    prefix="!voorloper",
    servers=frozenset({"b.nl"}),
    people=frozenset({"@eva:ginds.nl"}),
)
HEARD = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SENT = datetime(2026, 3, 2, 9, 29, 59, 500_000, tzinfo=UTC)
ROOM = Where("!plein:b.nl", direct=False, root=None, heard=HEARD)
DIRECT = Where("!samen:b.nl", direct=True, root=None, heard=HEARD)
THREAD = {"rel_type": "m.thread", "event_id": "$root"}
REPLY = {"m.in_reply_to": {"event_id": "$before"}}
IN_REPLY_ROOM = replace(ROOM, root="$root")
ANNA, EVA, MALLORY = "@anna:b.nl", "@eva:ginds.nl", "@mallory:kwaad.example"


def event(kind: str, content: object, sender: str = ANNA, /, **more: object) -> Json:
    """Return an event of a kind."""
    sent = int(SENT.timestamp() * 1000)
    plain: Json = {"type": kind, "sender": sender, "event_id": "$e1", "origin_server_ts": sent}
    return {**plain, "content": content, **more}


def words(body: str, sender: str = ANNA, /, **content: object) -> Json:
    """Return a message of words."""
    return event("m.room.message", {"msgtype": "m.text", "body": body, **content}, sender)


def rich(body: str, formatted: object, /, **content: object) -> Json:
    """Return a message of words with their formatting."""
    formatting = {"format": "org.matrix.custom.html", "formatted_body": formatted}
    return words(body, **{**formatting, **content})


def replacing(new: object, /, **more: object) -> Json:
    """Return a change of an earlier message."""
    relation = {"rel_type": "m.replace", "event_id": "$before"}
    return words("* anders", **{"m.new_content": new, "m.relates_to": relation, **more})


def reacting(key: object, sender: str = ANNA) -> Json:
    """Return a reaction to an earlier message."""
    relation = {"rel_type": "m.annotation", "event_id": "$before", "key": key}
    return event("m.reaction", {"m.relates_to": relation}, sender)


def member(membership: object, who: object = ANNA, sender: str = ANNA, **more: object) -> Json:
    """Return an event about who is in the room."""
    return event("m.room.member", {"membership": membership}, sender, state_key=who, **more)


def file(**content: object) -> Json:
    """Return a message with a file."""
    plain = {"msgtype": "m.file", "body": "lessen.csv", "url": "mxc://b.nl/abc"}
    return event("m.room.message", {**plain, **content})


def heard(what: Json, where: Where = ROOM) -> Incoming:
    """Return what was read of an event that is not ignored."""
    read = incoming(what, ME, where)
    assert not isinstance(read, Ignored), read.reason
    return read


def message(what: Json, where: Where = ROOM) -> Message:
    """Return the message that was read of an event."""
    read = heard(what, where)
    assert isinstance(read, Message)
    return read


def ignored(what: Json, where: Where = ROOM) -> str:
    """Return why an event was ignored."""
    read = incoming(what, ME, where)
    assert isinstance(read, Ignored), read
    return read.reason
