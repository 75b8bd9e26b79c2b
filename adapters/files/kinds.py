"""All kinds of files, each loaded when the first of it comes: the library of sheets takes half a second."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from bot.ports.files import Most, RowWriter, Table


class EntryFiles:
    """Implements `bot.ports.files.Files`."""

    def open(self, path: Path, most: Most) -> Table:
        """Open a file to be read; raise UnreadableFileError that says why it cannot be, or TooLargeError."""
        from adapters.files.opening import open_table  # noqa: PLC0415 - see above

        return open_table(path, most)

    def create(
        self, path: Path, columns: Sequence[str], *, private: bool
    ) -> AbstractContextManager[RowWriter]:
        """Open a file to be written (see `open_writer`)."""
        from adapters.files.writing import open_writer  # noqa: PLC0415 - see above

        return open_writer(path, columns, private=private)
