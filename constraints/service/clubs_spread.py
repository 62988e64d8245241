"""Clubs are spread over the week."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import SCHOOL_OWNER, Level
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import School, Slot, StationKind
from scheduler.text import Text


class Share(NamedTuple):
    """The clubs of one period of a bell schedule, the slots that are some club's, and the even share of each slot."""

    clubs: tuple[str, ...]
    slots: tuple[Slot, ...]
    most: int


def shares(school: School) -> list[Share]:
    """Return the even shares, rounded up, of the sessions planned in each period of each bell schedule."""
    by_period: dict[tuple[str, int], list[str]] = defaultdict(list)
    for station in school.service.stations.values():
        if station.kind is StationKind.CLUB and station.slots:
            by_period[station.slots[0].schedule, station.slots[0].period].append(station.id)
    found = []
    for clubs in by_period.values():
        slots = sorted({slot for name in clubs for slot in school.service.stations[name].slots})
        sessions = sum(school.service.stations[name].sessions for name in clubs)
        found.append(Share(tuple(clubs), tuple(slots), -(-sessions // len(slots))))
    return found


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no day has more clubs than the even share."""
    for share in shares(variables.school):
        for slot in share.slots:
            held = [literal for name in share.clubs if (literal := variables.service.held(name).get(slot)) is not None]
            poster.at_most(held, share.most, len(held), SCHOOL_OWNER)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find the days with more clubs than the even share; the amount is the clubs beyond it."""
    judged, violations = 0, []
    for share in shares(view.school):
        for slot in share.slots:
            judged += 1
            held = [name for name in share.clubs if any(s.slot == slot for s in view.of_station[name])]
            if len(held) > share.most:
                where = view.school.slot_text(slot)
                text = Text(
                    f"{where.zh}有 {len(held)} 个社团，平均每天最多 {share.most} 个",
                    f"{where.en}: {len(held)} clubs, an even share is {share.most}",
                )
                violations.append(Violation(SCHOOL_OWNER, len(held) - share.most, text, (), (), (slot,)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="clubs_spread",
    title=Text("社团分散到各天", "Clubs over the week"),
    words=Text(
        "同一时段的社团均匀分布在各天，不集中在某一天。",
        "The clubs of a period are spread evenly over their days of the week.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"pupils": 2},
    unit=Text("个社团", "clubs"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    needs=frozenset({PlanPart.CLUBS}),
)
