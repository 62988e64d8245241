"""Keeps schools, every version of their plans, and the runs of the solver."""

from __future__ import annotations

from scheduler.store.database import open_database
from scheduler.store.errors import NotFoundError, StaleError, StoreError, UnreadableError, Version
from scheduler.store.plans import Plans, PlanVersion, StoredPlan
from scheduler.store.schools import SchoolEntry, Schools

__all__ = [
    "NotFoundError",
    "PlanVersion",
    "SchoolEntry",
    "StaleError",
    "Store",
    "StoreError",
    "StoredPlan",
    "UnreadableError",
    "Version",
]


class Store:
    """The store as one owner sees it; '' is the user of this machine. Threads may share it.

    `url` as in `open_database`: by default `PAIKE_STORE`, else a SQLite file of the user. Raises StoreError.
    """

    def __init__(self, owner: str = "", url: str | None = None) -> None:
        database = open_database(url)
        self.schools = Schools(database, owner)
        self.plans = Plans(database, owner)
