"""课时核对: for each class and subject the lessons planned (任课), held (课表) and standard (课程计划)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.export.lessons import Lessons
from scheduler.export.page import A3, Run, height_of, merge, put, set_page, widths
from scheduler.export.styles import (
    BODY,
    DIFFERENCE_FILL,
    HEADING,
    RED,
    SUBTITLE,
    TEXT,
    TITLE,
    font,
    solid,
)
from scheduler.plan import PlanView
from scheduler.plan.layout import HOURS
from scheduler.school import Course, School, SchoolClass, Subject, Week
from scheduler.text import Text

HEAD_ROWS = 3
GRADE_DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "高一", "高二", "高三")
WORDS_WIDTH = 60.0


class Hours(NamedTuple):
    """Lessons a week of one class and subject, odd and even weeks averaged; `standard` is None where there is none."""

    planned: float
    held: float
    standard: float | None

    @property
    def differs(self) -> bool:
        """Tell whether some of the three differ."""
        return self.held != self.planned or self.standard not in (None, self.planned)


def hours_of(view: PlanView, klass: SchoolClass, subject: Subject) -> Hours:
    """Return the hours of a class in a subject; of courses that run together one stands for all."""
    courses = [c for c in view.school.class_courses[klass.id] if c.subject == subject.id]
    standard = [i.lessons for i in view.school.curriculum if i.grade == klass.grade and i.subject == subject.id]
    return Hours(
        planned=_once(courses, {course.id: course.weekly for course in courses}),
        held=_once(courses, {course.id: _held(view, course, klass.id) for course in courses}),
        standard=sum(standard) if standard else None,
    )


def _held(view: PlanView, course: Course, class_id: str) -> float:
    count = len(view.course_slots(course, class_id))
    return float(count) if course.week is Week.EVERY else count / 2


def _once(courses: Iterable[Course], amounts: dict[str, float]) -> float:
    """Return the sum over courses, with the largest of each group that runs together."""
    groups: dict[str, float] = {}
    for course in courses:
        key = f"together {course.together}" if course.together else f"course {course.id}"
        groups[key] = max(groups.get(key, 0.0), amounts[course.id])
    return sum(groups.values())


def add_hours(book: Workbook, lessons: Lessons) -> None:
    """Add 课时核对: a row a class with the standard of its grade above, differences marked and told in words."""
    school = lessons.school
    sheet = book.create_sheet(lessons.text(HOURS))
    subjects = _subjects(school)
    _heading(sheet, lessons, subjects)
    row = HEAD_ROWS
    for grade in school.grades:
        classes = [klass for klass in school.classes if klass.grade == grade]
        row += 1
        _standard_row(sheet, row, lessons, classes[0], subjects)
        for klass in classes:
            row += 1
            _class_row(sheet, row, lessons, klass, subjects)


def _subjects(school: School) -> list[Subject]:
    named = {course.subject for course in school.courses} | {item.subject for item in school.curriculum}
    return [subject for subject in school.subjects if subject.id in named]


def _heading(sheet: Worksheet, lessons: Lessons, subjects: list[Subject]) -> None:
    school = lessons.school
    totals = [
        Text("任课合计", "Planned"),
        Text("已排合计", "Held"),
        Text("课程计划合计", "Standard"),
        Text("不一致之处", "Differences"),
    ]
    headings = [lessons.text(Text("班级", "Class")), *(s.id for s in subjects), *(lessons.text(t) for t in totals)]
    legend = Text(
        "格内为已排的周课时；与任课表或课程计划不一致的标红，并在右侧写明。单双周课按半节计。",
        "Cells show the lessons held a week; what differs from the assignment or the standard is marked and told at the right.",
    )
    merge(sheet, (1, 1), (1, len(headings)), f"{school.name} {sheet.title}", TITLE)
    merge(sheet, (2, 2), (1, len(headings)), lessons.text(legend), SUBTITLE)
    for column, text in enumerate(headings, 1):
        put(sheet, HEAD_ROWS, column, text, HEADING)
    widths(sheet, [10, *[6.5] * len(subjects), 7, 7, 9, WORDS_WIDTH])
    for row, height in ((1, 28), (2, 18)):
        sheet.row_dimensions[row].height = height
    sheet.row_dimensions[HEAD_ROWS].height = max(height_of([Run(text, 10)], 6.5) for text in headings)
    sheet.freeze_panes = f"B{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    set_page(sheet, A3, (school.name, school.term), lessons.language, landscape=True)


def _standard_row(sheet: Worksheet, row: int, lessons: Lessons, klass: SchoolClass, subjects: list[Subject]) -> None:
    """Write the standard of a grade above its classes."""
    standard = {s.id: hours_of(lessons.view, klass, s).standard for s in subjects}
    label = lessons.text(Text(f"{GRADE_DIGITS[klass.grade]}年级标准", f"Grade {klass.grade} standard"))
    look = HEADING._replace(font=font(9))
    put(sheet, row, 1, label, look)
    for column, subject in enumerate(subjects, 2):
        value = standard[subject.id]
        put(sheet, row, column, None if value is None else _number(value), look)
    total = sum(standard[s.id] or 0 for s in subjects if s.counts)
    for offset, value in enumerate((None, None, _number(total) if total else None, None)):
        put(sheet, row, len(subjects) + 2 + offset, value, look)
    sheet.row_dimensions[row].height = height_of([Run(label, 9)], 10)


def _class_row(sheet: Worksheet, row: int, lessons: Lessons, klass: SchoolClass, subjects: list[Subject]) -> None:
    found = {subject.id: hours_of(lessons.view, klass, subject) for subject in subjects}
    put(sheet, row, 1, klass.id, BODY)
    marked = BODY._replace(font=font(10, bold=True, color=RED), fill=solid(DIFFERENCE_FILL))
    for column, subject in enumerate(subjects, 2):
        hours = found[subject.id]
        empty = not (hours.planned or hours.held or hours.standard)
        put(sheet, row, column, None if empty else _number(hours.held), marked if hours.differs else BODY)
    counted = [found[subject.id] for subject in subjects if subject.counts]
    totals = (
        sum(hours.planned for hours in counted),
        sum(hours.held for hours in counted),
        sum(hours.standard or 0 for hours in counted) or None,
    )
    for offset, value in enumerate(totals, len(subjects) + 2):
        put(sheet, row, offset, None if value is None else _number(value), BODY)
    words = "；".join(
        _words(subject.id, found[subject.id], lessons) for subject in subjects if found[subject.id].differs
    )
    strays = sum(1 for stray in lessons.view.plan.strays if stray.class_id == klass.id)
    if strays:
        extra = lessons.text(Text(f"另有任课表之外的课 {strays} 节", f"{strays} lessons outside the assignment"))
        words = f"{words}；{extra}" if words else extra
    put(sheet, row, len(subjects) + 5, words or None, TEXT._replace(font=font(9)))
    sheet.row_dimensions[row].height = max(18.0, height_of([Run(words, 9)], WORDS_WIDTH))


def _words(subject: str, hours: Hours, lessons: Lessons) -> str:
    parts = []
    if hours.held != hours.planned:
        text = Text(f"任课{hours.planned:g}、已排{hours.held:g}", f"{hours.held:g} of {hours.planned:g} planned held")
        parts.append(lessons.text(text))
    if hours.standard not in (None, hours.planned):
        text = Text(
            f"课程计划{hours.standard:g}、任课{hours.planned:g}",
            f"{hours.planned:g} planned, standard {hours.standard:g}",
        )
        parts.append(lessons.text(text))
    return f"{subject} " + "，".join(parts)


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
