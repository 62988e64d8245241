"""What a program does with paike: each step a function, what goes wrong an exception. `docs/api.md` shows them at work."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd

from constraints.audit import Report, audit
from constraints.catalogue import catalogue, resolve, rule_by_id
from constraints.places.law import law_of
from constraints.rule import Rule
from constraints.settings import changed_setting, setting_of, with_setting
from scheduler.edits.edit import changed
from scheduler.engine.moves import Move, moves
from scheduler.engine.moves import apply as apply_move
from scheduler.engine.repair import Repair
from scheduler.engine.repair import repair as nearest_plan
from scheduler.engine.result import Progress, Result, Status
from scheduler.engine.solve import solve as best_plan
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.explanation.explanation import Explanation, explain
from scheduler.export import write_plan_json, write_plan_workbook
from scheduler.export.unavoidable import unavoidable_texts
from scheduler.model.owner import Level
from scheduler.plan import Placement, Plan, PlanView
from scheduler.plan.adopt import adopted
from scheduler.plan.ledger import Account, accounts
from scheduler.plan.omissions import Omissions
from scheduler.school import School, Slot, Teacher
from scheduler.text import Text
from scheduler.workbook import read_school as school_reading
from scheduler.workbook import write_school as write_school_workbook
from scheduler.workbook.plan.reader import read_plan as plan_reading
from scheduler.workbook.problem import Problem
from scheduler.workbook.school.write_rules import parameter_value

__all__ = [
    "Cancel",
    "Explanation",
    "Level",
    "Move",
    "Plan",
    "PlanFile",
    "Progress",
    "Repair",
    "Report",
    "Result",
    "Rule",
    "School",
    "Slot",
    "Status",
    "WorkbookError",
    "WorkbookWarning",
    "apply_move",
    "audit",
    "changed",
    "explain",
    "lessons",
    "loads",
    "moves",
    "read_plan",
    "read_school",
    "repair",
    "rules",
    "solve",
    "with_rule",
    "write_plan",
    "write_school",
]

Parameter = int | str | list[str] | tuple[str, ...] | dict[str, int]


# In and out.


class WorkbookError(ValueError):
    """A file that cannot be used: `problems` are all that is wrong with it, `text` says them in Chinese and in English."""

    def __init__(self, path: Path, problems: tuple[Problem, ...]) -> None:
        super().__init__(path, problems)
        self.path = path
        self.problems = problems

    @property
    def text(self) -> Text:
        """What must be corrected, a line each: sheet, cell, what is wrong and what to do."""
        lines = [problem.line for problem in self.problems if problem.blocks]
        zh = "\n".join((f"{self.path.name}：{len(lines)} 处需要改正", *(line.zh for line in lines)))
        return Text(zh, "\n".join((f"{self.path.name}: {len(lines)} to correct", *(line.en for line in lines))))

    def __str__(self) -> str:
        return self.text.en


class WorkbookWarning(UserWarning):
    """Something in a school's workbook that looks wrong and does not keep it from being read."""


class PlanFile(NamedTuple):
    """What a file tells of a week: the plan; what a file of its kind leaves out, for `audit`; what was not understood."""

    plan: Plan
    omissions: Omissions
    problems: tuple[Problem, ...]


def read_school(path: str | os.PathLike[str], answers: Mapping[str, str] | None = None) -> School:
    """Return the school in a workbook; what looks wrong in it is a WorkbookWarning each.

    `answers` say of texts about which the workbook leaves a question what to read in their place. Raises WorkbookError with everything that keeps it from being read, a file that is missing or no workbook among that.
    """
    reading = school_reading(Path(path), answers)
    if reading.school is None:
        raise WorkbookError(Path(path), reading.problems)
    for problem in reading.problems:
        warnings.warn(problem.line.en, WorkbookWarning, stacklevel=2)
    return reading.school


def write_school(school: School, path: str | os.PathLike[str]) -> None:
    """Write a school as a workbook, whole or not at all; `read_school` gives the same school back.

    Raises OSError when it cannot be written, ValueError for what a workbook has no words for: a meeting or a lock at a time
    that is no lesson.
    """
    write_school_workbook(school, Path(path))


