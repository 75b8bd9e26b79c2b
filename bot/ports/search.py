"""The port to the search index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.domain.audience import Audience
from bot.domain.model import Entry, Theme
from bot.domain.question import Filters, Hit
from bot.domain.vocabulary import Phrasing, WordGroup

NO_FILTERS = Filters()


@dataclass(frozen=True)
class Document:
    """An entry as the search index takes it in: with its themes, whose names can be searched.

    `asked` are questions that it answered before: their words find it too, and say what else to look for to
    who asks the same in other words.
    """

    entry: Entry
    themes: tuple[Theme, ...] = ()
    asked: tuple[Phrasing, ...] = ()


class SearchIndex(Protocol):
    """Finds entries by words. Derived from the revisions; one per process.

    An index that turns out to be damaged raises IndexDamagedError, once: it is empty from then on, with
    revision 0, for the caller to feed again.
    """

    @property
    def revision(self) -> int:
        """The number of the last revision that is in the index; 0 for an empty one."""
        ...

    @property
    def mark(self) -> str:
        """What the caller knows that revision by, as given to `update`; empty for an empty index."""
        ...

    def check(self) -> None:
        """Look whether what the index is made of is as it left it; if not, begin again, with revision 0."""
        ...

    def clear(self) -> None:
        """Forget everything; revision 0."""
        ...

    def know(self, groups: Sequence[WordGroup]) -> None:
        """Let the words of each group stand for one another from now on, besides those that are shipped.

        It is not remembered: whoever opens the index says it again.
        """
        ...

    def others(self) -> Mapping[int, str]:
        """Return the marks of the indexes that other processes have beside this one, by their revision."""
        ...

    def take_over(self, revision: int) -> None:
        """Have from now on what another process has at this revision, or went on to since.

        When that does not succeed the index is as it was, or empty; `revision` and `mark` tell.
        """
        ...

    def add(self, documents: Sequence[Document]) -> None:
        """Take these entries in with the next `update`: until then nothing of it is visible or durable.

        For many entries, a part at a time. An entry that is added again replaces what was added before.
        """
        ...

    def abandon(self) -> None:
        """Forget what was added since the last `update`."""
        ...

    def update(self, documents: Sequence[Document], revision: int, mark: str = "") -> None:
        """Take in the present state of these entries and remember `revision` and `mark`.

        An entry that may not be shown to anybody (a draft, an archived one, a pioneer without consent)
        leaves the index. All of it becomes visible to later searches, durably, or nothing does.
        """
        ...

    def search(
        self, text: str, audience: Audience, filters: Filters = NO_FILTERS, limit: int = 10
    ) -> tuple[Hit, ...]:
        """Return the entries that fit the words of the text best, best first.

        Only entries that the audience may see are looked at; filters narrow further. A text without any
        content word finds nothing; with filters, everything they leave, the newest first, with confidence 1.
        """
        ...

    def search_each(
        self, text: str, audience: Audience, ways: Sequence[tuple[Filters | None, int]]
    ) -> tuple[tuple[Hit, ...], ...]:
        """Return what `search` finds for each of these filters and limits, side by side; nothing for None."""
        ...

    def organisations(self, audience: Audience) -> tuple[str, ...]:
        """Return the names of the organisations of entries that the audience may see, each once."""
        ...

    def passage(self, text: str, passages: Sequence[str]) -> str:
        """Return the one sentence of the passages that fits the text best, the first when none does."""
        ...
