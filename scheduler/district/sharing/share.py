"""Shares the days of shared teachers out among their schools: one small model of CP-SAT for schools that have somebody in common.

Each teacher spends each day in one of some ways (`days.py`). What every school needs of him is from counting: its courses have as many
lessons as it says, at slots that are open to them by its bells, marks, places and fixed lessons, and that he can reach; no two at one time, no
more on a day than its rules allow. What no school can bear is learnt from schools that had no plan (`Blocked`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from ortools.sat.python import cp_model

from scheduler.district.sharing.blocked import Blocked, Reach
from scheduler.district.sharing.days import DayPlan, Stay, day_plans
from scheduler.district.sharing.marking import marked
from scheduler.district.sharing.nouns import SharedTeacher, SharedTeachers, as_shared
from scheduler.engine.stopping import Clock, StoppingCriterion
from scheduler.engine.subsolve import Solvers
from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.openings import Openings
from scheduler.school import Course, School, Slot, Week
from scheduler.school.by_clock import overlapping
from scheduler.text import Text

SECONDS = 600.0  # never reached: the same work finds the same sharing on every machine
DETERMINISTIC = 2.0  # of CP-SAT: a good sharing is found soon, and proving it best is worth no more
UNSERVED = 100_000  # a school that cannot have what it needs
CHANGE = 12  # of place within a day; the k-th of a teacher counts k times
TRIP = 5  # a day, or a part of one, at another school than home
FINE = 7  # a visit that is no half-day
LOST_PLAN = 4  # a school that has a plan and must be planned anew
TIGHT = 1  # a slot less than a school would have with some choice
GAP = 4  # a sharing that costs so much more than the best is as good
CHOICE = 2  # times the lessons that it needs
SAID_ROWS = 6

Expression = cp_model.LinearExprT


class Settled(NamedTuple):
    """When a school's plan, that stands, wants its shared teachers."""

    school: str
    used: frozenset[Reach]


@dataclass(frozen=True)
class Sharing:
    """Who is where when. `schools` are those that share somebody, each with its marks; one that has no plan whoever is there has none,
    so that what it is told is its own. `days` say it by teacher and day (1 = Monday).

    `unserved` are schools that no sharing, of those that could be found, gives what they need; `cause` says why. `proven`: there is none.
    """

    schools: Mapping[str, School]
    days: Mapping[tuple[str, int], DayPlan]
    unserved: tuple[str, ...] = ()
    cause: Text | None = None
    proven: bool = False


def share(
    schools: Mapping[str, School],
    shared: SharedTeachers,
    *,
    blocked: Sequence[Blocked] = (),
    settled: Sequence[Settled] = (),
    lost: Collection[str] = (),
    seconds: float = SECONDS,
    workers: int = 1,
    seed: int = 1,
) -> Sharing:
    """Return a sharing with few changes of place and ways that are fair, in which each school can have what it needs as far as counting
    and `blocked` tell.

    What `settled` schools use stays where it can be. Of `lost` schools, which have no plan whoever is there, nothing is asked.
    """
    found = [_Model(schools, group, blocked, settled, lost).solved(seconds, workers, seed) for group in shared.groups]
    causes = [each.cause for each in found if each.cause is not None]
    return Sharing(
        {name: school for each in found for name, school in each.schools.items()},
        {key: plan for each in found for key, plan in each.days.items()},
        tuple(name for each in found for name in each.unserved),
        Text("；".join(c.zh for c in causes), "; ".join(c.en for c in causes)) if causes else None,
        all(each.proven for each in found),
    )


def _nearly_best(parameters: Any) -> None:
    parameters.absolute_gap_limit = GAP
    parameters.interleave_search = parameters.num_workers == 1


