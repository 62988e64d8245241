"""Terms of schools: their calendars, absences and changes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "term_versions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("school_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_term_versions"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_term_versions_school_id", ondelete="CASCADE"),
        sa.UniqueConstraint("school_id", "number", name="uq_term_versions_school_id_number"),
    )
