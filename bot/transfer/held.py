"""A file that came by chat, whole in memory: small enough for that, and gone from the disk at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.ports.files import BadRow, Files, Most, Row, Table, TooLargeError

MOST: Final = 5000
"""How many rows are taken by chat; more of them hold everybody up."""

_LOOKED_AT: Final = Most(rows=4 * MOST, cells=100_000, unpacked=16 * 2**20)
"""What is read of a sheet to find them: formatted rows and columns are there too, though they are empty."""

_STEM: Final = 40


@dataclass(frozen=True)
class Held:
    """Implements `bot.ports.files.Table`."""

    unit: str
    columns: tuple[str, ...]
    header: int
    notes: tuple[str, ...]
    all: tuple[Row | BadRow, ...]

    def rows(self) -> Iterator[Row | BadRow]:
        """Give the rows one by one."""
        return iter(self.all)


def hold(files: Files, name: str, content: bytes) -> Held:
    """Read a file of this name and content; it takes a while.

    Raise UnreadableFileError when it cannot be read, TooLargeError when it has more than `MOST` rows, or more
    in them than any table of entries has.
    """
    with TemporaryDirectory() as folder:
        named = Path(name)
        path = Path(folder) / (named.stem[:_STEM] + named.suffix)
        path.write_bytes(content)
        table = files.open(path, _LOOKED_AT)
        return Held(table.unit, table.columns, table.header, table.notes, tuple(_counted(table)))


def _counted(table: Table) -> Iterator[Row | BadRow]:
    cells = len(table.columns)
    for number, row in enumerate(table.rows(), 1):
        cells += len(row.values) if isinstance(row, Row) else 1
        if number > MOST or cells > _LOOKED_AT.cells:
            raise TooLargeError
        yield row
