"""Tables of wishes that a message is kept, and of who does not want to be asked for that."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Table, Text, false

from storage.columns import ACCOUNT, CONVERSATION, ENTRY, Moment, Words
from storage.tables.base import metadata, number

wish = Table(
    "wish",
    metadata,
    number(),
    Column("author", ACCOUNT, nullable=False),
    Column("conversation", CONVERSATION, nullable=False),
    Column("message", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("entry", ENTRY),
    sqlite_autoincrement=True,
)

asked_about = Table(
    "asked_about",
    metadata,
    Column("message", Text, primary_key=True),
)

left_alone = Table(
    "left_alone",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("again", Boolean, nullable=False, server_default=false()),
    Column("carried", Boolean, nullable=False, server_default=false()),
)

still_left_alone = Table(
    "still_left_alone",
    metadata,
    Column("account", Text, primary_key=True),
)
