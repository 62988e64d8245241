"""What the rules on after-school service and flexible hours ask of an owner, with the school's figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from constraints.rule import OwnerKind
from constraints.service import (
    club_places,
    duty_span,
    external_staff,
    homework_time,
    service_choice,
    service_exempt,
    service_limits,
    service_minutes,
)
from constraints.service.grade_service import WEEKDAYS
from scheduler.school import MarkLevel, MarkOwner, School, ServiceDuty, Station
from scheduler.school.wording import days_text
from scheduler.text import Text, clock_text, counted, day_name


def _when(station: Station) -> Text:
    return days_text([slot.day for slot in station.slots])


def _held(school: School, parameters: Any, station_id: str) -> Text:
    station = school.stations[station_id]
    days, number = _when(station), len(station.slots)
    return Text(
        f"{station.title}{days.zh}每次都要开展（{number} 次）",
        f"{station.title} is held on {days.en} ({counted(number, 'time')})",
    )


def _adults(school: School, parameters: Any, station_id: str) -> Text:
    station = school.stations[station_id]
    pupils, adults, pool = station.pupils, station.adults, len(station.pool)
    return Text(
        f"{station.title}（{pupils} 名学生）每次要 {adults} 位教师，可选的有 {pool} 位",
        f"{station.title} ({pupils} pupils) needs {counted(adults, 'adult')} each time, of {pool} who may serve",
    )


def _duty(school: School, parameters: Any, station_id: str) -> Text:
    station = school.stations[station_id]
    days, adults, pool = (
        _when(station),
        station.adults,
        "、".join(station.pool) if len(station.pool) <= 4 else f"{len(station.pool)} 位",
    )
    english = ", ".join(station.pool) if len(station.pool) <= 4 else f"{len(station.pool)} teachers"
    return Text(
        f"{station.title}{days.zh}每次要 {adults} 人（可选：{pool}）",
        f"{station.title}, {days.en}: {adults} each time (of {english})",
    )


def _sessions(school: School, parameters: Any, station_id: str) -> Text:
    station = school.stations[station_id]
    days = _when(station)
    if not station.slots:
        return Text(f"社团“{station.title}”没有可用的时段", f"club {station.title} has no time at all")
    return Text(
        f"社团“{station.title}”每周开展 {station.sessions} 次（可在{days.zh}）",
        f"club {station.title} is held {counted(station.sessions, 'time')} a week (on {days.en})",
    )


def _club_place(school: School, parameters: Any, station_id: str) -> Text:
    station = school.stations[station_id]
    place = station.venue or station.venue_kind or ""
    return Text(
        f"社团“{station.title}”（{station.pupils} 人）每次要在{place}活动，且场地开放",
        f"club {station.title} ({station.pupils} pupils) meets in {place}, which must be open",
    )


def _club_room(school: School, parameters: Any, venue_id: str) -> Text:
    venue = school.venue[venue_id]
    seats, english = (f"、{venue.seats} 座", f", {venue.seats} seats") if venue.seats is not None else ("", "")
    return Text(
        f"{venue_id}同时最多容纳 {venue.capacity} 个社团{seats}",
        f"{venue_id} holds at most {counted(venue.capacity, 'club')} at once{english}",
    )


def _club_capacity(school: School, parameters: Any, station_id: str) -> Text:
    club = school.club[school.stations[station_id].club or ""]
    return Text(
        f"社团“{club.id}”名额 {club.capacity} 人，报了 {club.members} 人",
        f"club {club.id} has {club.capacity} places and {club.members} members",
    )


def _club_places(school: School, parameters: Any, grade: str) -> Text:
    needs = [need for need in club_places.needs(school) if str(need.grades[0]) == grade]
    offered = [sum(club_places.room(school, each) for each in need.clubs) for need in needs]
    places, need = min(zip(offered, needs, strict=True), key=lambda item: item[0] - item[1].pupils)
    grades, day = "、".join(map(str, need.grades)), day_name(need.slot.day)
    return Text(
        f"走班时 {grades} 年级人人有社团（如{day.zh}：{need.pupils} 人，社团名额共 {places} 个）",
        f"a club for everybody of grade {grades} (such as {day.en}: {need.pupils} pupils, {places} places)",
    )


def _enrolment(school: School, parameters: Any, grade: str) -> Text:
    return Text(
        f"{grade} 年级及共用社团的年级，同一时段各社团人数合计不超过报名人数",
        f"grade {grade} and those that share its clubs: no more club members at once than pupils are enrolled",
    )


def _limits(school: School, parameters: service_limits.Parameters, teacher_id: str) -> Text:
    teacher = school.teacher[teacher_id]
    most, evenings = parameters.most_of(teacher), parameters.evenings_of(teacher)
    return Text(
        f"{teacher_id}每周服务不超过 {most} 次、晚自习不超过 {evenings} 晚",
        f"{teacher_id} serves at most {counted(most, 'time')} a week, on at most {counted(evenings, 'evening')}",
    )


def _clash(school: School, parameters: Any, teacher_id: str) -> Text:
    return Text(
        f"{teacher_id}服务时只能在一处，不能同时上课或开会",
        f"{teacher_id} is in one place at a time while serving, with no lesson or meeting",
    )


def _exempt(school: School, parameters: service_exempt.Parameters, teacher_id: str) -> Text:
    if school.teacher[teacher_id].service is ServiceDuty.NONE:
        return Text(f"{teacher_id}免课后服务", f"{teacher_id} is exempt from service")
    return Text(
        f"{teacher_id}不上晚自习，{parameters.evening} 以后不服务",
        f"{teacher_id} has no evening study and no service after {parameters.evening}",
    )


def _closed(kind: MarkOwner) -> Callable[[School, Any, str], Text]:
    def found(school: School, parameters: Any, name: str) -> Text:
        marks = [m for m in school.marks if (m.owner_kind, m.owner, m.level) == (kind, name, MarkLevel.FORBIDDEN)]
        days = days_text([mark.day for mark in marks])
        start, end = clock_text(min(m.start for m in marks)), clock_text(max(m.end for m in marks))
        return Text(
            f"{name}标“禁”的时间（{days.zh} {start}-{end} 之间）不安排服务",
            f"{name}: no service in closed time (on {days.en}, between {start} and {end})",
        )

    return found


def _span(school: School, parameters: duty_span.Parameters, teacher_id: str) -> Text:
    most = parameters.most_of(school.teacher[teacher_id])
    return Text(
        f"{teacher_id}一天从第一项工作到最后一项结束不超过 {most / 60:g} 小时",
        f"{teacher_id}: at most {most / 60:g} hours from first to last duty of a day",
    )


def _unguarded(school: School, parameters: Any, name: str) -> Text:
    return Text("没有巡查的时段不开展课后服务", "no service at times without a patrol")


def _homework(school: School, parameters: homework_time.Parameters, grade: str) -> Text:
    number = int(grade)
    if number <= homework_time.LAST_GRADE_WITHOUT:
        return Text(f"{grade} 年级不安排作业辅导", f"grade {grade} has no homework session")
    wanted, planned = homework_time.minutes_wanted(number, parameters), homework_time.minutes_planned(school, number)
    return Text(
        f"{grade} 年级每周作业辅导和答疑不少于 {wanted} 分钟（计划 {planned} 分钟）",
        f"grade {grade}: at least {wanted} minutes of homework and tutoring a week ({planned} are planned)",
    )


def _minutes(school: School, parameters: service_minutes.Parameters, grade: str) -> Text:
    planned = {day: service_minutes.minutes_planned(school, int(grade), day) for day in WEEKDAYS}
    day = min(planned, key=lambda each: planned[each])
    name = day_name(day)
    return Text(
        f"{grade} 年级每天课后服务不少于 {parameters.least} 分钟（{name.zh}最多 {planned[day]} 分钟）",
        f"grade {grade}: at least {parameters.least} minutes of service a day ({name.en}: {planned[day]} at most)",
    )


def _every_day(school: School, parameters: Any, grade: str) -> Text:
    return Text(f"{grade} 年级周一至周五每天有课后服务", f"grade {grade} has service on each weekday")


def _choice(school: School, parameters: service_choice.Parameters, grade: str) -> Text:
    planned = {day: len(service_choice.kinds_planned(school, int(grade), (day,))) for day in WEEKDAYS}
    day, week = min(planned, key=lambda each: planned[each]), len(service_choice.kinds_planned(school, int(grade)))
    name = day_name(day)
    return Text(
        f"{grade} 年级每天至少 {parameters.per_day} 类、每周至少 {parameters.per_week} 类活动可选"
        f"（安排了：{name.zh} {planned[day]} 类，全周 {week} 类）",
        f"grade {grade}: {parameters.per_day} kinds to choose from each day and {parameters.per_week} a week "
        f"(planned: {planned[day]} on {name.en}, {week} in the week)",
    )


def _external(school: School, parameters: Any, teacher_id: str) -> Text:
    faults = external_staff.contract_faults(school, teacher_id)
    if faults:
        why = Text("、".join(text.zh for _, text in faults), ", ".join(text.en for _, text in faults))
        return Text(f"外聘 {teacher_id} 不能上岗：{why.zh}", f"{teacher_id} from outside must not serve: {why.en}")
    return Text(
        f"外聘 {teacher_id} 在岗时须有本校教师巡查",
        f"{teacher_id} from outside serves while one of the staff is on patrol",
    )


SERVICE_WORDS: dict[tuple[str, OwnerKind], Callable[[School, Any, str], Text]] = {
    ("service_held", OwnerKind.STATION): _held,
    ("extended_care", OwnerKind.STATION): _held,
    ("service_adults", OwnerKind.STATION): _adults,
    ("morning_duty", OwnerKind.STATION): _duty,
    ("substitutes", OwnerKind.STATION): _duty,
    ("service_patrol", OwnerKind.STATION): _duty,
    ("service_patrol", OwnerKind.SCHOOL): _unguarded,
    ("club_sessions", OwnerKind.STATION): _sessions,
    ("club_venues", OwnerKind.STATION): _club_place,
    ("club_venues", OwnerKind.VENUE): _club_room,
    ("club_capacity", OwnerKind.STATION): _club_capacity,
    ("club_places", OwnerKind.GRADE): _club_places,
    ("service_enrolment", OwnerKind.GRADE): _enrolment,
    ("service_limits", OwnerKind.TEACHER): _limits,
    ("service_clash", OwnerKind.TEACHER): _clash,
    ("service_exempt", OwnerKind.TEACHER): _exempt,
    ("service_unavailable", OwnerKind.TEACHER): _closed(MarkOwner.TEACHER),
    ("service_unavailable", OwnerKind.CLASS): _closed(MarkOwner.CLASS),
    ("duty_span", OwnerKind.TEACHER): _span,
    ("homework_time", OwnerKind.GRADE): _homework,
    ("service_minutes", OwnerKind.GRADE): _minutes,
    ("service_days", OwnerKind.GRADE): _every_day,
    ("service_choice", OwnerKind.GRADE): _choice,
    ("external_staff", OwnerKind.TEACHER): _external,
}
