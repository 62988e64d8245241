"""Random plans of a school, from quite random to nearly legal.

`random_plan` makes nothing that the slot model could not express: a course at most once in a slot, all its classes
attending, no venues of lessons; sessions at the slots of their stations. `odd_plan` makes what people and other programs do.
"""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

from scheduler.model.lessons import meeting_starts
from scheduler.plan import MeetingPlacement, Placement, Plan, StrayLesson
from scheduler.school import Course, Meeting, PeriodKind, School, Slot
from tests.chance import SEEDS, chance, some
from tests.random_sessions import ServicePlanner, odd_service


def plans(school: School) -> st.SearchStrategy[Plan]:
    """Random plans of a school."""
    return SEEDS.map(lambda seed: random_plan(Random(seed), school))


def random_plan(rng: Random, school: School) -> Plan:
    """Return a plan of a school, from quite random to nearly legal."""
    return _Planner(rng, school, rng.choice((0, 60, 90, 100))).plan()


def odd_plan(rng: Random, school: School) -> Plan:
    """Return a plan as people and other programs make them: lessons twice or outside the lesson slots, strays, any venue."""
    plan = odd_service(rng, school, random_plan(rng, school))
    placements: list[Placement] = []
    anywhere = [slot for schedule in school.schedules for kind in PeriodKind for slot in schedule.slots(kind)]
    for placement in plan.placements:
        classes = school.course[placement.course].classes
        attending = tuple(some(rng, classes, 1, len(classes))) if chance(rng, 30) else ()
        kind = school.venue_kind_of(school.course[placement.course])
        places = [venue.id for venue in school.venues if venue.kind == kind or chance(rng, 3)]
        venue = rng.choice(places) if places and chance(rng, 80) else None
        slot = rng.choice(anywhere) if chance(rng, 4) else placement.slot
        changed = Placement(course=placement.course, slot=slot, classes=attending, venue=venue)
        placements += [changed] * rng.choice((1,) * 18 + (0, 2))
    strays = []
    for klass in school.classes:
        if chance(rng, 40):
            teacher = rng.choice((None, *(t.id for t in school.teachers)))
            slot = rng.choice([slot for slot in anywhere if slot.schedule == klass.schedule])
            strays.append(
                StrayLesson(class_id=klass.id, slot=slot, subject=rng.choice(school.subjects).id, teacher=teacher)
            )
    meetings = [held for held in plan.meetings for _ in range(rng.choice((1, 1, 1, 1, 0, 2)))]
    update = {"placements": tuple(placements), "meetings": tuple(meetings), "strays": tuple(strays)}
    return plan.model_copy(update=update)


