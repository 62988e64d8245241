"""In service those who stand by stand in first."""

from __future__ import annotations

import datetime
from collections import defaultdict

from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import SCHOOL_OWNER, Level
from scheduler.model.poster import Poster
from scheduler.term.absences import Hit
from scheduler.term.calendar import date_text
from scheduler.term.nouns import ItemKind
from scheduler.term.options import Situation
from scheduler.term.view import CoverView
from scheduler.text import Text, clock_text

Time = tuple[datetime.date, int, int]


def _needs(situation: Situation) -> dict[Time, list[Hit]]:
    """Return what of service needs somebody at each time at which somebody stands by."""
    found: dict[Time, list[Hit]] = defaultdict(list)
    for hit in situation.hits:
        item = hit.item
        if item.kind is ItemKind.SERVICE and hit.missing and situation.standing_by(item):
            found[item.date, item.start, item.end].append(hit)
    return found


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Let each session in which another one stands in, though somebody who stands by is left, cost its weight."""
    situation = variables.situation
    for hits in _needs(situation).values():
        by = situation.standing_by(hits[0].item)
        unavoidable = max(0, len(hits) - len(by))
        others = [
            literal
            for literal, option in zip(variables.chosen, variables.options, strict=True)
            if any(option.hit is hit for hit in hits) and not set(option.teachers) <= by
        ]
        poster.at_most(others, unavoidable, len(hits), SCHOOL_OWNER)


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find each time at which others stand in for service though somebody stands by; the amount is the sessions."""
    situation, found = Situation(view.before, view.dates), []
    needs = _needs(situation)
    for (date, start, _), hits in needs.items():
        by = situation.standing_by(hits[0].item)
        keys = {hit.item.occasion for hit in hits}
        others = [e for e in view.stand_ins if e.change.occasion in keys and e.teacher not in by]
        over = len(others) - max(0, len(hits) - len(by))
        if over > 0:
            when = Text(f"{date_text(date).zh} {clock_text(start)}", f"{date_text(date).en} {clock_text(start)}")
            names = "、".join(sorted(by))
            text = Text(
                f"{when.zh}有替补{names}，却由别人代 {over} 次", f"{when.en}: {names} stand by, {over} others stand in"
            )
            found.append(Violation(SCHOOL_OWNER, over, text))
    return Verdict(len(needs), tuple(found))


RULE = CoverRule(
    id="cover_standby",
    title=Text("课后服务先用替补", "Standing-by first"),
    words=Text(
        "课后服务缺人时先用当时待命的替补。",
        "Where an adult of service is away, those who stand by at that time come first.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=12,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
)
