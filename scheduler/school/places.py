"""Venues."""

from __future__ import annotations

from pydantic import Field

from scheduler.school.base import Noun


class Venue(Noun):
    """A place of a kind. `capacity` is how many classes it holds at once, `seats` how many pupils in all (None: enough)."""

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    capacity: int = Field(default=1, ge=1)
    seats: int | None = Field(default=None, ge=1)
