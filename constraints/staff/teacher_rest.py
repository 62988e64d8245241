"""A teacher has a free lesson between: not three lessons in a row."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.staff.teacher_limits import check_rows, post_rows
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.school.wording import teacher_text
from scheduler.text import Text


class Parameters(RuleParameters):
    """How many lessons in a row are not yet too many."""

    most: int = Field(
        default=2,
        ge=1,
        le=6,
        title="连上不超过",
        description="lessons that a teacher may have in a row within a half-day",
        json_schema_extra={"unit": "节"},
    )


def limits(school: School, parameters: Parameters) -> dict[str, int]:
    """Return the limit of every teacher: the same for all."""
    return {teacher.id: parameters.most for teacher in school.teachers}


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no teacher has more lessons in a row than the limit."""
    post_rows(poster, variables, limits(variables.school, parameters))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every `most + 1` slots in a row with a lesson in each; the amount is the lessons beyond."""
    return check_rows(view, limits(view.school, parameters))


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how many lessons in a row the teacher would have at most."""
    name = teacher_text(school, teacher_id)
    return Text(f"{name.zh}半天里不连上三节", f"{name.en}: never three lessons in a row")


RULE = Rule(
    id="teacher_rest",
    title=Text("教师不连上三节", "Not three in a row"),
    words=Text(
        "半天内任意连着的三节课时间里，一位教师最多上两节；大课间不算断开。",
        "Of any three lesson slots in a row within a half-day a teacher has lessons in at most two.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"teachers": 5},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
)
