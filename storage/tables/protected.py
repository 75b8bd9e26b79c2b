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
# words, and what is left here is by what its author opens it. What its author changed since leads to what is
# in its place, and has no lock any more.
protected_story = Table(
    "protected_story",
    metadata,
    number(),
    Column("language", Text, nullable=False),
    Column("words", Text),
    Column("week", Moment, nullable=False),
    Column("released", Boolean, nullable=False),
    Column("entry", ENTRY, ForeignKey("entry.id", ondelete="CASCADE"), index=True),
    Column("lookup", Text, unique=True),
    Column("salt", Text),
    Column("digest", Text),
    Column("replaced_by", ForeignKey("protected_story.id", ondelete="CASCADE"), index=True),
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
