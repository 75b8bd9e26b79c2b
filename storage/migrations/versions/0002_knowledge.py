"""The knowledge base, its history and what was asked of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _theme()
    _theme_name()
    _counter()
    _entry()
    _entry_text()
    _entry_tag()
    _entry_theme()
    _revision()
    _question()
    _question_entry()


def _theme() -> None:
    op.create_table(
        "theme",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sqlite_autoincrement=True,
    )


def _theme_name() -> None:
    op.create_table(
        "theme_name",
        sa.Column("theme", NUMBER, autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_theme_name_name")),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_theme_name_language")),
        sa.ForeignKeyConstraint(
            ["theme"], ["theme.id"], name=op.f("fk_theme_name_theme"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("theme", "language", name=op.f("pk_theme_name")),
        sa.UniqueConstraint("language", "name", name=op.f("uq_theme_name_language_name")),
    )


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('lesson', 'project', 'pioneer')", name=op.f("ck_counter_kind")),
        sa.CheckConstraint("last > 0", name=op.f("ck_counter_last")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_counter")),
    )


def _entry() -> None:
    op.create_table(
        "entry",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("happened_since", sa.Integer(), nullable=True),
        sa.Column("happened_until", sa.Integer(), nullable=True),
        sa.Column("recorded", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_title", sa.Text(), nullable=True),
        sa.Column("source_author", sa.Text(), nullable=True),
        sa.Column("source_publisher", sa.Text(), nullable=True),
        sa.Column("source_published", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("author", NUMBER, nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("person", NUMBER, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("consent", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'pioneer') = (person IS NOT NULL) AND (kind = 'pioneer') = (name IS NOT NULL) AND "
            "(kind = 'pioneer') = (consent IS NOT NULL) AND (kind = 'pioneer') = (contact IS NOT NULL)",
            name=op.f("ck_entry_pioneer"),
        ),
        sa.CheckConstraint("(visibility = 'room') = (room IS NOT NULL)", name=op.f("ck_entry_room")),
        sa.CheckConstraint("consent IN ('given', 'paused', 'withdrawn')", name=op.f("ck_entry_consent")),
        sa.CheckConstraint("contact IN ('direct', 'ask_first', 'not_now')", name=op.f("ck_entry_contact")),
        sa.CheckConstraint("kind = 'lesson' OR outcome IS NULL", name=op.f("ck_entry_lesson")),
        sa.CheckConstraint(
            "kind = 'project' OR (state IS NULL AND stage IS NULL)", name=op.f("ck_entry_project")
        ),
        sa.CheckConstraint("kind IN ('lesson', 'project', 'pioneer')", name=op.f("ck_entry_kind")),
        sa.CheckConstraint(
            "number > 0 AND id = CASE kind WHEN 'lesson' THEN 'L' WHEN 'project' THEN 'P' ELSE 'V' END ||"
            " CAST(number AS VARCHAR)",
            name=op.f("ck_entry_id"),
        ),
        sa.CheckConstraint(
            "outcome IN ('success', 'partial', 'failure', 'stopped')", name=op.f("ck_entry_outcome")
        ),
        sa.CheckConstraint(
            "stage IN ('in_view', 'chosen', 'supported', 'scaled_up', 'standard')",
            name=op.f("ck_entry_stage"),
        ),
        sa.CheckConstraint(
            "state IN ('in_development', 'in_use', 'out_of_use')", name=op.f("ck_entry_state")
        ),
        sa.CheckConstraint("status IN ('draft', 'published', 'archived')", name=op.f("ck_entry_status")),
        sa.CheckConstraint("visibility IN ('public', 'network', 'room')", name=op.f("ck_entry_visibility")),
        sa.CheckConstraint("happened_until >= happened_since", name=op.f("ck_entry_happened")),
        sa.CheckConstraint(
            "source_title IS NOT NULL OR (source_author IS NULL AND source_publisher IS NULL AND "
            "source_published IS NULL AND source_url IS NULL)",
            name=op.f("ck_entry_source"),
        ),
        sa.CheckConstraint("length(original) BETWEEN 2 AND 8", name=op.f("ck_entry_original")),
        sa.CheckConstraint("happened_since BETWEEN 1000 AND 3000", name=op.f("ck_entry_happened_since")),
        sa.CheckConstraint("happened_until BETWEEN 1000 AND 3000", name=op.f("ck_entry_happened_until")),
        sa.CheckConstraint("length(trim(source_title)) > 0", name=op.f("ck_entry_source_title")),
        sa.CheckConstraint(
            "lower(source_url) LIKE 'http://%' OR lower(source_url) LIKE 'https://%'",
            name=op.f("ck_entry_source_url"),
        ),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_entry_name")),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_entry_author")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_entry_person")),
        sa.ForeignKeyConstraint(["room"], ["room.key"], name=op.f("fk_entry_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("external_id", name=op.f("uq_entry_external_id")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_entry_kind_number")),
    )
    op.create_index(op.f("ix_entry_author"), "entry", ["author"])
    op.create_index(op.f("ix_entry_person"), "entry", ["person"])
    op.create_index(op.f("ix_entry_recorded"), "entry", ["recorded"])
    op.create_index(op.f("ix_entry_room"), "entry", ["room"])


def _entry_text() -> None:
    op.create_table(
        "entry_text",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_entry_text_language")),
        sa.CheckConstraint("length(trim(title)) > 0", name=op.f("ck_entry_text_title")),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_entry_text_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", "language", name=op.f("pk_entry_text")),
        sa.UniqueConstraint("entry", "position", name=op.f("uq_entry_text_entry_position")),
    )


def _entry_tag() -> None:
    op.create_table(
        "entry_tag",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("tag_set", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(tag_set = 'role' AND value IN ('lawful', 'performing', 'networking', 'participating')) OR "
            "(tag_set = 'barrier' AND value IN ('vested_interests', 'risk_aversion', 'own_organisation', "
            "'unwritten_rules', 'scepticism')) OR (tag_set = 'steering' AND value IN ('ambition', "
            "'system_intervention', 'choice_architecture', 'continuous_adjustment')) OR (tag_set = "
            "'instrument' AND value IN ('inspiring_story', 'infrastructure', 'dynamic_regulation', "
            "'financial_incentive', 'monitoring_feedback')) OR (tag_set = 'vantage' AND value IN "
            "('execution', 'policy', 'administration', 'oversight')) OR (tag_set = 'initiative' AND value"
            " IN ('bottom_up', 'top_down', 'together'))",
            name=op.f("ck_entry_tag_value"),
        ),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_entry_tag_entry"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", "tag_set", "value", name=op.f("pk_entry_tag")),
    )


def _entry_theme() -> None:
    op.create_table(
        "entry_theme",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("theme", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_entry_theme_entry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme"], ["theme.id"], name=op.f("fk_entry_theme_theme")),
        sa.PrimaryKeyConstraint("entry", "theme", name=op.f("pk_entry_theme")),
        sa.UniqueConstraint("entry", "position", name=op.f("uq_entry_theme_entry_position")),
    )
    op.create_index(op.f("ix_entry_theme_theme"), "entry_theme", ["theme"])


def _revision() -> None:
    op.create_table(
        "revision",
        sa.Column("number", NUMBER, sa.Identity(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", NUMBER, nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "subject IN ('entry', 'theme', 'person', 'room', 'place')", name=op.f("ck_revision_subject")
        ),
        sa.CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name=op.f("ck_revision_change")),
        sa.ForeignKeyConstraint(["actor"], ["person.id"], name=op.f("fk_revision_actor")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_revision_subject_key"), "revision", ["subject", "key"])


def _question() -> None:
    op.create_table(
        "question",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("asker", NUMBER, nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.CheckConstraint("shown >= 0", name=op.f("ck_question_shown")),
        sa.ForeignKeyConstraint(["asker"], ["person.id"], name=op.f("fk_question_asker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_question_asker_conversation_asked_at"), "question", ["asker", "conversation", "asked_at"]
    )
    op.create_index(op.f("ix_question_cause"), "question", ["cause"])


def _question_entry() -> None:
    op.create_table(
        "question_entry",
        sa.Column("question", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_question_entry_entry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question"], ["question.id"], name=op.f("fk_question_entry_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question", "position", name=op.f("pk_question_entry")),
        sa.UniqueConstraint("question", "entry", name=op.f("uq_question_entry_question_entry")),
    )
