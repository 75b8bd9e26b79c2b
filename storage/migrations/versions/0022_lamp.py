"""Channels that take a 💡 for a wish to keep a message, of which its author is asked once.

And proposals that wait again when it is undone that they were accepted.
"""

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
    op.create_table(
        "asked_about",
        sa.Column("message", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_asked_about")),
    )
