"""XLSX: the first sheet of a workbook, row by row. A file that would swell beyond reason is not opened."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from adapters.files.cells import meant
from adapters.files.header import header_of, named
from bot.ports.files import BadRow, Row, UnreadableFileError

MOST_UNPACKED: Final = 2 << 30
"""Bytes that all of a workbook may be when it is unpacked."""

MOST_AT_ONCE: Final = 128 << 20
"""Bytes of a part that is in memory as a whole, such as the texts that cells share."""

HIGHEST_RATIO: Final = 250
"""How many times its size a part may become; sheets become some 5 to 30 times as large."""

RATIO_FROM: Final = 16 << 20
"""Bytes from which the ratio counts: a small part may be anything."""

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet, by the format."""

_WORKBOOK: Final = "xl/workbook.xml"
_SHEETS: Final = "xl/worksheets/"
_CHUNK: Final = 1 << 16
_BROKEN: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    EOFError,
    AttributeError,
    IndexError,
    NotImplementedError,
    zipfile.LargeZipFile,
)


class _Cell(Protocol):
    @property
    def value(self) -> object: ...

    @property
    def data_type(self) -> str: ...


@dataclass(frozen=True)
class Spreadsheet:
    """The first visible sheet of a workbook."""

    path: Path
    sheet: str
    columns: tuple[str, ...]
    first: int
    formulas: bool
    notes: tuple[str, ...] = ()
    unit: str = "row"

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the rows under the header; empty ones are left out."""
        for number, cells in _cells(self.path, self.sheet, formulas=self.formulas):
            if number <= self.first:
                continue
            wrong = next((cell for cell in cells if isinstance(cell, BadRow)), None)
            found = wrong or named(number, self.columns, cells, exact=False)
            if found is not None:
                yield found


def open_spreadsheet(path: Path) -> Spreadsheet:
    """Look into a workbook; raise UnreadableFileError when it cannot be one, or has nothing in it."""
    formulas = _inspected(path)
    with _workbook(path, values=True) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise UnreadableFileError("It has no visible sheet.")
        title = sheets[0].title
    notes = (f"Only the first sheet is read: “{title}”.",) if len(sheets) > 1 else ()
    for number, cells in _cells(path, title, formulas=False):
        if any(cell not in (None, "") for cell in cells):
            return Spreadsheet(path, title, header_of(cells), number, formulas, notes)
    raise UnreadableFileError("Its first sheet is empty.")


def _inspected(path: Path) -> bool:
    """Refuse what is no workbook or would unpack without end; say whether there are formulas in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if _WORKBOOK not in archive.namelist():
                raise UnreadableFileError("It is not an Excel file (.xlsx), though it is packed like one.")
            _refuse_bombs(parts)
            sheets = [part for part in parts if part.filename.startswith(_SHEETS)]
            return any(_mentions(archive, part, b"<f") for part in sheets)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise UnreadableFileError("It is a damaged Excel file. Open it and save it anew as .xlsx.") from None


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    swelling = any(
        part.file_size > max(RATIO_FROM, HIGHEST_RATIO * max(1, part.compress_size)) for part in parts
    )
    whole = max(part.file_size for part in parts if not part.filename.startswith(_SHEETS))
    if total > MOST_UNPACKED or swelling or whole > MOST_AT_ONCE:
        raise UnreadableFileError(
            f"It would unpack to {total / (1 << 20):,.0f} MB, more than a sheet of entries ever is, so it "
            "is not opened. Save the sheet as CSV in UTF-8."
        )


def _mentions(archive: zipfile.ZipFile, part: zipfile.ZipInfo, sign: bytes) -> bool:
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if any(sign + end in before + chunk for end in (b">", b" ", b"/")):
                return True
            before = chunk[-len(sign) :]
    return False


@contextmanager
def _workbook(path: Path, *, values: bool) -> Iterator[Workbook]:
    try:
        with ExitStack() as stack, warnings.catch_warnings():
            file = stack.enter_context(path.open("rb"))  # the library forgets to close a damaged one
            warnings.simplefilter("ignore")  # about what of a workbook it leaves aside, such as styles
            with closing(load_workbook(file, read_only=True, data_only=values, keep_links=False)) as book:
                yield book
    except _BROKEN:
        raise UnreadableFileError("It is a damaged Excel file. Open it and save it anew as .xlsx.") from None


def _cells(path: Path, sheet: str, *, formulas: bool) -> Iterator[tuple[int, list[object]]]:
    """Return each row with its number: what its cells mean, or a BadRow for a cell that means nothing."""
    with _workbook(path, values=True) as book:
        results = _rows(book, sheet)
        if not formulas:
            for number, cells in enumerate(results, 1):
                yield number, [_meant(number, place, cell, cell) for place, cell in enumerate(cells, 1)]
            return
        with _workbook(path, values=False) as written:
            for number, (cells, sources) in enumerate(zip(results, _rows(written, sheet), strict=False), 1):
                pairs = enumerate(zip(cells, sources, strict=False), 1)
                yield number, [_meant(number, place, cell, source) for place, (cell, source) in pairs]


def _rows(book: Workbook, sheet: str) -> Iterator[Sequence[_Cell]]:
    found = book[sheet]
    if isinstance(found, ReadOnlyWorksheet):
        found.reset_dimensions()  # what a file says of its own size need not be true
    for number, row in enumerate(found.iter_rows(), 1):
        if number > MOST_ROWS:
            raise UnreadableFileError(f"It says it has more than {MOST_ROWS:,} rows, which no sheet has.")
        yield row


def _meant(number: int, place: int, cell: _Cell, source: _Cell) -> object:
    name = f"{get_column_letter(place)}{number}"
    if cell.value is None and source.data_type == "f":
        return BadRow(
            number, name, "is a formula that was never worked out. Open the file in Excel and save it."
        )
    if cell.data_type == "e":
        return BadRow(number, name, f"is an error of the spreadsheet: {cell.value}.")
    return meant(cell.value)
