"""Whose question words were learned from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0011"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nobody knows any more whose question older words came from."""
    with op.batch_alter_table("phrasing") as phrasing:
        phrasing.add_column(sa.Column("asker", NUMBER, nullable=True))
        phrasing.create_foreign_key(op.f("fk_phrasing_asker"), "person", ["asker"], ["id"])
    op.create_index(op.f("ix_phrasing_asker"), "phrasing", ["asker"])
