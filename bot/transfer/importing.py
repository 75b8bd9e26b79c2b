"""An import: first everything is read and judged, and only what came through that is written, at once.

Both passes read the file from the beginning, so that a file of any length needs little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.model import Entry, Theme
from bot.messages.i18n import mark
from bot.messages.told import told
from bot.ports.files import BadRow, Row, Table, UnreadableFileError
from bot.ports.knowledge import Change
from bot.ports.store import Store, Transaction
from bot.transfer.entries import takes_title
from bot.transfer.fields import Target, nearest
from bot.transfer.identity import Seen
from bot.transfer.mapping import FieldMapping, Given, LaidOut, MappingError, lay_out
from bot.transfer.matching import Newcomers, Rules, Step, ThemeBook, alike, look_up, step
from bot.transfer.places import place
from bot.transfer.planned import Counts, Heard, Import, Note, Plan
from bot.transfer.record import Record, read_record
from bot.transfer.writing import ChangedMeanwhileError, Writing

BATCH = 1000
"""Rows that are in memory at a time."""

BATCH_TEXT = 2_000_000
"""Characters that are in memory at a time, however few rows that are."""

MOST_UNKNOWN = 20
"""Names of columns that are reported; a file with more of them is another kind of file."""

_BLANK = mark("{column}: “{word}” counts as empty, in every row.")
_BEHIND = mark(
    "{column}: the address behind the text is left out, in every row; give addresses a column called link."
)
_ALIKE = mark("looks like {id}, which came from elsewhere; it comes beside it.")
_TAKEN = mark("there is no title; its first sentence is taken: “{title}”")


async def plan(store: Store, table: Table, asked: Import, now: datetime, heard: Heard) -> Plan:
    """Read and judge everything, and write nothing.

    Raise UnreadableFileError when the file cannot be read, MappingError when a constant is not right.
    """
    check_constants(asked.mapping)
    found, seen, people = Plan(asked), Seen(), Newcomers()
    rules = Rules(asked.defaults, asked.mapping.keep, now)
    _check_columns(table, found)
    async with store.read() as tx:
        book = ThemeBook.of(await tx.entries.themes())
        for rows in _batches(table):
            records = [record for row in rows if (record := _record(row, found, heard))]
            for record in records:
                for names in book.absent(record):
                    found.counts.themes += 1
                    book.add(Theme(-found.counts.themes, tuple(names.items())))
            known = await look_up(tx, records)
            await people.look(tx, records)
            steps = [step(record, known, book.ids(record), people, rules) for record in records]
            alikes = await alike(tx, [each.record for each in steps if isinstance(each, Step) and each.new])
            for record, taken in zip(records, steps, strict=True):
                if _judge(record, taken, seen, found, heard, table.unit):
                    _remark(record, alikes.get(record.line), found, heard)
            heard.progress(found.counts.rows)
    return found


def _record(row: Row | BadRow, found: Plan, heard: Heard) -> Record | None:
    """Read a row of the file; report what is wrong with it."""
    if isinstance(row, Row) and not row.values:
        return None
    found.counts.rows += 1
    bad: Sequence[BadRow] = (row,) if isinstance(row, BadRow) else ()
    if isinstance(row, Row):
        laid = lay_out(row, found.asked.mapping)
        for column in laid.unknown:
            if column not in found.unknown and len(found.unknown) < MOST_UNKNOWN:
                found.unknown[column] = nearest(column)
        _tell_addresses(row, found, heard)
        record = read_record(row.line, laid)
        if isinstance(record, Record):
            return record
        bad = record
    _refuse(bad, found, heard)
    return None


def _tell_addresses(row: Row, found: Plan, heard: Heard) -> None:
    """Tell, once for each column, that what is behind its text is nobody's link."""
    for column in row.links:
        aims = found.asked.mapping.targets(column)
        if aims and column not in found.addresses and Target("source_url") not in aims:
            found.addresses.add(column)
            heard.note(Note(row.line, told(_BEHIND, column=column)))


def _refuse(bad: Sequence[BadRow], found: Plan, heard: Heard) -> None:
    found.counts.bad += 1
    found.skip.add(bad[0].line)
    for each in bad:
        heard.bad(each)


def _judge(record: Record, taken: Step | BadRow, seen: Seen, found: Plan, heard: Heard, unit: str) -> bool:
    """Count what becomes of a row; say whether it is taken."""
    if isinstance(taken, Step):
        clash = seen.clash(record, taken.before.id if taken.before else None, unit)
        if clash is None:
            _take(record, taken, found, heard)
            return True
        taken = record.bad(*clash)
    _refuse((taken,), found, heard)
    return False


