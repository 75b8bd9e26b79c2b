"""Of who said that they may be asked again, so that linking an account of theirs does not end that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0023"


def upgrade() -> None:
    """Add both columns: whoever is in the table said so themselves, as far as anybody knows."""
    for name in ("again", "carried"):
        op.add_column("left_alone", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
