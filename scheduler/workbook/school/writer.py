"""Writes a school as a school workbook: reading it back gives the same school."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from openpyxl import Workbook

from scheduler.school import AREA_NAMES, Course, Lock, Meeting, School, SchoolClass, ServiceDuty
from scheduler.school.wording import classes_text
from scheduler.text import clock_text
from scheduler.workbook import spelling
from scheduler.workbook.school import layout
from scheduler.workbook.school.choices import MARKS, TEACHER_NAMES, Choice, typed_or_one_of
from scheduler.workbook.school.form import NEEDED, OPTIONAL, USUAL, Form, Row, Value, add_form
from scheduler.workbook.school.guide_sheet import add_guide
from scheduler.workbook.school.service_layout import SERVICE_DUTY_WORDS
from scheduler.workbook.school.write_courses import detail_rows, divide_courses
from scheduler.workbook.school.write_rules import rules_form
from scheduler.workbook.school.write_service import service_forms
from scheduler.workbook.school.write_times import divide_marks, time_headings
from scheduler.workbook.spelling import (
    NO,
    PART_WORDS,
    SEPARATOR,
    YES,
    course_name,
    date_text,
    day_text,
    days_text,
    grades_text,
    members_text,
    period_days_text,
    slot_text,
)
from scheduler.workbook.spreadsheet import A3, save_workbook, set_width_unit

NOT_TAUGHT, ELSEWHERE = "FFE3E5E8", "FFDDEBF7"  # colours of the cells of 任课 that are left empty


def write_school(school: School, path: Path) -> None:
    """Write a school workbook, whole or not at all; the same school gives the same file. Raises OSError.

    Raises ValueError for what the workbook has no words for: a meeting or a lock at a time that is no lesson.
    """
    save_workbook(school_workbook(school), path)


def school_workbook(school: School) -> Workbook:
    """Return the sheets of a school in the order of the layout."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    add_guide(book)
    for form in school_forms(school):
        add_form(book, form)
    return book


def school_forms(school: School) -> Iterator[Form]:
    """Yield every sheet but the guide."""
    schedules = typed_or_one_of(school.schedule)
    kinds = typed_or_one_of(venue.kind for venue in school.venues)
    campuses = {"campus": typed_or_one_of(school.campuses)} if school.campuses else {}
    about: Row = {
        "name": school.name or None,
        "term": school.term or None,
        "term_start": date_text(school.term_start),
        "term_end": date_text(school.term_end),
        "place": school.place,
        "year": school.year,
        "boarding": YES if school.boarding else NO,
        "longest_gap": school.longest_gap,
        "evening": clock_text(school.evening),
        "watched": YES if school.watched else NO,
        "campus_way": school.campus_way,
    }
    yield Form(layout.SCHOOL, [about], wide=("name", "term"), complete=True, tab=USUAL)
    yield Form(layout.SCHEDULE, list(_periods(school)), fixed=2, choices=campuses, tab=USUAL)
    yield Form(layout.CLASSES, list(_classes(school)), choices={"schedule": schedules}, tab=USUAL)
    yield Form(layout.SUBJECTS, list(_subjects(school)), choices={"venue_kind": kinds}, tab=USUAL)
    yield _curriculum(school)
    yield Form(layout.TEACHERS, list(_teachers(school)), tab=USUAL)
    yield from _courses(school)
    yield from _times(school, schedules)
    yield Form(layout.VENUES, list(_venues(school)), choices={"kind": kinds, **campuses}, tab=OPTIONAL)
    meetings = [_meeting(school, meeting) for meeting in school.meetings]
    yield Form(layout.MEETINGS, meetings, wide=("members",), choices={"schedule": schedules}, tab=OPTIONAL)
    yield Form(layout.LOCKS, list(_locks(school)), wide=("class",), tab=OPTIONAL)
    yield Form(layout.EXCLUSIONS, list(_exclusions(school)), wide=("teachers", "courses"), tab=OPTIONAL)
    yield Form(layout.EXAMS, [_exam(exam.name, exam.grades, exam.week) for exam in school.exams], tab=OPTIONAL)
    yield from service_forms(school, schedules)
    yield rules_form(school)


def _periods(school: School) -> Iterator[Row]:
    for schedule in school.schedules:
        for period in schedule.periods:
            yield {
                "schedule": schedule.id,
                "period": period.name,
                "kind": spelling.PERIOD_KIND_WORDS[period.kind].zh,
                "start": clock_text(period.start),
                "end": clock_text(period.end),
                "days": period_days_text(period),
                "campus": schedule.campus,
            }


def _classes(school: School) -> Iterator[Row]:
    for klass in school.classes:
        yield {
            "class": klass.id,
            "grade": klass.grade,
            "size": klass.size,
            "homeroom": klass.homeroom_teacher,
            "deputy": klass.deputy_teacher,
            "schedule": klass.schedule,
            "room": klass.home_room,
        }


def _subjects(school: School) -> Iterator[Row]:
    for subject in school.subjects:
        yield {
            "subject": subject.id,
            "area": AREA_NAMES[subject.area].zh,
            "short": subject.short or None,
            "venue_kind": subject.venue_kind,
            "max_per_day": subject.max_per_day,
        }


def _curriculum(school: School) -> Form:
    hours = {(item.grade, item.subject): item.lessons for item in school.curriculum}
    planned = {subject for _, subject in hours}
    subjects = tuple(subject.id for subject in school.subjects if subject.id in planned or subject.counts)
    grades = sorted({item.grade for item in school.curriculum} | set(school.grades))
    rows: list[Row] = [
        {"grade": grade, **{subject: _number(hours.get((grade, subject))) for subject in subjects}} for grade in grades
    ]
    return Form(layout.CURRICULUM, rows, further=subjects, further_numbers=True, tab=USUAL)


