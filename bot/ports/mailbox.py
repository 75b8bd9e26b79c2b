"""The port to inbox and outbox: what came in, what goes out, and who is working on it."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.keys import AccountKey, ConversationKey, PlaceKey, RoomKey
from bot.domain.model import EntryId
from bot.messages.incoming import Cursor, Incoming, Origin
from bot.messages.outgoing import Outgoing
from bot.messages.reply import Reply


@dataclass(frozen=True)
class Claim:
    """The right to work on a row: a random token, valid until a moment. After it anybody may take over."""

    token: str
    until: datetime


def claim_until(moment: datetime) -> Claim:
    """Return a claim of its own, valid until a moment."""
    return Claim(secrets.token_hex(8), moment)


@dataclass(frozen=True)
class Received:
    """A claimed inbox row. `attempts` counts those before this that failed or whose claim ran out."""

    id: int
    event: Incoming
    attempts: int
    claim: Claim
    sealed: str | None = None
    """The handle of the protected dialogue that it is part of."""

    @property
    def line(self) -> ConversationKey:
        """In which it stands in line; that of a protected dialogue is not named in the mailbox."""
        return _line(self.event.origin.conversation, self.sealed)


@dataclass(frozen=True)
class Delivery:
    """A claimed outbox row.

    `token` is random and the same in every attempt. `attempts` counts earlier ones that may have reached the
    platform, `first_attempt` is when the first began. `parts` are fixed once a reply of several parts was
    rendered. `sent` are the platform's ids of the parts that are out. `targets` are the messages that an edit
    or delete is about: all that was sent because of its cause.
    """

    id: int
    token: str
    outgoing: Outgoing
    cause: str | None
    attempts: int
    first_attempt: datetime | None
    parts: tuple[str, ...] | None
    sent: tuple[str, ...]
    targets: tuple[str, ...]
    not_after: datetime
    claim: Claim
    sealed: str | None = None

    @property
    def line(self) -> ConversationKey:
        """In which it stands in line; see `Received.line`."""
        return _line(self.outgoing.conversation, self.sealed)

    @property
    def count(self) -> int:
        """How many parts it has: they are only written down when there are several."""
        return len(self.parts) if self.parts else 1


def _line(conversation: ConversationKey, sealed: str | None) -> ConversationKey:
    return line_of(conversation.room.place, sealed) if sealed else conversation


def line_of(place: PlaceKey, handle: str) -> ConversationKey:
    """Return what stands for the conversation of a protected dialogue in the mailbox."""
    return ConversationKey(RoomKey(place, handle), None)


@dataclass(frozen=True)
class Said:
    """A message of ours: where it was said, because of what, and to whom when nobody else read it."""

    conversation: ConversationKey
    cause: str
    account: AccountKey | None = None


class Inbox(Protocol):
    """Events, each stored before it is acknowledged and handled exactly once."""

    async def receive(self, event: Incoming, now: datetime, sealed: str | None = None) -> bool:
        """Store an event; False when its key (place, event id) was stored before.

        `sealed`: of a protected dialogue, under whose key it is stored; False too when that key is gone.
        """
        ...

    async def was_apart(self, event: Incoming, now: datetime) -> bool:
        """Say whether an event was stored before in a protected dialogue, open or ended within the hour."""
        ...

    async def claim(
        self,
        claim: Claim,
        now: datetime,
        limit: int,
        conversation: ConversationKey | None = None,
        busy: Collection[int] = (),
    ) -> tuple[Received, ...]:
        """Claim the oldest open row of up to `limit` conversations (or of the one named).

        `busy` are rows that the caller is still working on: whatever the clock says, they are left alone.
        A row that is claimed and not yet expired blocks its conversation; a claim that ran out counts as an
        attempt. On PostgreSQL a conversation that another transaction is claiming from at this moment is
        passed over.
        """
        ...

    async def finish(self, received: Received, now: datetime) -> None:
        """Mark it done and drop its text; raise ClaimLostError when the claim is not ours any more."""
        ...

    async def fail(self, received: Received, error: str, retry_at: datetime) -> int:
        """Count a failed attempt, let go until `retry_at`, and return the number of attempts so far.

        Raise ClaimLostError when the claim is not ours any more. `error` never holds message text.
        """
        ...

    async def leave(self, received: Received, until: datetime) -> None:
        """Let go until `until`, so that another process can take it; it counts as no attempt.

        Raise ClaimLostError when the claim is not ours any more.
        """
        ...

    async def bury(self, received: Received, error: str, now: datetime) -> None:
        """Give up: the row is dead, the next of the conversation may go. Raise ClaimLostError as above."""
        ...

    async def expire(self, before: datetime, now: datetime) -> tuple[Incoming, ...]:
        """Give up every event received at that moment or earlier and not handled yet; return them in order.

        Their text goes at once, and who had claimed one saves nothing. What cannot be read is only buried.
        """
        ...

    async def open(self, place: PlaceKey) -> int:
        """Return how many events of a place are not handled yet."""
        ...

    async def waiting(self, conversation: ConversationKey) -> bool:
        """Say whether an event of this conversation is not handled yet."""
        ...

    async def waits(self, origin: Origin) -> bool:
        """Say whether an event about this message (`Origin.cause`), in no dialogue, is not handled yet."""
        ...

    async def cursor(self, name: str) -> str | None:
        """Return an adapter's saved cursor."""
        ...

    async def save_cursor(self, cursor: Cursor) -> None:
        """Remember how far an adapter has read."""
        ...


