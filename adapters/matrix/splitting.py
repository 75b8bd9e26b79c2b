"""Long answers in parts that a homeserver takes, also encrypted or as a change; no word is cut or lost."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from adapters.matrix.formatted import formatted_line, plain_row
from adapters.matrix.rows import Kind, Row
from bot.messages.cutting import joined, own_lines
from bot.messages.markup import Code, Line, Link, Plain, Span, text_of

LARGEST = 45_000
"""Bytes of the JSON of one message; encrypted it grows by a third, and homeservers take 65,536."""

PREFERRED = 4000
"""Characters that people still read as one message."""

_AROUND = 1500  # bytes of everything in a message but its words
_AROUND_ROW = 100  # bytes of tags and ends of lines
_CLUSTER = 40  # characters; no emoji or letter needs more, and a pile of accents must be parted somewhere
_PIECE = 200  # characters of a word that is too long, such as a picture somebody pasted as text
_JOINER = "\u200d"
_WORD = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True)
class _Size:
    """How much room words take: in characters of plain text, and in bytes of a message that changes another.

    Such a message holds its plain text twice.
    """

    characters: int = 0
    octets: int = 0

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.characters + other.characters, self.octets + other.octets)

    @property
    def fits(self) -> bool:
        return self.characters <= PREFERRED and self.octets <= LARGEST - _AROUND


def parts(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """Divide rows over messages: between blocks, else between lines, else between words; never empty.

    A block that fits in a message of its own stays whole.
    """
    made: list[list[Row]] = [[]]
    filled = _Size()
    for _, block in groupby(rows, key=lambda row: row.block):
        for unit in _units(tuple(block)):
            size = _total(unit)
            if made[-1] and not (filled + size).fits:
                made.append([])
                filled = _Size()
            made[-1] += unit
            filled += size
    return tuple(map(tuple, made))


def _units(block: tuple[Row, ...]) -> Iterator[Sequence[Row]]:
    if _total(block).fits:
        yield block
    else:
        for row in block:
            yield from ((piece,) for piece in _pieces(row))


def _total(rows: Iterable[Row]) -> _Size:
    return sum(map(_row_size, rows), _Size())


def _row_size(row: Row) -> _Size:
    return _size(plain_row(row), formatted_line(row.line)) + _Size(2, _AROUND_ROW)


def _size(plain: str, formatted: str) -> _Size:
    return _Size(len(plain), 2 * _octets(plain) + _octets(formatted))


def _octets(text: str) -> int:
    return len(json.dumps(text)) - 2  # as it is encrypted: everything but ASCII is written as \uXXXX


def _pieces(row: Row) -> Iterator[Row]:
    """Divide a row that is too long: where its own lines end, else between words."""
    if _row_size(row).fits:
        yield row
        return
    on = replace(row, kind=Kind.TEXT if row.kind is Kind.TEXT else Kind.UNDER)
    lines = (piece for line in own_lines(row.line) for piece in _filled(line, on))
    for number, line in enumerate(lines):
        yield replace(on if number else row, line=line)


def _filled(line: Line, row: Row) -> Iterator[Line]:
    """Fill lines with as many words as fit in a message of their own."""
    empty = _row_size(replace(row, line=()))
    taken: list[tuple[int, Span]] = []
    size = empty
    for number, atom in _atoms(line, empty):
        more = _span_size(atom)
        if taken and not (size + more).fits:
            yield joined(taken)
            taken, size = [], empty
        taken.append((number, atom))
        size += more
    yield joined(taken)


def _span_size(span: Span) -> _Size:
    return _size(plain_row(Row(0, Kind.TEXT, (span,))), formatted_line((span,)))


def _atoms(line: Line, empty: _Size) -> Iterator[tuple[int, Span]]:
    """Give what is not divided, with the place of its span: commands, links, words, pieces of long words."""
    for number, span in enumerate(line):
        if isinstance(span, Code | Link) and (empty + _span_size(span)).fits:
            yield number, span
            continue
        for word in _WORD.findall(
            text_of((span,)) if not isinstance(span, Link) else f"{span.text} ({span.url})"
        ):
            whole = _like(span, word)
            if (empty + _span_size(whole)).fits:
                yield number, whole
            else:
                yield from ((number, _like(span, piece)) for piece in _cut(word))


def _like(span: Span, text: str) -> Span:
    return Plain(text) if isinstance(span, Link) else replace(span, text=text)


def _cut(word: str) -> Iterator[str]:
    piece = ""
    for cluster in clusters(word):
        if len(piece) + len(cluster) > _PIECE:
            yield piece
            piece = ""
        piece += cluster
    yield piece


def clusters(text: str) -> Iterator[str]:
    """Give what people see as one character: a letter with its accents, an emoji with all it is made of."""
    begin = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not _goes_on(text, begin, end):
            yield text[begin:end]
            begin = end


def _goes_on(text: str, begin: int, at: int) -> bool:
    """Say whether the character here belongs to those before it, from `begin` on."""
    before, here = text[at - 1], text[at]
    if at - begin >= _CLUSTER:
        return False
    flag = at - begin == 1 and _is_half_flag(before) and _is_half_flag(here)
    return flag or _JOINER in (before, here) or _is_added(here)


def _is_half_flag(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_added(character: str) -> bool:
    colour, tag = "\U0001f3fb" <= character <= "\U0001f3ff", "\U000e0020" <= character <= "\U000e007f"
    korean = "\u1160" <= character <= "\u11ff"
    return colour or tag or korean or unicodedata.category(character).startswith("M")
