"""Random small districts: two or three schools of one to three classes, and a few teachers whom they share.

`one_school` is the whole district as one school of several campuses, by the rules that paike has for these: an oracle that knows nothing
of how teachers are shared out.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any, NamedTuple

from scheduler.district.sharing.nouns import Place, SharedTeacher, SharedTeachers
from scheduler.school import (
    BellSchedule,
    Course,
    HalfDay,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    Period,
    PeriodKind,
    RuleSetting,
    School,
    SchoolClass,
    Teacher,
)
from tests.chance import chance, some
from tests.schools import SUBJECTS, with_easy_days

SHARED_SUBJECTS = ("音乐", "体育", "美术")
OWN_SUBJECTS = ("语文", "数学", "英语")
FREE_CAMPUS = (RuleSetting(rule="campus_changes", enabled=False),)


class District(NamedTuple):
    """Schools by name, and whom they share."""

    schools: dict[str, School]
    shared: SharedTeachers
    way: int


def tiny_bell(
    schedule: str, begin: int, noon: int, morning: int, afternoon: int, days: tuple[int, ...]
) -> BellSchedule:
    """Lessons of 40 minutes with 10 between, and a noon of so many minutes."""
    periods, minute = [], begin
    for number in range(1, morning + afternoon + 1):
        if number == morning + 1:
            periods.append(Period(name="午间", kind=PeriodKind.NOON, start=minute, end=minute + noon, days=days))
            minute += noon
        periods.append(Period(name=f"第{number}节", kind=PeriodKind.LESSON, start=minute, end=minute + 40, days=days))
        minute += 50
    return BellSchedule(id=schedule, periods=tuple(periods))


def random_district(seed: int) -> District:
    """A district of a seed."""
    rng = Random(seed)
    days = tuple(range(1, rng.choice((2, 3, 3, 4)) + 1))
    names = [f"{name}校" for name in "甲乙丙"[: rng.choice((2, 2, 3))]]
    sharers = {f"共享{number}": SHARED_SUBJECTS[number] for number in range(rng.choice((1, 2, 2, 3)))}
    way = rng.choice((0, 15, 20, 30, 45))
    schools: dict[str, School] = {}
    places: dict[str, list[Place]] = {sharer: [] for sharer in sharers}
    for number, name in enumerate(names):
        here = [sharer for sharer in sharers if chance(rng, 80) or number < 2]
        schools[name] = _school(rng, name, 7 + number, days, {sharer: sharers[sharer] for sharer in here})
        for sharer in here:
            halves: tuple[HalfDay, ...] = ()
            if chance(rng, 12):
                halves = tuple(sorted(some(rng, [HalfDay(day, part) for day in days for part in (0, 1)], 3, 7)))
            places[sharer].append(
                Place(teacher=sharer, school=name, minutes=way, halves=halves, home=not places[sharer])
            )
    shared = SharedTeachers(
        teachers=tuple(SharedTeacher(name=sharer, places=tuple(each)) for sharer, each in places.items())
    )
    return District(schools, shared, way)


def _school(rng: Random, name: str, grade: int, days: tuple[int, ...], sharers: dict[str, str]) -> School:
    morning, afternoon = rng.choice(((3, 2), (3, 1), (4, 2), (2, 2)))
    schedule = tiny_bell(
        "作息", 8 * 60 + rng.choice((0, 0, 10, 30)), rng.choice((30, 60, 120)), morning, afternoon, days
    )
    room = (morning + afternoon) * len(days)
    classes = [f"{'七八九'[grade - 7]}({n})班" for n in range(1, rng.choice((1, 2, 2, 3)) + 1)]
    courses: list[Course] = []
    for class_id in classes:
        left = room
        for sharer, subject in sharers.items():
            lessons = min(left, rng.choice((1, 2, 2, 3)))
            courses.append(_course(class_id, subject, sharer, lessons))
            left -= lessons
        for number, subject in enumerate(OWN_SUBJECTS):
            lessons = min(left, rng.randint(1, max(1, room // 3)))
            if lessons:
                courses.append(_course(class_id, subject, f"{name}{subject}{rng.randint(1, 2)}", lessons))
                left -= lessons
            if number == 2 and left and chance(rng, 60):  # a class whose week is full
                courses.append(_course(class_id, "班会", None, left))
    teachers = tuple(Teacher(id=t) for t in dict.fromkeys(t for c in courses for t in c.teachers))
    meetings: tuple[Meeting, ...] = ()
    if chance(rng, 25):
        meetings = (Meeting(id="教研", teachers=tuple(t.id for t in teachers), schedule="作息"),)
    return School(
        name=name,
        schedules=(schedule,),
        classes=tuple(SchoolClass(id=c, grade=grade, number=n, schedule="作息") for n, c in enumerate(classes, 1)),
        subjects=SUBJECTS,
        teachers=teachers,
        courses=tuple(courses),
        meetings=meetings,
        marks=tuple(_marks(rng, schedule, teachers)),
        rule_settings=with_easy_days(FREE_CAMPUS),
    )


def _course(class_id: str, subject: str, teacher: str | None, lessons: int) -> Course:
    teachers = () if teacher is None else (teacher,)
    return Course(id=f"{class_id}|{subject}", classes=(class_id,), subject=subject, lessons=lessons, teachers=teachers)


def _marks(rng: Random, schedule: BellSchedule, teachers: Iterable[Teacher]) -> Iterable[Mark]:
    closed = rng.choice((0, 10, 25))  # percent of his slots
    for teacher in teachers:
        for slot in schedule.slots(PeriodKind.LESSON):
            if chance(rng, closed):
                period = schedule.periods[slot.period]
                yield Mark(
                    owner_kind=MarkOwner.TEACHER,
                    owner=teacher.id,
                    day=slot.day,
                    start=period.start,
                    end=period.end,
                    level=MarkLevel.FORBIDDEN,
                )


# The district as one school.


def one_school(district: District) -> School:
    """A school with a campus for each school; who is shared is one person there, and so is nobody else."""
    names = {each.name for each in district.shared.teachers}
    fields: dict[str, list[Any]] = {key: [] for key in ("schedules", "classes", "courses", "meetings", "marks")}
    teachers: dict[str, Teacher] = {}
    for name, school in district.schools.items():

        def own(text: str, name: str = name) -> str:
            return f"{name}:{text}"

        def who(teacher: str, name: str = name) -> str:
            return teacher if teacher in names else f"{name}:{teacher}"

        fields["schedules"] += [s.model_copy(update={"id": own(s.id), "campus": name}) for s in school.schedules]
        fields["classes"] += [c.renewed(id=own(c.id), schedule=own(c.schedule)) for c in school.classes]
        fields["courses"] += [
            c.renewed(id=own(c.id), classes=tuple(map(own, c.classes)), teachers=tuple(map(who, c.teachers)))
            for c in school.courses
        ]
        fields["meetings"] += [
            m.renewed(
                id=own(m.id),
                schedule=own(m.schedule),
                teachers=(*map(who, m.teachers), *(own(t) for t in m.teachers if t in names)),
            )
            for m in school.meetings
        ]
        # What is closed to somebody who is shared is closed at that school alone, as are the half-days on which he is not there.
        for mark in school.marks:
            fields["marks"].append(mark.renewed(owner=own(mark.owner)))
            if mark.owner in names:
                fields["marks"] += _of_courses(school, name, mark)
        for teacher in school.teachers:
            for called in (
                who(teacher.id),
                own(teacher.id),
            ):  # the second has the marks of the first at this school's meetings
                teachers[called] = teacher.renewed(id=called)
        fields["marks"] += [m for each in district.shared.of(name) for m in _not_there(school, name, each.at[name])]
    return School(
        name="区域",
        subjects=SUBJECTS,
        teachers=tuple(teachers.values()),
        campus_way=district.way,
        rule_settings=with_easy_days(FREE_CAMPUS),
        **{key: tuple(value) for key, value in fields.items()},
    )


def _of_courses(school: School, name: str, mark: Mark) -> list[Mark]:
    courses = [c for c in school.courses if mark.owner in c.teachers]
    return [mark.renewed(owner_kind=MarkOwner.COURSE, owner=f"{name}:{c.id}") for c in courses]


def _not_there(school: School, name: str, place: Place) -> list[Mark]:
    times = [s for slots in school.lesson_slots.values() for s in slots if not place.admits(school.half_day(s))]
    found = []
    for day, start, end in map(school.interval, times):
        mark = Mark(
            owner_kind=MarkOwner.TEACHER,
            owner=place.teacher,
            day=day,
            start=start,
            end=end,
            level=MarkLevel.FORBIDDEN,
        )
        found += [mark.renewed(owner=f"{name}:{place.teacher}"), *_of_courses(school, name, mark)]
    return found
