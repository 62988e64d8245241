"""The sheets of after-school service and flexible hours as a school has them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from scheduler.school import (
    AFTER_SCHOOL,
    CONTENT_NAMES,
    GROUPING_NAMES,
    STAGE_NAMES,
    STATION_NAMES,
    Club,
    Contract,
    Duty,
    Enrolment,
    PeriodKind,
    School,
    ServiceStage,
    StaffKind,
    StationKind,
)
from scheduler.text import clock_text
from scheduler.workbook.school import service_layout as layout
from scheduler.workbook.school.choices import Choice, typed_or_one_of
from scheduler.workbook.school.form import OPTIONAL, Form, Row, Value
from scheduler.workbook.spelling import NO, SEPARATOR, YES, date_text, days_text, grades_text, members_text

NOT_FOR = "FFE3E5E8"  # colour of the cells of 参加人数 of classes that a stage is not for


def service_forms(school: School, schedules: Choice | None) -> Iterator[Form]:
    """Yield 课后服务 to 补助."""
    periods = typed_or_one_of(p.name for s in school.schedules for p in s.periods if p.kind in AFTER_SCHOOL)
    places = typed_or_one_of([*(v.kind for v in school.venues), *(v.id for v in school.venues)])
    timed = {"schedule": schedules, "period": periods}
    yield Form(layout.STAGES, list(_stages(school)), wide=("candidates",), choices=timed, tab=OPTIONAL)
    yield _enrolments(school)
    clubs = [_club(school, club) for club in school.clubs]
    yield Form(layout.CLUBS, clubs, choices={**timed, "venue": places}, tab=OPTIONAL)
    yield Form(layout.CONTRACTS, [_contract(each) for each in school.contracts], tab=OPTIONAL)
    between = typed_or_one_of(p.name for s in school.schedules for p in s.periods if p.kind is not PeriodKind.LESSON)
    duty_periods = {**timed, "period": None if between is None else between._replace(words=(*between.words, ALL))}
    duties = [_duty(school, each) for each in school.duties]
    yield Form(layout.DUTIES, duties, wide=("candidates",), choices=duty_periods, tab=OPTIONAL)
    yield Form(layout.WORKING, list(_working(school)), complete=bool(school.working), tab=OPTIONAL)
    yield Form(layout.PAY, list(_pay(school)), tab=OPTIONAL)


ALL = layout.ALL_PERIODS.zh


def _timed(school: School, each: ServiceStage | Club | Duty) -> dict[str, Value]:
    """Return the cells that say when something is held; days are told where several periods have one name."""
    periods = school.schedule[each.schedule].periods
    period = periods[each.period]
    kinds = frozenset(PeriodKind) if isinstance(each, Duty) else AFTER_SCHOOL
    alike = [other for other in periods if other.name == period.name and other.kind in kinds]
    return {
        "schedule": each.schedule if len(school.schedules) > 1 else None,
        "period": period.name,
        "days": days_text(each.days or (period.days if len(alike) > 1 else ())) or None,
    }


def _stages(school: School) -> Iterator[Row]:
    for stage in school.stages:
        yield {
            "stage": stage.id,
            "kind": STAGE_NAMES[stage.kind].zh,
            **_timed(school, stage),
            "grades": grades_text(stage.grades),
            "grouping": GROUPING_NAMES[stage.grouping].zh,
            "contents": SEPARATOR.join(CONTENT_NAMES[content].zh for content in stage.contents),
            "free_order": YES if stage.free_order else None,
            "per_adult": stage.per_adult,
            "group_size": stage.group_size,
            "candidates": members_text(school, stage.candidates) or None,
            "credit": stage.credit,
        }


def _enrolments(school: School) -> Form:
    """Return 参加人数: a column for each stage, grey for the classes that it is not for."""
    told = {(enrolment.class_id, enrolment.stage): enrolment for enrolment in school.enrolments}
    rows: list[Row] = []
    fills = {}
    for index, klass in enumerate(school.classes if school.stages else ()):
        row: dict[str, Value] = {"class": klass.id}
        for stage in school.stages:
            if klass.grade not in stage.grades or klass.schedule != stage.schedule:
                fills[index, stage.id] = NOT_FOR
            elif (klass.id, stage.id) in told:
                row[stage.id] = _share(told[klass.id, stage.id])
        rows.append(row)
    further = tuple(stage.id for stage in school.stages)
    return Form(layout.ENROLMENT, rows, further=further, fills=fills, complete=bool(rows), tab=OPTIONAL)


def _share(enrolment: Enrolment) -> Value:
    return enrolment.pupils if enrolment.joins is None else f"{enrolment.pupils}→{enrolment.joins}"


def _club(school: School, club: Club) -> Row:
    return {
        "club": club.id,
        "content": CONTENT_NAMES[club.content].zh,
        **_timed(school, club),
        "grades": grades_text(club.grades),
        "instructors": SEPARATOR.join(club.instructors),
        "members": club.members,
        "capacity": club.capacity,
        "adults": club.adults,
        "sessions": club.sessions,
        "venue": club.venue or club.venue_kind,
    }


def _contract(contract: Contract) -> Row:
    forever = contract.qualified_until == datetime.date.max
    return {
        "teacher": contract.teacher,
        "starts": date_text(contract.starts),
        "ends": date_text(contract.ends),
        "qualification": contract.qualification,
        "qualified_until": layout.FOREVER.zh if forever else date_text(contract.qualified_until),
        "pay": _yuan(contract.pay),
    }


def _yuan(amount: float | None) -> Value:
    return int(amount) if amount is not None and amount == int(amount) else amount


def _duty(school: School, duty: Duty) -> Row:
    return {
        "kind": layout.DUTY_WORDS[duty.kind].zh,
        **_timed(school, duty),
        "adults": duty.adults,
        "candidates": members_text(school, duty.candidates) or None,
        "credit": duty.credit,
        "each_class": YES if duty.each_class else None,
    }


def _working(school: School) -> Iterator[Row]:
    hours = school.working
    if hours is not None:
        yield {
            "start": clock_text(hours.start),
            "end": clock_text(hours.end),
            "core_start": None if hours.core_start is None else clock_text(hours.core_start),
            "core_end": None if hours.core_end is None else clock_text(hours.core_end),
            "late_minutes": hours.late_minutes,
            "early_minutes": hours.early_minutes,
            "half_days": YES if hours.half_days else NO,
            "morning_credit": hours.morning_credit,
        }


def _pay(school: School) -> Iterator[Row]:
    rates = {(rate.station, rate.staff): rate.yuan for rate in school.pay_rates}
    for station in StationKind:
        staff, external = rates.get((station, StaffKind.STAFF)), rates.get((station, StaffKind.EXTERNAL))
        if staff is not None or external is not None:
            yield {"post": STATION_NAMES[station].zh, "staff": _yuan(staff), "external": _yuan(external)}
