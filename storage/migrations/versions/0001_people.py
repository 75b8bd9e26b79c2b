"""Persons and where they meet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    _person()
    _account()
    _link_code()
    _place()
    _room()
    _member()
    _direct_room()
    _talk()
    _dialogue()


def _person() -> None:
    op.create_table(
        "person",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("merged_into", NUMBER, nullable=True),
        sa.CheckConstraint(
            "role IN ('stranger', 'member', 'coordinator', 'admin')", name=op.f("ck_person_role")
        ),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_person_merged_into")),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_person_language")),
        sa.ForeignKeyConstraint(["merged_into"], ["person.id"], name=op.f("fk_person_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_autoincrement=True,
    )


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_account")),
    )
    op.create_index(op.f("ix_account_person"), "account", ["person"])


def _link_code() -> None:
    op.create_table(
        "link_code",
        sa.Column("person", NUMBER, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_link_code_person")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_link_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_link_code_digest")),
    )


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("admitted", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_place")),
    )


def _room() -> None:
    op.create_table(
        "room",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.CheckConstraint("mode IN ('silent', 'listen', 'active')", name=op.f("ck_room_mode")),
        sa.CheckConstraint("readers IN ('unknown', 'members', 'mixed')", name=op.f("ck_room_readers")),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_room_language")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_room")),
    )


def _member() -> None:
    op.create_table(
        "member",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", "room", name=op.f("pk_member")),
    )


def _direct_room() -> None:
    op.create_table(
        "direct_room",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_direct_room")),
    )


def _talk() -> None:
    op.create_table(
        "talk",
        sa.Column("conversation", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation", "account", name=op.f("pk_talk")),
    )


def _dialogue() -> None:
    op.create_table(
        "dialogue",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("field", sa.Integer(), nullable=False),
        sa.Column("updated", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("field >= 0", name=op.f("ck_dialogue_field")),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_dialogue")),
    )
