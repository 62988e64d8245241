"""The first lesson of a day is not before the time that the place asks of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from constraints.curriculum.bells import bells_of, classes_on, faults_of, named, on_days, post_faults
from constraints.curriculum.sport import LAST_JUDGED_GRADE
from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Clock, Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot, Stage, stage_of, tables
from scheduler.text import Text, clock_text, minutes_of


class Parameters(RuleParameters):
    """When lessons begin at the earliest."""

    primary: Clock | None = Field(
        default=None,
        title="小学不早于",
        description="when lessons begin at the earliest in grades 1 to 6; nothing: as the place asks",
        json_schema_extra={"unit": "时:分", "figure": "first_lesson_primary"},
    )
    junior: Clock | None = Field(
        default=None,
        title="初中不早于",
        description="when lessons begin at the earliest in grades 7 to 9; nothing: as the place asks",
        json_schema_extra={"unit": "时:分", "figure": "first_lesson_junior"},
    )

    def earliest(self, grade: int) -> int | None:
        """Return the minute of the day from which a grade may have lessons; None where nothing is asked."""
        asked = self.primary if stage_of(grade) is Stage.PRIMARY else self.junior
        return None if grade > LAST_JUDGED_GRADE or asked is None else minutes_of(asked)


class First(NamedTuple):
    """The first lesson of a bell schedule of a grade, on the days on which it is that, and the earliest that it may begin."""

    grade: int
    schedule: str
    period: int
    days: tuple[int, ...]
    start: int
    earliest: int


def judged(school: School, parameters: Parameters) -> Iterator[First]:
    """Yield the first lessons of each grade of which something is asked."""
    for grade in school.grades:
        earliest = parameters.earliest(grade)
        for name in bells_of(school, grade) if earliest is not None else ():
            schedule, days = school.schedule[name], dict[int, list[int]]()
            for day in schedule.days:
                lessons = schedule.lessons_on(day)
                if lessons:
                    days.setdefault(lessons[0], []).append(day)
            for period, on in days.items():
                yield First(grade, name, period, tuple(on), schedule.periods[period].start, earliest or 0)


def broken(school: School, parameters: Parameters) -> list[First]:
    """Return the first lessons that begin too early."""
    return [first for first in judged(school, parameters) if first.start < first.earliest]


def first_text(school: School, first: First) -> Text:
    """Return a first lesson that is too early in words: 第1节 08:00 开始，不得早于 08:20."""
    name, starts, earliest = school.schedule[first.schedule].periods[first.period].name, *_clocks(first)
    bells, days = named(school, first.schedule), on_days(school, first.days)
    return Text(
        f"{bells}{days.zh}{name} {starts} 开始，不得早于 {earliest}",
        f"{bells}{name}{days.en} begins at {starts}, not before {earliest}",
    )


def _clocks(first: First) -> tuple[str, str]:
    return clock_text(first.start), clock_text(first.earliest)


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that there is no plan for a school whose bells break the rule."""
    post_faults(poster, (first.grade for first in broken(variables.school, parameters)))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every first lesson that begins too early for a grade; the amount is by how many minutes."""
    school = view.school
    count = sum(1 for _ in judged(school, parameters))
    violations = tuple(_violation(school, first) for first in broken(school, parameters))
    return Verdict(count, violations, None if count else NOT_ASKED)


def _violation(school: School, first: First) -> Violation:
    words = first_text(school, first)
    text = Text(f"{first.grade} 年级{words.zh}", f"grade {first.grade}: {words.en}")
    classes = classes_on(school, first.grade, first.schedule)
    slots = tuple(Slot(first.schedule, day, first.period) for day in first.days)
    return Violation(grade_owner(first.grade), first.earliest - first.start, text, classes, slots=slots)


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say which first lessons of a grade begin too early."""
    early = (first for first in broken(school, parameters) if str(first.grade) == grade)
    return faults_of(grade, (first_text(school, first) for first in early))


RULE = Rule(
    id="first_lesson",
    title=Text("上午不早上课", "The first lesson is not too early"),
    words=Text(
        "每天第一节课不早于所在地规定的时间；早读不是课。只看作息，不看课排在哪。高中年级不作判断。",
        "The first lesson of a day is not before the time that the place asks of the stage; morning reading is none. It judges the "
        "bells, not the plan. Grades 10 to 12 are not judged.",
    ),
    level=Level.REGULATION,
    unit=Text("分钟", "minutes"),
    article="first_lesson",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.GRADE: asks},
    stated=tables.SCHEDULE,
)
