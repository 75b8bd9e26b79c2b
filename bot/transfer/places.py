"""Where in a file something stands, in words."""

from __future__ import annotations

from typing import Final

from bot.messages.i18n import mark
from bot.messages.told import Told, told

_UNITS: Final = {"line": mark("line {number}"), "row": mark("row {number}"), "item": mark("item {number}")}


def place(unit: str, line: int) -> Told:
    """Return a line of a file by what the file calls it (`Table.unit`)."""
    return told(_UNITS[unit], number=str(line))
