from scheduler.school import Grouping, School
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, full_service, holding, service_school, session

SCHOOL = service_school()
RULE = active("familiar_adults")
OWN = ("王芳", "李强", "孙悦", "赵军")
PLAN = holding(
    full_service(SCHOOL),
    *(session(SCHOOL, f"三(1)班 {stage}", day, OWN[day % 4]) for stage in ("作业辅导", "活动") for day in range(1, 6)),
    *(session(SCHOOL, f"三(2)班 {stage}", day, "刘敏") for stage in ("作业辅导", "活动") for day in range(1, 6)),
)


def test_those_who_teach_or_lead_the_class() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert found.judged == 20 and not found.violations


def test_teachers_of_the_other_class() -> None:
    strange = session(SCHOOL, "三(1)班 活动", 2, "刘敏", "王芳", "陈磊")
    (found,) = assert_agree(SCHOOL, holding(PLAN, strange), RULE).violations
    assert found.owner.id == strange.station and found.amount == 2 and found.slots == (at(2, "课后服务2"),)
    assert found.text.zh == "周二课后服务2 三(1)班 活动：刘敏、陈磊不教也不带这个班"


def test_the_deputy_who_teaches_another_class_is_known() -> None:
    classes = (SCHOOL.classes[0].model_copy(update={"deputy_teacher": "陈磊"}), SCHOOL.classes[1])
    plan = holding(PLAN, session(SCHOOL, "三(1)班 活动", 2, "陈磊"))
    assert assert_agree(SCHOOL, plan, RULE).amount == 1
    school = School.model_validate({**SCHOOL.model_dump(), "classes": classes})
    assert assert_agree(school, plan, RULE).amount == 0


def test_one_of_the_classes_of_a_merged_group_is_enough() -> None:
    merged = tuple(s.model_copy(update={"grouping": Grouping.MERGED, "group_size": 90}) for s in SCHOOL.stages)
    school = service_school(stages=merged)
    plan = holding(full_service(school), session(school, "三(1)班+三(2)班 活动", 2, "刘敏", "王芳"))
    assert assert_agree(school, plan, RULE).amount == 0
