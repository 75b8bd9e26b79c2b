"""XLSX: the first sheet of a workbook, row by row. A file that would swell beyond reason is not opened."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Final, Protocol
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from adapters.files.cells import meant
from adapters.files.header import blank, header_of, named
from adapters.files.layout import SHEETS, Layout, Merged, behind_formula, is_address, layout_of, refuse_larger
from bot.messages.told import told
from bot.ports.files import BadRow, Most, Row, TooLargeError, UnreadableFileError

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
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_BEGINNING: Final = 4096
_TEXT: Final = "str"
"""How a workbook marks a formula of which the result is a text, also when that text is empty."""

_UNCLEAR: Final = told(
    "is one merged cell, and nobody can know for which of its rows or columns it holds. Unmerge it and fill "
    "in each cell."
)
_DAMAGED: Final = told("It is a damaged Excel file. Open it and save it anew as .xlsx.")
_BROKEN: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    ExpatError,
    zlib.error,
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

    @property
    def number_format(self) -> object: ...


@dataclass(frozen=True)
class Spreadsheet:
    """The first visible sheet of a workbook; `header` is the row that names the columns."""

    path: Path
    sheet: str
    names: tuple[str, ...]
    header: int
    layout: Layout
    notes: tuple[str, ...] = ()
    most: Most | None = None
    unit: str = "row"
    form: str = told("the first row names the columns, then come entries")

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that have one."""
        return tuple(filter(None, self.names))

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the rows under the header; empty ones are left out."""
        merged, over = deque(self.layout.merged), list[Merged]()
        for number, cells, links in _cells(self.path, self.sheet, self.layout, self.most):
            over = [each for each in over if each.last_row >= number]
            while merged and merged[0].first_row <= number:
                each = merged.popleft()
                if not all(blank(cell) for cell in cells[each.first_column - 1 : each.first_column]):
                    over.append(each)
            if number <= self.header:
                continue
            wrong = next((cell for cell in cells if isinstance(cell, BadRow)), None)
            found = wrong or named(number, self.names, cells, links, exact=False)
            unclear = next((each for each in over if self._spread(each, number)), None)
            if isinstance(found, Row) and unclear:
                yield BadRow(number, unclear.name, _UNCLEAR)
            elif found is not None:
                yield found

    def _spread(self, merged: Merged, row: int) -> bool:
        """Say whether a merged cell may mean something for cells of this row that have no value now."""
        covered = sum(map(bool, self.names[merged.first_column - 1 : merged.last_column]))
        return covered > 1 or (covered == 1 and row > merged.first_row)


def open_spreadsheet(path: Path, most: Most | None = None) -> Spreadsheet:
    """Look into a workbook; raise UnreadableFileError when it cannot be one, or has nothing in it.

    With `most`, raise TooLargeError when there is more in it, now or while its rows are read.
    """
    _inspect(path, most)
    with _workbook(path, values=True) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise UnreadableFileError(told("It has no visible sheet."))
        title, part = sheets[0].title, str(getattr(sheets[0], "_worksheet_path", ""))
        with zipfile.ZipFile(path) as archive:
            layout = layout_of(archive, part)
    notes = [told("Only the first sheet is read: “{title}”.", title=title)] if len(sheets) > 1 else []
    if layout.hidden:
        notes.append(told("Hidden rows are read too: {count}.", count=layout.hidden))
    for number, cells, _ in _cells(path, title, Layout(), most):
        if not all(blank(cell) for cell in cells):
            return Spreadsheet(path, title, header_of(cells), number, layout, tuple(notes), most)
    raise UnreadableFileError(
        told("Its first sheet, “{title}”, is empty, and only that one is read.", title=title)
    )


def _inspect(path: Path, most: Most | None) -> None:
    """Refuse what is no workbook, or would unpack without end, or to more than is asked for."""
    try:
        with zipfile.ZipFile(path) as archive:
            if _WORKBOOK not in archive.namelist():
                raise UnreadableFileError(
                    told(
                        "It is not an Excel file (.xlsx), though it is packed like one, as .ods, .xlsb and "
                        "Numbers files are. Save the sheet as .xlsx or CSV."
                    )
                )
            with archive.open(_WORKBOOK) as workbook:
                if _STRICT in workbook.read(_BEGINNING):
                    raise UnreadableFileError(
                        told("It is a “Strict Open XML” file. Save it as an ordinary Excel workbook (.xlsx).")
                    )
            parts = archive.infolist()
            _refuse_bombs(parts)
            if most and any(part.file_size > most.unpacked for part in parts):
                raise TooLargeError
            if most:
                refuse_larger(archive, most)
    except (*_BROKEN, RuntimeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise UnreadableFileError(_DAMAGED) from None


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    swelling = any(
        part.file_size > max(RATIO_FROM, HIGHEST_RATIO * max(1, part.compress_size)) for part in parts
    )
    whole = max(part.file_size for part in parts if not part.filename.startswith(SHEETS))
    if total > MOST_UNPACKED or swelling or whole > MOST_AT_ONCE:
        raise UnreadableFileError(
            told(
                "It would unpack to {size} MB, more than a sheet of entries ever is, so it is not opened. "
                "Save the sheet as CSV in UTF-8.",
                size=round(total / (1 << 20)),
            )
        )


@contextmanager
def _workbook(path: Path, *, values: bool) -> Iterator[Workbook]:
    try:
        with ExitStack() as stack, warnings.catch_warnings():
            file = stack.enter_context(path.open("rb"))  # the library forgets to close a damaged one
            warnings.simplefilter("ignore")  # about what of a workbook it leaves aside, such as styles
            with closing(load_workbook(file, read_only=True, data_only=values, keep_links=False)) as book:
                yield book
    except _BROKEN:
        raise UnreadableFileError(_DAMAGED) from None


def _cells(
    path: Path, sheet: str, layout: Layout, most: Most | None
) -> Iterator[tuple[int, list[object], dict[int, str]]]:
    """Return each row with its number and, by their places, the addresses that are behind its cells.

    A cell is what it means, or a BadRow when it means nothing.
    """
    with ExitStack() as stack:
        results = _rows(stack.enter_context(_workbook(path, values=True)), sheet, most)
        written: Iterator[Sequence[_Cell] | None] = repeat(None)
        if layout.formulas:
            written = _rows(stack.enter_context(_workbook(path, values=False)), sheet, most)
        for number, (cells, sources) in enumerate(zip(results, written, strict=False), 1):
            found: list[object] = []
            links: dict[int, str] = {}
            for place, (cell, source) in enumerate(zip(cells, sources or cells, strict=False), 1):
                formula = source.value if source.data_type == "f" else None
                address = behind_formula(formula) or layout.links.get((number, place))
                found.append(_meant(f"{get_column_letter(place)}{number}", number, cell, formula))
                if address and not is_address(found[-1]):
                    links[place] = address
            yield number, found, links


def _rows(book: Workbook, sheet: str, most: Most | None) -> Iterator[Sequence[_Cell]]:
    found, cells = book[sheet], 0
    if isinstance(found, ReadOnlyWorksheet):
        found.reset_dimensions()  # what a file says of its own size need not be true
    for number, row in enumerate(found.iter_rows(), 1):
        if number > MOST_ROWS:
            raise UnreadableFileError(
                told("It says it has more than {most} rows, which no sheet has.", most=MOST_ROWS)
            )
        cells += len(row)
        if most and (number > most.rows or cells > most.cells):
            raise TooLargeError
        yield row


def _meant(name: str, number: int, cell: _Cell, formula: object) -> object:
    if cell.value is None and formula is not None:
        address = behind_formula(formula)
        if address or cell.data_type == _TEXT:
            return address
        return BadRow(
            number,
            name,
            told("is a formula that was never worked out. Open the file in Excel and save it."),
        )
    if cell.data_type == "e":
        return BadRow(number, name, told("is an error of the spreadsheet: {error}.", error=str(cell.value)))
    return meant(cell.value, cell.number_format)
