"""The outbox: everything the bot says, in order per conversation, and what of it was sent.

`sent` outlives its outbox row: edits, taking back and "your lesson was shown" need it as long as the entries
it shows exist. What came in is in `inbox.py`; who may claim which row in `claiming.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import RowMapping, bindparam, delete, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import ConversationKey, PlaceKey, RoomKey
from bot.domain.model import EntryId
from bot.messages.outgoing import Delete, Outgoing, Upload, reply_of
from bot.messages.reply import Reply
from bot.ports.mailbox import Claim, Delivery, Said, line_of
from storage import tables
from storage.claiming import NOW, Heads, mine
from storage.leading import leading_to
from storage.parts_sent import note_sent, parts_sent
from storage.payloads import OUTGOING, PARTS, Damage, UnreadablePayloadError
from storage.sealing import MESSAGE, RENDERED, WORDS, KeyGoneError, Keys
from storage.shown import SAYS, account_of, shown, targets_of
from storage.sql import brief, fenced, insert_all
from storage.tables import Departure, Sending
from storage.too_late import QUEUE, give_up
from storage.waiting import apart, waiting

_OUTBOX: Final = tables.outbox
_SENT: Final = tables.sent
_OURS: Final = (
    _OUTBOX.c.id.not_in(bindparam("busy", expanding=True)),
    _OUTBOX.c.platform.in_(bindparam("platforms", expanding=True)),
)
_HEADS: Final = Heads(QUEUE, *_OURS)
_HEADS_OF_ONE: Final = Heads(QUEUE, *_OURS, _OUTBOX.c.conversation == bindparam("one"))
_ADDED: Final = brief(insert(_OUTBOX).returning(_OUTBOX.c.id))
_DONE: Final = brief(QUEUE.held.values(state=Departure.SENT, reason=None, claim=None, closed_at=NOW))
ANSWERED: Final = or_(
    exists().where(_OUTBOX.c.cause == bindparam("cause"), _OUTBOX.c.kind.in_(SAYS), QUEUE.open()),
    exists().where(_SENT.c.cause == bindparam("cause"), _SENT.c.kind.in_(SAYS)),
)
"""That anything was said, or waits to be said, because of the message `cause`."""

_ANSWERED: Final = brief(select(ANSWERED))
_UNWRITABLE: Final = "\N{REPLACEMENT CHARACTER}"
"""What stands in a payload for what no database can hold."""

_HELD: Final = brief(QUEUE.held.values(claim=bindparam("held_by")))


class SqlOutbox:
    """Implements `bot.ports.mailbox.Outbox`."""

    def __init__(
        self, connection: AsyncConnection, damage: Damage | None = None, keys: Keys | None = None
    ) -> None:
        self._connection = connection
        self._keys = keys or Keys()
        self._damage = damage or Damage()
        self._new: dict[int, Outgoing] = {}
        self.added = 0
        """How many rows were added through this."""

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
        row = waiting(outgoing, cause, now, not_after)
        if sealed is not None:
            line = line_of(outgoing.conversation.room.place, sealed)
            row = apart(row, self._keys.opening(sealed, now), line, sealed)
        number: int = (await self._connection.scalars(_ADDED, row)).one()
        self.added += 1
        if sealed is None and _UNWRITABLE not in str(row["payload"]):
            self._new[number] = outgoing
        return number

    async def add_all(self, said: Sequence[tuple[Outgoing, str]], now: datetime, not_after: datetime) -> None:
        """Add a row for each of these in their order, as `add` does, each with its cause."""
        rows = [waiting(outgoing, cause, now, not_after) for outgoing, cause in said]
        await insert_all(self._connection, insert(_OUTBOX), rows)
        self.added += len(rows)

    async def claim(
        self,
        claim: Claim,
        now: datetime,
        platforms: Collection[str],
        limit: int,
        conversation: ConversationKey | None = None,
        busy: Collection[int] = (),
    ) -> tuple[Delivery, ...]:
        """Claim the first waiting row of up to `limit` conversations (or of the one named).

        `busy` are rows that the caller is still working on: they are left alone.
        Counts as an attempt. A row that is claimed and not yet expired blocks its conversation. What a newer
        program wrote is left to that program; a damaged row is dead at once.
        """
        heads = _HEADS if conversation is None else _HEADS_OF_ONE
        only = {"busy": list(busy), "platforms": sorted(platforms), "one": conversation and conversation.line}
        claimed = []
        for row in await heads.claim(self._connection, claim, now, limit, **only):
            try:
                claimed.append(await self._delivery(row, claim, now))
            except KeyGoneError:
                await self._bury(row["id"], claim, "its dialogue has ended", now)
            except UnreadablePayloadError as error:
                if not error.newer:
                    await self._bury(row["id"], claim, str(error), now)
                    self._damage.rows += 1
        return tuple(claimed)

    async def _delivery(self, row: RowMapping, claim: Claim, now: datetime) -> Delivery:
        own = self._keys.opening(row["sealed"], now)
        new = self._new.get(row["id"])  # what was written a moment ago need not be read
        outgoing = new or OUTGOING.read(own.opened(row["payload"], WORDS))
        begun = row["attempts"] > 1  # nothing of a row goes out before its first claim
        sent = await parts_sent(self._connection, row["id"]) if begun else ()
        return Delivery(
            id=row["id"],
            token=row["token"],
            outgoing=outgoing,
            cause=row["cause"],
            attempts=row["attempts"] - 1,
            first_attempt=row["first_attempt"] if begun else None,
            parts=None if row["parts"] is None else PARTS.read(own.opened(row["parts"], RENDERED)),
            sent=tuple(own.opened(message, MESSAGE) for message in sent),
            targets=await targets_of(self._connection, outgoing),
            not_after=row["not_after"],
            claim=claim,
            sealed=row["sealed"],
        )

    async def answered(self, cause: str) -> bool:
        """Say whether anything was said, or waits to be said, because of this message (`Origin.cause`)."""
        return bool(await self._connection.scalar(_ANSWERED, {"cause": cause}))

    async def words(self, conversation: ConversationKey, cause: str) -> tuple[Reply, ...]:
        """Return what everybody here was told because of a message, oldest first, as far as it is kept."""
        row = _OUTBOX.c
        about = (row.cause == cause, row.conversation == conversation.line, row.kind.in_(SAYS))
        query = select(row.payload).where(*about, row.payload.is_not(None), row.state != Departure.DEAD)
        said = OUTGOING.read_all((await self._connection.scalars(query.order_by(row.id))).all())
        replies = (reply_of(each) for each in said if account_of(each) is None)
        return tuple(reply for reply in replies if reply)

    async def said_in(self, cause: str) -> tuple[ConversationKey, ...]:
        """Return where something was said, or waits to be said, because of this message."""
        said = select(_SENT.c.conversation).where(_SENT.c.cause == cause, _SENT.c.kind.in_(SAYS))
        found = dict.fromkeys((await self._connection.scalars(said.order_by(_SENT.c.id))).all())
        row = _OUTBOX.c
        waits = select(row.payload).where(row.cause == cause, row.kind.in_(SAYS), QUEUE.open())
        payloads = (await self._connection.scalars(waits.order_by(row.id))).all()
        waiting = [outgoing.conversation for outgoing in OUTGOING.read_all(payloads)]
        return tuple(found | dict.fromkeys(waiting))

    async def shows(self, entry: EntryId) -> tuple[tuple[ConversationKey, str], ...]:
        """Return where everybody in a conversation can read what shows an entry, each with its cause.

        What only one person was shown is left out, and what was said because of nothing that anybody did.
        """
        shown, row = tables.sent_entry, _SENT.c
        posts = _SENT.alias()
        alike = (posts.c.cause == row.cause, posts.c.conversation == row.conversation)
        openly = exists().where(*alike, posts.c.kind == Sending.POST)
        query = select(row.conversation, row.cause).join(shown, shown.c.sent == row.id)
        said = query.where(shown.c.entry.in_(leading_to(entry)), row.cause.is_not(None), openly).order_by(
            row.id
        )
        found = await self._connection.execute(said)
        return tuple(dict.fromkeys((each.conversation, each.cause) for each in found))

    async def choice(self, room: RoomKey, message: str, number: int) -> tuple[ConversationKey, str] | None:
        """Return the command of a choice of something that was said, and where it was said.

        Choices are counted from 1 through the whole of it, in its newest words; None when there is no such
        choice, it was taken back, or its words are not kept any more.
        """
        seen = await shown(self._connection, room, message)
        return seen.choice(number) if seen else None

    async def said(self, room: RoomKey, message: str) -> Said | None:
        """Return as what a message of ours that stands in this room was said.

        None when it is not ours, was taken back, was said because of nothing that anybody did, or its words
        are not kept any more.
        """
        seen = await shown(self._connection, room, message)
        if seen is None or seen.cause is None:
            return None
        return Said(seen.said_in, seen.cause, account_of(seen.outgoing))

    async def fix_parts(self, delivery: Delivery, parts: Sequence[str]) -> None:
        """Remember the rendered parts, so that every later attempt sends the same.

        Raise ClaimLostError when the claim is not ours any more.
        """
        own = self._keys.opening(delivery.sealed)
        fixed = QUEUE.held.values(parts=own.sealed(PARTS.write(tuple(parts)), RENDERED))
        await fenced(self._connection, fixed, mine(delivery.id, delivery.claim))

    async def part_sent(self, delivery: Delivery, message: str, now: datetime) -> None:
        """Record that the next part is out, under the platform's message id, with the entries it shows.

        Raise ClaimLostError when the claim is not ours any more: who took over finds the part out there.
        """
        ours = mine(delivery.id, delivery.claim)
        await fenced(self._connection, _HELD, ours)
        await self._note(delivery, message, now)

    async def _note(self, delivery: Delivery, message: str, now: datetime) -> None:
        own = self._keys.opening(delivery.sealed)
        await note_sent(self._connection, delivery, own.sealed(message, MESSAGE), now)

    async def finish(self, delivery: Delivery, now: datetime, last: str | None = None) -> None:
        """Mark the row sent, its last part under this id; raise ClaimLostError as `part_sent` does.

        What a Delete took back leaves `sent`, and its words leave the outbox; so does a file that was given.
        """
        await fenced(self._connection, _DONE, {**mine(delivery.id, delivery.claim), "now": now})
        if last is not None:
            await self._note(delivery, last, now)
        if isinstance(delivery.outgoing, Delete):
            await self._take_back(delivery.outgoing, delivery.targets)
        if isinstance(delivery.outgoing, Upload):
            given = update(_OUTBOX).where(_OUTBOX.c.id == delivery.id)
            await self._connection.execute(given.values(payload=None, parts=None))

    async def _take_back(self, outgoing: Delete, targets: Sequence[str]) -> None:
        here = _SENT.c.conversation == outgoing.conversation
        await self._connection.execute(delete(_SENT).where(here, _SENT.c.message.in_(targets)))
        about = (_OUTBOX.c.cause == outgoing.cause, _OUTBOX.c.conversation == outgoing.conversation.line)
        closed = update(_OUTBOX).where(*about, _OUTBOX.c.state != Departure.WAITING)
        await self._connection.execute(closed.values(payload=None, parts=None))

    async def bury(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Mark the row dead, which frees the rest of its conversation. Raise ClaimLostError as above."""
        await self._bury(delivery.id, delivery.claim, reason, now)

    async def _bury(self, number: int, claim: Claim, reason: str, now: datetime) -> None:
        dead = {"state": Departure.DEAD, "reason": reason, "claim": None, "closed_at": now}
        await fenced(self._connection, QUEUE.held.values(**dead), mine(number, claim))

    async def postpone(self, delivery: Delivery, reason: str, until: datetime) -> None:
        """Let go of the row until a moment; it stays first of its conversation.

        Raise ClaimLostError as above.
        """
        later = QUEUE.held.values(reason=reason, claim=None, free_at=until)
        await fenced(self._connection, later, mine(delivery.id, delivery.claim))

    async def park(self, room: RoomKey, until: datetime) -> None:
        """Let every waiting row of a room wait until a moment; what waits longer goes on waiting."""
        free_at = _OUTBOX.c.free_at
        sooner = or_(free_at.is_(None), free_at < until)
        waiting = (QUEUE.open(), _OUTBOX.c.room == room, sooner)
        await self._connection.execute(update(_OUTBOX).where(*waiting).values(free_at=until))

    async def unpark(self, room: RoomKey) -> None:
        """Let what waits for a room, and nobody is sending, wait no longer."""
        row = _OUTBOX.c
        waiting = (QUEUE.open(), row.room == room, row.claim.is_(None))
        await self._connection.execute(update(_OUTBOX).where(*waiting).values(free_at=None))

    async def expire(self, now: datetime) -> tuple[tuple[Outgoing, str | None], ...]:
        """Mark dead what still waits, too late to be said, and is held by no valid claim; return it in order.

        With each its cause. What somebody else is changing at this moment is passed over; what cannot be read
        is only marked dead.
        """
        return await give_up(self._connection, now, self._damage)

    async def blank(self, until: datetime) -> bool:
        """Forget the words of what was said up to a moment; say whether nothing of then waits to go out."""
        then = _OUTBOX.c.added_at <= until
        closed = update(_OUTBOX).where(then, _OUTBOX.c.state != Departure.WAITING)
        await self._connection.execute(closed.values(payload=None, parts=None))
        return not await self._connection.scalar(select(exists().where(then, QUEUE.open())))

    async def open(self, place: PlaceKey) -> int:
        """Return how many rows for a place are waiting to go out."""
        query = select(func.count()).where(QUEUE.open(), _OUTBOX.c.place == place)
        return (await self._connection.scalars(query)).one()
