"""The changes of a school that may make its after-school service possible; none of them touches a regulation."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from scheduler.edits import costs
from scheduler.edits.edit import Edit, changed, replaced, with_item
from scheduler.school import (
    Contract,
    Duty,
    MarkLevel,
    MarkOwner,
    School,
    ServiceDuty,
    Slot,
    StaffKind,
    Station,
    StationKind,
    Teacher,
    tables,
)
from scheduler.school.base import FrozenModel
from scheduler.school.stations import slots_at
from scheduler.text import Text, day_name


def club_day(school: School, club_id: str, day: int) -> Edit:
    """Return the edit that lets a club be held on one more day."""
    when = day_name(day)
    text = Text(f"{club_id}也可以在{when.zh}活动", f"{club_id} may also be held on {when.en}")

    def change(school: School) -> School:
        days = school.club[club_id].days
        return with_item(school, "clubs", club_id, days=tuple(sorted({*days, day})) if days else ())

    return Edit("club_day", costs.CLUB_DAY, tables.CLUBS, club_id, text, change)


def club_room(club_id: str, capacity: int) -> Edit:
    """Return the edit that lets a club take more members."""
    text = Text(f"{club_id}最多人数放宽到 {capacity}", f"{club_id} takes up to {capacity} pupils")
    return Edit(
        "club_room",
        costs.CLUB_ROOM,
        tables.CLUBS,
        club_id,
        text,
        lambda school: with_item(school, "clubs", club_id, capacity=capacity),
    )


def club_sessions(school: School, club_id: str, sessions: int) -> Edit:
    """Return the edit that holds a club more or less often."""
    text = Text(
        f"{club_id}每周改为开展 {sessions} 次",
        f"{club_id}: {sessions} sessions a week instead of {school.club[club_id].sessions}",
    )
    return Edit(
        "club_sessions",
        costs.CLUB_SESSION * abs(sessions - school.club[club_id].sessions),
        tables.CLUBS,
        club_id,
        text,
        lambda school: with_item(school, "clubs", club_id, sessions=sessions),
    )


def new_deputy(class_id: str, teacher_id: str) -> Edit:
    """Return the edit that names a class's deputy, who can take the morning duty."""
    text = Text(f"{class_id}副班主任由 {teacher_id} 担任", f"{teacher_id} is the deputy of {class_id}")
    return Edit(
        "new_deputy",
        costs.NEW_DEPUTY,
        tables.CLASSES,
        class_id,
        text,
        lambda school: with_item(school, "classes", class_id, deputy_teacher=teacher_id),
    )


def add_adult(school: School, station: Station, teacher_id: str) -> Edit:
    """Return the edit that lets one more teacher take a station: in the list of a stage, a club or a duty."""
    sheet = tables.STAGES if station.stage is not None else tables.CLUBS if station.club is not None else tables.DUTIES
    row = station.stage or station.club or station.title
    text = Text(f"{row}的人选增加 {teacher_id}", f"{teacher_id} may serve at {row}")
    return Edit("add_adult", costs.ADD_ADULT, sheet, row, text, lambda school: _with_adult(school, station, teacher_id))


def _with_adult(school: School, station: Station, teacher_id: str) -> School:
    if station.stage is not None:
        # A list is for the whole stage: one that had none gets everybody who may serve in it now.
        known = school.stage[station.stage].candidates
        pool = known or [
            t for other in school.service.stations.values() if other.stage == station.stage for t in other.pool
        ]
        return with_item(school, "stages", station.stage, candidates=tuple(dict.fromkeys((*pool, teacher_id))))
    if station.club is not None:
        instructors = dict.fromkeys((*school.club[station.club].instructors, teacher_id))
        return with_item(school, "clubs", station.club, instructors=tuple(instructors))
    return _with_duty(school, station, lambda duty: duty.renewed(candidates=(*duty.candidates, teacher_id)))


def open_stage(stage_id: str) -> Edit:
    """Return the edit that leaves a stage to all teachers of its classes instead of some named ones."""
    text = Text(
        f"{stage_id}不指定人选，各班任课教师都可以负责",
        f"any teacher of its classes may serve at {stage_id}, not only those named",
    )
    return Edit(
        "open_stage",
        costs.OPEN_STAGE,
        tables.STAGES,
        stage_id,
        text,
        lambda school: with_item(school, "stages", stage_id, candidates=()),
    )


