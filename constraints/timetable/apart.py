"""What the rules on courses and people who must not be busy at the same time share.

A lesson or meeting that two sides attend together is no clash between them: two teachers of one course, two members of
one meeting. Two different things at one moment are a clash whenever they keep different sides busy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from scheduler.model.lessons import LessonVariables, Literal, Literals
from scheduler.model.owner import Owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, meeting_slots
from scheduler.school import Course, Meeting, Moment, Slot, Week
from scheduler.school.by_clock import overlapping


class Side(NamedTuple):
    """One of those that must be apart: `name` for a person to read, and all that keeps it busy."""

    name: str
    courses: tuple[Course, ...]
    meetings: tuple[Meeting, ...] = ()


class Clash(NamedTuple):
    """Sides busy with different things at one time. `busy` names each side with its lesson or meeting."""

    slots: tuple[Slot, ...]
    busy: tuple[tuple[str, str], ...]
    amount: int
    classes: tuple[str, ...]
    teachers: tuple[str, ...]


Activity = Course | Meeting
# Whom an activity keeps busy: one side, or several together and then it stands for itself.
Party = int | str


def parties(sides: Sequence[Side]) -> list[tuple[Activity, Party]]:
    """Return each activity once with its party. No two parties may be busy at one moment."""
    attending: dict[str, set[int]] = defaultdict(set)
    known: dict[str, Activity] = {}
    for number, side in enumerate(sides):
        activities: tuple[Activity, ...] = side.courses + side.meetings
        for activity in activities:
            known[_key(activity)] = activity
            attending[_key(activity)].add(number)
    return [(activity, min(attending[key]) if len(attending[key]) == 1 else key) for key, activity in known.items()]


def _key(activity: Activity) -> str:
    return f"{type(activity).__name__} {activity.id}"


def _courses(sides: Sequence[Side]) -> list[Course]:
    return [course for side in sides for course in side.courses]


# The model.


def post_apart(poster: Poster, variables: LessonVariables, sides: Sequence[Side], owner: Owner) -> None:
    """Ensure that at each moment of each week at most one party is busy."""
    school, activities = variables.school, parties(sides)
    for week in school.weeks(_courses(sides)):
        for moment in school.moments:
            busy: dict[Party, Literals] = defaultdict(list)
            for activity, party in activities:
                literals = _during(variables, activity, moment, week)
                if literals:
                    busy[party] += literals
            if len(busy) > 1:
                poster.at_most_one([any_of(poster, literals) for literals in busy.values()], owner)


def _during(variables: LessonVariables, activity: Activity, moment: Moment, week: Week) -> Literals:
    if isinstance(activity, Meeting):
        return [literal for slot in moment.slots for literal in variables.meeting_at(activity.id, slot)]
    if not activity.week.meets(week):
        return []
    held = (variables.at(activity.id, slot) for slot in moment.slots)
    return [literal for literal in held if literal is not None]


def any_of(poster: Poster, literals: Literals) -> Literal:
    """Return a Boolean that is true whenever one of some is. Under `at_most_one` these may then be true together."""
    if len(literals) == 1:
        return literals[0]
    busy = poster.count(1)
    poster.model.add_bool_and([literal.negated() for literal in literals]).only_enforce_if(busy.negated())
    return busy


# A finished plan.


def find_clashes(view: PlanView, sides: Sequence[Side]) -> tuple[int, list[Clash]]:
    """Return at how many moments some side is busy, and the clashes; the amount is the parties too many."""
    held: dict[Slot, list[tuple[Activity, Party]]] = defaultdict(list)
    for activity, party in parties(sides):
        for slot in _held_at(view, activity):
            held[slot].append((activity, party))
    moments = overlapping(view.school, held)
    weeks = view.school.weeks(_courses(sides))
    clashes = []
    for moment in moments:
        found = [(slot, *item) for slot in moment for item in held[slot]]
        by_week = [[item for item in found if _in_week(item[1], week)] for week in weeks]
        worst = max(by_week, key=lambda items: len({party for _, _, party in items}))
        amount = len({party for _, _, party in worst}) - 1
        if amount > 0:
            clashes.append(_clash(sides, [(slot, activity) for slot, activity, _ in worst], amount))
    return len(moments), clashes


def _in_week(activity: Activity, week: Week) -> bool:
    return isinstance(activity, Meeting) or activity.week.meets(week)


def _held_at(view: PlanView, activity: Activity) -> set[Slot]:
    if isinstance(activity, Course):
        return set(view.plan.slots_of(activity.id))
    return {
        slot
        for held in view.plan.meetings
        if held.meeting == activity.id
        for slot in meeting_slots(view.school, held.slot, activity.length)
    }


def _clash(sides: Sequence[Side], held: list[tuple[Slot, Activity]], amount: int) -> Clash:
    busy = dict.fromkeys(
        (side.name, activity_name(activity))
        for _, activity in held
        for side in sides
        if activity in side.courses or activity in side.meetings
    )
    names = {name for name, _ in busy}
    return Clash(
        tuple(dict.fromkeys(slot for slot, _ in held)),
        tuple(busy),
        amount,
        tuple(dict.fromkeys(c for _, a in held if isinstance(a, Course) for c in a.classes)),
        tuple(dict.fromkeys(t for _, a in held for t in a.teachers if isinstance(a, Course) or t in names)),
    )


def activity_name(activity: Activity) -> str:
    """Return how people name a lesson or a meeting: 七(1)班语文, 语文教研."""
    return activity.id if isinstance(activity, Meeting) else "+".join(activity.classes) + activity.subject
