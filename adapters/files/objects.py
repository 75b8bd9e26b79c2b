"""JSON: one object on each line (JSON Lines), or a list of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import ijson

from bot.ports.files import BadRow, Row, UnreadableFileError

LONGEST: Final = 4_000_000
"""Characters of one object; an entry is a few thousand."""

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 5_000
"""Brackets that may be open at a time, those within texts counted too. The library is slow in deep ones."""

_NO_OBJECT: Final = "is not an object: { between its ends, with a name for each value }."


@dataclass(frozen=True)
class Lines:
    """A JSON Lines file."""

    path: Path
    encoding: str
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = "line"

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the objects; empty lines are left out."""
        with self.path.open(encoding=self.encoding, newline="\n") as file:
            line = 0
            while text := file.readline(LONGEST):
                line += 1
                if len(text) == LONGEST and not text.endswith("\n"):
                    yield BadRow(line, None, f"is longer than {LONGEST:,} characters.")
                    while text and not text.endswith("\n"):
                        text = file.readline(LONGEST)
                elif text.strip():
                    yield _row(line, text)


def _row(line: int, text: str) -> Row | BadRow:
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return BadRow(line, None, f"is not whole JSON: {error.msg.lower()} at character {error.pos + 1}.")
    except RecursionError:
        return BadRow(line, None, "has objects in objects without end.")
    except ValueError as error:
        return BadRow(line, None, str(error))
    return Row(line, found) if isinstance(found, dict) else BadRow(line, None, _NO_OBJECT)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"has “{double[:60]}” twice.")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"has {name}, which is no number.")


class _Measured:
    """The bytes of a file in UTF-8, as far as one object may reach."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._file = path.open(encoding=encoding)
        self.since_last = 0
        self.deep = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; raise UnreadableFileError when one object does not end."""
        if size == 0:
            return b""
        if self.since_last > LONGEST:
            raise UnreadableFileError(f"One of its items is longer than {LONGEST:,} characters.")
        text = self._file.read(min(size, _CHUNK) if size > 0 else _CHUNK)
        self.since_last += len(text)
        self.deep += sum(text.count(sign) for sign in "[{") - sum(text.count(sign) for sign in "]}")
        if self.deep > _DEEPEST:
            raise UnreadableFileError("It has objects in objects without end.")
        return text.encode("utf-8", "replace")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@dataclass(frozen=True)
class Listed:
    """A JSON file with a list of objects."""

    path: Path
    encoding: str
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unit: str = "item"

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the items of the list; `line` says which one it is."""
        file = _Measured(self.path, self.encoding)
        item = 0
        try:
            for item, found in enumerate(ijson.items(file, "item", use_float=True), 1):
                file.since_last = file.deep = 0
                yield Row(item, found) if isinstance(found, dict) else BadRow(item, None, _NO_OBJECT)
        except ijson.JSONError as error:
            said = str(error).splitlines()[0] if str(error) else "it ends too early"
            raise UnreadableFileError(f"After item {item} it is not whole JSON: {said}.") from None
        finally:
            file.close()


def open_objects(path: Path, encoding: str) -> Lines | Listed:
    """Open a JSON file by what it begins with: a list, or else an object a line."""
    with path.open(encoding=encoding) as file:
        start = file.read(1 << 16).lstrip()
    return Listed(path, encoding) if start.startswith("[") else Lines(path, encoding)
