"""课时核对: for each class and subject the lessons held (课表), assigned (任课) and of the curriculum (课程计划).

The lessons assigned are also held against the state's total a week and its least for each area.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.curriculum.standard import requirements_of, total_lessons
from constraints.places.law import law_of
from scheduler.export.lessons import Lessons, whole_number
from scheduler.export.page import TextRun, fit_pages, height_of, merge, put, set_page, widths
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
from scheduler.school import Area, Course, School, SchoolClass, Subject, Week
from scheduler.school.standard import most_lessons
from scheduler.text import Text, grade_name
from scheduler.workbook.spreadsheet import A3

HEAD_ROWS = 3
SUBJECT_WIDTH, TOTAL_WIDTH, WORDS_WIDTH = 7.8, 7.8, 44.0
POINTS = 9.0
HEAD = HEADING._replace(font=font(POINTS, bold=True))
MARKED = BODY._replace(font=font(10, bold=True, color=RED), fill=solid(DIFFERENCE_FILL))


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
        planned=_once(courses, {course.id: course.attended for course in courses}),
        held=_once(courses, {course.id: _held(view, course, klass.id) for course in courses}),
        standard=sum(standard) if standard else None,
    )


def _held(view: PlanView, course: Course, class_id: str) -> float:
    count = len(view.course_slots(course, class_id))
    return (count if course.week is Week.EVERY else count / 2) / course.groups


def _once(courses: Iterable[Course], amounts: dict[str, float]) -> float:
    """Return the sum over courses, with the largest of each group that runs together without taking turns."""
    groups: dict[str, float] = {}
    for course in courses:
        shared = course.together is not None and course.groups == 1
        key = f"together {course.together}" if shared else f"course {course.id}"
        groups[key] = max(groups.get(key, 0.0), amounts[course.id])
    return sum(groups.values())


def shortfalls(view: PlanView, klass: SchoolClass) -> list[tuple[Text, float, int]]:
    """Return the requirements of the state that a class's planned lessons do not meet: name, planned, required."""
    planned: dict[Area, float] = defaultdict(float)
    for subject in view.school.subjects:
        planned[subject.area] += hours_of(view, klass, subject).planned
    found = []
    for requirement in requirements_of(law_of(view.school), klass.grade):
        hours = sum(planned[area] for area in requirement.areas)
        least = requirement.least(klass.grade, view.school.lesson_minutes(klass.id))
        if hours < least:
            found.append((requirement.name, hours, least))
    return found


def off_prescription(school: School, klass: SchoolClass, planned: float) -> int | None:
    """Return the lessons a week that the state prescribes where a class has planned others; None where it agrees or there are none.

    More lessons that are shorter agree too.
    """
    total = total_lessons(law_of(school), klass.grade)
    if total is None or total <= planned <= most_lessons(total, klass.grade, school.lesson_minutes(klass.id)):
        return None
    return total


def add_hours(book: Workbook, lessons: Lessons) -> None:
    """Add 课时核对: a row a class below its grade's curriculum, differences marked and told in words."""
    school = lessons.school
    sheet = book.create_sheet(lessons.text(HOURS))
    subjects = _subjects(school)
    columns = _columns(lessons, subjects)
    _heading(sheet, lessons, columns)
    row = HEAD_ROWS
    for grade in school.grades:
        classes = [klass for klass in school.classes if klass.grade == grade]
        row += 1
        _grade_row(sheet, row, lessons, classes[0], subjects)
        for klass in classes:
            row += 1
            _class_row(sheet, row, lessons, klass, subjects)
    fit_pages(sheet, A3, [width for _, width in columns], landscape=True)


def _subjects(school: School) -> list[Subject]:
    named = {course.subject for course in school.courses} | {item.subject for item in school.curriculum}
    return [subject for subject in school.subjects if subject.id in named]


def _columns(lessons: Lessons, subjects: list[Subject]) -> list[tuple[str, float]]:
    """Return the headings of the columns with their widths."""
    totals = (
        Text("已排合计", "Held"),
        Text("任课合计", "Assigned"),
        Text("课程计划合计", "Curriculum"),
        Text("规定周课时", "Prescribed"),
    )
    return [
        (lessons.text(Text("班级", "Class")), 14.0),
        *((subject.id, SUBJECT_WIDTH) for subject in subjects),
        *((lessons.text(total), TOTAL_WIDTH) for total in totals),
        (lessons.text(Text("不一致之处", "Differences")), WORDS_WIDTH),
    ]


