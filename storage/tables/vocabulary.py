"""Tables of what the network teaches its search: groups of words, and how people asked for entries."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from bot.domain.vocabulary import WordKind
from storage.columns import Words, a_language, choice, filled, one_of
from storage.tables.base import entry_column, metadata, number

phrasing = Table(
    "phrasing",
    metadata,
    entry_column(),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("language", Text, nullable=False),
    Column("text", Words, nullable=False),
    Column("asker", ForeignKey("person.id"), index=True),
    a_language("language"),
    filled("text"),
)

word_group = Table(
    "word_group",
    metadata,
    number(),
    Column("kind", choice(WordKind), nullable=False),
    one_of("kind", WordKind),
    sqlite_autoincrement=True,
)

word = Table(
    "word",
    metadata,
    Column(
        "word_group", ForeignKey("word_group.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("text", Words, nullable=False),
    filled("text"),
)
