"""What can be done about what is hit."""

from __future__ import annotations

import pytest

from scheduler.school import School, Venue
from scheduler.term.nouns import Way
from scheduler.term.options import Situation
from tests.schools import course, plan_of, slot
from tests.terms import TUESDAY, absent, small_school, term_of


@pytest.mark.parametrize(("capacity", "ways"), [(1, []), (2, [Way.MERGE])])
def test_classes_go_together_only_where_the_place_has_room(capacity: int, ways: list[Way]) -> None:
    courses = tuple(
        course(name, "体育", teacher, 1, venue=venue)
        for name, teacher, venue in (("三(1)班", "赵军", "操场"), ("三(2)班", "孙悦", "风雨馆"))
    )
    venues = (Venue(id="操场", kind="运动场"), Venue(id="风雨馆", kind="运动场", capacity=capacity))
    school = small_school().model_copy(update={"courses": courses, "venues": venues})
    plan = plan_of({each.id: [slot(2, 3)] for each in courses})
    situation = Situation(
        term_of(School.model_validate(school.model_dump()), plan, absences=(absent("赵军"),)), (TUESDAY,)
    )
    assert [option.way for option in situation.options if option.way is Way.MERGE] == ways
