"""The soft rules that FET can say, as percentages: a rule of weight w is kept with 100 w / (w + 1) per cent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from constraints.rule import ActiveRule, Rule
from constraints.timetable import avoided_slots, pe_days_apart, preferred_slots
from constraints.timetable.marked_lessons import OWNERS
from scheduler.export.fet.times import SLOT, TimeConstraints
from scheduler.export.fet.xml import constraint, ids, times
from scheduler.model.owner import Level
from scheduler.school import MarkLevel, MarkOwner

WISHES: tuple[Rule[Any], ...] = (avoided_slots.RULE, preferred_slots.RULE, pe_days_apart.RULE)


def percentage(weight: int) -> float:
    """Return how often, in per cent, FET keeps a wish of a weight."""
    return round(100 * weight / (weight + 1), 2)


def wishes(written: TimeConstraints) -> Iterator[Element]:
    """Yield the wishes of a school that FET has constraints for."""
    for rule, level in ((avoided_slots.RULE, MarkLevel.AVOIDED), (preferred_slots.RULE, MarkLevel.PREFERRED)):
        active = _soft(written, rule)
        if active is not None:
            yield from _marked(written, level, percentage(active.weight))
    active = _soft(written, pe_days_apart.RULE)
    if active is not None:
        yield from _days_apart(written, active)


def _soft(written: TimeConstraints, rule: Rule[Any]) -> ActiveRule | None:
    active = written.rules.get(rule.id)
    return active if active is not None and active.level is Level.SOFT and active.weight else None


def _marked(written: TimeConstraints, level: MarkLevel, weight: float) -> Iterator[Element]:
    """Yield for each activity the slots that its teachers, classes and subjects would have it in."""
    school = written.school
    owners = {
        (mark.owner_kind, mark.owner) for mark in school.marks if mark.level is level and mark.owner_kind in OWNERS
    }
    for item in written.activities.items:
        own = [(MarkOwner.TEACHER, name) for name in item.teachers]
        own += [(MarkOwner.CLASS, name) for course in item.courses for name in course.classes]
        for course in item.courses:
            own += [(MarkOwner.SUBJECT, course.subject), (MarkOwner.COURSE, course.id)]
        for owner in dict.fromkeys(own):
            if owner not in owners or (item.meeting is not None and level is MarkLevel.PREFERRED):
                continue
            slots = school.lesson_slots[item.schedule(school)]
            wanted = [s for s in slots if school.marked(*owner, s, level) is (level is MarkLevel.PREFERRED)]
            if wanted and len(wanted) < len(slots):
                cells = [written.grid.cells[slot] for slot in wanted]
                fields = times(written.grid, "Number_of_Preferred_Time_Slots", "Preferred_Time_Slot", SLOT, cells)
                number = ("Activity_Id", item.number)
                yield constraint("ConstraintActivityPreferredTimeSlots", [number, *fields], weight)


def _days_apart(written: TimeConstraints, active: ActiveRule) -> Iterator[Element]:
    parameters: Any = active.parameters
    seen: set[tuple[int, ...]] = set()
    for klass in written.school.classes:
        for courses in pe_days_apart.weeks_of(written.school, klass.id, parameters):
            numbers = tuple(item.number for item in written.activities.of(courses))
            if len(numbers) > 1 and numbers not in seen:
                seen.add(numbers)
                fields = [("Consecutive_If_Same_Day", False), *ids(numbers), ("MinDays", 2)]
                yield constraint("ConstraintMinDaysBetweenActivities", fields, percentage(active.weight))
