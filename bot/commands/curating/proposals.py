"""A proposal that waits, by its number, for the commands that show it and decide on it."""

from __future__ import annotations

from bot.commands.command import Response
from bot.curating.leading import led
from bot.domain.model import Entry
from bot.messages.i18n import Translator
from bot.messages.reply import say
from bot.ports.curating import Proposal
from bot.ports.store import Transaction


async def waiting(tx: Transaction, number: int) -> tuple[Proposal, Entry] | None:
    """Return a proposal with the entry it is for now: that, or what it was merged into."""
    proposal = await tx.curating.proposal(number)
    entry = await led(tx, proposal.entry) if proposal else None
    return (proposal, entry) if proposal and entry else None


def gone(number: int, t: Translator) -> Response:
    """Say that nothing with this number waits any more."""
    line = t.line("There is no proposal W{number} any more. `queue` shows what waits.", number=str(number))
    return Response(aside=say(line))
