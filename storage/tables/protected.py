"""Tables of protected sharing: dialogues that nobody can read without their keys, and what came of them."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Table, Text

from storage.columns import ENTRY, Moment, a_language
from storage.tables.base import metadata, number

protected_dialogue = Table(
    "protected_dialogue",
    metadata,
    Column("handle", Text, primary_key=True),
    Column("author", Text, nullable=False),
    Column("state", Text),
    Column("until", Moment, nullable=False),
)

# Who told it is nowhere; when it came is kept no finer than the week. Once it is published the entry has its
# words, and what is left here is by what its author opens it.
protected_story = Table(
    "protected_story",
    metadata,
    number(),
    Column("language", Text, nullable=False),
    Column("words", Text),
    Column("week", Moment, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("entry", ENTRY, ForeignKey("entry.id", ondelete="CASCADE"), index=True),
    Column("lookup", Text, nullable=False, unique=True),
    Column("salt", Text, nullable=False),
    Column("digest", Text, nullable=False),
    a_language("language"),
    CheckConstraint("words IS NOT NULL OR entry IS NOT NULL", name="words"),
    sqlite_autoincrement=True,
)

# Who read it and would release it, until enough did.
protected_release = Table(
    "protected_release",
    metadata,
    Column("story", ForeignKey("protected_story.id", ondelete="CASCADE"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True),
)
