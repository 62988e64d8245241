"""Small schools for tests: `make_school` gives one whose every part can be replaced."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scheduler.plan import Placement, Plan
from scheduler.school import (
    Area,
    BellSchedule,
    Course,
    Period,
    PeriodKind,
    RuleSetting,
    School,
    SchoolClass,
    Slot,
    Subject,
    Teacher,
    Venue,
)

SCHEDULE = "作息"


def bell(
    schedule: str = SCHEDULE, *, morning: int = 4, afternoon: int = 2, begin: int = 8 * 60, days: int = 5
) -> BellSchedule:
    """A day of 40-minute lessons, a big break after the second, noon from 12:00 to 14:00, then service to 18:00."""
    week = tuple(range(1, days + 1))
    periods, minute = [], begin
    for number in range(1, morning + afternoon + 1):
        if number == 3 and morning > 2:
            periods.append(Period(name="大课间", kind=PeriodKind.BIG_BREAK, start=minute, end=minute + 20, days=week))
            minute += 30
        if number == morning + 1:
            periods.append(Period(name="午间", kind=PeriodKind.NOON, start=max(minute, 720), end=840, days=week))
            minute = 840
        periods.append(Period(name=f"第{number}节", kind=PeriodKind.LESSON, start=minute, end=minute + 40, days=week))
        minute += 50
    if afternoon == 0:
        periods.append(Period(name="午间", kind=PeriodKind.NOON, start=max(minute, 720), end=840, days=week))
        minute = 840
    periods.append(Period(name="课后服务", kind=PeriodKind.SERVICE, start=minute, end=18 * 60, days=week))
    return BellSchedule(id=schedule, periods=tuple(periods))


SUBJECTS = (
    Subject(id="语文", area=Area.CHINESE),
    Subject(id="数学", area=Area.MATHS),
    Subject(id="英语", area=Area.FOREIGN),
    Subject(id="体育", area=Area.PE, venue_kind="操场"),
    Subject(id="音乐", area=Area.MUSIC),
    Subject(id="美术", area=Area.ART),
    Subject(id="班会", area=Area.CLASS_MEETING),
    Subject(id="升旗", area=Area.ACTIVITY),
)


def slot(day: int, number: int, schedule: BellSchedule | None = None) -> Slot:
    """The `number`-th lesson (from 1) on a weekday (1 = Monday)."""
    schedule = schedule or bell()
    return Slot(schedule.id, day, schedule.lesson_periods[number - 1])


def course(class_id: str, subject: str, teacher: str | tuple[str, ...] | None, lessons: int, **more: Any) -> Course:
    """A course of one class, called 班级|学科; `more` overrides any field."""
    teachers = (teacher,) if isinstance(teacher, str) else (teacher or ())
    fields = {"id": f"{class_id}|{subject}", "classes": (class_id,), "subject": subject, "lessons": lessons}
    return Course(**{**fields, "teachers": teachers, **more})


# What a few lessons in a week cannot keep: days of even length without a hole, a grade that ends together.
EASY_DAYS = (
    RuleSetting(rule="class_days", enabled=False),
    RuleSetting(rule="grade_ends", enabled=False),
    RuleSetting(rule="class_gaps", level="soft"),
)


def with_easy_days(settings: Iterable[RuleSetting] = ()) -> tuple[RuleSetting, ...]:
    """Return rule settings, and the easy days for the rules that they do not name."""
    named = tuple(settings)
    return (*named, *(each for each in EASY_DAYS if each.rule not in {setting.rule for setting in named}))


def own_settings(school: School) -> tuple[RuleSetting, ...]:
    """Return the rule settings of a school without the easy days."""
    return tuple(setting for setting in school.rule_settings if setting not in EASY_DAYS)


def make_school(courses: tuple[Course, ...] | None = None, **more: Any) -> School:
    """Two first-year junior classes that share their teachers; `more` overrides any field of School.

    Their few lessons may stand on any days (`EASY_DAYS`).
    """
    schedules = more.pop("schedules", (bell(),))
    more["rule_settings"] = with_easy_days(more.get("rule_settings", ()))
    if courses is None:
        courses = tuple(
            course(class_id, subject, teacher, lessons)
            for class_id in ("七(1)班", "七(2)班")
            for subject, teacher, lessons in (
                ("语文", "王芳", 5),
                ("数学", "李强", 5),
                ("体育", "赵军", 3),
                ("音乐", "孙悦", 1),
            )
        )
    names = dict.fromkeys(class_id for item in courses for class_id in item.classes)
    teachers = dict.fromkeys(teacher for item in courses for teacher in item.teachers)
    fields: dict[str, Any] = {
        "name": "测试学校",
        "schedules": schedules,
        "classes": tuple(
            SchoolClass(id=name, grade=7, number=number, schedule=schedules[0].id)
            for number, name in enumerate(names, 1)
        ),
        "subjects": SUBJECTS,
        "teachers": tuple(Teacher(id=name) for name in teachers),
        "courses": courses,
        "venues": (Venue(id="操场", kind="操场", capacity=6),),
    }
    if more.get("term_start") is None:
        fields["year"] = 2021  # its bells are of that time
    return School(**{**fields, **more})


def plan_of(lessons: dict[str, list[Slot]], **more: Any) -> Plan:
    """A plan from the slots of each course."""
    placements = tuple(Placement(course=name, slot=s) for name, slots in lessons.items() for s in slots)
    return Plan(placements=placements, **more)
