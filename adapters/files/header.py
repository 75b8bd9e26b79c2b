"""The first row of a table names its columns; the others are read by those names."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ports.files import BadRow, Row, UnreadableFileError


def header_of(cells: Sequence[object]) -> tuple[str, ...]:
    """Return the names of the columns, without empty ones at the end.

    Raise UnreadableFileError when there are none, or two are the same.
    """
    names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableFileError(
            "It is empty: the first row names the columns, then comes a row for each entry."
        )
    first: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name and name in first:
            raise UnreadableFileError(
                f"Two columns are called “{name[:60]}”: the {_nth(first[name])} and the {_nth(place)}. "
                "Rename one of them."
            )
        first[name] = place
    return tuple(names)


def _nth(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in {11, 12, 13} else 0, "th")
    return f"{number}{ending}"


def named(line: int, columns: Sequence[str], cells: Sequence[object], *, exact: bool) -> Row | BadRow | None:
    """Return the cells by the names of their columns, without the empty ones; None when all are.

    `exact`: a row has as many cells as there are columns. One with fewer or more is a bad row, for nobody can
    know which cell belongs where.
    """
    given = [cell not in (None, "") for cell in cells]
    if not any(given):
        return None
    beyond = any(given[len(columns) :])
    if beyond or (exact and len(cells) < len(columns)):
        return BadRow(line, None, f"has {len(cells)} cells, and there are {len(columns)} columns.")
    found = {}
    for place, (column, cell) in enumerate(zip(columns, cells, strict=False), 1):
        if cell in (None, ""):
            continue
        if not column:
            return BadRow(line, None, f"has something in the {_nth(place)} column, which has no name.")
        found[column] = cell
    return Row(line, found)
