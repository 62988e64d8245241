"""Flexible time at most so often a week and once a day, for the staff, on working days, of the kinds that the school knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pydantic import Field

from constraints.flex.granting import about, grant_name
from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.model.service import Literal
from scheduler.plan import FlexGrant, PlanView
from scheduler.school import School
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """How often a week."""

    most: int = Field(
        default=2,
        ge=0,
        le=10,
        title="每周最多次数",
        description="late starts, early leaves and half-days off of a teacher in a week",
        json_schema_extra={"unit": "次"},
    )


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that nobody has too many grants in the week, or two on a day."""
    for teacher in variables.school.teachers:
        grants, owner = variables.service.grants(teacher.id), teacher_owner(teacher.id)
        poster.at_most(grants.values(), parameters.most, len(grants), owner)
        days: dict[int, list[Literal]] = defaultdict(list)
        for (day, _), literal in grants.items():
            days[day].append(literal)
        for literals in days.values():
            poster.at_most_one(literals, owner)


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find everybody with too many grants in the week or on a day, and grants that the school does not give at all.

    The amount is the grants too many.
    """
    judged, violations = 0, list[Violation]()
    for teacher in view.school.teachers:
        grants = view.grants_of[teacher.id]
        judged += bool(grants) or (bool(view.school.grant_kinds) and view.school.may_have_grants(teacher))
        violations += _too_many(teacher.id, grants, parameters.most)
        violations += [about(teacher.id, 1, text) for grant in grants if (text := _not_given(view.school, grant))]
    return Verdict(judged, tuple(violations))


def _too_many(teacher_id: str, grants: list[FlexGrant], most: int) -> Iterator[Violation]:
    if len(grants) > most:
        text = Text(
            f"{teacher_id} 一周弹性上下班 {len(grants)} 次，最多 {most} 次",
            f"{teacher_id}: {len(grants)} grants of flexible time a week, at most {most}",
        )
        yield about(teacher_id, len(grants) - most, text)
    for day, count in sorted(Counter(grant.day for grant in grants).items()):
        if count > 1:
            text = Text(
                f"{teacher_id} {day_name(day).zh}安排了 {count} 次弹性上下班，一天最多一次",
                f"{teacher_id}: {count} grants on {day_name(day).en}, at most one a day",
            )
            yield about(teacher_id, count - 1, text)


def _not_given(school: School, grant: FlexGrant) -> Text | None:
    """Return why a grant is none that the school gives."""
    name = grant_name(grant)
    if not school.may_have_grants(school.teacher[grant.teacher]):
        return Text(f"{name.zh}：外聘人员没有弹性上下班", f"{name.en}: people from outside have no flexible hours")
    if grant.kind not in school.grant_kinds:
        return Text(f"{name.zh}：学校没有设这种弹性", f"{name.en}: the school does not give this kind")
    if grant.day > 5:
        return Text(f"{name.zh}：不是工作日", f"{name.en}: no working day")
    return None


RULE = Rule(
    id="flex_limit",
    title=Text("弹性上下班次数", "How often hours flex"),
    words=Text(
        "在职教师每周的晚到、早走、半天休息不超过规定次数，每天最多一次，只在工作日，只用学校设的种类。",
        "The staff have at most so many late starts, early leaves and half-days off a week, one a day, on working days, of the "
        "kinds that the school gives.",
    ),
    level=Level.HARD,
    unit=Text("次", "grants"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TEACHERS,
)
