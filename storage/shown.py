"""What a message of ours on a platform says now, as far as its words are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import AccountKey, ConversationKey, RoomKey
from bot.messages.outgoing import Delete, Edit, Outgoing, Private, reply_of
from bot.messages.reply import choices
from storage import tables
from storage.payloads import OUTGOING
from storage.tables import Sending

_OUTBOX: Final = tables.outbox
_SENT: Final = tables.sent

SAYS: Final = (Sending.POST, Sending.PRIVATE, Sending.EDIT, Sending.UPLOAD)
"""The kinds that show something."""

_SHOWN: Final = (
    select(_SENT.c.conversation, _SENT.c.cause, _OUTBOX.c.payload)
    .join(_OUTBOX, _OUTBOX.c.id == _SENT.c.delivery)
    .where(_SENT.c.message == bindparam("message"), _SENT.c.kind.in_(SAYS), _OUTBOX.c.payload.is_not(None))
    .order_by(_SENT.c.id.desc())
)


@dataclass(frozen=True)
class Shown:
    """Words of ours: where they stand, in which conversation and because of what they were said."""

    where: ConversationKey
    said_in: ConversationKey
    cause: str | None
    outgoing: Outgoing

    def choice(self, number: int) -> tuple[ConversationKey, str] | None:
        """Return the command of a choice, counted from 1, and where it stands."""
        reply = reply_of(self.outgoing)
        offered = choices(reply) if reply else ()
        return (self.where, offered[number - 1].command) if 1 <= number <= len(offered) else None


async def shown(connection: AsyncConnection, room: RoomKey, message: str) -> Shown | None:
    """Return the newest words of a message of ours that stands in this room."""
    for row in await connection.execute(_SHOWN, {"message": message}):
        for outgoing in OUTGOING.read_all([row.payload]):
            where = _shown_in(room, row.conversation, outgoing)
            if where:
                return Shown(where, row.conversation, row.cause, outgoing)
    return None


def account_of(outgoing: Outgoing) -> AccountKey | None:
    """Return who alone reads it; None when that is not one person."""
    return outgoing.account if isinstance(outgoing, (Edit, Private)) else None


def _shown_in(room: RoomKey, conversation: ConversationKey, outgoing: Outgoing) -> ConversationKey | None:
    """Return where in this room something was shown; None when that was in another room.

    What only one person may read may have been said in the direct room with them.
    """
    if conversation.room == room:
        return conversation
    private = account_of(outgoing) is not None and conversation.room.place == room.place
    return ConversationKey(room, None) if private else None


async def targets_of(connection: AsyncConnection, outgoing: Outgoing) -> tuple[str, ...]:
    """Return what an edit or a delete is about, oldest first: messages, and for a delete marks too."""
    if not isinstance(outgoing, (Edit, Delete)):
        return ()
    kinds = (*SAYS, Sending.REACT) if isinstance(outgoing, Delete) else SAYS
    about = (
        _SENT.c.cause == outgoing.cause,
        _SENT.c.conversation == outgoing.conversation,
        _SENT.c.kind.in_(kinds),
    )
    first = func.min(_SENT.c.id)
    query = select(_SENT.c.message).where(*about).group_by(_SENT.c.message).order_by(first)
    return tuple((await connection.scalars(query)).all())
