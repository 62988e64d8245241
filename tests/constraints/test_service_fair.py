import pytest

from scheduler.plan import Plan
from scheduler.school import ServiceDuty
from scheduler.school.shares import fair_shares
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import COACH, full_service, service_school
from tests.sharing import changed, served, sharing_school

RULE = active("service_fair")
SCHOOL = sharing_school()


def test_near_to_the_fair_share() -> None:
    found = assert_agree(SCHOOL, served(SCHOOL, "王芳", "李强", "王芳", "李强", "王芳"), RULE)
    assert found.judged == 2 and not found.violations


def test_too_much_and_too_little() -> None:
    more, less = assert_agree(SCHOOL, served(SCHOOL, "王芳", "王芳", "王芳", "王芳", "李强"), RULE).violations
    assert (more.owner.id, more.amount, more.teachers, more.slots) == ("王芳", 4, ("王芳",), ())
    assert more.text.zh == "王芳 一周服务 240 分钟，按工作量（100%）应约 150 分钟，多 90 分钟"
    assert (less.owner.id, less.amount) == ("李强", 4)
    assert less.text.zh.endswith("少 90 分钟")


def test_steps_are_rounded_up() -> None:
    plan = served(SCHOOL, "王芳", "王芳", "王芳", "王芳", "李强")
    assert assert_agree(SCHOOL, plan, active("service_fair", slack="29")).amount == 10
    assert assert_agree(SCHOOL, plan, active("service_fair", slack="0", step="240")).amount == 2
    assert assert_agree(SCHOOL, plan, active("service_fair", slack="90")).amount == 0


def test_shares_go_by_fte() -> None:
    school = changed(SCHOOL, "李强", fte=50)
    assert fair_shares(school) == {"王芳": 200, "李强": 100}
    assert not assert_agree(school, served(school, "王芳", "王芳", "王芳", "李强", "李强"), RULE).violations


def test_who_is_exempt_has_no_share() -> None:
    school = changed(SCHOOL, "李强", service=ServiceDuty.NONE)
    assert fair_shares(school) == {"王芳": 300}
    assert not assert_agree(school, served(school, *["王芳"] * 5), RULE).violations


@pytest.mark.parametrize("weight", [1, 7])
def test_a_whole_programme(weight: int) -> None:
    school = service_school()
    assert set(fair_shares(school).values()) == {278}  # 2220 minutes among 8; 足球 is led from outside
    assert assert_agree(school, full_service(school), active("service_fair", weight=weight)).amount == 28


@pytest.mark.parametrize("names", [("赵军", COACH), (COACH, "赵军")])
def test_the_order_of_a_clubs_instructors_does_not_matter(names: tuple[str, str]) -> None:
    """A club that one of the staff or somebody from outside may lead is half the staff's, whoever is named first."""
    clubs = tuple(
        each.model_copy(update={"instructors": names}) if COACH in each.instructors else each
        for each in service_school().clubs
    )
    school = service_school(clubs=clubs)
    assert set(fair_shares(school).values()) == {285}  # 2220 minutes and half of the 120 of 足球, among 8


def test_a_school_without_service() -> None:
    school = service_school().without_service()
    assert fair_shares(school) == {}
    assert assert_agree(school, Plan(), RULE).judged == 0
