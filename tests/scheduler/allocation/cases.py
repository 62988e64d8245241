"""Small cases of pupils and clubs for tests, every allocation of them, and what each must keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from random import Random

from scheduler.allocation import Allocation, Companions, Listing, Offer, Place, Pupil, Seat, Wish, Wishes
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import Measures, measure


def pupil(identity: str, *days: int, **more: object) -> Pupil:
    fields: dict[str, object] = {
        "id": identity,
        "name": identity,
        "class_id": "三(1)班",
        "grade": 3,
        "days": days or (1,),
    }
    return Pupil.model_validate({**fields, **more})


def club(name: str, places: int, *days: int, **more: object) -> Offer:
    return Offer.model_validate({"club": name, "days": days or (1,), "places": places, "grades": (3,), **more})


def week(name: str, *clubs: str) -> list[Wish]:
    """The wishes of a pupil for the week, best first."""
    return [Wish(pupil=name, club=each, rank=rank) for rank, each in enumerate(clubs, 1)]


def on(day: int, name: str, *clubs: str) -> list[Wish]:
    """The wishes of a pupil for a day, best first."""
    return [wish.model_copy(update={"day": day}) for wish in week(name, *clubs)]


def wishes_of(pupils: Iterable[Pupil], offers: Iterable[Offer], *wishes: list[Wish], **more: object) -> Wishes:
    flat = tuple(wish for each in wishes for wish in each)
    return Wishes.model_validate({"pupils": tuple(pupils), "offers": tuple(offers), "wishes": flat, **more})


def random_wishes(seed: int, *, tied: bool = False) -> Wishes:
    """A random case of which every allocation can be looked at; `tied` ones have clubs of two days, kinds and companions."""
    random = Random(seed)
    names = [f"p{number}" for number in range(random.randint(2, 5))]
    clubs = ["a", "b", "c"][: random.randint(2, 3)]
    by_day = random.random() < 0.5
    offers = [
        club(
            name,
            random.randint(1, 2),
            *((1, 2) if random.random() < (0.6 if by_day else 0.3) else (random.randint(1, 2),)),
            minimum=random.choice((0, 0, 0, 2, 2, 3)),
            kind=random.choice((None, "k")) if tied else None,
            whole=tied and random.random() < 0.4,
        )
        for name in clubs
    ]
    found: list[list[Wish]] = []
    for name in names:
        for day in (1, 2) if by_day else (0,):
            wished = random.sample(clubs, random.randint(0, len(clubs)))
            found.append(on(day, name, *wished) if day else week(name, *wished))
    listings = [Listing(pupil=names[0], club=clubs[0], promised=True)] if random.random() < 0.3 else []
    pairs = (
        [Companions(one=names[0], other=names[1], together=random.random() < 0.5)] if tied and len(names) > 2 else []
    )
    stays = [(1, 2) if random.random() < 0.8 else (random.randint(1, 2),) for _ in names]
    pupils = [pupil(n, *d, account=random.choice((0, 0, 3, 7))) for n, d in zip(names, stays, strict=True)]
    return wishes_of(
        pupils,
        offers,
        *found,
        listings=tuple(listings),
        companions=tuple(pairs),
        most=random.randint(1, 2) if tied else 1,
    )


def every_allocation(wishes: Wishes) -> Iterator[Allocation]:
    """Yield every legal allocation, found by trying all: it asks the wishes and not the program's options."""
    mine = [list(_ways(wishes, each)) for each in wishes.pupils]
    for chosen in product(*mine):
        allocation = Allocation(places=tuple(place for places in chosen for place in places))
        if not list(faults(wishes, allocation)):
            yield allocation


def _ways(wishes: Wishes, one: Pupil) -> Iterator[tuple[Place, ...]]:
    choices: list[list[Place | None]] = []
    for day in one.days:
        ranks: dict[str, int] = {}
        for wish in wishes.wishes_of[one.id]:
            offer = wishes.offer[wish.club]
            if day in offer.days and (wish.day in (None, day) or (offer.whole and wish.day in offer.days)):
                ranks[wish.club] = min(wish.rank, ranks.get(wish.club, 99))
        listed = [
            e.club for e in wishes.listings if e.pupil == one.id and e.promised and day in wishes.offer[e.club].days
        ]
        if listed:
            choices.append([Place(pupil=one.id, club=listed[0], day=day, rank=0)])
        else:
            choices.append([None, *(Place(pupil=one.id, club=c, day=day, rank=r) for c, r in ranks.items())])
    for places in product(*choices):
        yield tuple(place for place in places if place is not None)


def faults(wishes: Wishes, allocation: Allocation) -> Iterator[str]:
    """Yield what an allocation does not keep, said anew here and not by the program's model."""
    promised = {(e.pupil, e.club) for e in wishes.listings if e.promised}
    for seat, members in allocation.members.items():
        offer = wishes.offer[seat.club]
        sure = any(place.rank == 0 for place in members)
        if seat.day not in offer.days or len(members) > offer.places or (len(members) < offer.minimum and not sure):
            yield f"{seat}: {len(members)}"
    for one in wishes.pupils:
        yield from _own_faults(wishes, one, list(allocation.of.get(one.id, {}).values()), promised)
    for pair in wishes.companions:
        both = [{(p.club, p.day) for p in allocation.of.get(name, {}).values()} for name in (pair.one, pair.other)]
        if both[0] != both[1] if pair.together else both[0] & both[1]:
            yield f"{pair}"


def _own_faults(wishes: Wishes, one: Pupil, places: list[Place], promised: set[tuple[str, str]]) -> Iterator[str]:
    clubs = {place.club for place in places}
    by_day = any(wish.day for wish in wishes.wishes_of[one.id])
    if len({place.day for place in places}) < len(places) or not {place.day for place in places} <= set(one.days):
        yield f"{one.id}: days"
    if not by_day:
        sure = {club for club in clubs if (one.id, club) in promised}
        asked = [p for p in places if p.rank]
        count = len({p.club for p in asked})
        room = max(0, min(wishes.most, len(wishes.wishes_of[one.id])) - len(sure))
        twice = any(not wishes.offer[p.club].whole and sum(q.club == p.club for q in asked) > 1 for p in asked)
        if count > room or twice or any(p.club in sure for p in asked):
            yield f"{one.id}: too many"
    kinds = [wishes.offer[club].kind for club in clubs if wishes.offer[club].kind]
    if len(set(kinds)) < len(kinds):
        yield f"{one.id}: kinds"
    for place in places:
        offer = wishes.offer[place.club]
        held = {p.day for p in places if p.club == place.club}
        if place.rank and offer.whole and (held != set(offer.days)):
            yield f"{one.id}: not whole"
        if one.grade not in offer.grades:
            yield f"{one.id}: grade"


def best_measures(wishes: Wishes) -> Measures | None:
    demand = Demand(wishes)
    return min((measure(demand, each) for each in every_allocation(wishes)), default=None)


def seats_of(allocation: Allocation, name: str) -> dict[int, str]:
    """The clubs of a pupil by day."""
    return {day: place.club for day, place in allocation.of.get(name, {}).items()}


def session(name: str, day: int = 1) -> Seat:
    return Seat(name, day)
