"""What every table is made with: one metadata whose constraints are all named, and columns that return."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, Integer, MetaData, text

from bot.domain.model import EntryId
from storage.columns import ENTRY

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def number(name: str = "id") -> Column[int]:
    """Return a primary key that the database gives out, never the same twice."""
    return Column(name, BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True)


def entry_column(*, primary_key: bool = True) -> Column[EntryId]:
    """Return the column of what belongs to an entry and goes with it."""
    parent = ForeignKey("entry.id", ondelete="CASCADE")
    return Column("entry", ENTRY, parent, primary_key=primary_key, nullable=False)


def partial_index(name: str, *columns: str, where: str) -> Index:
    """Return an index over only the rows that meet a condition, on both databases."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
