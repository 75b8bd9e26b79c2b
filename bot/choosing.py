"""What a reaction stands for: a number under an answer is the button with that number, a 💡 may be a wish.

Which signs these are is known by the adapters; what was said and its choices by the outbox; whether a room
takes a 💡 for the wish that a message is kept, by the room.
"""

from __future__ import annotations

from dataclasses import replace

from bot.messages.incoming import Click, Incoming, Reaction
from bot.ports.store import Transaction

_DIGITS = 3
"""No answer has a thousand choices."""


async def chosen(tx: Transaction, event: Incoming) -> Incoming:
    """Return the click or wish that a reaction stands for; any other event, and any other reaction, as it is.

    The click is where the answer is: a platform need not say in which thread somebody reacted. What a guest
    puts there, or anybody takes away, is neither.
    """
    if not isinstance(event, Reaction) or not event.added or event.origin.sender.guest:
        return event
    if event.wish:
        room = await tx.rooms.get(event.origin.room)
        return event.wish if room and room.lamp else event
    number, message = _number(event.name), event.origin.message
    if not (number and message):
        return event
    choice = await tx.outbox.choice(event.origin.room, message, number)
    if choice is None:
        return event
    conversation, command = choice
    return Click(replace(event.origin, conversation=conversation), command)


def _number(name: str) -> int:
    """Return the number that a reaction is; 0 when it is none."""
    plain = name.isascii() and name.isdecimal() and len(name) <= _DIGITS
    return int(name) if plain else 0
