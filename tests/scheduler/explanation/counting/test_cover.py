"""Times at which too few teachers are left for the classes that have no slot to spare (Hall's condition)."""

from __future__ import annotations

import pytest

from scheduler.explanation.counting.counting import shortages
from scheduler.model.owner import OwnerKind
from scheduler.school import MarkOwner, Meeting, School, Venue
from tests.scheduler.explanation.counting.counted import marked
from tests.schools import SCHEDULE, course, make_school, slot

CLASSES = ("七(1)班", "七(2)班", "七(3)班")
SUBJECTS = ("语文", "数学", "英语")


def full_classes(away: tuple[str, ...], *, lessons: int = 10, **more: object) -> School:
    """Three classes that share three teachers and have 30 lessons in 30 slots; some teachers meet on Wednesday's third."""
    courses = tuple(course(name, subject, f"{subject}老师", lessons) for name in CLASSES for subject in SUBJECTS)
    meetings = (Meeting(id="例会", teachers=away, schedule=SCHEDULE, slot=slot(3, 3)),) if away else ()
    return make_school(courses, **{"meetings": meetings, **more})


def test_teachers_who_together_cannot_cover_a_slot() -> None:
    found = [each for each in shortages(full_classes(("语文老师",))) if each.owner.kind is OwnerKind.SCHOOL]
    assert [(each.needs, each.has) for each in found] == [(3, 2)]
    assert found[0].text.zh == (
        "周三第3节：七(1)班、七(2)班、七(3)班一周没有空余时段，这一节都要上课，共 3 个班，能上课的教师和场地只够 2 个班；"
        "能上课的有数学老师、英语老师；不能上课的：语文老师要开例会"
    )
    assert {"class_clash", "teacher_clash", "meetings", "hours_in_full"} <= set(found[0].rules)


def test_all_there_or_a_slot_to_spare() -> None:
    assert shortages(full_classes(())) == ()
    assert shortages(full_classes(("语文老师",), lessons=9)) == ()


@pytest.mark.parametrize("places", [("实验室1",), ("实验室1", "实验室2")], ids=["one", "one of two closed"])
def test_places_that_do_not_suffice(places: tuple[str, ...]) -> None:
    """Two classes have nothing but lessons in the laboratory at a time at which one teacher is away."""
    marks = marked(MarkOwner.TEACHER, "语文老师", slot(3, 3)) + marked(MarkOwner.VENUE, "实验室2", slot(3, 3))
    courses = tuple(
        course(name, subject, f"{subject}老师{name}" if subject == "数学" else "语文老师", count, venue_kind=kind)
        for name in CLASSES[:2]
        for subject, count, kind in (("语文", 15, None), ("数学", 15, "实验室"))
    )
    venues = tuple(Venue(id=name, kind="实验室", capacity=1) for name in places)
    school = make_school(courses, venues=venues, marks=marks[: len(places)])
    (found,) = [each for each in shortages(school) if each.owner.kind is OwnerKind.SCHOOL]
    assert (found.needs, found.has) == (2, 1)
    assert "能上课的有实验室；不能上课的：语文老师标“禁”" in found.text.zh
    assert {"venue_capacity", "unavailable"} <= set(found.rules)
