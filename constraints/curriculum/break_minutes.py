"""Breaks between lessons of one half-day last at least as long as the place asks of the stage."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pydantic import Field

from constraints.curriculum.bells import bells_of, classes_on, named, on_days, post_faults
from constraints.curriculum.sport import LAST_JUDGED_GRADE
from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import RECESSES, BellSchedule, School, Slot, Stage, stage_of, tables
from scheduler.text import Text, clock_text


class Parameters(RuleParameters):
    """How long a break lasts at least."""

    primary: int | None = Field(
        default=None,
        ge=0,
        le=30,
        title="小学课间至少",
        description="minutes between lessons in grades 1 to 6; nothing: as the place asks",
        json_schema_extra={"unit": "分钟", "figure": "break_minutes_primary"},
    )
    junior: int | None = Field(
        default=None,
        ge=0,
        le=30,
        title="初中课间至少",
        description="minutes between lessons in grades 7 to 9; nothing: as the place asks",
        json_schema_extra={"unit": "分钟", "figure": "break_minutes_junior"},
    )

    def least(self, grade: int) -> int | None:
        """Return the least minutes of a grade; None where nothing is asked."""
        if grade > LAST_JUDGED_GRADE:
            return None
        return self.primary if stage_of(grade) is Stage.PRIMARY else self.junior


class Gap(NamedTuple):
    """What lies between two lessons of a bell schedule that follow each other in a half-day, on the days on which they do."""

    schedule: str
    before: int
    after: int
    days: tuple[int, ...]
    minutes: int


def gaps(schedule: BellSchedule) -> list[Gap]:
    """Return every gap of a bell schedule. Study between two lessons is no break: its minutes do not count."""
    days: dict[tuple[int, int], list[int]] = {}
    for day in schedule.days:
        for before, after in pairwise(schedule.lessons_on(day)):
            if schedule.part(before) == schedule.part(after):
                days.setdefault((before, after), []).append(day)
    return [
        Gap(schedule.id, before, after, tuple(on), _minutes(schedule, before, after, on))
        for (before, after), on in days.items()
    ]


def _minutes(schedule: BellSchedule, before: int, after: int, days: list[int]) -> int:
    between = schedule.periods[before + 1 : after]
    study = sum(p.minutes for p in between if p.kind not in RECESSES and set(p.days) & set(days))
    return schedule.periods[after].start - schedule.periods[before].end - study


def judged(school: School, parameters: Parameters) -> Iterator[tuple[int, int, Gap]]:
    """Yield each grade of which something is asked with its least minutes and each gap in the bells of its classes."""
    for grade in school.grades:
        least = parameters.least(grade)
        for name in bells_of(school, grade) if least is not None else ():
            for gap in gaps(school.schedule[name]):
                yield grade, least or 0, gap


def broken(school: School, parameters: Parameters) -> list[tuple[int, int, Gap]]:
    """Return those of the gaps that are too short."""
    return [(grade, least, gap) for grade, least, gap in judged(school, parameters) if gap.minutes < least]


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that there is no plan for a school whose bells break the rule."""
    post_faults(poster, (grade for grade, _, _ in broken(variables.school, parameters)))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every break that is too short for a grade; the amount is the minutes missing."""
    school = view.school
    found = [_violation(school, *each) for each in broken(school, parameters)]
    count = sum(1 for _ in judged(school, parameters))
    return Verdict(count, tuple(found), None if count else NOT_ASKED)


def gap_text(school: School, gap: Gap) -> Text:
    """Return a gap in words: 第1节与第2节之间 5 分钟（09:00—09:05）."""
    periods = school.schedule[gap.schedule].periods
    before, after = periods[gap.before], periods[gap.after]
    when = f"{clock_text(before.end)}—{clock_text(after.start)}"
    bells, days = named(school, gap.schedule), on_days(school, gap.days)
    return Text(
        f"{bells}{days.zh}{before.name}与{after.name}之间休息 {max(0, gap.minutes)} 分钟（{when}）",
        f"{bells}{before.name} to {after.name}{days.en}: {max(0, gap.minutes)} minutes ({when})",
    )


def _violation(school: School, grade: int, least: int, gap: Gap) -> Violation:
    words = gap_text(school, gap)
    text = Text(f"{grade} 年级{words.zh}，至少 {least} 分钟", f"grade {grade}: break of {words.en}, at least {least}")
    classes = classes_on(school, grade, gap.schedule)
    slots = tuple(Slot(gap.schedule, day, gap.after) for day in gap.days)
    return Violation(grade_owner(grade), least - gap.minutes, text, classes, slots=slots)


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say how long breaks are to be, and which are shorter."""
    short = [gap_text(school, gap) for each, _, gap in broken(school, parameters) if str(each) == grade]
    least = parameters.least(int(grade))
    zh, en = "；".join(text.zh for text in short), "; ".join(text.en for text in short)
    return Text(
        f"{grade} 年级课间不少于 {least} 分钟（{zh}）", f"grade {grade}: breaks of at least {least} minutes ({en})"
    )


RULE = Rule(
    id="break_minutes",
    title=Text("课间时长", "Length of breaks"),
    words=Text(
        "同一个上午或下午里，前一节下课到后一节上课不少于所在地规定的分钟数；大课间也算课间，中间的自习不算。只看作息，不看课排在哪。",
        "Between two lessons of one half-day there are at least the minutes that the place asks of the stage; a big break is one "
        "too, study in between is none. It judges the bells, not the plan.",
    ),
    level=Level.REGULATION,
    unit=Text("分钟", "minutes"),
    article="breaks",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.GRADE: asks},
    stated=tables.SCHEDULE,
)
