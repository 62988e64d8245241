"""What teachers and parents may see, and the links by which they do."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("school_id", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("plan_number", sa.Integer, nullable=False),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_publications"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_publications_school_id", ondelete="CASCADE"),
        sa.UniqueConstraint("school_id", name="uq_publications_school_id"),
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("school_id", sa.Integer, nullable=False),
        sa.Column("audience", sa.String, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_links_school_id", ondelete="CASCADE"),
    )
    op.create_index("ix_links_school_id", "links", ["school_id"])
