"""The demanding lessons of a class are shared out evenly among its days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict
from constraints.scope import Scope
from constraints.timetable.class_subjects import (
    Held,
    OneWeek,
    Stretch,
    by_week,
    check_stretches,
    courses_named,
    days_of,
    even_share,
    post_stretches,
)
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """Which lessons are demanding, and how uneven the days may be."""

    areas: tuple[str, ...] = Field(
        default=("语文", "数学", "外语", "物理", "化学"),
        title="主要学科",
        description="areas or subjects whose lessons are demanding",
        json_schema_extra={"unit": ""},
    )

    def subjects_named(self) -> Mapping[str, Iterable[str]]:
        """Return the demanding ones."""
        return {"areas": self.areas}

    slack: int = Field(
        default=0,
        ge=0,
        le=5,
        title="允许多出节数",
        description="lessons that a day may have above the even share",
        json_schema_extra={"unit": "节"},
    )


def stretches(school: School, class_id: str, parameters: Parameters) -> Iterator[Stretch]:
    """Yield each day of a class with demanding lessons."""
    days = days_of(school, class_id)
    held = by_week(school, courses_named(school, class_id, parameters.areas)).values()
    weeks = [OneWeek(courses, even_share(school, class_id, courses) + parameters.slack) for courses in held]
    yield from (Stretch((day,), weeks) for day in days if weeks)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no day of a class has more demanding lessons than an even share."""
    post_stretches(poster, variables, stretches, parameters)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and day with too many demanding lessons; the amount is the lessons beyond the even share."""
    return check_stretches(view, stretches, parameters, _words, attrgetter("amount"))


def _words(class_id: str, stretch: Stretch, held: Held) -> Text:
    lessons, bound = len(held.slots), held.bound
    day = day_name(stretch.days[0])
    return Text(
        f"{class_id} {day.zh}有 {lessons} 节主科，均衡安排最多 {bound} 节",
        f"{class_id} {day.en}: {lessons} demanding lessons, {bound} when shared out evenly",
    )


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
    presets={"pupils": 5},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
)