def read_plan(path: str | os.PathLike[str], school: School) -> PlanFile:
    """Return the plan of a school in a file: a workbook or `plan.json` of ours, or anybody's timetable in a workbook.

    Raises WorkbookError where no plan is found in it.
    """
    reading = plan_reading(Path(path), school)
    if reading.plan is None:
        raise WorkbookError(Path(path), reading.problems)
    return PlanFile(reading.plan, reading.omissions, reading.problems)


def write_plan(
    found: Result | Repair | Report, path: str | os.PathLike[str], *, language: Literal["zh", "en"] = "zh"
) -> None:
    """Write a plan with its verdict, whole or not at all: `.xlsx` to print, `.json` for programs (`docs/plan.schema.json`).

    `language` is that of a workbook's headings. Raises ValueError where nothing was found and for any other kind of file,
    OSError when it cannot be written.
    """
    path = Path(path)
    report = found if isinstance(found, Report) else found.report
    if report is None:
        raise ValueError("there is no plan to write")
    bounds: dict[str, Any] = {}
    if isinstance(found, Result):
        ranges = found.ranges
        bounds = {"bound": found.bound, "fairness_bound": ranges.service, "balance_bound": ranges.balance}
        bounds["unavoidable"] = unavoidable_texts(found.bounds)
    match path.suffix.lower():
        case ".xlsx":
            write_plan_workbook(report, path, language=language, **bounds)
        case ".json":
            write_plan_json(report, path, seconds=None if isinstance(found, Report) else found.seconds, **bounds)
        case _:
            raise ValueError(f"{path.name}: a plan is written as .xlsx or as .json")


# A school changed.


def rules() -> tuple[Rule[Any], ...]:
    """Return every rule there is, in the order of `docs/rules.md`."""
    return catalogue()


def with_rule(
    school: School,
    rule: str,
    *,
    enabled: bool | None = None,
    level: str | None = None,
    weight: int | None = None,
    **parameters: Parameter,
) -> School:
    """Return the school with one rule set anew, by its id; what is not named stays as the school has it.

    `weight` is what each unit of a soft rule costs. Parameters go by the names in `docs/rules.md`. Raises ValueError for a
    rule that does not exist and for what it cannot be: a regulation is never switched off.
    """
    known = rule_by_id().get(rule)
    if known is None:
        raise ValueError(f"there is no rule called {rule}")
    old, at = setting_of(school, known), law_of(school)
    setting = changed_setting(
        known,
        enabled=old.enabled if enabled is None else enabled,
        level=old.level if level is None else level,
        weight=old.weight if weight is None else weight,
        parameters={**old.parameters, **{name: str(parameter_value(value)) for name, value in parameters.items()}},
        at=at,
    )
    active, problems = resolve((setting,), school.subjects, at)
    if problems:
        raise ValueError("; ".join(problem.text.en for problem in problems))
    if weight is not None and any(each.rule.id == rule and each.level is not Level.SOFT for each in active):
        raise ValueError(f"{rule} has no weight: only a soft rule has")
    return school.model_copy(update={"rule_settings": with_setting(school.rule_settings, setting)})


# Solving.


def solve(
    school: School,
    seconds: float | None = 60.0,
    *,
    deterministic: float | None = None,
    workers: int | None = None,
    seed: int = 1,
    start: Plan | None = None,
    timetable: Plan | None = None,
    cancel: Cancel | None = None,
    listener: Callable[[Progress, Report | None], None] | None = None,
) -> Result:
    """Return the best plan of a school that is found in some seconds, audited, with a proven bound of its cost.

    The limit is in wall seconds or in the solver's `deterministic` time; with the latter alone, one worker and a seed a plan is
    the same every time. `workers` defaults to the number of cores. The search goes on from the plan `start` where that is
    legal; a `timetable` stays as it is and only service and flexible hours are planned over it. `cancel` ends the search from
    another thread, Ctrl-C from this one; `listener` is told of better plans and bounds.

    Raises ValueError for a limit or a setting of a rule that cannot be used, UnsoundPlanError (a defect of paike) rather than
    return a plan that breaks a hard rule.
    """
    return best_plan(
        school,
        StoppingCriterion(seconds, deterministic, cancel or Cancel()),
        workers=workers,
        seed=seed,
        listener=listener,
        timetable=timetable,
        start=None if start is None else adopted(school, start),
    )


