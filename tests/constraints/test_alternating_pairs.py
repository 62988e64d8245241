from constraints.timetable.alternating_pairs import links
from scheduler.model.owner import course_owner
from scheduler.school import Week
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import course, make_school, plan_of, slot

ONE, TWO = "七(1)班", "七(2)班"
RULE = active("alternating_pairs")
ODD = course(ONE, "音乐", "孙悦", 2, week=Week.ODD, pair="音美轮换")
EVEN = course(ONE, "美术", "周敏", 2, week=Week.EVEN, pair="音美轮换")
SCHOOL = make_school((ODD, EVEN, course(ONE, "语文", "王芳", 2)))


def test_same_slots() -> None:
    times = [slot(2, 5), slot(4, 6)]
    found = assert_agree(SCHOOL, plan_of({ODD.id: times, EVEN.id: times, f"{ONE}|语文": [slot(1, 1)]}), RULE)
    assert (found.judged, found.violations) == (1, ())


def test_different_slots() -> None:
    plan = plan_of({ODD.id: [slot(2, 5), slot(4, 6)], EVEN.id: [slot(2, 5), slot(4, 5)]})
    (found,) = assert_agree(SCHOOL, plan, RULE).violations
    assert found.owner == course_owner(EVEN.id)
    assert (found.amount, found.classes, found.slots) == (1, (ONE,), (slot(4, 5), slot(4, 6)))
    assert found.teachers == ("孙悦", "周敏")
    assert found.text.zh.startswith("七(1)班 音乐（孙悦）（单周）与七(1)班 美术（周敏）（双周）应共用时段，有 1 节不同")


def test_one_of_them_missing() -> None:
    (found,) = assert_agree(SCHOOL, plan_of({EVEN.id: [slot(2, 5), slot(4, 6)]}), RULE).violations
    assert found.amount == 2


def test_fewer_lessons_within_the_others() -> None:
    few = ODD.model_copy(update={"lessons": 1})
    school = make_school((few, EVEN))
    times = [slot(2, 5), slot(4, 6)]
    assert not assert_agree(school, plan_of({few.id: times[:1], EVEN.id: times}), RULE).violations
    (found,) = assert_agree(school, plan_of({few.id: [slot(1, 1)], EVEN.id: times}), RULE).violations
    assert (found.owner, found.slots) == (course_owner(few.id), (slot(1, 1),))


def test_one_name_for_the_pairs_of_several_classes() -> None:
    """A school that writes one name for all classes means each class's own pair."""
    other = [item.model_copy(update={"id": f"{TWO}|{item.subject}", "classes": (TWO,)}) for item in (ODD, EVEN)]
    school = make_school((ODD, EVEN, *other))
    assert [(each.lead.id, each.follower.id) for each in links(school)] == [
        (ODD.id, EVEN.id),
        (f"{TWO}|音乐", f"{TWO}|美术"),
    ]
    plan = plan_of(
        {ODD.id: [slot(1, 1)], EVEN.id: [slot(1, 1)], f"{TWO}|音乐": [slot(1, 2)], f"{TWO}|美术": [slot(1, 2)]}
    )
    assert not assert_agree(school, plan, RULE).violations


def test_a_teacher_may_alternate_between_two_classes() -> None:
    even = EVEN.model_copy(update={"classes": (TWO,), "teachers": ("孙悦",)})
    school = make_school((ODD, even))
    plan = plan_of({ODD.id: [slot(2, 5), slot(4, 6)], even.id: [slot(2, 5), slot(4, 5)]})
    assert [v.amount for v in assert_agree(school, plan, RULE).violations] == [1]


def test_without_a_partner_nothing_is_asked() -> None:
    weekly = EVEN.model_copy(update={"week": Week.EVERY})
    plan = plan_of({ODD.id: [slot(1, 1)], weekly.id: [slot(2, 1)]})
    assert verdict(make_school((ODD, weekly)), plan, RULE).judged == 0
    assert not assert_agree(make_school((ODD, weekly)), plan, RULE).violations
