"""Does an event concern the bot? A pure function, asked before anything is stored.

What does not concern us is acknowledged and forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from bot.domain.keys import ConversationKey
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
    `prompted`: this is the thread of a prompt, or replies to one.
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
        isinstance(event, Message | Edited) and event.addressed and not event.replies_to
    )


def concerns(event: Incoming, around: Surroundings) -> bool:
    """Say whether the event is ours to handle."""
    if isinstance(event, Installed | Uninstalled):
        return True
    if not around.admitted:
        return False
    match event:
        case Message(text=text):
            listens = around.talking or _overheard(text, around.room)
            return _calls(event, around) or (listens and not around.prompted)  # there people talk together
        case Edited():
            return _calls(event, around) or around.answered or around.waiting
        case Deleted():
            return around.answered or around.waiting or around.prompted
        case FileShared(origin=origin):
            return origin.direct
        case Unreadable(origin=origin):
            return origin.direct and not origin.sender.guest
        case Click() | FormSubmitted() | SaveRequested() | Answered() | MemberJoined() | RoomChanged():
            return not (_names_direct_room(event) or _says_its_name(event, around.room))
        case Reaction():
            return False
        case _:
            assert_never(event)


def _calls(event: Message | Edited, around: Surroundings) -> bool:
    """Say whether it is addressed to us, and not only by replying to a prompt."""
    return event.addressed and not (around.prompted and event.replies_to)


def _names_direct_room(event: Incoming) -> bool:
    """Say whether an event tells what a direct room is called, which may name who is in it."""
    return isinstance(event, RoomChanged) and event.name is not None and event.origin.direct


def heard(event: Incoming, around: Surroundings) -> Incoming:
    """Return the event as it is for us: of an answer to a prompt that asks nothing of us no word is taken."""
    if not isinstance(event, Message) or event.origin.sender.guest or not around.prompted:
        return event
    return (
        event if concerns(event, around) else Answered(replace(event.origin, conversation=prompt_of(event)))
    )


def prompt_of(event: Incoming) -> ConversationKey:
    """Return the thread in which the prompt stands that an event is about, if it is about one."""
    conversation = event.origin.conversation
    root = event.replies_to if isinstance(event, Message | Edited) else None
    return replace(conversation, thread=root) if root else conversation


def _says_its_name(event: Incoming, room: Room | None) -> bool:
    """Say whether an event tells nothing but what a room is called, and that is known."""
    origin = event.origin
    return room is not None and event == RoomChanged(origin, name=room.name)


def _overheard(text: str, room: Room | None) -> bool:
    """Say whether, in a room where the bot may listen, this message asks the group."""
    return room is not None and room.mode is not Mode.SILENT and asks_for_experience(text)


def reads_along(event: Incoming, around: Surroundings) -> bool:
    """Say whether the event shows a guest in a room that was said to be for members only."""
    room = around.room
    return (
        around.admitted and event.origin.sender.guest and room is not None and room.readers is Readers.MEMBERS
    )
