"""Tables of people and where they meet: persons, accounts, places, rooms, open forms."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, Table, Text, false

from bot.domain.people import Mode, Readers, Role
from storage.columns import ACCOUNT, CONVERSATION, PLACE, ROOM, Moment, Words, a_language, choice, one_of
from storage.tables.base import metadata, number

person = Table(
    "person",
    metadata,
    number(),
    Column("role", choice(Role), nullable=False),
    Column("language", Words),
    Column("merged_into", ForeignKey("person.id")),
    one_of("role", Role),
    CheckConstraint("merged_into <> id", name="merged_into"),
    a_language("language"),
    sqlite_autoincrement=True,
)

account = Table(
    "account",
    metadata,
    Column("key", ACCOUNT, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
)

link_code = Table(
    "link_code",
    metadata,
    Column("person", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("expires", Moment, nullable=False),
)

place = Table(
    "place",
    metadata,
    Column("key", PLACE, primary_key=True),
    Column("admitted", Boolean, nullable=False),
)

room = Table(
    "room",
    metadata,
    Column("key", ROOM, primary_key=True),
    Column("direct", Boolean, nullable=False),
    Column("name", Words),
    Column("mode", choice(Mode), nullable=False),
    Column("language", Words),
    Column("zone", Words),
    Column("readers", choice(Readers), nullable=False),
    Column("mandate", Words),
    Column("lamp", Boolean, nullable=False, server_default=false()),
    one_of("mode", Mode),
    one_of("readers", Readers),
    a_language("language"),
)

member = Table(
    "member",
    metadata,
    Column("account", ACCOUNT, primary_key=True),
    Column("room", ROOM, primary_key=True),
)

direct_room = Table(
    "direct_room",
    metadata,
    Column("account", ACCOUNT, primary_key=True),
    Column("room", ROOM, nullable=False),
)

talk = Table(
    "talk",
    metadata,
    Column("conversation", CONVERSATION, primary_key=True),
    Column("account", ACCOUNT, primary_key=True),
    Column("at", Moment, nullable=False),
)

dialogue = Table(
    "dialogue",
    metadata,
    Column("account", ACCOUNT, primary_key=True),
    Column("form", Words, nullable=False),
    Column("answers", Text, nullable=False),
    Column("field", Integer, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("paused", Boolean, nullable=False),
    CheckConstraint("field >= 0", name="field"),
)