class _Planner:
    """Places the lessons of one plan.

    `tidy` is in percent; `early` fills the first slots of the days, `clustered` puts a course's lessons side by side, `level`
    fills a period on all days before the next.
    """

    def __init__(self, rng: Random, school: School, tidy: int) -> None:
        self.rng = rng
        self.school = school
        self.tidy = tidy
        self.early = chance(rng, 25)
        self.clustered = chance(rng, 15)
        self.level = chance(rng, 15)
        self.held: dict[str, list[Slot]] = {}
        self.free_classes = {c.id: set(school.class_slots(c.id)) for c in school.classes}
        self.busy: dict[str, list[Slot]] = {t.id: [] for t in school.teachers}

    def plan(self) -> Plan:
        meetings = tuple(held for meeting in self.school.meetings for held in self._meeting(meeting))
        for course in sorted(self.school.courses, key=lambda course: -course.lessons):
            self._hold(course)
        placements = tuple(
            Placement(course=name, slot=slot) for name, slots in self.held.items() for slot in sorted(slots)
        )
        service = ServicePlanner(self.rng, self.school, self.tidy, self.busy, self.free_classes)
        return Plan(placements=placements, meetings=meetings, sessions=service.sessions(), grants=service.grants())

    def _meeting(self, meeting: Meeting) -> list[MeetingPlacement]:
        starts = meeting_starts(self.school, meeting)
        wanted = [
            slot
            for slot in starts
            if (not meeting.days or slot.day in meeting.days)
            and (not meeting.parts or self.school.half_day(slot).part in meeting.parts)
        ]
        if meeting.slot is not None and (self.tidy == 100 or not chance(self.rng, 20)):
            slot = meeting.slot
        elif not starts or chance(self.rng, (100 - self.tidy) // 3):
            return []
        else:
            slot = self.rng.choice(wanted if wanted and chance(self.rng, self.tidy) else starts)
        for teacher in meeting.teachers:
            self.busy[teacher].append(slot)
        slots = {slot, self.rng.choice(starts)} if chance(self.rng, (100 - self.tidy) // 4) else {slot}
        return [MeetingPlacement(meeting=meeting.id, slot=each) for each in sorted(slots)]

    def _hold(self, course: Course) -> None:
        """Choose the slots of a course, those of its partners where it has any."""
        slots: list[Slot] = []
        partner = self._partner(course)
        if partner is not None and chance(self.rng, self.tidy):
            slots = some(self.rng, self.held[partner.id], course.lessons, course.lessons)
            slots = list(self.held[partner.id]) if course.lessons == partner.lessons else slots
        elif chance(self.rng, self.tidy):
            slots = [lock.slot for lock in self.school.locks if lock.course == course.id]
        wanted = course.lessons
        if not chance(self.rng, (100 + self.tidy) // 2):
            wanted += self.rng.choice((-1, 1))
        doubles = course.doubles if chance(self.rng, self.tidy) else 0
        while len(slots) < min(wanted, len(self.school.course_slots(course))):
            found = self._double(course, slots) if doubles and len(slots) + 2 <= wanted else None
            doubles -= 1 if doubles else 0
            slots += found or [self._single(course, slots)]
        if partner is None:
            del slots[max(wanted, 0) :]
        self.held[course.id] = slots
        for class_id in course.classes:
            self.free_classes[class_id] -= set(slots)
        for teacher in course.teachers:
            self.busy[teacher] += slots

    def _partner(self, course: Course) -> Course | None:
        """Return a course already placed that this one should be held with, where both can have the same slots."""
        slots = self.school.course_slots(course)
        for other in self.school.courses:
            if other.id in self.held and self.school.course_slots(other) == slots:
                same_group = course.together is not None and course.together == other.together
                if same_group or (course.pair is not None and course.pair == other.pair):
                    return other
        return None

    def _single(self, course: Course, slots: list[Slot]) -> Slot:
        """Return a slot without a lesson of the course; the tidier, the more it looks for one that suits."""
        left = [slot for slot in self.school.course_slots(course) if slot not in slots]
        free = [slot for slot in left if all(slot in self.free_classes[class_id] for class_id in course.classes)]
        if self.level and free:
            return min(free, key=lambda slot: (slot.period, slot.day))
        beside = self._beside(left, slots) if self.clustered else []
        if beside and chance(self.rng, 70):
            return self.rng.choice(beside)
        tries = left if self.early else [self.rng.choice(left) for _ in range(1 + self.tidy // 15)]
        return max(tries, key=lambda slot: (self._suits(course, slot, slots), -slot.period if self.early else 0))

    def _beside(self, left: list[Slot], slots: list[Slot]) -> list[Slot]:
        """Return the slots that make a double lesson with one of a course."""
        before = [slot for slot in left if self.school.next_in_double(slot) in slots]
        return before + [slot for slot in map(self.school.next_in_double, slots) if slot and slot not in slots]

    def _double(self, course: Course, slots: list[Slot]) -> list[Slot] | None:
        pairs = [(slot, self.school.next_in_double(slot)) for slot in self.school.course_slots(course)]
        free = [[first, second] for first, second in pairs if second and not {first, second} & set(slots)]
        return self.rng.choice(free) if free else None

    def _suits(self, course: Course, slot: Slot, slots: list[Slot]) -> int:
        school = self.school
        interval = school.interval(slot)
        return (
            4 * school.week_at(slot).covers(course.week)
            + 2 * all(slot in self.free_classes[class_id] for class_id in course.classes)
            + 2 * all(not interval.overlaps(school.interval(other)) for t in course.teachers for other in self.busy[t])
            + all(slot.day != other.day for other in slots)
        )
