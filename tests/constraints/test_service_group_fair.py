from scheduler.model.owner import Owner, OwnerKind
from scheduler.school import School
from tests.constraints.agreement import active, assert_agree
from tests.sharing import changed, served, sharing_school

RULE = active("service_group_fair")
UNEVEN = ("王芳", "王芳", "王芳", "王芳", "李强")


def school_of(*groups: str | None) -> School:
    school = sharing_school("王芳", "李强", "孙悦")
    for name, group in zip(("王芳", "李强", "孙悦"), groups, strict=True):
        school = changed(school, name, subject_group=group)
    return school


def test_within_a_group() -> None:
    school = school_of("语文组", "语文组", "音乐组")
    found = assert_agree(school, served(school, *UNEVEN), RULE)
    (violation,) = found.violations
    assert found.judged == 1
    assert violation.owner == Owner(OwnerKind.SCHOOL, "语文组")
    assert (violation.amount, violation.teachers) == (8, ("王芳", "李强"))
    assert violation.text.zh == "语文组教师服务时长与应承担的差：王芳 +140 分钟，李强 -40 分钟，相差 180 分钟"
    even = served(school, "王芳", "李强", "王芳", "李强", "王芳")
    assert not assert_agree(school, even, RULE).violations


def test_other_groups_are_not_compared() -> None:
    school = school_of("语文组", "数学组", None)
    assert assert_agree(school, served(school, *UNEVEN), RULE).judged == 0


def test_groups_count_each_for_itself() -> None:
    school = changed(school_of("语文组", "语文组", "音乐组"), "赵军", subject_group="音乐组")
    assert assert_agree(school, served(school, *UNEVEN), RULE).judged == 1  # 赵军 serves nowhere
