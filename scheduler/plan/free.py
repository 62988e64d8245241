"""Who is free at a time."""

from __future__ import annotations

from scheduler.plan.plan import PlanView
from scheduler.school import Interval, MarkLevel, MarkOwner, Slot


def free_teachers(view: PlanView, slot: Slot) -> tuple[str, ...]:
    """Return the teachers who could step in at a slot, in the school's order.

    They have no lesson in any week, no meeting, no service and no flexible time at any minute of it, and it is not marked 禁 for them.
    """
    school = view.school
    return tuple(
        teacher.id
        for teacher in school.teachers
        if not school.marked(MarkOwner.TEACHER, teacher.id, slot, MarkLevel.FORBIDDEN)
        and not any(busy.overlaps(school.interval(slot)) for busy in _busy(view, teacher.id, slot.day))
    )


def _busy(view: PlanView, teacher: str, day: int) -> list[Interval]:
    school = view.school
    held = [slot for slot, lessons in view.of_teacher[teacher].items() if lessons]
    held += [slot for _, slot in view.meetings_of.get(teacher, ())]
    held += [session.slot for session in view.serving[teacher]]
    granted = [grant for grant in view.grants_of[teacher] if grant.day == day and school.working is not None]
    away = [school.away(grant.kind, day) for grant in granted]
    return [*(school.interval(slot) for slot in held if slot.day == day), *away]
