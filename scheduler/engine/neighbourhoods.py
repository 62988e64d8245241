"""Which decisions to free when a plan is improved: neighbourhoods that follow the school."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from constraints.rule import Violation
from scheduler.engine.assemble import SlotModel
from scheduler.engine.service_neighbourhoods import ServiceNeighbourhoods
from scheduler.engine.subsolve import Tuning, small_linear, small_part
from scheduler.model.owner import Level, OwnerKind
from scheduler.plan import PlanView
from scheduler.school import HalfDay, PeriodKind

Decisions = set[int]


@dataclass
class DestroyOperator:
    """What frees some decisions of a plan (destroy) and a way to solve for them (repair), with what is learnt: how much to free, how
    much that gained per unit of work."""

    name: str
    pick: Callable[[int], Decisions]
    size: int
    tune: Tuning
    gain: float = 0.0
    tried: bool = False

    def learn(self, gained: int, work: float, finished: bool) -> None:
        """Remember a result: grow when the neighbourhood was searched to its end, shrink when it was not."""
        now = gained / work
        self.gain = 0.7 * self.gain + 0.3 * now if self.tried else now
        self.tried = True
        self.size = int(self.size * (1.15 if finished else 0.7))
        self.size = max(30, min(self.size, 2000))


class Neighbourhoods:
    """Picks the decisions to free around the plan in `values`.

    `size` is the number of lessons that may move; decisions are proto indexes. Lessons are moved around the flexible
    hours of their teachers: freed together, the sums of fairness come into every part, which then gains less than half as much.
    """

    def __init__(self, built: SlotModel, rng: random.Random) -> None:
        self.rng = rng
        self.values: Sequence[int] = ()
        self.school = built.variables.school
        self._built = built
        self._wishes = [active for active in built.rules if active.level is Level.SOFT]
        self._of_course: dict[str, Decisions] = {}
        self._by_half: dict[HalfDay, Decisions] = defaultdict(set)
        self._of_class: dict[str, Decisions] = defaultdict(set)
        for course in self.school.courses:
            lessons = built.variables.lessons(course.id)
            self._of_course[course.id] = {literal.index for literal in lessons.values()}
            for slot, literal in lessons.items():
                self._by_half[self.school.half_day(slot)].add(literal.index)
            for class_id in course.classes:
                self._of_class[class_id] |= self._of_course[course.id]
        self._meetings: Decisions = set()
        for meeting in self.school.meetings:
            for slot, literal in built.variables.meeting_starts(meeting.id).items():
                self._by_half[self.school.half_day(slot)].add(literal.index)
                self._meetings.add(literal.index)
        self._lessons_a_week = sum(course.lessons for course in self.school.courses)
        self._service = ServiceNeighbourhoods(self.school, built.variables.service, rng)
        self.grants = self._service.grants_of(teacher.id for teacher in self.school.teachers)
        self._watch = self._watches()
        self.operators = list(self._all_operators())

    def _all_operators(self) -> Iterator[DestroyOperator]:
        """Yield the operators for the half, or halves, of the week that are planned."""
        lessons, service = not self._built.lessons_fixed, not self._service.empty
        both = (small_part, small_linear)
        yield DestroyOperator("violation", self._violation, 50, small_linear)
        for tune in both if lessons else ():
            yield DestroyOperator("half_days", self._half_days, 150, tune)
            yield DestroyOperator("days", self._days, 100, tune)
            yield DestroyOperator("classes", self._classes, 60, tune)
            yield DestroyOperator("subjects", self._subjects, 80, tune)
            yield DestroyOperator("teacher", self._teacher, 50, tune)
        if lessons and service:
            yield DestroyOperator("whole_teacher", self._whole_teacher, 60, small_linear)
        if service:
            yield DestroyOperator("service_day", self._service.day, 50, small_linear)
            yield DestroyOperator("service_week", self._service.week, 80, small_linear)
            yield DestroyOperator("service_exchange", self._service.exchange, 100, small_linear)
            yield DestroyOperator("service_teachers", self._service.teachers, 30, small_linear)
            yield DestroyOperator("flexible_hours", self._service.flexible_hours, 200, small_linear)

    def pick(self, operator: DestroyOperator, values: Sequence[int]) -> Decisions:
        """Return decisions to free around a plan; who watches a class while it has no lesson goes with its lessons."""
        self.values = self._service.values = values
        freed = operator.pick(operator.size)
        return freed.union(*(self._watch[index] for index in freed if index in self._watch))

    def _watches(self) -> dict[int, Decisions]:
        """Return for the lessons of a class at a slot the decisions on who watches it there where it has none."""
        found: dict[int, Decisions] = defaultdict(set)
        for station in self.school.service.stations.values():
            for slot in station.slots if station.optional else ():
                for class_id in station.classes:
                    for course in self.school.class_courses[class_id]:
                        literal = self._built.variables.lessons(course.id)[slot]
                        found[literal.index] |= self._service.of_session(station.id, slot)
        return dict(found)

    def choose(self) -> DestroyOperator:
        """Return an operator that was not tried yet, else more often one that gained more."""
        untried = [operator for operator in self.operators if not operator.tried]
        if untried:
            return self.rng.choice(untried)
        weights = [
            0.05 * max(operator.gain for operator in self.operators) + operator.gain + 1e-6
            for operator in self.operators
        ]
        return self.rng.choices(self.operators, weights)[0]

    def _half_days(self, size: int) -> Decisions:
        """Free whole half-days, one at least."""
        halves = sorted(self._by_half)
        self.rng.shuffle(halves)
        count = max(1, round(size * len(halves) / self._lessons_a_week))
        return set().union(*(self._by_half[half] for half in halves[:count]))

    def _days(self, size: int) -> Decisions:
        """Free some days of some classes."""
        days = self.rng.sample(self.school.days, min(2, len(self.school.days)))
        within = {index for half, found in self._by_half.items() if half.day in days for index in found}
        a_class = self._lessons_a_week / len(self.school.classes) * len(days) / len(self.school.days)
        return self._cluster(max(2, round(size / a_class))) & within | (self._meetings & within)

    def _classes(self, size: int) -> Decisions:
        """Free the whole week of classes that share teachers."""
        a_class = self._lessons_a_week / len(self.school.classes)
        return self._cluster(max(2, round(size / a_class))) | self._meetings

    def _cluster(self, count: int) -> Decisions:
        """Free a random class and classes that share teachers with those already freed."""
        chosen = [self.rng.choice(self.school.classes).id]
        while len(chosen) < min(count, len(self.school.classes)):
            near = [c for c in self._neighbours(self.rng.choice(chosen)) if c not in chosen]
            others = near or [c.id for c in self.school.classes if c.id not in chosen]
            chosen.append(self.rng.choice(others))
        return set().union(*(self._of_class[class_id] for class_id in chosen))

    def _neighbours(self, class_id: str) -> list[str]:
        teachers = {t for course in self.school.class_courses[class_id] for t in course.teachers}
        return [
            other
            for teacher in sorted(teachers)
            for course in self.school.teacher_courses[teacher]
            for other in course.classes
            if other != class_id
        ]

    def _subjects(self, size: int) -> Decisions:
        """Free some subjects of one grade."""
        grade = self.rng.choice(self.school.grades)
        by_subject: dict[str, list[str]] = defaultdict(list)
        lessons: dict[str, int] = defaultdict(int)
        for course in self.school.courses:
            if self.school.grade_of(course) == grade:
                by_subject[course.subject].append(course.id)
                lessons[course.subject] += course.lessons
        names = sorted(by_subject)
        self.rng.shuffle(names)
        freed: Decisions = set()
        count = 0
        for number, name in enumerate(names):
            if number >= 2 and count + lessons[name] > size:
                break
            count += lessons[name]
            freed |= set().union(*(self._of_course[course_id] for course_id in by_subject[name]))
        return freed

    def _teacher(self, size: int) -> Decisions:
        """Free the classes of one teacher; on some days only when they are many."""
        teachers = [t.id for t in self.school.teachers if self.school.teacher_courses[t.id]]
        if not teachers:
            return self._classes(size)
        teacher = self.rng.choice(teachers)
        classes = [c for course in self.school.teacher_courses[teacher] for c in course.classes]
        return self._some_days(list(dict.fromkeys(classes)), size, ())

    def _whole_teacher(self, size: int) -> Decisions:
        """Free the lessons around a teacher together with his service, so that the two can give way to each other."""
        teachers = [t.id for t in self.school.teachers if self.school.teacher_courses[t.id]]
        return self._both([self.rng.choice(teachers)], size) if teachers else self._classes(size)

    def _both(self, teachers: Sequence[str], size: int) -> Decisions:
        classes = [c for t in teachers for course in self.school.teacher_courses[t] for c in course.classes]
        lessons = self._some_days(list(dict.fromkeys(classes)), size // 2, ()) if classes else set()
        return lessons | self._service.around(teachers, size // 3)

    def _violation(self, size: int) -> Decisions:
        """Free the classes of a broken rule's place, on its days first."""
        broken = self._broken_somewhere()
        if not broken:
            return self._classes(size)
        violation = self.rng.choice(broken)
        if self._built.lessons_fixed or self._is_of_service(violation):
            return self._service.around(violation.teachers, size)
        if any(self.school.period(slot).kind is not PeriodKind.LESSON for slot in violation.slots):
            return self._both(violation.teachers, size)
        classes = list(violation.classes)
        for teacher in violation.teachers:
            classes += [c for course in self.school.teacher_courses[teacher] for c in course.classes]
        if not classes:
            return self._classes(size)
        return self._some_days(list(dict.fromkeys(classes)), size, tuple({slot.day for slot in violation.slots}))

    def _broken_somewhere(self) -> Sequence[Violation]:
        """Return where some soft rule is broken, the first of them in random order that is."""
        view = PlanView(self.school, self._built.read(self.values))
        self.rng.shuffle(self._wishes)
        return next((found for active in self._wishes if (found := active.check(view).violations)), ())

    def _is_of_service(self, violation: Violation) -> bool:
        """Tell whether a violation is about the after-school day alone."""
        lessons = any(self.school.period(slot).kind is PeriodKind.LESSON for slot in violation.slots)
        return not lessons and not self._service.empty and violation.owner.kind is not OwnerKind.CLASS

    def _some_days(self, classes: list[str], size: int, first: tuple[int, ...]) -> Decisions:
        """Free these classes (and some that share teachers while there is room) on as many days as the size allows."""
        a_class = self._lessons_a_week / len(self.school.classes)
        while len(classes) * a_class * 0.6 < size and len(classes) < len(self.school.classes):
            near = [c for c in self._neighbours(self.rng.choice(classes)) if c not in classes]
            if not near:
                break
            classes.append(self.rng.choice(near))
        freed = set().union(*(self._of_class[class_id] for class_id in classes)) | self._meetings
        days = [day for day in self.school.days if day not in first]
        self.rng.shuffle(days)
        count = max(2, round(size / (len(classes) * a_class) * len(self.school.days)))
        chosen = set((*first, *days)[:count])
        within = {index for half, found in self._by_half.items() if half.day in chosen for index in found}
        return freed & within