def _number(lessons: float | None) -> Value:
    return int(lessons) if lessons is not None and lessons == int(lessons) else lessons


def _teachers(school: School) -> Iterator[Row]:
    for teacher in school.teachers:
        yield {
            "teacher": teacher.id,
            "group": teacher.subject_group,
            "kind": spelling.STAFF_KIND_WORDS[teacher.kind].zh,
            "fte": teacher.fte,
            "max_per_day": teacher.max_per_day,
            "max_in_row": teacher.max_in_row,
            "max_half_days": teacher.max_half_days,
            "max_days": teacher.max_days,
            "mentor": teacher.mentor,
            "service": SERVICE_DUTY_WORDS[teacher.service].zh if teacher.service is not ServiceDuty.FULL else None,
            "max_service": teacher.max_service,
            "max_evenings": teacher.max_evenings,
            "max_span": teacher.max_span,
            "balance": teacher.balance or None,
        }


def _courses(school: School) -> Iterator[Form]:
    """Yield 任课 with a column for each subject of the curriculum or of a cell, and 任课明细."""
    matrix = divide_courses(school)
    planned = {(item.grade, item.subject) for item in school.curriculum if item.lessons}
    used = {heading for _, heading in matrix.cells} | {subject for _, subject in planned}
    headings = [subject.id for subject in school.subjects if subject.id in used]
    headings += [heading for heading in dict.fromkeys(h for _, h in matrix.cells) if heading not in headings]
    rows: list[Row] = [
        {"class": klass.id, **{h: matrix.cells.get((klass.id, h)) for h in headings}} for klass in school.classes
    ]
    fills = {
        (index, heading): ELSEWHERE if (klass.grade, heading) in planned else NOT_TAUGHT
        for index, klass in enumerate(school.classes)
        for heading in headings
        if (klass.id, heading) not in matrix.cells and not _is_open(school, klass, heading)
    }
    yield Form(
        layout.ASSIGNMENT,
        rows,
        further=tuple(headings),
        further_choice=TEACHER_NAMES,
        fills=fills,
        paper=A3,
        tab=NEEDED,
    )
    yield Form(layout.ASSIGNMENT_LIST, list(detail_rows(school, matrix.others)), fixed=2, wide=("class",), tab=OPTIONAL)


def _is_open(school: School, klass: SchoolClass, subject: str) -> bool:
    """Tell whether a cell waits for a teacher: the curriculum asks for the subject, and no other place names it."""
    planned = any(item.grade == klass.grade and item.subject == subject and item.lessons for item in school.curriculum)
    return planned and all(course.subject != subject for course in school.class_courses[klass.id])


def _times(school: School, schedules: Choice | None) -> Iterator[Form]:
    times = divide_marks(school)
    yield Form(
        layout.TIMES,
        times.matrix,
        further=time_headings(school),
        further_choice=MARKS,
        fixed=2,
        choices={"schedule": schedules},
        paper=A3,
        tab=OPTIONAL,
    )
    yield Form(layout.TIME_LIST, times.others, tab=OPTIONAL)


def _venues(school: School) -> Iterator[Row]:
    for venue in school.venues:
        yield {
            "venue": venue.id,
            "kind": venue.kind,
            "capacity": venue.capacity,
            "seats": venue.seats,
            "campus": venue.campus,
        }


def _meeting(school: School, meeting: Meeting) -> Row:
    return {
        "meeting": meeting.id,
        "members": members_text(school, meeting.teachers),
        "schedule": meeting.schedule if len(school.schedules) > 1 else None,
        "length": meeting.length,
        "slot": slot_text(school, meeting.slot) if meeting.slot else None,
        "days": days_text(meeting.days) or None,
        "parts": SEPARATOR.join(PART_WORDS[part] for part in meeting.parts) or None,
    }


def _locks(school: School) -> Iterator[Row]:
    """Yield a row for all classes that have the same subject fixed at the same lesson of their day."""
    classes: dict[tuple[str, int, int, str | None], list[str]] = {}
    for lock in school.locks:
        course = school.course[lock.course]
        classes.setdefault((course.subject, *_lesson(school, lock), _teacher_told(school, course)), []).extend(
            course.classes
        )
    for (subject, day, number, teacher), names in classes.items():
        yield {
            "class": classes_text(school, names),
            "subject": subject,
            "teacher": teacher,
            "day": day_text(day),
            "period": number,
        }


def _lesson(school: School, lock: Lock) -> tuple[int, int]:
    slot_text(school, lock.slot)  # refuses what is no lesson
    return lock.slot.day, school.schedule[lock.slot.schedule].lesson_number(lock.slot.day, lock.slot.period)


def _teacher_told(school: School, course: Course) -> str | None:
    """Return the teachers of a course where its class has several of the subject."""
    alike = {
        other.id for name in course.classes for other in school.class_courses[name] if other.subject == course.subject
    }
    return SEPARATOR.join(course.teachers) if len(alike) > 1 else None


def _exclusions(school: School) -> Iterator[Row]:
    for exclusion in school.exclusions:
        yield {
            "exclusion": exclusion.id,
            "teachers": SEPARATOR.join(exclusion.teachers) or None,
            "courses": SEPARATOR.join(course_name(school, school.course[name]) for name in exclusion.courses) or None,
        }


def _exam(name: str, grades: Iterable[int], week: int | None) -> Row:
    return {"exam": name, "grades": grades_text(grades), "week": week}
