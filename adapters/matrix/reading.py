"""From what a synchronisation says to what the core is told: decrypted, in order, each event by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import quote

from adapters.matrix.config import server_of
from adapters.matrix.errors import HomeserverRefusedError
from adapters.matrix.fields import Event, event_id
from adapters.matrix.gaps import came_in, since_joined, timeline
from adapters.matrix.inbound import Ignored, Where, incoming, replied_to
from adapters.matrix.link import Link
from adapters.matrix.mentions import Self
from adapters.matrix.secrecy import ENCRYPTED, session_of
from adapters.matrix.signs import is_wish
from adapters.matrix.transport import Json, room_path
from adapters.matrix.unread import Sealed
from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.messages.incoming import (
    Edited,
    Incoming,
    MemberJoined,
    Message,
    Origin,
    Reaction,
    RoomChanged,
    SaveRequested,
    Sender,
    Unreadable,
    wishes_to_save,
)
from bot.messages.recent import Recent
from bot.messages.unchecked import listed, mapping

_log = logging.getLogger(__name__)

_REMEMBERED = 2000


@dataclass(frozen=True)
class _Ours:
    """What a message replies to, when we said that: the thread in which it stands, or else its own id."""

    root: str | None = None
    replied: str | None = None


_NOT_OURS: Final = _Ours()


class Reader:
    """Reads for one logged-in device. `now` is only for what carries no time of its own."""

    def __init__(self, link: Link, me: Self, now: Callable[[], datetime]) -> None:
        self._link = link
        self._me = me
        self._now = now
        self._roots: Recent[str, _Told] = Recent(_REMEMBERED)
        self._read_late: list[Sealed] = []

    def take_account(self, batch: Json) -> None:
        """Learn from the account data which rooms are direct."""
        for event in listed(mapping(batch.get("account_data")).get("events")):
            if event.get("type") == "m.direct":
                self._link.rooms.take_direct(event.get("content"))

    async def read(self, batch: Json, since: str | None) -> list[Incoming]:
        """Return what happened, oldest first in each room; nothing before the very first synchronisation.

        Raise as `Homeserver.ask`.
        """
        self.take_account(batch)
        rooms = mapping(batch.get("rooms"))
        for room in mapping(rooms.get("leave")):
            self._link.rooms.forget(room)
            self._link.connection.rooms.pop(room, None)
        joined = {room: mapping(part) for room, part in mapping(rooms.get("join")).items()}
        for room, part in joined.items():  # all of them before any is waited for: sending asks what is known
            for event in (*listed(mapping(part.get("state")).get("events")), *_events(part)):
                self._link.rooms.take(room, event)
        told: list[Incoming] = []
        if since is not None:
            for room, part in joined.items():
                told += await self._room(room, part, since)
        return told + await self._late_keys()

    async def _room(self, room: str, part: Event, since: str) -> list[Incoming]:
        try:
            events = await timeline(self._link.connection, room, part, since)
        except HomeserverRefusedError as error:
            if error.passing:
                raise
            events = since_joined(_events(part), self._link.me)  # we are not in the room any more
        told: list[Incoming] = []
        for event in events:
            told += [] if self._introduces(room, event) else await self._told(room, event)
        if events and came_in(events[0], self._link.me):
            told += self._found(room, part)
        return told

    def _introduces(self, room: str, event: Json) -> bool:
        """Say whether we came into a room where nobody needs to be told who we are: one of our own making."""
        known = self._link.rooms.get(room)
        rooms = self._link.rooms
        followed = room in rooms.followed or (known.replaces is not None and known.replaces in rooms)
        return came_in(event, self._link.me) and (known.creator == self._link.me or followed)

    def _found(self, room: str, part: Event) -> Iterator[Incoming]:
        """Return the name of the room that we came into, and who is in it: nobody told us before."""
        state: dict[tuple[object, str], Json] = {}
        for event in (*listed(mapping(part.get("state")).get("events")), *_events(part)):
            if event.get("type") in {"m.room.member", "m.room.name"}:
                state[event["type"], str(event.get("state_key"))] = event
        for (_, key), event in state.items():
            # as it is now: what it was before tells nothing to who was not there
            now = {name: value for name, value in event.items() if name not in {"unsigned", "prev_content"}}
            read = incoming(now, self._me, self._where(room))
            if key != self._link.me and isinstance(read, MemberJoined | RoomChanged):
                yield read

    async def _told(self, room: str, event: Json) -> list[Incoming]:
        """Return what one event says, if anything: whatever is in it, it never stops the others."""
        try:
            read = await self._event(room, event)
        except HomeserverRefusedError as error:
            if error.passing:
                raise
            read = Ignored(str(error))
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            read = Ignored(type(error).__name__)
        if isinstance(read, Ignored):
            _log.debug("an event is passed over: %s", read.reason)
            return []
        return [read]

    async def _event(self, room: str, event: Json) -> Incoming | Ignored:
        clear = event
        if event.get("type") == ENCRYPTED:
            opened = await self._opened(room, event)
            if opened is None:
                return Ignored("it cannot be read")
            clear = opened
        pointed = replied_to(clear)
        read = incoming(clear, self._me, self._where(room, await self._ours(room, pointed)))
        if isinstance(read, Reaction):
            return await self._reacted(room, read)
        if pointed and isinstance(read, Message) and read.addressed and wishes_to_save(read.text):
            return await self._wish(room, read.origin, pointed) or read
        return await self._edited(room, read) if isinstance(read, Edited) else read

    async def _reacted(self, room: str, read: Reaction) -> Reaction:
        """Return a reaction to a message as the core knows what we said, with the wish that it may be."""
        about = str(read.origin.message)
        wish = await self._wish(room, read.origin, about) if is_wish(read.name) else None
        place = replace(read.origin, message=f"{room} {about}")
        return replace(read, origin=place, wish=wish and replace(wish, lamp=True))

    async def _wish(self, room: str, origin: Origin, pointed: str) -> SaveRequested | None:
        """Return the wish that a message is kept; None for what we may not see."""
        try:
            author = (await self._origin(room, pointed)).sender
        except HomeserverRefusedError as error:
            if error.passing:
                raise
            return None
        account = AccountKey(PlaceKey(self._me.place.platform, server_of(author)), author)
        mine = author == self._link.me
        nobody = mine or not self._link.config.belongs(author)
        link = f"https://matrix.to/#/{quote(room)}/{quote(pointed)}?via={server_of(author)}"
        return SaveRequested(replace(origin, message=pointed), account, link, author_guest=nobody, mine=mine)

    def _where(self, room: str, ours: _Ours = _NOT_OURS) -> Where:
        return Where(room, self._link.rooms.is_direct(room), ours.root, self._now(), ours.replied)

    async def _opened(self, room: str, event: Json) -> Json | None:
        session, sender, number = session_of(event), event.get("sender"), event.get("event_id")
        if not (session and isinstance(sender, str) and isinstance(number, str)) or sender == self._link.me:
            return None
        if not self._link.secrecy.has_key(room, session):
            self._link.unread.note(Sealed(room, number, sender, session, self._link.steady()))
            _log.info("a message waits for its key")
            return None
        return await self._link.secrecy.decrypted(room, event)

    async def _edited(self, room: str, read: Edited) -> Incoming | Ignored:
        """See that somebody changed a message of their own, and where its answer is."""
        changed = await self._origin(room, str(read.origin.message))
        if changed.sender != read.origin.sender.account.id:
            return Ignored("an edit of somebody else's message")
        in_thread = changed.thread is not None
        ours = _Ours(changed.thread, changed.thread) if in_thread else await self._ours(room, changed.answers)
        thread = ours.root or (None if read.origin.direct else read.origin.message)
        moved = replace(read.origin, conversation=ConversationKey(read.origin.room, thread))
        return replace(read, origin=moved, replies_to=ours.replied if read.replies_to else None)

    async def _ours(self, room: str, event: str | None) -> _Ours:
        """Return where we said what this is a reply to, if it is one to us.

        What we may not see, such as something from before we came in, was not ours.
        """
        if event is None:
            return _NOT_OURS
        try:
            told = await self._origin(room, event)
        except HomeserverRefusedError as error:
            if error.passing:
                raise
            return _NOT_OURS
        if told.sender != self._link.me:
            return _NOT_OURS
        root = told.thread or told.answers
        return _Ours(root, None if root else event)

    async def _origin(self, room: str, event: str) -> _Told:
        """Return who sent an event, and what it belongs to. Raise as `Homeserver.ask`."""
        known = self._roots.get(event)
        if known is None:
            known = _origin_of(await self._link.connection.ask("GET", room_path(room, "event", event)))
            self._roots[event] = known
        return known

    async def _late_keys(self) -> list[Incoming]:
        """Return the messages whose key came, and who must hear that one did not."""
        unread, told = self._link.unread, []
        self._read_late = list(unread.take(self._link.secrecy.has_key)) if unread else []
        for sealed in self._read_late:
            try:
                event = await self._link.connection.ask("GET", room_path(sealed.room, "event", sealed.event))
                told += await self._told(sealed.room, event)
            except HomeserverRefusedError as error:
                if error.passing:
                    raise
        return told + [self._unreadable(each) for each in unread.late(self._link.steady())]

    def stored(self) -> None:
        """Note that the core stored what was read last: messages whose key came late are dealt with."""
        for sealed in self._read_late:
            self._link.unread.done(sealed)
        self._read_late = []

    def _unreadable(self, sealed: Sealed) -> Incoming:
        """Say that a message could not be read: by its session, so that it is said once for all of that."""
        place = self._me.place
        conversation = ConversationKey(RoomKey(place, sealed.room), None)
        account = AccountKey(PlaceKey(place.platform, server_of(sealed.sender)), sealed.sender)
        sender = Sender(account, guest=not self._link.config.belongs(sealed.sender))
        direct = self._link.rooms.is_direct(sealed.room)
        number = f"unreadable {sealed.session}"
        return Unreadable(Origin(number, conversation, sender, self._now(), sealed.event, direct))


@dataclass(frozen=True)
class _Told:
    """Who sent an event, the thread that it is in, and what it replies to outside of one."""

    sender: str
    thread: str | None
    answers: str | None


def _origin_of(event: Event) -> _Told:
    relation = mapping(mapping(event.get("content")).get("m.relates_to"))
    threaded = relation.get("rel_type") == "m.thread"
    thread = event_id(relation.get("event_id")) if threaded else None
    answers = None if threaded else event_id(mapping(relation.get("m.in_reply_to")).get("event_id"))
    return _Told(str(event.get("sender")), thread, answers)


def _events(part: Event) -> list[Json]:
    return listed(mapping(part.get("timeline")).get("events"))
