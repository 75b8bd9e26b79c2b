"""Rows of the outbox as they begin: waiting. What becomes of them is in `outbox.py`."""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.domain.keys import ConversationKey
from bot.messages.outgoing import Outgoing
from storage.payloads import OUTGOING
from storage.sealing import WORDS, Own, Plain
from storage.too_late import QUEUE


def waiting(outgoing: Outgoing, cause: str | None, now: datetime, not_after: datetime) -> dict[str, object]:
    """Return the row of something that is to be said, in the open."""
    room = outgoing.conversation.room
    return {
        "token": secrets.token_hex(16),
        "kind": outgoing.type,
        "platform": room.place.platform,
        "place": room.place,
        "room": room,
        "conversation": outgoing.conversation.line,
        "cause": cause,
        "state": QUEUE.state,
        "payload": OUTGOING.write(outgoing),
        "added_at": now,
        "not_after": not_after,
        "attempts": 0,
        "sealed": None,
    }


def apart(row: dict[str, object], own: Own | Plain, line: ConversationKey, handle: str) -> dict[str, object]:
    """Return the row of what is said in a protected dialogue: sealed, and without its room and cause."""
    payload = own.sealed(str(row["payload"]), WORDS)
    hidden = {"room": line.room, "conversation": line, "cause": None}
    return row | hidden | {"payload": payload, "sealed": handle}
