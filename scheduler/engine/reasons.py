"""Why a repair changed something: a broken rule of the old plan that it was part of, or what needed its place."""

from __future__ import annotations

from collections.abc import Sequence

from constraints.audit import Report
from constraints.rule import Violation
from scheduler.model.owner import Level, OwnerKind
from scheduler.plan.changes import Change, ChangeKind, Spot
from scheduler.school import School
from scheduler.text import Text

WITH_OTHERS = Text("配合其他调动", "goes with the other moves")


class Reasons:
    """Tells the reasons of the changes that mend one plan."""

    def __init__(self, before: Report) -> None:
        self._school = before.school
        self._broken = [violation for _, violation in before.violations(Level.REGULATION, Level.HARD)]

    def of(self, change: Change, together: Sequence[Change]) -> Text:
        """Return why one of several changes was made."""
        if change.before is None:
            return self._new(change)
        parts = [violation for violation in self._broken if _is_part(change, violation)]
        if parts:
            broken = next((violation for violation in parts if self._names(change, violation)), parts[0])
            return Text(f"原来违反：{broken.text.zh}", f"was part of: {broken.text.en}")
        if change.after is None and change.kind is ChangeKind.LESSON:
            return Text("任课表里没有这么多节", "the school has fewer of these lessons now")
        for other in sorted(together, key=lambda other: other.kind is not ChangeKind.MEETING):
            needed = _needs_place(self._school, other, change)
            if needed is not None:
                return needed
        return WITH_OTHERS

    def _names(self, change: Change, violation: Violation) -> bool:
        """Tell whether the words of a violation name the subject that was moved: two may be held at one time in turn."""
        course = self._school.course.get(change.id)
        return course is not None and course.subject in violation.text.zh

    def _new(self, change: Change) -> Text:
        return {
            ChangeKind.LESSON: Text("原来少这一节", "this lesson was missing"),
            ChangeKind.MEETING: Text("原来没有安排", "it was not placed"),
        }.get(change.kind, WITH_OTHERS)


def _is_part(change: Change, violation: Violation) -> bool:
    """Tell whether a change takes something away from the place of a broken rule."""
    before = change.before
    if before is None:
        return False
    own = violation.owner.id == change.id and violation.owner.kind in (
        OwnerKind.COURSE,
        OwnerKind.STATION,
        OwnerKind.MEETING,
    )
    if before.slot is None or not violation.slots:
        return own or (before.slot is None and bool(set(change.teachers) & set(violation.teachers)))
    if before.slot not in violation.slots:
        return False
    if change.kind is ChangeKind.SERVICE and before.who and violation.teachers:
        return before.who in violation.teachers
    classes, teachers = set(violation.classes), set(violation.teachers)
    alike = (not classes or bool(classes & set(change.classes)), not teachers or bool(teachers & set(change.teachers)))
    return own or (all(alike) and bool(classes or teachers))


def _needs_place(school: School, other: Change, change: Change) -> Text | None:
    """Return in words that another change needs the time that this one gives up; None when it does not."""
    if other is change or other.after is None or other.after.slot is None:
        return None
    if change.before is None or not _at_once(school, other.after, change.before):
        return None
    classes = set(other.classes) & set(change.classes)
    if classes and {other.kind, change.kind} == {ChangeKind.LESSON}:
        return Text(f"给{other.title.zh}让位", f"makes room for {other.title.en}")
    before, after = _people(change, change.before), _people(other, other.after)
    people = [teacher for teacher in before if teacher in after]
    if people:
        name = people[0]
        return Text(f"{name}此时要去{other.title.zh}", f"{name} is needed for {other.title.en} then")
    return None


def _people(change: Change, spot: Spot) -> tuple[str, ...]:
    return (spot.who,) if change.kind is ChangeKind.SERVICE and spot.who else change.teachers


def _at_once(school: School, one: Spot, other: Spot) -> bool:
    if one.slot is None or other.slot is None:
        return False
    return school.interval(one.slot).overlaps(school.interval(other.slot))
