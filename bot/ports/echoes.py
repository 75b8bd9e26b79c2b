"""The port to what came of what people shared: numbers, and never of whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.keys import RoomKey
from bot.domain.model import EntryId, PersonId


@dataclass(frozen=True)
class Seen:
    """That something said in a room, because of one thing, showed an entry."""

    entry: EntryId
    room: RoomKey
    cause: str


class Echoes(Protocol):
    """How often entries were shown and used, and who does not want to hear that of theirs."""

    async def seen(self, since: datetime, until: datetime) -> Sequence[Seen]:
        """Return where entries were shown after a moment, up to another one; each once."""
        ...

    async def note_use(self, entry: EntryId, now: datetime) -> None:
        """Note that an entry was used as the answer to a question."""
        ...

    async def uses(self, until: datetime) -> Mapping[EntryId, int]:
        """Return how often entries were used up to a moment, and forget it."""
        ...

    async def silence(self, person: PersonId, now: datetime) -> None:
        """Note that somebody does not want to hear it; repeating it is harmless."""
        ...

    async def unsilence(self, person: PersonId) -> None:
        """Note that somebody wants to hear it."""
        ...

    async def silenced(self, person: PersonId) -> bool:
        """Say whether somebody does not want to hear it."""
        ...
