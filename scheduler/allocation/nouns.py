"""What pupils wish and what clubs offer, and an allocation of the pupils to the clubs. Days are ISO weekdays."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from scheduler.school.base import FrozenModel
from scheduler.text import Text

MOST_WISHES = 10
NOT_WISHED = MOST_WISHES + 1
"""The rank of a place that somebody was put into by hand and had not wished."""


class Seat(NamedTuple):
    """A club on one of its days: what has places."""

    club: str
    day: int


class Pupil(FrozenModel):
    """A pupil: `id` is unique in the school, `days` those on which he stays, `account` what earlier allocations owe him.

    The account is in points: a place of wish r counts r - 1, a day without a wish `MOST_WISHES`.
    """

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    class_id: str
    grade: int = Field(ge=1, le=12)
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    care: bool = False
    account: int = Field(default=0, ge=0, le=100_000)


class Wish(FrozenModel):
    """A pupil would like to be in a club: on one `day`, or (None) on whichever days it is held. Rank 1 is liked best."""

    pupil: str
    club: str
    rank: int = Field(ge=1, le=NOT_WISHED)
    day: int | None = Field(default=None, ge=1, le=7)


class Offer(FrozenModel):
    """A club to choose: its `days` (none: it is not held), the `places` on each, and how many it needs to be held (`minimum`).

    `whole`: who is in it comes on all its days. Of clubs of one `kind` a pupil has at most one. One with `audition` takes only
    those who are listed for it.
    """

    club: str = Field(min_length=1)
    days: tuple[int, ...] = ()
    places: int = Field(ge=1, le=2000)
    minimum: int = Field(default=0, ge=0, le=2000)
    grades: tuple[int, ...] = Field(min_length=1)
    kind: str | None = None
    whole: bool = False
    audition: bool = False


class Listing(FrozenModel):
    """A pupil who is admitted to a club with audition, or (`promised`) has a place in it for sure: on one day or on all."""

    pupil: str
    club: str
    promised: bool = False
    day: int | None = Field(default=None, ge=1, le=7)


class Companions(FrozenModel):
    """Two pupils who have the same clubs (`together`), or never the same."""

    one: str
    other: str
    together: bool = True


class Wishes(FrozenModel):
    """All that an allocation needs to know. `most` is how many clubs a pupil who wishes for the week may get; who wishes day by
    day may get one on each of his days. `first_come` are pupils by the time of their answer, as far as it is known.

    Raises ValueError naming what does not fit.
    """

    pupils: tuple[Pupil, ...]
    offers: tuple[Offer, ...]
    wishes: tuple[Wish, ...] = ()
    listings: tuple[Listing, ...] = ()
    companions: tuple[Companions, ...] = ()
    most: int = Field(default=1, ge=1, le=7)
    first_come: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _resolved(self) -> Self:
        problems = [*self._repeated(), *self._dangling()]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _repeated(self) -> Iterable[str]:
        for names in ([each.id for each in self.pupils], [each.club for each in self.offers]):
            yield from (f"{name} stands twice" for name, count in Counter(names).items() if count > 1)

    def _dangling(self) -> Iterable[str]:
        pupils, clubs = {p.id for p in self.pupils}, {o.club for o in self.offers}
        named = [*((w.pupil, w.club) for w in self.wishes), *((each.pupil, each.club) for each in self.listings)]
        yield from sorted({f"unknown pupil {pupil}" for pupil, _ in named if pupil not in pupils})
        yield from sorted({f"unknown club {club}" for _, club in named if club not in clubs})
        for pair in self.companions:
            if pair.one == pair.other or not {pair.one, pair.other} <= pupils:
                yield f"no pair: {pair.one}, {pair.other}"

    @cached_property
    def pupil(self) -> dict[str, Pupil]:
        """Pupils by id."""
        return {each.id: each for each in self.pupils}

    @cached_property
    def offer(self) -> dict[str, Offer]:
        """Offers by club."""
        return {each.club: each for each in self.offers}

    @cached_property
    def wishes_of(self) -> dict[str, tuple[Wish, ...]]:
        """The wishes of each pupil, best first."""
        found: dict[str, list[Wish]] = defaultdict(list)
        for wish in self.wishes:
            found[wish.pupil].append(wish)
        return {pupil: tuple(sorted(found[pupil], key=lambda w: (w.rank, w.day or 0))) for pupil in self.pupil}

    @cached_property
    def listed(self) -> dict[str, dict[str, Listing]]:
        """The clubs that each pupil is listed for."""
        found: dict[str, dict[str, Listing]] = defaultdict(dict)
        for each in self.listings:
            known = found[each.pupil].get(each.club)
            found[each.pupil][each.club] = each if known is None or each.promised else known
        return dict(found)

    def days_of(self, wish: Wish) -> tuple[int, ...]:
        """Return the days on which a wish may be granted, also where its pupil does not stay."""
        days = self.offer[wish.club].days
        if self.offer[wish.club].whole and wish.day in days:
            return days
        return days if wish.day is None else (wish.day,) if wish.day in days else ()

    def by_day(self, pupil: str) -> bool:
        """Tell whether a pupil wishes day by day, and not for the week."""
        return any(wish.day is not None for wish in self.wishes_of[pupil])


class Mode(StrEnum):
    """How places are given: best for all, first come first served, or in an order that is drawn."""

    BEST = "best"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"


MODE_NAMES: dict[Mode, Text] = {
    Mode.BEST: Text("统筹分配", "best for all"),
    Mode.FIRST_COME: Text("先到先得", "first come, first served"),
    Mode.LOTTERY: Text("抽签依次选", "lottery"),
}


class Place(FrozenModel):
    """A pupil's place in a club on a day. `rank` is that of the wish that it meets, 0 where it was promised, else `NOT_WISHED`."""

    pupil: str
    club: str
    day: int = Field(ge=1, le=7)
    rank: int = Field(ge=0, le=NOT_WISHED)


class Allocation(FrozenModel):
    """Who is in which club on which day; on the other days of theirs pupils are in the homework room.

    `closed` are the sessions that are not held because they would be below their minimum. `known` are all pupils that it was made
    for, also those without a place. `proven`: no allocation is better in
    the order of `measures.Measures`. `seed` is that of the drawing.
    """

    places: tuple[Place, ...]
    closed: tuple[Seat, ...] = ()
    known: tuple[str, ...] = ()
    mode: Mode = Mode.BEST
    seed: int = 0
    proven: bool = False

    @cached_property
    def of(self) -> dict[str, dict[int, Place]]:
        """The places of each pupil who has one, by day."""
        found: dict[str, dict[int, Place]] = defaultdict(dict)
        for place in self.places:
            found[place.pupil][place.day] = place
        return dict(found)

    @cached_property
    def members(self) -> dict[Seat, tuple[Place, ...]]:
        """The places that are taken of each session that somebody is in."""
        found: dict[Seat, list[Place]] = defaultdict(list)
        for place in self.places:
            found[Seat(place.club, place.day)].append(place)
        return {seat: tuple(places) for seat, places in found.items()}
