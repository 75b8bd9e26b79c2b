"""Answers in the threads of prompts, and summing them up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORK = "kind IN ('retention', 'findable', 'contact', 'erasing', 'freshness', 'harvest', 'prompt')"


def upgrade() -> None:
    """Make the table, and let summing up fall due."""
    op.create_table(
        "answer",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("prompt", NUMBER, nullable=False),
        sa.Column("planned", sa.DateTime(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("conversation", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_answer_entry"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["prompt", "planned"],
            ["occurrence.prompt", "occurrence.planned"],
            name=op.f("fk_answer_prompt_planned"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("conversation", "message", name=op.f("uq_answer_conversation_message")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_answer_author"), "answer", ["author"])
    op.create_index(op.f("ix_answer_prompt_planned"), "answer", ["prompt", "planned"])
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("ck_due_kind"), type_="check")
        due.create_check_constraint(op.f("ck_due_kind"), WORK)
