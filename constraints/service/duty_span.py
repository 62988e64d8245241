"""A teacher's day is not too long from the first duty to the last."""

from __future__ import annotations

from collections import defaultdict

from pydantic import Field

from constraints.rule import Breach, Elastic, Option, Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import busy_at, duties_in, duty_slots
from constraints.timetable.apart import any_of
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot, Teacher, tables
from scheduler.text import Text, clock_text, day_name


class Parameters(RuleParameters):
    """How long the day of a teacher may be who has no limit of his own."""

    most: int = Field(
        default=720,
        ge=60,
        le=24 * 60,
        title="一天首尾最长分钟数",
        description="minutes from the beginning of the first to the end of the last duty of a day",
        json_schema_extra={"unit": "分钟"},
    )

    def most_of(self, teacher: Teacher) -> int:
        """Return how many minutes a teacher's day may last."""
        return self.most if teacher.max_span is None else teacher.max_span


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that who has a late duty has none that begins too long before its end: lessons of any week, meetings, service."""
    for teacher in variables.school.teachers:
        by_day: dict[int, list[Slot]] = defaultdict(list)
        for slot in duty_slots(variables.school, teacher.id):
            by_day[slot.day].append(slot)
        for slots in by_day.values():
            _post_day(poster, variables, teacher, slots, parameters.most_of(teacher))


def _post_day(poster: Poster, variables: LessonVariables, teacher: Teacher, slots: list[Slot], most: int) -> None:
    """Ensure it for one day: for each end of a duty, whatever begins too early for it is summed up in one Boolean.

    The later the end, the more is too early for it, so each Boolean builds on the one before.
    """
    school = variables.school
    first = min(school.interval(slot).start for slot in slots)
    pairs = [late for late in slots if school.interval(late).end - first > most]
    if not pairs:
        return
    too_long = poster.count(1)
    done: set[Slot] = set()
    before: list[Literal] = []
    for end in sorted({school.interval(slot).end for slot in pairs}):
        found = [s for s in slots if s not in done and end - school.interval(s).start > most]
        done.update(found)
        early = [literal for slot in found for literal in busy_at(variables, teacher.id, slot)]
        if early:
            before = [any_of(poster, [*before, *early])]
        for slot in pairs:
            if school.interval(slot).end == end:
                for late in busy_at(variables, teacher.id, slot):
                    poster.define(sum(before) + late <= 1 + too_long)
    poster.at_most([too_long], 0, 1, teacher_owner(teacher.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every day of a teacher that is too long from first to last; each counts 1."""
    judged, violations = 0, []
    for teacher in view.school.teachers:
        by_day: dict[int, list[Slot]] = defaultdict(list)
        for slot in duties_in(view, teacher.id):
            by_day[slot.day].append(slot)
        most = parameters.most_of(teacher)
        for day, slots in sorted(by_day.items()):
            judged += 1
            first = min(slots, key=lambda slot: view.school.interval(slot).start)
            last = max(slots, key=lambda slot: view.school.interval(slot).end)
            if view.school.interval(last).end - view.school.interval(first).start > most:
                violations.append(_violation(view.school, teacher, day, (first, last), most))
    return Verdict(judged, tuple(violations))


def _violation(school: School, teacher: Teacher, day: int, ends: tuple[Slot, Slot], most: int) -> Violation:
    start, end = school.interval(ends[0]).start, school.interval(ends[1]).end
    name, hours = day_name(day), f"{clock_text(start)}—{clock_text(end)}"
    text = Text(
        f"{teacher.id} {name.zh}从早到晚 {end - start} 分钟（{hours}），最多 {most} 分钟",
        f"{teacher.id}, {name.en}: {end - start} minutes from first to last duty ({hours}), at most {most}",
    )
    return Violation(teacher_owner(teacher.id), 1, text, (), (teacher.id,), tuple(dict.fromkeys(ends)))


def asks(school: School, parameters: Parameters, teacher_id: str) -> Text:
    """Say how long a day of the teacher may last."""
    most = parameters.most_of(school.teacher[teacher_id])
    return Text(
        f"{teacher_id}一天从第一项工作到最后一项结束不超过 {most / 60:g} 小时",
        f"{teacher_id}: at most {most / 60:g} hours from first to last duty of a day",
    )


def answer(breach: Breach) -> list[Option]:
    """The teacher's days may be as long as in the plan."""
    violations = check(breach.view, breach.parameters).violations
    beyond = max((each.amount for each in violations if each.owner == breach.owner), default=0)
    now: int = breach.parameters.most_of(breach.school.teacher[breach.owner.id])
    return [(lesson_edits.raise_limit(breach.owner.id, "max_span", now + beyond),)] if beyond else []


RULE = Rule(
    id="duty_span",
    title=Text("一天不拖太长", "The length of a day"),
    words=Text(
        "教师一天从第一项工作开始到最后一项结束（上课、教研、服务、巡查、早读看护）不超过规定的分钟数。",
        "From the beginning of a teacher's first duty of a day to the end of the last one no more than so many minutes pass.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=1,
    unit=Text("天", "days"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.TEACHERS,
    elastic=Elastic(Elasticity(Way.ONCE, costs.RAISE_LIMIT), answer, of_teacher=True),
)
