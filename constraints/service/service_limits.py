"""Nobody serves more often in a week, or on more evenings, than his limits allow."""

from __future__ import annotations

from collections import defaultdict

from pydantic import Field

from constraints.rule import Breach, Elastic, Option, Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import turns_of
from constraints.settings import raise_for_all
from constraints.timetable.apart import any_of
from scheduler.edits import costs, lesson_edits
from scheduler.edits.edit import Edit
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.model.service import Literal
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import SERVICE, School, StationKind, Teacher, tables
from scheduler.text import Text, counted, day_name


class Parameters(RuleParameters):
    """The limits of teachers who have none of their own."""

    most: int = Field(
        default=10,
        ge=1,
        title="每周最多服务次数",
        description="sessions of service a week of a teacher who has no limit of his own",
        json_schema_extra={"unit": "次"},
    )
    evenings: int = Field(
        default=3,
        ge=0,
        le=7,
        title="每周最多晚自习晚数",
        description="evenings of evening study a week of a teacher who has no limit of his own",
        json_schema_extra={"unit": "晚"},
    )

    def most_of(self, teacher: Teacher) -> int:
        """Return how many sessions a week a teacher may serve."""
        return self.most if teacher.max_service is None else teacher.max_service

    def evenings_of(self, teacher: Teacher) -> int:
        """Return on how many evenings a week a teacher may have evening study."""
        return self.evenings if teacher.max_evenings is None else teacher.max_evenings


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that each teacher's sessions and evenings stay within the limits."""
    for teacher in variables.school.teachers:
        turns = [turn for turn in variables.service.turns[teacher.id] if turn.station.kind in SERVICE]
        owner = teacher_owner(teacher.id)
        poster.at_most([turn.literal for turn in turns], parameters.most_of(teacher), len(turns), owner)
        evenings: dict[int, list[Literal]] = defaultdict(list)
        for turn in turns:
            if turn.station.kind is StationKind.EVENING_STUDY:
                evenings[turn.slot.day].append(turn.literal)
        bound = parameters.evenings_of(teacher)
        if len(evenings) > bound:
            poster.at_most([any_of(poster, day) for day in evenings.values()], bound, len(evenings), owner)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every teacher beyond a limit; the amount is the sessions, or the evenings, too many."""
    judged, violations = 0, []
    for teacher in view.school.teachers:
        sessions = turns_of(view, teacher.id, SERVICE)
        evenings = [s for s in sessions if view.school.service.stations[s.station].kind is StationKind.EVENING_STUDY]
        days = sorted({session.slot.day for session in evenings})
        judged += bool(sessions) + bool(evenings)
        most, bound = parameters.most_of(teacher), parameters.evenings_of(teacher)
        if len(sessions) > most:
            text = Text(
                f"{teacher.id} 一周服务 {len(sessions)} 次，最多 {most} 次",
                f"{teacher.id}: {len(sessions)} sessions of service a week, at most {most}",
            )
            violations.append(_violation(teacher, len(sessions) - most, text, sessions))
        if len(days) > bound:
            zh, en = "、".join(day_name(day).zh for day in days), ", ".join(day_name(day).en for day in days)
            text = Text(
                f"{teacher.id} 一周有 {len(days)} 个晚上值晚自习（{zh}），最多 {bound} 个",
                f"{teacher.id}: evening study on {len(days)} evenings ({en}), at most {bound}",
            )
            violations.append(_violation(teacher, len(days) - bound, text, evenings))
    return Verdict(judged, tuple(violations))


def _violation(teacher: Teacher, amount: int, text: Text, sessions: list[ServiceSession]) -> Violation:
    slots = tuple(sorted({session.slot for session in sessions}))
    return Violation(teacher_owner(teacher.id), amount, text, (), (teacher.id,), slots)


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how often the teacher may serve."""
    teacher = school.teacher[teacher_id]
    most, evenings = parameters.most_of(teacher), parameters.evenings_of(teacher)
    return Text(
        f"{teacher_id}每周服务不超过 {most} 次、晚自习不超过 {evenings} 晚",
        f"{teacher_id} serves at most {counted(most, 'time')} a week, on at most {counted(evenings, 'evening')}",
    )


def answer(breach: Breach) -> list[Option]:
    """Each limit of the two is raised as far as the plan goes beyond it: the teacher's, or that for everybody."""
    teacher, parameters = breach.school.teacher[breach.owner.id], breach.parameters
    own: list[Edit] = []
    general: list[Edit] = []
    for limit, figure, served, most in (
        ("max_service", "most", _sessions_of, parameters.most_of(teacher)),
        ("max_evenings", "evenings", _evenings_of, parameters.evenings_of(teacher)),
    ):
        now = served(breach.view, teacher.id)
        if now > most:
            own.append(lesson_edits.raise_limit(teacher.id, limit, now, now - most))
            if getattr(teacher, limit) is None:
                value = max(served(breach.view, each.id) for each in breach.everybody)
                general.append(raise_for_all(RULE, figure, value))
    return [tuple(found) for found in (own, general) if len(found) == len(own) > 0]


def _sessions_of(view: PlanView, teacher_id: str) -> int:
    return len(view.sessions_of(teacher_id, SERVICE))


def _evenings_of(view: PlanView, teacher_id: str) -> int:
    return len({session.slot.day for session in view.sessions_of(teacher_id, {StationKind.EVENING_STUDY})})


RULE = Rule(
    id="service_limits",
    title=Text("服务次数上限", "Limits on service"),
    words=Text(
        "教师每周服务的次数、值晚自习的晚数不超过上限；教师自己写了上限的按自己的。",
        "A teacher serves no more often a week, and on no more evenings, than his own limit or the school's allows.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.UNITS, costs.RAISE_LIMIT), answer),
)
