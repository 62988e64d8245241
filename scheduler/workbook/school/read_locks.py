"""Reads 固定课: lessons that stand where they are."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook

from scheduler.school import Course, Lock, Week
from scheduler.text import Text
from scheduler.workbook.days_in_weeks import read_day_in_weeks
from scheduler.workbook.notation import NamedSlot, read_lesson_number
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import LOCKS
from scheduler.workbook.school.settled import find_classes, find_courses, find_teachers
from scheduler.workbook.school.slots import find_slot, find_slots
from scheduler.workbook.tables import Cell, Row, read_tables


def read_locks(book: Workbook, draft: Draft) -> None:
    """Put the fixed lessons of 固定课 into the draft."""
    for table in read_tables(book, LOCKS, draft.report):
        for row in table.rows:
            _read_row(draft, row)


def _read_row(draft: Draft, row: Row) -> None:
    before = draft.report.tellings
    for column, zh in (("class", "班级"), ("subject", "学科"), ("day", "星期"), ("period", "节次")):
        if not row[column].text:
            draft.report.error(
                row[column],
                Text(f"没有写{zh}", f"No {column} given"),
                Text("班级、学科、星期、节次都要写", "Give class, subject, day and period"),
            )
    if draft.report.tellings > before:
        return
    classes, one_by_one = find_classes(draft, row["class"])
    subject = draft.subject_names.find(row["subject"], row["subject"].text)
    teachers = find_teachers(draft, row["teacher"])
    day = draft.report.read(row["day"], read_day_in_weeks, None)
    number = draft.report.read(row["period"], read_lesson_number, None)
    if subject is None or day is None or number is None or teachers is None:
        return
    courses = find_courses(draft, row["class"], classes, subject, teachers, one_by_one=one_by_one)
    day_of_week, week = day
    held = held_in_weeks(draft, row["day"], courses, week)
    lock_courses(draft, row["period"], held, NamedSlot(day_of_week, *number))


def held_in_weeks(draft: Draft, cell: Cell, courses: list[Course], week: Week) -> list[Course]:
    """Return those of some courses that are held in the weeks that a cell names; that a class has none of them is told."""
    held = [course for course in courses if week in (Week.EVERY, course.week)]
    served = {name for course in held for name in course.classes}
    if (left := next((course for course in courses if served.isdisjoint(course.classes)), None)) is not None:
        _tell_every_week(draft, cell, left)
    return held


def _tell_every_week(draft: Draft, cell: Cell, course: Course) -> None:
    draft.report.error(
        cell,
        Text(
            f"{course.classes[0]}的{course.subject}不是只在这些周上，不能只固定单周或双周",
            f"{course.subject} of {course.classes[0]} is not held in these weeks alone and cannot be fixed in them",
        ),
        Text(
            "只写星期；只在单周或双周上的课，先在“任课明细”的“单双周”列写明",
            "Type the day alone, or say in 任课明细 that the course is held in odd or even weeks",
        ),
    )


def lock_courses(draft: Draft, cell: Cell, courses: Iterable[Course], named: NamedSlot) -> None:
    """Fix a lesson of each course; a cell that names several courses of one class and subject held at all times is told."""
    courses = _fitting(draft, list(courses), named)
    for course in courses:
        if _is_ambiguous(course, courses):
            draft.report.error(
                cell,
                Text(
                    f"{course.classes[0]}的{course.subject}有几位教师，不知道固定谁的课",
                    f"{course.classes[0]} has {course.subject} with several teachers",
                ),
                Text("写明教师", "Name the teacher"),
            )
            return
    for course in courses:
        schedule = draft.schedules[draft.schedule_of(course)]
        for slot in find_slots(draft, cell, [schedule], named):
            lock = Lock(course=course.id, slot=slot)
            draft.locks.setdefault(lock, cell)


def _fitting(draft: Draft, courses: list[Course], named: NamedSlot) -> list[Course]:
    """Return those of some courses that are held whenever the named lesson is, of a class and subject those of just its weeks where
    there are any: of odd weeks on 单周六, of every week on other days. All where none is."""
    weeks = {course.id: _week_of(draft, course, named) for course in courses}
    held = [course for course in courses if weeks[course.id].covers(course.week)]
    exact = [course for course in held if course.week is weeks[course.id]]
    rest = [
        course
        for course in held
        if course in exact
        or not any(o.subject == course.subject and not set(o.classes).isdisjoint(course.classes) for o in exact)
    ]
    return rest or courses


def _week_of(draft: Draft, course: Course, named: NamedSlot) -> Week:
    schedule = draft.schedules[draft.schedule_of(course)]
    slot = find_slot(schedule, named)
    return Week.EVERY if slot is None else schedule.periods[slot.period].week_on(slot.day)


def _is_ambiguous(course: Course, courses: list[Course]) -> bool:
    """Tell whether another course would have to be held by the same class in the same slot."""
    return any(
        other.id != course.id
        and other.subject == course.subject
        and other.week.meets(course.week)
        and not set(other.classes).isdisjoint(course.classes)
        and (course.together is None or course.together != other.together)
        for other in courses
    )
