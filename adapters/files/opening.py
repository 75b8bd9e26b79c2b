"""Which kind of file it is, by what is in it; its name must say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from types import MappingProxyType
from typing import Final

from adapters.files.delimited import Delimited, open_delimited
from adapters.files.encoding import beginning, encoding_of
from adapters.files.objects import Lines, Listed, open_objects
from adapters.files.spreadsheet import Spreadsheet, open_spreadsheet
from bot.messages.told import reason_of, told
from bot.ports.files import BadRow, Most, Row, Table, UnreadableFileError

_ENDINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".csv": "csv",
        ".tsv": "csv",
        ".txt": "csv",
        ".xlsx": "xlsx",
        ".xlsm": "xlsx",
        ".jsonl": "json",
        ".ndjson": "json",
        ".json": "json",
    }
)
_CALLED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "csv": told("a CSV file (.csv)"),
        "xlsx": told("an Excel file (.xlsx)"),
        "json": told("a JSON file (.jsonl or .json)"),
    }
)
_SIGNS: Final = (
    (b"PK\x03\x04", "xlsx"),
    (
        b"\xd0\xcf\x11\xe0",
        told("It is an old Excel file (.xls), or one with a password. Save it as .xlsx without one."),
    ),
    (b"%PDF", told("It is a PDF. Put what is in it in a sheet, a row for each entry.")),
    (b"\x89PNG", told("It is an image.")),
    (b"\xff\xd8\xff", told("It is an image.")),
    (b"\x1f\x8b", told("It is packed (gzip). Unpack it first.")),
)

_SEPARATED: Final = re.compile("[;,\t]")
"""What stands between the names of columns in a CSV file."""

_Table = Delimited | Lines | Listed | Spreadsheet


@dataclass(frozen=True)
class Named:
    """A table that says which file it is when it cannot be read to the end."""

    path: Path
    table: _Table

    @property
    def unit(self) -> str:
        """What `Row.line` counts."""
        return self.table.unit

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.table.columns

    @property
    def header(self) -> int:
        """Where the names of the columns stand."""
        return self.table.header

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what of the file is read."""
        return self.table.notes

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the rows one by one."""
        with _sentences(self.path):
            there = False
            for row in self.table.rows():
                there = there or isinstance(row, BadRow) or bool(row.values)
                yield row
            if not there:
                raise UnreadableFileError(told("There are no entries in it: {form}.", form=self.table.form))


def open_table(path: Path, most: Most | None = None) -> Table:
    """Open a file with entries; raise UnreadableFileError that says why it cannot be read.

    With `most`, raise TooLargeError when a sheet is larger.
    """
    with _sentences(path):
        return Named(path, _opened(path, most))


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no file {path}.") from None
    except OSError as error:
        reason = (error.strerror or "error").lower()
        raise UnreadableFileError(f"{path} cannot be read: {reason}.") from None
    except UnreadableFileError as error:
        raise UnreadableFileError(
            told("{name} cannot be imported. {why}", name=path.name, why=reason_of(error))
        ) from None


def _opened(path: Path, most: Most | None) -> _Table:
    mode = path.stat().st_mode
    if S_ISDIR(mode):
        raise UnreadableFileError("It is a folder. Name a file in it.")
    if not S_ISREG(mode):
        raise UnreadableFileError(
            "It is no file that can be read twice. Save what comes out of it as a file."
        )
    kind = _kind(path)
    expected = _ENDINGS.get(path.suffix.lower(), kind)
    if expected == "json" and kind == "csv" and not _SEPARATED.search(beginning(path).partition("\n")[0]):
        raise UnreadableFileError(told("By its name it is JSON, but it does not begin with {{ or [."))
    if expected != kind:
        raise UnreadableFileError(
            told(
                "By its name it is {named}, but what is in it is {found}. Rename it.",
                named=_CALLED[expected],
                found=_CALLED[kind],
            )
        )
    if kind == "xlsx":
        return open_spreadsheet(path, most)
    encoding, notes = encoding_of(path, old=kind == "csv")
    return open_objects(path, encoding) if kind == "json" else open_delimited(path, encoding, notes)


def _kind(path: Path) -> str:
    """Return the kind of a file."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise UnreadableFileError(told("It is empty."))
    for sign, kind in _SIGNS:
        if start.startswith(sign):
            if kind in _CALLED:
                return kind
            raise UnreadableFileError(kind)
    text = beginning(path)
    if not text:
        raise UnreadableFileError(told("It has 0 rows: there is nothing in it but empty lines."))
    if text[:1] in {"{", "["}:
        return "json"
    if text[:9].lower() in {"<!doctype", "<html"} or text.startswith("<"):
        raise UnreadableFileError(told("It is a web page or XML. Save the sheet itself as .xlsx or CSV."))
    return "csv"
