"""Who and what comes with an event: places that nobody knows yet, people, members of rooms, guests.

Whether the event concerns the bot is decided in `concern.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.alerts import tell_admins
from bot.domain.keys import AccountKey, PlaceKey
from bot.domain.people import Place, Readers, Role, Room
from bot.domain.policy import Policy
from bot.messages.i18n import translator
from bot.messages.incoming import (
    Click,
    Edited,
    FileShared,
    FormSubmitted,
    Incoming,
    Installed,
    MemberJoined,
    Message,
    RoomChanged,
    SaveRequested,
    Uninstalled,
)
from bot.messages.reply import say
from bot.ports.knowledge import Change
from bot.ports.store import Transaction

_FROM_PEOPLE = Message | Edited | Click | FormSubmitted | SaveRequested | FileShared


Places = Mapping[PlaceKey, Place | None]
"""Where events come from: what is known of each place."""


async def places_of(tx: Transaction, events: Iterable[Incoming]) -> Places:
    """Return the places of these events."""
    return {key: await tx.rooms.place(key) for key in sorted({event.origin.place for event in events})}


def unknown(places: Places, events: Iterable[Incoming]) -> list[PlaceKey]:
    """Return the places that nobody has asked the admins about yet."""
    asking = {event.origin.place for event in events if not isinstance(event, Installed | Uninstalled)}
    return [key for key in sorted(asking) if places[key] is None]


async def newcomers(tx: Transaction, events: Iterable[Incoming]) -> frozenset[AccountKey]:
    """Return who will be introduced by these events."""
    accounts = {event.origin.sender.account for event in events if _from_people(event)}
    return frozenset([account for account in sorted(accounts) if await tx.people.of_account(account) is None])


async def introduce(tx: Transaction, event: Incoming, new: Collection[AccountKey], now: datetime) -> None:
    """Make sure that whoever speaks to the bot is somebody to it; of guests nothing is kept."""
    origin, account = event.origin, event.origin.sender.account
    if not _from_people(event):
        return
    if account in new and await tx.people.of_account(account) is None:
        await tx.people.add(account, Role.MEMBER, Change(None, now))
    if not origin.direct:
        if isinstance(event, Click | FormSubmitted) or (
            isinstance(event, Message | Edited) and event.addressed
        ):
            await tx.rooms.note_talk(origin.conversation, account, now)
    elif await tx.rooms.direct_room(account) != origin.room:
        await tx.rooms.save_direct_room(account, origin.room)


def _from_people(event: Incoming) -> bool:
    return isinstance(event, _FROM_PEOPLE) and not event.origin.sender.guest


async def note_member(tx: Transaction, event: Incoming) -> bool:
    """Note who came into a room or left it; say whether the event is nothing more than that.

    Nothing is said because of it, and a room may have thousands: so it is done at once, without a row.
    """
    origin = event.origin
    match event:
        case MemberJoined(me=False):
            if not (origin.sender.guest or origin.direct):  # who is in a direct room may never say a word
                await tx.rooms.join(origin.room, origin.sender.account)
        case RoomChanged(left=True):
            await tx.rooms.leave(origin.room, origin.sender.account)
        case _:
            return False
    return True


async def open_up(tx: Transaction, room: Room, policy: Policy, now: datetime) -> None:
    """Count a room for members as mixed from now on, because a guest is there, and tell the admins."""
    await tx.rooms.save(replace(room, readers=Readers.MIXED), Change(None, now))
    t = translator(policy.language)
    nameless = t.text("a channel whose name I do not know (#{key})", key=str(room.key))
    words = t.line(
        "A guest reads along in {room}. From now on I show there only what everybody may see; "
        "`channel readers members` changes that back.",
        room=f"#{room.name}" if room.name else nameless,
    )
    await tell_admins(tx, policy, say(words), now)
