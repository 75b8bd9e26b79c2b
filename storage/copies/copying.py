"""Copies tables from one database to another, of either kind, as they are stored.

Nothing is read into values of ours on the way, so that no row can be too strange to be copied. Which tables,
and what becomes of each row, the callers say: `backup.py` and `restoring.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnClause,
    Table,
    TableClause,
    bindparam,
    column,
    func,
    insert,
    literal,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy import table as table_of
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from storage.columns import Words, Written
from storage.sql import insert_all, on_postgresql
from storage.tables import metadata

Row = dict[str, Any]
"""One row as it is stored, by the names of its columns."""

Change = Callable[[Row], Row | None]
"""What becomes of a row on its way; None leaves it out."""

_AT_ONCE: Final = 500


def as_is(row: Row) -> Row | None:
    """Return the row."""
    return row


def stored(table: Table) -> TableClause:
    """Return the table with its values in the form in which they are stored."""
    return table_of(table.name, *(column(each.name, _stored(each.type)) for each in table.columns))


def _stored(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, Written | Words) else kind


async def copy_table(
    source: AsyncConnection, target: AsyncConnection, table: Table, change: Change = as_is
) -> int:
    """Add the rows of a table to the same table elsewhere; return how many that were."""
    here = stored(table)
    order = [here.c[each.name] for each in table.primary_key]
    links = [
        each.name for each in table.columns if any(key.column.table is table for key in each.foreign_keys)
    ]
    linked: list[Row] = []
    copied = 0
    rows = await _after(source, here, order, None)
    while rows:
        changed = [kept for row in rows if (kept := change(row)) is not None]
        # a row may name another one of its own table, which may come later
        await insert_all(target, insert(here), [row | dict.fromkeys(links) for row in changed])
        linked += [row for row in changed if any(row[name] is not None for name in links)]
        copied += len(changed)
        rows = await _after(source, here, order, rows[-1])
    await _link(target, table, links, linked)
    return copied


async def _after(
    source: AsyncConnection, here: TableClause, order: Sequence[ColumnClause[Any]], last: Row | None
) -> list[Row]:
    """Return the next rows in the order of their key, so few that they fit in memory."""
    query = select(here).order_by(*order).limit(_AT_ONCE)
    if last is not None:
        query = query.where(tuple_(*order) > tuple_(*(literal(last[each.name], each.type) for each in order)))
    return [dict(row) for row in (await source.execute(query)).mappings()]


async def _link(target: AsyncConnection, table: Table, links: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    here, (key,) = stored(table), (each.name for each in table.primary_key)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in links}
    statement = update(here).where(here.c[key] == bindparam("this")).values(**values)
    await target.execute(
        statement, [{"this": row[key]} | {f"new_{name}": row[name] for name in links} for row in rows]
    )


async def row_counts(connection: AsyncConnection) -> Mapping[str, int]:
    """Return how many rows each table has."""
    return {
        name: (await connection.scalars(select(func.count()).select_from(stored(table)))).one()
        for name, table in metadata.tables.items()
    }


def numbered() -> Mapping[str, str]:
    """Return the tables whose rows are numbered by the database, each with the column of the number."""
    return {
        name: each.name
        for name, table in metadata.tables.items()
        for each in table.columns
        if each.identity is not None
    }


async def given_out(connection: AsyncConnection) -> Mapping[str, int]:
    """Return for each table that is numbered the highest number that was ever given out."""
    if on_postgresql(connection):
        last = "SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(:name, :key)::regclass), 0)"
        return {
            name: (await connection.scalars(text(last), {"name": name, "key": key})).one()
            for name, key in numbered().items()
        }
    rows = await connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    return dict.fromkeys(numbered(), 0) | {row.name: row.seq for row in rows if row.name in numbered()}


async def give_out_after(connection: AsyncConnection, numbers: Mapping[str, int]) -> None:
    """Let the next number of each of these tables be higher than this one."""
    for name, number in numbers.items():
        if number and on_postgresql(connection):
            last = text("SELECT setval(pg_get_serial_sequence(:name, :key), :number)")
            await connection.execute(last, {"name": name, "key": numbered()[name], "number": number})
        elif number:
            values = {"name": name, "number": number}
            await connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), values)
            await connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :number)"), values)
