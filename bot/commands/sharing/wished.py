"""Remembering that a message is to be kept, and the marks under it that say how far that is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple
from datetime import datetime
from hashlib import sha256

from bot.commands.command import Desk, Request
from bot.domain.errors import MalformedKeyError
from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.domain.model import EntryId
from bot.messages.i18n import mark
from bot.messages.markup import Line
from bot.messages.outgoing import Delete, Mark, React
from bot.ports.store import Transaction
from bot.ports.wishes import Wish

ASKED_BEFORE = mark("I have asked you about this message before. `share` begins a lesson whenever you want.")
_OPEN_AGAIN = mark(
    "Your message is not marked as saved any more. `share W{number}` makes a lesson of it after all."
)


async def remember(tx: Transaction, wish: Wish, now: datetime, desk: Desk) -> int:
    """Remember which message it is about, and mark it."""
    saving = React(wish.conversation, wish.message, Mark.SAVING)
    await tx.outbox.add(saving, None, now, now + desk.policy.patience)
    return await tx.wishes.add(wish, now)


def of_ones_own(named: str, author: AccountKey) -> Wish | None:
    """Return the wish for a message that its author makes a lesson of, as a form names it (see `MESSAGE`)."""
    key, _, message = named.partition(" ")
    try:
        room = RoomKey.parse(key)
    except MalformedKeyError:
        return None
    return Wish(author, ConversationKey(room, None), message) if message else None


async def remember_own(tx: Transaction, wish: Wish, now: datetime, desk: Desk) -> None:
    """Remember and mark a message that its author makes a lesson of; nobody asks them about it any more."""
    await tx.hold()
    await tx.wishes.is_first(wish)
    if await tx.wishes.number_of(wish) is None:
        await remember(tx, wish, now, desk)


async def mark_saved(tx: Transaction, wish: Wish, now: datetime, desk: Desk) -> None:
    """Mark a message as saved."""
    saved = React(wish.conversation, wish.message, Mark.SAVED)
    await tx.outbox.add(saved, _cause(wish), now, now + desk.policy.patience)


async def open_again(
    tx: Transaction, gone: Collection[EntryId], request: Request, desk: Desk
) -> tuple[Line, ...]:
    """Let the wishes be open again that became these lessons, which were taken back; return what is said.

    The mark that said so is taken off the message; that it was to be saved stays true.
    """
    waiting = await tx.wishes.wait_again(gone, request.now)
    for wish in waiting.values():
        taken_off = Delete(wish.conversation, _cause(wish))
        await tx.outbox.add(taken_off, None, request.now, request.now + desk.policy.patience)
    return tuple(request.translator.line(_OPEN_AGAIN, number=str(number)) for number in waiting)


def _cause(wish: Wish) -> str:
    """Return what the mark that says that it was saved is taken off by."""
    room = wish.conversation.room
    return sha256("\n".join(("saved", *astuple(room.place), room.id, wish.message)).encode()).hexdigest()
