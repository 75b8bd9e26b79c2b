"""People and where they meet: places, rooms, persons and their roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.keys import ConversationKey, PlaceKey, RoomKey
from bot.domain.model import EntryId, PersonId
from bot.domain.question import Filters


class Role(StrEnum):
    """What a person may do, from least to most; a stranger is not a member of the network."""

    STRANGER = "stranger"
    MEMBER = "member"
    COORDINATOR = "coordinator"
    ADMIN = "admin"

    def covers(self, needed: Role) -> bool:
        """Say whether this role may do what the needed one may."""
        order = list(Role)
        return order.index(self) >= order.index(needed)


class Mode(StrEnum):
    """How much the bot joins in: only when addressed, offering quietly, or answering in the thread."""

    SILENT = "silent"
    LISTEN = "listen"
    ACTIVE = "active"


class Readers(StrEnum):
    """Who reads along in a room. Unknown counts as mixed."""

    UNKNOWN = "unknown"
    MEMBERS = "members"
    MIXED = "mixed"


@dataclass(frozen=True)
class Place:
    """A place the bot was asked into; it answers there only once an admin (or the settings) admitted it."""

    key: PlaceKey
    admitted: bool = False


@dataclass(frozen=True)
class Room:
    """A conversation in a place and how the bot behaves there. None means: as the network does.

    `mandate` is what stands under every prompt there: what may be shared, who reads along. `lamp`: who puts a
    💡 under a message there wishes that it is kept.
    """

    key: RoomKey
    direct: bool = False
    name: str | None = None
    mode: Mode = Mode.SILENT
    language: str | None = None
    zone: str | None = None
    readers: Readers = Readers.UNKNOWN
    mandate: str | None = None
    lamp: bool = False


@dataclass(frozen=True)
class Person:
    """A human as far as we know; accounts point at a person, never the other way round."""

    id: PersonId
    role: Role = Role.MEMBER
    language: str | None = None


QuestionId = int


@dataclass(frozen=True)
class Question:
    """What was asked, by whom, where, and what was answered.

    `found` is everything relevant, best first; `shown` says how many of it the asker saw. `open` means that
    the base had no answer: it is kept as Q7. A list that was looked up is remembered the same way; without
    words it has no text. `cause` is the message it was asked in (`Origin.cause`). `filters` narrowed it. A
    follow-up has the text of the question that it goes on with, and in `follows` the number of the first one:
    when that is forgotten because its message was deleted, so are the follow-ups. `alone`: nobody but the
    asker read the answer. `alike` is the number of the earlier question that asks the same.
    """

    id: QuestionId
    asker: PersonId
    conversation: ConversationKey
    text: str | None
    language: str
    asked_at: datetime
    found: tuple[EntryId, ...] = ()
    shown: int = 0
    open: bool = False
    cause: str | None = None
    filters: Filters = field(default_factory=Filters)
    follows: QuestionId | None = None
    alone: bool = True
    alike: QuestionId | None = None
