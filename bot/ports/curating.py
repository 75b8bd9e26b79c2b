"""The port to what admins work through: proposals, questions to authors, merged entries, and what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.editing import Assignment
from bot.domain.keys import RoomKey
from bot.domain.model import Entry, EntryId, Kind, PersonId
from bot.ports.knowledge import Change


@dataclass(frozen=True)
class Proposal:
    """What a member would like to see changed in an entry; people type its number as W4."""

    id: int
    entry: EntryId
    proposer: PersonId
    at: datetime
    edits: tuple[Assignment, ...]


@dataclass(frozen=True)
class Inquiry:
    """What an admin asked the author of an entry, and the answer once there is one."""

    id: int
    entry: EntryId
    asker: PersonId
    at: datetime
    question: str
    answer: str | None = None
    answered: datetime | None = None


class Curating(Protocol):
    """What waits for admins, and what became of entries that were merged."""

    async def propose(self, proposal: Proposal) -> Proposal:
        """Store a proposal under a new number (the id given is ignored) and return it with that number."""
        ...

    async def proposal(self, number: int) -> Proposal | None:
        """Return a proposal that waits; None when its entry is gone, or what it says cannot be read."""
        ...

    async def proposals(self) -> Sequence[Proposal]:
        """Return every proposal that waits, oldest first."""
        ...

    async def accepted(self, number: int, revision: int) -> None:
        """Let a proposal wait no more, because the change with this number did what it says."""
        ...

    async def wait_again(self, revisions: Collection[int]) -> Proposal | None:
        """Let the proposal wait again that one of these changes accepted, and return it if it is there."""
        ...

    async def declined(self, number: int) -> None:
        """Forget a proposal."""
        ...

    async def inquire(self, inquiry: Inquiry) -> None:
        """Store a question to an author (the id given is ignored)."""
        ...

    async def inquiries(self, entries: Collection[EntryId]) -> Mapping[EntryId, Sequence[Inquiry]]:
        """Return what was asked about these entries, oldest first."""
        ...

    async def answer(self, inquiry: int, answer: str, now: datetime) -> None:
        """Keep what the author answered."""
        ...

    async def lead(self, old: EntryId, target: EntryId) -> None:
        """Let an entry lead to another one, into which it was merged."""
        ...

    async def unlead(self, old: EntryId) -> None:
        """Let an entry lead nowhere any more."""
        ...

    async def leads_to(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryId]:
        """Return where those of these entries lead that were merged, to the end of the way."""
        ...

    async def merged_into(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryId]:
        """Return what leads to these entries, however long the way, each with the one that it leads to."""
        ...

    async def drafts(self) -> Sequence[Entry]:
        """Return every draft, oldest first; of pioneers only those who agree."""
        ...

    async def unreviewed(self, since: Mapping[Kind, datetime], limit: int) -> Sequence[Entry]:
        """Return what is published and was last looked at before these moments, oldest first."""
        ...

    async def remind(self, entry: EntryId, now: datetime) -> None:
        """Note that the owner of an entry was asked whether it is still true."""
        ...

    async def reminded(self, entries: Collection[EntryId]) -> Mapping[EntryId, datetime]:
        """Return when the owners of these entries were last asked, of those that were."""
        ...

    async def seen(self, entry: EntryId, room: RoomKey) -> datetime | None:
        """Return when this entry was last shown in this room."""
        ...

    async def renew(self, entry: Entry, change: Change) -> None:
        """Save an entry in the place of what it said, which goes out of history for good.

        So it does out of the history of what the entry was merged into, once that was undone.
        """
        ...

    async def remove(self, entry: EntryId, change: Change) -> None:
        """Take an entry away whole, out of history as `renew` does, and append the revision.

        Its number is never given out again.
        """
        ...
