"""Tables of contact with pioneers: how they can be reached, and who would like to reach them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from bot.ports.contact import Answer
from storage.columns import ACCOUNT, ENTRY, Moment, Words, a_language, choice, filled, one_of
from storage.tables.base import entry_column, metadata, number

reach = Table(
    "reach",
    metadata,
    entry_column(),
    Column("words", Words, nullable=False),
    filled("words"),
)

contact_request = Table(
    "contact_request",
    metadata,
    number(),
    Column("pioneer", ENTRY, ForeignKey("entry.id", ondelete="CASCADE"), nullable=False),
    Column("asker", ForeignKey("person.id"), nullable=False, index=True),
    Column("account", ACCOUNT, nullable=False),
    Column("about", Words),
    Column("language", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("answer", choice(Answer), nullable=False),
    one_of("answer", Answer),
    a_language("language"),
    CheckConstraint("(answer = 'over') = (about IS NULL)", name="about"),
    Index(None, "pioneer", "asked_at"),
    sqlite_autoincrement=True,
)
