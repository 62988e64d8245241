"""Every grade is offered a choice: so many different kinds of pursuit each weekday and in the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import (
    NO_SERVICE,
    ORDINARY,
    PURSUITS,
    WEEKDAYS,
    grade_text,
    judged_grades,
    lacking,
    sessions_of,
    stations_of,
    usual_slots,
)
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import CONTENT_NAMES, Content, School, tables
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """How many different kinds there are to choose from."""

    per_day: int = Field(
        default=2,
        ge=1,
        le=len(PURSUITS),
        title="每天至少几类",
        description="different kinds that a grade is offered each weekday",
        json_schema_extra={"unit": "类/天"},
    )
    per_week: int = Field(
        default=4,
        ge=1,
        le=len(PURSUITS),
        title="每周至少几类",
        description="different kinds that a grade is offered in the week",
        json_schema_extra={"unit": "类/周"},
    )


def kinds_planned(school: School, grade: int, days: Container[int] = WEEKDAYS) -> set[Content]:
    """Return the kinds that a grade is offered on some days if all that is planned is held then."""
    return {
        content
        for station in stations_of(school, grade, ORDINARY)
        for slot, content in station.contents.items()
        if slot.day in days and content in PURSUITS
    }


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure enough kinds for each grade on each weekday and in the week."""
    for grade in judged_grades(variables.school):
        week: dict[Content, Literals] = defaultdict(list)
        for day in WEEKDAYS:
            sessions = _held_by_kind(variables, grade, day)
            for content, literals in sessions.items():
                week[content] += literals
            poster.require(_kinds(poster, sessions.values()) >= parameters.per_day, grade_owner(grade))
        poster.require(_kinds(poster, week.values()) >= parameters.per_week, grade_owner(grade))


def _held_by_kind(variables: LessonVariables, grade: int, day: int) -> dict[Content, Literals]:
    """Return for each kind the sessions of it that a grade may have on a day."""
    found: dict[Content, Literals] = defaultdict(list)
    for station in stations_of(variables.school, grade, ORDINARY):
        for slot, literal in variables.service.held(station.id).items():
            if slot.day == day and station.contents[slot] in PURSUITS:
                found[station.contents[slot]].append(literal)
    return found


def _kinds(poster: Poster, sessions: Iterable[Literals]) -> cp_model.LinearExpr:
    """Return a sum that can be any number up to the kinds of which some session is held."""
    offered = []
    for literals in sessions:
        offered.append(poster.count(1))
        poster.define(offered[-1] <= cp_model.LinearExpr.sum(literals))
    return cp_model.LinearExpr.sum(offered)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every weekday and week in which a grade is offered too few kinds; the amount is the kinds missing."""
    school, judged, violations = view.school, 0, []
    for grade in judged_grades(school):
        kinds_of = kinds_offered(view, grade)
        for day in (*WEEKDAYS, None):
            judged += 1
            kinds = set().union(*kinds_of.values()) if day is None else kinds_of[day]
            wanted = parameters.per_week if day is None else parameters.per_day
            if len(kinds) < wanted:
                text = _text(grade, day, kinds, wanted)
                where = () if day is None else usual_slots(school, grade, day)
                violations.append(lacking(school, grade, wanted - len(kinds), text, where))
    return Verdict(judged, tuple(violations), None if judged else NO_SERVICE)


def kinds_offered(view: PlanView, grade: int) -> dict[int, set[Content]]:
    """Return the kinds that a grade is offered on each weekday of a plan."""
    found: dict[int, set[Content]] = {day: set() for day in WEEKDAYS}
    for session in sessions_of(view, grade, ORDINARY):
        content = view.school.service.stations[session.station].contents.get(session.slot)
        if content in PURSUITS and session.slot.day in found:
            found[session.slot.day].add(content)
    return found


def _text(grade: int, day: int | None, kinds: set[Content], wanted: int) -> Text:
    name = grade_text(grade, day)
    when = Text("全周", " in the week") if day is None else Text("", "")
    ordered = [CONTENT_NAMES[content] for content in Content if content in kinds]
    zh, en = "、".join(text.zh for text in ordered) or "无", ", ".join(text.en for text in ordered) or "none"
    return Text(
        f"{name.zh}{when.zh}可选 {len(kinds)} 类（{zh}），至少 {wanted} 类",
        f"{name.en}: {len(kinds)} kinds to choose from{when.en} ({en}), at least {wanted}",
    )


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say how many kinds the grade may choose from, and how many are planned."""
    planned = {day: len(kinds_planned(school, int(grade), (day,))) for day in WEEKDAYS}
    day, week = min(planned, key=lambda each: planned[each]), len(kinds_planned(school, int(grade)))
    name = day_name(day)
    return Text(
        f"{grade} 年级每天至少 {parameters.per_day} 类、每周至少 {parameters.per_week} 类活动可选"
        f"（安排了：{name.zh} {planned[day]} 类，全周 {week} 类）",
        f"grade {grade}: {parameters.per_day} kinds to choose from each day and {parameters.per_week} a week "
        f"(planned: {planned[day]} on {name.en}, {week} in the week)",
    )


RULE = Rule(
    id="service_choice",
    title=Text("菜单式选择", "A menu to choose from"),
    words=Text(
        "有学生参加课后服务的年级，周一至周五每天和全周可选的活动、社团类别（科普、体育、艺术、劳动、阅读、兴趣小组、社团、游戏）"
        "不少于规定数；作业辅导、答疑、自习、托管不算。",
        "Each grade in service is offered at least so many different kinds (science, sport, art, labour, reading, interest "
        "groups, clubs, games) on each weekday and in the week; homework, tutoring, self-study and care do not count.",
    ),
    level=Level.REGULATION,
    article="service_choice",
    unit=Text("类", "kinds"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.GRADE: asks},
    stated=tables.CLUBS,
)