def repair(
    school: School,
    plan: Plan,
    seconds: float | None = 60.0,
    *,
    deterministic: float | None = None,
    workers: int | None = None,
    seed: int = 1,
    cancel: Cancel | None = None,
    listener: Callable[[Repair], None] | None = None,
) -> Repair:
    """Return the legal plan nearest to a plan, audited: the fewest moved lessons, then the fewest other changes, then the cost.

    The plan may be illegal, incomplete or made for the school as it was. Limits, errors and the rest are those of `solve`.
    """
    stop = StoppingCriterion(seconds, deterministic, cancel or Cancel())
    return nearest_plan(school, plan, stop, workers=workers, seed=seed, listener=listener)


# Tables.


class _Lesson(NamedTuple):
    """A row of `lessons`."""

    class_id: str
    day: int
    lesson: int
    start: int
    end: int
    subject: str
    teachers: tuple[str, ...]
    venue: str | None
    week: str
    course: str


class _Load(NamedTuple):
    """A row of `loads`."""

    teacher: str
    group: str | None
    kind: str
    fte: int
    lessons: float
    service_sessions: int
    service_minutes: int
    opening: int
    earned: int
    granted: int
    closing: int
    pay: float


def lessons(school: School, plan: Plan) -> pd.DataFrame:
    """Return the lessons of a plan, a row for each class and lesson, in the order of class, day and time.

    `day` is 1 for Monday, `lesson` the number of the lesson in the day from 1, `start` and `end` are minutes since midnight.
    `teachers` is a tuple; `venue` is missing for the home room or where none was handed out; `week` is every, odd or even.
    """
    view = PlanView(school, plan)
    rows = [
        _lesson(school, klass.id, placement)
        for klass in school.classes
        for slot in sorted(view.of_class[klass.id], key=school.interval)
        for placement in view.of_class[klass.id][slot]
    ]
    return pd.DataFrame(rows, columns=_Lesson._fields)


def _lesson(school: School, class_id: str, placement: Placement) -> _Lesson:
    course, slot = school.course[placement.course], placement.slot
    return _Lesson(
        class_id=class_id,
        day=slot.day,
        lesson=school.schedule[slot.schedule].lesson_number(slot.day, slot.period),
        start=school.interval(slot).start,
        end=school.interval(slot).end,
        subject=course.subject,
        teachers=course.teachers,
        venue=placement.venue,
        week=course.week.value,
        course=course.id,
    )


def loads(school: School, plan: Plan) -> pd.DataFrame:
    """Return what each teacher gives in a week, a row each under his name, in the school's order.

    `group` is the subject group, missing for who has none; `kind` is staff or external, `fte` the percentage of full time.
    `lessons` is an average over odd and even weeks; service is counted in sessions and in minutes. The time bank is in
    minutes: `closing` is `opening` + `earned` - `granted`. `pay` is in yuan.
    """
    rows = [_load(school.teacher[name], account) for name, account in accounts(PlanView(school, plan)).items()]
    return pd.DataFrame(rows, columns=_Load._fields).set_index("teacher")


def _load(teacher: Teacher, account: Account) -> _Load:
    return _Load(
        teacher=teacher.id,
        group=teacher.subject_group,
        kind=teacher.kind.value,
        fte=teacher.fte,
        lessons=account.lessons,
        service_sessions=account.service_sessions,
        service_minutes=account.service_minutes,
        opening=account.opening,
        earned=account.earned,
        granted=account.granted,
        closing=account.closing,
        pay=account.pay,
    )
