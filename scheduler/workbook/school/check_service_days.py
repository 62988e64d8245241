"""Checks what each grade has of service day by day: all five days, long enough, to the off-work time, with a choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from constraints.rule import ActiveRule
from constraints.service import homework_time, service_choice, service_days, service_end, service_minutes
from constraints.service.grade_service import (
    ORDINARY,
    PURSUITS,
    SUPERVISED_HOMEWORK,
    WEEKDAYS,
    judged_grades,
    minutes_covered,
    stations_of,
)
from constraints.service.service_enrolment import enrolled_pupils
from scheduler.school import (
    CONTENT_NAMES,
    WITH_PUPILS,
    Content,
    PeriodKind,
    School,
    ServiceStage,
    Slot,
    StageKind,
    Station,
    StationKind,
)
from scheduler.school.service_defaults import LONGEST_SPORT
from scheduler.text import Text, clock_text, day_name
from scheduler.workbook.school.service_cells import CellFault, Finder, ServiceCells
from scheduler.workbook.school.service_layout import CLUBS, STAGES
from scheduler.workbook.spelling import days_text, grades_text
from scheduler.workbook.tables import Cell


class GradeDay(NamedTuple):
    """A weekday of a grade."""

    grade: int
    day: int


def _names(found: Iterable[GradeDay]) -> Text:
    """Return how people name days of grades: 3-6 年级周一至五."""
    grades, days = {each.grade for each in found}, {each.day for each in found}
    return Text(
        f"{grades_text(grades)} 年级周{days_text(days)}",
        f"grade {grades_text(grades)}, {', '.join(day_name(day).en for day in sorted(days))}",
    )


def _slots(school: School, each: GradeDay, kinds: Collection[StationKind]) -> list[Slot]:
    """Return when a grade can have service of some kinds on a day: a club when enough pupils are enrolled."""
    stations = stations_of(school, each.grade, kinds)
    return sorted(
        {
            slot
            for station in stations
            for slot in station.slots
            if slot.day == each.day and _can_meet(school, station, slot)
        }
    )


def _can_meet(school: School, station: Station, slot: Slot) -> bool:
    return station.kind is not StationKind.CLUB or station.pupils <= enrolled_pupils(school, station.grades, slot)


def _grade_days(school: School) -> Iterator[GradeDay]:
    for grade in judged_grades(school):
        for day in WEEKDAYS:
            yield GradeDay(grade, day)


# Days.


def _days(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield the days on which grades have no service at all."""
    found: dict[Cell, list[GradeDay]] = defaultdict(list)
    for each in _grade_days(cells.school):
        if not _slots(cells.school, each, WITH_PUPILS):
            found[_missing_cell(cells, each)].append(each)
    for cell, days in found.items():
        name = _names(days)
        yield CellFault(
            cell,
            Text(f"{name.zh}没有课后服务，每周 5 天都要开展", f"{name.en}: no service; it is on all five days"),
            Text("补上这几天的时段", "Add stages on these days"),
        )


def _missing_cell(cells: ServiceCells, each: GradeDay) -> Cell:
    """Return the cell that keeps a grade from service at some period of a day: days of a stage or of the period."""
    school = cells.school
    for stage in school.stages:
        if (
            each.grade in stage.grades
            and stage.days
            and each.day not in stage.days
            and _is_held(school, stage, each.day)
        ):
            return cells.stage(stage.id, "days")
    if not _free_slots(school, each):
        schedules = {klass.schedule for klass in school.classes if klass.grade == each.grade}
        rows = [
            Slot(name, each.day, index)
            for name in sorted(schedules)
            for index, period in enumerate(school.schedule[name].periods)
            if period.kind is PeriodKind.SERVICE
        ]
        if rows:
            return cells.bell(rows[-1], "days")
    return cells.sheet(STAGES)


def _is_held(school: School, stage: ServiceStage, day: int) -> bool:
    return day in school.schedule[stage.schedule].periods[stage.period].days


def _free_slots(school: School, each: GradeDay) -> list[Slot]:
    """Return the periods for service in which a grade has none on a day."""
    taken = set(_slots(school, each, ORDINARY))
    schedules = {klass.schedule for klass in school.classes if klass.grade == each.grade}
    slots = (slot for name in sorted(schedules) for slot in school.schedule[name].slots(PeriodKind.SERVICE))
    return [slot for slot in slots if slot.day == each.day and slot not in taken]


