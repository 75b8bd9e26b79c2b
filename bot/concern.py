"""Does an event concern the bot? A pure function, asked before anything is stored.

What does not concern us is acknowledged and forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from bot.domain.people import Mode, Readers, Room
from bot.language.intent import asks_for_experience
from bot.messages.incoming import (
    Answered,
    Click,
    Deleted,
    Edited,
    FileShared,
    FormSubmitted,
    Incoming,
    Installed,
    MemberJoined,
    Message,
    Reaction,
    RoomChanged,
    SaveRequested,
    Uninstalled,
    Unreadable,
)


@dataclass(frozen=True)
class Surroundings:
    """What is known around an event: the place and room, and whether the bot is in talk with the sender.

    `answered`: something was said because of the message that the event is about; `waiting`: something of
    this conversation is not handled yet, perhaps that message.
    `prompted`: this is the thread of a prompt.
    """

    admitted: bool
    room: Room | None = None
    talking: bool = False
    answered: bool = False
    waiting: bool = False
    prompted: bool = False


def said_to_us(event: Incoming) -> bool:
    """Say whether the event concerns the bot wherever it is admitted, whatever else is around."""
    return isinstance(event, Click | FormSubmitted | SaveRequested) or (
        isinstance(event, Message | Edited) and event.addressed
    )


def concerns(event: Incoming, around: Surroundings) -> bool:
    """Say whether the event is ours to handle."""
    if isinstance(event, Installed | Uninstalled):
        return True
    if not around.admitted:
        return False
    match event:
        case Message(addressed=addressed, text=text):
            return addressed or around.talking or _overheard(text, around.room)
        case Edited(addressed=addressed):
            return addressed or around.answered or around.waiting
        case Deleted():
            return around.answered or around.waiting or around.prompted
        case FileShared(origin=origin):
            return origin.direct
        case Unreadable(origin=origin):
            return origin.direct and not origin.sender.guest
        case Click() | FormSubmitted() | SaveRequested() | Answered() | MemberJoined() | RoomChanged():
            return not _names_direct_room(event)
        case Reaction():
            return False
        case _:
            assert_never(event)


def _names_direct_room(event: Incoming) -> bool:
    """Say whether an event tells what a direct room is called, which may name who is in it."""
    return isinstance(event, RoomChanged) and event.name is not None and event.origin.direct


def heard(event: Incoming, around: Surroundings) -> Incoming:
    """Return the event as it is for us: of an answer to a prompt that asks nothing of us no word is taken."""
    answers = around.prompted and isinstance(event, Message) and not event.origin.sender.guest
    return Answered(event.origin) if answers and not concerns(event, around) else event


def _overheard(text: str, room: Room | None) -> bool:
    """Say whether, in a room where the bot may listen, this message asks the group."""
    return room is not None and room.mode is not Mode.SILENT and asks_for_experience(text)


def reads_along(event: Incoming, around: Surroundings) -> bool:
    """Say whether the event shows a guest in a room that was said to be for members only."""
    room = around.room
    return (
        around.admitted and event.origin.sender.guest and room is not None and room.readers is Readers.MEMBERS
    )
