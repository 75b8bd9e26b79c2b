"""Tables of what readers say of entries: votes, reports and additions."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table, Text

from bot.domain.feedback import Complaint, Decision
from storage.columns import Moment, Words, a_language, choice, filled, one_of
from storage.tables.base import entry_column, metadata, number

vote = Table(
    "vote",
    metadata,
    entry_column(),
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True),
    Column("grade", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    CheckConstraint("grade BETWEEN 1 AND 5", name="grade"),
)

report = Table(
    "report",
    metadata,
    number(),
    entry_column(primary_key=False),
    Column("reporter", ForeignKey("person.id"), nullable=False),
    Column("complaint", choice(Complaint), nullable=False),
    Column("at", Moment, nullable=False),
    Column("hid", Boolean, nullable=False),
    Column("closed_at", Moment),
    one_of("complaint", Complaint),
    Index(None, "entry"),
    Index(None, "reporter", "at"),
    sqlite_autoincrement=True,
)

addition = Table(
    "addition",
    metadata,
    number(),
    entry_column(primary_key=False),
    Column("author", ForeignKey("person.id"), nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("decision", choice(Decision), nullable=False),
    one_of("decision", Decision),
    a_language("language"),
    filled("text"),
    Index(None, "entry"),
    sqlite_autoincrement=True,
)
