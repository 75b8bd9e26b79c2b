"""The port to files that hold entries: rows as they are read, and rows that are written.

What a row means is decided in `bot/transfer/`; how it stands in a file is known by `adapters/files/`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from bot.domain.errors import VoorloperError

TABLES: Final = (".csv", ".xlsx")
FORMATS: Final = (".jsonl", *TABLES)
"""The endings of the files that can be written."""


class UnreadableFileError(VoorloperError):
    """A file cannot be read as what it should be; the message says why, and what to do."""


class TooLargeError(VoorloperError):
    """A file holds more than is read of it here (`Most`)."""


class UnwritableFileError(VoorloperError):
    """A file cannot be written; nothing of it was left behind."""


class DoesNotFitError(VoorloperError):
    """A value does not fit in a file of this kind. The message says why; it is never cut."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


@dataclass(frozen=True)
class Most:
    """How much of a file is read: rows and cells, empty ones too, and bytes of each part that is packed."""

    rows: int
    cells: int
    unpacked: int


@dataclass(frozen=True)
class Row:
    """What one row says: its values by the names that the file gives them; what is empty is left out.

    `line` is where people find it: the line, the row of the sheet, or which item of a list it is. Values are
    text, numbers or truth values, and from JSON also lists and objects. `links` are addresses behind what can
    be seen in a cell, where that is no address itself.
    """

    line: int
    values: Mapping[str, object]
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BadRow:
    """A row, or one field of it, that cannot be taken, and why. `field` is named as the file names it."""

    line: int
    field: str | None
    reason: str


class Table(Protocol):
    """A file of rows that can be read from the beginning as often as is needed."""

    @property
    def unit(self) -> str:
        """What `Row.line` counts: line, row or item."""
        ...

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns; empty when each row names its own fields."""
        ...

    @property
    def header(self) -> int:
        """The line or row in which the names of the columns stand; 0 when there is none."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what of the file is read."""
        ...

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the rows one by one. Raise UnreadableFileError when there are none, or it cannot be read."""
        ...


class RowWriter(Protocol):
    """A file that is being written."""

    def write(self, values: Mapping[str, object]) -> None:
        """Add a row; raise DoesNotFitError when it does not fit."""
        ...


class Files(Protocol):
    """Files of rows, each of the kind that its name says."""

    def open(self, path: Path, most: Most) -> Table:
        """Open a file to be read; raise UnreadableFileError that says why it cannot be.

        Of a sheet no more is read than `most`: raise TooLargeError, also while its rows are read.
        """
        ...

    def create(
        self, path: Path, columns: Sequence[str], *, private: bool
    ) -> AbstractContextManager[RowWriter]:
        """Open a file to be written. It appears when the block ends without an error, whole.

        `private`: only who makes it may read it. Raise UnwritableFileError when it cannot be written.
        """
        ...
