"""Tables of what admins work through: proposals, questions to authors, and which entry went into which."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Table, Text

from storage.columns import ENTRY, Moment, Words, filled
from storage.tables.base import entry_column, metadata, number

proposal = Table(
    "proposal",
    metadata,
    number(),
    entry_column(primary_key=False),
    Column("proposer", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("edits", Text, nullable=False),
    Column("accepted_by", BigInteger().with_variant(Integer, "sqlite")),
    sqlite_autoincrement=True,
)

inquiry = Table(
    "inquiry",
    metadata,
    number(),
    entry_column(primary_key=False),
    Column("asker", ForeignKey("person.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("question", Words, nullable=False),
    Column("answer", Words),
    Column("answered", Moment),
    CheckConstraint("(answer IS NULL) = (answered IS NULL)", name="answered"),
    filled("question"),
    sqlite_autoincrement=True,
)

reminder = Table("reminder", metadata, entry_column(), Column("at", Moment, nullable=False))

merged_entry = Table(
    "merged_entry",
    metadata,
    entry_column(),
    Column("target", ENTRY, ForeignKey("entry.id", ondelete="CASCADE"), nullable=False, index=True),
    CheckConstraint("target <> entry", name="target"),
)
