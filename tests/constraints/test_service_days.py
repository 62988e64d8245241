from constraints.service.service_days import days_without_service
from scheduler.plan import Plan
from scheduler.school import Content, SchoolClass, StageKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, make_school
from tests.service_schools import at, full_service, service_bell, service_school, stage

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_days")


def on_days(plan: Plan, *days: int) -> Plan:
    return plan.model_copy(update={"sessions": tuple(s for s in plan.sessions if s.slot.day in days)})


def test_service_on_five_days() -> None:
    found = assert_agree(SCHOOL, PLAN, RULE)
    assert (found.judged, found.violations) == (5, ())
    assert days_without_service(SCHOOL, 3) == []


def test_a_wednesday_without_service() -> None:
    (found,) = assert_agree(SCHOOL, on_days(PLAN, 1, 2, 4, 5), RULE).violations
    assert (found.owner.id, found.amount, found.classes) == ("3", 1, ("三(1)班", "三(2)班"))
    assert found.slots == (at(3, "课后服务1"), at(3, "课后服务2"))
    assert found.text.zh == "3 年级周三没有课后服务"


def test_a_day_on_which_only_another_grade_has_service() -> None:
    school = service_school(("三(1)班", "五(1)班"))
    whole = full_service(school)
    kept = tuple(s for s in whole.sessions if s.slot.day != 2 or 3 not in school.service.stations[s.station].grades)
    (found,) = assert_agree(school, Plan(sessions=kept), RULE).violations
    assert (found.owner.id, found.slots[0].day) == ("3", 2)


def test_patrols_are_no_service_of_a_grade() -> None:
    patrols = tuple(s for s in PLAN.sessions if s.station.startswith("巡查"))
    assert len(assert_agree(SCHOOL, Plan(sessions=patrols), RULE).violations) == 5


def test_a_school_that_plans_four_days() -> None:
    school = service_school(
        stages=(stage("活动", StageKind.ACTIVITY, "课后服务1", (3,), Content.SPORT, days=(1, 2, 3, 4)),),
        clubs=(),
        enrolments=(),
    )
    assert days_without_service(school, 3) == [5]
    (found,) = assert_agree(school, full_service(school), RULE).violations
    assert found.slots == (at(5, "课后服务1"), at(5, "课后服务2"))  # of the bell schedule: nothing is planned


def test_without_service_and_in_grade_ten_nothing_is_judged() -> None:
    senior = SchoolClass(id="高一(1)班", grade=10, number=1, schedule=SCHEDULE)
    activity = stage("活动", StageKind.ACTIVITY, "课后服务1", (10,), Content.SPORT)
    school = make_school((), classes=(senior,), schedules=(service_bell(),), stages=(activity,))
    for each in (make_school(), school):
        found = verdict(each, Plan(), RULE)
        assert (found.judged, found.violations) == (0, ())
        assert found.unjudged is not None
