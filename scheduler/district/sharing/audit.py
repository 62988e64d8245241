"""What the plans of several schools do to the teachers that they share, by the clock and with the ways between them.

Texts name no teacher; `teacher` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from scheduler.district.sharing.nouns import Place, SharedTeacher, SharedTeachers
from scheduler.district.sharing.visits import Stop, padded, stops
from scheduler.plan import Plan, PlanView
from scheduler.plan.ledger import accounts
from scheduler.school import GRANT_NAMES, Interval, School, StationKind, Week
from scheduler.text import Text, clock_text, day_name


class Clash(NamedTuple):
    """Something that a shared teacher cannot do, or may not. `schools` are those whose plans have it."""

    teacher: str
    schools: tuple[str, ...]
    day: int
    text: Text


class SharedLoad(NamedTuple):
    """A week of a shared teacher over all his schools, in a worse week where odd and even ones differ.

    `lessons` (on average) and `service` (minutes) by school; `granted` minutes of flexible time; `changes` of place within days and the
    `minutes` that they take on the way.
    """

    teacher: str
    lessons: Mapping[str, float]
    service: Mapping[str, int]
    granted: int
    days: Mapping[str, int]
    changes: int
    minutes: int


def audit_shared(schools: Mapping[str, School], plans: Mapping[str, Plan], shared: SharedTeachers) -> tuple[Clash, ...]:
    """Return all that is wrong with the shared teachers in the plans of the schools that have one, whoever made them.

    Nobody is in two schools at once or short of minutes for a way, in any week; nobody is where he may not be on that half-day, serves
    where he does not serve, or has flexible time but at home and while he is not elsewhere.
    """
    views = {name: PlanView(schools[name], plan) for name, plan in plans.items() if name in schools}
    found: list[Clash] = []
    for teacher in shared.teachers:
        mine = {place.school: views[place.school] for place in teacher.places if place.school in views}
        found += _clashes(schools, mine, teacher)
        for name, view in mine.items():
            found += _not_there(view, teacher, teacher.at[name])
            found += _grants(schools, mine, teacher, name)
    return tuple(found)


def _stops(views: Mapping[str, PlanView], teacher: SharedTeacher, week: Week) -> list[Stop]:
    every = [stop for name, view in views.items() for stop in stops(view, teacher.at[name].teacher, name)]
    return sorted(stop for stop in every if stop.week.meets(week))


def _weeks(views: Mapping[str, PlanView], teacher: SharedTeacher) -> tuple[Week, ...]:
    every = [stop.week for name, view in views.items() for stop in stops(view, teacher.at[name].teacher, name)]
    return (Week.EVERY,) if all(week is Week.EVERY for week in every) else (Week.ODD, Week.EVEN)


def _clashes(schools: Mapping[str, School], views: Mapping[str, PlanView], teacher: SharedTeacher) -> list[Clash]:
    found: dict[tuple[Stop, Stop], Clash] = {}
    for week in _weeks(views, teacher):
        mine = _stops(views, teacher, week)
        for number, one in enumerate(mine):
            for other in mine[number + 1 :]:
                if other.school == one.school or other.time.day != one.time.day:
                    continue
                _, free = padded(teacher, one, other.school)
                if other.time.start < free:
                    found.setdefault((one, other), _clash(schools, teacher, one, other))
    return list(found.values())


def _clash(schools: Mapping[str, School], teacher: SharedTeacher, one: Stop, other: Stop) -> Clash:
    day = day_name(one.time.day)
    names = schools[one.school].name, schools[other.school].name
    end, start = clock_text(one.time.end), clock_text(other.time.start)
    way = teacher.way(other.school)
    if one.time.overlaps(other.time):
        text = Text(
            f"{day.zh} {start} 同时在{names[0]}和{names[1]}", f"{day.en} {start}: at {names[0]} and {names[1]} at once"
        )
    else:
        minutes = other.time.start - one.time.end
        text = Text(
            f"{day.zh}{names[0]} {end} 结束，{names[1]} {start} 开始，只隔 {minutes} 分钟，路上要 {way} 分钟",
            f"{day.en}: {names[0]} until {end}, {names[1]} from {start}: {minutes} minutes for a way of {way}",
        )
    return Clash(teacher.name, (one.school, other.school), one.time.day, text)


def _not_there(view: PlanView, teacher: SharedTeacher, place: Place) -> Iterator[Clash]:
    """Yield what is held on a half-day on which he is not there, and service where he does not serve."""
    school, day_of = view.school, day_name
    for stop in stops(view, place.teacher, place.school):
        if not place.admits(school.half_day(stop.slot)):
            when = school.slot_text(stop.slot)
            text = Text(
                f"{school.name} {when.zh}不在他可到的半天里", f"{school.name}, {when.en}: no half-day of his there"
            )
            yield Clash(teacher.name, (place.school,), stop.time.day, text)
    for session in view.serving[place.teacher] if not place.serves else ():
        if school.service.stations[session.station].kind is not StationKind.MORNING:
            day = day_of(session.slot.day)
            text = Text(
                f"{school.name} {day.zh}安排了服务，他不在这里服务",
                f"{school.name}, {day.en}: service, which is not his here",
            )
            yield Clash(teacher.name, (place.school,), session.slot.day, text)


def _grants(
    schools: Mapping[str, School], views: Mapping[str, PlanView], teacher: SharedTeacher, name: str
) -> Iterator[Clash]:
    """Yield flexible time at a school that is not his home, or while he is elsewhere or on the way."""
    place, school = teacher.at[name], schools[name]
    for grant in views[name].grants_of[place.teacher]:
        what, day = GRANT_NAMES[grant.kind], day_name(grant.day)
        if not place.home:
            text = Text(
                f"{school.name} {day.zh}{what.zh}，弹性上下班只在本校",
                f"{school.name}, {day.en}, {what.en}: not his home",
            )
            yield Clash(teacher.name, (name,), grant.day, text)
            continue
        if school.working is None:
            continue
        away = school.away(grant.kind, grant.day)
        for other, view in views.items():
            if other != name and any(
                Interval(stop.time.day, *padded(teacher, stop, name)).overlaps(away)
                for stop in stops(view, teacher.at[other].teacher, other)
            ):
                text = Text(
                    f"{school.name} {day.zh}{what.zh}，但该时间在{schools[other].name}",
                    f"{school.name}, {day.en}, {what.en}: at {schools[other].name} in that time",
                )
                yield Clash(teacher.name, (name, other), grant.day, text)


def shared_loads(
    schools: Mapping[str, School], plans: Mapping[str, Plan], shared: SharedTeachers
) -> tuple[SharedLoad, ...]:
    """Return what each shared teacher gives over all his schools that have a plan: lessons, service, flexible time, ways."""
    views = {name: PlanView(schools[name], plans[name]) for name in shared.schools if name in plans}
    ledgers = {name: accounts(view) for name, view in views.items()}
    found = []
    for teacher in shared.teachers:
        mine = {place.school: views[place.school] for place in teacher.places if place.school in views}
        own = {name: ledgers[name][teacher.at[name].teacher] for name in mine}
        routes = [_route(mine, teacher, week) for week in _weeks(mine, teacher)]
        worst = max(routes, key=len, default=[])
        found.append(
            SharedLoad(
                teacher.name,
                {name: float(account.lessons) for name, account in own.items()},
                {name: account.service_minutes for name, account in own.items()},
                sum(account.granted for account in own.values()),
                {
                    name: len({s.time.day for s in stops(view, teacher.at[name].teacher, name)})
                    for name, view in mine.items()
                },
                len(worst),
                sum(teacher.way(there) for there in worst),
            )
        )
    return tuple(found)


def _route(views: Mapping[str, PlanView], teacher: SharedTeacher, week: Week) -> list[str]:
    """Return the schools to which he goes within days from another one."""
    return [
        then.school
        for one, then in pairwise(_stops(views, teacher, week))
        if one.time.day == then.time.day and one.school != then.school
    ]
