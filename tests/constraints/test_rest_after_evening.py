import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import plan_of
from tests.service_schools import at, service_school, session

SOFT = active("rest_after_evening")
HARD = active("rest_after_evening", Level.HARD)
SCHOOL = service_school(("七(1)班", "七(2)班"), evening=True)
EVENING = "七(1)班 晚自习"


@pytest.mark.parametrize("rule", [SOFT, HARD])
def test_no_first_lesson_on_the_next_morning(rule: ActiveRule) -> None:
    late = (session(SCHOOL, EVENING, 2, "王芳"),)
    other = plan_of({"七(1)班|语文": [at(3, "第2节"), at(2, "第1节"), at(4, "第1节")]}, sessions=late)
    kept = assert_agree(SCHOOL, other, rule)
    assert (kept.violations, kept.judged) == ((), 1)
    (found,) = assert_agree(SCHOOL, plan_of({"七(1)班|语文": [at(3, "第1节")]}, sessions=late), rule).violations
    assert (found.owner.id, found.amount, found.teachers) == ("王芳", 1, ("王芳",))
    assert found.slots == (at(2, "晚自习"), at(3, "第1节"))


def test_friday_says_nothing_of_monday() -> None:
    late = (session(SCHOOL, EVENING, 5, "王芳"),)
    assert not assert_agree(SCHOOL, plan_of({"七(1)班|语文": [at(1, "第1节")]}, sessions=late), SOFT).violations


def test_from_when_a_session_counts_as_an_evening() -> None:
    """Ordinary service until 18:00 is none, unless the school's evening begins before."""
    served = (session(SCHOOL, "七(1)班 活动", 1, "王芳"),)
    plan = plan_of({"七(1)班|语文": [at(2, "第1节")]}, sessions=served)
    for evening, amount in ((1110, 0), (1080, 0), (1079, 1)):
        assert assert_agree(SCHOOL.model_copy(update={"evening": evening}), plan, SOFT).amount == amount


def test_several_sessions_are_one_evening() -> None:
    late = (session(SCHOOL, EVENING, 1, "王芳"), session(SCHOOL, "七(1)班 活动", 1, "王芳"))
    (found,) = assert_agree(SCHOOL, plan_of({"七(1)班|语文": [at(2, "第1节")]}, sessions=late), SOFT).violations
    assert (found.amount, len(found.slots)) == (1, 2)  # 活动 until 18:00 is none


def test_two_evenings() -> None:
    late = tuple(session(SCHOOL, EVENING, day, "王芳") for day in (1, 2))
    plan = plan_of({"七(1)班|语文": [at(2, "第1节"), at(3, "第1节")]}, sessions=late)
    assert assert_agree(SCHOOL, plan, SOFT).amount == 2


def test_lessons_of_other_weeks_count() -> None:
    courses = tuple(c.model_copy(update={"week": Week.EVEN}) for c in SCHOOL.courses)
    school = SCHOOL.model_copy(update={"courses": courses})
    late = (session(school, EVENING, 1, "王芳"),)
    assert assert_agree(school, plan_of({"七(1)班|语文": [at(2, "第1节")]}, sessions=late), SOFT).amount == 1


def test_standing_by_is_no_service() -> None:
    school = service_school(evening=True).model_copy(update={"evening": 16 * 60})
    plan = plan_of({"三(1)班|语文": [at(2, "第1节")]}, sessions=(session(school, "替补|课后服务1", 1, "王芳"),))
    assert not assert_agree(school, plan, SOFT).violations


def test_the_first_lesson_is_that_of_the_day() -> None:
    """Tuesday begins with the second lesson of the schedule."""
    bell = SCHOOL.schedules[0]
    periods = tuple(p.model_copy(update={"days": (1, 3, 4, 5)}) if p.name == "第1节" else p for p in bell.periods)
    school = SCHOOL.model_copy(update={"schedules": (bell.model_copy(update={"periods": periods}),)})
    late = (session(school, EVENING, 1, "王芳"),)
    for lesson, amount in (("第2节", 1), ("第3节", 0)):
        plan = plan_of({"七(1)班|语文": [at(2, lesson)]}, sessions=late)
        assert assert_agree(school, plan, SOFT).amount == amount
