"""What may be granted to whom: the options of each pupil, the places that are promised, and why a wish is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from scheduler.allocation.nouns import Place, Seat, Wish, Wishes


class Option(NamedTuple):
    """A wish that may be granted: a place in a club on some days at once."""

    pupil: str
    club: str
    days: tuple[int, ...]
    rank: int


class Refusal(StrEnum):
    """Why a wish cannot be granted whatever the others wish."""

    NOT_HELD = "not_held"
    GRADE = "grade"
    AUDITION = "audition"
    NOT_STAYING = "not_staying"


class Demand:
    """Ensures that what is granted from `options`, at most `room` of a pupil, is what wishes, grades and lists allow."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes

    @cached_property
    def promised(self) -> dict[str, dict[int, Place]]:
        """The places that are promised, by pupil and day."""
        found: dict[str, dict[int, Place]] = {}
        for each in self.wishes.listings:
            if each.promised:
                days = (each.day,) if each.day is not None else self.wishes.offer[each.club].days
                for day in sorted(set(days) & set(self.wishes.pupil[each.pupil].days)):
                    place = Place(pupil=each.pupil, club=each.club, day=day, rank=0)
                    found.setdefault(each.pupil, {}).setdefault(day, place)
        return found

    @cached_property
    def taken(self) -> Counter[Seat]:
        """How many places of each session are promised."""
        return Counter(Seat(p.club, p.day) for days in self.promised.values() for p in days.values())

    @cached_property
    def room(self) -> dict[str, int]:
        """How many wishes of each pupil could be granted beside what is promised to him, at most."""
        return {pupil: self._room(pupil) for pupil in self.wishes.pupil}

    def _room(self, pupil: str) -> int:
        wished, promised = self.wishes.wishes_of[pupil], self.promised.get(pupil, {})
        if self.wishes.by_day(pupil):
            days = {day for wish in wished for day in self.wishes.days_of(wish)} & set(self.wishes.pupil[pupil].days)
            return len(days - set(promised))
        return max(0, min(self.wishes.most, len(wished)) - len({place.club for place in promised.values()}))

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Every wish that may be granted, on each of its days or, where its club is `whole`, on all at once; best first."""
        best: dict[tuple[str, str, tuple[int, ...]], Option] = {}
        for pupil in self.wishes.pupil:
            for wish in self.wishes.wishes_of[pupil] if self.room[pupil] else ():
                for days in self._days(wish):
                    best.setdefault((pupil, wish.club, days), Option(pupil, wish.club, days, wish.rank))
        return tuple(best.values())

    def _days(self, wish: Wish) -> Iterator[tuple[int, ...]]:
        """Yield the days on which a wish may be granted."""
        if self.refusal(wish) is not None:
            return
        offer, stays = self.wishes.offer[wish.club], set(self.wishes.pupil[wish.pupil].days)
        free = stays - set(self.promised.get(wish.pupil, ()))
        each = [offer.days] if offer.whole else [(day,) for day in self.wishes.days_of(wish)]
        yield from (days for days in each if set(days) <= free)

    def refusal(self, wish: Wish) -> Refusal | None:
        """Return why a wish cannot be granted at all; None where it may be."""
        offer, pupil = self.wishes.offer[wish.club], self.wishes.pupil[wish.pupil]
        days = self.wishes.days_of(wish)
        if not days:
            return Refusal.NOT_HELD
        if pupil.grade not in offer.grades:
            return Refusal.GRADE
        if offer.audition and wish.club not in self.wishes.listed.get(wish.pupil, {}):
            return Refusal.AUDITION
        needed = set(offer.days) if offer.whole else set(days)
        stays = needed <= set(pupil.days) if offer.whole else bool(needed & set(pupil.days))
        return None if stays else Refusal.NOT_STAYING

    @cached_property
    def seats(self) -> dict[Seat, int]:
        """The places of each session that are left beside the promised ones."""
        return {
            seat: offer.places - self.taken[seat]
            for offer in self.wishes.offers
            for seat in (Seat(offer.club, day) for day in offer.days)
        }

    def weight(self, option: Option) -> int:
        """Return how much of a pupil's `room` an option fills: its days where he wishes day by day, else one wish."""
        return len(option.days) if self.wishes.by_day(option.pupil) else 1
