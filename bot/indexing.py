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
        """Return the index after taking in everything that was committed before this call."""
        async with self._turn:
            while await self._take_in():
                pass
        return self._index

    async def _take_in(self) -> bool:
        async with self._store.read() as tx:
            revisions = await tx.revisions.after(self._index.revision, _BATCH)
            documents = await _documents(tx, revisions)
        if revisions:
            self._index.update(documents, revisions[-1].number)
        return bool(revisions)


async def _documents(tx: Transaction, revisions: Iterable[Revision]) -> list[Document]:
    changed = {revision.key for revision in revisions if revision.subject is Subject.ENTRY}
    ids = [entry_id for key in changed if (entry_id := EntryId.parse(key))]
    entries: dict[EntryId, Entry] = dict(await tx.entries.get(ids))
    themes = {theme.id: theme for theme in await tx.entries.themes()} if entries else {}
    return [Document(entry, tuple(themes[theme] for theme in entry.themes)) for entry in entries.values()]
