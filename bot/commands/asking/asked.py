"""What somebody asked or looked up, remembered so that the next line can go on with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.command import Desk, Request
from bot.domain.model import Entry, EntryId, Outline
from bot.domain.people import Question
from bot.domain.question import Query
from bot.finding import visible
from bot.language.detect import language_of
from bot.messages.cleaning import shortened
from bot.messages.i18n import Translator, translator
from bot.ports.store import Transaction
from bot.querying.pointing import asked_about, pointed

_CALLED = 60
"""Characters of a question that it is called by."""


async def keep(tx: Transaction, asked: Question) -> Question:
    """Store the question; one whose message was edited, or whose answer is renewed, keeps its number."""
    before = await tx.questions.because_of(asked.cause) if asked.cause else None
    if before is None:
        return await tx.questions.add(asked)
    follows = None if asked.follows == before.id else asked.follows
    kept = replace(asked, id=before.id, follows=follows)
    await tx.questions.save(kept)
    return kept


async def previous(request: Request, desk: Desk, *, own: bool = False) -> Question | None:
    """Return what this person asked here before this message, if that is not too long ago to go on with.

    Whoever used a button of an answer goes on with what that answers. Who asked nothing yet in a thread goes
    on with what another asked there for all to read, unless only their own counts (`own`).
    """
    if request.under:
        return request.under
    cause, since = request.origin.cause, request.now - desk.policy.follow_up
    async with desk.store.read() as tx:
        edited = await tx.questions.because_of(cause)
        before = edited.id if edited else None
        last = await tx.questions.latest(request.person.id, request.origin.conversation, since, before)
        if last is None and not own and request.conversation.thread and not request.alone:
            last = await tx.questions.latest_openly(request.origin.conversation, since, before)
    return last if last and (last.text or last.found or last.filters.narrow) else None


async def as_asked(last: Question, desk: Desk) -> Question:
    """Return the question with the words it began with, without those that follow-ups put to them."""
    if last.follows is None:
        return last
    async with desk.store.read() as tx:
        first = await tx.questions.get(last.follows)
    kept = first is not None and (last.text or "").startswith(first.text or "")
    return replace(last, text=first.text) if first and kept else last


@dataclass(frozen=True)
class Pointed:
    """What a line points at: ids, and a number that the last answer does not have (None: there is no such).

    The request is in the language of that answer, as figures and ids have none.
    """

    request: Request
    ids: tuple[str, ...] = ()
    strange: int | None = None


async def pointed_at(request: Request, text: str, desk: Desk, *, own: bool = False) -> Pointed:
    """Return what a line points at by ids, or by numbers in the last answer."""
    named = pointed(text) or await _there(request, asked_about(text), desk)
    last = await previous(request, desk, own=own) if named else None
    request = in_language_of(last, request, text)
    ids = tuple(_id_of(each, last) for each in named)
    if all(ids):
        return Pointed(request, tuple(dict.fromkeys(ids)))
    numbers = [each for each in named if isinstance(each, int)]
    return Pointed(request, strange=numbers[-1] if last and last.found else None)


async def _there(request: Request, named: Sequence[str], desk: Desk) -> tuple[str, ...]:
    """Return the ids, when all of them are of entries that may be shown here; none otherwise."""
    ids = [EntryId.parse(each) for each in named]
    known = [each for each in ids if each]
    seen = await visible(desk.store, known, request.audience) if known else ()
    return tuple(named) if len(seen) == len(named) else ()


def _id_of(named: str | int, last: Question | None) -> str:
    if isinstance(named, str):
        return named
    return str(last.found[named - 1]) if last and 0 < named <= min(last.shown, len(last.found)) else ""


def in_language_of(last: Question | None, request: Request, text: str) -> Request:
    """Return the request in the language of the last answer, unless another was chosen or is spoken."""
    person, room = request.person.language, request.room.language
    settled = person if request.room.direct else (request.origin.private and person) or room
    if last is None or settled or language_of(text):
        return request
    return replace(request, translator=translator(last.language, request.translator.zone))


def called(asked: Question, t: Translator) -> str:
    """Return what a question is called that a line goes on with: its words, or that it was a list."""
    return f"“{shortened(asked.text, _CALLED)}”" if asked.text else t.text("this list")


def asked_of(
    request: Request,
    query: Query,
    entries: Sequence[Entry | Outline],
    shown: int,
    first: Question | None = None,
) -> Question:
    """Return the question as it is remembered; `first` is the one that it goes on with."""
    return Question(
        id=0,
        asker=request.person.id,
        conversation=request.conversation,
        text=query.words or None,
        language=request.translator.language,
        asked_at=request.now,
        found=tuple(entry.id for entry in entries),
        shown=shown,
        cause=request.cause,
        filters=query.filters,
        follows=(first.follows or first.id) if first else None,
        alone=request.alone,
    )
