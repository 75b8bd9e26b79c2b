"""A JSON list cut into its items, as a stream: what an item says is read elsewhere, each by itself.

Only texts and brackets are looked at, so that whatever is wrong within an item stays there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TextIO

from bot.messages.told import told
from bot.ports.files import UnreadableFileError

LONGEST: Final = 4_000_000
"""Characters of one object; an entry is a few thousand."""

_CHUNK: Final = 1 << 16
_OUTSIDE: Final = re.compile(r'["\[\]{},]')
_INSIDE: Final = re.compile(r'["\\]')
_OPENING: Final = frozenset("[{")
_CLOSING: Final = frozenset("]}")


def items(file: TextIO) -> Iterator[str | None]:
    """Return the text of each item of a list; None for one that is longer than LONGEST.

    Raise UnreadableFileError when the list does not end, or something comes after it.
    """
    pieces = _pieces(file)
    next(sign for _, sign in pieces if sign)  # the [ with which it begins
    count = deep = length = 0
    parts: list[str] = []
    for text, sign in pieces:
        ends = deep == 0 and sign in {",", "]"}
        length += len(text)
        if length <= LONGEST:
            parts += (text,) if ends else (text, sign)
        deep += (sign in _OPENING) - (sign in _CLOSING and deep > 0)
        if not ends:
            continue
        item = "".join(parts)
        if sign == "," or count or item.strip():
            count += 1
            yield item if length <= LONGEST else None
        if sign == "]":
            break
        length, parts = 0, []
    else:
        raise UnreadableFileError(
            told("After item {count} it is not whole JSON: the next one does not end.", count=str(count))
        )
    if any(text.strip() or sign for text, sign in pieces):
        raise UnreadableFileError(
            told("After item {count} a ] ends the list, and then comes something else.", count=str(count))
        )


def _pieces(file: TextIO) -> Iterator[tuple[str, str]]:
    """Return the text in pieces, each before a sign outside texts; or before "", where a chunk ends."""
    quoted, at = False, 0
    while chunk := file.read(_CHUNK):
        begins = 0
        while match := (_INSIDE if quoted else _OUTSIDE).search(chunk, at):
            at = match.end()
            if match[0] == "\\":
                at += 1  # whatever is behind it does not end the text
            elif match[0] == '"':
                quoted = not quoted
            else:
                yield chunk[begins : match.start()], match[0]
                begins = at
        yield chunk[begins:], ""
        at = max(at - len(chunk), 0)
