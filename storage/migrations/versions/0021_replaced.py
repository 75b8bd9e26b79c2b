"""Stories told protected whose author changed them: the words before stay listed until the new ones are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Let a story lead to the one in its place, which alone has the lock."""
    with op.batch_alter_table("protected_story", table_kwargs={"sqlite_autoincrement": True}) as story:
        story.add_column(sa.Column("replaced_by", NUMBER, nullable=True))
        for name in ("lookup", "salt", "digest"):
            story.alter_column(name, existing_type=sa.Text(), nullable=True)
        story.create_foreign_key(
            op.f("fk_protected_story_replaced_by"),
            "protected_story",
            ["replaced_by"],
            ["id"],
            ondelete="CASCADE",
        )
    op.create_index(op.f("ix_protected_story_replaced_by"), "protected_story", ["replaced_by"])
