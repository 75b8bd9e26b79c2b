"""CSV: rows between line ends, cells between `;`, `,` or tabs, as spreadsheets of every country save them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from adapters.files.cells import unguard
from adapters.files.encoding import NO_TEXT
from adapters.files.header import blank, header_of, named
from bot.messages.told import told
from bot.ports.files import BadRow, Row, UnreadableFileError

DELIMITERS: Final = (";", ",", "\t")
_LONGEST_LINE: Final = 4_000_000  # characters; one row of a sheet is a few thousand

csv.field_size_limit(_LONGEST_LINE)  # of the whole program; Python's own is a thirtieth


@dataclass(frozen=True)
class Delimited:
    """A CSV file. Its first row names the columns; `header` is the line on which that stands."""

    path: Path
    encoding: str
    delimiter: str
    names: tuple[str, ...]
    header: int
    notes: tuple[str, ...] = ()
    unit: str = "line"
    form: str = told("the first row names the columns, then come entries")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that have one."""
        return tuple(filter(None, self.names))

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the rows; a row of empty cells is left out."""
        with _opened(self.path, self.encoding) as file:
            records = _records(file, self.delimiter)
            next(records, None)
            for line, cells in records:
                found = named(line, self.names, [unguard(cell) for cell in cells], exact=True)
                if found is not None:
                    yield found


def open_delimited(path: Path, encoding: str, notes: tuple[str, ...]) -> Delimited:
    """Find the delimiter and the columns; raise UnreadableFileError when there are none."""
    with _opened(path, encoding) as file:
        start = "".join(islice(_lines(file), 1))
    if "\0" in start:
        raise UnreadableFileError(NO_TEXT)
    delimiter = _delimiter(start)
    with _opened(path, encoding) as file:
        line, cells = next(_records(file, delimiter), (1, []))
    return Delimited(path, encoding, delimiter, header_of([unguard(cell) for cell in cells]), line, notes)


def _opened(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, newline="")


def _lines(file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise UnreadableFileError(
                told("Line {number} does not end. Is it really a CSV file?", number=str(number))
            )
        yield line


def _delimiter(start: str) -> str:
    """Return what is most often between the names in the first row, outside quotes."""
    first = start.splitlines()[0] if start else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return first[-1]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def _records(file: TextIO, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Return each row with the line it begins on, the header first."""
    reader = csv.reader(_lines(file), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            told = begins == 1 and cells and cells[0].lower() in {"sep=", f"sep={delimiter}"}
            if not told and not all(blank(cell) for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableFileError(_broken(begins)) from None


def _broken(line: int) -> str:
    return told(
        "The row that begins on line {line} has a quotation mark that does not close, or text beside "
        'quotation marks. Within a cell between quotation marks, write each of them twice: "".',
        line=str(line),
    )
