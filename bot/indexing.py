"""Keeps the search index in step with the base by reading the feed of revisions."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from typing import ParamSpec

from bot.domain.erasing import erased
from bot.domain.errors import IndexDamagedError, StoreUnavailableError
from bot.domain.model import Entry, EntryId, Theme
from bot.domain.vocabulary import Phrasing, WordGroup
from bot.ports.knowledge import Subject, Trace
from bot.ports.search import Document, SearchIndex
from bot.ports.store import Store, Transaction

_BATCH = 500
"""How many changes are taken in at a time; what is in memory at once, and what the event loop waits for."""

_MANY = 2000
"""More changes than this take so long that somebody may want to see how far it is."""

Progress = Callable[[int, int], None]
"""Is told how many changes of how many are taken in, when there are many."""

_TIMES_ANEW = 2
"""How often a damaged index is made anew at once: on its disk, and where it goes when that fails."""


def untold(done: int, of: int) -> None:
    """Tell nobody."""


P = ParamSpec("P")


class LiveIndex:
    """The process's search index together with the feed that keeps it current."""

    def __init__(self, index: SearchIndex, store: Store, progress: Progress = untold) -> None:
        self._index = index
        self._store = store
        self._progress = progress
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._next: asyncio.Task[None] | None = None
        self._much = asyncio.Event()
        self.themes: tuple[Theme, ...] = ()
        """All themes, as they were when the index was made current the last time."""
        self._words_of: int | None = None
        self._groups: tuple[WordGroup, ...] = ()
        self.trouble = ""
        """In a few words why the index could not be kept in step the last time, when it could not."""

    @property
    def revision(self) -> int:
        """The number of the last revision that is in the index."""
        return self._index.revision

    async def current(self) -> SearchIndex:
        """Return the index after taking in everything that was committed before this call.

        An index that was made from another database than this one, or from a state that this one was
        brought back from, is made anew; so is one that is damaged.
        """
        await asyncio.shield(self._task())
        return self._index

    async def begin(self) -> None:
        """Take in what is missing; return when it is in, or when it is so much that it goes on meanwhile."""
        task, much = self._task(), asyncio.create_task(self._much.wait())
        await asyncio.wait((task, much), return_when=asyncio.FIRST_COMPLETED)
        much.cancel()
        if task.done():
            task.result()

    @property
    def filling(self) -> bool:
        """Whether so much is being taken in that an answer would have to wait for it."""
        return self._much.is_set()

    def _task(self) -> asyncio.Task[None]:
        """Make the index current after this; who asks before that begins waits for the same.

        It goes on when whoever asked for it gives up waiting.
        """
        if self._next is not None:
            return self._next
        task = self._next = asyncio.create_task(self._made_current())
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def close(self) -> None:
        """Stop taking in, wherever it is; what was not taken in wholly is taken in at the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._next is task:  # it was cancelled before it began
            self._next = None
        if not task.cancelled():
            task.exception()  # whoever waits has it too; when nobody does, `trouble` tells

    async def _made_current(self) -> None:
        async with self._turn:
            self._next = None
            before, self.trouble = self.trouble, "does not follow the base"
            try:
                await self._sound()
            except StoreUnavailableError:
                self.trouble = before  # that is no trouble of the index
                raise
            self.trouble = ""

    async def _sound(self) -> None:
        self._index.check()
        for _ in range(_TIMES_ANEW):
            with suppress(IndexDamagedError):
                return await self._fed()
        return await self._fed()

    async def _fed(self) -> None:
        async with self._store.read() as tx:
            # From the last known revision itself: only if it is still the same one does the rest follow it.
            traces = await tx.revisions.traces(max(self._index.revision - 1, 0), 2)
            last = await tx.revisions.last() if len(traces) > 1 or not self._index.revision else 0
            await self._read_words(tx, max(last, self._index.revision))
        if not self._follows(traces):
            self._words_of = None
            await _aside(self._index.clear)
            await self._fed()
        elif last - self._index.revision > _MANY and await self._taken_over():
            await self._fed()
        elif self._index.revision < last:
            try:
                kept = await self._take_in(last)
            except BaseException:
                self._index.abandon()
                raise
            finally:
                self._much.clear()
            if not kept:
                self._index.abandon()
                await _aside(self._index.clear)
                await self._fed()

    async def _read_words(self, tx: Transaction, revision: int) -> None:
        """Know the themes and words of the network as they are at this revision, the last one there is."""
        if self._words_of != revision:
            self.themes = await tx.entries.themes()
            groups = await tx.vocabulary.groups()
            if groups != self._groups:
                self._index.know(groups)
            self._groups, self._words_of = groups, revision

    async def _taken_over(self) -> bool:
        """Have what another process made of this database, when that is further."""
        before = self._index.revision
        for revision, mark in sorted(self._index.others().items(), reverse=True):
            if revision <= before:
                break
            async with self._store.read() as tx:
                known = await tx.revisions.traces(revision - 1, 1)
            if [(trace.number, _mark(trace)) for trace in known] == [(revision, mark)]:
                await _aside(self._index.take_over, revision)
                return self._index.revision > before
        return False

    async def _take_in(self, last: int) -> bool:
        """Take in what changed up to this revision, the last one there is, a part at a time.

        Away from the event loop: meanwhile events still come in. Return False when something was erased that
        is in the files of the index: leaving it out would leave its words there.
        """
        begin = done = self._index.revision
        taken: set[str] = set()
        if last - begin > _MANY:
            self._much.set()
        while done < last:
            async with self._store.read() as tx:
                traces = await tx.revisions.traces(done, _BATCH)
                new = [each for each in traces if each.number > last or each.key not in taken]
                documents = await _documents(tx, new, renamed=begin > 0)
            wiped = any(each.wipes for each in traces) or any(
                erased(document.entry) for document in documents
            )
            if begin and wiped:
                return False
            done = traces[-1].number
            # An entry is read as it is by now, so its later changes up to the last one are in already.
            taken.update(str(document.entry.id) for document in documents)
            if done < last:
                await _aside(self._index.add, documents)
            else:
                await _aside(self._index.update, documents, done, _mark(traces[-1]))
            if self.filling:
                self._progress(min(done, last) - begin, last - begin)
        return True

    def _follows(self, traces: tuple[Trace, ...]) -> bool:
        """Say whether a feed goes on where the index is, which an empty index always is."""
        if self._index.revision == 0:
            return True
        known = next(iter(traces), None)
        return known is not None and known.number == self._index.revision and _mark(known) == self._index.mark


async def _aside(work: Callable[P, None], *given: P.args, **named: P.kwargs) -> None:
    """Do some work beside the event loop; when cancelled, only after it has ended."""
    running = asyncio.ensure_future(asyncio.to_thread(work, *given, **named))
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        await asyncio.wait([running])
        raise


def _mark(trace: Trace) -> str:
    """Return what tells a revision from one with the same number in another database."""
    return f"{trace.at.isoformat()} {trace.subject} {trace.key}"


_OF_ENTRIES = frozenset({Subject.ENTRY, Subject.PHRASING})


async def _documents(tx: Transaction, traces: Iterable[Trace], *, renamed: bool) -> list[Document]:
    """Return the entries that these changes are about; `renamed`: also those of themes that changed.

    In an index that is being filled they come by themselves.
    """
    traces = tuple(traces)
    changed = {trace.key for trace in traces if trace.subject in _OF_ENTRIES}
    ids = {entry_id for key in changed if (entry_id := EntryId.parse(key))}
    themes_changed = {int(trace.key) for trace in traces if trace.subject is Subject.THEME}
    if renamed and themes_changed:
        ids |= await tx.themes.having(themes_changed)
    ids |= set((await tx.curating.leads_to(ids)).values())
    entries: dict[EntryId, Entry] = dict(await tx.entries.get(ids))
    if not entries:
        return []
    themes = {theme.id: theme for theme in await tx.entries.themes()}
    asked = await _asked(tx, ids)
    return [
        Document(entry, tuple(themes[theme] for theme in entry.themes), asked.get(entry.id, ()))
        for entry in entries.values()
    ]


async def _asked(tx: Transaction, ids: Collection[EntryId]) -> Mapping[EntryId, tuple[Phrasing, ...]]:
    """Return how people asked for entries, and for what was merged into them."""
    merged = await tx.curating.merged_into(ids)
    known = await tx.vocabulary.phrasings({*ids, *merged})
    found: dict[EntryId, tuple[Phrasing, ...]] = {id_: known[id_] for id_ in ids if id_ in known}
    for old, target in sorted(merged.items()):
        found[target] = (*found.get(target, ()), *known.get(old, ()))
    return found
