"""Curating: which revisions are one action, proposals, questions to authors, merged entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns, and make the tables."""
    op.add_column("revision", sa.Column("action", NUMBER, nullable=True))
    op.add_column("revision", sa.Column("command", sa.Text(), nullable=True))
    op.add_column("revision", sa.Column("undoes", NUMBER, nullable=True))
    op.create_index(op.f("ix_revision_actor_action"), "revision", ["actor", "action"])
    op.create_table(
        "proposal",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("proposer", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_proposal_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["proposer"], ["person.id"], name=op.f("fk_proposal_proposer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "inquiry",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("asker", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered IS NULL)", name=op.f("ck_inquiry_answered")),
        sa.CheckConstraint("length(trim(question)) > 0", name=op.f("ck_inquiry_question")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_inquiry_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asker"], ["person.id"], name=op.f("fk_inquiry_asker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "merged_entry",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.CheckConstraint("target <> entry", name=op.f("ck_merged_entry_target")),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_merged_entry_entry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target"], ["entry.id"], name=op.f("fk_merged_entry_target"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_merged_entry")),
    )
    op.create_index(op.f("ix_merged_entry_target"), "merged_entry", ["target"])
