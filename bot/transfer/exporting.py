"""An export: the entries that its asker may see, each written so that an import reads the very same.

An entry that would not come back as it is, is refused with its id: nothing is ever cut.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from bot.domain.audience import Audience, lacks_consent
from bot.domain.errors import VoorloperError
from bot.domain.keys import RoomKey
from bot.domain.model import Entry, EntryId, Pioneer, Theme, ThemeId
from bot.domain.people import Room
from bot.ports.files import DoesNotFitError, Row, RowWriter
from bot.ports.store import Store, Transaction
from bot.transfer.entries import Defaults, RowError, new_entry
from bot.transfer.fields import own_name
from bot.transfer.mapping import FieldMapping, lay_out
from bot.transfer.matching import ThemeBook
from bot.transfer.record import Record, read_record
from bot.transfer.written import PERSONAL, Languages, columns, flat, nested

PAGE = 1000
"""Entries that are in memory at a time."""

_BREATH = 100

Opened = Callable[[tuple[str, ...]], AbstractContextManager[RowWriter]]
"""Opens the file, given the columns of a table. It is there only when its block ends without an error."""


class EntriesDoNotFitError(VoorloperError):
    """Some entries do not fit in a file of this kind; nothing was exported."""

    def __init__(self, faults: tuple[tuple[EntryId, str, str], ...]) -> None:
        listed = "\n".join(f"  {entry_id}, {field}: {reason}" for entry_id, field, reason in faults)
        super().__init__(
            f"Nothing was exported, because this does not fit and nothing is ever cut:\n{listed}\n"
            "A file that ends in .jsonl takes every entry that an import takes."
        )
        self.faults = faults


@dataclass(frozen=True)
class Scope:
    """What is exported: what an audience may see, or (None) everything, with who shared it.

    In neither is a pioneer who does not agree to be found: a file goes from hand to hand, and nobody can take
    it back. A backup holds them, so that they can go on.
    """

    audience: Audience | None

    @property
    def full(self) -> bool:
        """Whether it is everything that may leave the base."""
        return self.audience is None


async def export(
    store: Store, scope: Scope, opened: Opened, progress: Callable[[int, int], None], *, table: bool
) -> tuple[EntryId, ...]:
    """Write what is asked for as a table or as nested objects; return which entries that are.

    `progress` hears how many are written, of how many. Raise EntriesDoNotFitError, or what the file raises.
    """
    async with store.read() as tx:
        themes = {theme.id: theme for theme in await tx.entries.themes()}
        found, languages = await _look(tx, scope, themes)
        with opened(columns(languages, full=scope.full)) as file:
            page = _Page(tx, scope, themes, table=table)
            await page.write_all(file, lambda written: progress(written, len(found)))
    return tuple(found)


async def _look(
    tx: Transaction, scope: Scope, themes: Mapping[ThemeId, Theme]
) -> tuple[list[EntryId], Languages]:
    """Find the entries, and the languages that need columns of their own."""
    of_themes = {language for theme in themes.values() for language, _ in theme.names}
    of_texts: set[str] = set()
    found: list[EntryId] = []
    async for entry in _entries(tx, scope):
        found.append(entry.id)
        of_texts |= {text.language for text in entry.texts if text.language != entry.original}
    return found, Languages(frozenset(of_texts), frozenset(of_themes))


async def _entries(tx: Transaction, scope: Scope) -> AsyncIterator[Entry]:
    last: EntryId | None = None
    while page := await tx.entries.following(last, scope.audience, PAGE):
        for entry in page:
            if not lacks_consent(entry):
                yield entry
        last = page[-1].id


class _Page:
    """One export while it is written."""

    def __init__(
        self, tx: Transaction, scope: Scope, themes: Mapping[ThemeId, Theme], *, table: bool
    ) -> None:
        self._tx = tx
        self._scope = scope
        self._themes = themes
        self._book = ThemeBook.of(themes.values())
        self._form = flat if table else nested
        self._rooms: dict[RoomKey, Room] = {}

    async def write_all(self, file: RowWriter, progress: Callable[[int], None]) -> None:
        faults: list[tuple[EntryId, str, str]] = []
        written = 0
        async for entry in _entries(self._tx, self._scope):
            try:
                file.write(await self._row(entry))
            except DoesNotFitError as error:
                faults.append((entry.id, error.field, error.reason))
            written += 1
            if written % PAGE == 0:
                progress(written)
            if written % _BREATH == 0:
                await asyncio.sleep(0)  # a bot that exports goes on answering
        if faults:
            raise EntriesDoNotFitError(tuple(faults))
        progress(written)

    async def _row(self, entry: Entry) -> Mapping[str, object]:
        room = await self._room(entry.room) if entry.room else None
        row = self._form(entry, self._themes, room, full=True)
        self._compare(entry, row)
        return row if self._scope.full else {name: row[name] for name in row if name not in PERSONAL}

    async def _room(self, key: RoomKey) -> Room:
        if key not in self._rooms:
            self._rooms[key] = await self._tx.rooms.get(key) or Room(key)
        return self._rooms[key]

    def _compare(self, entry: Entry, row: Mapping[str, object]) -> None:
        """Raise DoesNotFitError when an import would not read the same entry from the row."""
        for name in row:
            if own_name(name) is None:
                raise DoesNotFitError(name, "is not what a column can be called.")
        read = read_record(0, lay_out(Row(0, row), FieldMapping()))
        if not isinstance(read, Record):
            raise DoesNotFitError(read[0].field or "", read[0].reason)
        try:
            again = new_entry(read, entry.id, self._book.ids(read), Defaults(), entry.recorded)
        except RowError as error:
            raise DoesNotFitError(error.field, error.reason) from None
        if again != entry:
            raise DoesNotFitError(_differing(entry, again), "would not be read back as it is.")


def _differing(entry: Entry, again: Entry) -> str:
    if isinstance(entry.details, Pioneer) and replace(again, details=entry.details) == entry:
        return "details"
    return next(name for name in vars(entry) if getattr(entry, name) != getattr(again, name))
