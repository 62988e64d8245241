from constraints.catalogue import active_rules
from scheduler.engine.bounds import prove_bounds
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.model.owner import Level
from scheduler.school import Mark, MarkLevel, MarkOwner, School, SchoolClass
from tests.schools import SCHEDULE, course, make_school
from tests.service_schools import service_school

LIMIT = StoppingCriterion(seconds=None, deterministic=2)


def soft(school: School) -> list[str]:
    return [active.rule.id for active in active_rules(school) if active.level is Level.SOFT]


def avoiding(school: School) -> School:
    """Return a school whose teacher of Chinese would rather have no lesson on any day: each of them costs."""
    marks = [
        Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=day, start=0, end=24 * 60, level=MarkLevel.AVOIDED)
        for day in range(1, 6)
    ]
    return School(**{**dict(school), "marks": tuple(marks)})


def test_what_must_be_paid_is_proven() -> None:
    school = avoiding(make_school())
    bounds = prove_bounds(school, soft(school), LIMIT)
    weight = next(active.weight for active in active_rules(school) if active.rule.id == "avoided_slots")
    lessons = sum(course.lessons for course in school.courses if "王芳" in course.teachers)
    assert bounds.by_rule["avoided_slots"] == lessons * weight
    assert bounds.total >= sum(bounds.by_rule.values())


def test_only_what_was_asked_for_counts() -> None:
    school = avoiding(make_school())
    bounds = prove_bounds(school, ["pe_days_apart"], LIMIT)
    assert set(bounds.by_rule) == {"pe_days_apart"} and bounds.total == bounds.by_rule["pe_days_apart"]


def test_no_plan_that_is_found_costs_less() -> None:
    school = avoiding(senior_school())
    bounds = prove_bounds(school, soft(school), LIMIT)
    report = solve(school, StoppingCriterion(seconds=None, deterministic=1), workers=1).report
    assert report is not None
    assert 0 < bounds.total <= report.cost
    assert all(bounds.by_rule[rule] <= cost for rule, cost in report.cost_by_rule().items())


def test_service_is_bounded_apart() -> None:
    school = service_school()
    bounds = prove_bounds(school, soft(school), LIMIT)
    alone = prove_bounds(school.without_service(), soft(school.without_service()), LIMIT)
    assert bounds.total >= sum(bounds.by_rule.values()) >= sum(alone.by_rule.values())
    assert set(bounds.by_rule) == set(soft(school))


def senior_school() -> School:
    """Return two classes of a senior grade, whose hours no standard sets."""
    names = ("高一(1)班", "高一(2)班")
    lessons = (("语文", "王芳", 5), ("数学", "李强", 5), ("体育", "赵军", 3))
    classes = (SchoolClass(id=name, grade=10, number=n, schedule=SCHEDULE) for n, name in enumerate(names, 1))
    courses = (course(name, subject, teacher, n) for name in names for subject, teacher, n in lessons)
    return make_school(tuple(courses), classes=tuple(classes))
