"""Which changes of a school answer what a solution of its relaxed problem uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from constraints.rule import MOST_OPTIONS, Breach, Option
from constraints.settings import soften
from scheduler.edits import lesson_edits, service_edits, time_edits
from scheduler.edits.edit import Edit
from scheduler.explanation.cures.relaxation import Relaxation
from scheduler.model.elastic import Key
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.plan import Plan, PlanView

Theme = tuple[Any, ...]

# What may be loosened beside the rules, and the change that answers it; `about` of its key are the further arguments.
_EDITS: dict[str, Callable[..., Edit]] = {
    "free_time": time_edits.free_time,
    "free_every_day": time_edits.free_every_day,
    "move_meeting": time_edits.move_meeting,
    "meet_after_school": lambda school, *about: time_edits.meet_after_school(*about),
    "release_lock": time_edits.release_lock,
    "excuse": lambda school, *about: time_edits.excuse(*about),
    "club_day": service_edits.club_day,
    "open_stage": lambda school, *about: service_edits.open_stage(*about),
    "renew_contract": lambda school, *about: service_edits.renew_contract(*about),
}


def theme_of(key: Key) -> Theme:
    """Return what is changed, whenever and in whichever course or group of pupils."""
    about = key.about
    match key.kind:
        case "free_time" | "free_every_day":
            return "free_time", *about[:2]
        case "move_meeting" | "club_day":
            return key.kind, about[0]
        case "excuse" | "give_course":
            return key.kind, about[1]
        case "release_lock":
            return key.kind, about[0].slot
    one_of_many = isinstance(about[0], Owner) and about[0].kind in (OwnerKind.COURSE, OwnerKind.STATION)
    return (key.kind,) if one_of_many else (key.kind, about[0])


class Answers:
    """Finds the edits for one solution: `plan` is that of the relaxed problem, `used` what it uses."""

    def __init__(self, relaxation: Relaxation, plan: Plan, used: dict[Key, int]) -> None:
        self.school = relaxation.school
        self.used = used
        self.view = PlanView(relaxation.wide, plan)
        self._rules = {active.rule.id: active for active in relaxation.rules}

    def options(self) -> dict[Key, list[Option]]:
        """Return for each thing that is used the ways to answer it, the cheapest first; none where there is no way."""
        return {key: sorted(self._options(key, units), key=_cost)[:MOST_OPTIONS] for key, units in self.used.items()}

    def _options(self, key: Key, units: int) -> list[Option]:
        if key.kind == "give_course":
            return self._takers(*key.about)
        if key.kind in _EDITS:
            return [(_EDITS[key.kind](self.school, *key.about),)]
        active = self._rules[key.kind]
        if active.rule.elastic.answer is None:
            return [(soften(active.rule),)] if Level.SOFT in active.rule.levels else []
        everybody = tuple(other.about[0] for other in self.used if other.kind == key.kind)
        breach = Breach(self.school, self.view, active.parameters, key.about[0], units, everybody)
        return active.rule.elastic.answer(breach)

    def _takers(self, course_id: str, old: str) -> list[Option]:
        """Those first who are free whenever the plan holds the course."""
        course = self.school.course[course_id]
        slots = set(self.view.plan.slots_of(course_id))

        def busy(teacher_id: str) -> int:
            taught = self.view.of_teacher[teacher_id]
            return sum(bool(taught.get(slot)) for slot in slots)

        able = lesson_edits.substitutes_for(self.school, course, old)
        chosen = sorted(able, key=busy)[:MOST_OPTIONS]
        return [(lesson_edits.give_course(self.school, course_id, old, new),) for new in chosen]


def _cost(option: Sequence[Edit]) -> int:
    return sum(edit.cost for edit in option)
