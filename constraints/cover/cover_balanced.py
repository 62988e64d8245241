"""Covers are shared out evenly over some weeks or the term."""

from __future__ import annotations

import datetime

from pydantic import Field

from constraints.rule import CoverRule, RuleParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.calendar import Calendar
from scheduler.term.options import week_of
from scheduler.term.view import CoverView
from scheduler.text import Text


class Parameters(RuleParameters):
    """Over what time."""

    weeks: int = Field(
        default=0,
        ge=0,
        le=60,
        title="均衡周数",
        description="weeks up to that of the cover over which covers are shared out; 0 is the whole term",
        json_schema_extra={"unit": "周，0 为全学期"},
    )


def stretch(calendar: Calendar, last: datetime.date, weeks: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and last date over which covers are counted, for covers up to a date."""
    if weeks == 0:
        return calendar.first, calendar.last
    monday, sunday = week_of(last)
    return monday - datetime.timedelta(days=7 * (weeks - 1)), sunday


def pairs(count: int) -> int:
    """Return how many pairs so many covers make: what the n-th cover of one person adds is n - 1."""
    return count * (count - 1) // 2


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Let each pair of covers of one person cost the weight, those before counted in: who has fewest comes first."""
    situation = variables.situation
    first, last = stretch(situation.term.calendar, max(situation.dates), parameters.weeks)
    for teacher, numbers in variables.of_teacher.items():
        literals = variables.stands_in(teacher, first, last, numbers)
        already = situation.covers(teacher, first, last)
        most = already + len(literals)
        new_pairs = poster.count(pairs(most) - pairs(already))
        total = sum(literals) + already
        for n in range(already, most):  # the tangents of n(n-1)/2 at whole numbers
            poster.define(new_pairs + pairs(already) >= n * total - n * (n + 1) // 2)
        poster.none(new_pairs, teacher_owner(teacher))


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find everybody who stands in once more than before; the amount is the pairs of covers that are new."""
    first, last = stretch(view.before.calendar, max(view.dates), parameters.weeks)
    found, people = [], dict.fromkeys(each.teacher for each in view.stand_ins)
    for teacher in people:
        count = view.covers(teacher, first, last)
        new = sum(1 for e in view.stand_ins if e.teacher == teacher and first <= e.item.date <= last)
        amount = pairs(count) - pairs(count - new)
        if amount > 0:
            text = Text(f"{teacher}共代 {count} 次", f"{teacher} stands in {count} times")
            found.append(Violation(teacher_owner(teacher), amount, text, teachers=(teacher,)))
    return Verdict(len(people), tuple(found))


RULE = CoverRule(
    id="cover_balanced",
    title=Text("代课均衡", "Covers shared out"),
    words=Text(
        "一段时间里代课次数均衡：代过的少的先代。",
        "Over some time everybody stands in as often: who has fewer comes first.",
    ),
    level=Level.SOFT,
    weight=4,
    unit=Text("对", "pairs"),
    parameters=Parameters,
    post=post,
    check=check,
)
