"""Reading a file with entries as an import does, and making a workbook to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.files.opening import open_table
from bot.ports.files import BadRow, Row, UnreadableFileError


def read(file: Path) -> list[Row | BadRow]:
    return list(open_table(file).rows())


def values(file: Path) -> list[dict[str, object]]:
    return [dict(row.values) for row in read(file) if isinstance(row, Row)]


def refused(file: Path) -> str:
    with pytest.raises(UnreadableFileError) as error:
        read(file)
    return str(error.value)


def workbook(file: Path, *rows: list[object]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file
