"""Timetables as other programs and people write them: what is in a plan, in layouts that are not ours.

Each writer takes a plan's lessons as `Told`: what a cell of a class says. Venues, meetings and service are told by none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.plan import Plan, PlanView
from scheduler.school import RECESSES, PeriodKind, School, SchoolClass, Slot, Week
from scheduler.text import clock_text

Spelling = Callable[[str, str], str]
WEEKDAYS = "一二三四五六日"
ORDER = (Week.ODD, Week.EVERY, Week.EVEN)


class Told(NamedTuple):
    """One subject in a cell, in the weeks in which it is held, by the teachers of all courses of it that run together."""

    subject: str
    teachers: tuple[str, ...]
    week: Week


def told_in(school: School, plan: Plan) -> dict[tuple[str, Slot], list[Told]]:
    """Return what stands in the cell of each class at each slot: odd weeks before even ones."""
    view, found = PlanView(school, plan), {}
    for class_id, slots in view.of_class.items():
        for slot, placements in slots.items():
            together: dict[tuple[str, Week], list[str]] = defaultdict(list)
            for course in (school.course[placement.course] for placement in placements):
                together[course.subject, course.week] += course.teachers
            lessons = [Told(subject, tuple(names), week) for (subject, week), names in together.items()]
            found[class_id, slot] = sorted(lessons, key=lambda lesson: ORDER.index(lesson.week))
    return found


def grade_and_number(klass: SchoolClass) -> str:
    """Return 三1班 for 三(1)班."""
    return f"{WEEKDAYS[klass.grade - 1] if klass.grade <= 6 else '七八九'[klass.grade - 7]}{klass.number}班"


def class_grid(school: School, plan: Plan, spell: Spelling, *, lesson: str = "第{}节", day: str = "星期{}") -> Workbook:
    """Return a workbook with a class a row under a title and merged days; `spell` writes a subject with its teachers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    most = max(len(schedule.lesson_periods) for schedule in school.schedules)
    sheet.append([f"{school.name}{school.term}总课程表"])
    sheet.append(["班级", *(day.format(WEEKDAYS[d]) if n == 0 else None for d in range(5) for n in range(most))])
    sheet.append([None, *(lesson.format(n + 1) for _ in range(5) for n in range(most))])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=1 + 5 * most)
    sheet.merge_cells("A2:A3")
    for number in range(5):
        first = 2 + number * most
        sheet.merge_cells(start_row=2, end_row=2, start_column=first, end_column=first + most - 1)
    told = told_in(school, plan)
    for klass in school.classes:
        periods = school.schedule[klass.schedule].lesson_periods
        line: list[Any] = [grade_and_number(klass)]
        for number in range(5):
            slots = [Slot(klass.schedule, number + 1, period) for period in periods]
            line += [_cell(told.get((klass.id, slot), ()), spell) for slot in slots]
            line += [None] * (most - len(slots))
        sheet.append(line)
    return book


def class_sheets(school: School, plan: Plan, spell: Spelling) -> Workbook:
    """Return a workbook with a sheet for each class: morning and afternoon merged beside the lessons, breaks between them."""
    book, told = Workbook(), told_in(school, plan)
    book.remove(book.worksheets[0])
    for klass in school.classes:
        sheet = book.create_sheet(klass.id)
        sheet.append([f"{school.name}{klass.id}课程表"])
        sheet.append(["班主任：", klass.homeroom_teacher])
        sheet.append(["时间", None, None, *(f"周{WEEKDAYS[d]}" for d in range(5))])
        schedule = school.schedule[klass.schedule]
        starts: dict[str, int] = {}
        for index, period in enumerate(schedule.periods):
            if period.kind not in RECESSES | {PeriodKind.LESSON}:
                continue
            clock = f"{clock_text(period.start)}-{clock_text(period.end)}"
            if period.kind is not PeriodKind.LESSON:
                sheet.append([None, period.name, clock, *[period.name] * 5])
                continue
            part = "上午" if schedule.part(index) == 0 else "下午"
            cells = [told.get((klass.id, Slot(schedule.id, d, index)), ()) for d in range(1, 6)]
            sheet.append(
                [
                    part,
                    schedule.lesson_number(schedule.periods[index].days[0], index),
                    clock,
                    *(_cell(cell, spell) for cell in cells),
                ]
            )
            starts.setdefault(part, sheet.max_row)
            starts[part + "末"] = sheet.max_row
        _merge_parts(sheet, starts)
    return book


