import pytest

from scheduler.school import SchoolClass
from tests.constraints.agreement import asking, assert_agree
from tests.schools import SCHEDULE, bell, course, make_school, plan_of

RULE = asking("first_lesson", primary="08:20", junior="08:00")


@pytest.mark.parametrize(
    ("grade", "begin", "missing"), [(1, "08:20", []), (6, "08:05", [15]), (7, "08:00", []), (9, "07:50", [10])]
)
def test_each_stage_has_its_own_time(grade: int, begin: str, missing: list[int]) -> None:
    hours, minutes = map(int, begin.split(":"))
    school = make_school(
        (course("一班", "语文", "王芳", 1),),
        schedules=(bell(begin=60 * hours + minutes),),
        classes=(SchoolClass(id="一班", grade=grade, number=1, schedule=SCHEDULE),),
    )
    found = assert_agree(school, plan_of({}), RULE)
    assert (found.judged, [v.amount for v in found.violations]) == (1, missing)
    if missing:
        assert found.violations[0].text.zh.startswith(f"{grade} 年级第1节 {begin} 开始，不得早于")


def test_senior_grades_are_not_judged() -> None:
    school = make_school(
        (course("高一", "语文", "王芳", 1),),
        schedules=(bell(begin=7 * 60),),
        classes=(SchoolClass(id="高一", grade=10, number=1, schedule=SCHEDULE),),
    )
    found = assert_agree(school, plan_of({}), RULE)
    assert (found.judged, found.violations) == (0, ()) and found.unjudged is not None
