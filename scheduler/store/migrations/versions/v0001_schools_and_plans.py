"""Schools, and the versions of schools and plans."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "schools",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_schools"),
    )
    op.create_index("ix_schools_owner", "schools", ["owner"])
    _versions(
        "school_versions", sa.Column("name", sa.String, nullable=False), sa.Column("format", sa.Integer, nullable=False)
    )
    _versions(
        "plan_versions",
        sa.Column("school_number", sa.Integer, nullable=False),
        sa.Column("cost", sa.Integer, nullable=False),
        sa.Column("compliant", sa.Boolean, nullable=False),
        sa.Column("bound", sa.Integer),
    )


def _versions(table: str, *more: sa.Column[Any]) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("school_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=f"fk_{table}_school_id", ondelete="CASCADE"),
        sa.UniqueConstraint("school_id", "number", name=f"uq_{table}_school_id_number"),
    )
