"""Runs of the solver and their progress."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("school_id", sa.Integer, nullable=False),
        sa.Column("school_number", sa.Integer, nullable=False),
        sa.Column("plan_number", sa.Integer, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("task", sa.String, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("workers", sa.Integer),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("pid", sa.Integer),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
        sa.Column("stop", sa.Boolean, nullable=False),
        sa.Column("elapsed", sa.Float, nullable=False),
        sa.Column("cost", sa.Integer),
        sa.Column("bound", sa.Integer, nullable=False),
        sa.Column("plans", sa.Integer, nullable=False),
        sa.Column("best", sa.LargeBinary),
        sa.Column("outcome", sa.LargeBinary),
        sa.Column("saved_as", sa.Integer),
        sa.Column("failure", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name="fk_runs_school_id", ondelete="CASCADE"),
    )
    op.create_index("ix_runs_school_id", "runs", ["school_id"])
    op.create_table(
        "run_progress",
        sa.Column("run_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("cost", sa.Integer),
        sa.Column("bound", sa.Integer, nullable=False),
        sa.Column("plans", sa.Integer, nullable=False),
        sa.Column("by_rule", sa.JSON),
        sa.PrimaryKeyConstraint("run_id", "number", name="pk_run_progress"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_run_progress_run_id", ondelete="CASCADE"),
    )
