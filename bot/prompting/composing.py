"""What a prompt says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.model import EntryId
from bot.domain.people import Room
from bot.domain.policy import Policy
from bot.domain.prompt import Prompt
from bot.messages.i18n import mark, translator
from bot.messages.markup import Plain
from bot.messages.reply import Reply, say
from bot.ports.store import Transaction
from bot.prompting.kinds import Kind

_TEXTS = {
    Kind.SUCCESS: mark("What went well lately, and what made that it did?"),
    Kind.FAILURE: mark("What did not go as you hoped, and what would you advise somebody else?"),
}
_ELSE = mark("What are you running into?")


@dataclass(frozen=True)
class Composed:
    """What is said, by which text, with which entries."""

    reply: Reply
    text: str | None = None
    entries: tuple[EntryId, ...] = ()


async def compose(tx: Transaction, prompt: Prompt, room: Room, policy: Policy, now: datetime) -> Composed:
    """Return what a prompt says in a room."""
    del tx, now
    t = translator(room.language or policy.language, prompt.zone)
    if prompt.words:
        return Composed(say((Plain(prompt.words),)))
    return Composed(say(t.line(_TEXTS.get(Kind(prompt.kind), _ELSE))), prompt.kind)
