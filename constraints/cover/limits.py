"""How often one person stands in from one date to another: posted and checked for the rules that limit it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from constraints.rule import Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.nouns import ItemKind
from scheduler.term.view import CoverView
from scheduler.text import Text


def post_limit(
    poster: Poster, variables: CoverVariables, kind: ItemKind, most: int, first: datetime.date, last: datetime.date
) -> None:
    """Ensure that nobody stands in for more than `most` items of a kind from one date to another, what he has done already
    counted in. Who has more already is asked for none."""
    for teacher, numbers in variables.of_teacher.items():
        own = [n for n in numbers if variables.options[n].hit.item.kind is kind]
        literals = variables.stands_in(teacher, first, last, own)
        already = variables.situation.covers(teacher, first, last, kind)
        if literals:
            poster.at_most(literals, max(0, most - already), len(literals), teacher_owner(teacher))


def check_limit(
    view: CoverView,
    stretches: Iterable[tuple[str, datetime.date, datetime.date]],
    limits: Iterable[tuple[ItemKind, int]],
    when: Text,
) -> Verdict:
    """Find everybody who stands in too often in a stretch of days; the amount is the times too many, but for what was so already."""
    found, judged = [], 0
    for teacher, first, last in stretches:
        judged += 1
        for kind, most in limits:
            count = view.covers(teacher, first, last, kind)
            new = sum(
                1
                for e in view.stand_ins
                if e.teacher == teacher and first <= e.item.date <= last and e.item.kind is kind
            )
            over = min(new, count - most)
            if over > 0:
                what = Text("课后服务", "sessions") if kind is ItemKind.SERVICE else Text("课", "lessons")
                text = Text(
                    f"{teacher}{when.zh}代{what.zh} {count} 次，最多 {most} 次",
                    f"{teacher} stands in for {count} {what.en} {when.en}, at most {most}",
                )
                found.append(Violation(teacher_owner(teacher), over, text, teachers=(teacher,)))
    return Verdict(judged, tuple(found))
