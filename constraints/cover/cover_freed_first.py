"""Who is free because his classes are away stands in first."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.day import Item
from scheduler.term.options import Situation
from scheduler.term.view import CoverView
from scheduler.text import Text


def _passes_over(situation: Situation, teacher: str, item: Item) -> bool:
    """Tell whether somebody is freed at an item's time, and this teacher is not."""
    freed = situation.freed(item)
    return bool(freed) and teacher not in freed


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each time that somebody else stands in while another is freed cost its weight."""
    for literal, teacher, item in variables.stand_ins():
        if _passes_over(variables.situation, teacher, item):
            poster.none(literal, teacher_owner(teacher))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everybody who stands in at a time at which another one is free only because his classes are away."""
    situation = Situation(view.before, view.dates)
    found = []
    for _, item, teacher in view.stand_ins:
        if _passes_over(situation, teacher, item):
            what = item_text(item)
            text = Text(
                f"{what.zh}：有教师因班级外出空出来，却由{teacher}代",
                f"{what.en}: {teacher} stands in though somebody is freed by classes that are away",
            )
            found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(len(view.stand_ins), tuple(found))


RULE = CoverRule(
    id="cover_freed_first",
    title=Text("先用空出来的教师", "Freed teachers first"),
    words=Text(
        "班级外出、停课而空出来的教师先代课。",
        "Who is free because his classes are away that day stands in first.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=25,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
