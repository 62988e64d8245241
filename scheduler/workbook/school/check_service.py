"""Checks, before anything is planned, what the regulation says of service and the school's own data decide."""

from __future__ import annotations

from collections.abc import Iterator

from constraints.catalogue import active_rules
from constraints.rule import ActiveRule
from constraints.service import (
    club_capacity,
    evening_study,
    external_staff,
    morning_duty,
    service_adults,
    service_content,
    service_enrolment,
    service_exempt,
    service_patrol,
    substitutes,
)
from scheduler.model.owner import Level
from scheduler.school import WITH_PUPILS, PeriodKind, School, Slot, Stage, Station, StationKind, day_in_weeks, stage_of
from scheduler.text import Text
from scheduler.workbook.school.check_service_days import DAY_FINDERS
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.service_cells import CellFault, Finder, ServiceCells, tell
from scheduler.workbook.school.service_layout import DUTIES
from scheduler.workbook.spelling import days_text
from scheduler.workbook.tables import Cell

CONTENT_CURE = Text(
    "改成作业辅导、答疑、科普、体育、艺术、劳动、阅读、兴趣小组或社团等内容，并改用相应的名称；不需要就删去这一行",
    "Make it homework, tutoring, science, sport, art, labour, reading, an interest group or a club, and call it so",
)


def check_service(draft: Draft, school: School) -> None:
    """Tell of all that keeps service from being planned as the regulation asks, each with its cell and its article."""
    if not school.stages and not school.clubs:
        return
    cells = ServiceCells(draft, school)
    active = {each.rule.id: each for each in active_rules(school) if each.level is not Level.SOFT}
    for name, find in (*_FINDERS.items(), *DAY_FINDERS.items()):
        if name in active:
            tell(draft.report, active[name], find(cells, active[name]))

    _tell_some_weeks(cells)


def _tell_some_weeks(cells: ServiceCells) -> None:
    """Warn that who watches or patrols in a period is not there on its days of odd or even weeks alone."""
    school = cells.school
    served = {(slot.schedule, slot.period) for each in school.service.stations.values() for slot in each.slots}
    for schedule, index in sorted(served):
        period = school.schedule[schedule].periods[index]
        some = [day_in_weeks(day, period.week_on(day)) for day in (*period.odd_days, *period.even_days)]
        if some and period.kind is not PeriodKind.LESSON:
            zh, en = "、".join(day.zh for day in some), ", ".join(day.en for day in some)
            cells.draft.report.warning(
                cells.bell(Slot(schedule, period.days[0], index), "days"),
                Text(f"{zh}的“{period.name}”不安排值班教师", f"Nobody is on duty at “{period.name}” on {en}"),
                Text(
                    "这些日子请另行安排；每周都有就不写单双周", "See to these days yourselves, or hold it in every week"
                ),
            )


# What is done.


