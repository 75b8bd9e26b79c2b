"""Remembering that somebody would like a message to be kept, and marking it."""

from __future__ import annotations

from datetime import datetime

from bot.commands.command import Desk
from bot.messages.i18n import mark
from bot.messages.outgoing import Mark, React
from bot.ports.store import Transaction
from bot.ports.wishes import Wish

ASKED_BEFORE = mark("I have asked you about this message before. `share` begins a lesson whenever you want.")


async def remember(tx: Transaction, wish: Wish, now: datetime, desk: Desk) -> int:
    """Remember which message it is about, and mark it."""
    saving = React(wish.conversation, wish.message, Mark.SAVING)
    await tx.outbox.add(saving, None, now, now + desk.policy.patience)
    return await tx.wishes.add(wish, now)