def _remark(record: Record, like: Entry | None, found: Plan, heard: Heard) -> None:
    """Tell what was made of a row that is taken; of a word for nothing once for each column."""
    for column, word in record.blanks.items():
        if column not in found.blanks:
            found.blanks.add(column)
            heard.note(Note(record.line, told(_BLANK, column=column, word=word)))
    for remark in record.remarks:
        heard.note(Note(record.line, remark))
    if like is not None:
        heard.note(Note(record.line, told(_ALIKE, id=str(like.id))))


def _take(record: Record, taken: Step, found: Plan, heard: Heard) -> None:
    found.counts.take(taken)
    if taken.before is not None or taken.entry is None:
        return
    entry_id = taken.entry.id
    if taken.renumber:
        found.renumber.add(entry_id.kind)
    else:
        found.highest[entry_id.kind] = max(entry_id.number, found.highest.get(entry_id.kind, 0))
    title = takes_title(record)
    if title:
        heard.note(Note(record.line, told(_TAKEN, title=title)))


def _check_columns(table: Table, found: Plan) -> None:
    """Look at the names of the columns; raise UnreadableFileError when two are alike, or none is known."""
    filled: dict[str, str] = {}
    for column in table.columns:
        targets = found.asked.mapping.targets(column)
        if targets is None and len(found.unknown) < MOST_UNKNOWN:
            found.unknown[column] = nearest(column)
        for aim in targets or ():
            if filled.setdefault(str(aim), column) != column:
                raise UnreadableFileError(
                    told(
                        "The columns “{first}” and “{second}” both say {field}; keep one.",
                        first=filled[str(aim)],
                        second=column,
                        field=str(aim),
                    )
                )
    if table.columns and not filled:
        names = ", ".join(f"“{column[:40]}”" for column in table.columns[:MOST_UNKNOWN])
        said = told(
            "None of its columns is known: {names}. Name them like titel, samenvatting, uitkomst, "
            "organisatie, jaar and link, or give a mapping. Their names were taken from {row}: when those "
            "stand lower, remove what is above them.",
            names=names,
            row=place(table.unit, table.header),
        )
        for note in table.notes:
            said = told("{said} {note}", said=said, note=note)
        raise UnreadableFileError(said)


def check_constants(mapping: FieldMapping) -> None:
    """Raise MappingError when what the mapping fills in itself is not right."""
    constants = {aim: Given(str(aim), value) for aim, value in mapping.constants.items()}
    read = read_record(0, LaidOut(constants, (), ()))
    if not isinstance(read, Record):
        raise MappingError(f"[constants] in the mapping, {read[0].field}: {read[0].reason}")


async def carry_out(store: Store, table: Table, made: Plan, change: Change, heard: Heard) -> Counts:
    """Write what the plan found good, all of it or nothing, and return what became of it.

    Raise ChangedMeanwhileError when the file or the base is not any more what the plan saw.
    """
    if not made.counts.new and not made.counts.changed:
        return made.counts
    async with store.begin() as tx:
        return await write(tx, table, made, change, heard)


async def write(tx: Transaction, table: Table, made: Plan, change: Change, heard: Heard) -> Counts:
    """Write what the plan found good in this transaction, and return what became of it.

    Raise ChangedMeanwhileError, after which nothing of the transaction may stay, as `carry_out` does.
    """
    rules = Rules(made.asked.defaults, made.asked.mapping.keep, change.at)
    await tx.hold()
    writing = Writing(tx, change, made, ThemeBook.of(await tx.entries.themes()))
    await writing.reserve()
    for rows in _batches(table):
        good = [
            row for row in rows if row.line not in made.skip and not (isinstance(row, Row) and not row.values)
        ]
        await writing.write([_again(row, made) for row in good], rules, heard)
        heard.progress(writing.counts.rows)
    if writing.counts.rows != made.counts.rows - made.counts.bad:
        raise ChangedMeanwhileError
    return writing.counts


def _again(row: Row | BadRow, made: Plan) -> Record:
    record = read_record(row.line, lay_out(row, made.asked.mapping)) if isinstance(row, Row) else None
    if not isinstance(record, Record):
        raise ChangedMeanwhileError
    return record


def _batches(table: Table) -> Iterator[list[Row | BadRow]]:
    batch: list[Row | BadRow] = []
    size = 0
    for row in table.rows():
        batch.append(row)
        size += _size(row.values) if isinstance(row, Row) else 0
        if len(batch) == BATCH or size > BATCH_TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(value: object) -> int:
    """Return about how many characters a value has."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(_size(part) for part in value.values())
    return sum(_size(part) for part in value) if isinstance(value, list) else 1
