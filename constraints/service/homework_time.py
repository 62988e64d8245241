"""Pupils can do their written homework at school: there is supervised time for what the school sets."""

from __future__ import annotations

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope, ServiceScope
from constraints.service.grade_service import (
    NO_SERVICE,
    SUPERVISED_HOMEWORK,
    WEEKDAYS,
    grade_text,
    held_by_slot,
    judged_grades,
    lacking,
    minutes_covered,
    minutes_held,
    sessions_of,
    stations_of,
    weekday_slots,
)
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, StationKind, tables
from scheduler.text import Text

FIRST_GRADE, LAST_PRIMARY_GRADE = 3, 6  # with written homework to take home
NO_HOMEWORK = Text(
    "一二年级没有家庭书面作业，不判断", "grades 1 and 2 have no written homework to take home and are not judged"
)
SUPERVISED = SUPERVISED_HOMEWORK | {StationKind.EVENING_STUDY}


class Parameters(RuleParameters):
    """How long the school's written homework takes on an average day, and how much of it is done at school."""

    primary: int | None = Field(
        default=None,
        ge=0,
        title="3-6年级平均每天",
        description="minutes of written homework that the school sets on an average day in grades 3 to 6, all of it done at school",
        json_schema_extra={"unit": "分钟/天", "figure": "homework_primary"},
    )
    junior: int | None = Field(
        default=None,
        ge=0,
        title="7-9年级平均每天",
        description="minutes of written homework that the school sets on an average day in grades 7 to 9",
        json_schema_extra={"unit": "分钟/天", "figure": "homework_junior"},
    )
    junior_share: int = Field(
        default=60,
        ge=51,
        le=100,
        title="7-9年级在校完成的比例",
        description="percent of it that is done at school: the text asks for most of it",
        json_schema_extra={"unit": "%"},
    )

    def of_grade(self, grade: int) -> int | None:
        """Return the minutes of an average day in a grade from 3 to 9, None where they are not known."""
        return self.primary if grade <= LAST_PRIMARY_GRADE else self.junior


def judged(school: School, parameters: Parameters) -> list[int]:
    """Return the grades in service that have written homework of which it is known how long it may take."""
    grades = [grade for grade in judged_grades(school) if grade >= FIRST_GRADE]
    return [grade for grade in grades if parameters.of_grade(grade) is not None]


def minutes_wanted(grade: int, parameters: Parameters) -> int:
    """Return the minutes of supervised homework that a grade from 3 to 9 is to have in a week, 0 where nothing is known."""
    minutes = len(WEEKDAYS) * (parameters.of_grade(grade) or 0)
    return minutes if grade <= LAST_PRIMARY_GRADE else -(-minutes * parameters.junior_share // 100)


def minutes_planned(school: School, grade: int) -> int:
    """Return the minutes of supervised homework that a grade has in a week if all that is planned is held."""
    slots = {slot for station in stations_of(school, grade, SUPERVISED) for slot in station.slots}
    return minutes_covered(school, (slot for slot in slots if slot.day in WEEKDAYS))


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure the weekly time for homework of each grade."""
    school = variables.school
    for grade in judged(school, parameters):
        minutes: list[cp_model.LinearExprT] = []
        for day in WEEKDAYS:
            minutes += minutes_held(poster, school, held_by_slot(variables, grade, SUPERVISED, day))
        poster.require(cp_model.LinearExpr.sum(minutes) >= minutes_wanted(grade, parameters), grade_owner(grade))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every grade with too little time for homework; the amount is in minutes of the week."""
    grades, violations = judged(view.school, parameters), []
    for grade in grades:
        by_day = weekday_slots(sessions_of(view, grade, SUPERVISED))
        minutes = sum(minutes_covered(view.school, slots) for slots in by_day.values())
        wanted = minutes_wanted(grade, parameters)
        if minutes < wanted:
            where = {slot for slots in by_day.values() for slot in slots}
            violations.append(lacking(view.school, grade, wanted - minutes, too_little(grade, minutes, wanted), where))
    served = judged_grades(view.school)
    young = [grade for grade in served if grade < FIRST_GRADE]
    unjudged = None if grades else NOT_ASKED if len(served) > len(young) else NO_HOMEWORK if young else NO_SERVICE
    return Verdict(len(grades), tuple(violations), unjudged, (NO_HOMEWORK,) if grades and young else ())


def too_little(grade: int, minutes: int, wanted: int) -> Text:
    """Return in words that a grade has fewer minutes a week than it needs."""
    name, days = grade_text(grade), len(WEEKDAYS)
    return Text(
        f"{name.zh}校内作业辅导、答疑、晚自习平均每天 {minutes / days:g} 分钟，至少 {wanted / days:g} 分钟",
        f"{name.en}: {minutes / days:g} minutes of supervised homework a day, at least {wanted / days:g}",
    )


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say how many minutes the grade needs, and how many are planned."""
    wanted, planned = minutes_wanted(int(grade), parameters), minutes_planned(school, int(grade))
    return Text(
        f"{grade} 年级每周作业辅导、答疑和晚自习不少于 {wanted} 分钟（计划 {planned} 分钟）",
        f"grade {grade}: at least {wanted} minutes of homework and tutoring a week ({planned} are planned)",
    )


RULE = Rule(
    id="homework_time",
    title=Text("作业在校内完成", "Homework is done at school"),
    words=Text(
        "周一至周五的作业辅导、答疑和晚自习，够三至六年级在校做完书面作业、初中做完大部分。书面作业的时间由学校定，不超过 60、90 分钟；"
        "一二年级没有家庭书面作业，不判断。",
        "Homework, tutoring and evening study on weekdays are long enough for grades 3 to 6 to do their written homework at "
        "school, and for grades 7 to 9 to do most of it. The school says how long that takes, at most 60 and 90 minutes a day; "
        "grades 1 and 2 have none to take home and are not judged.",
    ),
    level=Level.REGULATION,
    article="homework_at_school",
    unit=Text("分钟", "minutes"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.GRADE: asks},
    stated=tables.STAGES,
)
