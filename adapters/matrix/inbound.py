"""One event of Matrix, as it stands in a timeline, to one `Incoming`; or ignored, with a reason.

Pure, and it never raises: nothing in an event is taken to be of the type it should be. Whether a redaction
was allowed is the homeserver's matter; whether somebody changed a message of their own is the adapter's,
which can look for that message.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from adapters.matrix.attachments import KINDS, attachment
from adapters.matrix.config import PLATFORM, server_of
from adapters.matrix.fields import Event, event_id, user_id
from adapters.matrix.mentions import Said, Self, is_mentioned, said
from adapters.matrix.signs import number_of
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.cleaning import clean, shortened
from bot.messages.incoming import (
    Deleted,
    Edited,
    FileShared,
    Incoming,
    MemberJoined,
    Message,
    Origin,
    Reaction,
    RoomChanged,
    Sender,
)
from bot.messages.unchecked import mapping, text, whole


@dataclass(frozen=True)
class Where:
    """What the adapter knows around an event: its room, and when the bot heard of it (UTC).

    `root` is the thread of the message that it changes, takes back or replies to, as far as that was found;
    `replied` is the message of ours that it replies to, where that stands in no thread.
    """

    room: str
    direct: bool
    root: str | None
    heard: datetime
    replied: str | None = None


@dataclass(frozen=True)
class Ignored:
    """Nothing for the core; the reason holds nothing of people."""

    reason: str


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SIGN = 40  # characters of a reaction that is none of the numbers; some clients let people write words
_UNREAD = {
    "m.notice": "from another program",
    "m.emote": "nobody asks by saying what they do",
    "m.location": "a place on a map",
    "m.key.verification.request": "about keys",
}


def incoming(event: Event, me: Self, where: Where) -> Incoming | Ignored:
    """Return what happened, or why it is nothing for the core."""
    origin = _origin(event, me, where)
    if origin is None:
        return Ignored("without a sender or an id")
    if "state_key" in event:
        return _state(event, origin, me)
    if origin.sender.account.id == me.user_id:
        return Ignored("from the bot itself")
    return _said_or_done(event, origin, me, where)


def _state(event: Event, origin: Origin, me: Self) -> Incoming | Ignored:
    content, ours = mapping(event.get("content")), origin.sender.account.id == me.user_id
    match text(event.get("type")):
        case "m.room.member":
            return _member(event, content, origin, me)
        case "m.room.name" if not ours:
            return _named(event, content, origin)
        case _:
            return Ignored("a state of the room that does not concern the bot")


def _said_or_done(event: Event, origin: Origin, me: Self, where: Where) -> Incoming | Ignored:
    content = mapping(event.get("content"))
    match text(event.get("type")):
        case "m.room.message":
            return _message(content, origin, me, where)
        case "m.reaction" if origin.sender.guest:  # a redaction counts: the homeserver let a moderator do it
            return Ignored("of a guest")
        case "m.room.redaction":
            return _redaction(event, content, origin, where)
        case "m.reaction":
            return _reaction(content, origin, where)
        case "m.room.encrypted":
            return Ignored("not decrypted")
        case _:
            return Ignored("of a kind that does not concern the bot")


def replied_to(event: Event) -> str | None:
    """Return the id of the message that a reply outside a thread is about."""
    content = mapping(event.get("content"))
    return None if _relation(content) in {"m.thread", "m.replace"} else _answered(content)


def _origin(event: Event, me: Self, where: Where) -> Origin | None:
    """Return the origin of what happens in the room itself; words get their thread later."""
    number, by = event_id(event.get("event_id")), user_id(event.get("sender"))
    if number is None or by is None:
        return None
    return Origin(
        event=number,
        conversation=ConversationKey(RoomKey(me.place, where.room), None),
        sender=_sender(by, me),
        at=_moment(whole(event.get("origin_server_ts")), where.heard),
        message=number,
        direct=where.direct,
    )


def _sender(by: str, me: Self) -> Sender:
    server = server_of(by)
    belongs = server in me.servers or by in me.people or by == me.user_id
    return Sender(AccountKey(PlaceKey(PLATFORM, server), by), guest=not belongs)


def _moment(milliseconds: int | None, heard: datetime) -> datetime:
    """Return when it was sent. Clocks elsewhere may be wrong, but nothing was sent after it was heard."""
    latest = (heard - _EPOCH) // timedelta(milliseconds=1)
    if milliseconds is None or not 0 < milliseconds <= latest:
        return heard
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _member(event: Event, content: Event, origin: Origin, me: Self) -> Incoming | Ignored:
    member = user_id(event.get("state_key"))
    if member is None:
        return Ignored("nobody came or went")
    origin = replace(
        origin, sender=_sender(member, me)
    )  # not who did it: somebody else may have put them out
    match text(content.get("membership")):
        case "join" if _membership_before(event) == "join":
            return Ignored("a member who only looks different")
        case "join":
            return MemberJoined(origin, me=member == me.user_id)
        case "leave" | "ban" if member != me.user_id:
            return RoomChanged(origin, left=True)
        case _:
            return Ignored("nobody came or went")


def _membership_before(event: Event) -> object:
    before = event.get("prev_content", mapping(event.get("unsigned")).get("prev_content"))
    return mapping(before).get("membership")


def _named(event: Event, content: Event, origin: Origin) -> Incoming | Ignored:
    name = text(content.get("name"))
    if event.get("state_key") != "" or not name:
        return Ignored("no name of a room")
    return RoomChanged(origin, name=name)


def _message(content: Event, origin: Origin, me: Self, where: Where) -> Incoming | Ignored:
    if _relation(content) == "m.replace":
        return _edit(content, origin, me, where)
    origin = _under(origin, _thread(content, origin, where))
    kind = text(content.get("msgtype"))
    if kind in KINDS:
        return _file(content, origin)
    if kind != "m.text" or not isinstance(content.get("body"), str):
        return Ignored(_UNREAD.get(kind or "", "without words"))
    if origin.sender.guest:
        return Message(origin, "", addressed=False)  # none of a guest's words are taken along
    heard = said(content, me, direct=where.direct, reply=_answered(content) is not None)
    return Message(origin, heard.words, heard.addressed, _replies_to(heard, _in_thread(content), where))


def _replies_to(heard: Said, thread: str | None, where: Where) -> str | None:
    return None if heard.named or where.direct else (thread or where.replied)


def _edit(content: Event, origin: Origin, me: Self, where: Where) -> Incoming | Ignored:
    edited, new = _related(content), mapping(content.get("m.new_content"))
    if edited is None or text(new.get("msgtype")) != "m.text" or not isinstance(new.get("body"), str):
        return Ignored("a change that is not of words")
    if origin.sender.guest:
        return Ignored("of a guest")
    # an edit does not say whether what it changes was a reply, and some clients quote that again
    heard = said(new, me, direct=where.direct, reply=True)
    called = heard.addressed or is_mentioned(content, me)
    # what the message replied to is found with the message; until then that stands for it
    return Edited(_about(origin, edited, where), heard.words, called, _replies_to(heard, edited, where))


def _file(content: Event, origin: Origin) -> Incoming | Ignored:
    file = attachment(content)
    if file is None:
        return Ignored("a file that cannot be fetched")
    if origin.sender.guest:
        return Ignored("of a guest")
    return FileShared(origin, file.kept, file.name, file.media_type, file.size)


def _redaction(event: Event, content: Event, origin: Origin, where: Where) -> Incoming | Ignored:
    """Read a redaction; since version 11 of rooms what it redacts stands in the content."""
    redacted = event_id(event.get("redacts")) or event_id(content.get("redacts"))
    return Deleted(_about(origin, redacted, where)) if redacted else Ignored("a redaction of nothing")


def _reaction(content: Event, origin: Origin, where: Where) -> Incoming | Ignored:
    message, key = _related(content), text(mapping(content.get("m.relates_to")).get("key")) or ""
    number = number_of(key)
    name = shortened(clean(key), _SIGN) if number is None else str(number)
    if _relation(content) != "m.annotation" or message is None or not name:
        return Ignored("a reaction to nothing")
    return Reaction(_about(origin, message, where), name, added=True)


def _under(origin: Origin, thread: str | None) -> Origin:
    return replace(origin, conversation=replace(origin.conversation, thread=thread))


def _about(origin: Origin, message: str, where: Where) -> Origin:
    """Return the origin of something that happened to an earlier message."""
    thread = where.root or (None if where.direct else message)
    return replace(_under(origin, thread), message=message)


def _thread(content: Event, origin: Origin, where: Where) -> str | None:
    """Return the root under which an answer belongs."""
    root = _in_thread(content)
    if root or where.direct:
        return root
    return (where.root if _answered(content) else None) or origin.event


def _in_thread(content: Event) -> str | None:
    return _related(content) if _relation(content) == "m.thread" else None


def _relation(content: Event) -> str | None:
    return text(mapping(content.get("m.relates_to")).get("rel_type"))


def _related(content: Event) -> str | None:
    return event_id(mapping(content.get("m.relates_to")).get("event_id"))


def _answered(content: Event) -> str | None:
    return event_id(mapping(mapping(content.get("m.relates_to")).get("m.in_reply_to")).get("event_id"))
