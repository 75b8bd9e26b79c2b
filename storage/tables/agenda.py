"""Tables of agendas: topics, and who voted for them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text

from storage.columns import ROOM, Moment, Words, filled
from storage.tables.base import metadata, number

topic = Table(
    "topic",
    metadata,
    number(),
    Column("room", ROOM, nullable=False),
    Column("words", Words, nullable=False),
    Column("proposer", ForeignKey("person.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("taken_at", Moment),
    Column("cause", Text, index=True),
    filled("words"),
    Index(None, "room", "taken_at"),
    sqlite_autoincrement=True,
)

topic_vote = Table(
    "topic_vote",
    metadata,
    Column("topic", ForeignKey("topic.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False, index=True),
)
