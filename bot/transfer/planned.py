"""What is asked of an import, what the first pass found, and whom to tell meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.model import Kind
from bot.ports.files import BadRow
from bot.transfer.entries import Defaults
from bot.transfer.mapping import FieldMapping
from bot.transfer.matching import Step


@dataclass(frozen=True)
class Import:
    """What is asked of an import. `skip_bad`: leave out what is wrong instead of refusing all of it."""

    mapping: FieldMapping = field(default_factory=FieldMapping)
    defaults: Defaults = field(default_factory=Defaults)
    skip_bad: bool = False


@dataclass(frozen=True)
class Note:
    """Something about a row that was taken, but that somebody should know."""

    line: int
    text: str


@dataclass
class Heard:
    """Whom to tell, while it goes on: about rows, and how many rows were read."""

    bad: Callable[[BadRow], None]
    note: Callable[[Note], None]
    progress: Callable[[int], None]


@dataclass
class Counts:
    """How many rows became what. `authors` are names of authors that were left out, `kept` pioneers."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: int = 0
    authors: int = 0
    themes: int = 0

    def take(self, taken: Step) -> None:
        """Count a row."""
        if taken.before is None:
            self.new += 1
        elif taken.entry is None:
            self.unchanged += 1
        else:
            self.changed += 1
        self.authors += taken.lost_author


@dataclass
class Plan:
    """What the first pass found. `unknown` are columns that mean nothing to us, with the nearest that does.

    `highest` are the highest numbers that rows bring along and `renumber` the kinds that need new ones.
    `blanks` are columns in which somebody wrote a word for nothing, `addresses` those with one behind a text.
    """

    asked: Import
    counts: Counts = field(default_factory=Counts)
    unknown: dict[str, str | None] = field(default_factory=dict)
    skip: set[int] = field(default_factory=set)
    highest: dict[Kind, int] = field(default_factory=dict)
    renumber: set[Kind] = field(default_factory=set)
    blanks: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    @property
    def sound(self) -> bool:
        """Whether it may be carried out: nothing is wrong, or what is wrong is left out."""
        return self.asked.skip_bad or (self.counts.bad == 0 and not self.unknown)
