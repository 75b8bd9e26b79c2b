"""Taking one person's words out of what is somebody else's: merged stories, learned questions, quotations.

What is theirs alone goes in `erasing.py`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.erasing import Told, told_in, without_words
from bot.domain.model import Entry, EntryId, PersonId
from bot.domain.people import Room
from bot.domain.prompt import OwnText, cause_of
from bot.ports.knowledge import Change, Subject
from storage import tables
from storage.belonging import Belongings
from storage.knowledge import SqlEntries
from storage.leading import numbers_of
from storage.payloads import EDITS, STATE
from storage.rooms import SqlRooms
from storage.sql import batches
from storage.vocabulary import SqlVocabulary, forget_words

_REVISION: Final = tables.revision
_PHRASING: Final = tables.phrasing
_MERGES: Final = "voeg samen"
"""The command of the revisions of a merge: first of what it went into, last of what went."""

_QUOTED: Final = 60
"""Characters by which a quotation is known: longer ones are cut off where they are quoted."""

_TELLING: Final = 12
"""Characters that words must have to be looked for; shorter ones say nothing of who said them."""


async def ways_from(
    connection: AsyncConnection, entries: Collection[EntryId]
) -> Mapping[EntryId, frozenset[EntryId]]:
    """Return everything that these entries were ever merged into, each with which of them went into it.

    A merge that was taken back counts too: its words are in the history of what they went into.
    """
    found: dict[EntryId, frozenset[EntryId]] = {}
    at: dict[EntryId, frozenset[EntryId]] = {entry: frozenset({entry}) for entry in entries}
    while at:
        steps: dict[EntryId, frozenset[EntryId]] = {}
        for old, target in await _merges_of(connection, at):
            new = at[old] - found.get(target, frozenset())  # merges that were undone may go in a circle
            if new:
                steps[target] = steps.get(target, frozenset()) | new
        for target, came in steps.items():
            found[target] = found.get(target, frozenset()) | came
        at = steps
    return found


async def _merges_of(
    connection: AsyncConnection, entries: Collection[EntryId]
) -> Collection[tuple[EntryId, EntryId]]:
    """Return which of these entries were merged into what, as history tells it."""
    row, found = _REVISION.c, set[tuple[EntryId, EntryId]]()
    merges = (row.command == _MERGES, row.subject == Subject.ENTRY)
    for batch in batches([str(each) for each in sorted(entries)]):
        actions = select(row.action).where(*merges, row.key.in_(batch))
        query = select(row.action, row.key).where(*merges, row.action.in_(actions)).order_by(row.number)
        keys: dict[int, list[EntryId]] = {}
        for each in await connection.execute(query):
            known = EntryId.parse(each.key)
            keys.setdefault(each.action, []).extend([known] if known else ())
        found |= {(old, target) for *targets, old in keys.values() for target in targets if old in entries}
    return found


async def words_of(connection: AsyncConnection, entries: Collection[EntryId]) -> Mapping[EntryId, Told]:
    """Return everything that these entries say and ever said."""
    found: dict[EntryId, Told] = {}
    for entry in entries:
        states = [each for row in await _history(connection, entry) for each in _states(row)]
        found[entry] = told_in(states)
    return found


async def take_out(
    connection: AsyncConnection,
    ways: Mapping[EntryId, frozenset[EntryId]],
    words: Mapping[EntryId, Told],
    change: Change,
) -> None:
    """Take out of entries what was merged into them, out of what they are and what they were."""
    entries = SqlEntries(connection)
    for target, entry in (await entries.get(ways)).items():
        told = Told.of(words[each] for each in ways[target])
        rows = await _history(connection, target)
        first = next((row for row in rows if row.command == _MERGES), None)
        own = next(iter(STATE.read_all([first.before])), None) if first and first.before else None
        before = own if isinstance(own, Entry) else None
        left = without_words(entry, told, before)
        if left != entry:
            await entries.save(left, change)
        for row in rows:
            values = {side: _cleaned(getattr(row, side), told, before) for side in ("before", "after")}
            await connection.execute(update(_REVISION).where(_REVISION.c.number == row.number).values(values))


def _cleaned(written: str | None, told: Told, own: Entry | None) -> str | None:
    states = STATE.read_all([written] if written else [])
    known = next((each for each in states if isinstance(each, Entry)), None)
    return STATE.write(without_words(known, told, own)) if known else written


async def _history(connection: AsyncConnection, entry: EntryId) -> list[Row[Any]]:
    theirs = (_REVISION.c.subject == Subject.ENTRY, _REVISION.c.key == str(entry))
    query = select(_REVISION).where(*theirs).order_by(_REVISION.c.number)
    return list((await connection.execute(query)).all())


def _states(row: Row[Any]) -> Iterable[Entry]:
    states = STATE.read_all([each for each in (row.before, row.after) if each])
    return (each for each in states if isinstance(each, Entry))


async def unlearn(connection: AsyncConnection, person: PersonId, change: Change) -> Collection[str]:
    """Forget the words that were learned from somebody's questions, in history too; return them."""
    rows = (await connection.execute(select(_PHRASING).where(_PHRASING.c.asker == person))).all()
    vocabulary = SqlVocabulary(connection)
    for entry in sorted({row.entry for row in rows}):
        gone = {row.text for row in rows if row.entry == entry}
        known = (await vocabulary.phrasings((entry,))).get(entry, ())
        await vocabulary.save_phrasings(entry, [each for each in known if each.text not in gone], change)
    return {row.text for row in rows}


