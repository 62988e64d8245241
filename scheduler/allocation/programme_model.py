"""The mixed-integer program of a programme: sections of clubs, who leads them and where, and how many wishes they meet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from ortools.linear_solver.python import model_builder

from scheduler.allocation import mip
from scheduler.allocation.demand import Demand
from scheduler.allocation.mip import Sum, total
from scheduler.allocation.nouns import MOST_WISHES, Offer, Pupil, Seat, Wish, Wishes
from scheduler.school import Club, MarkLevel, MarkOwner, School, Slot, Venue
from scheduler.school.by_clock import overlapping
from scheduler.school.stations import slots_at

ANY_WISH = 100  # what it is worth that a pupil has some wish met, beside which ranks count little
CHANGE = 10  # ranks that a section must gain to be opened, or not to be held any more

Days: TypeAlias = frozenset[int]
Terms: TypeAlias = list[Sum]


class Choice(NamedTuple):
    """A wish as the program sees it: the days on which it could be met; on all of them at once where the club is `whole`."""

    club: str
    rank: int
    day: int | None
    days: Days
    whole: bool


class Alike(NamedTuple):
    """What makes pupils alike: their choices, how many may be met, and whether something is promised to them anyway."""

    choices: tuple[Choice, ...]
    room: int
    promised: bool


class Programme(NamedTuple):
    """The days of each club, none where it is not held; who could lead each section; whether nothing is worth more."""

    days: Mapping[str, tuple[int, ...]]
    leaders: Mapping[Seat, tuple[str, ...]]
    proven: bool


class Resources:
    """What instructors and venues allow: the slot of each section that may be held, its leaders and its kind of place."""

    def __init__(self, school: School, wishes: Wishes) -> None:
        self.school = school
        clubs = [school.club[offer.club] for offer in wishes.offers]
        self.slot = {
            Seat(club.id, slot.day): slot
            for club in clubs
            for slot in slots_at(school, club.schedule, club.period, club.days)
        }

    def able(self, seat: Seat) -> list[str]:
        """Return who may lead a section."""
        able, slot = dict.fromkeys(self.school.club[seat.club].instructors), self.slot[seat]
        return [t for t in able if not self.school.marked(MarkOwner.TEACHER, t, slot, MarkLevel.FORBIDDEN)]

    def adults(self, seat: Seat) -> int:
        """Return how many lead a section."""
        return min(self.school.club[seat.club].adults, len(set(self.school.club[seat.club].instructors)))

    def at_once(self, seats: Collection[Seat]) -> list[list[Seat]]:
        """Return the sets of sections that share a minute."""
        at: dict[Slot, list[Seat]] = defaultdict(list)
        for seat in seats:
            at[self.slot[seat]].append(seat)
        return [[seat for slot in slots for seat in at[slot]] for slots in overlapping(self.school, at)]

    def rooms(self) -> Iterator[tuple[list[Seat], int]]:
        """Yield the sections of one time that are in one venue, or in venues of one kind, and how many of them have room."""
        named: dict[str, list[Seat]] = defaultdict(list)
        kinds: dict[str, list[Seat]] = defaultdict(list)
        for seat in self.slot:
            club = self.school.club[seat.club]
            kind = self._kind(club)
            if club.venue is not None:
                named[club.venue].append(seat)
            if kind is not None:
                kinds[kind].append(seat)
        for name, seats in named.items():
            yield from self._room(seats, [self.school.venue[name]])
        for kind, seats in kinds.items():
            yield from self._room(seats, [venue for venue in self.school.venues if venue.kind == kind])

    def _kind(self, club: Club) -> str | None:
        return club.venue_kind if club.venue is None else self.school.venue[club.venue].kind

    def _room(self, seats: list[Seat], venues: list[Venue]) -> Iterator[tuple[list[Seat], int]]:
        for together in self.at_once(seats):
            slot = self.slot[together[0]]
            opened = [v for v in venues if not self.school.marked(MarkOwner.VENUE, v.id, slot, MarkLevel.FORBIDDEN)]
            yield together, sum(venue.capacity for venue in opened)


class ProgrammeModel:
    """Ensures that a solution is a programme that instructors and venues allow, worth as much as the wishes that it meets.

    Pupils who wish alike are one flow, and only sections and leaders are whole numbers: once these are fixed the rest is a flow.
    """

    def __init__(
        self,
        resources: Resources,
        demand: Demand,
        *,
        closed: Collection[Seat] = (),
        changes: int | None = None,
        sessions: int | None = None,
    ) -> None:
        self.resources, self.demand, self.wishes = resources, demand, demand.wishes
        self.model = mip.new_model()
        self.held = {seat: self.model.new_bool_var("") for seat in resources.slot}
        self.lead: dict[tuple[Seat, str], model_builder.Variable] = {}
        self.worth: Terms = []
        self._limits(frozenset(closed), changes, sessions)
        self._leaders()
        for seats, room in resources.rooms():
            self._at_most([self.held[seat] for seat in seats], room)
        self._pupils()
        self.model.maximize(total(self.worth))

    def solve(self, seconds: float) -> Programme | None:
        """Return the best programme that is found in so many seconds; None where none is."""
        solver = mip.solver(seconds)
        status = solver.solve(self.model)
        if status not in mip.FOUND:
            return None
        held = [seat for seat, variable in self.held.items() if solver.value(variable) > 0.5]
        leaders: dict[Seat, list[str]] = defaultdict(list)
        for (seat, teacher), leads in self.lead.items():
            if solver.value(leads) > 0.5:
                leaders[seat].append(teacher)
        days = {o.club: tuple(sorted(seat.day for seat in held if seat.club == o.club)) for o in self.wishes.offers}
        proven = status == model_builder.SolveStatus.OPTIMAL
        return Programme(days, {seat: tuple(teachers) for seat, teachers in leaders.items()}, proven)

    # What a programme keeps.

    def _limits(self, closed: Collection[Seat], changes: int | None, sessions: int | None) -> None:
        """Charge every change, allow so many sections more and so many in all, and keep what is promised or comes on all its days.

        What is offered but `closed`, for nobody is in it, costs next to nothing to end.
        """
        opened: Terms = []
        for seat, held in self.held.items():
            offer = self.wishes.offer[seat.club]
            if seat.day in offer.days:
                self.worth.append((1 if seat in closed else CHANGE) * held)
            else:
                self.worth.append(-CHANGE * held)
                opened.append(held)
            if offer.whole and offer.days:
                self.model.add(held == int(seat.day in offer.days))
            elif self.demand.taken[seat]:
                self.model.add(held == 1)
        if changes is not None:
            self._at_most(opened, changes)
        if sessions is not None:
            self._at_most(list(self.held.values()), sessions)

    def _at_most(self, variables: Terms, most: int) -> None:
        if len(variables) > most:
            self.model.add(total(variables) <= most)

    def _leaders(self) -> None:
        """Give each section its instructors; nobody leads two at a time, or more than he serves a week."""
        of: dict[str, list[Seat]] = defaultdict(list)
        for seat, held in self.held.items():
            able = self.resources.able(seat)
            for teacher in able:
                self.lead[seat, teacher] = self.model.new_bool_var("")
                of[teacher].append(seat)
            leading = total([self.lead[seat, teacher] for teacher in able])
            self.model.add(leading == self.resources.adults(seat) * held)
        for teacher, seats in of.items():
            for together in self.resources.at_once(seats):
                self._at_most([self.lead[seat, teacher] for seat in together], 1)
            most = self.resources.school.teacher[teacher].max_service
            if most is not None:
                self._at_most([self.lead[seat, teacher] for seat in seats], most)

    # What pupils have of it.

    def _pupils(self) -> None:
        alike = Counter(filter(None, (self._alike(pupil) for pupil in self.wishes.pupils)))
        taken: dict[Choice, Terms] = defaultdict(list)
        sizes: Counter[Choice] = Counter()
        for kind, count in alike.items():
            for choice, has in self._take(kind, count):
                unranked = choice._replace(rank=0, day=None)
                taken[unranked].append(has)
                sizes[unranked] += count
        self._places(taken, sizes)

    def _alike(self, pupil: Pupil) -> Alike | None:
        found = [self._choice(wish, pupil) for wish in self.wishes.wishes_of[pupil.id]]
        choices = tuple(choice for choice in found if choice is not None)
        by_day = self.wishes.by_day(
            pupil.id
        )  # then he may have as many as days that he wishes on, whatever is held now
        room = len({choice.day for choice in choices}) if by_day else self.demand.room[pupil.id]
        return Alike(choices, room, pupil.id in self.demand.promised) if choices and room else None

    def _choice(self, wish: Wish, pupil: Pupil) -> Choice | None:
        """Return a wish with the days on which it could be met if its club were held then; None where there is none."""
        offer, promised = self.wishes.offer[wish.club], self.demand.promised.get(pupil.id, {})
        if pupil.grade not in offer.grades or not self._admits(offer, pupil.id):
            return None
        free = {day for day in pupil.days if day not in promised and Seat(wish.club, day) in self.held}
        if offer.whole and offer.days:
            days = frozenset(offer.days)
            return Choice(wish.club, wish.rank, wish.day, days, True) if days <= free else None
        days = frozenset(free if wish.day is None else free & {wish.day})
        return Choice(wish.club, wish.rank, wish.day, days, False) if days else None

    def _admits(self, offer: Offer, pupil: str) -> bool:
        return not offer.audition or offer.club in self.wishes.listed.get(pupil, {})

    def _take(self, kind: Alike, count: int) -> Iterator[tuple[Choice, model_builder.Variable]]:
        """Yield how many of some pupils who are alike have each of their choices; at most one a day, and as many as may be met."""
        mine: dict[int | None, Terms] = defaultdict(list)
        alone = kind.room == 1 and not kind.promised
        for choice in kind.choices:
            has = self.model.new_num_var(0, count, "")
            sections = [self.held[Seat(choice.club, day)] for day in choice.days]
            self.model.add(has <= count * total(sections))
            mine[choice.day].append(has)
            self.worth.append((MOST_WISHES + 1 - choice.rank + ANY_WISH * alone) * has)
            yield choice, has
        for day, wished in mine.items():
            self.model.add(total(wished) <= count * (kind.room if day is None else 1))
        if not alone and not kind.promised:
            some = self.model.new_num_var(0, count, "")
            self.model.add(some <= total([has for wished in mine.values() for has in wished]))
            self.worth.append(ANY_WISH * some)

    def _places(self, taken: Mapping[Choice, Terms], sizes: Mapping[Choice, int]) -> None:
        """Keep the places of each section and its minimum: pupils who could come on the same days are shared out among these."""
        coming: dict[Seat, Terms] = defaultdict(list)
        for choice, pupils in taken.items():
            taking = total(pupils)
            if choice.whole:
                for day in choice.days:
                    coming[Seat(choice.club, day)].append(taking)
                continue
            shares = []
            for seat in (Seat(choice.club, day) for day in sorted(choice.days)):
                share = self.model.new_num_var(0, sizes[choice], "")
                self.model.add(share <= sizes[choice] * self.held[seat])
                shares.append(share)
                coming[seat].append(share)
            self.model.add(taking == total(shares))
        for seat, held in self.held.items():
            offer, inside = self.wishes.offer[seat.club], total(coming[seat])
            self.model.add(inside <= (offer.places - self.demand.taken[seat]) * held)
            if offer.minimum and not self.demand.taken[seat]:
                self.model.add(inside >= offer.minimum * held)
