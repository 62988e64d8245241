"""Reads a school workbook, from the one sheet 任课 to all of them, and tells everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple
from pydantic import ValidationError

from constraints.curriculum.standard import requirements_of
from constraints.places.law import law_of
from scheduler.school import Area, CurriculumItem, PeriodKind, School, Teacher
from scheduler.text import Text
from scheduler.workbook.mended import Mends, open_mended
from scheduler.workbook.problem import Note, Problem
from scheduler.workbook.school.answers import Answers
from scheduler.workbook.school.assignment_parts import ask_about_alike
from scheduler.workbook.school.check_day import check_day
from scheduler.workbook.school.check_hours import check_hours, follow_assignment, lessons_of, meets_standard
from scheduler.workbook.school.check_service import check_service
from scheduler.workbook.school.checks import check_exam_lessons, check_times
from scheduler.workbook.school.choose_sheets import choose_sheets, keys_in
from scheduler.workbook.school.draft import Draft, grade_text
from scheduler.workbook.school.form import Form, add_plain
from scheduler.workbook.school.layout import ASSIGNMENT, ASSIGNMENT_LIST, CLASSES, CURRICULUM, TEACHERS
from scheduler.workbook.school.new_people import ask_about_people, key_name
from scheduler.workbook.school.read_about import read_about
from scheduler.workbook.school.read_assignment import read_assignments
from scheduler.workbook.school.read_bells import assign_schedules, read_bells
from scheduler.workbook.school.read_clubs import read_clubs, read_contracts
from scheduler.workbook.school.read_duties import read_duties, read_pay, read_working
from scheduler.workbook.school.read_exams import read_exams
from scheduler.workbook.school.read_grids import read_grids, week_in_grids
from scheduler.workbook.school.read_locks import read_locks
from scheduler.workbook.school.read_people import finish_classes, read_classes, read_teachers
from scheduler.workbook.school.read_rules import read_rules
from scheduler.workbook.school.read_service import read_enrolments, read_stages
from scheduler.workbook.school.read_subjects import assume_subjects, read_curriculum, read_subjects, read_venues
from scheduler.workbook.school.read_times import read_times
from scheduler.workbook.school.read_wishes import read_exclusions, read_meetings
from scheduler.workbook.school.settle import settle_courses
from scheduler.workbook.tables import Cell, ReadingReport, is_titled

_COURSES = frozenset({ASSIGNMENT.key, ASSIGNMENT_LIST.key})


class Reading(NamedTuple):
    """A school that was read, everything that is wrong with its workbook, and what was assumed.

    `school` is None when a problem is an error.
    """

    school: School | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


def read_school(path: Path, answers: Mapping[str, str] | None = None, mends: Mends | None = None) -> Reading:
    """Return the school in a workbook and every problem in it; no file is so wrong that this raises.

    `answers` say of texts in it what they mean, beside those that its sheet 确认 gives; `mends` is what was typed into its cells since.
    """
    book, problems = open_mended(path, mends or {})
    return Reading(None, problems) if book is None else read_book(book, path, problems, answers)


def read_book(
    book: Workbook,
    path: Path,
    problems: Iterable[Problem] = (),
    answers: Mapping[str, str] | None = None,
    inherited: Iterable[Form] = (),
) -> Reading:
    """Return the school in an open workbook and every problem in it, beside those that opening it had.

    `path` names the workbook: a school without a name takes it, and what no sheet says is told of it. Of the `inherited`
    sheets those are added to the book that it does not have; their lists of names are open to new ones.
    """
    report = ReadingReport()
    for problem in problems:
        report.problems[problem] = []
    draft = Draft(report, Answers(report, answers or {}), name=path.stem)
    draft.answers.read(book)
    choose_sheets(book, draft)
    draft.inherited = _inherit(book, inherited)
    _read(book, draft)
    for directory in (draft.class_names, draft.subject_names, draft.teacher_names):
        directory.merge_strangers()
    if not report.has_errors:
        draft.answers.tell_unused()
    school = None if report.has_errors else _school(draft, path)
    if school is not None:
        check_service(draft, school)
        check_day(draft, school)
    return Reading(None if report.has_errors else school, _in_order(book, report.told()), tuple(report.notes))


def _inherit(book: Workbook, forms: Iterable[Form]) -> frozenset[str]:
    """Add the sheets that a book does not have, and return their keys; 任课 and 任课明细 go together."""
    spoken = keys_in(book)
    if spoken & _COURSES:
        spoken |= _COURSES
    added = [form for form in forms if form.sheet.key not in spoken and form.rows]
    for form in added:
        for sheet in [s for s in book.worksheets if is_titled(s.title, (form.sheet.title.zh,))]:
            book.remove(sheet)  # one that has no rows
        add_plain(book, form)
    return frozenset(form.sheet.key for form in added)


def _read(book: Workbook, draft: Draft) -> None:
    """Read all sheets, those that others speak of first."""
    read_about(book, draft)
    read_bells(book, draft)
    read_venues(book, draft)
    read_subjects(book, draft)
    read_teachers(book, draft)
    read_contracts(book, draft)
    read_classes(book, draft)
    read_curriculum(book, draft)
    read_assignments(book, draft)
    _close(draft)
    assume_subjects(draft)
    assign_schedules(draft, week_in_grids(book))
    settle_courses(draft)
    read_rules(book, draft)
    read_times(book, draft)
    read_locks(book, draft)
    read_grids(book, draft)
    read_meetings(book, draft)
    read_exclusions(book, draft)
    read_exams(book, draft)
    _read_service(book, draft)
    if CURRICULUM.key in draft.inherited:
        follow_assignment(draft)
    ask_about_people(draft)
    check_times(draft, check_hours(draft))
    check_exam_lessons(draft)


def _read_service(book: Workbook, draft: Draft) -> None:
    """Read the sheets of after-school service; where there is time for it and none is planned, that is said."""
    read_stages(book, draft)
    read_enrolments(book, draft)
    read_clubs(book, draft)
    read_duties(book, draft)
    read_working(book, draft)
    read_pay(book, draft)
    periods = (period for schedule in draft.used_schedules() for period in schedule.periods)
    named = draft.service.stage_names or draft.service.club_names
    if not named and any(period.kind is PeriodKind.SERVICE for period in periods):
        draft.report.note(
            "没有“课后服务”表，只排课表，不安排课后服务",
            "There is no sheet 课后服务: lessons are planned, after-school service is not",
        )


def _close(draft: Draft) -> None:
    """Take classes and teachers from 任课 where no sheet lists them, and say so."""
    if not draft.class_names.closed and draft.classes and CLASSES.key not in draft.inherited:
        draft.report.note(
            f"没有“班级”表，从任课表取了 {len(draft.classes)} 个班",
            f"No sheet 班级: {len(draft.classes)} classes are taken from 任课",
        )
    taught = [name for name in draft.teacher_names.cells if name not in draft.teachers]
    if not draft.teacher_names.closed and taught and TEACHERS.key not in draft.inherited:
        draft.report.note(
            f"没有“教师”表，从任课表取了 {len(taught)} 位教师",
            f"No sheet 教师: {len(taught)} teachers are taken from 任课",
        )
    leaders = draft.leaders()
    for cell in leaders:
        if not is_titled(cell.sheet, (*CLASSES.title, *CLASSES.aliases)):  # 任课 names its own teachers
            draft.teacher_names.find(cell, key_name(cell.text))
    ask_about_alike(draft)
    for directory in (draft.class_names, draft.subject_names, draft.teacher_names):
        directory.silent = not directory.closed and ("", "") in draft.attempted
        directory.close(ASSIGNMENT.title)
    for cell in leaders:
        draft.teacher_names.find(cell, cell.text)
    for name in draft.teacher_names.cells:
        draft.teachers.setdefault(name, Teacher(id=name))
    draft.class_names.tell_renamed()


def _school(draft: Draft, path: Path) -> School | None:
    """Return the school. A contradiction that no check foresaw is told as it is."""
    _assume_homerooms(draft)
    _assume_curriculum(draft)
    _note_senior(draft)
    try:
        return School(
            name=draft.name,
            term=draft.term,
            place=draft.place,
            year=draft.year,
            longest_gap=draft.longest_gap,
            evening=draft.evening,
            watched=draft.watched,
            campus_way=draft.campus_way,
            schedules=tuple(draft.schedules.values()),
            classes=finish_classes(draft),
            subjects=tuple(draft.subjects.values()),
            teachers=tuple(draft.teachers.values()),
            courses=tuple(draft.courses),
            venues=tuple(draft.venues.values()),
            curriculum=tuple(draft.curriculum.values()),
            marks=tuple(draft.marks),
            locks=tuple(draft.locks),
            meetings=tuple(draft.meetings),
            exclusions=tuple(draft.exclusions),
            exams=tuple(draft.exams),
            rule_settings=tuple(draft.rule_settings),
            **_service(draft),
        )
    except ValidationError as error:
        details = "; ".join(str(item["msg"]) for item in error.errors())
        text = Text(f"工作簿里的内容互相矛盾：{details}", f"The workbook contradicts itself: {details}")
        draft.report.error(Cell(path.name, ""), text, Text("核对所说的内容", "Check what it names"))
        return None


def _service(draft: Draft) -> dict[str, Any]:
    """Return the fields of after-school service and flexible hours."""
    service = draft.service
    return {
        "term_start": service.term_start,
        "term_end": service.term_end,
        "boarding": service.boarding,
        "stages": tuple(service.stages.values()),
        "enrolments": tuple(enrolment for enrolment, _ in service.enrolments.values()),
        "clubs": tuple(service.clubs.values()),
        "duties": tuple(service.duties_or_usual(draft.schedules)),
        "contracts": tuple(contract for contract, _ in service.contracts.values()),
        "working": service.working,
        "pay_rates": tuple(service.pay_rates.values()),
    }


# What is assumed.


def _assume_homerooms(draft: Draft) -> None:
    """Take the teacher of the class meeting for the homeroom teacher where no class has one.

    Where service is planned, who holds the meetings of several classes is taken for none of theirs: nobody could be with
    two classes at morning reading.
    """
    if any(klass.homeroom is not None for klass in draft.classes.values()):
        return
    meetings = [c for c in draft.courses if draft.subjects[c.subject].area is Area.CLASS_MEETING and c.teachers]
    classes: dict[str, set[str]] = {}
    for course in meetings:
        classes.setdefault(course.teachers[0], set()).update(course.classes)
    found = 0
    for course in meetings:
        for class_id in course.classes if len(classes[course.teachers[0]]) == 1 or not draft.service.stages else ():
            if draft.classes[class_id].homeroom is None:
                draft.classes[class_id].homeroom = draft.demand_of[course.id].cell._replace(value=course.teachers[0])
                found += 1
    if found:
        draft.report.note(
            f"没有写班主任，{found} 个班按班会（班队）课教师",
            f"{found} classes: the teacher of the class meeting is taken for the homeroom teacher",
        )


def _assume_curriculum(draft: Draft) -> None:
    """Take the lessons of 任课 for the plan of a grade without one, where they are what the state requires."""
    assumed, unjudged = [], []
    for grade in sorted({klass.grade for klass in draft.classes.values()} - set(draft.curriculum_rows)):
        if requirements_of(law_of(draft), grade) and not meets_standard(draft, grade):
            unjudged.append(grade)
            continue
        assumed.append(grade)
        for class_id in draft.classes_of((grade,)):
            for subject, lessons in lessons_of(draft, class_id).items():
                known = draft.curriculum.get((grade, subject))
                if draft.subjects[subject].counts and (known is None or known.lessons < lessons):
                    item = CurriculumItem(grade=grade, subject=subject, lessons=lessons)
                    draft.curriculum[grade, subject] = item
    if assumed:
        names = "、".join(grade_text(grade).zh for grade in assumed)
        english = ", ".join(grade_text(grade).en for grade in assumed)
        draft.report.note(
            f"{names}没有课程计划，以任课表的课时为准",
            f"No curriculum plan for {english}: the lessons of 任课 are taken for it",
        )
    if unjudged:
        names = "、".join(grade_text(grade).zh for grade in unjudged)
        english = ", ".join(grade_text(grade).en for grade in unjudged)
        draft.report.note(
            f"{names}没有课程计划，任课表也不全，不判断是否达到国家课时标准",
            f"No curriculum plan for {english}: the state's standard is not judged",
        )


def _note_senior(draft: Draft) -> None:
    grades = sorted({klass.grade for klass in draft.classes.values() if klass.grade > 9})
    if grades:
        names = "、".join(grade_text(grade).zh for grade in grades)
        english = ", ".join(grade_text(grade).en for grade in grades)
        draft.report.note(f"{names}没有义务教育课时标准，不作课时判断", f"No standard of lessons applies to {english}")


def _in_order(book: Workbook, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in the order of the sheets and their rows."""
    sheets = {sheet.title: index for index, sheet in enumerate(book.worksheets)}

    def place(problem: Problem) -> tuple[int, int, int]:
        row, column = coordinate_to_tuple(problem.cell) if problem.cell else (0, 0)
        return sheets.get(problem.sheet, -1), row, column

    return tuple(sorted(problems, key=place))
