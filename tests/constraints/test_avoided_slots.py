from scheduler.model.owner import Level, Owner, OwnerKind, class_owner, teacher_owner
from scheduler.plan import MeetingPlacement
from scheduler.school import Mark, MarkLevel, MarkOwner, Meeting, SchoolClass
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

RULE = active("avoided_slots")
COURSES = (course("七(1)班", "语文", "王芳", 3), course("七(1)班", "体育", "赵军", 3))


def mark(kind: MarkOwner, owner: str, day: int, start: int, end: int, level: MarkLevel = MarkLevel.AVOIDED) -> Mark:
    return Mark(owner_kind=kind, owner=owner, day=day, start=start, end=end, level=level)


SCHOOL = make_school(
    COURSES,
    marks=(
        mark(MarkOwner.TEACHER, "王芳", 1, 480, 600),
        mark(MarkOwner.SUBJECT, "体育", 2, 480, 490),
        mark(MarkOwner.CLASS, "七(1)班", 3, 840, 1000),
        mark(MarkOwner.TEACHER, "赵军", 4, 480, 1000, MarkLevel.FORBIDDEN),
    ),
)


def test_avoided() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 3), slot(2, 1), slot(4, 1)], "七(1)班|体育": [slot(1, 1), slot(2, 2)]})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (3 + 3 + 6, ())
    assert RULE.level is Level.SOFT


def test_each_owner_and_lesson_counts_one() -> None:
    chinese, pe = [slot(1, 1), slot(1, 2), slot(3, 6)], [slot(2, 1), slot(3, 6), slot(4, 1)]
    found = assert_agree(SCHOOL, plan_of({"七(1)班|语文": chinese, "七(1)班|体育": pe}), RULE)
    assert {(v.owner, v.slots, v.teachers) for v in found.violations} == {
        (teacher_owner("王芳"), (slot(1, 1),), ("王芳",)),
        (teacher_owner("王芳"), (slot(1, 2),), ("王芳",)),
        (Owner(OwnerKind.SUBJECT, "体育"), (slot(2, 1),), ("赵军",)),
        (class_owner("七(1)班"), (slot(3, 6),), ("王芳",)),
        (class_owner("七(1)班"), (slot(3, 6),), ("赵军",)),
    }
    assert found.amount == 5
    assert found.violations[0].text.zh == "王芳 应避开周一第1节，却排了七(1)班 语文"


def test_meetings_count_by_the_period() -> None:
    meetings = (
        Meeting(id="教研", teachers=("王芳", "赵军"), schedule=SCHEDULE, length=2),
        Meeting(id="例会", teachers=("王芳",), schedule=SCHEDULE, slot=slot(1, 1)),
    )
    school = make_school(COURSES, marks=SCHOOL.marks, meetings=meetings)
    held = (MeetingPlacement(meeting="教研", slot=slot(1, 2)), MeetingPlacement(meeting="例会", slot=slot(1, 1)))
    found = assert_agree(school, plan_of({}, meetings=held), RULE).violations
    assert [(v.owner.id, v.amount, v.slots) for v in found] == [("王芳", 1, (slot(1, 2),)), ("王芳", 1, (slot(1, 1),))]
    whole = make_school(COURSES, marks=(mark(MarkOwner.TEACHER, "赵军", 1, 840, 1000),), meetings=meetings)
    afternoon = plan_of({}, meetings=(MeetingPlacement(meeting="教研", slot=slot(1, 5)),))
    assert assert_agree(whole, afternoon, RULE).amount == 2


def test_joint_lessons_count_once_and_by_the_clock_of_their_own_schedule() -> None:
    early = bell("小学", begin=7 * 60)
    joint = course("一(1)班", "体育", "赵军", 2, id="合", classes=("一(1)班", "一(2)班"))
    classes = tuple(
        SchoolClass(id=name, grade=1, number=n, schedule="小学") for n, name in enumerate(("一(1)班", "一(2)班"), 1)
    )
    school = make_school(
        (joint,), schedules=(bell(), early), classes=classes, marks=(mark(MarkOwner.TEACHER, "赵军", 1, 480, 600),)
    )
    plan = plan_of({"合": [slot(1, 1, early), slot(1, 3, early)]})  # 7:00 and 8:50
    (violation,) = assert_agree(school, plan, RULE).violations
    assert violation.slots == (slot(1, 3, early),)
    assert violation.classes == ("一(1)班", "一(2)班")


def test_a_joint_lesson_noted_class_by_class_is_one() -> None:
    joint = course("七(1)班", "体育", "赵军", 2, id="合", classes=("七(1)班", "七(2)班"))
    school = make_school((joint,), marks=(mark(MarkOwner.TEACHER, "赵军", 1, 480, 600),))
    plan = plan_of({"合": [slot(1, 1)]})
    parts = tuple(plan.placements[0].model_copy(update={"classes": (name,)}) for name in joint.classes)
    assert assert_agree(school, plan.model_copy(update={"placements": parts}), RULE).amount == 1
