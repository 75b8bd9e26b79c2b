"""The agenda of a room: topics that members propose and vote for, until each has its turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.keys import RoomKey

TopicId = int


@dataclass(frozen=True)
class Topic:
    """What somebody would like to talk about in a room. Who that is, is not told.

    `taken` is when a prompt was posted about it; until then it stands open.
    """

    id: TopicId
    room: RoomKey
    words: str
    proposed: datetime
    votes: int = 0
    taken: datetime | None = None

    @property
    def name(self) -> str:
        """What people type for it. G, because A is taken by additions: it is the G of agenda."""
        return f"G{self.id}"

    def returns_on(self, rests: timedelta, zone: str) -> date | None:
        """Return from which day by the clock of a zone it may be proposed again; None while it is open."""
        return self.taken.astimezone(ZoneInfo(zone)).date() + rests if self.taken else None
