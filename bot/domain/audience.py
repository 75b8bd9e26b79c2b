"""Who would read an answer, and what those readers may see. Pure functions, denying by default."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.keys import RoomKey
from bot.domain.model import Consent, Entry, Pioneer, Status, Visibility
from bot.domain.people import Question, Readers, Role, Room


class Readership(StrEnum):
    """Who would read an answer."""

    MEMBERS = "members"
    MIXED = "mixed"
    DIRECT = "direct"


@dataclass(frozen=True)
class Audience:
    """Who reads the answer, and the rooms whose own entries may be shown to them."""

    readership: Readership
    rooms: frozenset[RoomKey] = frozenset()

    @property
    def visibilities(self) -> frozenset[Visibility]:
        """What may be shown apart from what belongs to one of the rooms."""
        if self.readership is Readership.MIXED:
            return frozenset({Visibility.PUBLIC})
        return frozenset({Visibility.PUBLIC, Visibility.NETWORK})


def audience_of(room: Room, role: Role, member_of: Iterable[RoomKey] = ()) -> Audience:
    """Say who reads an answer given in this room to a person with this role.

    `member_of` are the rooms the person is in now; it matters only in a direct conversation. A stranger's
    direct conversation is a mixed audience; a room whose readers are unknown is mixed too.
    """
    if room.direct:
        if not role.covers(Role.MEMBER):
            return Audience(Readership.MIXED)
        return Audience(Readership.DIRECT, frozenset(member_of))
    known = room.readers is Readers.MEMBERS and role.covers(Role.MEMBER)
    return Audience(Readership.MEMBERS if known else Readership.MIXED, frozenset({room.key}))


def lacks_consent(entry: Entry) -> bool:
    """Say whether it is a pioneer who does not agree (any more) to be found: never to be shown to anybody."""
    return isinstance(entry.details, Pioneer) and entry.details.consent is not Consent.GIVEN


def may_be_named(entry: Entry) -> bool:
    """Say whether it is published, and no pioneer who does not agree: somebody may be shown it."""
    return entry.status is Status.PUBLISHED and not lacks_consent(entry)


def withdrawn(entry: Entry) -> bool:
    """Say whether words that showed this entry may not go out any more."""
    return entry.status is Status.ARCHIVED or lacks_consent(entry)


def may_see(entry: Entry, audience: Audience) -> bool:
    """Say whether these readers may be shown this entry. The search index filters by the same rule."""
    if not may_be_named(entry):
        return False
    if entry.visibility is Visibility.ROOM:
        return entry.room in audience.rooms
    return entry.visibility in audience.visibilities


def asked_openly(asked: Question, room: Room) -> bool:
    """Say whether a question was asked in this room, where everybody could read it."""
    return not asked.alone and asked.conversation.room == room.key
