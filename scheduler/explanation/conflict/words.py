"""What a rule asks of an owner, said with the school's own figures, and where in its workbook that stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from constraints.rule import ActiveRule, Owner, OwnerKind
from scheduler.explanation.conflict.lesson_words import LESSON_WORDS
from scheduler.explanation.conflict.service_words import SERVICE_WORDS
from scheduler.explanation.conflict.wish_words import WISH_WORDS
from scheduler.school import School, StationKind
from scheduler.text import Text
from scheduler.workbook.school.layout import (
    ASSIGNMENT,
    CLASSES,
    CURRICULUM,
    EXAMS,
    EXCLUSIONS,
    LOCKS,
    MEETINGS,
    RULES,
    SCHEDULE,
    SUBJECTS,
    TEACHERS,
    TIMES,
    VENUES,
)
from scheduler.workbook.school.service_layout import CLUBS, CONTRACTS, DUTIES, STAGES
from scheduler.workbook.sheet import Sheet

Words = Callable[[School, Any, str], Text]
WORDS: dict[tuple[str, OwnerKind], Words] = {**LESSON_WORDS, **SERVICE_WORDS, **WISH_WORDS}


class Place(NamedTuple):
    """Where a requirement comes from: a sheet of the workbook and what its row begins with."""

    sheet: Text
    row: str

    @property
    def text(self) -> Text:
        """The place in words."""
        return Text(f"“{self.sheet.zh}”表“{self.row}”", f"sheet {self.sheet.en}, {self.row}")


def words(school: School, active: ActiveRule, owner: Owner) -> Text:
    """Return what a rule asks of an owner in one sentence, without a full stop."""
    found: Words | None = WORDS.get((active.rule.id, owner.kind))
    if found is not None:
        return found(school, active.parameters, owner.id)
    name, rule = owner_name(school, owner), active.rule.words
    return Text(f"{name.zh}：{rule.zh.rstrip('。')}", f"{name.en}: {rule.en.rstrip('.')}")


def owner_name(school: School, owner: Owner) -> Text:
    """Return how people call an owner."""
    if owner.kind is OwnerKind.SCHOOL:
        return Text("全校", "the school")
    if owner.kind is OwnerKind.GRADE:
        return Text(f"{owner.id} 年级", f"grade {owner.id}")
    if owner.kind is OwnerKind.STATION:
        return Text(school.stations[owner.id].title, school.stations[owner.id].title)
    if owner.kind is OwnerKind.COURSE:
        course = school.course[owner.id]
        return Text("、".join(course.classes) + course.subject, f"{', '.join(course.classes)} {course.subject}")
    return Text(owner.id, owner.id)


def place(school: School, active: ActiveRule, owner: Owner) -> Place:
    """Return where in the workbook a requirement is made; for the general rules, where their figures stand."""
    sheet = SPECIAL_SHEETS.get(active.rule.id)
    if sheet is None and owner.kind is OwnerKind.STATION:
        return _station_place(school, owner.id)
    if sheet is None and owner.kind is OwnerKind.TEACHER and active.rule.id in WITH_THE_TEACHER:
        sheet = TEACHERS
    if sheet is None:
        sheet = SHEETS.get(owner.kind)
    return Place(RULES.title, active.rule.title.zh) if sheet is None else Place(sheet.title, _row(school, owner, sheet))


WITH_THE_TEACHER = frozenset(
    {
        "teacher_days",
        "teacher_half_days",
        "teacher_in_row",
        "teacher_per_day",
        "mentor_free",
        "service_limits",
        "service_exempt",
        "service_clash",
        "duty_span",
        "flex_balance",
    }
)
SPECIAL_SHEETS: dict[str, Sheet] = {
    "locks": LOCKS,
    "unavailable": TIMES,
    "service_unavailable": TIMES,
    "teacher_clash": ASSIGNMENT,
    "class_clash": SCHEDULE,
    "weekly_total": ASSIGNMENT,
    "hours_standard": CURRICULUM,
    "exam_calendar": EXAMS,
    "external_staff": CONTRACTS,
    "service_patrol": DUTIES,
    "service_days": STAGES,
    "service_end": STAGES,
    "service_minutes": STAGES,
    "homework_time": STAGES,
    "service_choice": CLUBS,
    "service_enrolment": CLUBS,
    "club_places": CLUBS,
}
# What the other owners must keep stands with the rule.
SHEETS: dict[OwnerKind, Sheet] = {
    OwnerKind.VENUE: VENUES,
    OwnerKind.SUBJECT: SUBJECTS,
    OwnerKind.COURSE: ASSIGNMENT,
    OwnerKind.MEETING: MEETINGS,
    OwnerKind.GRADE: CURRICULUM,
    OwnerKind.EXCLUSION: EXCLUSIONS,
}


def _row(school: School, owner: Owner, sheet: Sheet) -> str:
    if sheet is SCHEDULE and owner.kind is OwnerKind.CLASS:
        return school.school_class[owner.id].schedule
    if sheet is CURRICULUM and owner.kind is OwnerKind.CLASS:
        return f"{school.school_class[owner.id].grade} 年级"
    if owner.kind is OwnerKind.COURSE:
        course = school.course[owner.id]
        return f"{'、'.join(course.classes)} {course.subject}"
    return owner_name(school, owner).zh


def _station_place(school: School, station_id: str) -> Place:
    station = school.stations[station_id]
    if station.club is not None:
        return Place(CLUBS.title, station.club)
    if station.stage is not None:
        return Place(STAGES.title, station.stage)
    sheet = CLASSES if station.kind is StationKind.MORNING else DUTIES
    return Place(sheet.title, station.title)
