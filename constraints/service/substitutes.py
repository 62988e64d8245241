"""Somebody stands by for those who cannot come to serve."""

from __future__ import annotations

from constraints.posts_held import adults_at, adults_missing, post_adults, posts_of_kind
from constraints.rule import Level, NoParameters, Rule, Verdict
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import PostKind
from scheduler.text import Text


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that there are as many substitutes as the school wants, at each of their times."""
    for each in posts_of_kind(variables.school, PostKind.SUBSTITUTE):
        post_adults(poster, variables, each)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every time with too few substitutes; the amount is the adults missing."""
    posts = posts_of_kind(view.school, PostKind.SUBSTITUTE)
    violations = [v for each in posts for v in adults_missing(each, adults_at(view, each))]
    return Verdict(sum(len(each.slots) for each in posts), tuple(violations))


RULE = Rule(
    id="substitutes",
    title=Text("替补到位", "Substitutes stand by"),
    words=Text(
        "学校要求的每个时段都有足够的替补教师，以便顶替临时不能到岗的人。",
        "At each time that the school names there are enough substitutes for those who cannot come.",
    ),
    level=Level.HARD,
    unit=Text("人次", "adults"),
    parameters=NoParameters,
    post=post,
    check=check,
)
