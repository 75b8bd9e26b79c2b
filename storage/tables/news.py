"""Tables of who follows which theme, how often something was used, and who does not want to hear that."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table

from bot.domain.rhythm import Rhythm
from storage.columns import Moment, choice, one_of
from storage.tables.base import entry_column, metadata, number

followed_theme = Table(
    "followed_theme",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("theme", ForeignKey("theme.id"), primary_key=True, autoincrement=False, index=True),
    Column("rhythm", choice(Rhythm), nullable=False),
    Column("since", Moment, nullable=False),
    one_of("rhythm", Rhythm),
)

used_entry = Table(
    "used_entry",
    metadata,
    number(),
    entry_column(primary_key=False),
    Column("at", Moment, nullable=False),
    Index(None, "entry"),
    sqlite_autoincrement=True,
)

no_echo = Table(
    "no_echo",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
)
