from scheduler.plan import Plan
from scheduler.school import Grouping, ServiceDuty, StageKind
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import full_service, holding, service_school, session

SCHOOL = service_school()
RULE = active("homeroom_first")


def led(first: tuple[int, ...] = (1, 3), second: tuple[int, ...] = (2, 4)) -> Plan:
    """Homework led by 王芳 and 刘敏, the homeroom teachers, on some days, by 孙悦 and 赵军 on the others."""
    return holding(
        full_service(SCHOOL),
        *(session(SCHOOL, "三(1)班 作业辅导", d, "王芳" if d in first else "孙悦") for d in range(1, 6)),
        *(session(SCHOOL, "三(2)班 作业辅导", d, "刘敏" if d in second else "赵军") for d in range(1, 6)),
    )


def test_two_of_five_are_the_homeroom_teachers() -> None:
    found = assert_agree(SCHOOL, led(), RULE)
    assert found.judged == 2 and not found.violations


def test_too_few() -> None:
    (found,) = assert_agree(SCHOOL, led(first=(3,)), RULE).violations
    assert found.owner.id == "三(1)班" and found.amount == 1 and found.teachers == ("王芳",)
    assert found.text.zh == "三(1)班 作业辅导由班主任（王芳）负责 1 次，应至少 2 次"
    assert assert_agree(SCHOOL, led(first=(), second=()), RULE).amount == 4


def test_the_figure() -> None:
    assert assert_agree(SCHOOL, led(), active("homeroom_first", least="4")).amount == 4
    assert assert_agree(SCHOOL, led(), active("homeroom_first", least="7")).amount == 6  # there are five sessions
    assert assert_agree(SCHOOL, led(), active("homeroom_first", least="0")).judged == 0


def test_who_is_exempt_or_may_not_is_not_expected() -> None:
    teachers = tuple(
        t.model_copy(update={"service": ServiceDuty.NONE}) if t.id == "王芳" else t for t in SCHOOL.teachers
    )
    found = assert_agree(service_school(teachers=teachers), led(first=(), second=(1, 2)), RULE)
    assert found.judged == 1 and not found.violations
    stages = (SCHOOL.stages[0].model_copy(update={"candidates": ("孙悦", "赵军", "刘敏")}), *SCHOOL.stages[1:])
    assert assert_agree(service_school(stages=stages), led(first=(), second=(1, 2)), RULE).judged == 1


def test_homework_at_two_times_of_day_counts_together() -> None:
    homework = SCHOOL.stages[0].model_copy(update={"days": (1, 2, 3)})
    later = SCHOOL.stages[1].model_copy(update={"id": "晚作业", "kind": StageKind.HOMEWORK, "days": (4, 5)})
    school = service_school(stages=(homework, later), enrolments=(), clubs=(), duties=())
    sessions = [session(school, "三(1)班 作业辅导", 1, "王芳"), session(school, "三(1)班 晚作业", 4, "王芳")]
    found = assert_agree(school, Plan(sessions=tuple(sessions)), RULE)
    assert [(v.owner.id, v.amount) for v in found.violations] == [("三(2)班", 2)]


def test_either_homeroom_teacher_of_a_merged_group() -> None:
    merged = tuple(s.model_copy(update={"grouping": Grouping.MERGED, "group_size": 90}) for s in SCHOOL.stages)
    school = service_school(stages=merged)
    group = "三(1)班+三(2)班 作业辅导"
    others = [session(school, group, d, "孙悦", "赵军") for d in range(1, 6)]
    plan = holding(full_service(school), *others, session(school, group, 2, "刘敏", "王芳"))
    (found,) = assert_agree(school, plan, RULE).violations
    assert found.amount == 1 and found.classes == ("三(1)班", "三(2)班") and found.teachers == ("刘敏", "王芳")
    assert not assert_agree(school, holding(plan, session(school, group, 5, "王芳", "赵军")), RULE).violations
