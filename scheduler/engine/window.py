"""Parts of a school and its plan as rules see them: nobody and nothing is listed but what a rule must go through."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, cast

from scheduler.plan import Placement, Plan, PlanView
from scheduler.school import Course, MarkOwner, School, Slot


class Window:
    """A school of which only some classes, teachers, courses … are listed; whatever else is asked is answered by the school."""

    def __init__(self, school: School, lists: Mapping[str, object]) -> None:
        self.__dict__.update(school.__dict__)
        self.__dict__.update(lists)
        self._school = school

    def __getattr__(self, name: str) -> Any:
        return getattr(self._school, name)


@dataclass(frozen=True)
class LessonPart:
    """A part of a plan: the school as its rules see it, the placements in it by position, all else in `rest`.

    `cast` is the school with nobody but those who are in the part: making a view of everybody took longer than the checks.
    """

    school: School
    indexes: tuple[int, ...]
    rest: Plan
    cast: School


class _LessonPartView(PlanView):
    """A part of a plan as rules read it; who is not in it has nothing to do."""

    def __init__(self, part: LessonPart, placements: tuple[Placement, ...]) -> None:
        super().__init__(part.cast, part.rest.model_copy(update={"placements": placements}))
        self.school = part.school
        self.of_class = defaultdict(_nothing_held, self.of_class)
        self.of_teacher = defaultdict(_nothing_held, self.of_teacher)
        self.serving = defaultdict(list, self.serving)
        self.of_station = defaultdict(list, self.of_station)
        self.grants_of = defaultdict(list, self.grants_of)


def grades_of(school: School, courses: Iterable[Course]) -> set[int]:
    """Return the grades of all classes of some courses."""
    return {school.school_class[name].grade for course in courses for name in course.classes}


def _nothing_held() -> dict[Slot, list[Placement]]:
    return defaultdict(list)


class LessonParts:
    """Makes the parts of a plan that rules must look at when some lessons move."""

    def __init__(self, school: School, plan: Plan) -> None:
        self.school = school
        self.plan = plan
        self._indexes: dict[str, list[int]] = defaultdict(list)
        for index, placement in enumerate(plan.placements):
            self._indexes[placement.course].append(index)

    def view(self, part: LessonPart, moved: Mapping[int, Placement | None]) -> PlanView:
        """Return a part as rules read it, with some placements replaced by others or, where that is None, taken out."""
        placements = (moved.get(index, self.plan.placements[index]) for index in part.indexes)
        return _LessonPartView(part, tuple(placement for placement in placements if placement is not None))

    def whole(self) -> LessonPart:
        """Return the whole plan."""
        return LessonPart(self.school, tuple(range(len(self.plan.placements))), self.plan, self.school)

    def of_courses(self, moved: list[Course]) -> LessonPart:
        """Return some courses and those that run together or alternate with them."""
        ids, teachers = {course.id for course in moved}, {t for course in moved for t in course.teachers}
        shared = {name for course in moved for name in (course.together, course.pair) if name is not None}
        courses = [c for c in self.school.courses if c.id in ids or not shared.isdisjoint((c.together, c.pair))]
        owners = {c for course in moved for c in course.classes} | teachers | {course.subject for course in moved} | ids
        lists = {
            "courses": tuple(courses),
            "locks": tuple(lock for lock in self.school.locks if lock.course in ids),
            "marks": tuple(m for m in self.school.marks if m.owner in owners and m.owner_kind is not MarkOwner.VENUE),
            "meetings": (),
        }
        return self._of(lists, self._positions(courses), Plan())

    def of_classes(self, moved: list[Course]) -> LessonPart:
        """Return all lessons of the classes of some courses."""
        return self._with_classes({name for course in moved for name in course.classes})

    def of_grades(self, moved: list[Course]) -> LessonPart:
        """Return all lessons of the classes of the grades of some courses."""
        grades = grades_of(self.school, moved)
        return self._with_classes({klass.id for klass in self.school.classes if klass.grade in grades})

    def _with_classes(self, names: set[str]) -> LessonPart:
        classes = tuple(klass for klass in self.school.classes if klass.id in names)
        courses = {c.id: c for klass in classes for c in self.school.class_courses[klass.id]}
        strays = tuple(stray for stray in self.plan.strays if stray.class_id in names)
        stations = self.school.service.stations
        times = [time for name in names for time in self.school.sport_times[name]]
        sport = {station for time in times for part in time.parts for station in (*part.sport, *part.other)}
        looked_at = tuple(
            s
            for s in self.plan.sessions
            if s.station in sport or (stations[s.station].optional and names & set(stations[s.station].classes))
        )
        return self._of(
            {"classes": classes}, self._positions(courses.values()), Plan(strays=strays, sessions=looked_at)
        )

    def of_teachers(self, moved: list[Course]) -> LessonPart:
        """Return all that the teachers of some courses do."""
        return self._with_teachers({teacher for course in moved for teacher in course.teachers}, (), {})

    def of_peers(self, moved: list[Course]) -> LessonPart:
        """Return all that those do who may not teach at the time of some courses: of an exclusion, mentors and whom they guide."""
        ids, own = {course.id for course in moved}, {teacher for course in moved for teacher in course.teachers}
        exclusions = tuple(e for e in self.school.exclusions if ids & set(e.courses) or own & set(e.teachers))
        bound = [t for t in self.school.teachers if t.mentor is not None and (t.id in own or t.mentor in own)]
        peers = {teacher for exclusion in exclusions for teacher in exclusion.teachers}
        peers |= {name for teacher in bound for name in (teacher.id, teacher.mentor) if name is not None}
        courses = [self.school.course[name] for exclusion in exclusions for name in exclusion.courses]
        lists = {"exclusions": exclusions, "teachers": tuple(bound)}
        return self._with_teachers(peers, courses, lists)

    def _with_teachers(
        self, names: set[str], more: Iterable[Course], lists: Mapping[str, tuple[Any, ...]]
    ) -> LessonPart:
        school = self.school
        courses = {course.id: course for name in names for course in school.teacher_courses[name]}
        courses |= {course.id: course for course in more}
        seen = {teacher for course in courses.values() for teacher in course.teachers} | names
        meetings = {meeting.id for name in names for meeting in school.teacher_meetings[name]}
        rest = Plan(
            meetings=tuple(held for held in self.plan.meetings if held.meeting in meetings),
            strays=tuple(stray for stray in self.plan.strays if stray.teacher in names),
            sessions=tuple(s for s in self.plan.sessions if not names.isdisjoint(s.adults)),
            grants=tuple(grant for grant in self.plan.grants if grant.teacher in names),
        )
        lists = {"teachers": tuple(t for t in school.teachers if t.id in seen), **lists}
        return self._of(lists, self._positions(courses.values()), rest)

    def of_groups(self, moved: list[Course]) -> LessonPart:
        """Return all lessons of the subjects of some courses in their grades."""
        alike = {(course.subject, self.school.grade_of(course)) for course in moved}
        courses = tuple(course for key in sorted(alike) for course in self._courses_by_group[key])
        return self._of({"courses": courses}, self._positions(courses), Plan())

    @cached_property
    def _courses_by_group(self) -> dict[tuple[str, int], list[Course]]:
        found: dict[tuple[str, int], list[Course]] = defaultdict(list)
        for course in self.school.courses:
            found[course.subject, self.school.grade_of(course)].append(course)
        return found

    def of_venues(self, kinds: Collection[str], stretches: Collection[tuple[int, int]]) -> LessonPart:
        """Return all that takes room in some kinds of venues at some times; what moves between these times is there before and after."""
        needing = sorted(
            {index for kind in kinds for stretch in stretches for index in self._by_place.get((kind, stretch), ())}
        )
        stations = self.school.service.stations
        sessions = (s for s in self.plan.sessions if self.kind(s.venue or stations[s.station].venue) in kinds)
        there = tuple(session for session in sessions if self.stretch_of(session.slot) in stretches)
        return self._of({}, tuple(needing), Plan(sessions=there))

    @cached_property
    def _by_place(self) -> dict[tuple[str | None, tuple[int, int]], list[int]]:
        """The lessons that need a kind of venue, or are said to be in one, at each stretch of time."""
        found: dict[tuple[str | None, tuple[int, int]], list[int]] = defaultdict(list)
        for index, p in enumerate(self.plan.placements):
            for kind in {self.school.venue_kind_of(self.school.course[p.course]), self.kind(p.venue)} - {None}:
                found[kind, self.stretch_of(p.slot)].append(index)
        return found

    def _of(self, lists: Mapping[str, tuple[Any, ...]], indexes: tuple[int, ...], rest: Plan) -> LessonPart:
        """Return a part of the plan, for rules that go through these lists of the school."""
        school = self.school
        courses = [school.course[name] for name in {self.plan.placements[index].course for index in indexes}]
        classes = {name for course in courses for name in course.classes}
        people = {name for course in courses for name in course.teachers}
        people |= {name for session in rest.sessions for name in session.adults}
        people |= {grant.teacher for grant in rest.grants}
        stations = {session.station: school.service.stations[session.station] for session in rest.sessions}
        inside = {
            "classes": tuple(school.school_class[name] for name in classes),
            "teachers": tuple(school.teacher[name] for name in people),
            "service": school.service.part(stations),
        }
        window = Window(school, {**self._clock, **lists})
        return LessonPart(cast(School, window), indexes, rest, cast(School, Window(school, inside)))

    @cached_property
    def _clock(self) -> dict[str, object]:
        """What rules ask the school again and again, answered from memory."""
        return {name: cache(getattr(self.school, name)) for name in ("interval", "half_day", "period", "slot_text")}

    def _positions(self, courses: Iterable[Course]) -> tuple[int, ...]:
        return tuple(sorted(index for course in courses for index in self._indexes[course.id]))

    def kind(self, venue: str | None) -> str | None:
        """Return the kind of a venue, None for none."""
        return None if venue is None else self.school.venue[venue].kind

    def stretch_of(self, slot: Slot) -> tuple[int, int]:
        """Return the stretch of the day, by day and number, in which everything overlaps that can overlap a slot."""
        day, start, _ = self.school.interval(slot)
        return day, sum(begin <= start for begin in self._stretches[day])

    @cached_property
    def _stretches(self) -> dict[int, list[int]]:
        """When on each day a stretch begins: nothing that is held goes on then."""
        school = self.school
        slots = {slot for every in school.lesson_slots.values() for slot in every}
        slots |= {p.slot for p in self.plan.placements} | {s.slot for s in self.plan.sessions}
        found: dict[int, list[int]] = defaultdict(list)
        ends: dict[int, int] = defaultdict(int)
        for day, start, end in sorted(school.interval(slot) for slot in slots):
            if start >= ends[day]:
                found[day].append(start)
            ends[day] = max(ends[day], end)
        return found
