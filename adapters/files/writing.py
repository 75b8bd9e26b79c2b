"""Writing a file: beside the place where it goes, and moved there only when it is whole."""

from __future__ import annotations

import csv
import errno
import json
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Final, TextIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from adapters.files.cells import LONGEST, escape, guard, units
from bot.ports.files import DoesNotFitError, RowWriter, UnwritableFileError

_MOST_ROWS: Final = 1_048_575  # and a header
_LONGEST_CSV: Final = 131_072  # what a reader of CSV takes by itself


@contextmanager
def open_writer(path: Path, columns: Sequence[str], *, private: bool) -> Iterator[RowWriter]:
    """Open a file of the kind that its name says. It appears when the block ends without an error, whole.

    `private`: only who makes it may read it. Raise UnwritableFileError when it cannot be written, such as
    on a full disk; what was there before is then still there.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding=_encoding(path), newline="") as file:
            with _WRITERS[path.suffix.lower()](file, columns) as writer:
                yield writer
            file.flush()
            os.fsync(file.fileno())
        if not private:
            part.chmod(0o666 & ~_umask())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _encoding(path: Path) -> str:
    # spreadsheet programs know UTF-8 by this mark only
    return "utf-8-sig" if path.suffix.lower() == ".csv" else "utf-8"


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every file system has this
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> UnwritableFileError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return UnwritableFileError(
            f"There is no room on the disk, so {path} was not written. What was there is still there."
        )
    reason = (error.strerror or "error").lower()
    return UnwritableFileError(f"{path} cannot be written: {reason}. What was there is still there.")


class _Lines:
    """Writes JSON Lines."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, values: Mapping[str, object]) -> None:
        """Add an object."""
        self._file.write(json.dumps(dict(values), ensure_ascii=False) + "\n")


class _Delimited:
    """Writes CSV with `;`, as spreadsheets in the Netherlands expect it."""

    def __init__(self, file: TextIO, columns: Sequence[str]) -> None:
        self._columns = columns
        self._writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(columns)

    def write(self, values: Mapping[str, object]) -> None:
        """Add a row; raise DoesNotFitError when a cell is longer than readers take."""
        cells = [guard(str(values.get(name, ""))) for name in self._columns]
        for name, cell in zip(self._columns, cells, strict=True):
            if len(cell) > _LONGEST_CSV:
                raise DoesNotFitError(name, f"has {len(cell):,} characters; a cell holds {_LONGEST_CSV:,}.")
        self._writer.writerow(cells)


class _Sheet:
    """Writes the rows of a sheet."""

    def __init__(self, book: Workbook, columns: Sequence[str]) -> None:
        self._sheet = book.create_sheet("Voorloper")
        self._columns = columns
        self._rows = 0
        self._sheet.freeze_panes = "C2"
        self._sheet.append([self._header(name) for name in columns])

    def _header(self, name: str) -> Cell:
        cell = WriteOnlyCell(self._sheet, value=name)
        cell.font = Font(bold=True)
        return cell

    def write(self, values: Mapping[str, object]) -> None:
        """Add a row; raise DoesNotFitError when a cell or the sheet cannot hold it."""
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise DoesNotFitError("id", f"a sheet holds {_MOST_ROWS:,} rows.")
        self._sheet.append([self._cell(name, values.get(name)) for name in self._columns])

    def _cell(self, name: str, value: object) -> object:
        if value is None or isinstance(value, int):
            return value
        text = escape(guard(str(value)))
        if units(text) > LONGEST:
            raise DoesNotFitError(
                name, f"has {units(text):,} characters; a cell of a sheet holds {LONGEST:,}."
            )
        cell = WriteOnlyCell(self._sheet, value="")
        cell.value = text
        cell.data_type = "s"  # never a formula, a number or an error, whatever it looks like
        return cell


@contextmanager
def _lines(file: TextIO, columns: Sequence[str]) -> Iterator[RowWriter]:
    del columns
    yield _Lines(file)


@contextmanager
def _delimited(file: TextIO, columns: Sequence[str]) -> Iterator[RowWriter]:
    yield _Delimited(file, columns)


@contextmanager
def _sheet(file: TextIO, columns: Sequence[str]) -> Iterator[RowWriter]:
    book = Workbook(write_only=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        try:
            yield _Sheet(book, columns)
            with ZipFile(file.buffer, "w", ZIP_DEFLATED) as archive:  # the library leaves its own one open
                ExcelWriter(book, archive).save()
        finally:
            _drop_parts(book)


def _drop_parts(book: Workbook) -> None:
    """Remove the rows that the library keeps in temporary files while a sheet grows; harmless once saved."""
    for sheet in book.worksheets:
        if isinstance(sheet, WriteOnlyWorksheet):
            with suppress(OSError, WorkbookAlreadySaved):
                sheet.close()
            with suppress(OSError, ValueError):
                sheet._writer.cleanup()  # type: ignore[attr-defined]  # noqa: SLF001 - it has no other way to give up


_WRITERS: Final[Mapping[str, Callable[[TextIO, Sequence[str]], AbstractContextManager[RowWriter]]]] = {
    ".jsonl": _lines,
    ".csv": _delimited,
    ".xlsx": _sheet,
}
