"""What somebody wants to change of an entry, as they typed it: `titel="…"`, `thema+=water`.

What it does to an entry is in `bot.curating.changing`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """Replace what is there, add to it, or take something from it."""

    SET = "="
    ADD = "+="
    DROP = "-="


@dataclass(frozen=True)
class Assignment:
    """One field, by our own name for it (`title`, `title_en`), and the value as it was typed."""

    field: str
    way: Way
    value: str
