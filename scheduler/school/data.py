"""What a school tells of itself, validated, with what is looked up in it again and again."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from scheduler.school.base import FrozenModel
from scheduler.school.bell import BellSchedule, HalfDay, Interval, Period, PeriodKind, Slot, Week, day_in_weeks
from scheduler.school.curriculum import Area, Course, CurriculumItem, Subject
from scheduler.school.flex import WorkingHours
from scheduler.school.people import SchoolClass, Teacher, Venue, may_have_lessons
from scheduler.school.service import (
    Club,
    Contract,
    Duty,
    Enrolment,
    PayRate,
    ServiceStage,
)
from scheduler.school.wishes import Exam, Exclusion, Lock, Mark, MarkLevel, MarkOwner, Meeting, RuleSetting
from scheduler.text import Text, clock_text


class Moment(NamedTuple):
    """Lesson slots that share some minute: a person or a place can be in at most one of them.

    With one bell schedule each moment is one slot; with several it is a maximal set of overlapping slots.
    """

    day: int
    slots: tuple[Slot, ...]


class SchoolData(FrozenModel):
    """The nouns of a school and its week: immutable, every reference in them resolved.

    `place` is where the school is, as people write it, and `year` its school year, 2026 for 2026/27: by these and `term_start` it
    is known what the law asks. `longest_gap` is how many minutes may lie between two lessons that follow each other: more than that part them. What
    ends later than `evening`, a minute of the day, is in the evening, and so is evening study. `watched`:
    pupils who stay for service, or have self-study, have a named adult with them in the meantime. `campus_way` is how many
    minutes a teacher needs from one campus to another. `sport_later` stands in for service that is planned apart: class, day, and
    the most minutes of sport that it may give all pupils of the class.

    Raises ValueError naming what does not fit.
    """

    name: str
    term: str = ""
    place: str | None = Field(default=None, min_length=1, max_length=60)
    year: int | None = Field(default=None, ge=2000, le=2100)
    schedules: tuple[BellSchedule, ...]
    classes: tuple[SchoolClass, ...]
    subjects: tuple[Subject, ...]
    teachers: tuple[Teacher, ...]
    courses: tuple[Course, ...]
    venues: tuple[Venue, ...] = ()
    curriculum: tuple[CurriculumItem, ...] = ()
    marks: tuple[Mark, ...] = ()
    locks: tuple[Lock, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    exams: tuple[Exam, ...] = ()
    rule_settings: tuple[RuleSetting, ...] = ()
    term_start: datetime.date | None = None
    term_end: datetime.date | None = None
    boarding: bool = False
    longest_gap: int = Field(default=20, ge=0, le=120)
    watched: bool = True
    evening: int = Field(default=18 * 60 + 30, ge=12 * 60, le=24 * 60)
    campus_way: int = Field(default=30, ge=0, le=240)
    stages: tuple[ServiceStage, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    clubs: tuple[Club, ...] = ()
    duties: tuple[Duty, ...] = ()
    contracts: tuple[Contract, ...] = ()
    working: WorkingHours | None = None
    pay_rates: tuple[PayRate, ...] = ()
    sport_later: tuple[tuple[str, int, int], ...] = ()

    @model_validator(mode="after")
    def _resolved(self) -> Self:
        problems = [*self._duplicates(), *self._dangling(), *self._dangling_service(), *self._mixed_schedules()]
        problems += self._uneven_groups()
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _duplicates(self) -> Iterable[str]:
        for kind in (
            *("schedules", "classes", "subjects", "teachers", "courses", "venues", "meetings", "exclusions"),
            *("stages", "clubs"),
        ):
            seen: set[str] = set()
            for item in getattr(self, kind):
                if item.id in seen:
                    yield f"{kind}: {item.id} stands twice"
                seen.add(item.id)

    def _dangling(self) -> Iterable[str]:
        schedules, teachers = {s.id for s in self.schedules}, {t.id for t in self.teachers}
        classes, subjects = {c.id for c in self.classes}, {s.id for s in self.subjects}
        venues, courses = {v.id for v in self.venues}, {c.id for c in self.courses}
        kinds = {v.kind for v in self.venues}
        for klass in self.classes:
            yield from _missing(f"class {klass.id}", (klass.schedule,), schedules)
            yield from _missing(f"class {klass.id}", (klass.homeroom_teacher, klass.deputy_teacher), teachers)
        for teacher in self.teachers:
            yield from _missing(f"teacher {teacher.id}", (teacher.mentor,), teachers)
        for course in self.courses:
            yield from _missing(f"course {course.id}", course.classes, classes)
            yield from _missing(f"course {course.id}", course.teachers, teachers)
            yield from _missing(f"course {course.id}", (course.subject,), subjects)
            yield from _missing(f"course {course.id}", (course.venue,), venues)
            yield from _missing(f"course {course.id}", (course.venue_kind,), kinds)
        for item in self.curriculum:
            yield from _missing("curriculum", (item.subject,), subjects)
        owners = {
            MarkOwner.TEACHER: teachers,
            MarkOwner.CLASS: classes,
            MarkOwner.SUBJECT: subjects,
            MarkOwner.VENUE: venues,
            MarkOwner.COURSE: courses,
        }
        for mark in self.marks:
            yield from _missing("mark", (mark.owner,), owners[mark.owner_kind])
        for lock in self.locks:
            yield from _missing("lock", (lock.course,), courses)
            yield from _missing("lock", (lock.slot.schedule,), schedules)
        for meeting in self.meetings:
            yield from _missing(f"meeting {meeting.id}", meeting.teachers, teachers)
            yield from _missing(f"meeting {meeting.id}", (meeting.schedule,), schedules)
        for exclusion in self.exclusions:
            yield from _missing(f"exclusion {exclusion.id}", exclusion.courses, courses)
            yield from _missing(f"exclusion {exclusion.id}", exclusion.teachers, teachers)

    def _uneven_groups(self) -> Iterable[str]:
        for name, courses in _groups(self.courses).items():
            alike = {(course.classes, course.lessons, course.groups) for course in courses}
            if any(course.groups > 1 for course in courses) and (len(alike) > 1 or len(courses) != courses[0].groups):
                yield f"{name}: its courses cannot take turns"

    def _dangling_service(self) -> Iterable[str]:
        teachers, classes = {t.id for t in self.teachers}, {c.id for c in self.classes}
        stages, periods = {s.id for s in self.stages}, {s.id: len(s.periods) for s in self.schedules}
        for stage in self.stages:
            yield from _missing(f"stage {stage.id}", stage.candidates, teachers)
        for enrolment in self.enrolments:
            yield from _missing("enrolment", (enrolment.class_id, enrolment.joins), classes)
            yield from _missing("enrolment", (enrolment.stage,), stages)
        for club in self.clubs:
            yield from _missing(f"club {club.id}", club.instructors, teachers)
            yield from _missing(f"club {club.id}", (club.venue,), {v.id for v in self.venues})
            yield from _missing(f"club {club.id}", (club.venue_kind,), {v.kind for v in self.venues})
        for duty in self.duties:
            yield from _missing(f"duty {duty.kind}", duty.candidates, teachers)
        for contract in self.contracts:
            yield from _missing("contract", (contract.teacher,), teachers)
        all_timed: tuple[ServiceStage | Club | Duty, ...] = (*self.stages, *self.clubs, *self.duties)
        for timed in all_timed:
            if timed.period >= periods.get(timed.schedule, 0):
                yield f"service: unknown period {timed.period} of {timed.schedule}"

    def _mixed_schedules(self) -> Iterable[str]:
        schedule_of = {c.id: c.schedule for c in self.classes}
        for course in self.courses:
            if len({schedule_of.get(c) for c in course.classes}) > 1:
                yield f"course {course.id}: its classes have different bell schedules"

    # Lookups by id.

    @cached_property
    def schedule(self) -> dict[str, BellSchedule]:
        """Bell schedules by id."""
        return {item.id: item for item in self.schedules}

    @cached_property
    def school_class(self) -> dict[str, SchoolClass]:
        """Classes by id."""
        return {item.id: item for item in self.classes}

    @cached_property
    def subject(self) -> dict[str, Subject]:
        """Subjects by id."""
        return {item.id: item for item in self.subjects}

    @cached_property
    def teacher(self) -> dict[str, Teacher]:
        """Teachers by id."""
        return {item.id: item for item in self.teachers}

    @cached_property
    def course(self) -> dict[str, Course]:
        """Courses by id."""
        return {item.id: item for item in self.courses}

    @cached_property
    def venue(self) -> dict[str, Venue]:
        """Venues by id."""
        return {item.id: item for item in self.venues}

    @cached_property
    def stage(self) -> dict[str, ServiceStage]:
        """Service stages by id."""
        return {item.id: item for item in self.stages}

    @cached_property
    def club(self) -> dict[str, Club]:
        """Clubs by id."""
        return {item.id: item for item in self.clubs}

    @cached_property
    def contract(self) -> dict[str, Contract]:
        """The contract of each teacher who has one."""
        return {item.teacher: item for item in self.contracts}

    # Who has what.

    @cached_property
    def class_courses(self) -> dict[str, tuple[Course, ...]]:
        """All courses of each class."""
        found: dict[str, list[Course]] = {c.id: [] for c in self.classes}
        for course in self.courses:
            for class_id in course.classes:
                found[class_id].append(course)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def occupying_courses(self) -> dict[str, tuple[Course, ...]]:
        """The courses that fill each class's slots: the longest stands for all that run together (分层走班)."""
        found: dict[str, tuple[Course, ...]] = {}
        for class_id, courses in self.class_courses.items():
            longest: dict[str | None, Course] = {}
            for course in sorted(courses, key=lambda course: -course.lessons):
                longest.setdefault(course.together, course)
            found[class_id] = tuple(c for c in courses if not c.together or c is longest[c.together])
        return found

    @cached_property
    def attended_courses(self) -> dict[str, tuple[Course, ...]]:
        """The courses whose lessons (`attended`) add up to a pupil's week: one of those that run together, all that take turns."""
        found = self.occupying_courses
        return {
            class_id: tuple(c for c in courses if c.groups > 1 or c in found[class_id])
            for class_id, courses in self.class_courses.items()
        }

    @cached_property
    def group_courses(self) -> dict[str, tuple[Course, ...]]:
        """The courses that run together, by the name of their group (走班组, 半班组)."""
        return _groups(self.courses)

    @cached_property
    def teacher_courses(self) -> dict[str, tuple[Course, ...]]:
        """All courses of each teacher."""
        found: dict[str, list[Course]] = {t.id: [] for t in self.teachers}
        for course in self.courses:
            for teacher_id in course.teachers:
                found[teacher_id].append(course)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def teacher_meetings(self) -> dict[str, tuple[Meeting, ...]]:
        """All meetings of each teacher."""
        found: dict[str, list[Meeting]] = {t.id: [] for t in self.teachers}
        for meeting in self.meetings:
            for teacher_id in meeting.teachers:
                found[teacher_id].append(meeting)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def grades(self) -> tuple[int, ...]:
        """The grades that have a class, in order."""
        return tuple(sorted({c.grade for c in self.classes}))

    def grade_of(self, course: Course) -> int:
        """Return the grade of a course: the lowest of its classes'."""
        return min(self.school_class[c].grade for c in course.classes)

    def area_of(self, course: Course) -> Area:
        """Return the area of a course's subject."""
        return self.subject[course.subject].area

    def venue_kind_of(self, course: Course) -> str | None:
        """Return the kind of place that a course needs, or None for the home room."""
        if course.venue is not None:
            return self.venue[course.venue].kind
        return course.venue_kind

    @cached_property
    def later_sport(self) -> dict[tuple[str, int], int]:
        """The minutes of `sport_later`, by class and day."""
        return {(class_id, day): minutes for class_id, day, minutes in self.sport_later}

    # Campuses.

    @cached_property
    def campuses(self) -> tuple[str, ...]:
        """The campuses that are named, in the order of bell schedules and venues."""
        named = [*(schedule.campus for schedule in self.schedules), *(venue.campus for venue in self.venues)]
        return tuple(dict.fromkeys(campus for campus in named if campus is not None))

    def campus_of(self, schedule: str, venue: str | None = None) -> str | None:
        """Return where something of a bell schedule is held: on the campus of the venue that it names, else of the schedule."""
        named = None if venue is None else self.venue[venue].campus
        return named or self.schedule[schedule].campus

    def course_campus(self, course: Course) -> str | None:
        """Return the campus on which a course is held; None where nothing is said of it."""
        return self.campus_of(self.course_schedule(course), course.venue)

    def course_schedule(self, course: Course) -> str:
        """Return the bell schedule of a course: that of its classes."""
        return self.school_class[course.classes[0]].schedule

    def serves(self, venue: Venue, schedule: str) -> bool:
        """Tell whether a venue may be chosen for the classes of a bell schedule: it is on no other campus."""
        return None in (venue.campus, self.schedule[schedule].campus) or venue.campus == self.schedule[schedule].campus

    def weeks(self, courses: Iterable[Course]) -> tuple[Week, ...]:
        """Return the weeks that must be looked at apart for these courses: one, or odd and even."""
        if all(course.week is Week.EVERY for course in courses):
            return (Week.EVERY,)
        return (Week.ODD, Week.EVEN)

    # Time.

    def period(self, slot: Slot) -> Period:
        """Return the period of a slot."""
        return self.schedule[slot.schedule].periods[slot.period]

    def interval(self, slot: Slot) -> Interval:
        """Return the clock time of a slot."""
        return self._intervals[slot]

    @cached_property
    def _intervals(self) -> dict[Slot, Interval]:
        return {
            Slot(schedule.id, day, number): Interval(day, period.start, period.end)
            for schedule in self.schedules
            for day in range(1, 8)
            for number, period in enumerate(schedule.periods)
        }

    def half_day(self, slot: Slot) -> HalfDay:
        """Return the half-day that a slot falls in."""
        return self._half_days[slot]

    @cached_property
    def _half_days(self) -> dict[Slot, HalfDay]:
        return {slot: HalfDay(slot.day, self.schedule[slot.schedule].part(slot.period)) for slot in self._intervals}

    @cached_property
    def days(self) -> tuple[int, ...]:
        """The weekdays on which some schedule has lessons."""
        return tuple(sorted({slot.day for slots in self.lesson_slots.values() for slot in slots}))

    @cached_property
    def lesson_slots(self) -> dict[str, tuple[Slot, ...]]:
        """The lesson slots of each bell schedule, in the order of the week."""
        return {s.id: s.slots(PeriodKind.LESSON) for s in self.schedules}

    def week_at(self, slot: Slot) -> Week:
        """Return the weeks in which a slot is held."""
        return self.period(slot).week_on(slot.day)

    @cached_property
    def alternates(self) -> bool:
        """Tell whether some lesson slot is held in odd or in even weeks only (单周六)."""
        return any(self.week_at(slot) is not Week.EVERY for slots in self.lesson_slots.values() for slot in slots)

    def weekly_slots(self, schedule: str) -> tuple[Slot, ...]:
        """Return the lesson slots of a bell schedule that are held in every week, in the order of the week."""
        return tuple(slot for slot in self.lesson_slots[schedule] if self.week_at(slot) is Week.EVERY)

    def class_slots(self, class_id: str) -> tuple[Slot, ...]:
        """Return the lesson slots of a class, in the order of the week: those of its bell schedule on days on which all classes
        that follow it may have lessons."""
        return self._open_slots[self.school_class[class_id].schedule]

    @cached_property
    def _open_slots(self) -> dict[str, tuple[Slot, ...]]:
        youngest: dict[str, int] = {}
        for klass in self.classes:
            youngest[klass.schedule] = min(klass.grade, youngest.get(klass.schedule, klass.grade))
        return {
            name: tuple(slot for slot in self.lesson_slots[name] if may_have_lessons(grade, slot.day))
            for name, grade in youngest.items()
        }

    def lesson_minutes(self, class_id: str) -> Fraction:
        """Return the mean length of a class's lesson slots, in minutes."""
        return self.schedule[self.school_class[class_id].schedule].lesson_minutes

    def course_slots(self, course: Course) -> tuple[Slot, ...]:
        """Return the lesson slots that a course can use by the clock alone; not all of them may be held in its weeks."""
        return self.class_slots(course.classes[0])

    def next_in_double(self, slot: Slot) -> Slot | None:
        """Return the slot that completes a double lesson begun at `slot`: the next lesson of its half-day, unless the gap between
        is longer than the school's longest; else None."""
        return self._followers.get(slot)

    @cached_property
    def _followers(self) -> dict[Slot, Slot]:
        found = {}
        for slots in self.lesson_slots.values():
            for slot in slots:
                following = self.schedule[slot.schedule].next_lesson(slot.day, slot.period, self.longest_gap)
                if following is not None:
                    found[slot] = slot._replace(period=following)
        return found

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The maximal sets of lesson slots that overlap by the clock, over all schedules that a class uses."""
        used = {c.schedule for c in self.classes} | {m.schedule for m in self.meetings}
        by_day: dict[int, list[Slot]] = defaultdict(list)
        for schedule in self.schedules:
            if schedule.id in used:
                for slot in self.lesson_slots[schedule.id]:
                    by_day[slot.day].append(slot)
        found = []
        for day, slots in sorted(by_day.items()):
            found += [Moment(day, clique) for clique in self._cliques(slots)]
        return tuple(found)

    def _cliques(self, slots: list[Slot]) -> list[tuple[Slot, ...]]:
        """Return the maximal sets of slots of one day that share a minute; each set is found at some slot's start."""
        sets = []
        for begin in sorted({self.interval(slot).start for slot in slots}):
            running = [s for s in slots if self.interval(s).start <= begin < self.interval(s).end]
            sets.append(frozenset(running))
        return [
            tuple(sorted(each, key=lambda s: (self.interval(s).start, s)))
            for i, each in enumerate(sets)
            if not any(each < other for other in sets) and each not in sets[:i]
        ]

    @cached_property
    def _marks_by_owner(self) -> dict[tuple[MarkOwner, str], tuple[Mark, ...]]:
        found: dict[tuple[MarkOwner, str], list[Mark]] = defaultdict(list)
        for mark in self.marks:
            found[mark.owner_kind, mark.owner].append(mark)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def away_marks(self) -> dict[str, tuple[Mark, ...]]:
        """When each teacher who is shared is at another school of the district, or on the way; the others are not named."""
        found: dict[str, list[Mark]] = defaultdict(list)
        for mark in self.marks:
            if mark.elsewhere is not None and mark.owner_kind is MarkOwner.TEACHER:
                found[mark.owner].append(mark)
        return {teacher: tuple(marks) for teacher, marks in found.items()}

    @cached_property
    def closed_owners(self) -> frozenset[tuple[MarkOwner, str]]:
        """Whose time some 禁 closes, but for time at another school."""
        closed = (m for m in self.marks if m.level is MarkLevel.FORBIDDEN and m.elsewhere is None)
        return frozenset((mark.owner_kind, mark.owner) for mark in closed)

    def marked(self, owner_kind: MarkOwner, owner: str, slot: Slot, level: MarkLevel) -> bool:
        """Tell whether a mark of this level touches any minute of a slot."""
        marks = self._marks_by_owner.get((owner_kind, owner))
        if not marks:
            return False
        day, start, end = self.interval(slot)
        return any(m.level is level and m.day == day and m.start < end and start < m.end for m in marks)

    def closed(self, owner_kind: MarkOwner, owner: str, slot: Slot) -> bool:
        """Tell whether a 禁 touches any minute of a slot that is not for time at another school: that is shared out, and loosens no
        rule."""
        day, start, end = self.interval(slot)
        return any(
            m.level is MarkLevel.FORBIDDEN and m.elsewhere is None and m.day == day and m.start < end and start < m.end
            for m in self._marks_by_owner.get((owner_kind, owner), ())
        )

    def slot_text(self, slot: Slot) -> Text:
        """Return how people name a slot, 周二第3节; the clock time is added where several schedules are in use."""
        period = self.period(slot)
        day = day_in_weeks(slot.day, period.week_on(slot.day))
        clock = f"({clock_text(period.start)})" if len(self.schedules) > 1 else ""
        number = self.schedule[slot.schedule].lesson_number(slot.day, slot.period)
        english = f"lesson {number}" if number else period.name
        return Text(f"{day.zh}{period.name}{clock}", f"{day.en} {english}{clock}")


def _groups(courses: Iterable[Course]) -> dict[str, tuple[Course, ...]]:
    found: dict[str, list[Course]] = defaultdict(list)
    for course in courses:
        if course.together is not None:
            found[course.together].append(course)
    return {key: tuple(value) for key, value in found.items()}


def _missing(where: str, wanted: Iterable[str | None], known: set[str]) -> Iterable[str]:
    for name in wanted:
        if name is not None and name not in known:
            yield f"{where}: unknown {name}"
