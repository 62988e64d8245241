"""Reads a plan back: our own workbook (also edited), `plan.json`, results of FET, and timetables that people or other programs wrote.

Timetables are told by their content: by class or by teacher, all in one grid or a week for each. Where a workbook has several,
the classes' count. A lesson's venue is told only where there is a choice; elsewhere it is the only one that the course can have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.plan import Plan
from scheduler.plan.layout import (
    ALLOWANCES,
    CLUBS,
    DUTIES,
    FLEXIBLE_HOURS,
    OTHER_SESSIONS,
    OVERVIEW,
    SERVICE_SHEET,
    tells_service,
)
from scheduler.plan.omissions import Omissions, PlanPart
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.files import all_sheets, open_workbook
from scheduler.workbook.plan.fet import SUFFIX, read_fet_plan
from scheduler.workbook.plan.gathered import Gathered, untold_parts
from scheduler.workbook.plan.grid import find_tables
from scheduler.workbook.plan.json import read_document
from scheduler.workbook.plan.lesson_list import LessonList, ListedLessons, find_list
from scheduler.workbook.plan.lessons import ClassTables
from scheduler.workbook.plan.matches import SHOWN
from scheduler.workbook.plan.meetings import fixed_meetings, place_meetings
from scheduler.workbook.plan.reading import PlanReading
from scheduler.workbook.plan.service import ServiceReading, read_service
from scheduler.workbook.plan.teachers import TeacherTables
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.layout import LOCKS, RULES, TIMES
from scheduler.workbook.tables import is_titled, title_key

__all__ = ["PlanReading", "read_plan", "read_plan_workbook", "with_meetings"]
_SERVICE_PARTS = {
    PlanPart.GROUPS: SERVICE_SHEET,
    PlanPart.CLUBS: CLUBS,
    PlanPart.DUTIES: DUTIES,
    PlanPart.GRANTS: FLEXIBLE_HOURS,
}
# Sheets of a school's workbook that name weekdays too.
_OF_A_SCHOOL = (*TIMES.title, *TIMES.aliases, *RULES.title, *LOCKS.title, *LOCKS.aliases)
_OURS = (OVERVIEW, OTHER_SESSIONS, *_SERVICE_PARTS.values())


def read_plan(path: Path, school: School) -> PlanReading:
    """Return the plan in a file and every problem in it; no file is so wrong that this raises."""
    if path.suffix.lower() == ".json":
        return read_document(path, school)
    if path.suffix.lower() == SUFFIX:
        return read_fet_plan(path, school)
    for choice in (_ours, all_sheets):
        book, problems = open_workbook(path, choice)
        if book is None or any(problem.severity == "error" for problem in problems):
            return PlanReading(None, problems)
        reading = read_plan_workbook(book, school)
        if reading.plan is not None or not any(map(_is_overview, book.sheetnames)):
            break  # else a sheet that was passed over may tell a plan
    told = [problem for problem in problems if problem.sheet not in ALLOWANCES]  # whose formulas are not read
    about = [problem if problem.sheet else problem._replace(sheet=path.name) for problem in reading.problems]
    return reading._replace(problems=(*told, *about))


def _ours(titles: Sequence[str]) -> Sequence[str]:
    """Return the titles of the sheets of our own workbook that tell the plan, or all titles where it is somebody else's."""
    if not any(map(_is_overview, titles)):
        return titles
    told = tuple(title_key(word) for title in _OURS for word in title)
    return [title for title in titles if title_key(title).startswith(told)]


def _is_overview(title: str) -> bool:
    return title.startswith(tuple(OVERVIEW))


def read_plan_workbook(book: Workbook, school: School) -> PlanReading:
    """Return the plan in an open workbook: that of its 总课表 and service sheets, or of every sheet that holds a timetable."""
    ours = [sheet for sheet in book.worksheets if _is_overview(sheet.title)]
    reading = _read_sheets(ours, school, exact=True) if ours else None
    if reading is None or reading.plan is None:
        return _read_sheets(book.worksheets, school)
    return _with_service(reading, reading.plan, read_service(book, school), book, school)


def with_meetings(school: School, reading: PlanReading) -> PlanReading:
    """Return a reading in which meetings that the plan does not tell are held where all members are free, and said so."""
    if reading.plan is None or PlanPart.MEETINGS not in reading.omissions.parts:
        return reading
    plan, notes, unplaced = place_meetings(school, reading.plan)
    parts = reading.omissions.parts - {PlanPart.MEETINGS}
    return reading._replace(
        plan=plan,
        notes=(*reading.notes, *notes),
        problems=(*reading.problems, *unplaced),
        omissions=reading.omissions._replace(parts=parts),
    )


def _with_service(
    reading: PlanReading, plan: Plan, service: ServiceReading, book: Workbook, school: School
) -> PlanReading:
    plan = plan.model_copy(update={"sessions": service.sessions, "grants": service.grants})
    parts = reading.omissions.parts
    if school.service.stations and tells_service(plan):
        absent = {
            part for part, title in _SERVICE_PARTS.items() if not any(_is(sheet, title) for sheet in book.worksheets)
        }
        parts = (parts - set(_SERVICE_PARTS)) | absent
    return reading._replace(
        plan=plan,
        problems=(*reading.problems, *service.problems),
        cells={**service.class_cells, **reading.cells},
        station_cells=service.station_cells,
        teacher_cells=service.teacher_cells,
        omissions=reading.omissions._replace(parts=parts),
    )


