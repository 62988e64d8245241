"""Workbooks that are being mended, what was assumed of a school, which school is this term's and from which file it came."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables and columns."""
    op.add_column("schools", sa.Column("current", sa.Boolean))
    op.add_column("schools", sa.Column("file", sa.String, nullable=False, server_default=""))
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("steps", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_owner", "drafts", ["owner"])
    op.create_table(
        "assumptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("school_id", sa.Integer, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_assumptions"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_assumptions_school_id", ondelete="CASCADE"),
        sa.UniqueConstraint("school_id", name="uq_assumptions_school_id"),
    )
