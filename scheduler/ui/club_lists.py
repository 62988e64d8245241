"""The lists of an allocation that pages hand out."""

from __future__ import annotations

import datetime

from scheduler.allocation.allocate import comparisons
from scheduler.export.allocation.book import ClubLists
from scheduler.store import StoredAllocation, UnreadableError
from scheduler.ui import session


def latest_allocation(school_id: int) -> StoredAllocation | None:
    """Return the latest allocation of a school; None where there is none, or it is damaged, which 选课 tells."""
    try:
        return session.store().allocations.latest(school_id)
    except UnreadableError:
        return None


def club_lists(stored: StoredAllocation, month: datetime.date | None, *, anonymous: bool) -> ClubLists:
    """Return the lists of an allocation, beside what first come and a lottery make of the same wishes."""
    others = comparisons(stored.wishes, stored.allocation)
    return ClubLists(stored.wishes, stored.allocation, others, month, anonymous)
