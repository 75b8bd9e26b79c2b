"""Who follows which theme, and what came of what people shared; a prompt may have had nothing to say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORK = (
    "kind IN ('retention', 'findable', 'contact', 'erasing', 'freshness', 'harvest', 'followed', 'echo', "
    "'prompt')"
)
OUTCOME = "outcome IN ('posted', 'late', 'missed', 'skipped', 'moved', 'empty')"


def upgrade() -> None:
    """Make the tables, and let both kinds of news fall due."""
    op.create_table(
        "followed_theme",
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("theme", NUMBER, autoincrement=False, nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rhythm IN ('weekly', 'monthly')", name=op.f("ck_followed_theme_rhythm")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_followed_theme_person")),
        sa.ForeignKeyConstraint(["theme"], ["theme.id"], name=op.f("fk_followed_theme_theme")),
        sa.PrimaryKeyConstraint("person", "theme", name=op.f("pk_followed_theme")),
    )
    op.create_index(op.f("ix_followed_theme_theme"), "followed_theme", ["theme"])
    op.create_table(
        "used_entry",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_used_entry_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_used_entry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_used_entry_entry"), "used_entry", ["entry"])
    op.create_table(
        "no_echo",
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_no_echo_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_no_echo")),
    )
    op.create_index(op.f("ix_revision_at"), "revision", ["at"])
    for table, column, rule in (("due", "kind", WORK), ("occurrence", "outcome", OUTCOME)):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_{column}"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_{column}"), rule)
