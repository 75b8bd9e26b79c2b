"""The port to what the network teaches its search, and to curating themes.

Saving anything appends to the feed of revisions.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from bot.domain.model import EntryId, PersonId, Theme, ThemeId
from bot.domain.vocabulary import Phrasing, WordGroup, WordGroupId, WordKind
from bot.ports.knowledge import Change


class Vocabulary(Protocol):
    """Words that stand for one another, and how people asked for entries."""

    async def phrasings(self, entries: Collection[EntryId]) -> Mapping[EntryId, tuple[Phrasing, ...]]:
        """Return how people asked for these entries; those that nobody taught are left out."""
        ...

    async def save_phrasings(
        self, entry: EntryId, asked: Sequence[Phrasing], change: Change, asker: PersonId | None = None
    ) -> None:
        """Replace how people asked for an entry that exists, and append the revision when it differs."""
        ...

    async def groups(self) -> tuple[WordGroup, ...]:
        """Return all groups of words by id."""
        ...

    async def add_group(self, kind: WordKind, words: Sequence[str], change: Change) -> WordGroup:
        """Add a group of at least two words, and append the revision."""
        ...

    async def delete_group(self, group: WordGroupId, change: Change) -> None:
        """Remove a group, and append the revision; harmless when it is not there."""
        ...


class Themes(Protocol):
    """Themes that are there already; making and reading them is in `bot.ports.knowledge`."""

    async def having(self, themes: Collection[ThemeId]) -> frozenset[EntryId]:
        """Return the ids of everything that has one of these themes, whatever its status."""
        ...

    async def rename(self, theme: Theme, names: Mapping[str, str], change: Change) -> Theme:
        """Give a theme these names instead of those it has, and append the revision."""
        ...

    async def merge(self, source: Theme, target: Theme, change: Change) -> int:
        """Give everything of one theme another one instead, remove the first, and append the revisions.

        Return how many entries that were, whatever their status.
        """
        ...
