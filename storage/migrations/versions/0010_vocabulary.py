"""What the network teaches its search, and where a question was asked and which one it is the same as."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SUBJECTS = "subject IN ('entry', 'theme', 'person', 'room', 'place', 'phrasing', 'words')"


def upgrade() -> None:
    """Make the tables, and let revisions be about them.

    Of a question from before this nobody knows whether others read along, so its answer comes directly.
    """
    _phrasing()
    _words()
    _subjects()
    op.add_column("question", sa.Column("alone", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("question", sa.Column("alike", NUMBER, nullable=True))
    op.create_index(op.f("ix_question_alike"), "question", ["alike"])


def _phrasing() -> None:
    op.create_table(
        "phrasing",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_phrasing_language")),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_phrasing_text")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_phrasing_entry"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", "position", name=op.f("pk_phrasing")),
    )


def _words() -> None:
    op.create_table(
        "word_group",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('synonym', 'abbreviation')", name=op.f("ck_word_group_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_group")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "word",
        sa.Column("word_group", NUMBER, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_word_text")),
        sa.ForeignKeyConstraint(
            ["word_group"], ["word_group.id"], name=op.f("fk_word_word_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word_group", "position", name=op.f("pk_word")),
    )


def _subjects() -> None:
    """Widen what a revision may be about; SQLite can only do that by making the table anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_revision_subject"), "revision", type_="check")
        op.create_check_constraint(op.f("ck_revision_subject"), "revision", SUBJECTS)
        return
    op.drop_index(op.f("ix_revision_subject_key"), "revision")
    op.drop_index(op.f("ix_revision_actor_action"), "revision")
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
    op.drop_table("revision_before")
    op.create_index(op.f("ix_revision_subject_key"), "revision", ["subject", "key"])
    op.create_index(op.f("ix_revision_actor_action"), "revision", ["actor", "action"])
