"""What a bureau is told of a school: figures counted by hand, nothing invented, nobody named."""

from __future__ import annotations

import pytest

from constraints.articles import Result
from constraints.audit import audit
from scheduler.district.figures import SubjectLoad
from scheduler.district.staff import subject_loads
from scheduler.district.summary import SchoolSummary, summary_of
from scheduler.explanation.counting.counting import shortages
from scheduler.plan.omissions import Omissions, PlanPart
from scheduler.school import Contract, GrantKind, School, StaffKind, Teacher
from tests.full_plans import full_plan
from tests.schools import course, make_school, plan_of, slot
from tests.service_schools import CLASSES, COACH, grant, service_school, without


@pytest.fixture(scope="module")
def school() -> School:
    return service_school()


@pytest.fixture(scope="module")
def told(school: School) -> SchoolSummary:
    plan = full_plan(school)
    return summary_of(school, plan, audit(school, plan))


def test_lessons_are_those_of_the_plan(school: School, told: SchoolSummary) -> None:
    assert (told.classes, told.grades, told.hours is not None) == (2, (3,), True)
    assert told.hours is not None and told.protected is not None
    (grade,) = told.hours
    weekly = sum(c.lessons for c in school.class_courses[CLASSES[0]])
    assert (grade.grade, grade.classes, grade.asked, grade.least, grade.most) == (3, 2, 30, weekly, weekly)
    pe = next(area for area in grade.areas if area.name.zh == "体育与健康")
    held = sum(c.lessons for c in school.class_courses[CLASSES[0]] if c.subject == "体育")
    assert (pe.asked, pe.least, pe.short) == (3, held, 2 if held < 3 else 0)
    assert {each.area: (each.due, each.held) for each in told.protected}["pe"] == (2 * held, 2 * held)


def test_service_is_counted_by_the_clock(told: SchoolSummary) -> None:
    assert told.service is not None
    (grade,) = told.service
    assert (grade.days, grade.minutes, grade.ends, grade.evening) == (5, 120, 18 * 60, None)
    assert grade.care == 18 * 60 + 30 and grade.kinds >= 1 and len(grade.week) >= grade.kinds
    assert grade.enrolled <= grade.pupils == 90


def test_a_day_without_service_is_seen(school: School, told: SchoolSummary) -> None:
    plan = full_plan(school)
    for name in CLASSES:
        plan = without(plan, school, f"作业辅导|{name}", 2)
    found = summary_of(school, plan, audit(school, plan))
    assert found.service is not None and told.service is not None
    assert found.service[0].minutes < told.service[0].minutes
    assert found.compliant is False
    broken = {each.cited.zh for each in found.articles if each.result is Result.BROKEN}
    assert "金教〔2021〕137号 四(五)1" in broken


def test_articles_stand_in_their_order_and_documents_apart(told: SchoolSummary) -> None:
    cited = [each.cited.zh for each in told.articles]
    ours = [name for name in cited if name.startswith("金教")]
    assert cited[: len(ours)] == ours
    assert [n.split()[1] for n in ours].index("四(二)3") > [n.split()[1] for n in ours].index("四(一)4")
    assert ours[-1].endswith("四(五)4")


def test_what_the_plan_does_not_tell_is_unknown_and_no_zero(school: School) -> None:
    plan = full_plan(school).model_copy(update={"sessions": (), "grants": ()})
    found = summary_of(school, plan, audit(school, plan))
    assert (found.service, found.adults, found.external, found.flexible) == (None, None, None, None)
    assert found.hours is not None
    article = next(each for each in found.articles if each.cited.zh.endswith("四(五)4"))
    assert article.result is Result.UNJUDGED and article.why is not None
    omitted = Omissions(parts=frozenset({PlanPart.DUTIES}))
    whole = full_plan(school)
    partly = summary_of(school, whole, audit(school, whole, omitted), omissions=omitted)
    assert partly.adults is None and partly.service is not None


def test_a_school_without_a_plan_tells_who_is_there(school: School) -> None:
    found = summary_of(school)
    assert (found.compliant, found.hours, found.articles) == (None, None, ())
    assert found.classes == 2 and found.loads and found.staff == sum(t.kind is StaffKind.STAFF for t in school.teachers)


