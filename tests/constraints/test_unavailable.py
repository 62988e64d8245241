from scheduler.plan import MeetingPlacement, Placement, Plan, StrayLesson
from scheduler.school import Mark, MarkLevel, MarkOwner, Meeting, School, SchoolClass
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

RULE = active("unavailable")
COURSES = (
    course("七(1)班", "语文", "王芳", 2),
    course("七(1)班", "体育", "赵军", 2, id="合班体育", classes=("七(1)班", "七(2)班")),
)


def closed(kind: MarkOwner, owner: str, day: int, start: int, end: int, level: MarkLevel = MarkLevel.FORBIDDEN) -> Mark:
    return Mark(owner_kind=kind, owner=owner, day=day, start=start, end=end, level=level)


def school_of(*marks: Mark, meeting: Meeting | None = None) -> School:
    return make_school(COURSES, marks=marks, meetings=() if meeting is None else (meeting,))


def test_open_times() -> None:
    marks = (
        closed(MarkOwner.TEACHER, "王芳", 2, 0, 1440),
        closed(MarkOwner.TEACHER, "王芳", 1, 0, 480),
        closed(MarkOwner.TEACHER, "王芳", 1, 480, 520, MarkLevel.AVOIDED),
    )
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(3, 1)], "合班体育": [slot(2, 1), slot(2, 2)]})
    assert not assert_agree(school_of(*marks), plan, RULE).violations


def test_one_minute_is_enough() -> None:
    for kind, owner in (
        (MarkOwner.TEACHER, "王芳"),
        (MarkOwner.CLASS, "七(1)班"),
        (MarkOwner.SUBJECT, "语文"),
        (MarkOwner.COURSE, "七(1)班|语文"),
    ):
        school = school_of(closed(kind, owner, 1, 519, 530))
        (found,) = assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 1), slot(3, 1)]}), RULE).violations
        assert (found.owner.kind.value, found.owner.id) == (kind.value, owner)
        assert (found.amount, found.classes, found.teachers, found.slots) == (1, ("七(1)班",), ("王芳",), (slot(1, 1),))


def test_a_time_that_is_closed_to_one_course_is_open_to_the_others() -> None:
    school = school_of(closed(MarkOwner.COURSE, "七(1)班|语文", 1, 480, 520))
    assert not assert_agree(school, plan_of({"合班体育": [slot(1, 1), slot(3, 1)]}), RULE).violations
    (found,) = assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 1), slot(3, 1)]}), RULE).violations
    assert found.text.zh.endswith("但七(1)班语文（王芳）此时标了“禁”")


def test_a_joint_course_needs_all_its_classes() -> None:
    school = school_of(closed(MarkOwner.CLASS, "七(2)班", 1, 480, 520))
    assert len(assert_agree(school, plan_of({"合班体育": [slot(1, 1), slot(3, 1)]}), RULE).violations) == 1
    part = Plan(placements=(Placement(course="合班体育", slot=slot(1, 1), classes=("七(1)班",)),))
    assert not verdict(school, part, RULE).violations


def test_a_full_half_day_is_closed() -> None:
    school = school_of(closed(MarkOwner.TEACHER, "赵军", 3, 0, 720), closed(MarkOwner.SUBJECT, "体育", 3, 720, 1440))
    assert assert_agree(school, plan_of({"合班体育": [slot(3, 1), slot(3, 5)]}), RULE).amount == 2


def test_by_the_clock_across_bell_schedules() -> None:
    later = bell("初中作息", begin=500)
    classes = tuple(SchoolClass(id=f"七({n})班", grade=7, number=n, schedule=later.id) for n in (1, 2))
    mark = closed(MarkOwner.TEACHER, "王芳", 1, 480, 520)
    school = make_school(COURSES, schedules=(bell(), later), classes=classes, marks=(mark,))
    assert assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 1, later)]}), RULE).amount == 1
    assert assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 2, later)]}), RULE).amount == 0


def test_meetings_need_their_members() -> None:
    meeting = Meeting(id="教研", teachers=("王芳", "赵军"), schedule=SCHEDULE, length=2)
    school = school_of(closed(MarkOwner.TEACHER, "赵军", 3, 840, 920), meeting=meeting)

    def held(day: int, number: int) -> Plan:
        return Plan(placements=(), meetings=(MeetingPlacement(meeting="教研", slot=slot(day, number)),))

    assert not assert_agree(school, held(3, 3), RULE).violations
    found = assert_agree(school, held(3, 5), RULE).violations
    assert [(v.owner.id, v.slots) for v in found] == [("赵军", (slot(3, 5),)), ("赵军", (slot(3, 6),))]
    partly = school_of(closed(MarkOwner.TEACHER, "王芳", 3, 600, 611), meeting=meeting)
    assert not assert_agree(partly, held(3, 1), RULE).violations
    assert assert_agree(partly, held(3, 2), RULE).amount == 1


def test_stray_lessons() -> None:
    school = school_of(closed(MarkOwner.TEACHER, "王芳", 1, 480, 520))
    stray = StrayLesson(class_id="七(2)班", slot=slot(1, 1), subject="奥数", teacher="王芳")
    (found,) = verdict(school, plan_of({}, strays=(stray,)), RULE).violations
    assert (found.classes, found.teachers) == (("七(2)班",), ("王芳",))


def test_time_at_another_school_is_told_as_that() -> None:
    away = closed(MarkOwner.TEACHER, "王芳", 1, 0, 1440).model_copy(update={"elsewhere": "东校"})
    own = closed(MarkOwner.TEACHER, "王芳", 2, 0, 720)
    school = school_of(away, own)
    (found,) = assert_agree(school, plan_of({"七(1)班|语文": [slot(1, 1), slot(3, 1)]}), RULE).violations
    assert found.text.zh == "周一第1节 七(1)班语文，但王芳该时间在东校"
    assert RULE.rule.asks[found.owner.kind](school, RULE.parameters, "王芳").zh == (
        "王芳（语文）周一、周二上午不能上课（标了“禁”，剩 20 个时段），其中周一在东校"
    )
