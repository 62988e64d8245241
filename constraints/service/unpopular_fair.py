"""Fridays, evenings and patrols are shared fairly, each for itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import turns_of
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import ROTAS, SERVICE, School, ServiceDuty, Slot, Station, StationKind
from scheduler.school.shares import serving_staff, staff_share
from scheduler.school.stations import free_lessons
from scheduler.text import Text


class Burden(StrEnum):
    """What nobody likes to do."""

    FRIDAY = "friday"
    EVENING = "evening"
    PATROL = "patrol"
    WATCH = "watch"
    NOON = "noon"
    BREAK = "break"


_ROTA = {
    Burden.PATROL: StationKind.PATROL,
    Burden.WATCH: StationKind.WATCH,
    Burden.NOON: StationKind.NOON,
    Burden.BREAK: StationKind.BREAK,
}
NAMES = {
    Burden.FRIDAY: Text("周五服务", "sessions on Friday"),
    Burden.EVENING: Text("晚间服务", "sessions in the evening"),
    Burden.PATROL: Text("巡查", "patrols"),
    Burden.WATCH: Text("看护", "watches"),
    Burden.NOON: Text("午间看护", "turns of noon care"),
    Burden.BREAK: Text("课间值守", "duties in the breaks"),
}


class Parameters(RuleParameters):
    """When the evening begins, and how far above the even share one may be."""

    slack: int = Field(
        default=1,
        ge=0,
        le=10,
        title="允许多出次数",
        description="sessions by which a teacher may exceed the even share, rounded up",
        json_schema_extra={"unit": "次"},
    )


class Sharing(NamedTuple):
    """One burden and the most sessions of it in a week that are fair for each of those who may bear it."""

    burden: Burden
    most: dict[str, int]


def is_burden(school: School, burden: Burden, each: Station, slot: Slot) -> bool:
    """Tell whether a session at a station at a slot is one of those that nobody likes."""
    if burden in _ROTA:
        return each.kind is _ROTA[burden]
    if each.kind not in SERVICE:
        return False
    return slot.day == 5 if burden is Burden.FRIDAY else school.service.is_evening(each.kind, slot)


def sharings(school: School, parameters: Parameters) -> Iterator[Sharing]:
    """Yield each burden with its even shares by FTE, rounded up, and the slack.

    They are shared by the staff in the pool of some such station; who is exempt from evenings shares none of them. Of a club that
    chooses its days as many sessions are counted as may fall on such a slot.
    """
    for burden in Burden:
        needed, able = Fraction(0), set[str]()
        for each in school.service.stations.values():
            slots = [slot for slot in each.slots if is_burden(school, burden, each, slot)]
            if slots:
                able.update(each.pool)
            if slots and not each.optional:
                needed += staff_share(school, each) * _times(school, each, len(slots)) * each.adults
        if burden is Burden.WATCH:
            needed += sum(free_lessons(school.service, klass.id) for klass in school.classes if school.watched)
        sharing = [
            teacher
            for teacher in serving_staff(school)
            if teacher.id in able and not (burden is Burden.EVENING and teacher.service is ServiceDuty.NO_EVENING)
        ]
        full_time = sum(teacher.fte for teacher in sharing)
        yield Sharing(burden, {t.id: ceil(needed * t.fte / full_time) + parameters.slack for t in sharing})


def _times(school: School, station: Station, slots: int) -> int:
    """Return how many sessions of a station fall on some of its slots at most; those of a choice are counted at its first."""
    if station.choice is None:
        return min(slots, station.sessions)
    return slots if station is school.service.choices[station.choice][0] else 0


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that nobody has more sessions of a burden than are fair."""
    school = variables.school
    for burden, most in sharings(school, parameters):
        for teacher_id, bound in most.items():
            literals = [
                turn.literal
                for turn in variables.service.turns[teacher_id]
                if is_burden(school, burden, turn.station, turn.slot)
            ]
            poster.at_most(literals, bound, len(literals), teacher_owner(teacher_id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find everybody with more sessions of a burden than are fair; the amount is the sessions beyond."""
    school, judged, violations = view.school, 0, []
    for burden, most in sharings(school, parameters):
        judged += len(most)
        for teacher_id, bound in most.items():
            turns = turns_of(view, teacher_id, SERVICE | ROTAS)
            borne = [s for s in turns if is_burden(school, burden, school.service.stations[s.station], s.slot)]
            if len(borne) > bound:
                name = NAMES[burden]
                text = Text(
                    f"{teacher_id} 一周{name.zh} {len(borne)} 次，均摊最多 {bound} 次",
                    f"{teacher_id}: {len(borne)} {name.en} a week, if evenly shared at most {bound}",
                )
                slots = tuple(sorted({session.slot for session in borne}))
                violation = Violation(teacher_owner(teacher_id), len(borne) - bound, text, (), (teacher_id,), slots)
                violations.append(violation)
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="unpopular_fair",
    title=Text("周五、晚间、值守分别均摊", "Fridays, evenings and rotas shared"),
    words=Text(
        "周五的服务、晚间的服务、巡查、自习看护、午间看护、课间值守各自在能承担的教师之间按工作量均摊：每人不超过均摊次数（进一）再加允许多出的次数。",
        "Sessions on Fridays, in the evening, patrols, watches, noon care and duties in the breaks are each shared by FTE among "
        "those who may do them: nobody has more than the even share, rounded up, and the slack.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"fairness": 4},
    unit=Text("次", "sessions"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
)
