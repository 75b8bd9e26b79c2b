"""What readers say of entries, wishes that a message is kept, and who is not to be asked for that."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "vote",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("grade BETWEEN 1 AND 5", name=op.f("ck_vote_grade")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_vote_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_vote_person")),
        sa.PrimaryKeyConstraint("entry", "person", name=op.f("pk_vote")),
    )
    op.create_index(op.f("ix_vote_person"), "vote", ["person"])
    _reports()
    _additions()
    _wishes()


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("reporter", NUMBER, nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("hid", sa.Boolean(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "complaint IN ('outdated', 'incorrect', 'privacy', 'unsafe')", name=op.f("ck_report_complaint")
        ),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_report_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reporter"], ["person.id"], name=op.f("fk_report_reporter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_report_entry"), "report", ["entry"])
    op.create_index(op.f("ix_report_reporter_at"), "report", ["reporter", "at"])


def _additions() -> None:
    op.create_table(
        "addition",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("author", NUMBER, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('proposed', 'accepted', 'declined')", name=op.f("ck_addition_decision")
        ),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_addition_language")),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_addition_text")),
        sa.ForeignKeyConstraint(["entry"], ["entry.id"], name=op.f("fk_addition_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_addition_author")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addition")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_addition_author"), "addition", ["author"])
    op.create_index(op.f("ix_addition_entry"), "addition", ["entry"])


def _wishes() -> None:
    op.create_table(
        "wish",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "left_alone",
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_left_alone_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_left_alone")),
    )
