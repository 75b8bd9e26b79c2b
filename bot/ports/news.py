"""The port to what came into the base since a moment, and to who follows that in which theme."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.audience import Audience
from bot.domain.model import Entry, EntryId, Outcome, PersonId, ThemeId
from bot.domain.rhythm import Rhythm


@dataclass(frozen=True)
class Followed:
    """A theme that somebody follows, how often they hear of it, and up to which moment they did."""

    theme: ThemeId
    rhythm: Rhythm
    since: datetime


def subject(person: PersonId, rhythm: Rhythm) -> str:
    """Return what the work is called by which somebody hears of what they follow in a rhythm."""
    return f"{person} {rhythm}"


def follower(subject: str) -> tuple[PersonId, Rhythm]:
    """Return who it is, and in which rhythm."""
    person, _, rhythm = subject.partition(" ")
    return int(person), Rhythm(rhythm)


class News(Protocol):
    """What came in, and who follows it. When somebody hears of it next stands among all due work."""

    async def entries(
        self, audience: Audience, since: datetime, limit: int, theme: ThemeId | None = None
    ) -> tuple[Entry, ...]:
        """Return what the audience may see now and could not see at a moment, newest first.

        It looks at the newest `limit` of what changed since; with `theme`, of what that holds now.
        """
        ...

    async def newest(
        self, audiences: Collection[Audience], limit: int, outcomes: Collection[Outcome] = ()
    ) -> Mapping[Audience, Sequence[EntryId]]:
        """Return for each of the audiences what it may see, as `Entries.newest` does, but only the ids."""
        ...

    async def voted(self, since: datetime) -> Collection[EntryId]:
        """Return what somebody called useful, or not, since a moment."""
        ...

    async def follow(self, person: PersonId, followed: Followed) -> None:
        """Let somebody follow a theme, instead of as they did before."""
        ...

    async def unfollow(self, person: PersonId, theme: ThemeId) -> bool:
        """Let somebody follow a theme no more; say whether they did."""
        ...

    async def followed(self, person: PersonId) -> tuple[Followed, ...]:
        """Return what somebody follows, by theme."""
        ...

    async def told(self, person: PersonId, rhythm: Rhythm, until: datetime) -> None:
        """Remember up to which moment somebody heard of all that they follow in this rhythm."""
        ...
