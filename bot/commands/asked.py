"""What somebody asked or looked up, remembered so that the next line can go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.command import Request
from bot.domain.model import Entry
from bot.domain.people import Question
from bot.ports.store import Transaction


async def keep(tx: Transaction, asked: Question) -> Question:
    """Store the question; one whose message was edited keeps its number."""
    before = await tx.questions.because_of(asked.cause) if asked.cause else None
    if before is None:
        return await tx.questions.add(asked)
    kept = replace(asked, id=before.id)
    await tx.questions.save(kept)
    return kept


def asked_of(request: Request, text: str | None, entries: Sequence[Entry], shown: int) -> Question:
    """Return the question as it is remembered; a list that was looked up has no text."""
    return Question(
        id=0,
        asker=request.person.id,
        conversation=request.origin.conversation,
        text=text,
        language=request.translator.language,
        asked_at=request.now,
        found=tuple(entry.id for entry in entries),
        shown=shown,
        cause=request.origin.cause,
    )
