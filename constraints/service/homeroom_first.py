"""Homeroom teachers come first in homework: some of a class's homework sessions are theirs."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import some_of
from constraints.service.stations_held import stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, ServiceDuty, Station, StationKind
from scheduler.text import Text


class Parameters(RuleParameters):
    """How many of a week's homework sessions are the homeroom teacher's."""

    least: int = Field(
        default=2,
        ge=0,
        le=7,
        title="班主任每周至少",
        description="homework sessions of a class in a week that its homeroom teacher leads",
        json_schema_extra={"unit": "次"},
    )


def homework_groups(school: School) -> dict[tuple[str, ...], list[Station]]:
    """Return the homework stations of each group, by the classes in it: a group may have several times of day."""
    found: dict[tuple[str, ...], list[Station]] = defaultdict(list)
    for each in stations_of_kind(school, StationKind.HOMEWORK):
        found[each.classes].append(each)
    return found


def leaders(school: School, classes: tuple[str, ...]) -> set[str]:
    """Return the homeroom teachers of some classes."""
    return {teacher for c in classes if (teacher := school.school_class[c].homeroom_teacher) is not None}


def sessions_wanted(school: School, classes: tuple[str, ...], stations: list[Station], parameters: Parameters) -> int:
    """Return how many sessions a homeroom teacher should lead: no more than there are that one of them may lead."""
    able = {t for t in leaders(school, classes) if school.teacher[t].service is not ServiceDuty.NONE}
    return min(parameters.least, sum(len(each.slots) for each in stations if not able.isdisjoint(each.pool)))


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that the homeroom teachers of each group lead as many homework sessions as they should."""
    school = variables.school
    for classes, stations in homework_groups(school).items():
        wanted = sessions_wanted(school, classes, stations, parameters)
        if wanted > 0:
            missing = poster.count(wanted)
            poster.define(missing >= wanted - cp_model.LinearExpr.sum(_led(poster, variables, classes, stations)))
            poster.none(missing, class_owner(classes[0]))


def _led(
    poster: Poster, variables: LessonVariables, classes: tuple[str, ...], stations: list[Station]
) -> list[cp_model.LinearExprT]:
    """Return for each session a Boolean that can be true only where a homeroom teacher is there."""
    found: list[cp_model.LinearExprT] = []
    for each in stations:
        for slot in each.slots:
            serve = variables.service.serve(each.id, slot)
            literals = [serve[t] for t in sorted(leaders(variables.school, classes)) if t in serve]
            found += [some_of(poster, literals)] if literals else []
    return found


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every group whose homeroom teachers lead too few homework sessions; the amount is the sessions missing."""
    school, judged, violations = view.school, 0, []
    for classes, stations in homework_groups(school).items():
        wanted = sessions_wanted(school, classes, stations, parameters)
        judged += wanted > 0
        sessions = [s for each in stations for s in view.of_station[each.id]]
        heads = leaders(school, classes)
        led = len({(s.station, s.slot) for s in sessions if not heads.isdisjoint(s.adults)})
        if led < wanted:
            names, group = "、".join(sorted(heads)), "+".join(classes)
            text = Text(
                f"{group} 作业辅导由班主任（{names}）负责 {led} 次，应至少 {wanted} 次",
                f"{group}: the homeroom teacher ({names}) leads {led} homework sessions, {wanted} wanted",
            )
            teachers = tuple(sorted(heads))
            violations.append(Violation(class_owner(classes[0]), wanted - led, text, classes, teachers))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="homeroom_first",
    title=Text("作业辅导班主任优先", "Homeroom teachers first in homework"),
    words=Text(
        "每个班每周的作业辅导中，班主任至少负责规定的次数；免服务的班主任除外。",
        "Of a class's homework sessions in the week its homeroom teacher leads at least some; those exempt are not meant.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"pupils": 4},
    unit=Text("次", "sessions"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
