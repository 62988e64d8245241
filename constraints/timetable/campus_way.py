"""A teacher who goes from one campus to another has the time for the way, by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from constraints.rule import Elastic, NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.timetable.apart import any_of
from constraints.timetable.campuses import Stop, by_day, possible_stops, stops_in
from constraints.timetable.class_subjects import Limit, at_most_in_worst
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, tables
from scheduler.text import Text, clock_text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that of two things on different campuses between which the way is too long at most one is held, each week."""
    school = variables.school
    for teacher_id, weeks in possible_stops(variables):
        known: list[dict[Stop, Literal]] = [{} for _ in weeks]
        for one, other in _ways(school, (stop for found in weeks for stop in found)):
            if not _is_short(school, one, other):
                continue
            limits = []
            for found, busy in zip(weeks, known, strict=True):
                if one in found and other in found:
                    for stop in (one, other):
                        if stop not in busy:
                            busy[stop] = any_of(poster, found[stop])
                    limits.append(Limit([busy[one], busy[other]], 1, 2))
            at_most_in_worst(poster, limits, teacher_owner(teacher_id))


def _ways(school: School, stops: Iterable[Stop]) -> list[tuple[Stop, Stop]]:
    """Return the pairs of stops of a day on different campuses, the earlier first; those that overlap are another rule's care."""
    return [
        (one, other)
        for each in by_day(school, stops).values()
        for one, other in combinations(each, 2)
        if one.campus != other.campus and not school.interval(one.slot).overlaps(school.interval(other.slot))
    ]


def _minutes(school: School, one: Stop, other: Stop) -> int:
    return school.interval(other.slot).start - school.interval(one.slot).end


def _is_short(school: School, one: Stop, other: Stop) -> bool:
    return _minutes(school, one, other) < school.campus_way


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every two things of a teacher on different campuses, on one day of one week, without time for the way between."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers if len(school.campuses) > 1 else ():
        weeks = stops_in(view, teacher.id)
        ways = dict.fromkeys(way for stops in weeks for way in _ways(school, stops))
        judged += len(ways)
        violations += [_violation(school, teacher.id, *way) for way in ways if _is_short(school, *way)]
    return Verdict(judged, tuple(violations))


def _violation(school: School, teacher_id: str, one: Stop, other: Stop) -> Violation:
    first, then = school.slot_text(one.slot), school.slot_text(other.slot)
    end, start = clock_text(school.interval(one.slot).end), clock_text(school.interval(other.slot).start)
    minutes, way = _minutes(school, one, other), school.campus_way
    text = Text(
        f"{teacher_id} {first.zh}在{one.campus}，{end} 结束，{then.zh}在{other.campus}，{start} 开始，"
        f"只隔 {minutes} 分钟，路上要 {way} 分钟",
        f"{teacher_id}: {first.en} in {one.campus} until {end}, {then.en} in {other.campus} from {start}: {minutes} minutes "
        f"for a way of {way}",
    )
    return Violation(
        teacher_owner(teacher_id), 1, text, (), (teacher_id,), tuple(dict.fromkeys((one.slot, other.slot)))
    )


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say how long the teacher's way between campuses takes."""
    return Text(
        f"{teacher_id}换校区时，前一件事结束到后一件事开始至少隔 {school.campus_way} 分钟",
        f"{teacher_id} has {school.campus_way} minutes for the way between campuses",
    )


RULE = Rule(
    id="campus_way",
    title=Text("换校区来得及", "Time for the way between campuses"),
    words=Text(
        "教师同一天在不同校区的两件事（上课、教研、课后服务、值守）之间，至少隔“学校”表“校区路程”那么多分钟，按钟点算。"
        "校区写在“作息”和“场地”表里；没写的不算。",
        "Between two things of a teacher on different campuses on one day (lessons, meetings, service, duties) there are at "
        "least so many minutes by the clock as 学校 says. What is on no campus that 作息 or 场地 names does not count.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=20,
    unit=Text("次", "ways"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.ASSIGNMENT,
    elastic=Elastic(of_teacher=True),
)
