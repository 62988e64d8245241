from scheduler.plan import Plan
from scheduler.school import GrantKind, School, WorkingHours
from tests.constraints.agreement import active, assert_agree
from tests.service_schools import grant, minutes, service_school

RULE = active("flex_core")
LATE, EARLY = GrantKind.LATE_START, GrantKind.EARLY_LEAVE
SCHOOL = service_school()


def school_of(core_start: str, core_end: str) -> School:
    hours = WorkingHours(
        start=minutes("07:50"),
        end=minutes("17:30"),
        core_start=minutes(core_start),
        core_end=minutes(core_end),
        half_days=True,
    )
    return SCHOOL.model_copy(update={"working": hours})


def test_outside_the_core_hours() -> None:
    plan = Plan(grants=(grant("王芳", 2, LATE), grant("王芳", 3, EARLY)))
    found = assert_agree(school_of("08:50", "16:30"), plan, RULE)
    assert found.judged == 2 and not found.violations


def test_within_the_core_hours() -> None:
    plan = Plan(grants=(grant("王芳", 2, LATE), grant("李强", 3, EARLY)))
    (late,) = assert_agree(school_of("08:45", "16:30"), plan, RULE).violations
    assert (late.owner.id, late.amount, late.teachers) == ("王芳", 1, ("王芳",))
    assert late.text.zh == "王芳 周二晚到，占用了核心时段 08:45–16:30"
    assert [v.owner.id for v in assert_agree(school_of("08:45", "16:31"), plan, RULE).violations] == ["王芳", "李强"]


def test_half_days_off_are_not_bound() -> None:
    plan = Plan(grants=(grant("王芳", 2, GrantKind.MORNING_OFF), grant("李强", 3, GrantKind.AFTERNOON_OFF)))
    assert assert_agree(school_of("08:00", "17:00"), plan, RULE).judged == 0


def test_a_school_without_core_hours() -> None:
    assert assert_agree(SCHOOL, Plan(grants=(grant("王芳", 2),)), RULE).judged == 0
