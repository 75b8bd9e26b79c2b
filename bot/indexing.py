"""Keeps the search index in step with the base by reading the feed of revisions."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from bot.domain.model import Entry, EntryId
from bot.ports.knowledge import Revision, Subject
from bot.ports.search import Document, SearchIndex
from bot.ports.store import Store, Transaction

_BATCH = 1000


class LiveIndex:
    """The process's search index together with the feed that keeps it current."""

    def __init__(self, index: SearchIndex, store: Store) -> None:
        self._index = index
        self._store = store
        self._turn = asyncio.Lock()

    async def current(self) -> SearchIndex:
        """Return the index after taking in everything that was committed before this call.

        An index that was made from another database than this one, or from a state that this one was
        brought back from, is made anew.
        """
        async with self._turn:
            while await self._take_in():
                pass
        return self._index

    async def _take_in(self) -> bool:
        async with self._store.read() as tx:
            # From the last known revision itself: only if it is still the same one does the rest follow it.
            revisions = await tx.revisions.after(max(self._index.revision - 1, 0), _BATCH)
            if not self._follows(revisions):
                self._index.clear()
                return True
            new = [revision for revision in revisions if revision.number > self._index.revision]
            documents = await _documents(tx, new)
        if new:
            self._index.update(documents, new[-1].number, _mark(new[-1]))
        return bool(new)

    def _follows(self, revisions: tuple[Revision, ...]) -> bool:
        """Say whether a feed goes on where the index is, which an empty index always is."""
        if self._index.revision == 0:
            return True
        known = next(iter(revisions), None)
        return known is not None and known.number == self._index.revision and _mark(known) == self._index.mark


def _mark(revision: Revision) -> str:
    """Return what tells a revision from one with the same number in another database."""
    return f"{revision.at.isoformat()} {revision.subject} {revision.key}"


async def _documents(tx: Transaction, revisions: Iterable[Revision]) -> list[Document]:
    changed = {revision.key for revision in revisions if revision.subject is Subject.ENTRY}
    ids = [entry_id for key in changed if (entry_id := EntryId.parse(key))]
    entries: dict[EntryId, Entry] = dict(await tx.entries.get(ids))
    themes = {theme.id: theme for theme in await tx.entries.themes()} if entries else {}
    return [Document(entry, tuple(themes[theme] for theme in entry.themes)) for entry in entries.values()]
