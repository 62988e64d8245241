from datetime import date

import pytest

from scheduler.plan import StrayLesson
from scheduler.school import Area, Exam, School, SchoolClass, Subject
from tests.constraints.agreement import asking, assert_agree, verdict
from tests.schools import SCHEDULE, SUBJECTS, course, make_school, plan_of, slot

RULE = asking("exam_calendar")
TODAY = asking("exam_calendar", mock_exams=2, across_schools=0)
PLAN = plan_of({"甲班|语文": [slot(1, 1)]})


def school_of(
    *exams: tuple[str, tuple[int, ...], int | None], grades: tuple[int, ...] = (7,), start: date | None = None
) -> School:
    """One class in each grade; the first is 甲班."""
    names = ["甲班", *(f"{grade}年级" for grade in grades[1:])]
    return make_school(
        tuple(course(name, "语文", "王芳", 1) for name in names),
        classes=tuple(
            SchoolClass(id=n, grade=g, number=1, schedule=SCHEDULE) for n, g in zip(names, grades, strict=True)
        ),
        exams=tuple(Exam(name=name, grades=grades, week=week) for name, grades, week in exams),
        term_start=start,
    )


def test_a_lawful_calendar() -> None:
    school = school_of(
        ("期末非纸笔乐考", (1, 2), 20),
        ("期中乐考", (1, 2), 10),
        ("期末考试", (3, 4, 5, 6), 20),
        ("期末语文", (7, 8, 9), 20),
        ("期末数学", (7, 8, 9), 20),
        ("期中考试", (7, 8, 9), 10),
        ("月考", (10, 11), 6),
        grades=tuple(range(1, 12)),
    )
    found = assert_agree(school, PLAN, RULE)
    assert (found.violations, found.notes) == ((), ())


@pytest.mark.parametrize(
    ("name", "grades"),
    [
        ("期末考试", (1,)),
        ("单元测试", (2,)),
        ("期中考试", (4,)),
        ("周考", (7,)),
        ("期中后月考", (8,)),
        ("中考模拟", (9,)),
        ("第一单元考试", (5, 6)),
    ],
)
def test_exams_that_must_not_be(name: str, grades: tuple[int, ...]) -> None:
    found = assert_agree(school_of((name, grades, 8), grades=grades), PLAN, RULE).violations
    assert [v.owner.id for v in found] == [str(grade) for grade in grades]
    assert name in found[0].text.zh


def test_two_finals() -> None:
    for weeks in ((19, 20), (None, None), (None, 20)):
        school = school_of(*(("期末考试", (7,), week) for week in weeks))
        (found,) = assert_agree(school, PLAN, RULE).violations
        assert "2 次期末" in found.text.zh


def test_no_calendar_is_said() -> None:
    assert assert_agree(school_of(), PLAN, RULE).notes
    assert assert_agree(school_of(("月考", (10,), 5), grades=(10,)), PLAN, RULE).unjudged is not None
    assert not assert_agree(school_of(("月考", (6,), 5)), PLAN, RULE).violations


def test_an_exam_as_a_lesson() -> None:
    subjects = (*SUBJECTS, Subject(id="数学周考", area=Area.OTHER))
    school = make_school((course("七(1)班", "数学周考", "李强", 1),), subjects=subjects)
    assert not assert_agree(school, plan_of({}), RULE).violations
    (found,) = assert_agree(school, plan_of({"七(1)班|数学周考": [slot(5, 6)]}), RULE).violations
    assert (found.classes, found.teachers, found.slots) == (("七(1)班",), ("李强",), (slot(5, 6),))


def test_an_exam_as_a_stray_lesson() -> None:
    stray = StrayLesson(class_id="甲班", slot=slot(5, 6), subject="月考")
    plan = plan_of({}, strays=(stray,))
    (found,) = verdict(school_of(), plan, RULE).violations
    assert (found.owner.id, found.slots) == ("甲班", (slot(5, 6),))
    assert not verdict(school_of(grades=(10,)), plan, RULE).violations


def test_mock_exams_of_the_graduating_grade_in_its_review_phase() -> None:
    mocks = (("一模", (9,), 8), ("九年级第二次模拟考试", (9,), 12))
    spring, autumn = date(2027, 3, 1), date(2026, 9, 1)
    assert not assert_agree(school_of(*mocks, grades=(9,), start=spring), PLAN, TODAY).violations
    assert not assert_agree(school_of(*mocks, grades=(9,)), PLAN, TODAY).violations
    (found,) = assert_agree(school_of(*mocks, ("三模", (9,), 14), grades=(9,)), PLAN, TODAY).violations
    assert found.text.zh == "9 年级有 3 次模拟考试，每学期至多 2 次"
    early = assert_agree(school_of(*mocks, grades=(9,), start=autumn), PLAN, TODAY).violations
    assert len(early) == 2 and "总复习阶段" in early[0].text.zh
    for grade in (6, 8):
        (found,) = assert_agree(school_of(("模拟考试", (grade,), 8), grades=(grade,)), PLAN, TODAY).violations
        assert "不得组织期末" in found.text.zh
    assert len(assert_agree(school_of(*mocks, grades=(9,)), PLAN, RULE).violations) == 2


def test_exams_across_schools() -> None:
    for grade, name, broken in (
        (6, "期末区统考", 1),
        (8, "期中联考", 1),
        (9, "期末联考", 0),
        (9, "九校联考模拟", 0),
        (8, "期末考试", 0),
    ):
        school = school_of((name, (grade,), 20), grades=(grade,))
        assert len(assert_agree(school, PLAN, TODAY).violations) == broken, name
    assert not assert_agree(school_of(("期末联考", (8,), 20), grades=(8,)), PLAN, RULE).violations
