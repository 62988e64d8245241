"""Each group's sessions of service are held: at each of its times, once, and at no other time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import station_name
from constraints.service.stations_held import asks_held, post_held, stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, station_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import WITH_PUPILS, School, Slot, Station, StationKind
from scheduler.text import Text

# Clubs choose among their days, and extended care is a regulation of its own.
KINDS = WITH_PUPILS - {StationKind.CLUB, StationKind.EXTENDED_CARE}


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each group is held at each of its slots; there are no variables for other times."""
    post_held(poster, variables, *KINDS)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every session that is missing, held twice or out of place; the amount is the sessions too few or too many."""
    judged = 0
    violations: list[Violation] = []
    for each in stations_of_kind(view.school, *KINDS):
        held = Counter(session.slot for session in view.of_station[each.id])
        judged += len({*each.slots, *held})
        violations += _faults(view.school, each, held)
    return Verdict(judged, tuple(violations))


def _faults(school: School, each: Station, held: Counter[Slot]) -> Iterator[Violation]:
    """Yield what is wrong with the sessions of one group, in the order of the week."""
    for slot in sorted({*each.slots, *held}):
        wanted = int(slot in each.slots)
        if held[slot] != wanted:
            why = Text(f"重复安排了 {held[slot]} 次", f"held {held[slot]} times at once")
            if not held[slot]:
                why = Text("没有安排", "not held")
            elif not wanted:
                why = Text("这个时间没有这项服务", "held at a time that is none of its own")
            name = station_name(school, each, slot)
            text = Text(f"{name.zh}：{why.zh}", f"{name.en}: {why.en}")
            yield Violation(station_owner(each.id), abs(held[slot] - wanted), text, each.classes, (), (slot,))


RULE = Rule(
    id="service_held",
    title=Text("课后服务按时开展", "Service is held"),
    words=Text(
        "每个班组的作业辅导、答疑、活动、晚自习和周末托管在规定的每个时段各开展一次，不缺、不重、不错时。",
        "Each group's homework, tutoring, activity, evening study and weekend care is held at each of its times, just once.",
    ),
    level=Level.HARD,
    unit=Text("次", "sessions"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    service_scope=ServiceScope.TIMES,
    asks={OwnerKind.STATION: asks_held},
)
