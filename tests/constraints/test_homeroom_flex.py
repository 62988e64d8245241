from scheduler.model.owner import SCHOOL_OWNER
from scheduler.plan import Plan
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import grant, service_school
from tests.sharing import changed

RULE = active("homeroom_flex")
SCHOOL = service_school()  # 王芳 and 刘敏 lead the two classes; 8 of the staff


def test_nobody_has_anything() -> None:
    found = assert_agree(SCHOOL, Plan(), RULE)
    assert found.judged == 2 and not found.violations


def test_others_have_more_time_granted() -> None:
    grants = tuple(grant(name, day) for name in ("李强", "陈磊") for day in (1, 2))
    (used,) = assert_agree(SCHOOL, Plan(grants=grants), RULE).violations
    assert (used.owner, used.amount, used.teachers) == (SCHOOL_OWNER, 2, ("王芳", "刘敏"))  # 240 minutes among 8
    assert used.text.zh == "班主任人均获准弹性时间 0 分钟，全体教师 30 分钟"
    assert assert_agree(SCHOOL, Plan(grants=grants), active("homeroom_flex", step="29")).amount == 2
    assert assert_agree(SCHOOL, Plan(grants=grants), active("homeroom_flex", step="30")).amount == 1


def test_homeroom_teachers_have_as_much() -> None:
    grants = (grant("王芳", 1), grant("李强", 1))
    assert not [
        v for v in assert_agree(SCHOOL, Plan(grants=grants), RULE).violations if "获准" in v.text.zh
    ]  # 30 minutes each against 15


def test_others_have_more_left() -> None:
    (left,) = assert_agree(changed(SCHOOL, "李强", balance=240), Plan(), RULE).violations
    assert (left.owner, left.amount) == (SCHOOL_OWNER, 2)
    assert left.text.zh == "班主任人均时间银行结余 0 分钟，全体教师 30 分钟"
    assert assert_agree(changed(SCHOOL, "李强", balance=241), Plan(), RULE).amount == 3
    assert assert_agree(changed(SCHOOL, "王芳", balance=240), Plan(), RULE).amount == 0


def test_nobody_to_compare_with() -> None:
    classes = tuple(klass.model_copy(update={"homeroom_teacher": None}) for klass in SCHOOL.classes)
    assert assert_agree(SCHOOL.model_copy(update={"classes": classes}), Plan(), RULE).judged == 0
    assert assert_agree(SCHOOL.model_copy(update={"working": None}), Plan(), RULE).judged == 0
