"""A lesson is taught, and not only watched."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.term.nouns import Way
from scheduler.term.view import CoverView
from scheduler.text import Text


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each lesson that is only supervised cost its weight."""
    for literal, option in variables.of_way(Way.SELF_STUDY):
        poster.none(literal, class_owner(option.hit.item.classes[0]))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find every lesson that is only supervised; the amount is in lessons."""
    found = []
    for change, item in view.of_way(Way.SELF_STUDY):
        what, who = item_text(item), "、".join(change.teachers)
        text = Text(f"{what.zh}由{who}看自习", f"{who} only watches over {what.en}")
        found.append(Violation(class_owner(item.classes[0]), 1, text, classes=item.classes))
    return Verdict(len(view.changes), tuple(found))


RULE = CoverRule(
    id="cover_taught",
    title=Text("有课上而不是看自习", "Taught, not only watched"),
    words=Text(
        "代课教师教这门课（班队、活动等教这个班），不是只看自习。",
        "Whoever stands in teaches that subject (for class meetings and activities, that class) and does not only watch.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=60,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
)
