"""Prompts, what became of their moments, texts that coordinators gave. When one is due is in `due.py`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.keys import PlaceKey, RoomKey
from bot.domain.model import EntryId, PersonId
from bot.domain.prompt import (
    Occurrence,
    Outcome,
    OwnText,
    Prompt,
    PromptId,
    PromptState,
    Standing,
    TextId,
)
from bot.domain.schedule import schedule_from_json, schedule_to_json
from bot.ports.due import Work
from bot.ports.knowledge import Change, Subject
from storage import tables
from storage.columns import Moment
from storage.postings import postings, shown
from storage.revisions import SqlRevisions, append
from storage.sql import batches, brief, hold_feed, hold_posting, insert_all, upsert

_PROMPT: Final = tables.prompt
_OCCURRENCE: Final = tables.occurrence
_KEY: Final = ("prompt", "planned")
_COLUMNS: Final = tuple(_OCCURRENCE.c.keys())
_SHOWN: Final = tables.occurrence_entry
_TEXT: Final = tables.prompt_text
_RUNNING: Final = _PROMPT.c.state.in_((PromptState.ACTIVE, PromptState.PAUSED))
_RESTS: Final = (PromptState.PAUSED, PromptState.STOPPED)
_BEFORE: Final = timedelta(days=2)
"""A local moment may bear another day than UTC does: what is known of so long before is looked at too."""

_LOOKED: Final = (
    update(_PROMPT)
    .where(_PROMPT.c.id == bindparam("number"), _PROMPT.c.since < bindparam("until", type_=Moment()))
    .values(since=bindparam("until", type_=Moment()))
)
_ADDED: Final = brief(insert(_PROMPT).returning(_PROMPT.c.id))


class SqlPrompts:
    """Implements `bot.ports.prompts.Prompts`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, prompt: Prompt) -> Prompt:
        """Store a draft under a new number (the id given is ignored) and return it with that number."""
        row = _values(prompt) | {"since": prompt.made}
        number: PromptId = (await self._connection.scalars(_ADDED, row)).one()
        return replace(prompt, id=number)

    async def save(self, prompt: Prompt, change: Change) -> None:
        """Replace a prompt, and append the revision.

        When its moments are not the same any more, those until now count as dealt with.
        """
        await hold_feed(self._connection)
        before = await self.get(prompt.id)
        values = _values(prompt)
        if not prompt.timed_like(before):
            values["since"] = change.at
        await self._connection.execute(update(_PROMPT).where(_PROMPT.c.id == prompt.id).values(values))
        await append(self._connection, change, before, prompt)

    async def get(self, number: PromptId) -> Prompt | None:
        """Return a prompt, whatever its state."""
        found = await self._prompts(select(_PROMPT).where(_PROMPT.c.id == number))
        return found[0] if found else None

    async def ended(self, number: PromptId, since: datetime) -> bool:
        """Say whether a prompt was paused or stopped after a moment, and still is."""
        changes = await SqlRevisions(self._connection).of(Subject.PROMPT, str(number))
        states = [each.after for each in changes if each.at > since]
        return bool(states) and isinstance(states[-1], Prompt) and states[-1].state in _RESTS

    async def draft_of(self, owner: PersonId) -> Prompt | None:
        """Return the newest draft of somebody."""
        theirs = select(_PROMPT).where(_PROMPT.c.owner == owner, _PROMPT.c.state == PromptState.DRAFT)
        found = await self._prompts(theirs.order_by(_PROMPT.c.id.desc()).limit(1))
        return found[0] if found else None

    async def running(self, rooms: Collection[RoomKey] | None = None) -> tuple[Prompt, ...]:
        """Return what is active or paused, by number; with `rooms` only there."""
        query = select(_PROMPT).where(_RUNNING).order_by(_PROMPT.c.id)
        return await self._prompts(query if rooms is None else query.where(_PROMPT.c.room.in_(rooms)))

    async def in_place(self, place: PlaceKey) -> tuple[Prompt, ...]:
        """Return what is active or paused in the rooms of a place, by number."""
        return tuple(each for each in await self.running() if each.room.place == place)

    async def _prompts(self, query: Select[Any]) -> tuple[Prompt, ...]:
        return tuple(_prompt(row) for row in await self._connection.execute(query))

    async def standing(self, numbers: Collection[PromptId]) -> tuple[Standing, ...]:
        """Return prompts, by number, with what is known since shortly before the last look."""
        rows = [
            row
            for batch in batches(sorted(numbers))
            for row in await self._connection.execute(
                select(_PROMPT).where(_PROMPT.c.id.in_(batch)).order_by(_PROMPT.c.id)
            )
        ]
        if not rows:
            return ()
        first = min(row.since for row in rows).astimezone(UTC).replace(tzinfo=None) - _BEFORE
        bears = or_(_OCCURRENCE.c.planned >= first, _OCCURRENCE.c.outcome == Outcome.MOVED)
        known: dict[PromptId, list[Occurrence]] = {row.id: [] for row in rows}
        for batch in batches([*known]):
            theirs = select(_OCCURRENCE).where(_OCCURRENCE.c.prompt.in_(batch), bears)
            for row in await self._connection.execute(theirs):
                known[row.prompt].append(_occurrence(row))
        return tuple(Standing(_prompt(row), row.since, tuple(known[row.id])) for row in rows)

    async def note(self, occurrences: Sequence[Occurrence]) -> None:
        """Write down what became of moments, in the place of what was known of them."""
        statement = upsert(_OCCURRENCE, self._connection.dialect.name)
        new = {name: statement.excluded[name] for name in _COLUMNS if name not in _KEY}
        saving = statement.on_conflict_do_update(index_elements=_KEY, set_=new)
        rows = [_row(each) for each in occurrences]
        if rows:
            await self._connection.execute(saving, rows)
        shown = [
            {"prompt": each.prompt, "planned": each.planned, "entry": entry}
            for each in occurrences
            for entry in dict.fromkeys(each.entries)
        ]
        await insert_all(self._connection, insert(_SHOWN), shown)

    async def looked(self, until: Mapping[PromptId, datetime]) -> None:
        """Remember up to which moment everything of these prompts was dealt with."""
        if until:
            rows = [{"number": number, "until": moment} for number, moment in until.items()]
            await self._connection.execute(_LOOKED, rows)

    async def occurrence(self, number: PromptId, planned: datetime) -> Occurrence | None:
        """Return what is known of one moment."""
        this = and_(_OCCURRENCE.c.prompt == number, _OCCURRENCE.c.planned == planned)
        found = await self._occurrences(select(_OCCURRENCE).where(this))
        return found[0] if found else None

    async def latest(
        self, numbers: Collection[PromptId], outcomes: Collection[Outcome], since: datetime
    ) -> tuple[Occurrence, ...]:
        """Return what had one of these outcomes since a moment, the newest first."""
        column = _OCCURRENCE.c
        these = (column.prompt.in_(numbers), column.outcome.in_(outcomes), column.at >= since)
        newest = select(_OCCURRENCE).where(*these).order_by(column.at.desc(), column.prompt)
        return await self._occurrences(newest)

    async def hold(self) -> None:
        """Let nobody else post until this transaction ends, so that what was posted before is known here."""
        await hold_posting(self._connection)

    async def postings(
        self, rooms: Collection[RoomKey], since: datetime
    ) -> Mapping[RoomKey, Sequence[Occurrence]]:
        """Return what was posted in each of these rooms since a moment, the newest first.

        Of what came with the same kind, text and question, only the last; without the entries that it showed.
        """
        return await postings(self._connection, rooms, since)

    async def shown_in(
        self, rooms: Collection[RoomKey], since: datetime
    ) -> Mapping[RoomKey, Sequence[tuple[EntryId, datetime]]]:
        """Return what was shown in each of these rooms since a moment, and when last, the newest first."""
        return await shown(self._connection, rooms, since)

    async def _occurrences(self, query: Select[Any]) -> tuple[Occurrence, ...]:
        """Return occurrences with the entries that they showed."""
        found = [_occurrence(row) for row in await self._connection.execute(query)]
        entries: dict[tuple[PromptId, datetime], list[EntryId]] = {}
        for batch in batches(sorted({each.prompt for each in found})):
            shown = select(_SHOWN).where(_SHOWN.c.prompt.in_(batch)).order_by(_SHOWN.c.entry)
            for row in await self._connection.execute(shown):
                entries.setdefault((row.prompt, row.planned), []).append(row.entry)
        return tuple(
            replace(each, entries=tuple(entries.get((each.prompt, each.planned), ()))) for each in found
        )

    async def add_text(self, text: OwnText, change: Change) -> OwnText:
        """Store a text under a new number (the id given is ignored), and append the revision."""
        await hold_feed(self._connection)
        adding = insert(_TEXT).returning(_TEXT.c.id)
        number: TextId = (await self._connection.scalars(adding, _text_values(text))).one()
        added = replace(text, id=number)
        await append(self._connection, change, None, added)
        return added

    async def save_text(self, text: OwnText, change: Change) -> None:
        """Replace a text, and append the revision."""
        await hold_feed(self._connection)
        before = await self.text(text.id)
        replacing = update(_TEXT).where(_TEXT.c.id == text.id).values(_text_values(text))
        await self._connection.execute(replacing)
        await append(self._connection, change, before, text)

    async def text(self, number: TextId) -> OwnText | None:
        """Return a text, also when it is removed."""
        rows = await self._connection.execute(select(_TEXT).where(_TEXT.c.id == number))
        return next((OwnText(**row) for row in rows.mappings()), None)

    async def texts(self, kind: str | None = None, language: str | None = None) -> tuple[OwnText, ...]:
        """Return the texts that are not removed, by number; with a kind or language only those."""
        query = select(_TEXT).where(_TEXT.c.removed.is_(False)).order_by(_TEXT.c.id)
        query = query if kind is None else query.where(_TEXT.c.kind == kind)
        query = query if language is None else query.where(_TEXT.c.language == language)
        return tuple(OwnText(**row) for row in (await self._connection.execute(query)).mappings())


