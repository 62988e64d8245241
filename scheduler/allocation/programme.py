"""The other way round: from the wishes to the programme, how many sessions of each club on which days, led by whom and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from ortools.sat.python import cp_model

from scheduler.allocation.allocate import allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import Measures, measure
from scheduler.allocation.nouns import MOST_WISHES, Offer, Place, Seat, Wish, Wishes
from scheduler.allocation.statistics import Statistics, statistics
from scheduler.school import Club, School, Slot, Venue
from scheduler.school.by_clock import overlapping
from scheduler.school.stations import slots_at
from scheduler.text import Text, day_name

WORKERS = 2
ANY_WISH = 100  # what it is worth that a pupil has some wish met, beside which ranks count little


Choice: TypeAlias = tuple[str, frozenset[int]]
"""A club and the days on which those who wish it could come."""


class Proposal(NamedTuple):
    """A programme: the `offers` and the `school` with its days, who could lead each session, and what pupils gain by it.

    `proven` says whether no programme of as many sessions is worth more by the sum that was sought (`ANY_WISH` for each pupil with
    a wish met, and the better the ranks the more), which leaves aside that several clubs of one pupil must be on several days.
    """

    offers: tuple[Offer, ...]
    school: School
    leaders: Mapping[Seat, tuple[str, ...]]
    before: Statistics
    after: Statistics
    changes: tuple[Text, ...]
    proven: bool


def propose(school: School, wishes: Wishes, *, sessions: int | None = None, seconds: float = 30.0) -> Proposal | None:
    """Return the programme by which most wishes can be met with at most so many sessions (None: as many as are offered now).

    Every session has its instructors, who lead one at a time and no more than they serve a week, and its place. It is sought on the
    days on which a club may be; both programmes are then allocated, which tells the gain. None where nothing was found in time, or
    what was found is no better than what is offered now.
    """
    limit = sessions if sessions is not None else sum(len(offer.days) for offer in wishes.offers)
    problem = _Programme(school, wishes, limit)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = WORKERS
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(problem.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    days = problem.days(solver)
    offers = tuple(o.model_copy(update={"days": days[o.club]}) for o in wishes.offers if days[o.club])
    kept = {offer.club for offer in offers}
    proposed = wishes.model_copy(
        update={
            "offers": offers,
            "wishes": tuple(wish for wish in wishes.wishes if wish.club in kept),
            "listings": tuple(each for each in wishes.listings if each.club in kept),
        }
    )
    before, after = _worth(wishes), _worth(proposed)
    if _badness(after[1]) >= _badness(before[1]):
        return None
    return Proposal(
        offers,
        _school(school, wishes, days),
        problem.leaders(solver),
        before[0],
        after[0],
        tuple(_changes(wishes, days)),
        status == cp_model.OPTIMAL,
    )


def _worth(wishes: Wishes) -> tuple[Statistics, Measures]:
    demand, allocation = Demand(wishes), allocate(wishes)
    return statistics(demand, allocation), measure(demand, allocation)


def _badness(measures: Measures) -> tuple[int, tuple[int, ...], int]:
    """Return by what programmes are compared: pupils without a wish, lacks, and the sum of ranks; one bad rank decides nothing."""
    return measures.without, measures.unmet, measures.ranks


class _Programme:
    """Which clubs are held on which days; what pupils would have of it."""

    def __init__(self, school: School, wishes: Wishes, sessions: int) -> None:
        self.school, self.wishes, self.demand = school, wishes, Demand(wishes)
        self.granted = allocate(wishes).of
        self.model = cp_model.CpModel()
        self.clubs = [school.club[offer.club] for offer in wishes.offers]
        self.slot = {
            Seat(club.id, slot.day): slot
            for club in self.clubs
            for slot in slots_at(school, club.schedule, club.period, club.days)
        }
        self.held = {seat: self.model.new_bool_var("") for seat in self.slot}
        self.model.add(sum(self.held.values()) <= sessions)
        self.lead: dict[tuple[Seat, str], cp_model.IntVar] = {}
        self._start()
        self._leaders()
        self._places()
        self._promises()
        self._pupils()

    def _start(self) -> None:
        """Begin from what is offered now."""
        for seat, held in self.held.items():
            self.model.add_hint(held, seat.day in self.wishes.offer[seat.club].days)

    def _leaders(self) -> None:
        """Give each session its instructors; nobody leads two at a time, or more than he serves a week."""
        of: dict[str, list[Seat]] = defaultdict(list)
        busy: set[tuple[str, int]] = set()
        for seat, held in self.held.items():
            club = self.school.club[seat.club]
            able = dict.fromkeys(club.instructors)
            for teacher in able:
                self.lead[seat, teacher] = self.model.new_bool_var("")
                of[teacher].append(seat)
            self._hint_leaders(seat, club.adults, busy)
            leading = sum(self.lead[seat, teacher] for teacher in able)
            self.model.add(leading == min(club.adults, len(able)) * held)
        for teacher, seats in of.items():
            for together in self._at_once(seats):
                self.model.add_at_most_one(self.lead[seat, teacher] for seat in together)
            most = self.school.teacher[teacher].max_service
            if most is not None:
                self.model.add(sum(self.lead[seat, teacher] for seat in seats) <= most)

    def _hint_leaders(self, seat: Seat, adults: int, busy: set[tuple[str, int]]) -> None:
        """Hint at who could lead a session that is offered now: who leads no other on that day yet."""
        offered = seat.day in self.wishes.offer[seat.club].days
        able = dict.fromkeys(self.school.club[seat.club].instructors)
        free = [teacher for teacher in able if (teacher, seat.day) not in busy][:adults] if offered else []
        busy |= {(teacher, seat.day) for teacher in free}
        for teacher in able:
            self.model.add_hint(self.lead[seat, teacher], teacher in free)

    def _at_once(self, seats: list[Seat]) -> list[list[Seat]]:
        """Return the sets of sessions that share a minute."""
        at: dict[Slot, list[Seat]] = defaultdict(list)
        for seat in seats:
            at[self.slot[seat]].append(seat)
        return [[seat for slot in slots for seat in at[slot]] for slots in overlapping(self.school, at)]

    def _places(self) -> None:
        """Let no more sessions be held at a time in a venue, and in all of a kind, than there is room."""
        named: dict[str, list[Seat]] = defaultdict(list)
        kinds: dict[str, list[Seat]] = defaultdict(list)
        for seat in self.held:
            club = self.school.club[seat.club]
            if club.venue is not None:
                named[club.venue].append(seat)
            kind = self._kind(club)
            if kind is not None:
                kinds[kind].append(seat)
        rooms: list[tuple[int, list[Seat]]] = [
            (self.school.venue[name].capacity, seats) for name, seats in named.items()
        ]
        rooms += [(sum(v.capacity for v in self._of_kind(kind)), seats) for kind, seats in kinds.items()]
        for room, seats in rooms:
            for together in self._at_once(seats):
                self.model.add(sum(self.held[seat] for seat in together) <= room)

    def _kind(self, club: Club) -> str | None:
        return club.venue_kind if club.venue is None else self.school.venue[club.venue].kind

    def _of_kind(self, kind: str) -> list[Venue]:
        return [venue for venue in self.school.venues if venue.kind == kind]

    def _promises(self) -> None:
        """Hold what is promised on the days on which it is."""
        for each in self.wishes.listings:
            if each.promised:
                days = self.wishes.offer[each.club].days if each.day is None else (each.day,)
                for day in days:
                    if Seat(each.club, day) in self.held:
                        self.model.add(self.held[Seat(each.club, day)] == 1)

    def _pupils(self) -> None:
        """Let pupils take what they wish as far as the places of the sessions go, and seek what they like best.

        What is hinted is what they have now, so that no proposal is worse by what is sought.
        """
        taken: dict[Choice, list[cp_model.IntVar]] = defaultdict(list)
        now: Counter[tuple[Choice, int]] = Counter()
        worth: list[tuple[cp_model.IntVar, int]] = []
        for pupil in self.wishes.pupils:
            mine: dict[int | None, list[cp_model.IntVar]] = defaultdict(list)
            for wish in self.wishes.wishes_of[pupil.id] if self.demand.room[pupil.id] else ():
                choice = wish.club, frozenset(self._days(wish))
                if choice[1]:
                    has = self.model.new_bool_var("")
                    day = next(
                        (p.day for p in self._places_of(pupil.id) if p.club == wish.club and p.day in choice[1]), 0
                    )
                    self.model.add_hint(has, day > 0)
                    now[choice, day] += 1
                    taken[choice].append(has)
                    mine[wish.day].append(has)
                    worth.append((has, MOST_WISHES + 1 - wish.rank))
            for day_wished, wished in mine.items():
                self.model.add(sum(wished) <= (self.demand.room[pupil.id] if day_wished is None else 1))
            if mine:
                some = self.model.new_bool_var("")
                self.model.add_bool_or([~some, *(has for wished in mine.values() for has in wished)])
                self.model.add_hint(some, any(place.rank for place in self._places_of(pupil.id)))
                worth.append((some, ANY_WISH))
        self._room(taken, now)
        worth += [(held, -1) for held in self.held.values()]
        self.model.maximize(cp_model.LinearExpr.weighted_sum([v for v, _ in worth], [n for _, n in worth]))

    def _places_of(self, pupil: str) -> Collection[Place]:
        return self.granted.get(pupil, {}).values()

    def _days(self, wish: Wish) -> Iterator[int]:
        """Yield the days on which a wish could be met if its club were held then."""
        offer, pupil = self.wishes.offer[wish.club], self.wishes.pupil[wish.pupil]
        promised = self.demand.promised.get(wish.pupil, {})
        if pupil.grade in offer.grades and self._admits(offer, wish.pupil):
            for day in pupil.days:
                if wish.day in (None, day) and Seat(wish.club, day) in self.held and day not in promised:
                    yield day

    def _admits(self, offer: Offer, pupil: str) -> bool:
        return not offer.audition or offer.club in self.wishes.listed.get(pupil, {})

    def _room(self, taken: Mapping[Choice, list[cp_model.IntVar]], now: Mapping[tuple[Choice, int], int]) -> None:
        """Keep the places of each session and its minimum: pupils who could come on the same days are shared out among these."""
        coming: dict[Seat, list[cp_model.IntVar]] = defaultdict(list)
        for (club, days), pupils in taken.items():
            shares = {Seat(club, day): self.model.new_int_var(0, len(pupils), "") for day in sorted(days)}
            self.model.add(sum(pupils) == sum(shares.values()))
            for seat, share in shares.items():
                self.model.add_hint(share, now.get(((club, days), seat.day), 0))
                coming[seat].append(share)
        for seat, held in self.held.items():
            offer, inside = self.wishes.offer[seat.club], cp_model.LinearExpr.sum(coming[seat])
            self.model.add(inside <= (offer.places - self.demand.taken[seat]) * held)
            if offer.minimum and not self.demand.taken[seat]:
                self.model.add(inside >= offer.minimum * held)

    # What was found.

    def days(self, solver: cp_model.CpSolver) -> dict[str, tuple[int, ...]]:
        """Return the days of each club, none where it is not to be held."""
        found: dict[str, list[int]] = {club.id: [] for club in self.clubs}
        for seat, held in self.held.items():
            if solver.boolean_value(held):
                found[seat.club].append(seat.day)
        return {club: tuple(sorted(days)) for club, days in found.items()}

    def leaders(self, solver: cp_model.CpSolver) -> dict[Seat, tuple[str, ...]]:
        """Return who could lead each session."""
        found: dict[Seat, list[str]] = defaultdict(list)
        for (seat, teacher), leads in self.lead.items():
            if solver.boolean_value(leads):
                found[seat].append(teacher)
        return {seat: tuple(teachers) for seat, teachers in found.items()}


def _school(school: School, wishes: Wishes, days: Mapping[str, tuple[int, ...]]) -> School:
    """Return the school with the programme: its clubs on these days, those that are not held left out."""
    clubs = []
    for club in school.clubs:
        if club.id not in wishes.offer:
            clubs.append(club)
        elif days[club.id]:
            held = days[club.id]
            clubs.append(club.model_copy(update={"days": held, "sessions": len(held)}))
    return school.renewed(clubs=tuple(clubs))


def _changes(wishes: Wishes, days: Mapping[str, tuple[int, ...]]) -> list[Text]:
    """Return in words which clubs are held otherwise than they are offered now."""
    found = []
    for offer in wishes.offers:
        if tuple(sorted(offer.days)) != days[offer.club]:
            old, new = (_days(each) for each in (offer.days, days[offer.club]))
            found.append(Text(f"{offer.club}：{old.zh} → {new.zh}", f"{offer.club}: {old.en} → {new.en}"))
    return found


def _days(days: tuple[int, ...]) -> Text:
    if not days:
        return Text("不开", "not held")
    names = [day_name(day) for day in sorted(days)]
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
