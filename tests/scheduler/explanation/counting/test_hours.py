"""Hours that cannot reach what the regulation asks, whatever is planned."""

from __future__ import annotations

from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.shortage import Shortage
from scheduler.model.owner import OwnerKind
from scheduler.school import Area, Content, CurriculumItem, School, SchoolClass, StageKind, Subject
from tests.schools import SCHEDULE, course, make_school
from tests.service_schools import club, enrolments_of, service_school, stage

FIRST_GRADE = {
    "道法": (1, Area.MORALITY),
    "语文": (2, Area.CHINESE),
    "数学": (2, Area.MATHS),
    "科学": (1, Area.SCIENCE),
    "体育": (4, Area.PE),
    "音乐": (1, Area.MUSIC),
    "美术": (1, Area.ART),
    "劳动": (1, Area.LABOUR),
    "班会": (1, Area.CLASS_MEETING),
}
GRADES = (3, 4)


def first_grade(**lessons: int) -> School:
    """Two first grades with the least that the standard asks, but for some subjects."""
    names = ("一(1)班", "一(2)班")
    counts = {**{name: count for name, (count, _) in FIRST_GRADE.items()}, **lessons}
    courses = tuple(course(name, subject, None, n) for name in names for subject, n in counts.items())
    return make_school(
        courses,
        subjects=tuple(Subject(id=name, area=area) for name, (_, area) in FIRST_GRADE.items()),
        classes=tuple(SchoolClass(id=name, grade=1, number=n, schedule=SCHEDULE) for n, name in enumerate(names, 1)),
        curriculum=(CurriculumItem(grade=1, subject="语文", lessons=2),),
        venues=(),
    )


def of_grades(school: School, rule: str) -> list[Shortage]:
    return [each for each in shortages(school) if each.owner.kind is OwnerKind.GRADE and rule in each.rules]


def test_hours_that_cannot_reach_the_standard() -> None:
    (found,) = shortages(first_grade(体育=2))
    assert (found.owner.id, found.needs, found.has) == ("一(1)班", 4, 2)
    assert found.text.zh == "一(1)班体育与健康按标准一周至少 4 节，任课表里只有 2 节；一(2)班也是这样"
    assert set(found.rules) == {"hours_standard", "no_added_lessons"}
    assert shortages(first_grade()) == ()


def test_more_lessons_than_the_week_may_have() -> None:
    (found,) = shortages(first_grade(语文=15))
    assert found.rules[0] == "weekly_total"
    assert (found.needs, found.has) == (27, 26)
    assert "各科一周共 27 节，1 年级最多 26 节" in found.text.zh


def test_too_little_service_a_day() -> None:
    """Nothing but an hour of homework: 60 minutes of 120, and nothing to choose from."""
    homework = stage("作业辅导", StageKind.HOMEWORK, "课后服务1", GRADES, Content.HOMEWORK)
    school = service_school(("三(1)班", "四(1)班"), stages=(homework,), enrolments=(), clubs=())
    (found,) = of_grades(school, "service_minutes")
    assert (found.owner.id, found.needs, found.has) == ("3", 120, 60)
    assert found.text.zh == "3 年级周一至周五课后服务每天至少 120 分钟，全部开展也只有 60 分钟；4 年级也是这样"
    chosen = of_grades(school, "service_choice")
    assert [(each.needs, each.has) for each in chosen] == [(2, 0), (4, 0)]
    assert chosen[0].text.zh.startswith("3 年级周一至周五每天要有 2 类活动可选，安排的只有 0 类")


def test_a_weekday_without_service() -> None:
    days = (1, 2, 3, 4)
    homework = stage("作业辅导", StageKind.HOMEWORK, "课后服务1", GRADES, Content.HOMEWORK, days=days)
    school = service_school(("三(1)班",), stages=(homework,), enrolments=(), clubs=())
    (found,) = of_grades(school, "service_days")
    assert (found.needs, found.has) == (5, 4)
    assert "周五没有安排" in found.text.zh


def test_too_little_homework() -> None:
    activity = stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), Content.READING)
    care = stage("延时托管", StageKind.EXTENDED_CARE, "延时托管", (3,), Content.CARE)
    school = service_school(("三(1)班",), stages=(activity, care), enrolments=enrolments_of(("三(1)班",)), clubs=())
    (found,) = of_grades(school, "homework_time")
    assert found.has == 0
    assert f"作业辅导、答疑和晚自习一周至少 {found.needs} 分钟，全部开展也只有 0 分钟" in found.text.zh


def test_a_club_is_a_choice() -> None:
    homework = stage("作业辅导", StageKind.HOMEWORK, "课后服务1", (3,), Content.HOMEWORK)
    clubs = tuple(
        club(name, content, (3,), "赵军", sessions=5)
        for name, content in (("合唱", Content.ART), ("足球", Content.SPORT))
    )
    school = service_school(("三(1)班",), stages=(homework,), enrolments=(), clubs=clubs)
    assert [(each.needs, each.has) for each in of_grades(school, "service_choice")] == [(4, 2)]