def test_nobody_is_named_unless_asked(school: School) -> None:
    """A contract that is lacking, a teacher in two places: the sentences say so without a name."""
    broken = school.renewed(contracts=())
    plan = full_plan(broken)
    report = audit(broken, plan)
    assert any(COACH in violation.text.zh for _, violation in report.violations())
    found = summary_of(broken, plan, report)
    document = found.model_dump_json()
    assert not [teacher.id for teacher in broken.teachers if teacher.id in document]
    assert found.external is not None and (found.external.people, found.external.faultless) == (1, 0)
    assert found.external.faults[0].zh == "1 人未登记合同"
    named = summary_of(broken, plan, report, names=True)
    assert {person.teacher for person in named.people} == {teacher.id for teacher in broken.teachers}
    assert COACH in named.model_dump_json()


def test_flexible_hours_are_counted(school: School) -> None:
    staff = [teacher.id for teacher in school.teachers if teacher.kind is StaffKind.STAFF]
    grants = (grant(staff[0], 1), grant(staff[0], 2), grant(staff[1], 3, GrantKind.EARLY_LEAVE))
    plan = full_plan(school).model_copy(update={"grants": grants})
    found = summary_of(school, plan, audit(school, plan)).flexible
    assert found is not None
    assert (found.with_grant, found.grants) == (2, {"early_leave": 1, "late_start": 2})
    assert found.minutes == sum(school.grant_minutes(each.kind) for each in grants)


def _loads(school: School) -> dict[str, SubjectLoad]:
    return {each.subject: each for each in subject_loads(school, shortages(school))}


def test_lessons_without_a_teacher_and_beyond_what_one_can_hold() -> None:
    """30 slots a week: 35 lessons of one teacher are 5 too many, 6 lessons have nobody: one each would have to come."""
    classes = [f"七({n})班" for n in range(1, 8)]
    courses = (
        *(course(name, "体育", "赵军", 5) for name in classes),
        *(course(name, "语文", f"语{name}", 5) for name in classes),
        course(classes[0], "美术", None, 6),
    )
    found = _loads(make_school(courses))
    assert (found["体育"].lessons, found["体育"].teachers, found["体育"].posts) == (35, 1, 1)
    assert (found["体育"].beyond, found["体育"].lacks, found["体育"].norm) == (5, 1, 2.5)
    assert (found["美术"].vacant, found["美术"].lacks, found["美术"].posts) == (6, 1, 0)
    assert (found["语文"].lacks, found["语文"].norm, found["语文"].short) == (0, 2.92, 0)
    assert sum(each.posts for each in found.values()) == len(classes) + 1


def test_a_teacher_of_two_subjects_is_one_post() -> None:
    school = make_school((course("七(1)班", "语文", "王芳", 6), course("七(1)班", "美术", "王芳", 2)))
    found = _loads(school)
    assert (found["语文"].posts, found["美术"].posts) == (0.75, 0.25)


def test_of_senior_grades_no_usual_load_is_known() -> None:
    courses = (course("高一(1)班", "语文", "王芳", 6),)
    school = make_school(courses)
    senior = school.renewed(classes=(school.classes[0].renewed(grade=10),))
    assert _loads(senior)["语文"].norm is None and _loads(senior)["语文"].short is None


def test_names_in_what_is_short_are_hidden() -> None:
    classes = [f"七({n})班" for n in range(1, 8)]
    school = make_school(tuple(course(name, "体育", "赵军", 5) for name in classes))
    found = summary_of(school)
    assert found.short and "赵军" not in found.model_dump_json()
    assert "赵军" in summary_of(school, names=True).model_dump_json()


def test_a_contract_counts_as_faultless_when_it_covers_the_term(school: School) -> None:
    faults = [contract for contract in school.contracts if isinstance(contract, Contract)]
    plan = full_plan(school)
    found = summary_of(school, plan, audit(school, plan)).external
    assert found is not None and found.faultless == len(faults) and found.faults == ()


def test_the_document_is_read_back(told: SchoolSummary) -> None:
    assert SchoolSummary.model_validate_json(told.model_dump_json()) == told
    lone = make_school((course("七(1)班", "语文", "王芳", 1),), teachers=(Teacher(id="王芳"),))
    plan = plan_of({"七(1)班|语文": [slot(1, 1)]})
    assert summary_of(lone, plan, audit(lone, plan)).service == ()
