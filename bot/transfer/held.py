"""A file that came by chat, whole in memory: small enough for that, and gone from the disk at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.domain.errors import VoorloperError
from bot.ports.files import BadRow, Files, Row

MOST: Final = 5000
"""How many rows are taken by chat; more of them hold everybody up."""

_STEM: Final = 40


class TooManyRowsError(VoorloperError):
    """A file has more rows than are taken by chat."""


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

    Raise UnreadableFileError when it cannot be read, TooManyRowsError when it has more than `MOST` rows.
    """
    with TemporaryDirectory() as folder:
        named = Path(name)
        path = Path(folder) / (named.stem[:_STEM] + named.suffix)
        path.write_bytes(content)
        table = files.open(path)
        rows = tuple(islice(table.rows(), MOST + 1))
        if len(rows) > MOST:
            raise TooManyRowsError
        return Held(table.unit, table.columns, table.header, table.notes, rows)
