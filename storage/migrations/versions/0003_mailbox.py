"""What comes in, what goes out, what was sent, and what falls due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _inbox()
    _cursor()
    _outbox()
    _sent()
    _sent_entry()
    _due()


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'received') = (closed_at IS NULL)", name=op.f("ck_inbox_closed_at")),
        sa.CheckConstraint(
            "state <> 'done' OR (payload IS NULL AND conversation IS NULL)", name=op.f("ck_inbox_done")
        ),
        sa.CheckConstraint(
            "state <> 'received' OR (payload IS NOT NULL AND conversation IS NOT NULL)",
            name=op.f("ck_inbox_received"),
        ),
        sa.CheckConstraint("state IN ('received', 'done', 'dead')", name=op.f("ck_inbox_state")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_inbox_attempts")),
        sa.CheckConstraint("claim IS NULL OR free_at IS NOT NULL", name=op.f("ck_inbox_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("key", name=op.f("uq_inbox_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["conversation", "id"],
        sqlite_where=sa.text("state = 'received'"),
        postgresql_where=sa.text("state = 'received'"),
    )


def _cursor() -> None:
    op.create_table(
        "cursor",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_cursor")),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("parts", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'waiting') = (closed_at IS NULL)", name=op.f("ck_outbox_closed_at")),
        sa.CheckConstraint(
            "kind IN ('post', 'private', 'edit', 'delete', 'react', 'upload', 'open_direct')",
            name=op.f("ck_outbox_kind"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name=op.f("ck_outbox_state")),
        sa.CheckConstraint("state <> 'waiting' OR payload IS NOT NULL", name=op.f("ck_outbox_waiting")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        sa.CheckConstraint("claim IS NULL OR free_at IS NOT NULL", name=op.f("ck_outbox_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("token", name=op.f("uq_outbox_token")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_cause",
        "outbox",
        ["cause"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["conversation", "id"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_outbox_room",
        "outbox",
        ["room"],
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def _sent() -> None:
    op.create_table(
        "sent",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("delivery", NUMBER, nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('post', 'private', 'edit', 'delete', 'react', 'upload', 'open_direct')",
            name=op.f("ck_sent_kind"),
        ),
        sa.CheckConstraint("part >= 0", name=op.f("ck_sent_part")),
        sa.ForeignKeyConstraint(
            ["delivery"], ["outbox.id"], name=op.f("fk_sent_delivery"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent")),
        sa.UniqueConstraint("delivery", "part", name=op.f("uq_sent_delivery_part")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sent_cause_conversation"), "sent", ["cause", "conversation"])


def _sent_entry() -> None:
    op.create_table(
        "sent_entry",
        sa.Column("sent", NUMBER, autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_sent_entry_entry"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sent"], ["sent.id"], name=op.f("fk_sent_entry_sent"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("sent", "entry", name=op.f("pk_sent_entry")),
    )
    op.create_index(op.f("ix_sent_entry_entry"), "sent_entry", ["entry"])


def _due() -> None:
    op.create_table(
        "due",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.Text(), nullable=True),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('retention')", name=op.f("ck_due_kind")),
        sa.CheckConstraint("claim IS NULL OR free_at IS NOT NULL", name=op.f("ck_due_claim")),
        sa.PrimaryKeyConstraint("kind", "subject", name=op.f("pk_due")),
    )
    op.create_index(op.f("ix_due_at"), "due", ["at"])
