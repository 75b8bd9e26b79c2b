"""One row of a table names its columns; those under it are read by those names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.messages.i18n import mark
from bot.messages.told import told
from bot.ports.files import BadRow, Row, UnreadableFileError

_NO_LINKS: Final[Mapping[int, str]] = MappingProxyType({})


def header_of(cells: Sequence[object]) -> tuple[str, ...]:
    """Return the names of the columns, without empty ones at the end; a column may be without a name.

    Raise UnreadableFileError when there are none, or two are the same.
    """
    names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableFileError(
            told("It is empty: the first row names the columns, then comes a row for each entry.")
        )
    first: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name and name in first:
            raise UnreadableFileError(
                told(
                    "Two columns are called “{name}”: the {first} and the {second}. Rename one of them.",
                    name=name[:60],
                    first=_nth(first[name]),
                    second=_nth(place),
                )
            )
        first[name] = place
    return tuple(names)


def blank(cell: object) -> bool:
    """Say whether nothing can be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


_NTH: Final = {1: mark("{number}st"), 2: mark("{number}nd"), 3: mark("{number}rd")}
_OTHER: Final = mark("{number}th")


def _nth(number: int) -> str:
    last = number % 10 if number % 100 not in {11, 12, 13} else 0
    return told(_NTH.get(last, _OTHER), number=str(number))


def _uneven(cells: int, columns: int) -> str:
    here = told("has 1 cell") if cells == 1 else told("has {cells} cells", cells=cells)
    there = (
        told("there is 1 column") if columns == 1 else told("there are {columns} columns", columns=columns)
    )
    return told("{here}, and {there}.", here=here, there=there)


def named(
    line: int,
    columns: Sequence[str],
    cells: Sequence[object],
    links: Mapping[int, str] = _NO_LINKS,
    *,
    exact: bool,
) -> Row | BadRow | None:
    """Return the cells by the names of their columns, without the empty ones; None when all are blank.

    `links` are addresses behind cells, by their place from 1. `exact`: a row has as many cells as there are
    columns. One with fewer or more is a bad row, for nobody can know which cell belongs where.
    """
    if all(blank(cell) for cell in cells):
        return None
    beyond = not all(blank(cell) for cell in cells[len(columns) :])
    if beyond or (exact and len(cells) < len(columns)):
        return BadRow(line, None, _uneven(len(cells), len(columns)))
    found, behind = {}, {}
    for place, (column, cell) in enumerate(zip(columns, cells, strict=False), 1):
        if not column and not blank(cell):
            return BadRow(
                line, None, told("has something in the {nth} column, which has no name.", nth=_nth(place))
            )
        if column and cell not in (None, ""):  # white space counts: in a row of ours it is what it says
            found[column] = cell
            if place in links:
                behind[column] = links[place]
    return Row(line, found, behind)
