"""The other way round: from the wishes to the programme, what to open and to end on which days, what it gains, and what is the limit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from scheduler.allocation.allocate import SECONDS, allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.measures import met
from scheduler.allocation.nouns import Allocation, Place, Seat, Wishes
from scheduler.allocation.programme_model import CHANGE, Programme, ProgrammeModel, Resources
from scheduler.allocation.statistics import Statistics, statistics
from scheduler.allocation.waiting import wants
from scheduler.school import School
from scheduler.text import Text, day_name

CHANGES = 10  # sections that are opened at most, where the school does not say
TOLD_LIMITS = 8  # clubs


class Opened(NamedTuple):
    """What is new of a club: the days of its new sections with their leaders, how many are in them, and how many pupils have a
    first wish, or any, by this club now that they had not before."""

    club: str
    leaders: Mapping[int, tuple[str, ...]]
    members: int
    first: int
    some: int

    @property
    def text(self) -> Text:
        """What it gains in words."""
        days = [day_name(day) for day in self.leaders]
        zh = "、".join(
            f"{day.zh}{''.join(f' {t}' for t in led)}" for day, led in zip(days, self.leaders.values(), strict=True)
        )
        en = ", ".join(f"{day.en} {' '.join(led)}" for day, led in zip(days, self.leaders.values(), strict=True))
        more = (
            (f"，其中 {self.some} 人本来一个志愿也没有", f"; {self.some} of them had none") if self.some else ("", "")
        )
        return Text(
            f"{self.club} 每周多开 {len(days)} 次（{zh}），去 {self.members} 人：{self.first} 人由此得到第一志愿{more[0]}",
            f"{self.club}: {len(days)} more a week ({en}) for {self.members} pupils; {self.first} gain their first wish{more[1]}",
        )


class Ended(NamedTuple):
    """A section that is not held any more: its members before, of whom so many have a worse wish now or none."""

    seat: Seat
    members: int
    worse: int

    @property
    def text(self) -> Text:
        """What becomes of its members in words."""
        day = day_name(self.seat.day)
        if not self.members:
            return Text(
                f"不开 {self.seat.club}（{day.zh}）：本来就不够人数",
                f"do not hold {self.seat.club} ({day.en}): too few wish it anyway",
            )
        return Text(
            f"不开 {self.seat.club}（{day.zh}）：原来 {self.members} 人，其中 {self.worse} 人的志愿变靠后",
            f"do not hold {self.seat.club} ({day.en}): of its {self.members} members {self.worse} get a worse wish",
        )


class Proposal(NamedTuple):
    """A programme: the `wishes` with what is offered then, the `school` with its days, and what pupils gain by it.

    Nothing is `opened` or `ended` where no change is worth it. `limits` say of the clubs that are still wished in vain why there are
    no more of them. `proven` says whether no programme with as many changes is worth more by the sum that was sought: `ANY_WISH` for
    each pupil with a wish met, and the better the ranks the more, less `CHANGE` for each section that is opened or ended. That sum
    leaves aside kinds, companions, and that several clubs of one pupil must be on several days.
    """

    wishes: Wishes
    school: School
    opened: tuple[Opened, ...]
    ended: tuple[Ended, ...]
    before: Statistics
    after: Statistics
    limits: tuple[Text, ...]
    proven: bool

    @property
    def changes(self) -> tuple[Text, ...]:
        """What is opened and ended, in words."""
        return (*(each.text for each in self.opened), *(each.text for each in self.ended))


class _Granted(NamedTuple):
    """What wishes come to: an allocation."""

    demand: Demand
    allocation: Allocation

    def best(self, pupil: str) -> int | None:
        """Return a pupil's best rank, 0 for what is promised; None where he has no place."""
        return min((place.rank for place in self.allocation.of.get(pupil, {}).values()), default=None)

    @property
    def badness(self) -> tuple[int, int, int]:
        """By what programmes are compared: pupils without a wish, wishes that are not met (less a constant), the sum of ranks.

        What pupils lack of the wishes that they could have is no measure here: the more is held, the more they could have.
        """
        wishing = (pupil for pupil, wished in self.demand.wishes.wishes_of.items() if wished)
        without = sum(pupil not in self.allocation.of for pupil in wishing)
        ranks = [rank for places in self.allocation.of.values() for rank, _ in met(self.demand, places)]
        return without, -len(ranks), sum(ranks)


def propose(
    school: School,
    wishes: Wishes,
    *,
    changes: int | None = CHANGES,
    sessions: int | None = None,
    seconds: float = SECONDS,
) -> Proposal | None:
    """Return the programme by which most wishes can be met with at most so many sections more, and so many `sessions` in all.

    None stands for no limit but instructors, who lead one section at a time and no more than they serve a week, and venues; where
    nothing is offered on any day yet, `changes` is none either. It is sought on the days on which a club may be; both programmes
    are then allocated, which tells the gain. None where nothing was found in time.
    """
    resources, before = Resources(school, wishes), _granted(wishes)
    changes = changes if any(offer.days for offer in wishes.offers) else None
    closed = before.allocation.closed
    model = ProgrammeModel(resources, before.demand, closed=closed, changes=changes, sessions=sessions)
    programme = model.solve(seconds)
    if programme is None:
        return None
    proposed = offered(wishes, programme.days)
    after = _granted(proposed)
    if after.badness >= before.badness:
        proposed, after = wishes, before
        programme = programme._replace(days={o.club: tuple(sorted(o.days)) for o in wishes.offers})
    opened, ended = _opened(programme, before, after), _ended(before, after)
    spent = sum(len(each.leaders) for each in opened) == changes or (
        sessions is not None and sum(map(len, programme.days.values())) >= sessions
    )
    return Proposal(
        proposed,
        _school(school, wishes, programme.days) if proposed is not wishes else school,
        opened,
        ended,
        statistics(before.demand, before.allocation),
        statistics(after.demand, after.allocation),
        tuple(_Limits(resources, programme, after, spent=spent).told()),
        programme.proven,
    )


