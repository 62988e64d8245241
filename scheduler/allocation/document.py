"""An allocation as JSON for programs, and to go on from in the term: pupils by their ids, no names."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import accounts
from scheduler.allocation.nouns import Allocation, Mode, Place, Seat


class AllocationDocument(BaseModel):
    """What `allocation.json` holds. `accounts` are what is carried to the next allocation, without those of nought; `most` is that
    of the wishes."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["paike-allocation-1"] = "paike-allocation-1"
    mode: Mode
    seed: int
    proven: bool
    places: list[tuple[str, str, int, int]]
    closed: list[tuple[str, int]]
    pupils: list[str]
    accounts: dict[str, int]
    most: int = Field(default=1, ge=1, le=7)


class Recorded(NamedTuple):
    """An allocation, what is owed after it, and how many clubs a pupil who wishes for the week may have."""

    allocation: Allocation
    accounts: dict[str, int]
    most: int


def allocation_text(demand: Demand, allocation: Allocation) -> str:
    """Return an allocation as JSON: a place is pupil, club, day, rank."""
    document = AllocationDocument(
        mode=allocation.mode,
        seed=allocation.seed,
        proven=allocation.proven,
        places=[(p.pupil, p.club, p.day, p.rank) for p in allocation.places],
        closed=[(seat.club, seat.day) for seat in allocation.closed],
        pupils=list(allocation.known),
        accounts={pupil: points for pupil, points in accounts(demand, allocation).items() if points},
        most=demand.wishes.most,
    )
    return document.model_dump_json() + "\n"


def read_allocation(text: str) -> Recorded | None:
    """Return an allocation that was written as JSON; None for any other text."""
    try:
        found = AllocationDocument.model_validate_json(text)
        places = tuple(Place(pupil=p, club=c, day=d, rank=r) for p, c, d, r in found.places)
    except ValidationError:
        return None
    closed = tuple(Seat(club, day) for club, day in found.closed)
    allocation = Allocation(
        places=places, closed=closed, known=tuple(found.pupils), mode=found.mode, seed=found.seed, proven=found.proven
    )
    return Recorded(allocation, found.accounts, found.most)
