"""Whose question words were learned from, and when the owner of an entry was reminded to look at it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORK = "kind IN ('retention', 'findable', 'contact', 'erasing', 'freshness', 'prompt')"


def upgrade() -> None:
    """Nobody knows any more whose question older words came from; nobody was reminded yet."""
    with op.batch_alter_table("phrasing") as phrasing:
        phrasing.add_column(sa.Column("asker", NUMBER, nullable=True))
        phrasing.create_foreign_key(op.f("fk_phrasing_asker"), "person", ["asker"], ["id"])
    op.create_index(op.f("ix_phrasing_asker"), "phrasing", ["asker"])
    op.create_table(
        "reminder",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_reminder_entry"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_reminder")),
    )
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("ck_due_kind"), type_="check")
        due.create_check_constraint(op.f("ck_due_kind"), WORK)
