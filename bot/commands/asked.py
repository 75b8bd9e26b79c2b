"""What somebody asked or looked up, remembered so that the next line can go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.command import Desk, Request
from bot.domain.model import Entry
from bot.domain.people import Question
from bot.domain.question import Query
from bot.ports.store import Transaction


async def keep(tx: Transaction, asked: Question) -> Question:
    """Store the question; one whose message was edited keeps its number."""
    before = await tx.questions.because_of(asked.cause) if asked.cause else None
    if before is None:
        return await tx.questions.add(asked)
    kept = replace(asked, id=before.id)
    await tx.questions.save(kept)
    return kept


async def previous(request: Request, desk: Desk) -> Question | None:
    """Return what this person asked here before this message, if that is not too long ago to go on with."""
    cause, since = request.origin.cause, request.now - desk.policy.follow_up
    async with desk.store.read() as tx:
        edited = await tx.questions.because_of(cause)
        before = edited.id if edited else None
        return await tx.questions.latest(request.person.id, request.origin.conversation, since, before)


def asked_of(
    request: Request, query: Query, entries: Sequence[Entry], shown: int, first: Question | None = None
) -> Question:
    """Return the question as it is remembered; `first` is the one that it goes on with."""
    return Question(
        id=0,
        asker=request.person.id,
        conversation=request.origin.conversation,
        text=query.words or None,
        language=request.translator.language,
        asked_at=request.now,
        found=tuple(entry.id for entry in entries),
        shown=shown,
        cause=request.origin.cause,
        filters=query.filters,
        follows=(first.follows or first.id) if first else None,
    )
