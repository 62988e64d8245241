"""Runs migrations in the transaction of the connection that is given; Alembic executes this file."""

from alembic import context

from scheduler.store.models import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
