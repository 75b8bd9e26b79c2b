"""What assignments make of an entry as it is now in the base, and how that differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.curating.assigning import Faults
from bot.curating.changing import Around, changed
from bot.curating.differing import differences
from bot.domain.editing import Assignment
from bot.domain.keys import RoomKey
from bot.domain.model import Entry, Theme, ThemeId
from bot.messages.i18n import Translator
from bot.messages.markup import Line, Plain
from bot.ports.store import Transaction


@dataclass(frozen=True)
class Edited:
    """An entry as it becomes, and how that differs from what it is, by field."""

    entry: Entry
    differs: tuple[tuple[str, Line], ...]

    @property
    def fields(self) -> frozenset[str]:
        """The names of the fields that differ."""
        return frozenset(name for name, _ in self.differs)

    @property
    def lines(self) -> tuple[Line, ...]:
        """A line for each difference."""
        return dashed(line for _, line in self.differs)


async def edited(
    tx: Transaction, entry: Entry, edits: Sequence[Assignment], room: RoomKey | None, t: Translator
) -> Edited | Faults:
    """Return what the assignments make of an entry, or why they make nothing of it.

    `room` is where it is typed, when that is a channel.
    """
    themes = await themes_of(tx)
    result = changed(entry, edits, Around(tuple(themes.values()), room, t))
    if isinstance(result, Faults):
        return result
    differs = differences(entry, result, themes, t)
    if not differs:
        return Faults((t.line("{id} says so already; there is nothing to change.", id=str(entry.id)),))
    return Edited(result, differs)


async def themes_of(tx: Transaction) -> Mapping[ThemeId, Theme]:
    """Return all themes by id."""
    return {theme.id: theme for theme in await tx.entries.themes()}


def dashed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return lines as those of a list."""
    return tuple((Plain("– "), *line) for line in lines)
