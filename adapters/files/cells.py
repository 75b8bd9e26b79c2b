"""What stands in a cell of a table: the guard against formulas, and the characters a spreadsheet cannot hold.

A spreadsheet takes a cell that begins with = + - @ for a formula, and runs it. So a cell of ours that begins
like that gets an apostrophe in front, which is taken off when it is read. What already has one in front of
such a sign gets another, so that everything comes back as it was.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

LONGEST: Final = 32_767
"""Characters in a cell of a spreadsheet, counted as it does: those beyond the first 65,536 are two."""

_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r\n]")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PERCENTAGE: Final = re.compile(r"(?:\.(0+))?%")
_UNWRITABLE: Final = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def guard(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard(text: str) -> str:
    """Return what was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def escape(text: str) -> str:
    """Return text with what XML cannot hold written the way of the format: `_x000D_`."""
    return _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def unescape(text: str) -> str:
    """Return what was escaped, by us or by a spreadsheet."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def units(text: str) -> int:
    """Return how many characters a spreadsheet counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def meant(value: object, form: object = None) -> object:
    """Return what people mean by a cell: a date without a time, a whole number without a fraction.

    `form` is how a spreadsheet writes a number: a part of one may be a percentage.
    """
    part = _PERCENTAGE.search(form) if isinstance(form, str) else None
    if part and isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value * 100:.{len(part[1] or '')}f}%"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    return unguard(unescape(str(value)))
