"""Covers are shared out evenly over some weeks or the term."""

from __future__ import annotations

import datetime
from collections import Counter

from pydantic import Field

from constraints.rule import CoverRule, RuleParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.calendar import Calendar
from scheduler.term.nouns import Term, Way
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


def usual(term: Term, first: datetime.date, last: datetime.date) -> int:
    """Return how often three in four teachers stood in from one date to another before anything is done, the lower quartile.

    What everybody has done is nobody's burden: counted from none, a cover would grow dearer than an exchange as the term goes on.
    """
    stood_in = Counter({teacher.id: 0 for teacher in term.edition_on(last).school.teachers})
    for change in term.changes:
        if change.way is not Way.MAKE_UP and first <= change.held_on <= last:
            stood_in.update(teacher for teacher in change.teachers if teacher in stood_in)
    return sorted(stood_in.values())[len(stood_in) // 4]


def pairs(count: int) -> int:
    """Return how many pairs so many covers beyond the usual make: what the n-th of one person adds is n - 1."""
    return max(0, count) * (count - 1) // 2


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Let each pair of covers of one person beyond the usual cost the weight: who has fewest comes first."""
    situation = variables.situation
    first, last = stretch(situation.term.calendar, max(situation.dates), parameters.weeks)
    base = usual(situation.term, first, last)
    for teacher, numbers in variables.of_teacher.items():
        literals = variables.stands_in(teacher, first, last, numbers)
        already = situation.covers(teacher, first, last) - base
        most = already + len(literals)
        new_pairs = poster.count(pairs(most) - pairs(already))
        total = sum(literals) + already
        for n in range(max(already, 0), most):  # the tangents of n(n-1)/2 at whole numbers
            poster.define(new_pairs + pairs(already) >= n * total - n * (n + 1) // 2)
        poster.none(new_pairs, teacher_owner(teacher))


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find everybody who stands in once more beyond the usual; the amount is the pairs of such covers that are new."""
    first, last = stretch(view.before.calendar, max(view.dates), parameters.weeks)
    base = usual(view.before, first, last)
    found, people = [], dict.fromkeys(each.teacher for each in view.stand_ins)
    for teacher in people:
        count = view.covers(teacher, first, last)
        new = sum(1 for e in view.stand_ins if e.teacher == teacher and first <= e.item.date <= last)
        amount = pairs(count - base) - pairs(count - new - base)
        if amount > 0:
            text = Text(f"{teacher}共代 {count} 次", f"{teacher} stands in {count} times")
            found.append(Violation(teacher_owner(teacher), amount, text, teachers=(teacher,)))
    return Verdict(len(people), tuple(found))


RULE = CoverRule(
    id="cover_balanced",
    title=Text("代课均衡", "Covers shared out"),
    words=Text(
        "一段时间里代课次数均衡：代过的少的先代；四分之三的人都代过的次数不算。",
        "Over some time everybody stands in as often: who has fewer comes first; what three in four have done does not count.",
    ),
    level=Level.SOFT,
    weight=20,
    unit=Text("对", "pairs"),
    parameters=Parameters,
    post=post,
    check=check,
)
