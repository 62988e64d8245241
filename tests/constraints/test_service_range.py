from scheduler.model.owner import SCHOOL_OWNER
from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree
from tests.sharing import changed, served, sharing_school

RULE = active("service_range")
SCHOOL = sharing_school()


def test_a_small_range() -> None:
    found = assert_agree(SCHOOL, served(SCHOOL, "王芳", "李强", "王芳", "李强", "王芳"), RULE)
    assert found.judged == 1 and not found.violations


def test_a_large_range() -> None:
    (found,) = assert_agree(SCHOOL, served(SCHOOL, "王芳", "王芳", "王芳", "王芳", "李强"), RULE).violations
    assert (found.owner, found.amount, found.teachers) == (SCHOOL_OWNER, 8, ("王芳", "李强"))
    assert found.text.zh == "全校服务时长与应承担的差：王芳 +90 分钟，李强 -90 分钟，相差 180 分钟"


def test_the_figures() -> None:
    plan = served(SCHOOL, "王芳", "王芳", "王芳", "王芳", "李强")
    assert assert_agree(SCHOOL, plan, active("service_range", slack="61")).amount == 8
    assert assert_agree(SCHOOL, plan, active("service_range", slack="0", step="100")).amount == 2
    assert assert_agree(SCHOOL, plan, active("service_range", slack="180")).amount == 0


def test_it_goes_by_fte() -> None:
    school = changed(SCHOOL, "李强", fte=25)
    assert not assert_agree(school, served(school, "王芳", "王芳", "王芳", "王芳", "李强"), RULE).violations


def test_one_alone_has_no_range() -> None:
    school = sharing_school("王芳")
    assert assert_agree(school, Plan(), RULE).judged == 0
