"""What the rules on courses held at the same time share: a course that follows another's slots, by the clock.

With equal numbers of lessons the two use the same slots; otherwise those of the follower are among those of the lead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from constraints.rule import Verdict, Violation
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, Slot
from scheduler.text import Text


class Link(NamedTuple):
    """Two courses to be held at the same time; `lead` has at least as many lessons as `follower`."""

    lead: Course
    follower: Course

    @property
    def equal(self) -> bool:
        """Tell whether the two must have all their slots in common."""
        return self.lead.lessons == self.follower.lessons

    @property
    def courses(self) -> tuple[Course, Course]:
        """The two, the lead first."""
        return (self.lead, self.follower)


def link(one: Course, other: Course) -> Link:
    """Return two courses with the one of more lessons as the lead, the first of two with as many."""
    return Link(one, other) if one.lessons >= other.lessons else Link(other, one)


def post_same_slots(poster: Poster, variables: LessonVariables, links: Iterable[Link]) -> None:
    """Ensure that each follower is held only when its lead is, and with equal numbers the reverse too."""
    for each in links:
        owner = course_owner(each.follower.id)
        leading = {variables.school.interval(slot): v for slot, v in variables.lessons(each.lead.id).items()}
        for slot, literal in variables.lessons(each.follower.id).items():
            lead = leading.pop(variables.school.interval(slot), 0)
            poster.require(literal == lead if each.equal else literal <= lead, owner)
        for literal in leading.values() if each.equal else ():
            poster.require(literal <= 0, owner)


def slots_apart(view: PlanView, each: Link) -> tuple[int, tuple[Slot, ...]]:
    """Return how many lessons of two courses are not at the same time, and the slots of these lessons."""
    lead, follower = ({view.school.interval(s): s for s in view.plan.slots_of(c.id)} for c in each.courses)
    stray = [slot for time, slot in follower.items() if time not in lead]
    left = [slot for time, slot in lead.items() if time not in follower] if each.equal else []
    return max(len(stray), len(left)), tuple(sorted(stray + left, key=view.school.interval))


def check_same_slots(view: PlanView, links: Iterable[Link], text: Callable[[Link, int, Text], Text]) -> Verdict:
    """Find every two courses not held at the same time; the amount is the lessons, `text` is given it and the slots."""
    judged, violations = 0, []
    for each in links:
        judged += 1
        amount, slots = slots_apart(view, each)
        if amount:
            names = [view.school.slot_text(slot) for slot in slots]
            words = text(each, amount, Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)))
            classes = tuple(dict.fromkeys(each.lead.classes + each.follower.classes))
            teachers = tuple(dict.fromkeys(each.lead.teachers + each.follower.teachers))
            violations.append(Violation(course_owner(each.follower.id), amount, words, classes, teachers, slots))
    return Verdict(judged, tuple(violations))


def course_name(course: Course) -> str:
    """Return how people name a course among others of its classes: 七(1)班、七(2)班 英语（王芳）."""
    teachers = f"（{'、'.join(course.teachers)}）" if course.teachers else ""
    return f"{'、'.join(course.classes)} {course.subject}{teachers}"
