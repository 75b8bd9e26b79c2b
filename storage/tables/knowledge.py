"""Tables of the knowledge base: entries with their texts, themes and tags, revisions and questions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    true,
)

from bot.domain.model import Consent, Contact, Kind, Outcome, Stage, State, Status, Visibility
from bot.domain.tags import TAG_SETS
from bot.ports.knowledge import Subject
from storage.columns import (
    CONVERSATION,
    DATE,
    ENTRY,
    ROOM,
    Moment,
    Words,
    a_language,
    choice,
    filled,
    one_of,
    quoted,
)
from storage.tables.base import entry_column, metadata, number

theme = Table("theme", metadata, number(), sqlite_autoincrement=True)

theme_name = Table(
    "theme_name",
    metadata,
    Column("theme", ForeignKey("theme.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("language", Text, primary_key=True),
    Column("name", Words, nullable=False),
    UniqueConstraint("language", "name"),
    filled("name"),
    a_language("language"),
)

counter = Table(
    "counter",
    metadata,
    Column("kind", choice(Kind), primary_key=True),
    Column("last", Integer, nullable=False),
    one_of("kind", Kind),
    CheckConstraint("last > 0", name="last"),
)

entry = Table(
    "entry",
    metadata,
    Column("id", ENTRY, primary_key=True),
    Column("kind", choice(Kind), nullable=False),
    Column("number", Integer, nullable=False),
    Column("original", Text, nullable=False),
    Column("status", choice(Status), nullable=False),
    Column("visibility", choice(Visibility), nullable=False),
    Column("room", ROOM, ForeignKey("room.key"), index=True),
    Column("organisation", Words),
    Column("location", Words),
    Column("happened_since", Integer),
    Column("happened_until", Integer),
    Column("recorded", Moment, nullable=False, index=True),
    Column("reviewed", Moment),
    Column("source_title", Words),
    Column("source_author", Words),
    Column("source_publisher", Words),
    Column("source_published", DATE),
    Column("source_url", Words),
    Column("author", ForeignKey("person.id"), index=True),
    Column("external_id", Words, unique=True),
    Column("outcome", choice(Outcome)),
    Column("state", choice(State)),
    Column("stage", choice(Stage)),
    Column("person", ForeignKey("person.id"), index=True),
    Column("name", Words),
    Column("consent", choice(Consent)),
    Column("contact", choice(Contact)),
    one_of("kind", Kind),
    one_of("status", Status),
    one_of("visibility", Visibility),
    one_of("outcome", Outcome),
    one_of("state", State),
    one_of("stage", Stage),
    one_of("consent", Consent),
    one_of("contact", Contact),
    UniqueConstraint("kind", "number"),
    CheckConstraint(
        "number > 0 AND id = CASE kind WHEN 'lesson' THEN 'L' WHEN 'project' THEN 'P' ELSE 'V' END"
        " || CAST(number AS VARCHAR)",
        name="id",
    ),
    CheckConstraint("(visibility = 'room') = (room IS NOT NULL)", name="room"),
    CheckConstraint("happened_since BETWEEN 1000 AND 3000", name="happened_since"),
    CheckConstraint("happened_until BETWEEN 1000 AND 3000", name="happened_until"),
    CheckConstraint("happened_until >= happened_since", name="happened"),
    CheckConstraint(
        "source_title IS NOT NULL OR (source_author IS NULL AND source_publisher IS NULL"
        " AND source_published IS NULL AND source_url IS NULL)",
        name="source",
    ),
    CheckConstraint(
        "lower(source_url) LIKE 'http://%' OR lower(source_url) LIKE 'https://%'",
        name="source_url",
    ),
    filled("source_title"),
    filled("name"),
    a_language("original"),
    CheckConstraint("kind = 'lesson' OR outcome IS NULL", name="lesson"),
    CheckConstraint("kind = 'project' OR (state IS NULL AND stage IS NULL)", name="project"),
    CheckConstraint(
        "(kind = 'pioneer') = (person IS NOT NULL) AND (kind = 'pioneer') = (name IS NOT NULL)"
        " AND (kind = 'pioneer') = (consent IS NOT NULL) AND (kind = 'pioneer') = (contact IS NOT NULL)",
        name="pioneer",
    ),
    Index(None, "source_url", postgresql_using="hash"),  # an address may be longer than a sorted index holds
)

entry_text = Table(
    "entry_text",
    metadata,
    entry_column(),
    Column("language", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("title", Words, nullable=False),
    Column("summary", Words, nullable=False),
    Column("situation", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("result", Words, nullable=False),
    Column("advice", Words, nullable=False),
    UniqueConstraint("entry", "position"),
    a_language("language"),
    filled("title"),
)

entry_tag = Table(
    "entry_tag",
    metadata,
    entry_column(),
    Column("tag_set", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    CheckConstraint(
        " OR ".join(
            f"(tag_set = '{name}' AND value IN ({quoted(values)}))" for name, values in TAG_SETS.items()
        ),
        name="value",
    ),
)

entry_theme = Table(
    "entry_theme",
    metadata,
    entry_column(),
    Column("theme", ForeignKey("theme.id"), primary_key=True, index=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("entry", "position"),
)

revision = Table(
    "revision",
    metadata,
    number("number"),
    Column("at", Moment, nullable=False),
    Column("actor", ForeignKey("person.id")),
    Column("subject", choice(Subject), nullable=False),
    Column("key", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    # which command made it: every revision of one action has the number of the first one
    Column("action", BigInteger().with_variant(Integer, "sqlite")),
    Column("command", Text),
    Column("undoes", BigInteger().with_variant(Integer, "sqlite")),
    one_of("subject", Subject),
    CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name="change"),
    Index(None, "subject", "key"),
    Index(None, "actor", "action"),
    Index(None, "at"),
    sqlite_autoincrement=True,
)

question = Table(
    "question",
    metadata,
    number(),
    Column("asker", ForeignKey("person.id"), nullable=False),
    Column("conversation", CONVERSATION, nullable=False),
    Column("text", Words),
    Column("language", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("cause", Words, index=True),
    Column("filters", Text),
    # no foreign key: a follow-up may outlive the question it goes on with, whose number never comes back
    Column("follows", BigInteger().with_variant(Integer, "sqlite"), index=True),
    Column("alone", Boolean, nullable=False, server_default=true()),
    # no foreign key either: the question it is the same as may become too old before it
    Column("alike", BigInteger().with_variant(Integer, "sqlite"), index=True),
    CheckConstraint("shown >= 0", name="shown"),
    Index(None, "asker", "conversation", "asked_at"),
    sqlite_autoincrement=True,
)

question_entry = Table(
    "question_entry",
    metadata,
    Column("question", ForeignKey("question.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False),
    entry_column(primary_key=False),
    UniqueConstraint("question", "entry"),
)
