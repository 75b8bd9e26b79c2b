"""JSON: one object on each line (JSON Lines), or a list of objects. Both are read by the same rules."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final, NoReturn, TextIO

from adapters.files.cutting import LONGEST, items
from bot.messages.told import reason_of, told
from bot.ports.files import BadRow, Row, UnreadableFileError

_LONGEST_NUMBER: Final = 400  # digits; the longest that a computer can count with has some 300
_SPACE: Final = " \t\r\n"  # all that JSON knows
_NO_OBJECT: Final = told("is not an object: {{ between its ends, with a name for each value }}.")
_TOO_LONG: Final = told("is longer than {most} characters.", most=LONGEST)


@dataclass(frozen=True)
class Lines:
    """A JSON Lines file."""

    path: Path
    encoding: str
    columns: tuple[str, ...] = ()
    header: int = 0
    notes: tuple[str, ...] = ()
    unit: str = "line"
    form: str = told('each line holds one, such as {{"titel": "…"}}')

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the objects; empty lines are left out."""
        with _opened(self.path, self.encoding) as file:
            for line in count(1):
                text = file.readline(LONGEST)
                if not text:
                    return
                if len(text) == LONGEST and not text.endswith("\n"):
                    yield BadRow(line, None, _TOO_LONG)
                    while text and not text.endswith("\n"):
                        text = file.readline(LONGEST)
                elif text.strip():
                    yield _row(line, text)


@dataclass(frozen=True)
class Listed:
    """A JSON file with a list of objects."""

    path: Path
    encoding: str
    columns: tuple[str, ...] = ()
    header: int = 0
    notes: tuple[str, ...] = ()
    unit: str = "item"
    form: str = told('the list holds one for each, such as [{{"titel": "…"}}]')

    def rows(self) -> Iterator[Row | BadRow]:
        """Read the items of the list; `line` says which one it is."""
        with _opened(self.path, self.encoding) as file:
            for item, text in enumerate(items(file), 1):
                yield BadRow(item, None, _TOO_LONG) if text is None else _row(item, text.strip(_SPACE))


def open_objects(path: Path, encoding: str) -> Lines | Listed:
    """Open a JSON file by what it begins with: a list, or else an object a line.

    Raise UnreadableFileError when the first object goes over several lines.
    """
    with _opened(path, encoding) as file:
        given = (line for line in iter(lambda: file.readline(LONGEST), "") if line.strip())
        first, second = next(given), next(given, "").lstrip()
    if first.lstrip().startswith("["):
        return Listed(path, encoding)
    if second and not second.startswith("{") and _cut_off(first):
        raise UnreadableFileError(
            told(
                "An object in it goes over several lines. Put [ before the first object, ] after the last "
                "and a comma between them, or each object on a line of its own."
            )
        )
    return Lines(path, encoding)


def _opened(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, newline="\n")


def _cut_off(line: str) -> bool:
    """Say whether nothing is wrong with a line but that it goes on."""
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos >= len(line.rstrip())
    except (ValueError, RecursionError):
        pass
    return False


def _row(line: int, text: str) -> Row | BadRow:
    if not text:
        return BadRow(line, None, told("is empty: there is a comma too many beside it."))
    try:
        found = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_int=_whole_number,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        said = error.msg.lower().removesuffix(" at")
        where = str(error.pos + 1)
        return BadRow(
            line, None, told("is not whole JSON: {said} at character {place}.", said=said, place=where)
        )
    except RecursionError:
        return BadRow(line, None, told("has objects in objects without end."))
    except ValueError as error:
        return BadRow(line, None, reason_of(error))
    return Row(line, found) if isinstance(found, dict) else BadRow(line, None, _NO_OBJECT)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(told("has “{name}” twice.", name=double[:60]))
    return found


def _whole_number(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(told("has a number of {count} digits.", count=len(digits)))
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _no_number(digits[:40])


def _no_number(name: str) -> NoReturn:
    raise ValueError(told("has {name}, which is no number.", name=name))