async def move_prompts(connection: AsyncConnection, source: PersonId, target: PersonId) -> None:
    """Give the prompts of one person, and their texts for prompts, to another."""
    await connection.execute(update(_PROMPT).where(_PROMPT.c.owner == source).values(owner=target))
    await connection.execute(update(_TEXT).where(_TEXT.c.author == source).values(author=target))


async def erase_prompts(connection: AsyncConnection, owner: PersonId) -> list[str]:
    """Remove the prompts of a person with their moments; return their numbers."""
    theirs = select(_PROMPT.c.id).where(_PROMPT.c.owner == owner)
    numbers = [str(number) for number in (await connection.scalars(theirs)).all()]
    due = tables.due  # before the prompts, like everybody: who posts one holds its due row first
    await connection.execute(delete(due).where(due.c.kind == Work.PROMPT, due.c.subject.in_(numbers)))
    await connection.execute(delete(_PROMPT).where(_PROMPT.c.owner == owner))
    return numbers


async def erase_texts(connection: AsyncConnection, author: PersonId) -> list[str]:
    """Remove the texts for prompts that a person gave; return their numbers."""
    gone = delete(_TEXT).where(_TEXT.c.author == author).returning(_TEXT.c.id)
    return [str(number) for number in (await connection.scalars(gone)).all()]


def _text_values(text: OwnText) -> dict[str, object]:
    return {
        "kind": text.kind,
        "language": text.language,
        "words": text.words,
        "author": text.author,
        "removed": text.removed,
    }


def _prompt(row: Row[Any]) -> Prompt:
    return Prompt(
        id=row.id,
        room=row.room,
        owner=row.owner,
        kind=row.kind,
        schedule=schedule_from_json(json.loads(row.schedule)),
        zone=row.zone,
        made=row.made,
        words=row.words,
        state=row.state,
        paused_until=row.paused_until,
    )


def _values(prompt: Prompt) -> dict[str, object]:
    return {
        "room": prompt.room,
        "owner": prompt.owner,
        "kind": prompt.kind,
        "schedule": json.dumps(schedule_to_json(prompt.schedule)),
        "zone": prompt.zone,
        "made": prompt.made,
        "words": prompt.words,
        "state": prompt.state,
        "paused_until": prompt.paused_until,
    }


def _occurrence(row: Row[Any]) -> Occurrence:
    return Occurrence(**row._mapping)  # noqa: SLF001 - its name keeps it apart from the columns


def _row(occurrence: Occurrence) -> Mapping[str, object]:
    return {name: getattr(occurrence, name) for name in _COLUMNS}