def new_instructor(school: School, club_id: str) -> Edit:
    """Return the edit that engages somebody from outside, under contract for the term, for a club."""
    name = f"外聘教师({club_id})"
    text = Text(f"为{club_id}再聘一位校外指导教师", f"engage one more external instructor for {club_id}")

    def change(school: School) -> School:
        first = school.term_start or datetime.date(2000, 1, 1)
        last = school.term_end or datetime.date(2099, 12, 31)
        contract = Contract(teacher=name, starts=first, ends=last, qualification="待登记", qualified_until=last)
        instructors = (*school.club[club_id].instructors, name)
        return changed(
            school,
            teachers=(*school.teachers, Teacher(id=name, kind=StaffKind.EXTERNAL)),
            contracts=(*school.contracts, contract),
            clubs=replaced(school.clubs, club_id, instructors=instructors),
        )

    return Edit("new_instructor", costs.NEW_PERSON, tables.CONTRACTS, name, text, change)


def renew_contract(teacher_id: str) -> Edit:
    """Return the edit that renews contract and qualification of somebody from outside, so that they last through the term."""

    def change(school: School) -> School:
        return changed(school, contracts=contracts_renewed(school, {teacher_id}))

    text = Text(
        f"与 {teacher_id} 续签合同、补齐资质，管到学期末",
        f"renew contract and qualification of {teacher_id} to the end of term",
    )
    return Edit("renew_contract", costs.RENEW, tables.CONTRACTS, teacher_id, text, change)


def contracts_renewed(school: School, teachers: set[str]) -> tuple[Contract, ...]:
    """Return a school's contracts with those of some people lasting through the term."""
    first = school.term_start or datetime.date(2000, 1, 1)
    last = school.term_end or datetime.date(2099, 12, 31)
    known = dict.fromkeys((*school.contract, *sorted(teachers)))
    return tuple(_renewed(school, name, first, last) if name in teachers else school.contract[name] for name in known)


def _renewed(school: School, name: str, first: datetime.date, last: datetime.date) -> Contract:
    old = school.contract.get(name, Contract(teacher=name))
    return old.renewed(
        starts=min(old.starts or first, first),
        ends=max(old.ends or last, last),
        qualification=(old.qualification or "").strip() or "待登记",
        qualified_until=max(old.qualified_until or last, last),
    )


def fewer_on_duty(station: Station, by: int) -> Edit:
    """Return the edit that wants fewer substitutes."""
    left = station.adults - by
    text = Text(f"{station.title}减到 {left} 人", f"{station.title}: {left} instead of {station.adults}")
    if left <= 0:
        text = Text(f"不设{station.title}", f"no {station.title}")

    def fewer(duty: Duty) -> FrozenModel | None:
        return duty.renewed(adults=left) if left > 0 else None

    return Edit(
        "fewer_on_duty",
        costs.FEWER_ON_DUTY * by,
        tables.DUTIES,
        station.title,
        text,
        lambda s: _with_duty(s, station, fewer),
    )


def _with_duty(school: School, station: Station, change: Callable[[Duty], FrozenModel | None]) -> School:
    """Return the school with the duty that a station stands for changed, or without it."""
    slots, found = set(station.slots), []
    for duty in school.duties:
        mine = StationKind(duty.kind) is station.kind and slots == set(
            slots_at(school, duty.schedule, duty.period, duty.days)
        )
        each = change(duty) if mine else duty
        found += [] if each is None else [each]
    return changed(school, duties=tuple(found))


def is_away(school: School, teacher_id: str, slot: Slot) -> bool:
    """Tell whether some minute of a slot is marked 禁 for a teacher."""
    return school.marked(MarkOwner.TEACHER, teacher_id, slot, MarkLevel.FORBIDDEN)


def could_serve(school: School, station: Station) -> list[str]:
    """Return the staff who are not among those for a station and may serve after school, those who serve least first."""
    staff = [t for t in school.teachers if t.kind is StaffKind.STAFF and t.service is ServiceDuty.FULL]
    able = [t.id for t in staff if t.id not in station.pool]
    if station.kind is StationKind.MORNING:
        able = [
            t for t in able if any(set(course.classes) & set(station.classes) for course in school.teacher_courses[t])
        ]
    groups = {school.teacher[t].subject_group for t in station.pool}

    def key(teacher_id: str) -> tuple[bool, int]:
        return school.teacher[teacher_id].subject_group not in groups, len(school.service.teacher_stations[teacher_id])

    return sorted(able, key=key)
