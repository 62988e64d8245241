"""Who can hold a lesson of another, and not only watch over it."""

from __future__ import annotations

from scheduler.school import Area, School, are_alike
from scheduler.term.day import Item

# Areas of which anybody who teaches the class can hold a lesson.
OF_THE_CLASS = frozenset({Area.CLASS_MEETING, Area.ACTIVITY, Area.LOCAL, Area.OTHER})


def teaches(school: School, teacher: str, item: Item) -> bool:
    """Tell whether a teacher can hold a lesson and not only watch: he teaches its subject's area, or, where that is nobody's own
    (班队, 活动, 校本), the class."""
    course = school.course[item.key.id]
    area = school.area_of(course)
    own = school.teacher_courses.get(teacher, ())
    if area in OF_THE_CLASS:
        return any(set(c.classes) & set(item.classes) for c in own)
    return any(are_alike(school.area_of(c), area) for c in own)
