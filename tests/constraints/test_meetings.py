from typing import Any

from scheduler.plan import MeetingPlacement, Plan
from scheduler.school import Meeting, School, Slot
from tests.constraints.agreement import active, assert_agree, solver_cost, verdict
from tests.schools import SCHEDULE, course, make_school, slot

RULE = active("meetings")


def school_of(**fields: Any) -> School:
    meeting = Meeting(id="语文教研", teachers=("王芳", "李强"), schedule=SCHEDULE, **fields)
    courses = (course("七(1)班", "语文", "王芳", 1), course("七(2)班", "语文", "李强", 1))
    return make_school(courses, meetings=(meeting,))


def at(*slots: Slot) -> Plan:
    return Plan(placements=(), meetings=tuple(MeetingPlacement(meeting="语文教研", slot=s) for s in slots))


def test_held_once_where_it_may_be() -> None:
    for fields in ({}, {"length": 2}, {"days": (3,)}, {"parts": (1,)}, {"slot": slot(3, 5)}):
        assert not assert_agree(school_of(**fields), at(slot(3, 5)), RULE).violations


def test_not_held() -> None:
    (found,) = assert_agree(school_of(), at(), RULE).violations
    assert (found.owner.id, found.amount, found.teachers) == ("语文教研", 1, ("王芳", "李强"))


def test_held_twice() -> None:
    (found,) = assert_agree(school_of(), at(slot(3, 5), slot(4, 1)), RULE).violations
    assert (found.amount, found.slots) == (1, (slot(3, 5), slot(4, 1)))


def test_at_a_wrong_time() -> None:
    for fields in ({"days": (2, 4)}, {"parts": (0,)}, {"slot": slot(3, 4)}):
        (found,) = assert_agree(school_of(**fields), at(slot(3, 5)), RULE).violations
        assert found.slots == (slot(3, 5),)


def test_without_room_for_its_length() -> None:
    (found,) = verdict(school_of(length=2), at(slot(3, 6)), RULE).violations
    assert "连续 2 节" in found.text.zh
    assert solver_cost(school_of(length=2, slot=slot(3, 6)), at(slot(3, 6)), RULE) is None
    assert solver_cost(school_of(length=4, parts=(1,)), at(), RULE) is None


def test_a_fixed_meeting_that_a_plan_does_not_mention_is_not_held() -> None:
    assert len(assert_agree(school_of(slot=slot(3, 5)), at(), RULE).violations) == 1
