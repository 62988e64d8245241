"""Lessons stand in the slots that their teacher, class or subject prefers (优)."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict
from constraints.scope import Scope
from constraints.timetable.marked_lessons import asks_of_marks, check_lessons, post_lessons
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import MarkLevel, tables
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no lesson of an owner with preferred slots is outside them."""
    post_lessons(poster, variables, MarkLevel.PREFERRED)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson outside the slots that its owner prefers; each counts 1."""
    return check_lessons(view, MarkLevel.PREFERRED, _words)


def _words(name: str, what: str, where: Text) -> Text:
    return Text(f"{where.zh}的{what}不在 {name} 的优先时段", f"{what}, {where.en}: not a preferred slot of {name}")


def _asks(who: Text, preferred: Text, others: int) -> Text:
    return Text(
        f"{who.zh}只在{preferred.zh}上课（标了“优”）", f"{who.en}: lessons on {preferred.en} alone, which are preferred"
    )


RULE = Rule(
    id="preferred_slots",
    title=Text("排在优先时段", "Preferred slots"),
    words=Text(
        "教师、班级、学科标了“优”的，课尽量排在这些时段。",
        "Lessons of a teacher, class or subject with preferred slots stand in those, where possible.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"teachers": 3},
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks=asks_of_marks(MarkLevel.PREFERRED, _asks),
    stated=tables.TIMES,
)
