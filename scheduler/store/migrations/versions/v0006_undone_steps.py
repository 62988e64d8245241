"""Versions that stand for an earlier one, because a step was undone or done again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column to both lines of versions."""
    for table in ("school_versions", "plan_versions"):
        op.add_column(table, sa.Column("stands_for", sa.Integer, nullable=True))
