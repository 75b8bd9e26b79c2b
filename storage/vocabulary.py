"""Groups of words that stand for one another, and how people asked for entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import EntryId, PersonId
from bot.domain.vocabulary import Phrasing, Phrasings, WordGroup, WordGroupId, WordKind
from bot.ports.knowledge import Change, Subject
from storage import tables
from storage.payloads import STATE
from storage.revisions import append
from storage.sql import batches, hold_feed, insert_all

_PHRASING: Final = tables.phrasing
_GROUP: Final = tables.word_group
_WORD: Final = tables.word


class SqlVocabulary:
    """Implements `bot.ports.vocabulary.Vocabulary`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def phrasings(self, entries: Collection[EntryId]) -> Mapping[EntryId, tuple[Phrasing, ...]]:
        """Return how people asked for these entries; those that nobody taught are left out."""
        found: dict[EntryId, list[Phrasing]] = defaultdict(list)
        for batch in batches(sorted(set(entries))):
            query = select(_PHRASING).where(_PHRASING.c.entry.in_(batch)).order_by(_PHRASING.c.position)
            for row in await self._connection.execute(query):
                found[row.entry].append(Phrasing(row.language, row.text))
        return {entry: tuple(asked) for entry, asked in found.items()}

    async def save_phrasings(
        self, entry: EntryId, asked: Sequence[Phrasing], change: Change, asker: PersonId | None = None
    ) -> None:
        """Replace how people asked for an entry that exists, and append the revision when it differs."""
        await hold_feed(self._connection)
        before = (await self.phrasings((entry,))).get(entry, ())
        if before == tuple(asked):
            return
        here = _PHRASING.c.entry == entry
        rows_before = (await self._connection.execute(select(_PHRASING).where(here))).all()
        askers = {Phrasing(row.language, row.text): row.asker for row in rows_before}
        await self._connection.execute(delete(_PHRASING).where(here))
        rows = [
            {
                "entry": entry,
                "position": position,
                "language": each.language,
                "text": each.text,
                "asker": askers.get(each, asker),
            }
            for position, each in enumerate(asked)
        ]
        await insert_all(self._connection, insert(_PHRASING), rows)
        known = Phrasings(entry, before) if before else None
        await append(self._connection, change, known, Phrasings(entry, tuple(asked)))
        if set(before) - set(asked):
            await forget_words(self._connection, entry, asked)

    async def groups(self) -> tuple[WordGroup, ...]:
        """Return all groups of words by id."""
        query = select(_GROUP.c.id, _GROUP.c.kind, _WORD.c.text).join(_WORD)
        words: dict[tuple[WordGroupId, WordKind], list[str]] = defaultdict(list)
        for row in await self._connection.execute(query.order_by(_GROUP.c.id, _WORD.c.position)):
            words[row.id, row.kind].append(row.text)
        return tuple(WordGroup(number, kind, tuple(texts)) for (number, kind), texts in words.items())

    async def add_group(self, kind: WordKind, words: Sequence[str], change: Change) -> WordGroup:
        """Add a group of at least two words, and append the revision."""
        await hold_feed(self._connection)
        added = insert(_GROUP).values(kind=kind).returning(_GROUP.c.id)
        group = WordGroup((await self._connection.scalars(added)).one(), kind, tuple(words))
        rows = [
            {"word_group": group.id, "position": position, "text": text}
            for position, text in enumerate(group.words)
        ]
        await insert_all(self._connection, insert(_WORD), rows)
        await append(self._connection, change, None, group)
        return group

    async def delete_group(self, group: WordGroupId, change: Change) -> None:
        """Remove a group, and append the revision; harmless when it is not there."""
        await hold_feed(self._connection)
        known = next((each for each in await self.groups() if each.id == group), None)
        if known is None:
            return
        await self._connection.execute(delete(_WORD).where(_WORD.c.word_group == group))
        await self._connection.execute(delete(_GROUP).where(_GROUP.c.id == group))
        await append(self._connection, change, known, None)


async def forget_words(
    connection: AsyncConnection, entry: EntryId, left: Collection[Phrasing] | None
) -> None:
    """Take out of history how people asked for an entry and do not any more; None: all of it."""
    revision = tables.revision
    theirs = (revision.c.subject == Subject.PHRASING, revision.c.key == str(entry))
    if left is None:
        await connection.execute(delete(revision).where(*theirs))
        return
    for row in (await connection.execute(select(revision).where(*theirs))).all():
        values = {side: _only(getattr(row, side), left) for side in ("before", "after")}
        await connection.execute(update(revision).where(revision.c.number == row.number).values(values))


def _only(written: str | None, left: Collection[Phrasing]) -> str | None:
    for state in STATE.read_all([written] if written else []):
        if isinstance(state, Phrasings):
            return STATE.write(Phrasings(state.entry, tuple(each for each in state.asked if each in left)))
    return written


async def move_phrasings(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Let what was learned from the questions of one person be from those of another, who is the same."""
    await connection.execute(update(_PHRASING).where(_PHRASING.c.asker == source).values(asker=target))
