"""How the program is doing: what whoever watches over it is shown. Numbers and names of parts only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.model import Kind


@dataclass(frozen=True)
class Overview:
    """What stands in the database.

    `open_in` and `open_out` are the rows that wait, by platform; `due` is when the earliest work is or was
    due; `revision` is the number of the last change.
    """

    open_in: Mapping[str, int]
    open_out: Mapping[str, int]
    entries: Mapping[Kind, int]
    due: datetime | None
    revision: int


@dataclass(frozen=True)
class Ticked:
    """When any process last looked at what is due, by its own clock.

    `doubt` is a mark made anew at each jump, or empty.
    """

    at: datetime
    doubt: str = ""


@dataclass(frozen=True)
class Part:
    """One part of the program, and whether it works; `trouble` says in a few words what does not."""

    name: str
    trouble: str = ""

    @property
    def fine(self) -> bool:
        """Say whether it works."""
        return not self.trouble


@dataclass(frozen=True)
class Condition:
    """All parts, and what stands in the database when it can be reached.

    `behind` is how many changes the search index has not taken in; `overdue` how many seconds the earliest
    due work waits, 0 when none is due.
    """

    parts: tuple[Part, ...]
    overview: Overview | None = None
    behind: int = 0
    overdue: float = 0.0

    @property
    def fine(self) -> bool:
        """Say whether every part works."""
        return all(part.fine for part in self.parts)
