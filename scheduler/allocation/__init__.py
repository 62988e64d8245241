"""Which pupil goes to which club: wishes, the allocation that is provably best, and why it is so."""

from scheduler.allocation.nouns import (
    MOST_WISHES,
    NOT_WISHED,
    Allocation,
    Companions,
    Listing,
    Mode,
    Offer,
    Place,
    Pupil,
    Seat,
    Wish,
    Wishes,
)

__all__ = [
    "MOST_WISHES",
    "NOT_WISHED",
    "Allocation",
    "Companions",
    "Listing",
    "Mode",
    "Offer",
    "Place",
    "Pupil",
    "Seat",
    "Wish",
    "Wishes",
]
