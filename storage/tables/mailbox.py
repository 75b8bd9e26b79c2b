"""Tables of what comes in, what goes out, what was sent, what falls due, and who serves what alone."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from bot.ports.due import Work
from storage.columns import CONVERSATION, PLACE, ROOM, Moment, Words, choice, one_of
from storage.tables.base import entry_column, metadata, number, partial_index


class Arrived(StrEnum):
    """What became of an event."""

    RECEIVED = "received"
    DONE = "done"
    DEAD = "dead"


class Departure(StrEnum):
    """What became of something the bot says."""

    WAITING = "waiting"
    SENT = "sent"
    DEAD = "dead"


class Sending(StrEnum):
    """The kinds of `bot.messages.outgoing`."""

    POST = "post"
    PRIVATE = "private"
    EDIT = "edit"
    DELETE = "delete"
    REACT = "react"
    UPLOAD = "upload"
    OPEN_DIRECT = "open_direct"


inbox = Table(
    "inbox",
    metadata,
    number(),
    Column("key", Text, nullable=False, unique=True),
    Column("place", PLACE, nullable=False),
    Column("conversation", CONVERSATION),
    Column("state", choice(Arrived), nullable=False),
    Column("payload", Text),
    Column("received_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt", Moment),
    Column("claim", Text),
    Column("free_at", Moment),
    Column("error", Words),
    Column("closed_at", Moment),
    Column("sealed", Text),
    one_of("state", Arrived),
    CheckConstraint(
        "state <> 'received' OR (payload IS NOT NULL AND conversation IS NOT NULL)", name="received"
    ),
    CheckConstraint("state <> 'done' OR (payload IS NULL AND conversation IS NULL)", name="done"),
    CheckConstraint("(state = 'received') = (closed_at IS NULL)", name="closed_at"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("claim IS NULL OR free_at IS NOT NULL", name="claim"),
    partial_index("ix_inbox_open", "conversation", "id", where="state = 'received'"),
    sqlite_autoincrement=True,
)

cursor = Table(
    "cursor",
    metadata,
    Column("name", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    number(),
    Column("token", Text, nullable=False, unique=True),
    Column("kind", choice(Sending), nullable=False),
    Column("platform", Words, nullable=False),
    Column("place", PLACE, nullable=False),
    Column("room", ROOM, nullable=False),
    Column("conversation", CONVERSATION, nullable=False),
    Column("cause", Words),
    Column("state", choice(Departure), nullable=False),
    Column("payload", Text),
    Column("parts", Text),
    Column("added_at", Moment, nullable=False),
    Column("not_after", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt", Moment),
    Column("claim", Text),
    Column("free_at", Moment),
    Column("reason", Words),
    Column("closed_at", Moment),
    Column("sealed", Text),
    one_of("kind", Sending),
    one_of("state", Departure),
    CheckConstraint("state <> 'waiting' OR payload IS NOT NULL", name="waiting"),
    CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name="closed_at"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("claim IS NULL OR free_at IS NOT NULL", name="claim"),
    partial_index("ix_outbox_open", "conversation", "id", where="state = 'waiting'"),
    partial_index("ix_outbox_cause", "cause", where="state = 'waiting'"),
    partial_index("ix_outbox_room", "room", where="state = 'waiting'"),
    sqlite_autoincrement=True,
)

# What was sent outlives its outbox row, whose words go sooner than the entries it shows.
sent = Table(
    "sent",
    metadata,
    number(),
    Column("delivery", ForeignKey("outbox.id", ondelete="SET NULL")),
    Column("part", Integer, nullable=False),
    Column("kind", choice(Sending), nullable=False),
    Column("conversation", CONVERSATION, nullable=False),
    Column("cause", Words),
    Column("message", Words, nullable=False, index=True),
    Column("at", Moment, nullable=False),
    one_of("kind", Sending),
    CheckConstraint("part >= 0", name="part"),
    UniqueConstraint("delivery", "part"),
    Index(None, "cause", "conversation"),
    sqlite_autoincrement=True,
)

sent_entry = Table(
    "sent_entry",
    metadata,
    Column("sent", ForeignKey("sent.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    entry_column(),
    Index(None, "entry"),
)

due = Table(
    "due",
    metadata,
    Column("kind", choice(Work), primary_key=True),
    Column("subject", Words, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
    Column("claim", Text),
    Column("free_at", Moment),
    one_of("kind", Work),
    CheckConstraint("claim IS NULL OR free_at IS NOT NULL", name="claim"),
)

lease = Table(
    "lease",
    metadata,
    Column("name", Words, primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("holder", Text),
    Column("until", Moment),
    CheckConstraint("epoch > 0", name="epoch"),
    CheckConstraint("(holder IS NULL) = (until IS NULL)", name="holder"),
)
