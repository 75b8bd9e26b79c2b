"""What admins work through: proposals, questions to authors, merged entries, and what waits for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.erasing import blanked
from bot.domain.keys import RoomKey
from bot.domain.model import Consent, Entry, EntryId, Kind, Status
from bot.ports.curating import Inquiry, Proposal
from bot.ports.knowledge import Change, Subject
from storage import tables
from storage.columns import write_parts
from storage.knowledge import SqlEntries
from storage.payloads import EDITS, STATE
from storage.revisions import SqlRevisions, append, mark_wiped
from storage.sql import batches, hold_feed, insert_or_update
from storage.unsaying import take_out, ways_from, words_of

_PROPOSAL: Final = tables.proposal
_INQUIRY: Final = tables.inquiry
_MERGED: Final = tables.merged_entry
_REMINDER: Final = tables.reminder
_ENTRY: Final = tables.entry
_AGREES: Final = or_(_ENTRY.c.kind != Kind.PIONEER, _ENTRY.c.consent == Consent.GIVEN)


class SqlCurating:
    """Implements `bot.ports.curating.Curating`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def propose(self, proposal: Proposal) -> Proposal:
        """Store a proposal under a new number (the id given is ignored) and return it with that number."""
        values = {
            "entry": proposal.entry,
            "proposer": proposal.proposer,
            "at": proposal.at,
            "edits": EDITS.write(proposal.edits),
        }
        statement = insert(_PROPOSAL).values(values).returning(_PROPOSAL.c.id)
        return replace(proposal, id=(await self._connection.scalars(statement)).one())

    async def proposal(self, number: int) -> Proposal | None:
        """Return a proposal that waits; None when its entry is gone, or what it says cannot be read."""
        found = await self._proposals(select(_PROPOSAL).where(_PROPOSAL.c.id == number))
        return next(iter(found), None)

    async def proposals(self) -> Sequence[Proposal]:
        """Return every proposal that waits, oldest first."""
        return await self._proposals(select(_PROPOSAL).order_by(_PROPOSAL.c.at, _PROPOSAL.c.id))

    async def _proposals(self, query: Select[Any]) -> Sequence[Proposal]:
        rows = (await self._connection.execute(query.where(_PROPOSAL.c.accepted_by.is_(None)))).all()
        return [
            Proposal(row.id, row.entry, row.proposer, row.at, edits)
            for row in rows
            for edits in EDITS.read_all([row.edits])
        ]

    async def accepted(self, number: int, revision: int) -> None:
        """Let a proposal wait no more, because the change with this number did what it says."""
        accepting = update(_PROPOSAL).where(_PROPOSAL.c.id == number).values(accepted_by=revision)
        await self._connection.execute(accepting)

    async def wait_again(self, revisions: Collection[int]) -> Proposal | None:
        """Let the proposal wait again that one of these changes accepted, and return it if it is there."""
        by_these = _PROPOSAL.c.accepted_by.in_(sorted(revisions))
        waiting = update(_PROPOSAL).where(by_these).values(accepted_by=None).returning(_PROPOSAL.c.id)
        number = (await self._connection.scalars(waiting)).one_or_none()
        return None if number is None else await self.proposal(number)

    async def declined(self, number: int) -> None:
        """Forget a proposal."""
        await self._connection.execute(delete(_PROPOSAL).where(_PROPOSAL.c.id == number))

    async def inquire(self, inquiry: Inquiry) -> None:
        """Store a question to an author (the id given is ignored)."""
        values = {
            "entry": inquiry.entry,
            "asker": inquiry.asker,
            "at": inquiry.at,
            "question": inquiry.question,
        }
        await self._connection.execute(insert(_INQUIRY).values(values))

    async def inquiries(self, entries: Collection[EntryId]) -> Mapping[EntryId, Sequence[Inquiry]]:
        """Return what was asked about these entries, oldest first."""
        found: dict[EntryId, list[Inquiry]] = defaultdict(list)
        for batch in batches(sorted(set(entries))):
            query = select(_INQUIRY).where(_INQUIRY.c.entry.in_(batch)).order_by(_INQUIRY.c.id)
            for row in await self._connection.execute(query):
                found[row.entry].append(_inquiry(row))
        return found

    async def answer(self, inquiry: int, answer: str, now: datetime) -> None:
        """Keep what the author answered."""
        values = {"answer": answer, "answered": now}
        await self._connection.execute(update(_INQUIRY).where(_INQUIRY.c.id == inquiry).values(values))

    async def lead(self, old: EntryId, target: EntryId) -> None:
        """Let an entry lead to another one, into which it was merged."""
        await insert_or_update(self._connection, _MERGED, {"entry": old}, target=target)

    async def unlead(self, old: EntryId) -> None:
        """Let an entry lead nowhere any more."""
        await self._connection.execute(delete(_MERGED).where(_MERGED.c.entry == old))

    async def leads_to(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryId]:
        """Return where those of these entries lead that were merged, to the end of the way."""
        ends = dict(await self._steps(entries))
        going = dict(ends)
        while going:  # a step from an end that is no end; every way ends, since none goes in a circle
            steps = await self._steps(set(going.values()))
            going = {old: steps[at] for old, at in going.items() if at in steps}
            ends |= going
        return ends

    async def _steps(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryId]:
        found: dict[EntryId, EntryId] = {}
        for batch in batches(sorted(set(entries))):
            rows = await self._connection.execute(select(_MERGED).where(_MERGED.c.entry.in_(batch)))
            found |= {row.entry: row.target for row in rows}
        return found

    async def merged_into(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryId]:
        """Return what leads to these entries, however long the way, each with the one that it leads to."""
        ends: dict[EntryId, EntryId] = {}
        new = {entry: entry for entry in entries}
        while new:
            steps: dict[EntryId, EntryId] = {}
            for batch in batches(sorted(new)):
                rows = await self._connection.execute(select(_MERGED).where(_MERGED.c.target.in_(batch)))
                steps |= {row.entry: new[row.target] for row in rows}
            ends, new = ends | steps, steps
        return ends

    async def drafts(self) -> Sequence[Entry]:
        """Return every draft, oldest first; of pioneers only those who agree."""
        return await self._entries(and_(_ENTRY.c.status == Status.DRAFT, _AGREES), _ENTRY.c.recorded)

    async def unreviewed(self, since: Mapping[Kind, datetime], limit: int) -> Sequence[Entry]:
        """Return what is published and was last looked at before these moments, oldest first."""
        looked_at = func.coalesce(_ENTRY.c.reviewed, _ENTRY.c.recorded)
        old = [and_(_ENTRY.c.kind == kind, looked_at < moment) for kind, moment in since.items()]
        published = and_(_ENTRY.c.status == Status.PUBLISHED, _AGREES, or_(*old))
        return await self._entries(published, looked_at, limit)

    async def _entries(
        self, condition: ColumnElement[bool], order: ColumnElement[Any], limit: int | None = None
    ) -> Sequence[Entry]:
        query = select(_ENTRY.c.id).where(condition).order_by(order, _ENTRY.c.kind, _ENTRY.c.number)
        ids = (await self._connection.scalars(query.limit(limit))).all()
        found = await SqlEntries(self._connection).get(ids)
        return [found[each] for each in ids]

    async def remind(self, entry: EntryId, now: datetime) -> None:
        """Note that the owner of an entry was asked whether it is still true."""
        await insert_or_update(self._connection, _REMINDER, {"entry": entry}, at=now)

    async def reminded(self, entries: Collection[EntryId]) -> Mapping[EntryId, datetime]:
        """Return when the owners of these entries were last asked, of those that were."""
        found: dict[EntryId, datetime] = {}
        for batch in batches(sorted(set(entries))):
            rows = await self._connection.execute(select(_REMINDER).where(_REMINDER.c.entry.in_(batch)))
            found |= {row.entry: row.at for row in rows}
        return found

    async def seen(self, entry: EntryId, room: RoomKey) -> datetime | None:
        """Return when this entry was last shown in this room."""
        sent, shown = tables.sent, tables.sent_entry
        there = write_parts(room.place.platform, room.place.id, room.id).removesuffix("]") + ","
        in_room = type_coerce(sent.c.conversation, Text).startswith(there, autoescape=True)
        query = select(func.max(sent.c.at)).join(shown, shown.c.sent == sent.c.id)
        at: datetime | None = await self._connection.scalar(query.where(shown.c.entry == entry, in_room))
        return at

    async def renew(self, entry: Entry, change: Change) -> None:
        """Save an entry in the place of what it said, which goes out of history for good.

        So it does out of the history of what the entry was merged into, once that was undone.
        """
        await hold_feed(self._connection)
        last = await SqlRevisions(self._connection).last()
        await self._take_back_from_others(entry.id, change)
        await SqlEntries(self._connection).save(entry, change)
        left, revision = STATE.write(blanked(entry)), tables.revision.c
        theirs = (revision.subject == Subject.ENTRY, revision.key == str(entry.id))
        for side, those in ((revision.before, ()), (revision.after, (revision.number <= last,))):
            told = update(tables.revision).where(*theirs, *those, side.is_not(None))
            await self._connection.execute(told.values({side.name: left}))
        await mark_wiped(self._connection, last)

    async def remove(self, entry: EntryId, change: Change) -> None:
        """Take an entry away whole, out of history as `renew` does, and append the revision.

        Its number is never given out again, and nothing brings it back.
        """
        await hold_feed(self._connection)
        known = (await SqlEntries(self._connection).get([entry])).get(entry)
        if known is not None:
            last = await SqlRevisions(self._connection).last()
            went = await self._take_back_from_others(entry, change)
            await self._connection.execute(delete(_ENTRY).where(_ENTRY.c.id == entry))
            left, revision = blanked(known), tables.revision.c
            theirs = (revision.subject == Subject.ENTRY, revision.key == str(entry))
            was_shown = went or await self._was_published(*theirs)
            for side in (revision.before, revision.after):
                told = update(tables.revision).where(*theirs, side.is_not(None))
                await self._connection.execute(told.values({side.name: STATE.write(left)}))
            await append(self._connection, change, left, None)
            if was_shown:
                await mark_wiped(self._connection, last)

    async def _take_back_from_others(self, entry: EntryId, change: Change) -> bool:
        """Take what an entry said out of everything it was merged into but is not any more; say if any is."""
        ways = await ways_from(self._connection, [entry])
        stays = {entry, (await self.leads_to([entry])).get(entry)}
        undone = {target: came for target, came in ways.items() if target not in stays}
        await take_out(self._connection, undone, await words_of(self._connection, [entry]), change)
        return bool(undone)

    async def _was_published(self, *theirs: ColumnElement[bool]) -> bool:
        """Say whether revisions tell that an entry was published: then an index may hold its words."""
        after = (await self._connection.scalars(select(tables.revision.c.after).where(*theirs))).all()
        states = STATE.read_all([each for each in after if each])
        return any(isinstance(each, Entry) and each.status is Status.PUBLISHED for each in states)


def _inquiry(row: Row[tuple[object, ...]]) -> Inquiry:
    return Inquiry(row.id, row.entry, row.asker, row.at, row.question, row.answer, row.answered)
