"""Prompts, what became of each of their moments, and the mandate line of a room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SUBJECTS = "subject IN ('entry', 'theme', 'person', 'room', 'place', 'phrasing', 'words', 'prompt')"


def upgrade() -> None:
    """Make the tables, and let prompts fall due and stand in the feed."""
    op.add_column("room", sa.Column("mandate", sa.Text(), nullable=True))
    op.create_table(
        "prompt",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("owner", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("made", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'active', 'paused', 'stopped')", name=op.f("ck_prompt_state")),
        sa.CheckConstraint("length(trim(kind)) > 0", name=op.f("ck_prompt_kind")),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_prompt_owner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_prompt_owner"), "prompt", ["owner"])
    op.create_index(op.f("ix_prompt_room"), "prompt", ["room"])
    _occurrences()
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("ck_due_kind"), type_="check")
        due.create_check_constraint(
            op.f("ck_due_kind"), "kind IN ('retention', 'findable', 'contact', 'erasing', 'prompt')"
        )
    _subjects()


def _occurrences() -> None:
    op.create_table(
        "occurrence",
        sa.Column("prompt", NUMBER, autoincrement=False, nullable=False),
        sa.Column("planned", sa.DateTime(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('posted', 'late', 'missed', 'skipped', 'moved')", name=op.f("ck_occurrence_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["prompt"], ["prompt.id"], name=op.f("fk_occurrence_prompt"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("prompt", "planned", name=op.f("pk_occurrence")),
    )
    op.create_index(op.f("ix_occurrence_room_at"), "occurrence", ["room", "at"])
    op.create_table(
        "occurrence_entry",
        sa.Column("prompt", NUMBER, autoincrement=False, nullable=False),
        sa.Column("planned", sa.DateTime(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prompt"], ["prompt.id"], name=op.f("fk_occurrence_entry_prompt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_occurrence_entry_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("prompt", "planned", "entry", name=op.f("pk_occurrence_entry")),
    )
    op.create_index(op.f("ix_occurrence_entry_entry"), "occurrence_entry", ["entry"])


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
