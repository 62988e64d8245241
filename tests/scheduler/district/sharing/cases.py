"""Small districts made by hand: 东校 and 西校, both on the usual bell schedule unless they say otherwise, who share 王芳."""

from __future__ import annotations

from typing import Any

from scheduler.district.sharing import Place, SharedTeacher, SharedTeachers
from scheduler.plan import Plan
from scheduler.school import BellSchedule, HalfDay, Mark, MarkLevel, MarkOwner, RuleSetting, School
from tests.schools import bell, course, make_school, plan_of, slot

EAST, WEST = "东校", "西校"
CLASS = "七(1)班"
MUSIC = f"{CLASS}|音乐"


def school(name: str, lessons: int, *more: tuple[str, str, int], teacher: str = "王芳", **fields: Any) -> School:
    """A class with so many lessons of music with 王芳, as many a day as there are, and more courses: subject, teacher, lessons."""
    fields.setdefault("rule_settings", (RuleSetting(rule="subject_per_day", enabled=False),))
    courses = [course(CLASS, "音乐", teacher, lessons), *(course(CLASS, *each) for each in more)]
    return make_school(tuple(courses), name=f"{name}小学", **fields)


def sharer(
    way: int = 20, teacher: str = "王芳", halves: dict[str, tuple[HalfDay, ...]] | None = None, **serves: bool
) -> SharedTeacher:
    """王芳, at home in 东校, shared with 西校."""
    places = tuple(
        Place(
            teacher=teacher,
            school=name,
            minutes=way,
            halves=(halves or {}).get(name, ()),
            home=name == EAST,
            serves=serves.get(name, name == EAST),
            row=row,
        )
        for row, name in enumerate((EAST, WEST), 2)
    )
    return SharedTeacher(name=teacher, places=places)


def shared(*teachers: SharedTeacher) -> SharedTeachers:
    """These, or 王芳 alone."""
    return SharedTeachers(teachers=teachers or (sharer(),))


def closed(teacher: str, *slots: tuple[int, int], schedule: BellSchedule | None = None) -> tuple[Mark, ...]:
    """Marks 禁 of a teacher at some (day, lesson)."""
    periods = (schedule or bell()).periods
    return tuple(
        Mark(
            owner_kind=MarkOwner.TEACHER,
            owner=teacher,
            day=day,
            start=periods[slot(day, number).period].start,
            end=periods[slot(day, number).period].end,
            level=MarkLevel.FORBIDDEN,
        )
        for day, number in slots
    )


def music(*when: tuple[int, int], course_id: str = MUSIC, **more: Any) -> Plan:
    """A plan with music at some (day, lesson)."""
    return plan_of({course_id: [slot(*each) for each in when]}, **more)


def week(days: int = 5, morning: int = 4, afternoon: int = 2) -> list[tuple[int, int]]:
    """All (day, lesson) of a week."""
    return [(day, number) for day in range(1, days + 1) for number in range(1, morning + afternoon + 1)]
