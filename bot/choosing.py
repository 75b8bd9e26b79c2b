"""The choice that a reaction is: whoever puts a number under an answer uses the button with that number.

Which signs are numbers is known by the adapters; what was said and its choices by the outbox.
"""

from __future__ import annotations

from dataclasses import replace

from bot.messages.incoming import Click, Incoming, Reaction
from bot.ports.store import Transaction

_DIGITS = 3
"""No answer has a thousand choices."""


async def chosen(tx: Transaction, event: Incoming) -> Incoming:
    """Return the click that a reaction stands for; any other event, and any other reaction, as it is.

    The click is where the answer is: a platform need not say in which thread somebody reacted. What a guest
    puts there, or anybody takes away, chooses nothing.
    """
    if not isinstance(event, Reaction) or not event.added or event.origin.sender.guest:
        return event
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
