"""Wishes of which it is known which lesson they became, so that they are open again when that is taken back.

And who is forgotten and still does not want to be asked.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"


def upgrade() -> None:
    """Add the column and the table: what was answered before is gone, and nobody is known any more."""
    op.add_column("wish", sa.Column("entry", sa.Text(), nullable=True))
    op.create_table(
        "still_left_alone",
        sa.Column("account", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_still_left_alone")),
    )
