"""The table of protected dialogues: nothing in it can be read without the key of each."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from storage.columns import Moment, a_language
from storage.tables.base import metadata, number

protected_dialogue = Table(
    "protected_dialogue",
    metadata,
    Column("handle", Text, primary_key=True),
    Column("author", Text, nullable=False),
    Column("state", Text),
    Column("until", Moment, nullable=False),
)

# Who told it is nowhere; when it came is kept no finer than the week.
protected_story = Table(
    "protected_story",
    metadata,
    number(),
    Column("language", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("week", Moment, nullable=False),
    a_language("language"),
    sqlite_autoincrement=True,
)
