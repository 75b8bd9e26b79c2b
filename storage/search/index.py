"""The search index: entries in tantivy, derived from the revisions, one subfolder per process.

Here is how the index stays whole and how it is asked. What goes into it is in `record.py`, queries are
made by `question.py` and what they bring up is judged by `found.py`; what is shown of it is the
core's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO

from tantivy import Index, IndexWriter

from bot.domain.audience import Audience
from bot.domain.question import Filters, Hit
from bot.domain.vocabulary import WordGroup
from bot.language import thesaurus
from bot.ports.search import NO_FILTERS, Document
from storage.search import query as queries
from storage.search import question as questions
from storage.search.earlier import meant
from storage.search.folder import FILES, State, fresh, kept, stored_state, take_over, usable
from storage.search.found import Found, Prepared, best, best_of, newest
from storage.search.lock import lock_folder
from storage.search.narrowing import Reading
from storage.search.passage import Sentences
from storage.search.question import Question
from storage.search.record import STATE, answers, entry_record, state_record
from storage.search.spelling import corrected

_NOTHING = (0, "")
"""The revision and the mark of an empty index."""

_FIRST = 3
"""How many of the best entries tell whether the words of a question find what was asked."""

_UNSURE = 0.3
"""Where nothing is surer to be about a question, it is looked at again for slips in its words.

