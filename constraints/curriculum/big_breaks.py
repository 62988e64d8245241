"""Each school day has as many big breaks, held as organised sport and long enough, as the place asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from constraints.curriculum.bells import bells_of, classes_on, faults_of, named, post_faults
from constraints.curriculum.sport import LAST_JUDGED_GRADE, WEEKDAYS
from constraints.places.not_asked import NOT_ASKED
from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import BellSchedule, PeriodKind, School, Slot, Week, tables
from scheduler.school.wording import days_text
from scheduler.text import Text, counted


class Parameters(RuleParameters):
    """How many big breaks a day, and how long."""

    number: int | None = Field(
        default=None,
        ge=0,
        le=4,
        title="每天大课间",
        description="big breaks on each school day; nothing: as the place asks",
        json_schema_extra={"unit": "次", "figure": "big_breaks"},
    )
    minutes: int | None = Field(
        default=None,
        ge=0,
        le=60,
        title="每次至少",
        description="minutes of a big break; nothing: as the place asks",
        json_schema_extra={"unit": "分钟", "figure": "big_break_minutes"},
    )


class Day(NamedTuple):
    """Days of a grade that are alike in a bell schedule: which of its periods are big breaks on them, long enough or not."""

    grade: int
    schedule: str
    days: tuple[int, ...]
    long: tuple[int, ...]
    short: tuple[int, ...]


def judged(school: School, parameters: Parameters) -> Iterator[Day]:
    """Yield the school days of each grade of which something is asked, those together that are alike."""
    for grade in school.grades if parameters.number else ():
        for name in bells_of(school, grade) if grade <= LAST_JUDGED_GRADE else ():
            alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
            for day in WEEKDAYS:
                if school.schedule[name].lessons_on(day):
                    key = _breaks(school.schedule[name], day, parameters.minutes or 0)
                    alike.setdefault(key, []).append(day)
            for (long, short), days in alike.items():
                yield Day(grade, name, tuple(days), long, short)


def _breaks(schedule: BellSchedule, day: int, least: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    held = [
        index
        for index, period in enumerate(schedule.periods)
        if period.kind is PeriodKind.BIG_BREAK and day in period.days and period.week_on(day) is Week.EVERY
    ]
    long = tuple(index for index in held if schedule.periods[index].minutes >= least)
    return long, tuple(index for index in held if index not in long)


def broken(school: School, parameters: Parameters) -> list[Day]:
    """Return the days with too few."""
    return [day for day in judged(school, parameters) if len(day.long) < (parameters.number or 0)]


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that there is no plan for a school whose bells break the rule."""
    post_faults(poster, (day.grade for day in broken(variables.school, parameters)))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find the days on which a grade has too few big breaks that are long enough; the amount is those missing a day."""
    school = view.school
    found = []
    for day in broken(school, parameters):
        words = text_of(school, parameters, day)
        text = Text(f"{day.grade} 年级{words.zh}", f"grade {day.grade}: {words.en}")
        classes = classes_on(school, day.grade, day.schedule)
        amount = (parameters.number or 0) - len(day.long)
        slots = tuple(Slot(day.schedule, each, index) for each in day.days for index in day.short)
        slots = slots or tuple(
            Slot(day.schedule, each, school.schedule[day.schedule].lessons_on(each)[0]) for each in day.days
        )
        found.append(Violation(grade_owner(day.grade), amount, text, classes, slots=slots))
    count = sum(1 for _ in judged(school, parameters))
    return Verdict(count, tuple(found), None if count else NOT_ASKED)


def text_of(school: School, parameters: Parameters, day: Day) -> Text:
    """Return what some days lack: 每天大课间 1 次，应为 2 次，每次 30 分钟（上午大课间 20 分钟，太短）."""
    periods = school.schedule[day.schedule].periods
    bells = named(school, day.schedule)
    when, number = days_text(day.days), parameters.number or 0
    each = Text(f"，每次不少于 {parameters.minutes} 分钟", f" of at least {parameters.minutes} minutes")
    each = each if parameters.minutes else Text("", "")
    short = "、".join(f"{periods[i].name} {periods[i].minutes} 分钟" for i in day.short)
    other = [p.name for p in periods if p.kind is PeriodKind.BREAK and "大课间" in p.name and not day.long]
    notes = [f"{short}，太短"] if short else []
    notes += [f"“{other[0]}”在作息里的类型是课间，有组织的体育活动请改成大课间"] if other else []
    english = f" ({', '.join(f'{periods[i].name}: {periods[i].minutes}' for i in day.short)})" if short else ""
    return Text(
        f"{bells}{when.zh}大课间 {len(day.long)} 次，每天应有 {number} 次{each.zh}"
        + (f"（{'；'.join(notes)}）" if notes else ""),
        f"{bells}{when.en}: {counted(len(day.long), 'big break')}, {number}{each.en} asked for{english}",
    )


def asks(school: School, parameters: Parameters, grade: str) -> Text:
    """Say which big breaks the grade lacks."""
    short = (day for day in broken(school, parameters) if str(day.grade) == grade)
    return faults_of(grade, (text_of(school, parameters, day) for day in short))


RULE = Rule(
    id="big_breaks",
    title=Text("大课间", "Big breaks"),
    words=Text(
        "一至九年级每天有所在地规定的次数的大课间（作息里类型为“大课间”的节次，即有组织的体育活动），每次不少于规定的分钟数。只看作息，不看课排在哪。",
        "On each school day grades 1 to 9 have as many big breaks, held as organised sport, as the place asks, each long enough. It "
        "judges the bells, not the plan.",
    ),
    level=Level.REGULATION,
    unit=Text("次", "breaks"),
    article="big_breaks",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.GRADE: asks},
    stated=tables.SCHEDULE,
)
