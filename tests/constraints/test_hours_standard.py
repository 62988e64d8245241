import pytest

from scheduler.plan import Plan, StrayLesson
from scheduler.school import Area, Course, CurriculumItem, School, SchoolClass, Slot, Subject, Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of

BELL = bell()
SLOTS = [Slot(SCHEDULE, day, period) for day in range(1, 6) for period in BELL.lesson_periods]
RULE = active("hours_standard")
FIRST_GRADE = {"道法": 1, "语文": 2, "数学": 2, "科学": 1, "体育": 4, "音乐": 1, "美术": 1, "劳动": 1, "班会": 1}
AREAS = {
    "道法": Area.MORALITY,
    "语文": Area.CHINESE,
    "数学": Area.MATHS,
    "科学": Area.SCIENCE,
    "体育": Area.PE,
    "音乐": Area.MUSIC,
    "美术": Area.ART,
    "劳动": Area.LABOUR,
    "班会": Area.CLASS_MEETING,
}


def school_of(lessons: dict[str, int], *more: Course, grade: int = 1, planned: bool = True) -> School:
    courses = tuple(course("一(1)班", name, None, count) for name, count in lessons.items()) + more
    return make_school(
        courses,
        subjects=tuple(Subject(id=name, area=area) for name, area in AREAS.items()),
        classes=(SchoolClass(id="一(1)班", grade=grade, number=1, schedule=SCHEDULE),),
        curriculum=(CurriculumItem(grade=grade, subject="语文", lessons=2),) if planned else (),
        venues=(),
    )


def plan_in_order(school: School) -> Plan:
    slots = iter(SLOTS)
    return plan_of({c.id: [next(slots) for _ in range(c.lessons)] for c in school.courses})


def test_the_least_of_everything() -> None:
    school = school_of(FIRST_GRADE)
    found = assert_agree(school, plan_in_order(school), RULE)
    assert (found.violations, found.judged, found.notes) == ((), 9 - 1, ())


def test_too_little_sport() -> None:
    school = school_of({**FIRST_GRADE, "体育": 2})
    (found,) = assert_agree(school, plan_in_order(school), RULE).violations
    assert (found.owner.id, found.amount, found.classes) == ("一(1)班", 2, ("一(1)班",))
    assert "体育与健康" in found.text.zh


def test_a_course_that_is_missing_or_not_held() -> None:
    without = school_of({name: count for name, count in FIRST_GRADE.items() if name != "劳动"})
    assert [v.amount for v in assert_agree(without, plan_in_order(without), RULE).violations] == [1]
    school = school_of(FIRST_GRADE)
    plan = Plan(placements=tuple(p for p in plan_in_order(school).placements if p.course != "一(1)班|劳动"))
    assert [v.amount for v in assert_agree(school, plan, RULE).violations] == [1]


def test_every_other_week_is_half_a_lesson() -> None:
    odd = course("一(1)班", "劳动", None, 1, week=Week.ODD)
    half = school_of({name: count for name, count in FIRST_GRADE.items() if name != "劳动"}, odd)
    (found,) = assert_agree(half, plan_in_order(half), RULE).violations
    assert (found.amount, "0.5 节" in found.text.zh) == (1, True)
    music = [course("一(1)班", name, None, 1, id=name, week=w) for name, w in (("音乐", Week.ODD), ("美术", Week.EVEN))]
    arts = school_of({**FIRST_GRADE, "音乐": 1, "美术": 1}, *music)
    assert not assert_agree(arts, plan_in_order(arts), RULE).violations


def test_a_stray_lesson_of_the_area_counts() -> None:
    school = school_of({name: count for name, count in FIRST_GRADE.items() if name != "劳动"})
    stray = StrayLesson(class_id="一(1)班", slot=SLOTS[-1], subject="劳动")
    plan = Plan(placements=plan_in_order(school).placements, strays=(stray,))
    assert not verdict(school, plan, RULE).violations


def test_grades_without_curriculum_or_standard_are_not_judged() -> None:
    for school in (school_of({"语文": 1}, planned=False), school_of({"语文": 1}, grade=10)):
        found = assert_agree(school, plan_in_order(school), RULE)
        assert (found.judged, found.violations) == (0, ())
        assert found.unjudged is not None


@pytest.mark.parametrize(("minutes", "lessons", "amount"), [(40, 3, 0), (40, 2, 1), (60, 2, 0), (60, 1, 1), (35, 3, 0)])
def test_longer_lessons_may_be_fewer(minutes: int, lessons: int, amount: int) -> None:
    """Three PE lessons of 40 minutes in grade 3; two of an hour take as long, and three of 35 are three."""
    usual = bell(afternoon=3)
    periods = tuple(
        p.model_copy(update={"start": 60 * n, "end": 60 * n + minutes}) for n, p in enumerate(usual.periods, 6)
    )
    classes = (SchoolClass(id="甲班", grade=3, number=1, schedule=SCHEDULE),)
    pe = course("甲班", "体育", "赵军", lessons)
    school = make_school(
        (pe,),
        schedules=(usual.model_copy(update={"periods": periods}),),
        classes=classes,
        curriculum=(CurriculumItem(grade=3, subject="体育", lessons=lessons),),
    )
    slots = school.class_slots("甲班")[:lessons]
    found = assert_agree(school, plan_of({pe.id: list(slots)}), active("hours_standard")).violations
    assert [v.amount for v in found if "体育" in v.text.zh] == [amount] * bool(amount)
