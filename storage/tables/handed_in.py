"""The table of files that wait for a yes to be imported."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from storage.columns import Moment, Words
from storage.tables.base import metadata

handed_in = Table(
    "handed_in",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("content", Text, nullable=False),  # in base64, which every database and backup can hold
    Column("at", Moment, nullable=False),
)
