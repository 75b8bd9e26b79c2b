"""Channels that take a 💡 for a wish to keep a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0021"


def upgrade() -> None:
    """Add the column: no lamp is on."""
    op.add_column("room", sa.Column("lamp", sa.Boolean(), nullable=False, server_default=sa.false()))