def _heading(sheet: Worksheet, lessons: Lessons, columns: list[tuple[str, float]]) -> None:
    school = lessons.school
    legend = Text(
        "格内为已排的周课时；与任课表或课程计划不一致的标红，并在右侧写明。单双周课按半节计。“规定周课时”及各科底线据义务教育课程方案（2022年版）。",
        "Cells show the lessons held a week; what differs from assignment or curriculum is marked and told at the right.",
    )
    merge(sheet, (1, 1), (1, len(columns)), f"{school.name} {sheet.title}", TITLE)
    merge(sheet, (2, 2), (1, len(columns)), lessons.text(legend), SUBTITLE)
    for column, (text, _) in enumerate(columns, 1):
        put(sheet, HEAD_ROWS, column, text, HEAD)
    widths(sheet, [width for _, width in columns])
    for row, height in ((1, 28), (2, 18)):
        sheet.row_dimensions[row].height = height
    sheet.row_dimensions[HEAD_ROWS].height = max(height_of([TextRun(text, POINTS)], width) for text, width in columns)
    sheet.freeze_panes = f"B{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"1:{HEAD_ROWS}"
    sheet.print_title_cols = "A:A"
    set_page(sheet, A3, (school.name, school.term), lessons.language, landscape=True)


def _grade_row(sheet: Worksheet, row: int, lessons: Lessons, klass: SchoolClass, subjects: list[Subject]) -> None:
    """Write the curriculum of a grade above its classes."""
    standard = {s.id: hours_of(lessons.view, klass, s).standard for s in subjects}
    label = lessons.text(Text(f"{grade_name(klass.grade)}年级课程计划", f"Grade {klass.grade} curriculum"))
    total = sum(standard[s.id] or 0 for s in subjects if s.counts) or None
    values = [
        *(standard[s.id] for s in subjects),
        None,
        None,
        total,
        total_lessons(law_of(lessons.school), klass.grade),
        None,
    ]
    put(sheet, row, 1, label, HEAD)
    for column, value in enumerate(values, 2):
        put(sheet, row, column, _number(value), HEAD)
    sheet.row_dimensions[row].height = height_of([TextRun(label, POINTS)], 14.0)


def _class_row(sheet: Worksheet, row: int, lessons: Lessons, klass: SchoolClass, subjects: list[Subject]) -> None:
    found = {subject.id: hours_of(lessons.view, klass, subject) for subject in subjects}
    put(sheet, row, 1, klass.id, BODY)
    for column, subject in enumerate(subjects, 2):
        hours = found[subject.id]
        empty = not (hours.planned or hours.held or hours.standard)
        put(sheet, row, column, None if empty else _number(hours.held), MARKED if hours.differs else BODY)
    counted = [found[subject.id] for subject in subjects if subject.counts]
    held, planned = sum(hours.held for hours in counted), sum(hours.planned for hours in counted)
    standard = sum(hours.standard or 0 for hours in counted) or None
    prescribed = total_lessons(law_of(lessons.school), klass.grade)
    for column, value in enumerate((held, planned, standard, prescribed), len(subjects) + 2):
        differs = value is not None and value != planned
        if column == len(subjects) + 5:
            differs = off_prescription(lessons.school, klass, planned) is not None
        put(sheet, row, column, _number(value), MARKED if differs else BODY)
    words = "；".join(_differences(lessons, klass, subjects, found, planned))
    put(sheet, row, len(subjects) + 6, words or None, TEXT._replace(font=font(POINTS)))
    sheet.row_dimensions[row].height = max(18.0, height_of([TextRun(words, POINTS)], WORDS_WIDTH))


def _differences(
    lessons: Lessons, klass: SchoolClass, subjects: list[Subject], found: dict[str, Hours], planned: float
) -> list[str]:
    """Return in words whatever of a class does not agree with its assignment, the curriculum or the state's standard."""
    words = [_words(subject.id, found[subject.id], lessons) for subject in subjects if found[subject.id].differs]
    strays = sum(1 for stray in lessons.view.plan.strays if stray.class_id == klass.id)
    if strays:
        words.append(lessons.text(Text(f"另有任课表之外的课{strays}节", f"{strays} lessons outside the assignment")))
    prescribed = off_prescription(lessons.school, klass, planned)
    if prescribed is not None:
        text = Text(
            f"规定每周{prescribed}节、任课{planned:g}", f"{planned:g} lessons assigned, {prescribed} prescribed"
        )
        words.append(lessons.text(text))
    for name, hours, required in shortfalls(lessons.view, klass):
        text = Text(f"{name.zh}应不少于{required}节、任课{hours:g}", f"{name.en}: {hours:g} of at least {required}")
        words.append(lessons.text(text))
    return words


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


def _number(value: float | None) -> int | float | None:
    return None if value is None else whole_number(value)
