"""What may move set free, and who might give a course away: the school that the relaxed problem is posted for."""

from __future__ import annotations

from collections import defaultdict

from constraints.service.external_staff import contract_faults, external_teachers
from constraints.timetable.unavailable import closed_slots
from scheduler.edits import service_edits
from scheduler.edits.edit import changed, renewed
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.school import MarkOwner, School, Slot

# Whose business is the teacher alone: a course that he gives away is none of it.
TEACHER_RULES = frozenset(
    {
        "teacher_days",
        "teacher_half_days",
        "teacher_per_day",
        "teacher_in_row",
        "duty_span",
        "service_clash",
        "mentor_free",
    }
)
TIGHT = 0.75  # share of the slots open to a teacher that his lessons take


class TeachersVariables(LessonVariables):
    """The decisions as a teacher sees them who may give courses away: `own` are the lessons that he gives himself."""

    def __init__(self, variables: LessonVariables, own: dict[str, dict[Slot, Literal]]) -> None:
        kept = {name: value for name, value in vars(variables).items() if name != "_by_half"}
        self.__dict__.update(kept)
        self._lessons = {**variables._lessons, **own}


def widened(school: School) -> School:
    """Return a school with meetings at any time, clubs on all days, venues always open and contracts that last."""
    meetings = tuple(renewed(meeting, slot=None, days=(), parts=()) for meeting in school.meetings)
    return changed(
        school,
        meetings=meetings,
        marks=tuple(mark for mark in school.marks if mark.owner_kind is not MarkOwner.VENUE),
        clubs=tuple(renewed(club, days=()) for club in school.clubs),
        contracts=service_edits.contracts_renewed(school, set(without_contract(school))),
    )


def without_contract(school: School) -> list[str]:
    """Return the people from outside whose contract or qualification does not serve; there is no service, there are none."""
    return [t for t in external_teachers(school) if school.teacher_stations[t] and contract_faults(school, t)]


def pressed(school: School) -> list[str]:
    """Return the teachers who have little room for their lessons, or are wanted twice in one group that runs together."""
    closed = closed_slots(school)
    found = []
    for teacher in school.teachers:
        courses = school.teacher_courses[teacher.id]
        groups = [course.together for course in courses if course.together]
        away = closed.get((MarkOwner.TEACHER, teacher.id), frozenset())
        by_day: dict[int, set[Slot]] = defaultdict(set)
        for course in courses:
            shut = away | closed.get((MarkOwner.SUBJECT, course.subject), frozenset())
            for slot in school.course_slots(course):
                if slot not in shut:
                    by_day[slot.day].add(slot)
        most = teacher.max_per_day or 99
        days = sorted((min(most, len(slots)) for slots in by_day.values()), reverse=True)
        room = sum(days[: teacher.max_days or 7])
        lessons = sum(course.weekly for course in courses)
        lessons += sum(meeting.length for meeting in school.teacher_meetings[teacher.id])
        if len(set(groups)) < len(groups) or lessons > TIGHT * room:
            found.append(teacher.id)
    return found
