"""Alembic's migrations, applied whenever a store is opened.

To change the tables: change `models.py`, add a file to `versions/`, run `tests/scheduler/store/test_migrations.py`.
"""
