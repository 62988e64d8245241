"""A small school with after-school service for tests: `service_school` gives one whose every part can be replaced.

`full_service` holds each of its stations at their times with legal adults, in turn; tests then change a session or two.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

from scheduler.plan import FlexGrant, Plan, ServiceSession
from scheduler.school import (
    BellSchedule,
    Club,
    Content,
    Contract,
    Course,
    Duty,
    DutyKind,
    Enrolment,
    GrantKind,
    Grouping,
    Interval,
    PayRate,
    Period,
    PeriodKind,
    RuleSetting,
    School,
    SchoolClass,
    ServiceDuty,
    ServiceStage,
    Slot,
    StaffKind,
    StageKind,
    Station,
    StationKind,
    Teacher,
    Venue,
    WorkingHours,
)
from tests.schools import SCHEDULE, course, make_school

CLASSES = ("三(1)班", "三(2)班")
GRADES = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
DAY = (
    ("早读", PeriodKind.MORNING_READING, "07:50", "08:10"),
    ("第1节", PeriodKind.LESSON, "08:20", "09:00"),
    ("第2节", PeriodKind.LESSON, "09:10", "09:50"),
    ("大课间", PeriodKind.BIG_BREAK, "09:50", "10:20"),
    ("第3节", PeriodKind.LESSON, "10:20", "11:00"),
    ("第4节", PeriodKind.LESSON, "11:10", "11:50"),
    ("午间", PeriodKind.NOON, "11:50", "14:00"),
    ("第5节", PeriodKind.LESSON, "14:00", "14:40"),
    ("第6节", PeriodKind.LESSON, "14:50", "15:30"),
    ("课后服务1", PeriodKind.SERVICE, "15:50", "16:50"),
    ("课后服务2", PeriodKind.SERVICE, "17:00", "18:00"),
    ("延时托管", PeriodKind.EXTENDED_CARE, "18:00", "18:30"),
    ("晚自习", PeriodKind.EVENING_STUDY, "18:40", "20:00"),
)
FEW_KINDS = (RuleSetting(rule="service_choice", parameters={"per_day": "1"}),)  # all that its few clubs can offer
LEADERS = ("周校长", "吴主任")
COACH = "马教练"


def minutes(clock: str) -> int:
    """Minutes since midnight of a time such as 15:50."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def service_bell(schedule: str = SCHEDULE, *, evening: bool = False, days: int = 5) -> BellSchedule:
    """Morning reading, six lessons, two periods of service, extended care to 18:30; `evening` adds evening study to 20:00."""
    week = tuple(range(1, days + 1))
    return BellSchedule(
        id=schedule,
        periods=tuple(
            Period(name=name, kind=kind, start=minutes(start), end=minutes(end), days=week)
            for name, kind, start, end in DAY[: None if evening else -1]
        ),
    )


def period_of(name: str) -> int:
    """The position of a period in the bell schedule: 课后服务1."""
    return next(index for index, (title, *_) in enumerate(DAY) if title == name)


def at(day: int, name: str, schedule: str = SCHEDULE) -> Slot:
    """The slot of a period on a weekday (1 = Monday): at(2, "课后服务1"), at(1, "第1节")."""
    return Slot(schedule, day, period_of(name))


def stage(
    name: str, kind: StageKind, period: str, grades: tuple[int, ...], *contents: Content, **more: Any
) -> ServiceStage:
    """A stage in a period of the bell schedule; `more` overrides any field."""
    fields: dict[str, Any] = {"id": name, "kind": kind, "schedule": SCHEDULE, "period": period_of(period)}
    return ServiceStage(**{**fields, "grades": grades, "contents": contents, **more})


def club(name: str, content: Content, grades: tuple[int, ...], *instructors: str, **more: Any) -> Club:
    """A club in the second period of service; `more` overrides any field."""
    fields: dict[str, Any] = {"id": name, "content": content, "schedule": SCHEDULE, "period": period_of("课后服务2")}
    return Club(**{**fields, "grades": grades, "instructors": instructors, "members": 12, **more})


def duty(kind: DutyKind, period: str, *candidates: str, **more: Any) -> Duty:
    """A duty in a period of the bell schedule; `more` overrides any field."""
    fields: dict[str, Any] = {"kind": kind, "schedule": SCHEDULE, "period": period_of(period)}
    return Duty(**{**fields, "candidates": candidates, **more})


def grant(teacher: str, day: int, kind: GrantKind = GrantKind.LATE_START) -> FlexGrant:
    """Flexible time of a teacher on a weekday."""
    return FlexGrant(teacher=teacher, day=day, kind=kind)