# Minutes.


def _minutes(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield the periods that are too short, or the stages that are missing, for two hours a day."""
    parameters = active.parameters
    assert isinstance(parameters, service_minutes.Parameters)
    short: dict[Cell, list[tuple[GradeDay, int]]] = defaultdict(list)
    for each in _short_days(cells.school, parameters.least or 0):
        minutes = minutes_covered(cells.school, _slots(cells.school, each, ORDINARY))
        free = _free_slots(cells.school, each)
        cell = _missing_cell(cells, each) if free else cells.bell(_shortest(cells.school, each, ORDINARY), "end")
        short[cell].append((each, minutes))
    for cell, found in short.items():
        yield _short(cells, cell, found, parameters.least or 0)


def _short_days(school: School, least: int) -> list[GradeDay]:
    """Return the days of grades that have some service but too little."""
    planned = {
        each: minutes_covered(school, _slots(school, each, ORDINARY))
        for each in _grade_days(school)
        if _slots(school, each, WITH_PUPILS)
    }
    return [each for each, minutes in planned.items() if minutes < least]


def _shortest(school: School, each: GradeDay, kinds: Collection[StationKind]) -> Slot:
    """Return the shortest period of a grade's service on a day, the last of them, but for a few minutes of sport."""
    slots = _slots(school, each, kinds)
    long = [slot for slot in slots if school.period(slot).minutes > LONGEST_SPORT]
    return min(reversed(long or slots), key=lambda slot: school.period(slot).minutes)


def _short(cells: ServiceCells, cell: Cell, found: list[tuple[GradeDay, int]], least: int) -> CellFault:
    school = cells.school
    name = _names([each for each, _ in found])
    each, minutes = min(found, key=lambda pair: pair[1])
    held = _slots(school, each, ORDINARY)
    told = "、".join(cells.clock(slot) for slot in held)
    text = Text(
        f"{name.zh}课后服务共 {minutes} 分钟（{told}），每天至少 {least} 分钟",
        f"{name.en}: {minutes} minutes of service ({told}), at least {least} a day",
    )
    free = _free_slots(school, each)
    if free:
        names = "、".join(school.period(slot).name for slot in free)
        return CellFault(cell, text, Text(f"给这些年级加上{names}的时段", f"Add a stage at {names} for these grades"))
    slot = _shortest(school, each, ORDINARY)
    period, more = school.period(slot), least - minutes
    start = cells.bell(slot, "start").name
    return CellFault(
        cell,
        text,
        Text(
            f"把“{period.name}”的结束改为 {clock_text(period.end + more)}"
            f"，或把开始（{start}）改为 {clock_text(period.start - more)}，补足 {more} 分钟",
            f"Let {period.name} end at {clock_text(period.end + more)} or start ({start}) at "
            f"{clock_text(period.start - more)}: {more} minutes are missing",
        ),
    )


def _ends(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield the periods with which service ends before the off-work time; days that are too short are told as such."""
    school, early = cells.school, defaultdict(list)
    if school.working is None:
        return
    missing = {each for each in _grade_days(school) if _free_slots(school, each)}
    for each in _grade_days(school):
        last = max(_slots(school, each, ORDINARY), key=lambda slot: school.period(slot).end, default=None)
        end = school.working.end if last is None else school.period(last).end
        if last is not None and end < school.working.end and each not in missing:
            early[cells.bell(last, "end"), end].append(each)
    for (cell, end), days in early.items():
        name, off = _names(days), clock_text(school.working.end)
        yield CellFault(
            cell,
            Text(
                f"{name.zh}课后服务 {clock_text(end)} 结束，早于下班时间 {off}",
                f"{name.en}: service ends at {clock_text(end)}, before the off-work time {off}",
            ),
            Text(f"改成 {off} 或更晚，或核对“弹性上下班”的下班时间", f"Type {off} or later, or check 弹性上下班"),
        )


# What is offered.


def _choice(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield the stages and clubs that offer too few kinds to choose from."""
    school, parameters = cells.school, active.parameters
    assert isinstance(parameters, service_choice.Parameters)
    few: dict[Cell, list[GradeDay]] = defaultdict(list)
    for each in _grade_days(school):
        if _slots(school, each, ORDINARY) and len(_kinds(school, each.grade, (each.day,))) < parameters.per_day:
            few[_choice_cell(cells, each)].append(each)
    for cell, days in few.items():
        name, kinds = _names(days), _kinds(school, days[0].grade, (days[0].day,))
        yield _too_few(cell, name, kinds, parameters.per_day, Text("每天", "a day"))
    few_in_week = {GradeDay(each.grade, 1) for days in few.values() for each in days}
    for grade in judged_grades(school):
        kinds = _kinds(school, grade, WEEKDAYS)
        if len(kinds) < parameters.per_week and GradeDay(grade, 1) not in few_in_week:
            cell = _choice_cell(cells, GradeDay(grade, 1))
            name = Text(f"{grade} 年级全周", f"grade {grade}, the week")
            yield _too_few(cell, name, kinds, parameters.per_week, Text("每周", "a week"))


def _kinds(school: School, grade: int, days: Collection[int]) -> list[Content]:
    planned = service_choice.kinds_planned(school, grade, days)
    return [content for content in Content if content in planned]


def _too_few(cell: Cell, name: Text, kinds: list[Content], least: int, when: Text) -> CellFault:
    zh = "、".join(CONTENT_NAMES[kind].zh for kind in kinds) or "没有"
    en = ", ".join(CONTENT_NAMES[kind].en for kind in kinds) or "none"
    return CellFault(
        cell,
        Text(
            f"{name.zh}可选的活动只有 {len(kinds)} 类（{zh}），{when.zh}至少 {least} 类",
            f"{name.en}: {len(kinds)} kinds to choose from ({en}), at least {least} {when.en}",
        ),
        Text(
            "在同一节次加上别的活动时段或社团，或增加内容（科普、体育、艺术、劳动、阅读、兴趣小组、社团、游戏）",
            "Add stages or clubs of other kinds: science, sport, art, labour, reading, interest groups, clubs, games",
        ),
    )


def _choice_cell(cells: ServiceCells, each: GradeDay) -> Cell:
    """Return the contents of a stage in which a grade pursues something, of that day if it can be; else the clubs."""
    stages = [s for s in cells.school.stages if each.grade in s.grades and PURSUITS & set(s.contents)]
    stages.sort(key=lambda stage: bool(stage.days) and each.day not in stage.days)
    activities = [stage for stage in stages if stage.kind is StageKind.ACTIVITY] or stages
    return cells.stage(activities[0].id, "contents") if activities else cells.sheet(CLUBS)


# Homework.


def _homework(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield what leaves too little time for homework."""
    parameters = active.parameters
    assert isinstance(parameters, homework_time.Parameters)
    for grade in homework_time.judged(cells.school, parameters):
        planned = homework_time.minutes_planned(cells.school, grade)
        wanted = homework_time.minutes_wanted(grade, parameters)
        if planned < wanted:
            yield CellFault(
                _homework_cell(cells, grade),
                homework_time.too_little(grade, planned, wanted),
                Text(
                    "延长或增加作业辅导、答疑的时段；书面作业没有这么多的，在“规则”里写明每天几分钟",
                    "Lengthen homework and tutoring, or add to them; where less is set, say in 规则 how much",
                ),
            )


def _homework_cell(cells: ServiceCells, grade: int) -> Cell:
    """Return the days of a stage that is not held on all of them, else the end of the shortest period of homework."""
    school, kinds = cells.school, (StageKind.HOMEWORK, StageKind.TUTORING)
    for stage in school.stages:
        if grade in stage.grades and stage.kind in kinds and stage.days and not set(WEEKDAYS) <= set(stage.days):
            return cells.stage(stage.id, "days")
    for day in WEEKDAYS:
        if _slots(school, GradeDay(grade, day), SUPERVISED_HOMEWORK):
            return cells.bell(_shortest(school, GradeDay(grade, day), SUPERVISED_HOMEWORK), "end")
    return cells.sheet(STAGES)


DAY_FINDERS: dict[str, Finder] = {
    service_days.RULE.id: _days,
    service_minutes.RULE.id: _minutes,
    service_end.RULE.id: _ends,
    service_choice.RULE.id: _choice,
    homework_time.RULE.id: _homework,
}
