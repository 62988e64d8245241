from scheduler.plan import Plan
from scheduler.school import School, ServiceDuty, StageKind
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import at, full_service, holding, service_school, session

SCHOOL = service_school()
RULE = active("tutor_spread")
SECOND = [session(SCHOOL, "三(2)班 作业辅导", day, name) for day, name in ((1, "刘敏"), (2, "陈磊"))]


def plan_of(school: School, *turns: tuple[int, str], station: str = "三(1)班 作业辅导") -> Plan:
    """The second class has its tutors on two days; the first has those given, one a day unless a day stands twice."""
    days = dict.fromkeys(day for day, _ in turns)
    first = [session(school, station, day, *(name for d, name in turns if d == day)) for day in days]
    return holding(Plan(), *SECOND, *first)


def test_each_core_subject_comes_and_not_all_on_one_day() -> None:
    found = assert_agree(SCHOOL, plan_of(SCHOOL, (2, "王芳"), (5, "李强"), (3, "孙悦")), RULE)
    assert found.judged == 2 * (2 + 1) and not found.violations  # 语文 and 数学 of two classes, and their days


def test_a_subject_never_comes() -> None:
    (found,) = assert_agree(SCHOOL, plan_of(SCHOOL, (2, "王芳"), (5, "王芳"), (3, "陈磊")), RULE).violations
    assert found.owner.id == "三(1)班" and found.amount == 1 and found.teachers == ("李强",)
    assert found.text.zh == "三(1)班 一周的作业辅导和答疑没有数学教师（李强）"


def test_all_on_one_day() -> None:
    (found,) = assert_agree(SCHOOL, plan_of(SCHOOL, (2, "王芳"), (2, "李强"), (3, "孙悦")), RULE).violations
    assert found.owner.id == "三(1)班" and found.amount == 1 and found.slots == (at(2, "课后服务1"),)
    assert found.text.zh == "三(1)班 语文、数学教师到班辅导的日子：周二，应分在至少两天"
    again = plan_of(SCHOOL, (2, "王芳"), (2, "李强"), (3, "李强"))
    assert not assert_agree(SCHOOL, again, RULE).violations


def test_nobody_comes() -> None:
    found = assert_agree(SCHOOL, plan_of(SCHOOL, (2, "孙悦")), RULE)
    assert found.amount == 3 and len(found.violations) == 3


def test_tutoring_counts_and_activity_does_not() -> None:
    tutoring = SCHOOL.stages[1].model_copy(update={"id": "答疑", "kind": StageKind.TUTORING})
    school = service_school(stages=(SCHOOL.stages[0], tutoring), enrolments=(), clubs=(), duties=())
    plan = plan_of(school, (2, "王芳"), (3, "李强"), station="三(1)班 答疑")
    assert not assert_agree(school, plan, RULE).violations
    assert assert_agree(SCHOOL, plan_of(SCHOOL, (2, "王芳"), (3, "李强"), station="三(1)班 活动"), RULE).amount == 3


def test_who_may_not_come_is_not_expected() -> None:
    stages = (SCHOOL.stages[0].model_copy(update={"candidates": ("王芳", "孙悦", "刘敏", "陈磊")}),)
    school = service_school(stages=stages, enrolments=(), clubs=(), duties=())
    found = assert_agree(school, plan_of(school, (2, "王芳")), RULE)
    assert found.judged == 1 + 3 and not found.violations
    teachers = tuple(
        t.model_copy(update={"service": ServiceDuty.NONE}) if t.id == "李强" else t for t in SCHOOL.teachers
    )
    exempt = service_school(teachers=teachers)
    assert not assert_agree(exempt, plan_of(exempt, (2, "王芳")), RULE).violations


def test_where_there_is_one_day_they_come_on_it() -> None:
    stages = (SCHOOL.stages[0].model_copy(update={"days": (2,), "per_adult": 20}),)
    school = service_school(stages=stages, enrolments=(), clubs=(), duties=())
    both = (("三(1)班 作业辅导", "王芳", "李强"), ("三(2)班 作业辅导", "刘敏", "陈磊"))
    plan = holding(Plan(), *(session(school, station, 2, *names) for station, *names in both))
    found = assert_agree(school, plan, RULE)
    assert found.judged == 4 and not found.violations


def test_the_youngest_have_no_homework_tutors() -> None:
    school = service_school(("二(1)班",))
    assert assert_agree(school, full_service(school), RULE).judged == 0
