"""The demanding lessons of a class are shared out evenly among its days."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import (
    at_most_in_worst,
    attended,
    by_week,
    courses_named,
    days_of,
    lessons_on,
    total,
)
from scheduler.model.half_days import HalfDayVariables
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Slot
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """Which lessons are demanding, and how uneven the days may be."""

    areas: tuple[str, ...] = Field(
        default=("语文", "数学", "外语", "物理", "化学"),
        title="主要学科",
        description="areas or subjects whose lessons are demanding",
        json_schema_extra={"unit": ""},
    )
    slack: int = Field(
        default=0,
        ge=0,
        le=5,
        title="允许多出节数",
        description="lessons that a day may have above the even share",
        json_schema_extra={"unit": "节"},
    )


def post(poster: Poster, variables: LessonVariables | HalfDayVariables, parameters: Parameters) -> None:
    """Ensure that no day of a class has more demanding lessons than an even share."""
    school = variables.school
    for klass in school.classes:
        days = days_of(school, klass.id)
        weeks = by_week(school, courses_named(school, klass.id, parameters.areas)).values()
        for day in days:
            limits = [
                lessons_on(variables, courses, (day,), -(-total(courses) // len(days)) + parameters.slack)
                for courses in weeks
            ]
            at_most_in_worst(poster, limits, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and day with too many demanding lessons; the amount is the lessons beyond the even share."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        days = days_of(school, klass.id)
        weeks: list[tuple[int, list[Slot]]] = []
        for courses in by_week(school, courses_named(school, klass.id, parameters.areas)).values():
            bound = -(-total(courses) // len(days)) + parameters.slack
            weeks.append((bound, attended(view, courses, klass.id)))
        for day in days if weeks else ():
            judged += 1
            today = [(bound, [slot for slot in placed if slot.day == day]) for bound, placed in weeks]
            bound, slots = max(today, key=lambda item: len(item[1]) - item[0])
            if len(slots) > bound:
                words = Text(
                    f"{klass.id} {day_name(day).zh}有 {len(slots)} 节主科，均衡安排最多 {bound} 节",
                    f"{klass.id} {day_name(day).en}: {len(slots)} demanding lessons, {bound} when shared out evenly",
                )
                owner = class_owner(klass.id)
                violations.append(Violation(owner, len(slots) - bound, words, (klass.id,), (), tuple(slots)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="core_per_day",
    title=Text("班级每天负担均衡", "Even days for a class"),
    words=Text(
        "一个班每天的主科节数不超过全周平均数（进位取整）。",
        "A class has no more demanding lessons on a day than the week's average, rounded up.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    post_half_days=post,
    check=check,
    scope=Scope.CLASSES,
)