@dataclass
class _Model:
    """The model of one group of schools that have somebody in common."""

    schools: Mapping[str, School]
    group: SharedTeachers
    blocked: Sequence[Blocked]
    settled: Sequence[Settled]
    lost: Collection[str]
    model: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    costs: list[Expression] = field(default_factory=list)
    choices: dict[tuple[str, int], list[tuple[DayPlan, cp_model.IntVar]]] = field(default_factory=dict)
    served: dict[str, cp_model.IntVar] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[str, School]:
        """The schools of the group, each knowing who is at home elsewhere."""
        names = [(name, self.schools[name].name) for name in self.group.schools]
        return {name: as_shared(self.schools[name], name, self.group, names) for name in self.group.schools}

    @cached_property
    def stays(self) -> dict[str, dict[str, Stay]]:
        """What each teacher may have to do at each of his schools."""
        return {
            each.name: {place.school: Stay(self.known[place.school], place) for place in each.places}
            for each in self.group.teachers
        }

    def solved(self, seconds: float, workers: int, seed: int) -> Sharing:
        """Return the best sharing that is found."""
        for teacher in self.group.teachers:
            self._add_days(teacher)
        for name in self.group.schools:
            self._add_school(name)
        self._add_blocked()
        self._add_settled()
        self.model.minimize(cp_model.LinearExpr.sum(self.costs))
        clock = Clock(StoppingCriterion(seconds, DETERMINISTIC))
        answer = Solvers(clock).solve(self.model, workers=workers, seed=seed, tune=_nearly_best)
        proven = answer.status == cp_model.OPTIMAL
        values = answer.values
        days = {
            key: next((plan for plan, literal in each if values is not None and values[literal.index]), each[0][0])
            for key, each in self.choices.items()
        }
        unserved = tuple(name for name, literal in self.served.items() if values is None or not values[literal.index])
        # A school is left unserved only where that cannot be helped: its price is above all others together.
        return Sharing(
            {
                name: marked(school, name, self.group, self.schools, days) if name in self.served else school
                for name, school in self.known.items()
            },
            days,
            unserved,
            self._cause(unserved) if unserved else None,
            proven,
        )

    # Where he is.

    def _add_days(self, teacher: SharedTeacher) -> None:
        stays = self.stays[teacher.name]
        home = stays[teacher.home.school]
        changes: list[Expression] = []
        most = 0
        for day in sorted({slot.day for stay in stays.values() for slot in stay.slots}):
            plans = day_plans(teacher, stays, day)
            literals = [self.model.new_bool_var("") for _ in plans]
            self.model.add_exactly_one(literals)
            self.choices[teacher.name, day] = list(zip(plans, literals, strict=True))
            counted = [plan.changes(home) for plan in plans]
            most += max(counted)
            changes += [number * literal for number, literal in zip(counted, literals, strict=True) if number]
            for plan, literal in zip(plans, literals, strict=True):
                fine = sum(visit.fine for visit in plan.visits)
                minutes = plan.minutes(home) // 15
                self.costs.append((TRIP * len(plan.visits) + FINE * fine + minutes) * literal)
        steps = [self.model.new_bool_var("") for _ in range(most)]
        if steps:
            self.model.add(cp_model.LinearExpr.sum(steps) == cp_model.LinearExpr.sum(changes))
        for earlier, later in pairwise(steps):
            self.model.add_implication(later, earlier)
        self.costs += [CHANGE * number * step for number, step in enumerate(steps, 1)]

    def open(self, teacher: str, school: str, slot: Slot) -> Expression:
        """Return 1 where a teacher can be at a slot of a school of his, else 0."""
        key = (teacher, school, slot)
        if key not in self._open:
            stay = self.stays[teacher].get(school)
            if stay is None or slot not in stay.times:
                self._open[key] = 0
            else:
                ways = [x for plan, x in self.choices[teacher, slot.day] if plan.opens(stay, slot)]
                self._open[key] = cp_model.LinearExpr.sum(ways) if ways else 0
        return self._open[key]

    @cached_property
    def _open(self) -> dict[tuple[str, str, Slot], Expression]:
        return {}

    # What a school needs.

    def _add_school(self, name: str) -> None:
        """Ensure that a school can have its lessons and meetings with those who are shared, by counting, unless it is unserved."""
        school = self.known[name]
        if name in self.lost or shortages(school):
            return
        self.served[name] = self.model.new_bool_var("")
        self.costs.append(UNSERVED * (1 - self.served[name]))
        openings = Openings(school)
        mine = {each.at[name].teacher: each for each in self.group.of(name)}
        taken: dict[str, list[tuple[Slot, Week, cp_model.IntVar]]] = defaultdict(list)
        held: list[tuple[Course, dict[Slot, cp_model.IntVar]]] = []
        for course in school.courses:
            sharers = [mine[t] for t in course.teachers if t in mine]
            if sharers:
                lessons = {slot: self.model.new_bool_var("") for slot in openings.open(course)}
                held.append((course, lessons))
                total = cp_model.LinearExpr.sum(list(lessons.values()))
                self.model.add(total == course.lessons).only_enforce_if(self.served[name])
                self._limit_days(openings, course, lessons, name)
                for each in sharers:
                    taken[each.name] += [(slot, course.week, x) for slot, x in lessons.items()]
                    for slot, literal in lessons.items():
                        self.model.add(literal <= self.open(each.name, name, slot))
        self._add_meetings(openings, name, mine, taken)
        for each in mine.values():
            self._add_clashes(school, [(slot, week, x) for slot, week, x in taken[each.name]], name)
            self._limit_teacher(openings, each, name, taken[each.name])
            self._leave_choice(each, name, len({x.index for _, _, x in taken[each.name]}))
        for klass in school.classes:
            own = [
                (slot, course.week, x)
                for course, lessons in held
                if klass.id in course.classes and course.together is None
                for slot, x in lessons.items()
            ]
            self._add_clashes(school, own, name)

    def _limit_days(
        self, openings: Openings, course: Course, lessons: Mapping[Slot, cp_model.IntVar], name: str
    ) -> None:
        """Ensure that a course has no more lessons on a day than its subject may have."""
        cap = openings.caps.get(course.id)
        for day in openings.school.days if cap is not None else ():
            today = [x for slot, x in lessons.items() if slot.day == day]
            if cap is not None and len(today) > cap:
                self.model.add(cp_model.LinearExpr.sum(today) <= cap).only_enforce_if(self.served[name])

    def _limit_teacher(
        self,
        openings: Openings,
        teacher: SharedTeacher,
        name: str,
        taken: Sequence[tuple[Slot, Week, cp_model.IntVar]],
    ) -> None:
        most = openings.lessons_a_day.get(teacher.at[name].teacher)
        for day in openings.school.days if most is not None else ():
            for week in (Week.ODD, Week.EVEN):
                today = {x.index: x for slot, held, x in taken if slot.day == day and held.meets(week)}
                if most is not None and len(today) > most:
                    total = cp_model.LinearExpr.sum(list(today.values()))
                    self.model.add(total <= most).only_enforce_if(self.served[name])

    def _add_meetings(
        self,
        openings: Openings,
        name: str,
        mine: Mapping[str, SharedTeacher],
        taken: dict[str, list[tuple[Slot, Week, cp_model.IntVar]]],
    ) -> None:
        for meeting in openings.school.meetings:
            sharers = [mine[t] for t in meeting.teachers if t in mine]
            starts = [slots for slots, reason in openings.meeting_reasons[meeting.id] if reason is None]
            if not sharers or not starts:
                continue
            literals = [self.model.new_bool_var("") for _ in starts]
            self.model.add(cp_model.LinearExpr.sum(literals) == 1).only_enforce_if(self.served[name])
            for slots, literal in zip(starts, literals, strict=True):
                for each in sharers:
                    taken[each.name] += [(slot, Week.EVERY, literal) for slot in slots]
                    for slot in slots:
                        self.model.add(literal <= self.open(each.name, name, slot))

    def _add_clashes(self, school: School, held: Sequence[tuple[Slot, Week, cp_model.IntVar]], name: str) -> None:
        """Ensure that at most one of some things is held at a time, in each week."""
        for together in overlapping(school, {slot for slot, _, _ in held}):
            for week in (Week.ODD, Week.EVEN):
                literals = {x.index: x for slot, each, x in held if slot in together and each.meets(week)}
                if len(literals) > 1:
                    total = cp_model.LinearExpr.sum(list(literals.values()))
                    self.model.add(total <= 1).only_enforce_if(self.served[name])

    def _leave_choice(self, teacher: SharedTeacher, name: str, things: int) -> None:
        """Price what a school has less than some choice of slots for a teacher: it makes good plans possible."""
        stay = self.stays[teacher.name][name]
        school = self.known[name]
        needs = sum(course.lessons for course in school.teacher_courses[stay.place.teacher])
        wanted = min(CHOICE * needs, len(stay.lessons))
        if not things or not wanted:
            return
        opened = [self.open(teacher.name, name, slot) for slot in stay.lessons]
        missing = self.model.new_int_var(0, wanted, "")
        self.model.add(missing >= wanted - cp_model.LinearExpr.sum(opened))
        self.costs.append(TIGHT * missing)

    # What was learnt.

    def _add_blocked(self) -> None:
        """Ensure that of what was proven too much for a school something is given back."""
        for each in self.blocked:
            if each.school in self.served:
                names = self._names(each.school)
                opened = [self.open(names[teacher], each.school, slot) for teacher, slot in sorted(each.closed)]
                given = cp_model.LinearExpr.sum(opened)
                self.model.add(given >= 1).only_enforce_if(self.served[each.school])

    def _add_settled(self) -> None:
        for each in self.settled:
            if each.school in self.known:
                stays = self.model.new_bool_var("")
                names = self._names(each.school)
                for teacher, slot in sorted(each.used):
                    self.model.add(stays <= self.open(names[teacher], each.school, slot))
                self.costs.append(LOST_PLAN * (1 - stays))

    def _names(self, school: str) -> dict[str, str]:
        """Return the shared teachers of a school by their names there."""
        return {each.at[school].teacher: each.name for each in self.group.of(school)}

    # Why not.

    def _cause(self, unserved: Iterable[str]) -> Text:
        """Say which schools cannot have what they need of whom, by rows of the sheet."""
        names = list(unserved)
        rows = sorted({place.row for name in names for each in self.group.of(name) for place in each.places})
        shown = "、".join(map(str, rows[:SAID_ROWS])) + ("等" if len(rows) > SAID_ROWS else "")
        zh = "、".join(self.schools[name].name for name in names)
        return Text(
            f"{zh}：共享教师第 {shown} 行的教师分不出够用的时间",
            f"{', '.join(self.schools[name].name for name in names)}: no time that suffices can be given of the teachers in "
            f"rows {', '.join(map(str, rows[:SAID_ROWS]))} of the shared ones",
        )
