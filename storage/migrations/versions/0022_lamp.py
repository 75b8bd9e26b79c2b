"""Channels that take a 💡 for a wish to keep a message, and proposals that wait again when that is undone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns: no lamp is on, and of what was accepted before nothing is left."""
    op.add_column("room", sa.Column("lamp", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("proposal", sa.Column("accepted_by", NUMBER, nullable=True))
