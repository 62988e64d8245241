"""Each class of grades 1 to 9 has so many minutes of sport on every school day, where the place asks for it: lessons, big breaks
and what all its pupils do in service."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.curriculum.sport import (
    SENIOR_ONLY,
    big_break_minutes,
    courses_by_week,
    judged_classes,
    school_days,
    slots_on,
    sport_slots,
)
from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import Course, School, SchoolClass, Slot, tables
from scheduler.school.sport import SportTime
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """How long the sport of a day lasts."""

    least: int | None = Field(
        default=None,
        ge=0,
        le=300,
        title="每天体育活动至少",
        description="minutes of sport a day; nothing: as the place asks",
        json_schema_extra={"unit": "分钟", "figure": "sport_minutes"},
    )


class Parts(NamedTuple):
    """The minutes of sport of a class on a day, by what they are."""

    lessons: int
    breaks: int
    service: int

    @property
    def total(self) -> int:
        """All minutes together."""
        return sum(self)


NO_SERVICE_TOLD = Text(
    "没有写课后服务，不知道其中有多少体育，不作判断",
    "After-school service is not told, and how much of it is sport is not known: not judged",
)


def is_service_told(school: School) -> bool:
    """Tell whether a school plans its after-school day, or what stands for it; of lessons alone the minutes of a day are not known."""
    return bool(school.stages or school.sport_later)


def judged(school: School) -> list[SchoolClass]:
    """Return the classes whose minutes of sport are known."""
    return judged_classes(school) if is_service_told(school) else []


# In the model.


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the least minutes for each class on each of its days, in odd and in even weeks."""
    school, least = variables.school, parameters.least or 0
    for klass in judged(school) if least else ():
        times = school.sport_times[klass.id]
        weeks = courses_by_week(school, klass.id)
        for day in school_days(school, klass.id):
            service = _in_service(poster, variables, [time for time in times if time.slot.day == day])
            later = school.later_sport.get((klass.id, day), 0)
            for week, courses in weeks.items():
                known = big_break_minutes(school, klass.id, day, week) + later
                terms = [*_in_lessons(variables, courses, day), *service]
                enough = cp_model.LinearExpr.sum(terms) >= least - known if terms else known >= least
                poster.require(enough, class_owner(klass.id))


def _in_lessons(variables: LessonVariables, courses: list[Course], day: int) -> list[cp_model.LinearExprT]:
    school = variables.school
    return [
        literal * school.period(slot).minutes
        for course in courses
        for slot, literal in variables.lessons(course.id).items()
        if slot.day == day
    ]


def _in_service(poster: Poster, variables: LessonVariables, times: list[SportTime]) -> list[cp_model.LinearExprT]:
    """Return terms whose sum can be any number up to the minutes of service in which all pupils of a class have sport."""
    terms: list[cp_model.LinearExprT] = []
    for time in times:
        all_in_sport = poster.count(1)
        held = partial(_held, variables, time.slot)
        for part in time.parts:
            poster.define(all_in_sport <= cp_model.LinearExpr.sum([held(station) for station in part.sport]))
            for station in part.other:
                poster.define(all_in_sport + held(station) <= 1)
        terms.append(all_in_sport * variables.school.period(time.slot).minutes)
    return terms


def _held(variables: LessonVariables, slot: Slot, station_id: str) -> cp_model.IntVar:
    return variables.service.held(station_id)[slot]


# In a plan.


