"""Service does not end before the normal off-work time, so that parents can fetch their children."""

from __future__ import annotations

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import (
    NO_SERVICE,
    ORDINARY,
    WEEKDAYS,
    grade_text,
    held_by_slot,
    judged_grades,
    lacking,
    sessions_of,
    weekday_slots,
)
from scheduler.model.lessons import LessonVariables, Literals
from scheduler.model.owner import Level, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import tables
from scheduler.text import Text, clock_text

NO_HOURS = Text("没有填写上下班时间，不作判断", "No working hours are given: not judged")


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that a grade with a session on a weekday has one that lasts to the off-work time."""
    school = variables.school
    if school.working is None:
        return
    for grade in judged_grades(school):
        for day in WEEKDAYS:
            early: Literals = []
            lasting: Literals = []
            for slot, literals in held_by_slot(variables, grade, ORDINARY, day).items():
                (early if school.interval(slot).end < school.working.end else lasting).extend(literals)
            if early:
                enough = cp_model.LinearExpr.sum(lasting) * len(early)
                poster.require(cp_model.LinearExpr.sum(early) <= enough, grade_owner(grade))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every weekday on which the last session of a grade ends too early; the amount is by how many minutes."""
    school, judged, violations = view.school, 0, []
    if school.working is None:
        return Verdict(0, unjudged=NO_HOURS)
    for grade in judged_grades(school):
        for day, slots in weekday_slots(sessions_of(view, grade, ORDINARY)).items():
            judged += 1
            last = max((school.interval(slot).end for slot in slots), default=school.working.end)
            if last < school.working.end:
                name, ends, off = grade_text(grade, day), clock_text(last), clock_text(school.working.end)
                text = Text(
                    f"{name.zh}课后服务 {ends} 结束，早于下班时间 {off}",
                    f"{name.en}: service ends at {ends}, before the off-work time {off}",
                )
                where = [slot for slot in slots if school.interval(slot).end == last]
                violations.append(lacking(school, grade, school.working.end - last, text, where))
    return Verdict(judged, tuple(violations), None if judged else NO_SERVICE)


RULE = Rule(
    id="service_end",
    title=Text("不早于下班时间结束", "Not over before off-work time"),
    words=Text(
        "周一至周五有课后服务的年级，当天最后一次作业辅导、答疑、活动或社团的结束时间不早于正常下班时间；"
        "只有部分学生参加的延时托管、晚自习不能代替。",
        "On each weekday with service, the last homework, tutoring, activity or club of a grade does not end before "
        "the normal off-work time; extended care and evening study, which are for some pupils, do not stand in for it.",
    ),
    level=Level.REGULATION,
    article="service_time",
    unit=Text("分钟", "minutes"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    stated=tables.STAGES,
)
