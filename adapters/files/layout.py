"""What of a sheet is not in its cells: which are merged, which have an address behind them, what is hidden.

The library that reads the cells leaves this out while it streams. Here only the tags are looked at.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from openpyxl.utils.cell import range_boundaries

from bot.messages.told import told
from bot.ports.files import Most, TooLargeError, UnreadableFileError

MOST: Final = 65_536
"""Merged ranges, and links, that a sheet may have; Excel keeps no more links than this."""

SHEETS: Final = "xl/worksheets/"
"""The folder in which the sheets of a workbook are."""

_CHUNK: Final = 1 << 16
_WEB: Final = re.compile(r"https?://", re.IGNORECASE)
_LOOKED_AT: Final = frozenset({"row", "f", "v", "is", "mergeCell", "hyperlink", "Relationship"})
_COUNTED: Final = frozenset({"row", "c"})
_FORMULA: Final = re.compile(r'=\s*HYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,)]', re.IGNORECASE)


@dataclass(frozen=True)
class Merged:
    """A range of cells that look like one; what can be seen stands in the first of them."""

    name: str
    first_column: int
    first_row: int
    last_column: int
    last_row: int

    def over(self, row: int) -> bool:
        """Whether it covers cells of this row."""
        return self.first_row <= row <= self.last_row


@dataclass
class Layout:
    """What was found. `links` are addresses by row and column; `hidden` is how many rows with something are.

    `merged` stand in the order of their first rows.
    """

    formulas: bool = False
    hidden: int = 0
    merged: list[Merged] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)


def layout_of(archive: zipfile.ZipFile, part: str) -> Layout:
    """Look through the part of a workbook that is a sheet, as a stream.

    Raise UnreadableFileError when there is more beside its cells than a sheet has, and what a damaged file
    raises.
    """
    found, hidden = Layout(), False
    linked: list[tuple[str, str, str]] = []
    for tag, given in _tags(archive, part):
        if tag == "row":
            hidden = given.get("hidden") in {"1", "true"}
        elif tag in {"f", "v", "is"}:
            found.formulas = found.formulas or tag == "f"
            found.hidden += hidden
            hidden = False
        elif tag == "mergeCell":
            found.merged.append(Merged(given["ref"], *_bounds(given["ref"])))
        elif tag == "hyperlink":
            linked.append((given["ref"], given.get("id", ""), given.get("location", "")))
        if len(found.merged) > MOST or len(linked) > MOST:
            raise UnreadableFileError(
                told("Its sheet has more than {most} merged cells or links.", most=MOST)
            )
    found.merged.sort(key=lambda merged: merged.first_row)
    if linked:
        found.links = dict(_links(linked, _targets(archive, part, {relation for _, relation, _ in linked})))
    return found


def refuse_larger(archive: zipfile.ZipFile, most: Most) -> None:
    """Raise TooLargeError when all sheets together have more rows or cells, also empty ones with a format."""
    rows = cells = 0
    for part in archive.namelist():
        sheet = part.startswith(SHEETS) and part.endswith(".xml")
        for tag, _ in _tags(archive, part, _COUNTED) if sheet else ():
            rows += tag == "row"
            cells += tag == "c"
            if rows > most.rows or cells > most.cells:
                raise TooLargeError


def behind_formula(source: object) -> str | None:
    """Return the address in a formula that makes a link: `=HYPERLINK("https://…";"…")`."""
    match = _FORMULA.match(source) if isinstance(source, str) else None
    address = match[1].replace('""', '"') if match else ""
    return address if is_address(address) else None


def is_address(text: object) -> bool:
    """Say whether a text is the address of a page."""
    return isinstance(text, str) and _WEB.match(text.strip()) is not None


def _bounds(name: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = range_boundaries(name)
    if None in {first_column, first_row, last_column, last_row}:
        raise ValueError(f"{name} is no range of cells")
    return int(first_column or 0), int(first_row or 0), int(last_column or 0), int(last_row or 0)


def _targets(archive: zipfile.ZipFile, part: str, wanted: set[str]) -> Mapping[str, str]:
    """Return the addresses that a sheet refers to, by their ids."""
    folder, name = posixpath.split(part)
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    if beside not in archive.namelist():
        return {}
    relations = (given for tag, given in _tags(archive, beside) if tag == "Relationship")
    return {given["Id"]: given["Target"] for given in relations if given["Id"] in wanted}


def _links(
    linked: list[tuple[str, str, str]], targets: Mapping[str, str]
) -> Iterator[tuple[tuple[int, int], str]]:
    left = MOST
    for cells, relation, within in linked:
        address = targets.get(relation, "")
        if not is_address(address):
            continue
        first_column, first_row, last_column, last_row = _bounds(cells)
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                if left == 0:
                    return
                left -= 1
                yield (row, column), f"{address}#{within}" if within else address


def _tags(
    archive: zipfile.ZipFile, part: str, looked_at: frozenset[str] = _LOOKED_AT
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Return the tags that begin in a part, and what they say, without the prefixes of names."""
    begun: list[tuple[str, Mapping[str, str]]] = []

    def begin(tag: str, given: Mapping[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        if tag in looked_at:
            begun.append((tag, {name.rpartition(" ")[2]: value for name, value in given.items()}))

    def refuse(*_: object) -> None:
        raise ValueError("a sheet explains nothing in terms of itself")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    parser.EntityDeclHandler = refuse
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
            yield from begun
            begun.clear()
        parser.Parse(b"", True)
    yield from begun
