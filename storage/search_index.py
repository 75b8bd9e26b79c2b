"""The search index: entries in tantivy, derived from the revisions, one subfolder per process.

Here is how the index stays whole and how it is asked. What goes into it is in `search_record.py`, queries are
made by `search_question.py`; what is shown of the hits is the core's.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from tantivy import Document as Record
from tantivy import Index, IndexWriter, Query, Searcher

from bot.domain.audience import Audience
from bot.domain.model import EntryId
from bot.domain.question import Filters, Hit
from bot.language import analysis
from bot.language.likeness import Sketch
from bot.ports.search import NO_FILTERS, Document
from storage import search_query as queries
from storage import search_question as questions
from storage.folder_lock import lock_folder
from storage.search_record import STATE, answers, entry_record, read_sketch, state_record

_NOTHING = (0, "")
"""The revision and the mark of an empty index."""

_ALL = 0.99
_WHOLLY = 0.6
"""The confidence of an entry that has every word of the question, however common they are here."""

_FILES = "index"
"""The folder inside a process's subfolder that holds the index itself, beside its lock."""

_WRITER_BYTES = 15_000_000

_EVEN = 1.5
"""The product of evidence and coverage at which an answer is as likely as not."""

_STEEPNESS = 3.0


class TantivyIndex:
    """A `SearchIndex` over tantivy, on disk or in memory. Build it with `open` or `in_memory`."""

    def __init__(self, index: Index, lock: IO[str] | None = None) -> None:
        self._index = index
        self._lock = lock
        self._revision, self._mark = _stored_state(index.searcher()) or _NOTHING
        self._last: tuple[tuple[str, int], questions.Question | None] | None = None

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
        files = own / _FILES
        try:
            return TantivyIndex(_usable(files) or _fresh(files), lock)
        except BaseException:
            lock.close()
            raise

    @staticmethod
    def newest_revision(folder: Path) -> int:
        """Return the highest revision that any index in the folder holds; nothing is taken or made."""
        indexes = (_usable(own / _FILES) for own in folder.glob("*") if own.is_dir())
        states = (_stored_state(index.searcher()) or _NOTHING for index in indexes if index)
        return max((revision for revision, _ in states), default=0)

    def close(self) -> None:
        """Let go of the subfolder. The index may not be used after this."""
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

    def clear(self) -> None:
        """Forget everything; revision 0."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        writer.delete_all_documents()
        self._finish(writer, *_NOTHING)

    def update(self, documents: Sequence[Document], revision: int, mark: str = "") -> None:
        """Take in the present state of these entries and remember `revision` and `mark`, all or nothing."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for document in documents:
            writer.delete_documents_by_term("entry", str(document.entry.id))
            if answers(document.entry):
                writer.add_document(entry_record(document))
        writer.delete_documents_by_term("entry", STATE)
        writer.add_document(state_record(revision, mark))
        self._finish(writer, revision, mark)

    def _finish(self, writer: IndexWriter, revision: int, mark: str) -> None:
        """Make what was written durable and visible, and know the index by its new state."""
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._revision, self._mark = revision, mark
        self._last = None

    def search(
        self, text: str, audience: Audience, filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """Return the entries that fit the words of the text best, best first (see the port)."""
        if limit < 1:
            return ()
        searcher = self._index.searcher()
        question = self._prepared(text, searcher)
        allowed = queries.permitted(audience, filters)
        if question is None:
            return _newest(searcher, allowed, limit) if filters.narrow else ()
        found = _found(searcher, queries.all_of([question.fitting, allowed]), limit)
        if not found:
            return ()
        among = queries.among([record.entry for record in found])
        covering = _found(searcher, queries.all_of([question.covering, among]), limit)
        covered = {record.entry: record.score for record in covering}
        return tuple(
            record.hit(
                confidence(record.score / question.unit, covered.get(record.entry, 0.0) / question.whole)
            )
            for record in found
        )

    def _prepared(self, text: str, searcher: Searcher) -> questions.Question | None:
        """Prepare a question, or take it as the last search left it: one question is asked several times."""
        key = (text, self._revision)
        if self._last is None or self._last[0] != key:
            self._last = (key, questions.prepare(text, searcher))
        return self._last[1]

    def passage(self, text: str, passages: Sequence[str]) -> str:
        """Return the sentence of the passages that fits the text best; the first when none does."""
        words = questions.sought(text, self._index.searcher())
        told = [sentence for passage in passages for sentence in analysis.sentences(passage)]
        return max(told, key=lambda sentence: _sentence_fit(words, sentence), default="")


def confidence(evidence: float, coverage: float) -> float:
    """Say how likely it is, 0-1, that what was found is about what was asked.

    `evidence` is the BM25 score in units of one word that is as rare as can be in this collection, so that
    bases of any size compare; `coverage` the part of the question's weight that the entry covers, so that
    a long story with one chance hit does not. Their product x (coverage under a root: most of a chatty
    question is scene setting) goes through the logistic curve of ln x.
    """
    felt = math.pow(evidence * math.sqrt(coverage), _STEEPNESS)
    likely = felt / (felt + math.pow(_EVEN, _STEEPNESS))
    return max(likely, _WHOLLY) if coverage >= _ALL else likely


@dataclass(frozen=True)
class _Found:
    """A record as a search brings it up."""

    entry: str
    score: float
    organisation: str
    sketch: Sketch

    def hit(self, confidence: float) -> Hit:
        entry = EntryId.parse(self.entry)
        if entry is None:
            raise ValueError(f"the index holds {self.entry!r}, which is no entry")
        return Hit(entry, self.score, confidence, self.organisation, self.sketch)


def _found(searcher: Searcher, query: Query, limit: int, order: str | None = None) -> tuple[_Found, ...]:
    result = searcher.search(query, limit, count=False, order_by_field=order)
    return tuple(_read(searcher.doc(address), float(score)) for score, address in result.hits)


def _read(record: Record, score: float) -> _Found:
    return _Found(
        entry=str(record.get_first("entry")),
        score=score,
        organisation=str(record.get_first("whose") or ""),
        sketch=read_sketch(record["sketch"][0]),
    )


def _newest(searcher: Searcher, allowed: Query, limit: int) -> tuple[Hit, ...]:
    """Return what is allowed, the newest first, when nothing else was asked: all of it fits."""
    newest = _found(searcher, allowed, limit, order="recorded")
    return tuple(replace(record, score=0.0).hit(1.0) for record in newest)


def _sentence_fit(words: Iterable[questions.Sought], sentence: str) -> float:
    """Sum the weight of the words that the sentence has, by stem or by most 4-grams."""
    own = analysis.content(sentence)
    stems = {analysis.stem(word, language) for word in own for language in analysis.LANGUAGES}
    grams = {gram for word in own for gram in analysis.grams(word)}
    fit = 0.0
    for sought in words:
        parts = analysis.grams(sought.word.text)
        share = sum(part in grams for part in parts) / len(parts)
        whole = any(analysis.stem(sought.word.text, language) in stems for language in analysis.LANGUAGES)
        fit += sought.weight * (1.0 if whole else share if share >= questions.GRAMS_NEEDED else 0.0)
    return fit


def _stored_state(searcher: Searcher) -> tuple[int, str] | None:
    """Read the revision and its mark; None when the index is of another analysis or holds no state."""
    found = searcher.search(Query.term_query(queries.SCHEMA, "entry", STATE, index_option="basic"), 1).hits
    if not found:
        return None
    state = searcher.doc(found[0][1])
    if state["analysis"][0] != analysis.VERSION:
        return None
    return int(state["revision"][0]), str(state["mark"][0])


def _usable(files: Path) -> Index | None:
    """Open what is in the folder, if anything, and if it can be read and is of this analysis."""
    try:
        if not files.is_dir() or not Index.exists(str(files)):
            return None
        index = Index(queries.SCHEMA, path=str(files))
        return index if _stored_state(index.searcher()) is not None else None
    except (ValueError, OSError, KeyError, IndexError):
        return None


def _fresh(files: Path) -> Index:
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    return Index(queries.SCHEMA, path=str(files))