def staff_of(classes: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """The homeroom teacher (语文) and the deputy (数学) of each class."""
    names = (("王芳", "李强"), ("刘敏", "陈磊"), ("何静", "郭涛"), ("林红", "徐亮"))
    return dict(zip(classes, names, strict=False))


def courses_of(classes: tuple[str, ...]) -> tuple[Course, ...]:
    """Each class has 语文 and 数学 from its own teachers; 孙悦 (音乐) and 赵军 (体育) teach all of them."""
    return tuple(
        course(name, subject, teacher, lessons)
        for name, (homeroom, deputy) in staff_of(classes).items()
        for subject, teacher, lessons in (
            ("语文", homeroom, 5),
            ("数学", deputy, 5),
            ("体育", "赵军", 3),
            ("音乐", "孙悦", 1),
        )
    )


def stages_of(grades: tuple[int, ...], *, evening: bool = False) -> tuple[ServiceStage, ...]:
    """Homework, then an activity of another kind each day, both by class; extended care merged; evening study from grade 7."""
    kinds = (Content.READING, Content.SPORT, Content.SCIENCE, Content.ART, Content.LABOUR)
    found = [
        stage("作业辅导", StageKind.HOMEWORK, "课后服务1", grades, Content.HOMEWORK),
        stage("活动", StageKind.ACTIVITY, "课后服务2", grades, *kinds),
        stage("延时托管", StageKind.EXTENDED_CARE, "延时托管", grades, Content.CARE, grouping=Grouping.MERGED),
    ]
    if evening:
        junior = tuple(grade for grade in grades if grade >= 7) or grades
        found.append(stage("晚自习", StageKind.EVENING_STUDY, "晚自习", junior, Content.SELF_STUDY))
    return tuple(found)


def enrolments_of(classes: tuple[str, ...], *, evening: bool = False) -> tuple[Enrolment, ...]:
    """All 45 pupils of a class in homework and activity, 15 in extended care, 20 in evening study."""
    taken = {"延时托管": 15, **({"晚自习": 20} if evening else {})}
    return tuple(Enrolment(class_id=c, stage=s, pupils=count) for s, count in taken.items() for c in classes)


def clubs_of(grades: tuple[int, ...]) -> tuple[Club, ...]:
    """合唱 once a week in a room of its own, 足球 twice by somebody from outside, 编程 once without a place."""
    return (
        club("合唱", Content.ART, grades, "孙悦", venue="音乐教室", days=(2, 4)),
        club(
            "足球", Content.SPORT, grades, COACH, venue_kind="操场", days=(1, 3, 5), sessions=2, members=20, capacity=24
        ),
        club("编程", Content.SCIENCE, grades, "赵军", *LEADERS, sessions=1),
    )


def duties_of(*, evening: bool = False) -> tuple[Duty, ...]:
    """A leader on patrol in each period, a substitute in the first."""
    periods = ("课后服务1", "课后服务2", "延时托管", *(("晚自习",) if evening else ()))
    patrols = tuple(duty(DutyKind.PATROL, period, *LEADERS) for period in periods)
    return (*patrols, duty(DutyKind.SUBSTITUTE, "课后服务1"))


def service_school(classes: tuple[str, ...] = CLASSES, *, evening: bool = False, **more: Any) -> School:
    """Return a school of up to four classes (三(1)班, 七(1)班) with a full programme; `more` overrides any field of School."""
    grades = tuple(sorted({GRADES[name[0]] for name in classes}))
    staff = staff_of(classes)
    names = dict.fromkeys(name for pair in staff.values() for name in pair)
    fields: dict[str, Any] = {
        "watched": False,  # its few lessons would leave most of its periods to be watched
        "courses": courses_of(classes),
        "schedules": (service_bell(evening=evening),),
        "classes": tuple(
            SchoolClass(
                id=name,
                grade=GRADES[name[0]],
                number=number,
                homeroom_teacher=homeroom,
                deputy_teacher=deputy,
                schedule=SCHEDULE,
            )
            for number, (name, (homeroom, deputy)) in enumerate(staff.items(), 1)
        ),
        "teachers": (
            *(Teacher(id=name) for name in (*names, "赵军", "孙悦", *LEADERS)),
            Teacher(id=COACH, kind=StaffKind.EXTERNAL),
        ),
        "venues": (Venue(id="操场", kind="操场", capacity=6), Venue(id="音乐教室", kind="音乐教室", seats=50)),
        "term_start": datetime.date(2025, 9, 1),
        "term_end": datetime.date(2026, 1, 23),
        "stages": stages_of(grades, evening=evening),
        "enrolments": enrolments_of(classes, evening=evening),
        "clubs": clubs_of(grades),
        "duties": duties_of(evening=evening),
        "contracts": (
            Contract(
                teacher=COACH,
                starts=datetime.date(2025, 9, 1),
                ends=datetime.date(2026, 1, 31),
                qualification="足球教练员证",
                qualified_until=datetime.date(2027, 8, 31),
                pay=120,
            ),
        ),
        "working": WorkingHours(start=minutes("07:50"), end=minutes("17:30")),
        "pay_rates": tuple(
            PayRate(station=kind, staff=staff, yuan=yuan)
            for kind, yuan in (
                (StationKind.HOMEWORK, 50),
                (StationKind.ACTIVITY, 50),
                (StationKind.CLUB, 60),
                (StationKind.PATROL, 30),
            )
            for staff in StaffKind
        ),
    }
    return make_school(**{**fields, **more})


# Plans.


def station_of(school: School, station: str) -> Station:
    """The station of an id, or the only one whose title or id begins with a name: 社团|合唱, 合唱, 三(1)班 作业辅导, 巡查|课后服务1."""
    if station in school.service.stations:
        return school.service.stations[station]
    found = [
        each
        for each in school.service.stations.values()
        if each.title.startswith(station) or each.id.startswith(station)
    ]
    assert len(found) == 1, f"{station}: {[each.id for each in found]} of {list(school.service.stations)}"
    return found[0]


def session(school: School, station: str, day: int, *adults: str, **more: Any) -> ServiceSession:
    """A session of a station (see `post_of`) on a weekday, in the station's own place; `more` overrides any field."""
    each = station_of(school, station)
    slot = next((slot for slot in each.slots if slot.day == day), each.slots[0]._replace(day=day))
    return ServiceSession(**{"station": each.id, "slot": slot, "adults": adults, "venue": each.venue, **more})


def holding(plan: Plan, *sessions: ServiceSession) -> Plan:
    """The plan with these sessions in place of what its stations had at their slots."""
    new = {(s.station, s.slot) for s in sessions}
    kept = tuple(s for s in plan.sessions if (s.station, s.slot) not in new)
    return plan.model_copy(update={"sessions": (*kept, *sessions)})


def without(plan: Plan, school: School, station: str, day: int | None = None) -> Plan:
    """The plan without the sessions of a station, on a weekday or on all."""
    name = station_of(school, station).id
    kept = tuple(s for s in plan.sessions if s.station != name or day not in (None, s.slot.day))
    return plan.model_copy(update={"sessions": kept})


def full_service(school: School, **more: Any) -> Plan:
    """Every station held as often as it should be, by those of its pool who are free and have served least; `more` is of Plan."""
    served: Counter[str] = Counter()
    busy: dict[str, list[Interval]] = {name: [] for name in (*school.teacher, *school.venue)}
    sessions = []
    for station in sorted(school.service.stations.values(), key=lambda station: len(station.pool)):
        for slot in own_slots(school, station):
            when = school.interval(slot)
            free = [t for t in station.pool if _may_serve(school, t, station) and not _meets(busy[t], when)]
            adults = sorted(free, key=served.__getitem__)[: station.adults]
            places = [v.id for v in school.venues if v.kind == station.venue_kind and not _meets(busy[v.id], when)]
            venue = station.venue or next(iter(places), None)
            for name in (*adults, *((venue,) if venue else ())):
                busy[name].append(when)
            served.update(adults)
            sessions.append(ServiceSession(station=station.id, slot=slot, adults=tuple(adults), venue=venue))
    return Plan(sessions=tuple(sessions), **more)


def own_slots(school: School, station: Station) -> tuple[Slot, ...]:
    """The first slots of a station, as many as its sessions; those of a choice one after the other."""
    alike = school.service.alike(station)
    first = sum(each.sessions for each in alike[: [each.id for each in alike].index(station.id)])
    return station.slots[first : first + station.sessions]


def _may_serve(school: School, teacher: str, station: Station) -> bool:
    exempt = school.teacher[teacher].service
    return exempt is ServiceDuty.FULL or (
        exempt is ServiceDuty.NO_EVENING and station.kind is not StationKind.EVENING_STUDY
    )


def _meets(busy: list[Interval], when: Interval) -> bool:
    return any(when.overlaps(other) for other in busy)