def _contents(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield clubs and stages that are lessons by name, and contents that are not allowed."""
    school = cells.school
    for station in _with_pupils(school):
        for slot in station.slots:
            fault = service_content.station_fault(school, station, slot)
            if fault is not None:
                yield CellFault(*_content_cell(cells, station, fault), CONTENT_CURE)


def _content_cell(cells: ServiceCells, station: Station, fault: Text) -> tuple[Cell, Text]:
    """Return the cell of the name that is a lesson's, else that of the contents."""
    subjects = cells.school.subjects
    if service_content.content_fault(station.club or station.stage or "", subjects) == fault:
        return cells.post(station, "stage", "club"), fault
    named = (stage.id for stage in cells.school.stages if stage.schedule == station.slots[0].schedule)
    splitting = next((name for name in named if service_content.content_fault(name, subjects) == fault), None)
    if splitting is not None:
        return cells.stage(splitting, "stage"), fault
    name = station.club or station.stage or ""
    return cells.post(station, "contents", "content"), Text(f"“{name}”：{fault.zh}", f"“{name}”: {fault.en}")


def _evenings(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield evening study that ends too late, is at a weekend, or is for primary grades."""
    parameters = active.parameters
    assert isinstance(parameters, evening_study.Parameters)
    for station in cells.school.service.stations.values():
        for slot in station.slots if station.kind is StationKind.EVENING_STUDY else ():
            fault = evening_study.session_fault(cells.school, station, slot, parameters)
            if fault is not None:
                cell, cure = _evening_cell(cells, station, slot, parameters.latest)
                yield CellFault(cell, fault.text, cure)


def _evening_cell(cells: ServiceCells, station: Station, slot: Slot, latest: str | None) -> tuple[Cell, Text]:
    if any(stage_of(grade) is Stage.PRIMARY for grade in station.grades):
        return cells.post(station, "grades", "grades"), Text("只留初中年级，如 7-9", "Leave grades 7-9 only")
    if slot.day > 5:
        narrow = cells.post(station, "days", "days")
        return narrow if narrow.text else cells.bell(slot, "days"), Text("只留周一至周五", "Leave Mon-Fri only")
    return cells.bell(slot, "end"), Text(
        f"改成 {latest} 或更早；寄宿制学校在“学校”表的寄宿制写“是”",
        f"Type {latest} or earlier; a boarding school says so in 学校",
    )


# Who serves.


def _contracts(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield what is wrong with the contracts of people from outside who are to serve."""
    school, contracts = cells.school, cells.draft.service.contracts
    for name in external_staff.external_teachers(school):
        stations = [
            station for station in school.service.teacher_stations[name] if station.kind is not StationKind.MORNING
        ]
        for field, why in external_staff.contract_faults(school, name) if stations else ():
            row = contracts[name][1] if name in contracts else None
            cell = cells.draft.teacher_names.cells[name]
            if row is not None:
                cell = row[field] if row[field].name else row["teacher"]
            work = "、".join(dict.fromkeys(station.title for station in stations[:3]))
            yield CellFault(
                cell,
                Text(f"外聘人员{name}（{work}）：{why.zh}", f"{name} from outside ({work}): {why.en}"),
                Text(
                    "续签后改日期，补上所缺的内容，或不再安排此人参加课后服务",
                    "Renew it and correct the date, add what is missing, or engage somebody else",
                ),
            )


def _adults(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    yield from _short_of_adults(cells, *WITH_PUPILS)


def _substitutes(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    yield from _short_of_adults(cells, StationKind.SUBSTITUTE)


def _short_of_adults(cells: ServiceCells, *kinds: StationKind) -> Iterator[CellFault]:
    """Yield stations of some kinds with fewer people to choose from than they need at once, those who are exempt left out."""
    exemption = next((each for each in active_rules(cells.school) if each.rule.id == service_exempt.RULE.id), None)
    for station in cells.school.service.stations.values():
        if station.kind not in kinds:
            continue
        able = len(station.pool) - len(_exempt(cells.school, station, exemption))
        if station.adults > able:
            is_group = station.kind in WITH_PUPILS
            excused = "（其余的人免课后服务）" if able < len(station.pool) else ""
            yield CellFault(
                cells.post(station, "candidates", "instructors") if is_group else cells.duty(station, "adults"),
                Text(
                    f"{station.title}每次要 {station.adults} 人，可安排的只有 {able} 人{excused}",
                    f"{station.title} needs {station.adults} adults each time and has {able} to choose from",
                ),
                Text("增加人选，或减少每次的人数", "Name more people, or ask for fewer"),
            )


def _exempt(school: School, station: Station, exemption: ActiveRule | None) -> list[str]:
    """Return those of a station's people who are exempt from it at each of its times."""
    if exemption is None or exemption.level is Level.SOFT:
        return []
    people = [school.teacher[name] for name in station.pool]
    return [t.id for t in people if all(service_exempt.is_exempt(school, t, station, slot) for slot in station.slots)]


def _mornings(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield homeroom teachers who alone would be at the morning reading of several classes at once."""
    school = cells.school
    alone: dict[str, list[Station]] = {}
    for station in school.service.stations.values():
        if station.kind is StationKind.MORNING and len(station.pool) == 1:
            alone.setdefault(station.pool[0], []).append(station)
    for name, stations in alone.items():
        first = {school.interval(slot) for slot in stations[0].slots}
        for station in stations[1:]:
            met = any(school.interval(slot).overlaps(other) for slot in station.slots for other in first)
            cell = cells.draft.classes[station.classes[0]].homeroom
            if met and cell is not None:
                classes = stations[0].classes[0], station.classes[0]
                yield CellFault(
                    cell,
                    Text(
                        f"{name}是{'、'.join(classes)}的班主任，早读不能同时到两个班",
                        f"{name} leads {' and '.join(classes)} and cannot be at both morning readings",
                    ),
                    Text("给其中一个班写上副班主任", "Give one of them a deputy"),
                )


def _patrols(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield the periods in which pupils are served and nobody is to be on patrol."""
    school = cells.school
    yield from _short_of_adults(cells, StationKind.PATROL)
    served = sorted({slot for station in _with_pupils(school) for slot in station.slots})
    unguarded: dict[tuple[str, int], list[Slot]] = {}
    for slot in served:
        if not service_patrol.is_provided(school, slot):
            unguarded.setdefault((slot.schedule, slot.period), []).append(slot)
    for slots in unguarded.values():
        days, name = days_text(slot.day for slot in slots), school.period(slots[0]).name
        yield CellFault(
            _patrol_cell(cells, slots[0]),
            Text(f"周{days}“{name}”没有安排巡查", f"Nobody is on patrol in “{name}” ({len(slots)} days)"),
            Text(
                f"在“巡查”表里给“{name}”加上巡查；每个时段都要巡查就写 全部",
                "Add a patrol for it to 巡查, or write 全部 for one at all times",
            ),
        )


def _patrol_cell(cells: ServiceCells, slot: Slot) -> Cell:
    """Return the days of the patrol that this period has on other days, else the sheet."""
    for station in cells.school.service.stations.values():
        if station.kind is StationKind.PATROL and station.slots[:1] and slot == station.slots[0]._replace(day=slot.day):
            return cells.duty(station, "days")
    return cells.sheet(DUTIES)


# Clubs.


def _capacity(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    for station, beyond in club_capacity.excess(cells.school):
        if beyond:
            yield CellFault(
                cells.club(station.club or "", "members"),
                Text(
                    f"{station.title}有 {station.pupils} 人，名额只有 {station.pupils - beyond} 人",
                    f"{station.title} has {station.pupils} members and places for {station.pupils - beyond}",
                ),
                Text("减少人数，增加容量，或再开一个", "Take members away, make it larger, or open another"),
            )


def _members(cells: ServiceCells, active: ActiveRule) -> Iterator[CellFault]:
    """Yield clubs with more members than pupils of their grades are enrolled at any of their times."""
    school = cells.school
    for station in school.service.stations.values():
        if station.kind is not StationKind.CLUB or not station.slots:
            continue
        most = max(service_enrolment.enrolled_pupils(school, station.grades, slot) for slot in station.slots)
        if station.pupils > most:
            yield CellFault(
                cells.club(station.club or "", "members" if most else "grades"),
                Text(
                    f"{station.title}有 {station.pupils} 人，而这些年级在“{school.period(station.slots[0]).name}”报名的只有 {most} 人",
                    f"{station.title} has {station.pupils} members, {most} pupils of its grades are enrolled then",
                ),
                Text(
                    "核对社团的年级、节次和人数，或在“课后服务”表里给这些年级加上这个节次的时段",
                    "Check grades, period and members of the club, or add a stage for these grades to 课后服务",
                ),
            )


def _with_pupils(school: School) -> list[Station]:
    return [station for station in school.service.stations.values() if station.kind in WITH_PUPILS]


_FINDERS: dict[str, Finder] = {
    service_content.RULE.id: _contents,
    evening_study.RULE.id: _evenings,
    external_staff.RULE.id: _contracts,
    service_adults.RULE.id: _adults,
    service_patrol.RULE.id: _patrols,
    substitutes.RULE.id: _substitutes,
    morning_duty.RULE.id: _mornings,
    club_capacity.RULE.id: _capacity,
    service_enrolment.RULE.id: _members,
}
