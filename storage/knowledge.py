"""Lessons, projects and pioneers, and their themes. Rows and back is in `entry_rows.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audience import Audience
from bot.domain.model import (
    Consent,
    Entry,
    EntryId,
    Kind,
    Outcome,
    PersonId,
    Status,
    Theme,
    ThemeId,
    Visibility,
)
from bot.ports.knowledge import Change
from storage import tables
from storage.entry_rows import entry_values, read_entry, tag_values, text_values, theme_values
from storage.revisions import append, append_all
from storage.sql import batches, brief, hold_feed, insert_all, insert_or_ignore

_ENTRY: Final = tables.entry
_COUNTER: Final = tables.counter
_THEME: Final = tables.entry_theme
_BELONGS: Final = {
    tables.entry_text: text_values,
    tables.entry_tag: tag_values,
    tables.entry_theme: theme_values,
}
"""The tables of what belongs to an entry, each with what makes its rows."""

# Made once: making a statement costs more than running it, and these are run for every question.
_OF_IDS: Final = brief(select(_ENTRY).where(_ENTRY.c.id.in_(bindparam("ids", expanding=True))))
_BELONGING: Final = {
    table: brief(
        select(table)
        .where(table.c.entry.in_(bindparam("entries", expanding=True)))
        .order_by(*[column for column in table.c if column.name == "position"])
    )
    for table in _BELONGS
}


_THEMES: Final = brief(
    select(tables.theme_name).order_by(tables.theme_name.c.theme, tables.theme_name.c.language)
)


class SqlEntries:
    """Implements `bot.ports.knowledge.Entries`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def next_id(self, kind: Kind) -> EntryId:
        """Return a new id of this kind; a number is never given out again."""
        await hold_feed(self._connection)
        return EntryId(kind, await self._count_up(kind, 1, _COUNTER.c.last + 1))

    async def _count_up(self, kind: Kind, first: int, following: ColumnElement[int]) -> int:
        if await insert_or_ignore(self._connection, _COUNTER, kind=kind, last=first):
            return first
        statement = update(_COUNTER).where(_COUNTER.c.kind == kind).values(last=following)
        number: int = (await self._connection.scalars(statement.returning(_COUNTER.c.last))).one()
        return number

    async def next_ids(self, kind: Kind, count: int) -> Sequence[EntryId]:
        """Return so many new ids of this kind, in order."""
        if count < 1:
            return ()
        await hold_feed(self._connection)
        last = await self._count_up(kind, count, _COUNTER.c.last + count)
        return tuple(EntryId(kind, number) for number in range(last - count + 1, last + 1))

    async def save(self, entry: Entry, change: Change) -> None:
        """Add the entry or replace it whole, and append the revision.

        A number that was not given out by `next_id` is counted as given out.
        """
        await self.save_all((entry,), change)

    async def save_all(self, entries: Sequence[Entry], change: Change) -> None:
        """Save many at once, as `save` would one after another. Raise ValueError when an id comes twice."""
        if len({entry.id for entry in entries}) < len(entries):
            raise ValueError("the same entry is to be saved twice at once")
        await hold_feed(self._connection)
        known = await self.get([entry.id for entry in entries])
        await self._add([entry for entry in entries if entry.id not in known])
        await self._replace([entry for entry in entries if entry.id in known])
        for table, values in _BELONGS.items():
            rows = [row for entry in entries for row in values(entry)]
            await insert_all(self._connection, insert(table), rows)
        await append_all(self._connection, change, [(known.get(entry.id), entry) for entry in entries])

    async def _add(self, entries: Sequence[Entry]) -> None:
        highest: dict[Kind, int] = {}
        for entry in entries:
            highest[entry.id.kind] = max(entry.id.number, highest.get(entry.id.kind, 0))
        for kind, number in highest.items():
            last = case((_COUNTER.c.last < number, number), else_=_COUNTER.c.last)
            await self._count_up(kind, number, last)
        await insert_all(self._connection, insert(_ENTRY), [entry_values(entry) for entry in entries])

    async def _replace(self, entries: Sequence[Entry]) -> None:
        # Not by deleting: what refers to an entry goes with it.
        rows = [{**entry_values(entry), "known": entry.id} for entry in entries]
        if rows:
            await self._connection.execute(update(_ENTRY).where(_ENTRY.c.id == bindparam("known")), rows)
        for batch in batches([entry.id for entry in entries]):
            for table in _BELONGS:
                await self._connection.execute(delete(table).where(table.c.entry.in_(batch)))

    async def get(self, ids: Collection[EntryId]) -> Mapping[EntryId, Entry]:
        """Return those of the entries that exist, whatever their status."""
        found = [await self._those(_OF_IDS, ids=batch) for batch in batches(sorted(set(ids)))]
        return {entry.id: entry for entries in found for entry in entries}

    async def _where(self, condition: ColumnElement[bool]) -> Sequence[Entry]:
        return await self._those(select(_ENTRY).where(condition))

    async def _those(self, query: Select[Any], **values: object) -> list[Entry]:
        rows = await self._connection.execute(query, values)
        return await self._with_belongings(rows.mappings().all())

    async def newest(
        self, audience: Audience, limit: int, outcomes: Collection[Outcome] = ()
    ) -> tuple[Entry, ...]:
        """Return what was recorded last and the audience may see, newest first; `outcomes`: those only."""
        of_these = [_ENTRY.c.outcome.in_(outcomes)] if outcomes else []
        return await self._newest(and_(visible_to(audience), *of_these), limit)

    async def of(self, person: PersonId, limit: int) -> tuple[Entry, ...]:
        """Return what a person shared or is shown as, whatever its status, newest first, then by id."""
        return await self._newest(or_(_ENTRY.c.author == person, _ENTRY.c.person == person), limit)

    async def pioneer(self, person: PersonId) -> Entry | None:
        """Return what a person is shown as, when they are a pioneer, whether or not they still agree."""
        return next(iter(await self._newest(_ENTRY.c.person == person, 1)), None)

    async def in_theme(self, theme: ThemeId, audience: Audience, limit: int) -> tuple[Entry, ...]:
        """Return what a theme holds and the audience may see, newest first, then by id."""
        themed = _ENTRY.c.id.in_(select(_THEME.c.entry).where(_THEME.c.theme == theme))
        return await self._newest(and_(visible_to(audience), themed), limit)

    async def _newest(self, condition: ColumnElement[bool], limit: int) -> tuple[Entry, ...]:
        order = (_ENTRY.c.recorded.desc(), _ENTRY.c.kind, _ENTRY.c.number)
        query = select(_ENTRY).where(condition).order_by(*order).limit(limit)
        return tuple(await self._those(query))

    async def _with_belongings(self, rows: Sequence[RowMapping]) -> list[Entry]:
        ids = [row["id"] for row in rows]
        texts, tags, themes = [await self._belonging(table, ids) for table in _BELONGS]
        return [read_entry(row, texts[row["id"]], tags[row["id"]], themes[row["id"]]) for row in rows]

    async def _belonging(self, table: Table, ids: Sequence[EntryId]) -> Mapping[EntryId, list[RowMapping]]:
        grouped: dict[EntryId, list[RowMapping]] = defaultdict(list)
        for batch in batches(ids):
            rows = await self._connection.execute(_BELONGING[table], {"entries": batch})
            for row in rows.mappings():
                grouped[row["entry"]].append(row)
        return grouped

    async def count(self, audience: Audience) -> Mapping[Kind, int]:
        """Return how many entries of each kind the audience may see."""
        query = (
            select(_ENTRY.c.kind, func.count().label("entries"))
            .where(visible_to(audience))
            .group_by(_ENTRY.c.kind)
        )
        rows = await self._connection.execute(query)
        return dict.fromkeys(Kind, 0) | {row.kind: row.entries for row in rows}

    async def external_ids(self, external_ids: Collection[str]) -> frozenset[str]:
        """Return which of these external ids exist."""
        found: set[str] = set()
        for batch in batches(sorted(external_ids)):
            column = _ENTRY.c.external_id
            found.update(await self._connection.scalars(select(column).where(column.in_(batch))))
        return frozenset(found)

    async def with_external_ids(self, external_ids: Collection[str]) -> Mapping[str, Entry]:
        """Return the entries that have one of these external ids, by it, whatever their status."""
        column = _ENTRY.c.external_id
        found = [await self._where(column.in_(batch)) for batch in batches(sorted(set(external_ids)))]
        return {entry.external_id: entry for entries in found for entry in entries if entry.external_id}

    async def with_source_urls(self, urls: Collection[str]) -> Mapping[str, tuple[Entry, ...]]:
        """Return the entries whose source has one of these addresses, by it, whatever their status."""
        column = _ENTRY.c.source_url
        found = [await self._where(column.in_(batch)) for batch in batches(sorted(set(urls)))]
        by_url: dict[str, list[Entry]] = defaultdict(list)
        for entry in sorted((each for entries in found for each in entries), key=lambda each: each.id):
            if entry.source and entry.source.url:
                by_url[entry.source.url].append(entry)
        return {url: tuple(entries) for url, entries in by_url.items()}

    async def with_titles(self, titles: Collection[str]) -> tuple[Entry, ...]:
        """Return the entries that have one of these titles in some language, by id, whatever their status."""
        text = tables.entry_text.c
        found: dict[EntryId, Entry] = {}
        for batch in batches(sorted(set(titles))):
            entries = await self._where(_ENTRY.c.id.in_(select(text.entry).where(text.title.in_(batch))))
            found |= {entry.id: entry for entry in entries}
        return tuple(found[each] for each in sorted(found))

    async def following(
        self, last: EntryId | None, audience: Audience | None, limit: int
    ) -> tuple[Entry, ...]:
        """Return up to `limit` entries that come after one, or the first ones; what the audience may see."""
        query = select(_ENTRY).order_by(_ENTRY.c.kind, _ENTRY.c.number).limit(limit)
        if audience is not None:
            query = query.where(visible_to(audience))
        if last is not None:
            of_its_kind = and_(_ENTRY.c.kind == last.kind, _ENTRY.c.number > last.number)
            query = query.where(or_(_ENTRY.c.kind > last.kind, of_its_kind))
        return tuple(await self._those(query))

    async def themes(self) -> tuple[Theme, ...]:
        """Return all themes by id."""
        names: dict[ThemeId, list[tuple[str, str]]] = defaultdict(list)
        for row in await self._connection.execute(_THEMES):
            names[row.theme].append((row.language, row.name))
        return tuple(Theme(number, tuple(pairs)) for number, pairs in names.items())

    async def theme_sizes(self, audience: Audience) -> Mapping[ThemeId, int]:
        """Return how many entries of each theme the audience may see; empty themes are left out."""
        query = select(_THEME.c.theme, func.count().label("entries")).join(_ENTRY).where(visible_to(audience))
        rows = await self._connection.execute(query.group_by(_THEME.c.theme))
        return {row.theme: row.entries for row in rows}

    async def save_theme(self, names: Mapping[str, str], change: Change) -> Theme:
        """Add a theme and append the revision."""
        await hold_feed(self._connection)
        statement = insert(tables.theme).values().returning(tables.theme.c.id)
        number = (await self._connection.scalars(statement)).one()
        theme = Theme(number, tuple(sorted(names.items())))
        rows = [{"theme": number, "language": language, "name": name} for language, name in theme.names]
        await insert_all(self._connection, insert(tables.theme_name), rows)
        await append(self._connection, change, None, theme)
        return theme


def visible_to(audience: Audience) -> ColumnElement[bool]:
    """Say in SQL what `bot.domain.audience.may_see` says; a contract test compares the two."""
    entry = _ENTRY.c
    of_their_rooms = and_(entry.visibility == Visibility.ROOM, entry.room.in_(sorted(audience.rooms)))
    return and_(
        entry.status == Status.PUBLISHED,
        or_(entry.kind != Kind.PIONEER, entry.consent == Consent.GIVEN),
        or_(entry.visibility.in_(sorted(audience.visibilities)), of_their_rooms),
    )
