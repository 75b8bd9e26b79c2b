"""A search index on disk that notices when its files are damaged, and then begins again.

All of it can be made anew from the base, so damage costs time and never an answer. How the index searches is
in `index.py`, how its files are looked at in `files.py`.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.domain.audience import Audience
from bot.domain.errors import IndexDamagedError
from bot.domain.question import Filters, Hit
from bot.domain.vocabulary import WordGroup
from bot.ports.search import NO_FILTERS, Document
from storage.search.files import look, whole
from storage.search.index import TantivyIndex

_log = logging.getLogger(__name__)


class SoundIndex:
    """A `SearchIndex` in a folder. Whatever happens to its files, it is whole again after the next feed.

    When the disk does not take it any more it goes on in memory, until the end of the process.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index = TantivyIndex.open(folder)
        self._groups: Sequence[WordGroup] = ()
        self._seen = self._look()

    def close(self) -> None:
        """Let go of the folder. The index may not be used after this."""
        self._index.close()

    @property
    def revision(self) -> int:
        """The number of the last revision that is in the index; 0 for an empty one."""
        return self._index.revision

    @property
    def mark(self) -> str:
        """What the caller knows that revision by; empty for an empty index."""
        return self._index.mark

    def check(self) -> None:
        """Begin again when somebody else changed or removed the files, before they are used as they are."""
        if self._look() != self._seen:
            _log.warning("the search index in %s was changed from outside; it is made anew", self._folder)
            self._begin_again()

    def clear(self) -> None:
        """Forget everything; revision 0."""
        with self._writing():
            self._index.clear()

    def know(self, groups: Sequence[WordGroup]) -> None:
        """Let the words of each group stand for one another from now on, also in an index made anew."""
        self._groups = groups
        self._index.know(groups)

    def others(self) -> Mapping[int, str]:
        """Return the marks of what other processes of this folder have, by revision."""
        return self._index.others()

    def take_over(self, revision: int) -> None:
        """Have what another process has at this revision; raise IndexDamagedError if it cannot."""
        with self._writing():
            self._index.take_over(revision)

    def add(self, documents: Sequence[Document]) -> None:
        """Take these entries in with the next `update`; raise IndexDamagedError if it cannot."""
        with self._writing():
            self._index.add(documents)

    def abandon(self) -> None:
        """Forget what was added since the last `update`; raise IndexDamagedError if it cannot."""
        with self._writing():
            self._index.abandon()

    def update(self, documents: Sequence[Document], revision: int, mark: str = "") -> None:
        """Take in the present state of these entries (see the port); raise IndexDamagedError if it cannot."""
        with self._writing():
            self._index.update(documents, revision, mark)

    def search(
        self, text: str, audience: Audience, filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """Return the entries that fit best (see the port); raise IndexDamagedError if it cannot be read."""
        with self._reading():
            return self._index.search(text, audience, filters, limit)

    def search_each(
        self, text: str, audience: Audience, ways: Sequence[tuple[Filters | None, int]]
    ) -> tuple[tuple[Hit, ...], ...]:
        """Return what `search` finds for each of these; raise IndexDamagedError if it cannot be read."""
        with self._reading():
            return self._index.search_each(text, audience, ways)

    def organisations(self, audience: Audience) -> tuple[str, ...]:
        """Return the names of organisations (see the port); raise IndexDamagedError if it cannot be read."""
        with self._reading():
            return self._index.organisations(audience)

    def passage(self, text: str, passages: Sequence[str]) -> str:
        """Return the sentence that fits best (see the port); raise IndexDamagedError if it cannot be read."""
        with self._reading():
            return self._index.passage(text, passages)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        anew = self._index.revision == 0
        try:
            yield
        except BaseException as error:
            if not _from_the_index(error):
                raise
            _log.warning("the search index in %s cannot be written (%s)", self._folder, error)
            if anew:
                self._go_on_in_memory()
            else:
                self._begin_again(remove=True)
            raise IndexDamagedError(str(error)) from error
        self._seen = self._look()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            if not _from_the_index(error):
                raise
            files = self._index.files
            if files is None or whole(files):  # then it is not the files: making them anew would not help
                raise RuntimeError(f"the search index cannot answer this: {error}") from error
            _log.warning("the search index in %s is damaged (%s); it is made anew", self._folder, error)
            self._begin_again(remove=True)
            raise IndexDamagedError(str(error)) from error

    def _begin_again(self, *, remove: bool = False) -> None:
        """Open what is in the folder, if it is whole, else an empty index there."""
        if remove and self._index.files is not None:
            shutil.rmtree(self._index.files, ignore_errors=True)
        self._index.close()
        try:
            self._index = TantivyIndex.open(self._folder)
            self._index.know(self._groups)
        except (OSError, ValueError) as error:
            _log.warning("the folder %s takes no search index any more (%s)", self._folder, error)
            self._go_on_in_memory()
        self._seen = self._look()

    def _go_on_in_memory(self) -> None:
        _log.warning("the search index goes on in memory, until the next start")
        self._index.close()
        self._index = TantivyIndex.in_memory()
        self._index.know(self._groups)
        self._seen = self._look()

    def _look(self) -> object:
        return look(self._index.files) if self._index.files is not None else None


def _from_the_index(error: BaseException) -> bool:
    """Say whether tantivy raised this: its own errors are ValueErrors, its panics no Exception at all."""
    return isinstance(error, ValueError | OSError) or type(error).__module__ == "pyo3_runtime"
