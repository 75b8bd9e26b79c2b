"""Importing and exporting as the command line does, without the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from adapters.files.opening import open_table
from adapters.files.writing import open_writer
from bot.domain.audience import Audience
from bot.domain.model import Entry, Theme, ThemeId
from bot.ports.files import TABLES, BadRow
from bot.ports.knowledge import Change
from bot.transfer.entries import Defaults
from bot.transfer.exporting import Scope, export
from bot.transfer.importing import carry_out, plan
from bot.transfer.mapping import FieldMapping
from bot.transfer.planned import Counts, Heard, Import, Note, Plan
from storage.store import SqlStore
from tests.contract.examples import NOW

KINDS = ("jsonl", "csv", "xlsx")
"""The endings of the files that can be written and read."""


@dataclass
class Imported:
    """What an import did and said; no counts when it was refused."""

    plan: Plan
    bad: list[BadRow] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    counts: Counts | None = None

    @property
    def result(self) -> tuple[int, int, int] | None:
        """How many entries are new, changed and unchanged."""
        found = self.counts
        return None if found is None else (found.new, found.changed, found.unchanged)

    @property
    def wrong(self) -> list[tuple[int, str | None]]:
        """Which field of which line is wrong."""
        return [(bad.line, bad.field) for bad in self.bad]


async def bring_in(
    store: SqlStore,
    file: Path,
    *,
    mapping: FieldMapping | None = None,
    defaults: Defaults | None = None,
    skip_bad: bool = False,
    now: datetime = NOW,
) -> Imported:
    """Import a file; write nothing when something is wrong with it, unless that is to be skipped."""
    table = open_table(file)
    asked = Import(mapping or FieldMapping(), defaults or Defaults(), skip_bad)
    told = Imported(Plan(asked))
    heard = Heard(told.bad.append, told.notes.append, lambda rows: None)  # noqa: ARG005 - nobody looks
    told.plan = await plan(store, table, asked, now, heard)
    if told.plan.sound:
        told.counts = await carry_out(store, table, told.plan, Change(None, now), heard)
    return told


async def bring_out(store: SqlStore, file: Path, audience: Audience | None = None) -> int:
    """Export what an audience may see, or everything, to a file."""
    held = await export(
        store,
        Scope(audience),
        lambda columns: open_writer(file, columns, private=audience is None),
        lambda done, total: None,  # noqa: ARG005 - nobody looks
        table=file.suffix in TABLES,
    )
    return len(held)


async def everything(store: SqlStore) -> tuple[Entry, ...]:
    """Return all entries."""
    async with store.read() as tx:
        return await tx.entries.following(None, None, 100_000)


async def in_names(store: SqlStore) -> dict[str, tuple[Entry, tuple[tuple[tuple[str, str], ...], ...]]]:
    """Return every entry with its themes by name: their numbers are of one database only."""
    async with store.read() as tx:
        themes: dict[ThemeId, Theme] = {theme.id: theme for theme in await tx.entries.themes()}
    return {
        str(each.id): (_without_themes(each), tuple(themes[theme].names for theme in each.themes))
        for each in await everything(store)
    }


def _without_themes(each: Entry) -> Entry:
    return Entry(**{**vars(each), "themes": ()})


def text_file(file: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text file."""
    file.write_bytes(text.encode(encoding))
    return file


def bytes_of(file: Path) -> bytes:
    """Return what is in a file."""
    return file.read_bytes()


def private(file: Path) -> bool:
    """Say whether only its owner may read a file."""
    return not file.stat().st_mode & 0o077
