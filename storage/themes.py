"""Curating themes: other names, and two that become one. Making and reading them is in `knowledge.py`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.model import Entry, EntryId, Theme, ThemeId
from bot.ports.knowledge import Change
from storage import tables
from storage.knowledge import SqlEntries
from storage.news import move_followers
from storage.revisions import append
from storage.sql import batches, hold_feed, insert_all

_NAME: Final = tables.theme_name
_OF_ENTRY: Final = tables.entry_theme


class SqlThemes:
    """Implements `bot.ports.vocabulary.Themes`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def having(self, themes: Collection[ThemeId]) -> frozenset[EntryId]:
        """Return the ids of everything that has one of these themes, whatever its status."""
        query = select(_OF_ENTRY.c.entry).where(_OF_ENTRY.c.theme.in_(sorted(themes)))
        return frozenset(await self._connection.scalars(query))

    async def rename(self, theme: Theme, names: Mapping[str, str], change: Change) -> Theme:
        """Give a theme these names instead of those it has, and append the revision."""
        await hold_feed(self._connection)
        renamed = replace(theme, names=tuple(sorted(names.items())))
        await self._connection.execute(delete(_NAME).where(_NAME.c.theme == theme.id))
        rows = [{"theme": theme.id, "language": language, "name": name} for language, name in renamed.names]
        await insert_all(self._connection, insert(_NAME), rows)
        await append(self._connection, change, theme, renamed)
        return renamed

    async def merge(self, source: Theme, target: Theme, change: Change) -> int:
        """Give everything of one theme another one instead, remove the first, and append the revisions.

        Return how many entries that were, whatever their status.
        """
        await hold_feed(self._connection)
        entries = SqlEntries(self._connection)
        having = sorted(await self.having((source.id,)))
        for ids in batches(having):
            found = (await entries.get(ids)).values()
            await entries.save_all([_moved(each, source.id, target.id) for each in found], change)
        await move_followers(self._connection, source.id, target.id)
        await self._connection.execute(delete(_NAME).where(_NAME.c.theme == source.id))
        await self._connection.execute(delete(tables.theme).where(tables.theme.c.id == source.id))
        await append(self._connection, change, source, None)
        await append(self._connection, change, target, target)  # says where it leads
        return len(having)


def _moved(entry: Entry, source: ThemeId, target: ThemeId) -> Entry:
    themes = (target if theme == source else theme for theme in entry.themes)
    return replace(entry, themes=tuple(dict.fromkeys(themes)))