class Outbox(Protocol):
    """Everything the bot says, in order per conversation."""

    async def add(
        self,
        outgoing: Outgoing,
        cause: str | None,
        now: datetime,
        not_after: datetime,
        sealed: str | None = None,
    ) -> int:
        """Add a row behind the others of its conversation; return its id.

        `sealed`: of a protected dialogue, under whose key it is stored, without a cause.
        """
        ...

    async def add_all(self, said: Sequence[tuple[Outgoing, str]], now: datetime, not_after: datetime) -> None:
        """Add a row for each of these in their order, as `add` does, each with its cause."""
        ...

    async def claim(
        self,
        claim: Claim,
        now: datetime,
        platforms: Collection[str],
        limit: int,
        conversation: ConversationKey | None = None,
        busy: Collection[int] = (),
    ) -> tuple[Delivery, ...]:
        """Claim the first waiting row of up to `limit` conversations on these platforms, or of the one named.

        `busy` are rows that the caller is still working on: whatever the clock says, they are left alone.
        Counts as an attempt. A row that is claimed and not yet expired blocks its conversation.
        """
        ...

    async def answered(self, cause: str) -> bool:
        """Say whether anything was said, or waits to be said, because of this message (`Origin.cause`)."""
        ...

    async def words(self, conversation: ConversationKey, cause: str) -> tuple[Reply, ...]:
        """Return what everybody here was told because of a message, oldest first, as far as it is kept."""
        ...

    async def said_in(self, cause: str) -> tuple[ConversationKey, ...]:
        """Return where something was said, or waits to be said, because of this message."""
        ...

    async def shows(self, entry: EntryId) -> tuple[tuple[ConversationKey, str], ...]:
        """Return where everybody in a conversation can read what shows an entry, each with its cause.

        What only one person was shown is left out, and what was said because of nothing that anybody did.
        """
        ...

    async def choice(self, room: RoomKey, message: str, number: int) -> tuple[ConversationKey, str] | None:
        """Return the command of a choice, counted from 1, of the newest words of a message, and where it is.

        None when there is no such choice, it was taken back, or its words are not kept any more.
        """
        ...

    async def said(self, room: RoomKey, message: str) -> Said | None:
        """Return as what a message of ours that stands in this room was said.

        None when it is not ours, was taken back, was said because of nothing that anybody did, or its words
        are not kept any more.
        """
        ...

    async def fix_parts(self, delivery: Delivery, parts: Sequence[str]) -> None:
        """Remember the rendered parts for every later attempt. Raise ClaimLostError as below."""
        ...

    async def part_sent(self, delivery: Delivery, message: str, now: datetime) -> None:
        """Record that the next part is out, under the platform's message id, with the entries it shows.

        Raise ClaimLostError when the claim is not ours any more: who took over finds the part out there.
        """
        ...

    async def finish(self, delivery: Delivery, now: datetime, last: str | None = None) -> None:
        """Mark the row sent, its last part under this id; raise ClaimLostError as `part_sent` does.

        What a Delete took back is no longer a target, no longer counts as an answer, and loses its words. A
        file that was given is not kept.
        """
        ...

    async def bury(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Mark the row dead, which frees the rest of its conversation. Raise ClaimLostError as above."""
        ...

    async def postpone(self, delivery: Delivery, reason: str, until: datetime) -> None:
        """Let go of the row until a moment; it stays first in line. Raise ClaimLostError as above."""
        ...

    async def blank(self, until: datetime) -> bool:
        """Forget the words of what was said up to a moment; say whether nothing of then waits to go out."""
        ...

    async def park(self, room: RoomKey, until: datetime) -> None:
        """Let every waiting row of a room wait until a moment, or longer where it waits longer already."""
        ...

    async def unpark(self, room: RoomKey) -> None:
        """Let what waits for a room, and nobody is sending, wait no longer."""
        ...

    async def expire(self, now: datetime) -> tuple[tuple[Outgoing, str | None], ...]:
        """Mark dead what waits, too late, held by no valid claim; return it in order, each with its cause.

        What somebody else is changing now is passed over; what cannot be read is only marked dead.
        """
        ...

    async def open(self, place: PlaceKey) -> int:
        """Return how many rows for a place are waiting to go out."""
        ...
