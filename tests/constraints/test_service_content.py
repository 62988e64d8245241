import pytest

from constraints.service.service_content import ALLOWED, content_fault, kind_fault
from scheduler.school import Area, Content, Grouping, School, StageKind, StationKind, Subject
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, club, full_service, holding, service_bell, service_school, session, stage

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_content")

LESSONS = """
数学新课 新授课 新课同步 超前学习 提前学初二 预习新课 讲课 赶进度 期末复习课 习题课 刷题 NewLesson
集体补课 周末补习班 培优补差课 尖子班 统一补差 中考冲刺 Make-upLesson 集体补习
数学 语文课 英语 道法 物理 科学 信息技术 七年级数学 初三物理 数学A班 数学(1)班 中段数学 英语提高班 数学辅导课 高段英语2
"""
PURSUITS = """
趣味数学 英语戏剧 数学社团 英语角 足球 中段足球2 足球提高班 体育 体育课 音乐 美术 劳动 书法 科普 科学小实验 生物观察
历史故事会 科技创新课 演讲课 新课标书目共读 传统文化课 围棋课 晚上课后服务 课后服务1 作业辅导 答疑 数学答疑 数学辅导 分层答疑 补习辅导 自习
"""


@pytest.mark.parametrize("name", LESSONS.split())
def test_names_of_lessons(name: str) -> None:
    fault = content_fault(name)
    assert fault is not None and name in fault.zh


@pytest.mark.parametrize("name", PURSUITS.split())
def test_names_of_what_is_no_lesson(name: str) -> None:
    assert content_fault(name) is None


def test_spaces_and_signs_hide_nothing() -> None:
    for name in ("数学 新课", "数学（新课）", "make-up lesson", " 语 文 "):
        assert content_fault(name) is not None


def test_the_subjects_of_the_school_are_known() -> None:
    subjects = (Subject(id="理综", area=Area.PHYSICS), Subject(id="剪纸", area=Area.LOCAL))
    assert content_fault("理综") is None and content_fault("理综", subjects) is not None
    assert content_fault("剪纸", subjects) is None


def test_every_content_has_a_kind() -> None:
    assert set().union(*ALLOWED.values()) == set(Content)
    assert kind_fault(StationKind.HOMEWORK, Content.HOMEWORK, 1) is None
    assert kind_fault(StationKind.CLUB, Content.HOMEWORK, 1) is not None
    assert kind_fault(StationKind.EXTENDED_CARE, Content.CARE, 5) is None
    assert kind_fault(StationKind.EXTENDED_CARE, Content.CARE, 6) is not None


def test_a_programme_that_is_none_but_service() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert (found.judged, found.violations) == (20 + 5 + 4, ())


def with_club(name: str, content: Content = Content.CLUB) -> School:
    return service_school(clubs=(club(name, content, (3,), "李强", days=(2, 3)),))


def test_a_club_called_new_lesson() -> None:
    school = with_club("数学新课")
    (found,) = assert_agree(school, full_service(school), RULE).violations
    assert (found.owner.id, found.amount, found.slots) == ("社团|数学新课", 1, (at(2, "课后服务2"),))
    assert found.classes == ("三(1)班", "三(2)班")
    assert "不得讲新课" in found.text.zh
    idle = full_service(with_club("合唱", Content.ART))
    assert not assert_agree(school, holding(idle.model_copy(update={"sessions": ()})), RULE).violations


def test_a_club_that_is_a_course_or_does_homework() -> None:
    for school, words in (
        (with_club("数学"), "课表里的课程"),
        (with_club("写作业", Content.HOMEWORK), "“作业辅导”不是社团的内容"),
    ):
        (found,) = assert_agree(school, full_service(school), RULE).violations
        assert words in found.text.zh


def test_a_stage_called_make_up_lesson() -> None:
    by_class = stage("集体补课", StageKind.TUTORING, "课后服务1", (3,), Content.TUTORING)
    clubs = stage("数学补课", StageKind.ACTIVITY, "课后服务2", (3,), Content.CLUB, grouping=Grouping.CLUBS)
    school = service_school(stages=(by_class, clubs), enrolments=())
    found = assert_agree(school, full_service(school), RULE).violations
    assert {v.owner.id.partition("|")[0] for v in found} == {"集体补课", "社团"}
    assert len(found) == 2 * 5 + 4


def test_an_activity_is_no_self_study() -> None:
    activity = stage("活动", StageKind.ACTIVITY, "课后服务1", (3,), Content.SPORT, Content.SELF_STUDY)
    school = service_school(stages=(activity,), enrolments=(), clubs=())
    found = assert_agree(school, full_service(school), RULE).violations
    assert sorted(v.slots[0].day for v in found) == [2, 2, 4, 4]


def test_weekends_are_for_pursuits() -> None:
    weekend = (
        stage("周末托管", StageKind.WEEKEND_CARE, "课后服务1", (3,), Content.READING, Content.HOMEWORK, days=(5, 6)),
        stage("周末作业", StageKind.HOMEWORK, "课后服务2", (3,), Content.HOMEWORK, days=(6,)),
    )
    enrolments = tuple(e.model_copy(update={"stage": "周末托管"}) for e in SCHOOL.enrolments)
    school = service_school(stages=weekend, enrolments=enrolments, clubs=(), schedules=(service_bell(days=6),))
    found = assert_agree(school, full_service(school), RULE).violations
    assert {v.slots[0] for v in found} == {at(6, "课后服务1"), at(6, "课后服务2")}


def test_what_the_plan_says_that_pupils_do() -> None:
    for title, count in (("语文新课", 1), ("语文", 1), ("绘本阅读", 0), ("", 0)):
        plan = holding(PLAN, session(SCHOOL, "三(1)班 作业辅导", 2, "王芳", title=title))
        found = verdict(SCHOOL, plan, RULE).violations
        assert [v.slots for v in found] == [(at(2, "课后服务1"),)] * count
        assert all(v.teachers == ("王芳",) for v in found)
