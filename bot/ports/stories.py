"""The port to what was told protected: stories without anything of who told them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.locks import Lock
from bot.domain.model import EntryId, PersonId


@dataclass(frozen=True)
class Story:
    """What was told, by field."""

    language: str
    words: tuple[tuple[str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the words alone."""
        return tuple(text for _, text in self.words if text)


@dataclass(frozen=True)
class Told:
    """A story under its number; people type B3.

    `story` is what waits to be read or published; None once the entry has its words. `week` is the Monday
    with which the week began in which it was told. `readers` would release it; once they are enough it is
    `released` and they are forgotten. `entry` is what it was published as. `replaced`: its author changed it,
    and it is only listed until the change is.
    """

    number: int
    story: Story | None
    week: datetime
    readers: Collection[PersonId]
    released: bool
    entry: EntryId | None
    replaced: bool


class Stories(Protocol):
    """Stories that were told protected. Who told one is known to nobody; its code opens it."""

    async def hand_in(self, story: Story, lock: Lock, now: datetime) -> None:
        """Let a story wait for who reads it first; of when it came, only the week is kept."""
        ...

    async def amend(self, number: int, story: Story, now: datetime) -> int | None:
        """Let other words wait in its place, to be read anew; return their number, None when it is gone.

        What is listed stays so until the others are, so that nobody sees when they came.
        """
        ...

    async def clear(self, now: datetime) -> Sequence[Told]:
        """Forget what was listed until others are in its place, once they are; return it."""
        ...

    async def replaced_by(self, number: int) -> Sequence[Told]:
        """Return what is listed until this is."""
        ...

    async def behind(self, lookup: str) -> tuple[int, Lock] | None:
        """Return which story has this mark, and its lock."""
        ...

    async def get(self, number: int) -> Told | None:
        """Return a story; None when there is none, or it cannot be read."""
        ...

    async def waiting(self, now: datetime) -> Sequence[Told]:
        """Return what waits to be read, in order: nothing of this week, so that nobody sees when it came."""
        ...

    async def release(self, number: int, person: PersonId) -> None:
        """Note that somebody read it and would release it."""
        ...

    async def released(self, number: int) -> None:
        """Note that enough did, and forget who."""
        ...

    async def published(self, number: int, entry: EntryId) -> None:
        """Note as what it was published; the entry has its words from now on."""
        ...

    async def drop(self, number: int) -> None:
        """Forget the words that wait; of what was not published before, nothing is left."""
        ...

    async def remove(self, number: int) -> None:
        """Forget a story whole; its entry stays."""
        ...
