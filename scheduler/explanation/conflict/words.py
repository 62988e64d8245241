"""What a rule asks of an owner, said with the school's own figures, and where in its workbook that stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from constraints.rule import ActiveRule
from scheduler.model.owner import Owner, OwnerKind, owner_name
from scheduler.school import School, StationKind, tables
from scheduler.text import Text


class WorkbookPlace(NamedTuple):
    """Where a requirement comes from: a sheet of the workbook and what its row begins with."""

    sheet: Text
    row: str

    @property
    def text(self) -> Text:
        """The place in words."""
        return Text(f"“{self.sheet.zh}”表“{self.row}”", f"sheet {self.sheet.en}, {self.row}")


def words(school: School, active: ActiveRule, owner: Owner, subjects: Collection[str] = ()) -> Text:
    """Return what a rule asks of an owner in one sentence, without a full stop.

    `subjects` are those that a conflict is about: a rule on all subjects of a class speaks of these alone.
    """
    of_subjects = active.rule.asks_of_subjects
    if of_subjects is not None and owner.kind is OwnerKind.CLASS:
        taught = {course.subject for course in school.class_courses[owner.id]}.intersection(subjects)
        if taught:
            return of_subjects(school, active.parameters, owner.id, taught)
    asks = active.rule.asks.get(owner.kind)
    if asks is not None:
        return asks(school, active.parameters, owner.id)
    name, rule = owner_name(school, owner), active.rule.words
    return Text(f"{name.zh}：{rule.zh.rstrip('。')}", f"{name.en}: {rule.en.rstrip('.')}")


def place(school: School, active: ActiveRule, owner: Owner) -> WorkbookPlace:
    """Return where in the workbook a requirement is made; for the general rules, where their figures stand."""
    sheet = active.rule.stated
    if sheet is None and owner.kind is OwnerKind.STATION:
        return _station_place(school, owner.id)
    if sheet is None:
        sheet = SHEETS.get(owner.kind)
    return (
        WorkbookPlace(tables.RULES, active.rule.title.zh)
        if sheet is None
        else WorkbookPlace(sheet, _row(school, owner, sheet))
    )


# What the other owners must keep stands with the rule.
SHEETS: dict[OwnerKind, Text] = {
    OwnerKind.VENUE: tables.VENUES,
    OwnerKind.SUBJECT: tables.SUBJECTS,
    OwnerKind.COURSE: tables.ASSIGNMENT,
    OwnerKind.MEETING: tables.MEETINGS,
    OwnerKind.GRADE: tables.CURRICULUM,
    OwnerKind.EXCLUSION: tables.EXCLUSIONS,
}


def _row(school: School, owner: Owner, sheet: Text) -> str:
    if sheet is tables.SCHEDULE and owner.kind is OwnerKind.CLASS:
        return school.school_class[owner.id].schedule
    if sheet is tables.CURRICULUM and owner.kind is OwnerKind.CLASS:
        return f"{school.school_class[owner.id].grade} 年级"
    if owner.kind is OwnerKind.COURSE:
        course = school.course[owner.id]
        return f"{'、'.join(course.classes)} {course.subject}"
    return owner_name(school, owner).zh


def _station_place(school: School, station_id: str) -> WorkbookPlace:
    station = school.service.stations[station_id]
    if station.club is not None:
        return WorkbookPlace(tables.CLUBS, station.club)
    if station.stage is not None:
        return WorkbookPlace(tables.STAGES, station.stage)
    sheet = tables.CLASSES if station.kind is StationKind.MORNING else tables.DUTIES
    return WorkbookPlace(sheet, station.title)
