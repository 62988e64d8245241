"""What each teacher has to give, beside 任课."""

from __future__ import annotations

import pytest

from scheduler.plan import PlanView
from scheduler.school import Teacher
from scheduler.school.station import SERVICE
from scheduler.ui.assignment_loads import loads_of
from tests.schools import course, make_school
from tests.service_schools import full_service, service_school


def test_the_lessons_of_a_group_are_shared_by_workload() -> None:
    courses = (
        course("七(1)班", "语文", "王芳", 6),
        course("七(2)班", "语文", "李强", 3),
        course("七(1)班", "体育", "赵军", 3),
    )
    teachers = (
        Teacher(id="王芳", subject_group="语文组"),
        Teacher(id="李强", subject_group="语文组", fte=50),
        Teacher(id="赵军"),
    )
    found = {load.teacher: load for load in loads_of(make_school(courses, teachers=teachers), None)}
    assert {name: load.lessons for name, load in found.items()} == {"王芳": 6, "李强": 3, "赵军": 3}
    assert {name: load.share for name, load in found.items()} == pytest.approx({"王芳": 6, "李强": 3, "赵军": 3})
    more = (*courses, course("七(2)班", "数学", "李强", 3))
    loads = loads_of(make_school(more, teachers=teachers), None)
    assert loads[0].teacher == "李强"  # twice what half a post should have
    assert (loads[0].lessons, loads[0].share, loads[0].served) == (6, pytest.approx(4), None)


def test_service_is_that_of_the_plan_beside_the_fair_share() -> None:
    school = service_school()
    view = PlanView(school, full_service(school))
    found = loads_of(school, view)
    assert all(load.served == view.minutes_of(load.teacher, SERVICE) for load in found)
    assert any(load.fair and load.served for load in found)
