"""Finding what was said by the platform's id of it, for whoever reacts to it."""

from __future__ import annotations

from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f("ix_sent_message"), "sent", ["message"])
