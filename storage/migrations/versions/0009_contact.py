"""Contact with pioneers: how they can be reached, who would like to reach them, and when that is over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables, and let the work of pioneers fall due."""
    op.create_table(
        "reach",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_reach_words")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_reach_entry"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_reach")),
    )
    op.create_table(
        "contact_request",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("pioneer", sa.Text(), nullable=False),
        sa.Column("asker", NUMBER, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('waiting', 'declined', 'accepted', 'over')", name=op.f("ck_contact_request_answer")
        ),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_contact_request_language")),
        sa.CheckConstraint("(answer = 'over') = (about IS NULL)", name=op.f("ck_contact_request_about")),
        sa.ForeignKeyConstraint(
            ["pioneer"], ["entry.id"], name=op.f("fk_contact_request_pioneer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asker"], ["person.id"], name=op.f("fk_contact_request_asker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_request")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_contact_request_asker"), "contact_request", ["asker"])
    op.create_index(op.f("ix_contact_request_pioneer_asked_at"), "contact_request", ["pioneer", "asked_at"])
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("ck_due_kind"), type_="check")
        due.create_check_constraint(
            op.f("ck_due_kind"), "kind IN ('retention', 'findable', 'contact', 'erasing')"
        )
