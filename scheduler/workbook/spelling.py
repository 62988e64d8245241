"""How lessons, days, grades, classes and slots are spelled in a cell: the other way round than `notation` and `names`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from scheduler.school import (
    Course,
    MarkLevel,
    MarkOwner,
    Period,
    PeriodKind,
    School,
    Slot,
    StaffKind,
    Week,
    day_in_weeks,
)
from scheduler.text import DAY_NAMES, Text

SEPARATOR = "、"
WEEK_WORDS: dict[Week, str] = {Week.EVERY: "", Week.ODD: "单", Week.EVEN: "双"}
PART_WORDS = ("上午", "下午")
YES, NO = "是", "否"

# The words of the columns with a closed vocabulary. The English word is accepted too.

PERIOD_KIND_WORDS: dict[PeriodKind, Text] = {
    PeriodKind.MORNING_READING: Text("早读", "morning reading"),
    PeriodKind.LESSON: Text("正课", "lesson"),
    PeriodKind.BREAK: Text("课间", "break"),
    PeriodKind.BIG_BREAK: Text("大课间", "big break"),
    PeriodKind.NOON: Text("午间", "noon"),
    PeriodKind.SELF_STUDY: Text("自习", "self-study"),
    PeriodKind.SERVICE: Text("课后服务", "service"),
    PeriodKind.EXTENDED_CARE: Text("延时托管", "extended care"),
    PeriodKind.EVENING_STUDY: Text("晚自习", "evening study"),
}
MARK_LEVEL_WORDS: dict[MarkLevel, Text] = {
    MarkLevel.FORBIDDEN: Text("禁", "forbidden"),
    MarkLevel.AVOIDED: Text("避", "avoided"),
    MarkLevel.PREFERRED: Text("优", "preferred"),
}
MARK_OWNER_WORDS: dict[MarkOwner, Text] = {
    MarkOwner.TEACHER: Text("教师", "teacher"),
    MarkOwner.CLASS: Text("班级", "class"),
    MarkOwner.SUBJECT: Text("学科", "subject"),
    MarkOwner.VENUE: Text("场地", "venue"),
    MarkOwner.COURSE: Text("任课", "course"),
}
STAFF_KIND_WORDS: dict[StaffKind, Text] = {
    StaffKind.STAFF: Text("在编", "staff"),
    StaffKind.EXTERNAL: Text("外聘", "external"),
}


def lessons_text(course: Course) -> str:
    """Return a pupil's lessons of a week in which the course is held: `5`, `4+1` for 4 singles and a double, `0+2`."""
    if not course.doubles:
        return str(course.lessons // course.groups)
    return f"{course.lessons - 2 * course.doubles}+{course.doubles}"


def day_text(day: int) -> str:
    """Return 一 for Monday."""
    return DAY_NAMES[day - 1].zh.removeprefix("周")


def days_text(days: Iterable[int]) -> str:
    """Return 一至五, or 二、四."""
    return _runs(sorted(set(days)), day_text, "至")


def period_days_text(period: Period) -> str:
    """Return the days of a period with their weeks: 一至五、单周六."""
    every = [days_text(period.weekly_days)] if period.weekly_days else []
    some = [day_in_weeks(day, period.week_on(day)).zh for day in sorted({*period.odd_days, *period.even_days})]
    return SEPARATOR.join([*every, *some])


def grades_text(grades: Iterable[int]) -> str:
    """Return `3-6`, or `1、3`."""
    return _runs(sorted(set(grades)), str, "-")


def _runs(numbers: Sequence[int], word: Callable[[int], str], dash: str) -> str:
    """Return numbers in words, three or more neighbours as the first and the last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{word(run[0])}{dash}{word(run[-1])}")
        else:
            parts += [word(number) for number in run]
    return SEPARATOR.join(parts)


def slot_text(school: School, slot: Slot) -> str:
    """Return 周三第5节. Raises ValueError for a slot that is no lesson: the workbook has no words for it."""
    number = school.schedule[slot.schedule].lesson_number(slot.day, slot.period)
    if not number:
        raise ValueError(f"{school.slot_text(slot).en} is no lesson and cannot be written")
    return slot_heading(slot.day, number)


def slot_heading(day: int, number: int) -> str:
    """Return 周三第5节."""
    return f"{DAY_NAMES[day - 1].zh}第{number}节"


def members_text(school: School, members: Iterable[str]) -> str:
    """Return the name of the group that some teachers are, or their own names."""
    wanted = tuple(members)
    groups: dict[str, tuple[str, ...]] = {}
    for teacher in school.teachers:
        if teacher.subject_group is not None:
            groups[teacher.subject_group] = (*groups.get(teacher.subject_group, ()), teacher.id)
    group = next((name for name, theirs in groups.items() if theirs == wanted), None)
    return group if group and group not in school.teacher else SEPARATOR.join(wanted)


def date_text(date: datetime.date | None) -> str | None:
    """Return 2026-09-01."""
    return None if date is None else date.isoformat()


def course_name(school: School, course: Course) -> str:
    """Return 七(1)班 体育, with a teacher whom the class's other courses of the subject do not have."""
    words = [course.classes[0], course.subject]
    others = [c for c in school.class_courses[course.classes[0]] if c.subject == course.subject and c.id != course.id]
    if others:
        theirs = {teacher for other in others for teacher in other.teachers}
        words += [*(name for name in course.teachers if name not in theirs), *course.teachers][:1]
    return " ".join(words)
