"""Tables of prompts, of what became of each of their moments, and of texts that coordinators gave."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, Table, Text

from bot.domain.prompt import Outcome, PromptState
from storage.columns import ROOM, Moment, Words, a_language, choice, filled, one_of
from storage.tables.base import entry_column, metadata, number

prompt = Table(
    "prompt",
    metadata,
    number(),
    Column("room", ROOM, nullable=False, index=True),
    Column("owner", ForeignKey("person.id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("schedule", Text, nullable=False),
    Column("zone", Words, nullable=False),
    Column("made", Moment, nullable=False),
    Column("words", Words, nullable=False),
    Column("state", choice(PromptState), nullable=False),
    Column("paused_until", Date),
    Column("since", Moment, nullable=False),
    one_of("state", PromptState),
    filled("kind"),
    sqlite_autoincrement=True,
)

occurrence = Table(
    "occurrence",
    metadata,
    Column("prompt", ForeignKey("prompt.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("planned", DateTime, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("outcome", choice(Outcome), nullable=False),
    Column("room", ROOM, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text),
    Column("question", BigInteger().with_variant(Integer, "sqlite")),
    one_of("outcome", Outcome),
    Index(None, "room", "at"),
)

occurrence_entry = Table(
    "occurrence_entry",
    metadata,
    Column("prompt", ForeignKey("prompt.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("planned", DateTime, primary_key=True),
    entry_column(),
    Index(None, "entry"),
)

prompt_text = Table(
    "prompt_text",
    metadata,
    number(),
    Column("kind", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("words", Words, nullable=False),
    Column("author", ForeignKey("person.id"), nullable=False, index=True),
    Column("removed", Boolean, nullable=False),
    filled("kind"),
    a_language("language"),
    filled("words"),
    sqlite_autoincrement=True,
)
