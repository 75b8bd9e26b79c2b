"""Agendas of rooms, and texts for prompts that coordinators gave."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SUBJECTS = (
    "subject IN ('entry', 'theme', 'person', 'room', 'place', 'phrasing', 'words', 'prompt', 'prompt_text')"
)


def upgrade() -> None:
    """Make the tables, and let texts of coordinators stand in the feed."""
    op.create_table(
        "topic",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("proposer", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_topic_words")),
        sa.ForeignKeyConstraint(["proposer"], ["person.id"], name=op.f("fk_topic_proposer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_topic_cause"), "topic", ["cause"])
    op.create_index(op.f("ix_topic_proposer"), "topic", ["proposer"])
    op.create_index(op.f("ix_topic_room_taken_at"), "topic", ["room", "taken_at"])
    op.create_table(
        "topic_vote",
        sa.Column("topic", NUMBER, autoincrement=False, nullable=False),
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["topic"], ["topic.id"], name=op.f("fk_topic_vote_topic"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_topic_vote_person")),
        sa.PrimaryKeyConstraint("topic", "person", name=op.f("pk_topic_vote")),
    )
    op.create_index(op.f("ix_topic_vote_person"), "topic_vote", ["person"])
    op.create_table(
        "prompt_text",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author", NUMBER, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(trim(kind)) > 0", name=op.f("ck_prompt_text_kind")),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_prompt_text_language")),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_prompt_text_words")),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_prompt_text_author")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_text")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_prompt_text_author"), "prompt_text", ["author"])
    _subjects()


def _subjects() -> None:
    """Widen what a revision may be about; SQLite can only do that by making the table anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_revision_subject"), "revision", type_="check")
        op.create_check_constraint(op.f("ck_revision_subject"), "revision", SUBJECTS)
        return
    op.drop_index(op.f("ix_revision_subject_key"), "revision")
    op.drop_index(op.f("ix_revision_actor_action"), "revision")
    op.drop_index(op.f("ix_revision_at"), "revision")
    op.rename_table("revision", "revision_before")
    op.create_table(
        "revision",
        sa.Column("number", NUMBER, sa.Identity(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", NUMBER, nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("action", NUMBER, nullable=True),
        sa.Column("command", sa.Text(), nullable=True),
        sa.Column("undoes", NUMBER, nullable=True),
        sa.CheckConstraint(SUBJECTS, name=op.f("ck_revision_subject")),
        sa.CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name=op.f("ck_revision_change")),
        sa.ForeignKeyConstraint(["actor"], ["person.id"], name=op.f("fk_revision_actor")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO revision SELECT * FROM revision_before")
    # numbers go on after the highest that ever was, also where that revision is gone
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'revision'")
    op.execute("UPDATE sqlite_sequence SET name = 'revision' WHERE name = 'revision_before'")
    op.drop_table("revision_before")
    op.create_index(op.f("ix_revision_subject_key"), "revision", ["subject", "key"])
    op.create_index(op.f("ix_revision_actor_action"), "revision", ["actor", "action"])
    op.create_index(op.f("ix_revision_at"), "revision", ["at"])
