"""Answers in the threads of prompts: numbers, and for a while whose they are."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from storage.columns import ACCOUNT, CONVERSATION, ENTRY, Moment, Words
from storage.tables.base import metadata, number

answer = Table(
    "answer",
    metadata,
    number(),
    Column("prompt", BigInteger().with_variant(Integer(), "sqlite"), nullable=False),
    Column("planned", DateTime, nullable=False),
    Column("author", ACCOUNT),
    Column("conversation", CONVERSATION),
    Column("message", Words),
    Column("at", Moment, nullable=False),
    Column("entry", ENTRY, ForeignKey("entry.id", ondelete="SET NULL")),
    ForeignKeyConstraint(
        ["prompt", "planned"],
        ["occurrence.prompt", "occurrence.planned"],
        ondelete="CASCADE",
    ),
    Index(None, "prompt", "planned"),
    Index(None, "author"),
    UniqueConstraint("conversation", "message"),
    sqlite_autoincrement=True,
)
