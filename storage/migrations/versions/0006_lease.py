"""Which process alone serves a platform that takes one at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("epoch > 0", name=op.f("ck_lease_epoch")),
        sa.CheckConstraint("(holder IS NULL) = (until IS NULL)", name=op.f("ck_lease_holder")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
