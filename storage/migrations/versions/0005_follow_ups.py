"""Going on with a question: what narrowed it, and which question it goes on with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns; `follows` is no foreign key, because a follow-up may outlive its question."""
    op.add_column("question", sa.Column("filters", sa.Text(), nullable=True))
    op.add_column("question", sa.Column("follows", NUMBER, nullable=True))
    op.create_index(op.f("ix_question_follows"), "question", ["follows"])