It is what something is shown from as perhaps related, when nobody changes that: looking twice costs time.
"""

Ways = Sequence[tuple[Filters | None, int]]
"""Filters and limits of searches for one question; nothing is searched for None."""

_WRITER_BYTES = 15_000_000
"""What a writer may hold in memory."""

_FILLING_BYTES = 100_000_000
"""The same when many entries come in: the more, the fewer pieces the index is in, the faster it answers."""


class TantivyIndex:
    """A `SearchIndex` over tantivy, on disk or in memory. Build it with `open` or `in_memory`."""

    def __init__(self, index: Index, lock: IO[str] | None = None, files: Path | None = None) -> None:
        self._index = index
        self._lock = lock
        self.files = files
        self._thesaurus = thesaurus.shipped()
        self._revision, self._mark = stored_state(index.searcher()) or _NOTHING
        self._writer: IndexWriter | None = None
        self._added: set[str] = set()
        self._second = ThreadPoolExecutor(1, "search")
        self._reading = Reading(index.searcher())
        self._last: tuple[tuple[str, Reading], Prepared | None] | None = None

    @staticmethod
    def in_memory() -> TantivyIndex:
        """Return an empty index that is gone with the process."""
        return TantivyIndex(Index(queries.SCHEMA))

    @staticmethod
    def open(folder: Path) -> TantivyIndex:
        """Take the first subfolder no other process holds and open the index in it.

        One that is missing, damaged or made by another analysis starts empty, with revision 0, for the
        caller to feed again. The subfolder is held until `close`, or the end of the process.
        """
        own, lock = lock_folder(folder)
        files = own / FILES
        try:
            return TantivyIndex(usable(files) or fresh(files), lock, files)
        except BaseException:
            lock.close()
            raise

    @staticmethod
    def newest_revision(folder: Path) -> int:
        """Return the highest revision that any index in the folder holds; nothing is taken or made."""
        return max((revision for (revision, _), _ in kept(folder)), default=0)

    def close(self) -> None:
        """Let go of the subfolder. The index may not be used after this."""
        self._second.shutdown(wait=False)
        if self._lock is not None:
            self._lock.close()

    @property
    def revision(self) -> int:
        """The number of the last revision that is in the index; 0 for an empty one."""
        return self._revision

    @property
    def mark(self) -> str:
        """What the caller knows that revision by; empty for an empty index."""
        return self._mark

    def check(self) -> None:
        """Nothing: who opens an index on disk looks after its files (see `sound.py`)."""

    def clear(self) -> None:
        """Forget everything; revision 0."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        writer.delete_all_documents()
        self._finish(writer, *_NOTHING)

    def know(self, groups: Sequence[WordGroup]) -> None:
        """Let the words of each group stand for one another from now on (see the port)."""
        self._last, self._thesaurus = None, thesaurus.shipped().with_groups(each.words for each in groups)

    def others(self) -> Mapping[int, str]:
        """Return the marks of what other processes of this folder have, by revision."""
        return {revision: mark for (revision, mark), _ in self._beside()}

    def take_over(self, revision: int) -> None:
        """Have what another process has that is at this revision, or went on from it; empty if that fails."""
        other = next((files for (known, _), files in self._beside() if known >= revision), None)
        if other is None or self.files is None:
            return
        with suppress(OSError, ValueError, LookupError):
            take_over(other, self.files)
        self._index = usable(self.files) or fresh(self.files)
        self._read(*(stored_state(self._index.searcher()) or _NOTHING))

    def _beside(self) -> Iterator[tuple[State, Path]]:
        if self.files is not None:
            yield from ((state, at) for state, at in kept(self.files.parents[1]) if at != self.files)

    def add(self, documents: Sequence[Document]) -> None:
        """Take these entries in with the next `update` (see the port)."""
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_FILLING_BYTES, num_threads=1)
        for document in documents:
            self._take_in(self._writer, document)

    def abandon(self) -> None:
        """Forget what was added since the last `update`."""
        writer, self._writer = self._writer, None
        self._added.clear()
        if writer is not None:
            writer.rollback()
            writer.wait_merging_threads()

    def update(self, documents: Sequence[Document], revision: int, mark: str = "") -> None:
        """Take in the present state of these entries and remember `revision` and `mark`, all or nothing."""
        writer = self._writer or self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        self._writer = None
        for document in documents:
            self._take_in(writer, document)
        writer.delete_documents_by_term("entry", STATE)
        writer.add_document(state_record(revision, mark))
        self._finish(writer, revision, mark)

    def _take_in(self, writer: IndexWriter, document: Document) -> None:
        name = str(document.entry.id)
        if self._revision or name in self._added:  # in an empty index there is nothing to replace
            writer.delete_documents_by_term("entry", name)
        self._added.add(name)
        if answers(document.entry):
            writer.add_document(entry_record(document))

    def _finish(self, writer: IndexWriter, revision: int, mark: str) -> None:
        """Make what was written durable and visible, and know the index by its new state."""
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._read(revision, mark)
        self._added.clear()

    def _read(self, revision: int, mark: str) -> None:
        """Know the index by another state from now on."""
        self._revision, self._mark, self._last = revision, mark, None
        self._reading = Reading(self._index.searcher())

    def search(
        self, text: str, audience: Audience, filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """Return the entries that fit the words of the text best, best first (see the port)."""
        return self.search_each(text, audience, ((filters, limit),))[0]

    def search_each(self, text: str, audience: Audience, ways: Ways) -> tuple[tuple[Hit, ...], ...]:
        """Return what `search` finds for each of these filters and limits, side by side; nothing for None."""
        reading = self._reading
        searcher = reading.searcher
        prepared = self._prepared(text, reading)
        if prepared is None:
            return tuple(newest(reading, audience, filters, limit) for filters, limit in ways)

        brought = self._brought(prepared, prepared.question, reading, audience, ways)
        if _surest(brought) < _UNSURE:
            again = Prepared(corrected(prepared.question, text, searcher))
            if again.question is not prepared.question:
                others = self._brought(again, again.question, reading, audience, ways)
                if _surest(others) > _surest(brought):
                    prepared, brought, self._last = again, others, ((text, reading), again)
        earlier = [one for hits in brought for hit in hits for one in hit.earlier]
        if earlier:
            knowing = (searcher, self._thesaurus)
            asked = prepared.question
            meaning = meant(asked, prepared.coverage, earlier, _most_covered(brought), knowing)
            if meaning is not asked:
                brought = self._brought(prepared, meaning, reading, audience, ways)
        return tuple(tuple([each.hit for each in hits]) for hits in brought)

    def _brought(
        self, prepared: Prepared, question: Question, reading: Reading, audience: Audience, ways: Ways
    ) -> Sequence[Sequence[Found]]:
        """Search in each way, of which the first brings up most: it is judged while others are searched."""
        queries, (first, *others) = question.fitting, ways
        rest = self._second.submit(best, reading, queries[1:], audience, *first)
        beside = [self._second.submit(best, reading, queries, audience, *way) for way in others]
        own = best(reading, queries[:1], audience, *first)
        brought = [prepared.judged(reading, best_of((*own, *rest.result()), first[1]))]
        return [*brought, *(prepared.judged(reading, running.result()) for running in beside)]

    def _prepared(self, text: str, reading: Reading) -> Prepared | None:
        """Prepare a question, or take it as the last search left it: one question is asked several times."""
        key = (text, reading)
        if self._last is None or self._last[0] != key:
            question = questions.prepare(text, reading.searcher, self._thesaurus)
            self._last = (key, Prepared(question) if question else None)
        return self._last[1]

    def organisations(self, audience: Audience) -> tuple[str, ...]:
        """Return the names of the organisations of entries that these readers may see (see the port)."""
        return self._reading.organisations(audience)

    def passage(self, text: str, passages: Sequence[str]) -> str:
        """Return the sentence of the passages that fits the text best; the first when none does."""
        prepared = self._prepared(text, self._reading)
        return (prepared.sentences if prepared else Sentences(())).best(passages)


def _most_covered(brought: Sequence[Sequence[Found]]) -> float:
    """Return how much of the question the best entries have, 0-1."""
    return max((hit.covered for hits in brought for hit in hits[:_FIRST]), default=0.0)


def _surest(brought: Sequence[Sequence[Found]]) -> float:
    return max((hit.hit.confidence for hits in brought for hit in hits), default=0.0)