def _merge_parts(sheet: Worksheet, rows: dict[str, int]) -> None:
    for part in ("上午", "下午"):
        if rows.get(part, 0) < rows.get(part + "末", 0):
            sheet.merge_cells(f"A{rows[part]}:A{rows[part + '末']}")


def teacher_grid(school: School, plan: Plan) -> Workbook:
    """Return a workbook with a teacher a row: 七(1)数学 in a cell, 单 and 双 before what is not held every week."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "教师总课表"
    most = max(len(schedule.lesson_periods) for schedule in school.schedules)
    sheet.append([f"{school.name}教师课程总表"])
    sheet.append(["序号", "教师", *(f"周{WEEKDAYS[d]}" if n == 0 else None for d in range(5) for n in range(most))])
    sheet.append([None, None, *(n + 1 for _ in range(5) for n in range(most))])
    for number in range(5):
        first = 3 + number * most
        sheet.merge_cells(f"{get_column_letter(first)}2:{get_column_letter(first + most - 1)}2")
    for row, teacher in enumerate(school.teachers, 1):
        cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for slot, placements in PlanView(school, plan).of_teacher[teacher.id].items():
            number = school.schedule[slot.schedule].lesson_number(slot.day, slot.period)
            for placement in placements:
                course = school.course[placement.course]
                week = {Week.ODD: "单周 ", Week.EVEN: "双周 "}.get(course.week, "")
                names = "、".join(name.removesuffix("班") for name in placement.classes or course.classes)
                cells[slot.day, number].append(f"{week}{names}{course.subject}")
        line = ["\n".join(cells.get((d, n), ())) or None for d in range(1, 6) for n in range(1, most + 1)]
        sheet.append([row, teacher.id, *line])
    return book


def weekday_sheets(school: School, plan: Plan, spell: Spelling, *, turned: bool = False) -> Workbook:
    """Return a workbook with a sheet for each weekday: classes below each other and periods side by side, or turned."""
    book, told = Workbook(), told_in(school, plan)
    book.remove(book.worksheets[0])
    most = max(len(schedule.lesson_periods) for schedule in school.schedules)
    for day in range(1, 6):
        sheet = book.create_sheet(f"周{WEEKDAYS[day - 1]}")
        lines: list[list[Any]] = [["班级", *(f"第{n + 1}节" for n in range(most))]]
        for klass in school.classes:
            slots = [Slot(klass.schedule, day, p) for p in school.schedule[klass.schedule].lesson_periods]
            cells = [_cell(told.get((klass.id, slot), ()), spell) for slot in slots]
            lines.append([grade_and_number(klass), *cells, *[None] * (most - len(cells))])
        sheet.append([f"{school.name}星期{WEEKDAYS[day - 1]}课程表"])
        for line in zip(*lines, strict=True) if turned else lines:
            sheet.append(list(line))
    return book


def lesson_list(school: School, plan: Plan) -> Workbook:
    """Return a workbook with a row for each lesson of a class, the columns in no order that says anything."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"{school.name}任课明细"])
    sheet.append(["任课教师", "周几", "第几节", "班级", "单双周", "课程", "备注"])
    for (class_id, slot), lessons in told_in(school, plan).items():
        number = school.schedule[slot.schedule].lesson_number(slot.day, slot.period)
        for lesson in lessons:
            week = {Week.ODD: "单", Week.EVEN: "双"}.get(lesson.week)
            day = WEEKDAYS[slot.day - 1] if slot.day % 2 else slot.day
            teachers = "、".join(lesson.teachers)
            sheet.append([teachers, day, number if slot.day == 1 else f"第{number}节", class_id, week, lesson.subject])
    return book


def subject_only(subject: str, teachers: str) -> str:
    """Write the subject alone."""
    return subject


def _cell(lessons: Iterable[Told], spell: Spelling) -> str | None:
    """Return the text of a cell; what is held in odd and even weeks is told by its order where only subjects are written."""
    texts = [spell(lesson.subject, "、".join(lesson.teachers)) for lesson in lessons]
    return ("/" if spell is subject_only else "\n").join(texts) or None
