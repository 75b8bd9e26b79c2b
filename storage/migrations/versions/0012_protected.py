"""Protected dialogues, and by which of them a row of inbox and outbox is sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and the columns."""
    op.add_column("inbox", sa.Column("sealed", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("sealed", sa.Text(), nullable=True))
    op.create_table(
        "protected_dialogue",
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("handle", name=op.f("pk_protected_dialogue")),
    )
    op.create_table(
        "protected_story",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("week", MOMENT, nullable=False),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_protected_story_language")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_story")),
        sqlite_autoincrement=True,
    )