def _is(sheet: Worksheet, title: Text) -> bool:
    return sheet.title.casefold().startswith(tuple(word.casefold() for word in title))


def _read_sheets(sheets: Iterable[Worksheet], school: School, *, exact: bool = False) -> PlanReading:
    """Return the plan in some sheets, `exact` ones of our own: grids before weeks, timetables by class before lists of
    lessons, and these before timetables by teacher."""
    read = [s for s in sheets if not is_titled(s.title, _OF_A_SCHOOL)]
    lists = {sheet.title: listed for sheet in read if not exact and (listed := find_list(sheet)) is not None}
    found_tables = (table for sheet in read if sheet.title not in lists for table in find_tables(sheet))
    tables = sorted(found_tables, key=lambda table: table.is_week)
    found = Gathered(school, exact=exact)
    by_class, by_teacher = ClassTables(found), TeacherTables(found)
    taught = [table for table in tables if by_teacher.is_by_teacher(table)]
    for table in tables:
        if table not in taught:
            by_class.read(table)
    used = {table.sheet for table in tables if table not in taught}
    if not found.class_cells and (lists or not taught):
        found, used = _listed(found, lists), {*lists} or used
    if found.class_cells or not taught:
        _tell_unread(found, [sheet.title for sheet in read if not exact and sheet.title not in used])
        return _result(found, next(iter(used), ""), _untold_classes(found), ())
    found = Gathered(school)
    by_teacher = TeacherTables(found)
    for table in taught:
        by_teacher.read(table)
    by_teacher.settle()
    return _result(found, taught[0].sheet, frozenset(), by_teacher.untold())


def _listed(found: Gathered, lists: Mapping[str, LessonList]) -> Gathered:
    """Return what lists of lessons tell; where there are none what was found before."""
    if not lists:
        return found
    listed_lessons = ListedLessons(Gathered(found.school))
    for listed in lists.values():
        listed_lessons.read(listed)
    return listed_lessons.found


def _tell_unread(found: Gathered, titles: Iterable[str]) -> None:
    """Note the sheets that were not read beside those that tell the plan."""
    names = list(titles)
    if names:
        zh, en = "、".join(names[:SHOWN]), ", ".join(names[:SHOWN])
        more = Text(f" 等 {len(names)} 张", f" and {len(names) - SHOWN} more") if len(names) > SHOWN else Text("", "")
        found.matches.remark(Text(f"没有读这些工作表：{zh}{more.zh}", f"These sheets were not read: {en}{more.en}"))


def _untold_classes(found: Gathered) -> frozenset[str]:
    """Return the classes that somebody's plan leaves out; a plan of ours holds all lessons that there are."""
    return frozenset(k.id for k in found.school.classes if k.id not in found.class_cells and not found.exact)


def _result(found: Gathered, sheet: str, classes: Iterable[str], courses: Iterable[str]) -> PlanReading:
    """Return what was read; no plan when no class and no teacher of the school was found."""
    if not found.class_cells and not found.teacher_cells:
        return PlanReading(None, (_nothing_found(sheet), *found.problems()))
    school, told = found.school, found.held_meetings()
    plan = Plan(
        placements=found.placements(),
        meetings=(*told, *fixed_meetings(school, told)),
        strays=tuple(found.strays),
    )
    return PlanReading(
        plan,
        (*found.problems(), *_missing(found, sheet)),
        found.cells,
        found.class_cells,
        tuple(found.matches.notes()),
        teacher_cells=found.teacher_cells,
        taught_cells=found.taught_cells,
        omissions=Omissions(
            frozenset(untold_parts(school, plan, service=True)), frozenset(classes), frozenset(courses)
        ),
    )


def _nothing_found(sheet: str) -> Problem:
    if sheet:
        text = Text("课表里没有本校的班级", "No class of this school stands in the timetable")
        cure = Text("核对学校工作簿与课表是否是同一所学校", "Check that both files are of the same school")
    else:
        text = Text(
            "没有找到课表：没有写着星期和节次的表头", "No timetable found: no headings with weekdays and lessons"
        )
        cure = Text(
            "一行一个班，表头写星期和节次，如 周一 下面写 1、2、3",
            "A class a row; headings with the weekday and, below, the number of the lesson",
        )
    return Problem("error", "", "", "", text, cure)


def _missing(found: Gathered, sheet: str) -> Iterable[Problem]:
    """Yield a warning for each class, or each teacher with lessons, that the plan does not name."""
    school = found.school
    if found.class_cells:
        for klass in school.classes:
            if klass.id not in found.class_cells:
                text = Text("课表里没有这个班", "The timetable has no row for this class")
                yield Problem("warning", sheet, "", klass.id, text, Text("加上这个班的一行", "Add a row for it"))
        return
    for teacher in dict.fromkeys(name for course in school.courses for name in course.teachers):
        if teacher not in found.teacher_cells:
            text = Text("课表里没有这位有课的教师", "The timetable has no row for this teacher, who has lessons")
            yield Problem("warning", sheet, "", teacher, text, Text("加上这位教师的一行", "Add a row"))
