"""`import` and `export`: entries from a file into the base, and from the base into a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.files.opening import open_table
from adapters.files.writing import open_writer
from bot.assembly import now, open_store, open_store_to_read
from bot.cli.base import read_settings, run_to_end, stop
from bot.cli.output import counted
from bot.domain.audience import Audience, Readership
from bot.domain.model import Kind, Status, Visibility
from bot.ports.files import FORMATS, TABLES, BadRow, Table
from bot.ports.knowledge import Change
from bot.settings import Settings
from bot.transfer.entries import Defaults
from bot.transfer.exporting import Scope, export
from bot.transfer.importing import carry_out, plan
from bot.transfer.mapping import FieldMapping, MappingError, read_mapping, shipped_mapping, shipped_mappings
from bot.transfer.planned import Counts, Heard, Import, Note, Plan

MOST_NOTES: Final = 20
"""Remarks that are shown; what is wrong is always shown whole."""


def import_file(  # noqa: PLR0913 - each is an option of the command line
    settings_file: Path | None,
    file: Path,
    mapping: str | None,
    kind: Kind,
    *,
    draft: bool,
    public: bool,
    dry_run: bool,
    skip_bad: bool,
) -> None:
    """Take the entries of a file into the base."""
    settings = read_settings(settings_file)
    defaults = Defaults(
        kind,
        Status.DRAFT if draft else Status.PUBLISHED,
        Visibility.PUBLIC if public else Visibility.NETWORK,
    )
    asked = Import(_mapping(mapping), defaults, skip_bad)
    run_to_end(_import(settings, file, asked, dry_run=dry_run))


def export_file(
    settings_file: Path | None, file: Path, *, public: bool, everything: bool, replace: bool
) -> None:
    """Write entries to a file."""
    settings = read_settings(settings_file)
    if public and everything:
        stop("--public and --all exclude each other; choose one.")
    if file.suffix.lower() not in FORMATS:
        stop(f"{file} is no file that can be written; let its name end in {', '.join(FORMATS)}.")
    if file.exists() and not replace:
        stop(f"{file} is there already. Choose another name, or add --replace.")
    readers = Readership.MIXED if public else Readership.MEMBERS
    run_to_end(_export(settings, file, Scope(None if everything else Audience(readers))))


def _mapping(name: str | None) -> FieldMapping:
    if name is None:
        return FieldMapping()
    if name in shipped_mappings() and not Path(name).is_file():
        return shipped_mapping(name)
    try:
        return read_mapping(Path(name).read_text(encoding="utf-8-sig"))
    except MappingError as error:
        stop(f"{name}: {error}")
    except UnicodeDecodeError:
        stop(f"The mapping {name} is not a text file in UTF-8.")
    except OSError as error:
        ours = ", ".join(shipped_mappings())
        stop(f"The mapping {name} cannot be read ({error.strerror}). We ship: {ours}.")


async def _import(settings: Settings, file: Path, asked: Import, *, dry_run: bool) -> None:
    table = open_table(file)
    told = _Told(table)
    opened = open_store_to_read if dry_run else open_store
    async with opened(settings) as store:
        with _bar("Reading") as bar:
            made = await plan(store, table, asked, now(), told.heard(partial(bar, None)))
        _say_unknown(made)
        for note in table.notes:
            typer.echo(note)
        if not made.sound:
            told.close()
            typer.echo(_refused(made), err=True)
            raise typer.Exit(1)
        counts = made.counts
        if not dry_run:
            with _bar("Writing") as bar:
                good = made.counts.rows - made.counts.bad
                change = Change(None, now())
                counts = await carry_out(store, table, made, change, told.heard(partial(bar, good)))
        told.close()
    for line in _report(made, counts, dry_run=dry_run):
        typer.echo(line)


def _refused(made: Plan) -> str:
    counts = made.counts
    wrong = f"{counts.bad:,} of {counted(counts.rows, 'row', 'rows')} cannot be taken. " if counts.bad else ""
    return f"{wrong}Nothing was imported. Mend what is wrong, or add --skip-bad to import the rest."


def _say_unknown(made: Plan) -> None:
    for column, near in made.unknown.items():
        meant = f" Did you mean “{near}”?" if near else ""
        left = "It is left out." if made.asked.skip_bad else "Rename it, or name it in a mapping (ignore)."
        typer.echo(f"The column “{column[:60]}” is not known.{meant} {left}", err=True)


def _report(made: Plan, counts: Counts, *, dry_run: bool) -> Iterator[str]:
    yield f"{counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged."
    if made.counts.bad:
        yield f"{made.counts.bad:,} left out, because something is wrong with them."
    if counts.themes:
        yield f"{counted(counts.themes, 'theme', 'themes')} added."
    if counts.authors:
        times = counted(counts.authors, "time", "times")
        yield f"{times} the author was left out: that number is somebody else's here."
    if dry_run:
        yield "This was a dry run: nothing was written."
    elif counts.new or counts.changed:
        yield "A bot that is running takes this in by itself; nothing else is needed."


@dataclass
class _Told:
    """Says on stderr what is wrong with rows, and the first remarks about others."""

    table: Table
    notes: int = 0
    _lines: list[str] = field(default_factory=list)

    def heard(self, progress: Callable[[int], None]) -> Heard:
        """Return whom an import tells."""
        return Heard(self._bad, self._note, progress)

    def _bad(self, bad: BadRow) -> None:
        where = f"{self.table.unit} {bad.line}, {bad.field}" if bad.field else f"{self.table.unit} {bad.line}"
        typer.echo(f"{where}: {bad.reason}", err=True)

    def _note(self, note: Note) -> None:
        self.notes += 1
        if self.notes <= MOST_NOTES:
            typer.echo(f"{self.table.unit} {note.line}: {note.text}", err=True)

    def close(self) -> None:
        """Say how many remarks were not shown."""
        if self.notes > MOST_NOTES:
            typer.echo(f"… and {self.notes - MOST_NOTES:,} more remarks like these.", err=True)


async def _export(settings: Settings, file: Path, scope: Scope) -> None:
    async with open_store_to_read(settings) as store:
        with _bar("Writing") as bar:
            held = await export(
                store,
                scope,
                lambda columns: open_writer(file, columns, private=scope.full),
                lambda done, total: bar(total, done),
                table=file.suffix.lower() in TABLES,
            )
    typer.echo(f"{counted(len(held), 'entry is', 'entries are')} in {file}.")
    if scope.full:
        typer.echo(
            "It says who shared what, by number: only you can read the file. Keep it as you keep the base."
        )


@contextmanager
def _bar(word: str) -> Iterator[Callable[[int | None, int], None]]:
    """Show on stderr how far it is, when that is a terminal."""
    columns = (TextColumn(word), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(word, total=None)
        yield lambda total, done: progress.update(task, total=total, completed=done)
