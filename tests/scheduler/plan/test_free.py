"""Who is free at a time: nobody who teaches, meets, serves, is away or has closed it."""

from scheduler.plan import FlexGrant, MeetingPlacement, PlanView
from scheduler.plan.free import free_teachers
from scheduler.school import GrantKind, Mark, MarkLevel, MarkOwner, Meeting, WorkingHours
from tests.schools import SCHEDULE, make_school, plan_of, slot


def test_who_teaches_meets_or_has_closed_a_time_is_not_free() -> None:
    first = slot(1, 1)
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="赵军", day=1, start=480, end=490, level=MarkLevel.FORBIDDEN)
    school = make_school(meetings=(Meeting(id="教研", teachers=("李强",), schedule=SCHEDULE),), marks=(mark,))
    plan = plan_of({"七(1)班|语文": [first]}, meetings=(MeetingPlacement(meeting="教研", slot=first),))
    assert free_teachers(PlanView(school, plan), first) == ("孙悦",)
    assert free_teachers(PlanView(school, plan), slot(1, 2)) == ("王芳", "李强", "赵军", "孙悦")


def test_who_comes_late_is_not_free_before() -> None:
    working = WorkingHours(start=480, end=1080)
    school = make_school(working=working)
    plan = plan_of({}, grants=(FlexGrant(teacher="王芳", day=1, kind=GrantKind.LATE_START),))
    assert "王芳" not in free_teachers(PlanView(school, plan), slot(1, 1))
    assert "王芳" in free_teachers(PlanView(school, plan), slot(2, 1))


def test_flexible_time_without_working_hours_keeps_nobody_away() -> None:
    plan = plan_of({}, grants=(FlexGrant(teacher="王芳", day=1, kind=GrantKind.LATE_START),))
    assert "王芳" in free_teachers(PlanView(make_school(), plan), slot(1, 1))
