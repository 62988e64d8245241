"""Everything that is hit by an absence has somebody, and a place."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.term.view import CoverView
from scheduler.text import Text


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each thing for which nobody is found cost its weight: it is never impossible to leave one open."""
    for literal in variables.where(lambda option: option.way is None):
        poster.cost(literal)


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everything on the dates that is without somebody or without its place; the amount is 1 for each adult missing."""
    found = []
    for hit in view.open_hits:
        what = item_text(hit.item)
        text = Text(f"{what.zh}没有人上", f"nobody for {what.en}")
        if not hit.missing:
            text = Text(f"{what.zh}没有场地", f"no place for {what.en}")
        owner = class_owner(hit.item.classes[0] if hit.item.classes else "")
        found.append(Violation(owner, 1, text, classes=hit.item.classes))
    return Verdict(len(view.open_hits) + len(view.changes), tuple(found))


RULE = CoverRule(
    id="cover_found",
    title=Text("都有人上", "Everything is held"),
    words=Text(
        "请假涉及的每节课、每个看护和值班都有人接。",
        "Every lesson, session and duty that an absence hits has somebody.",
    ),
    level=Level.SOFT,
    weight=1000,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
