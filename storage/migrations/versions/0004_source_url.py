"""Finding entries by the address of their source, as an import does for every row."""

from __future__ import annotations

from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Make the index; on PostgreSQL by hash, because an address may be longer than a sorted one can hold."""
    op.create_index(op.f("ix_entry_source_url"), "entry", ["source_url"], postgresql_using="hash")
