"""The second pass of an import: what it writes into the base, inside one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.errors import VoorloperError
from bot.domain.model import Entry, EntryId, Kind, Pioneer
from bot.domain.people import Person
from bot.messages.i18n import mark
from bot.messages.told import told
from bot.ports.knowledge import Change
from bot.ports.store import Transaction
from bot.transfer.matching import Newcomers, Rules, Step, ThemeBook, look_up, step
from bot.transfer.planned import Counts, Heard, Note, Plan
from bot.transfer.record import Record

_RENUMBERED = mark("{id} is another entry here; this one became {other}.")


class ChangedMeanwhileError(VoorloperError):
    """The file or the base changed between the two passes; nothing was written."""

    def __init__(self) -> None:
        super().__init__("The file or the base changed while it was read. Nothing was imported; try again.")


class Writing:
    """What one transaction writes, batch after batch."""

    def __init__(self, tx: Transaction, change: Change, plan: Plan, themes: ThemeBook) -> None:
        self._tx = tx
        self._change = change
        self._plan = plan
        self._themes = themes
        self._people = Newcomers()
        self._restored: set[int] = set()
        self.counts = Counts()

    async def reserve(self) -> None:
        """Let new ids begin after those that rows bring along."""
        for kind in self._plan.renumber & self._plan.highest.keys():
            (first,) = await self._tx.entries.next_ids(kind, 1)
            await self._tx.entries.next_ids(kind, self._plan.highest[kind] - first.number)

    async def write(self, records: Sequence[Record], rules: Rules, heard: Heard) -> None:
        """Write a batch. Raise ChangedMeanwhileError when a record cannot be taken any more."""
        for record in records:
            for names in self._themes.absent(record):
                self._themes.add(await self._tx.entries.save_theme(names, self._change))
                self.counts.themes += 1
        known = await look_up(self._tx, records)
        await self._people.look(self._tx, records)
        steps = [step(record, known, self._themes.ids(record), self._people, rules) for record in records]
        taken = [each for each in steps if isinstance(each, Step)]
        if len(taken) < len(steps):
            raise ChangedMeanwhileError
        for each in taken:
            self.counts.rows += 1
            self.counts.take(each)
        entries = await self._numbered(taken, heard)
        await self._restore_persons(entries)
        await self._make_rooms(taken)
        await self._tx.entries.save_all(entries, self._change)

    async def _numbered(self, taken: Sequence[Step], heard: Heard) -> list[Entry]:
        """Return what is to be saved, with new ids where they are needed; tell of taken ones."""
        waiting: dict[Kind, int] = {}
        for each in taken:
            if each.entry and each.renumber:
                waiting[each.entry.id.kind] = waiting.get(each.entry.id.kind, 0) + 1
        fresh = {kind: iter(await self._tx.entries.next_ids(kind, count)) for kind, count in waiting.items()}
        entries = []
        for each in taken:
            if each.entry is None:
                continue
            entry = each.entry
            if each.renumber:
                entry = replace(entry, id=next(fresh[entry.id.kind]))
                self._tell(each.record, entry.id, heard)
            entries.append(entry)
        return entries

    @staticmethod
    def _tell(record: Record, entry_id: EntryId, heard: Heard) -> None:
        if record.id is not None:
            heard.note(Note(record.line, told(_RENUMBERED, id=str(record.id), other=str(entry_id))))

    async def _restore_persons(self, entries: Sequence[Entry]) -> None:
        named = {entry.author for entry in entries}
        named |= {entry.details.person for entry in entries if isinstance(entry.details, Pioneer)}
        for number in sorted(number for number in named if number and self._people.free(number)):
            if number not in self._restored:
                await self._tx.people.restore(Person(number), self._change)
                self._restored.add(number)

    async def _make_rooms(self, taken: Sequence[Step]) -> None:
        for each in taken:
            room = each.record.room
            wanted = each.entry is not None and room is not None and each.entry.room == room.key
            if wanted and room is not None and await self._tx.rooms.get(room.key) is None:
                await self._tx.rooms.save(room, self._change)
