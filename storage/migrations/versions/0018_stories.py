"""Stories that were told protected: how they are released, published and opened again by their author.

The table is made anew, as nothing could have come into it before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORK = (
    "kind IN ('retention', 'findable', 'contact', 'erasing', 'freshness', 'harvest', "
    "'followed', 'echo', 'prompt', 'reading', 'story')"
)


def upgrade() -> None:
    """Make the tables, and let reading and publishing fall due."""
    op.drop_table("protected_story")
    op.create_table(
        "protected_story",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("week", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=True),
        sa.Column("lookup", sa.Text(), nullable=False),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("length(language) BETWEEN 2 AND 8", name=op.f("ck_protected_story_language")),
        sa.CheckConstraint("words IS NOT NULL OR entry IS NOT NULL", name=op.f("ck_protected_story_words")),
        sa.ForeignKeyConstraint(
            ["entry"], ["entry.id"], name=op.f("fk_protected_story_entry"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_story")),
        sa.UniqueConstraint("lookup", name=op.f("uq_protected_story_lookup")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_protected_story_entry"), "protected_story", ["entry"])
    op.create_table(
        "protected_release",
        sa.Column("story", NUMBER, nullable=False),
        sa.Column("person", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["story"], ["protected_story.id"], name=op.f("fk_protected_release_story"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_protected_release_person")),
        sa.PrimaryKeyConstraint("story", "person", name=op.f("pk_protected_release")),
    )
    op.create_index(op.f("ix_protected_release_person"), "protected_release", ["person"])
    with op.batch_alter_table("due") as due:
        due.drop_constraint(op.f("ck_due_kind"), type_="check")
        due.create_check_constraint(op.f("ck_due_kind"), WORK)