def minutes_of(view: PlanView, class_id: str, day: int) -> Parts:
    """Return the minutes of sport of a class on a day, in the week with the fewest."""
    school = view.school
    held = {(session.station, session.slot) for session in view.plan.sessions}
    service = school.later_sport.get((class_id, day), 0) + sum(
        school.period(time.slot).minutes
        for time in school.sport_times[class_id]
        if time.slot.day == day and time.held(held)
    )
    weeks = zip(courses_by_week(school, class_id), sport_slots(view, class_id), strict=True)
    return min(
        (
            Parts(
                sum(school.period(slot).minutes for slot in slots if slot.day == day),
                big_break_minutes(school, class_id, day, week),
                service,
            )
            for week, slots in weeks
        ),
        key=lambda parts: parts.total,
    )


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every day on which a class has too little sport; the amount is the minutes missing."""
    if not parameters.least:
        return Verdict(0, unjudged=NOT_ASKED)
    school, count, violations = view.school, 0, []
    if not is_service_told(school):
        return Verdict(0, unjudged=NO_SERVICE_TOLD)
    for klass in judged(school):
        for day in school_days(school, klass.id):
            count += 1
            parts = minutes_of(view, klass.id, day)
            if parts.total < parameters.least:
                text = Text(
                    f"{klass.id} {day_name(day).zh}体育活动 {parts.total} 分钟，至少 {parameters.least} 分钟"
                    f"（体育课 {parts.lessons}、大课间 {parts.breaks}、课后服务 {parts.service}）",
                    f"{klass.id}, {day_name(day).en}: {parts.total} minutes of sport, at least {parameters.least} "
                    f"(lessons {parts.lessons}, big breaks {parts.breaks}, service {parts.service})",
                )
                where = slots_on(school, klass.id, day)
                missing = parameters.least - parts.total
                owner = class_owner(klass.id)
                violations.append(Violation(owner, missing, text, (klass.id,), (), where, of_absence=True))
    return Verdict(count, tuple(violations), None if count else SENIOR_ONLY)


# In words.


def lessons_needed(school: School, class_id: str, least: int) -> Iterator[tuple[int, int]]:
    """Yield each day of a class with the fewest lessons of sport that it needs there if service gives all it can."""
    weeks = courses_by_week(school, class_id)
    for day in school_days(school, class_id):
        known = min(big_break_minutes(school, class_id, day, week) for week in weeks) + school.most_service_sport(
            class_id, day
        )
        longest = max((school.period(slot).minutes for slot in slots_on(school, class_id, day)), default=1)
        yield day, max(0, -(-(least - known) // longest))


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    """Say how many minutes the class needs, and what there is on the day with the least beside its lessons."""
    lessons = min(sum(c.lessons for c in courses) for courses in courses_by_week(school, class_id).values())

    def known(day: int) -> tuple[int, int]:
        return big_break_minutes(school, class_id, day), school.most_service_sport(class_id, day)

    day = min(school_days(school, class_id), key=lambda each: sum(known(each)), default=1)
    breaks, service = known(day)
    return Text(
        f"{class_id}每天体育活动不少于 {parameters.least} 分钟（一周 {lessons} 节体育课和体育活动课；"
        f"{day_name(day).zh}大课间 {breaks} 分钟，课后服务全班体育最多 {service} 分钟）",
        f"{class_id}: at least {parameters.least} minutes of sport a day ({lessons} lessons a week; {day_name(day).en}: "
        f"big breaks {breaks}, service at most {service})",
    )


RULE = Rule(
    id="sport_minutes",
    title=Text("每天体育活动时间", "Minutes of sport a day"),
    words=Text(
        "所在地有要求的，一至九年级每个班每天的体育课、体育活动课、大课间、课后服务里的体育合计不少于规定分钟数；"
        "课后服务里全班学生都参加体育的时段才算，社团只有当时本班学生能去的都是体育社团才算。",
        "Where the place asks for it, PE, sport activity, big breaks and sport in service make at least so many minutes for each class "
        "of grades 1 to 9 every day; service counts where all pupils of the class have sport then, clubs where all that are open to "
        "them are sport.",
    ),
    level=Level.REGULATION,
    unit=Text("分钟", "minutes"),
    article="sport_time",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    service_scope=ServiceScope.TIMES,
    needs=frozenset({PlanPart.GROUPS, PlanPart.CLUBS}),
    asks={OwnerKind.CLASS: asks},
    stated=tables.ASSIGNMENT,
)
