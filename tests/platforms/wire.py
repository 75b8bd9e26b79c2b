"""What goes over the wire between our two small platforms, their adapters and whoever drives a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Base64Bytes, TypeAdapter

HOME = "home"
"""The place that the network admitted."""

HELD_UP, OUTAGE, ROOM_CLOSED, REFUSED = 0, 503, 403, 422
"""What a platform can do with a posting instead of showing it."""


@dataclass(frozen=True)
class Said:
    """Something a person did. The platform fills in `event`, `at` and, for something new, `message`."""

    text: str = ""
    account: str = "anna"
    room: str = "hall"
    thread: str | None = None
    direct: bool = False
    place: str = HOME
    what: Literal["message", "edited", "deleted"] = "message"
    message: str = ""
    event: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Posting:
    """What the bot asks the platform to show; `token` is metadata that can be looked up."""

    text: str
    place: str
    room: str
    thread: str | None = None
    to: str | None = None
    token: str = ""
    file: Base64Bytes | None = None


@dataclass(frozen=True)
class Shown:
    """What stands in a room now because the bot posted it."""

    id: str
    posting: Posting

    @property
    def text(self) -> str:
        """What it says."""
        return self.posting.text


@dataclass(frozen=True)
class Feed:
    """The next events, how far one has read with them, and whether the platform stops for good."""

    events: tuple[Said, ...]
    next: int
    closed: bool


@dataclass(frozen=True)
class Wall:
    """What stands everywhere, how many postings are held up, and how many times anything has changed."""

    changes: int
    shown: tuple[Shown, ...]
    held: int


@dataclass(frozen=True)
class Rule:
    """Answer this status to postings in a room, or with certain words, or to all of them.

    What is `HELD_UP` is neither shown nor answered as long as the rule holds.
    """

    status: int
    room: str | None = None
    words: str | None = None

    def forbids(self, posting: Posting) -> bool:
        """Say whether the rule is about this posting."""
        here = self.room is None or self.room == posting.room
        return here and (self.words is None or self.words in posting.text)


EVENTS: TypeAdapter[tuple[Said, ...]] = TypeAdapter(tuple[Said, ...])
FEED: TypeAdapter[Feed] = TypeAdapter(Feed)
ID: TypeAdapter[str] = TypeAdapter(str)
NUMBER: TypeAdapter[int] = TypeAdapter(int)
POSTING: TypeAdapter[Posting] = TypeAdapter(Posting)
RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])
WALL: TypeAdapter[Wall] = TypeAdapter(Wall)
YES: TypeAdapter[bool] = TypeAdapter(bool)