async def unlearn_about(connection: AsyncConnection, entries: Collection[EntryId]) -> None:
    """Forget what was learned for entries of which nothing is left."""
    for entry in entries:
        await forget_words(connection, entry, None)
    await connection.execute(delete(_PHRASING).where(_PHRASING.c.entry.in_(entries)))


async def quotable(connection: AsyncConnection, own: Belongings, learned: Iterable[str]) -> Collection[str]:
    """Return words of somebody by which what quotes them is known, as they stand within a payload."""
    asked, addition, inquiry = tables.question.c, tables.addition.c, tables.inquiry.c
    proposal, topic, text = tables.proposal.c, tables.topic.c, tables.prompt_text.c
    said = [*learned]
    for query in (
        select(asked.text).where(asked.asker == own.person, asked.text.is_not(None)),
        select(addition.text).where(addition.author == own.person),
        select(inquiry.question).where(inquiry.asker == own.person),
        select(topic.words).where(topic.proposer == own.person),
        select(text.words).where(text.author == own.person),
    ):
        said += (await connection.scalars(query)).all()
    waits = (proposal.proposer == own.person, proposal.accepted_by.is_(None))
    edits = (await connection.scalars(select(proposal.edits).where(*waits))).all()
    said += [each.value for some in EDITS.read_all(edits) for each in some]
    words = (" ".join(each.split())[:_QUOTED].strip() for each in said)
    return {as_stored(each) for each in words if len(each) >= _TELLING}


async def prompted(connection: AsyncConnection, person: PersonId) -> frozenset[str]:
    """Return the causes of what prompts said with something of somebody in it, however short it is.

    It was their own prompt, their topic, the question that they asked, or a text that they gave.
    """
    happened, text, topic = tables.occurrence, tables.prompt_text, tables.topic.c
    given = (await connection.execute(select(text).where(text.c.author == person))).mappings()
    theirs = or_(
        happened.c.prompt.in_(select(tables.prompt.c.id).where(tables.prompt.c.owner == person)),
        happened.c.question.in_(select(tables.question.c.id).where(tables.question.c.asker == person)),
        happened.c.text.in_([OwnText(**row).name for row in given]),
    )
    moments = await connection.execute(select(happened.c.prompt, happened.c.planned).where(theirs))
    causes = frozenset(cause_of(row.prompt, row.planned) for row in moments)
    had_turn = select(topic.cause).where(topic.proposer == person, topic.cause.is_not(None))
    return causes.union((await connection.scalars(had_turn)).all())


async def unsay_mandates(connection: AsyncConnection, person: PersonId, change: Change) -> Collection[str]:
    """Clear what somebody wrote to stand under prompts, in every room and its history; return these words."""
    actors = {*(await connection.scalars(numbers_of([person]))).all()}
    query = select(_REVISION).where(_REVISION.c.subject == Subject.ROOM).order_by(_REVISION.c.number)
    said = {
        after
        for row in (await connection.execute(query)).all()
        if row.actor in actors and (after := _mandate(row.after)) and after != _mandate(row.before)
    }
    under = select(tables.room).where(tables.room.c.mandate.in_(said))
    for room in (await connection.execute(under)).mappings().all():
        await SqlRooms(connection).save(replace(Room(**room), mandate=None), change)
    for row in (await connection.execute(query)).all():
        values = {side: _unmandated(getattr(row, side), said) for side in ("before", "after")}
        if values != {"before": row.before, "after": row.after}:
            await connection.execute(update(_REVISION).where(_REVISION.c.number == row.number).values(values))
    return said


def _room(written: str | None) -> Room | None:
    states = STATE.read_all([written] if written else [])
    return next((each for each in states if isinstance(each, Room)), None)


def _mandate(written: str | None) -> str | None:
    room = _room(written)
    return room.mandate if room else None


def _unmandated(written: str | None, said: Collection[str]) -> str | None:
    room = _room(written)
    return STATE.write(replace(room, mandate=None)) if room and room.mandate in said else written


def as_stored(words: str) -> str:
    """Return words as they stand within a payload."""
    return json.dumps(words, ensure_ascii=False)[1:-1]
