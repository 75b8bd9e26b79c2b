"""Which open question a prompt showed, beside by which text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the column, and move there what stood in the place of the text: `Q7`."""
    op.add_column("occurrence", sa.Column("question", NUMBER, nullable=True))
    op.execute(
        "UPDATE occurrence SET question = CAST(substr(text, 2) AS INTEGER), text = NULL "
        "WHERE kind = 'question' AND text LIKE 'Q%'"
    )
