from scheduler.model.owner import Level, Owner, OwnerKind, teacher_owner
from scheduler.school import Mark, MarkLevel, MarkOwner, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, make_school, plan_of, slot

RULE = active("preferred_slots")
MARKS = (
    Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=1, start=480, end=720, level=MarkLevel.PREFERRED),
    Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=2, start=480, end=530, level=MarkLevel.PREFERRED),
    Mark(owner_kind=MarkOwner.SUBJECT, owner="体育", day=3, start=840, end=1000, level=MarkLevel.PREFERRED),
    Mark(owner_kind=MarkOwner.TEACHER, owner="赵军", day=1, start=480, end=720, level=MarkLevel.AVOIDED),
    Mark(owner_kind=MarkOwner.TEACHER, owner="李强", day=1, start=1, end=2, level=MarkLevel.PREFERRED),
)
COURSES = (
    course("七(1)班", "语文", "王芳", 3),
    course("七(1)班", "体育", "赵军", 2),
    course("七(1)班", "数学", "李强", 2),
)
SCHOOL = make_school(COURSES, marks=MARKS)


def test_preferred() -> None:
    chinese, maths = [slot(1, 1), slot(1, 4), slot(2, 1)], [slot(5, 5)]
    plan = plan_of({"七(1)班|语文": chinese, "七(1)班|体育": [slot(3, 5), slot(3, 6)], "七(1)班|数学": maths})
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (3 + 2, ())
    assert RULE.level is Level.SOFT


def test_elsewhere() -> None:
    chinese, pe = [slot(1, 1), slot(1, 5), slot(2, 2)], [slot(3, 1), slot(3, 5)]
    found = assert_agree(SCHOOL, plan_of({"七(1)班|语文": chinese, "七(1)班|体育": pe}), RULE).violations
    assert [(v.owner, v.amount, v.slots) for v in found] == [
        (teacher_owner("王芳"), 1, (slot(1, 5),)),
        (teacher_owner("王芳"), 1, (slot(2, 2),)),
        (Owner(OwnerKind.SUBJECT, "体育"), 1, (slot(3, 1),)),
    ]
    assert found[0].text.zh == "周一第5节的七(1)班 语文不在 王芳 的优先时段"


def test_lessons_of_odd_weeks_count_like_others() -> None:
    odd = course("七(1)班", "语文", "王芳", 1, week=Week.ODD)
    even = course("七(1)班", "语文", "王芳", 1, id="双", week=Week.EVEN)
    school = make_school((odd, even), marks=MARKS[:1])
    plan = plan_of({odd.id: [slot(2, 1)], even.id: [slot(2, 1)]})
    assert assert_agree(school, plan, RULE).amount == 2


def test_a_class_and_its_parallel_courses() -> None:
    mine = Mark(owner_kind=MarkOwner.CLASS, owner="七(1)班", day=1, start=480, end=720, level=MarkLevel.PREFERRED)
    sets = [course("七(1)班", "英语", name, 1, id=name, together="走班") for name in ("王芳", "李强")]
    school = make_school(tuple(sets), marks=(mine,))
    assert assert_agree(school, plan_of({each.id: [slot(2, 1)] for each in sets}), RULE).amount == 1