def _granted(wishes: Wishes) -> _Granted:
    return _Granted(Demand(wishes), allocate(wishes))


def offered(wishes: Wishes, days: Mapping[str, tuple[int, ...]]) -> Wishes:
    """Return the wishes with the clubs offered on these days; one that is on none is offered on none."""
    offers = tuple(offer.model_copy(update={"days": days[offer.club]}) for offer in wishes.offers)
    return wishes.model_copy(update={"offers": offers})


def _opened(programme: Programme, before: _Granted, after: _Granted) -> tuple[Opened, ...]:
    """Return the clubs that are held more often, the one that gains most first."""
    found, members = [], after.allocation.members
    for offer in after.demand.wishes.offers:
        new = sorted(set(offer.days) - set(before.demand.wishes.offer[offer.club].days))
        if not new:
            continue
        inside = [place for day in offer.days for place in members.get(Seat(offer.club, day), ())]
        first = {place.pupil for place in inside if place.rank == 1 and before.best(place.pupil) not in (0, 1)}
        some = {place.pupil for place in inside if before.best(place.pupil) is None}
        leaders = {day: programme.leaders.get(Seat(offer.club, day), ()) for day in new}
        count = sum(len(members.get(Seat(offer.club, day), ())) for day in new)
        found.append(Opened(offer.club, leaders, count, len(first), len(some)))
    return tuple(sorted(found, key=lambda each: (-each.some - each.first, -each.members, each.club)))


def _ended(before: _Granted, after: _Granted) -> tuple[Ended, ...]:
    """Return the sections that are not held any more."""
    found = []
    for offer in before.demand.wishes.offers:
        for day in sorted(set(offer.days) - set(after.demand.wishes.offer[offer.club].days)):
            members = before.allocation.members.get(Seat(offer.club, day), ())
            worse = sum(_is_worse(place, after.best(place.pupil)) for place in members)
            found.append(Ended(Seat(offer.club, day), len(members), worse))
    return tuple(found)


def _is_worse(place: Place, now: int | None) -> bool:
    return now is None or now > place.rank


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


class _Limits:
    """Why the clubs that are still wished in vain are not held more often, under one programme."""

    def __init__(self, resources: Resources, programme: Programme, after: _Granted, *, spent: bool) -> None:
        self.resources, self.after, self.spent = resources, after, spent
        self.held = {Seat(club, day) for club, days in programme.days.items() for day in days}
        self.leaders = programme.leaders
        self.rooms = list(resources.rooms())
        self.turns = Counter(t for seat in self.held for t in self.leaders.get(seat, ()))

    def told(self) -> Iterator[Text]:
        """Yield a sentence for each club that most pupils wish in vain."""
        vain: dict[str, set[str]] = defaultdict(set)
        for option in self.after.demand.options:
            if wants(self.after.demand, self.after.allocation, option):
                vain[option.club].add(option.pupil)
        for club, pupils in sorted(vain.items(), key=lambda each: (-len(each[1]), each[0]))[:TOLD_LIMITS]:
            why = self._why(club, {day for pupil in pupils for day in self.after.demand.wishes.pupil[pupil].days})
            yield Text(
                f"{club}：还有 {len(pupils)} 人更想去；{why.zh}",
                f"{club}: {len(pupils)} more would rather be in it; {why.en}",
            )

    def _why(self, club: str, days: set[int]) -> Text:
        """Return why a club is not held more often on some days."""
        free = [s for s in self.resources.slot if s.club == club and s.day in days and s not in self.held]
        if self.after.demand.wishes.offer[club].whole or not free:
            return Text("能开的日子都开了", "it is held on all days on which it may be")
        led = [seat for seat in free if self._has_leaders(seat)]
        if not led:
            names = self.resources.school.club[club].instructors
            return Text(
                f"能带它的教师（{'、'.join(names)}）别的日子都在带社团、不能来或次数已满",
                f"on the other days its instructors ({', '.join(names)}) lead other clubs, may not come or serve no more",
            )
        if not any(self._has_room(seat) for seat in led):
            return Text("教师有空的日子场地已满", "its places are taken on the days on which an instructor is free")
        if self.spent:
            return Text("新开的次数已到上限", "as many sections are opened as are allowed")
        return Text(
            f"再开一次，所有人的名次加起来改善不到 {CHANGE} 名",
            f"one section more would improve all ranks together by less than {CHANGE}",
        )

    def _has_leaders(self, seat: Seat) -> bool:
        at_once = {each for group in self.resources.at_once([*self.held, seat]) if seat in group for each in group}
        busy = {teacher for each in at_once - {seat} for teacher in self.leaders.get(each, ())}
        teacher_of = self.resources.school.teacher
        free = [
            t
            for t in self.resources.able(seat)
            if t not in busy and self.turns[t] < (teacher_of[t].max_service or len(self.resources.slot))
        ]
        return len(free) >= self.resources.adults(seat)

    def _has_room(self, seat: Seat) -> bool:
        return all(len(self.held & set(seats)) < room for seats, room in self.rooms if seat in seats)
