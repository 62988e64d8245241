from scheduler.model.owner import Level, course_owner
from scheduler.school import Course, School, Week
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, make_school, plan_of, slot

RULE = active("parallel_progress")
FIRST, SECOND, THIRD = "七(1)班", "七(2)班", "七(3)班"
SCHOOL = make_school((course(FIRST, "语文", "王芳", 3), course(SECOND, "语文", "王芳", 3)))


def test_keeps_step() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(3, 1), slot(5, 2)], "七(2)班|语文": [slot(1, 2), slot(3, 2), slot(5, 1)]}
    )
    found = assert_agree(SCHOOL, plan, RULE)
    assert (found.judged, found.violations) == (2 * 10, ())
    assert RULE.level is Level.SOFT


def test_lags_behind() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(2, 1), slot(3, 6)], "七(2)班|语文": [slot(3, 2), slot(4, 2), slot(5, 1)]}
    )
    found = assert_agree(SCHOOL, plan, RULE).violations
    assert {(v.owner, v.amount, v.classes) for v in found} == {(course_owner("七(2)班|语文"), 1, (SECOND, FIRST))}
    # From Tuesday's first lesson until Wednesday's second, and again from Wednesday's sixth until Thursday's second.
    assert [v.slots for v in found] == [(slot(2, 1),), (), (slot(3, 2),), (slot(3, 6),), (slot(4, 2),)]
    assert found[0].text.zh == "七(2)班 语文周二比 七(1)班 少上 2 节"


def test_a_lag_within_a_half_day_is_seen() -> None:
    school = make_school((course(FIRST, "语文", "王芳", 4), course(SECOND, "语文", "王芳", 4)))
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 2)], "七(2)班|语文": [slot(1, 3), slot(1, 4)]})
    assert [v.amount for v in assert_agree(school, plan, RULE).violations] == [1]


def test_everyone_is_held_against_the_leader() -> None:
    school = make_school(tuple(course(name, "语文", "王芳", 3) for name in (FIRST, SECOND, THIRD)))
    last = [slot(5, 1), slot(5, 2), slot(5, 3)]
    plan = plan_of(
        {
            "七(1)班|语文": [slot(4, 1), slot(4, 2), slot(4, 6)],
            "七(2)班|语文": [slot(4, 3), slot(5, 4)],
            "七(3)班|语文": last,
        }
    )
    found = assert_agree(school, plan, RULE).violations
    assert [(v.classes, v.amount, v.slots[0].day) for v in found] == [
        ((SECOND, FIRST), 1, 4),
        ((THIRD, FIRST), 1, 4),
        ((SECOND, FIRST), 1, 4),
        ((THIRD, FIRST), 2, 4),
        ((SECOND, FIRST), 1, 5),
        ((THIRD, FIRST), 1, 5),
    ]


def test_own_distance() -> None:
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(1, 2), slot(1, 3)], "七(2)班|语文": [slot(1, 5), slot(1, 6), slot(2, 1)]}
    )
    assert assert_agree(SCHOOL, plan, RULE).amount == 2 + 1
    assert assert_agree(SCHOOL, plan, active("parallel_progress", apart="2")).amount == 1
    assert assert_agree(SCHOOL, plan, active("parallel_progress", apart="3")).judged == 0


def doubled(doubles: int) -> School:
    return make_school(tuple(course(name, "美术", "周青", 4, doubles=doubles) for name in (FIRST, SECOND)))


def test_doubles_keep_step_too() -> None:
    first, second = [slot(1, 1), slot(1, 2), slot(2, 1), slot(2, 2)], [slot(1, 3), slot(1, 5), slot(2, 3), slot(2, 5)]
    plan = plan_of({"七(1)班|美术": first, "七(2)班|美术": second})
    lessons_only = assert_agree(doubled(1), plan, RULE)
    both = assert_agree(doubled(2), plan, RULE)
    assert both.judged == 2 * lessons_only.judged
    extra = [v for v in both.violations if v not in lessons_only.violations]
    assert [(v.classes, v.amount) for v in extra] == [((SECOND, FIRST), 1)] * 8  # from Tuesday morning to the end
    assert extra[0].text.zh == "七(2)班 美术周二比 七(1)班 少上 2 次连堂"


def test_who_is_not_compared() -> None:
    def judged(*courses: Course) -> int:
        return assert_agree(make_school(courses), plan_of({}), RULE).judged

    mine = course(FIRST, "语文", "王芳", 3)
    assert judged(mine, course(SECOND, "语文", "王芳", 3)) == 20
    assert judged(mine, course(SECOND, "语文", "李强", 3)) == 0
    assert judged(mine, course(SECOND, "语文", "王芳", 4)) == 0
    assert judged(mine, course(SECOND, "语文", "王芳", 3, week=Week.ODD)) == 0
    assert judged(mine, course(SECOND, "语文", "王芳", 3, together="走班")) == 0
    assert judged(course(FIRST, "音乐", "孙悦", 1), course(SECOND, "音乐", "孙悦", 1)) == 0


def test_the_whole_grade() -> None:
    """The article speaks of a grade and a subject: classes of other teachers are compared where the school says so."""
    school = make_school((course(FIRST, "语文", "王芳", 3), course(SECOND, "语文", "李强", 3)))
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1), slot(1, 2), slot(1, 3)], "七(2)班|语文": [slot(4, 1), slot(4, 2), slot(4, 3)]}
    )
    assert assert_agree(school, plan, RULE).judged == 0
    found = assert_agree(school, plan, active("parallel_progress", whole_grade="true"))
    assert (found.judged, {v.owner.id for v in found.violations}) == (20, {"七(2)班|语文"})


def test_joint_courses_are_compared_as_one() -> None:
    joint = course(FIRST, "语文", "王芳", 3, id="合", classes=(FIRST, SECOND))
    school = make_school((joint, course(THIRD, "语文", "王芳", 3)))
    plan = plan_of({"合": [slot(5, 1), slot(5, 2), slot(5, 5)], "七(3)班|语文": [slot(5, 3), slot(5, 4), slot(5, 6)]})
    parts = tuple(p.model_copy(update={"classes": (name,)}) for p in plan.placements[:3] for name in joint.classes)
    plan = plan.model_copy(update={"placements": parts + plan.placements[3:]})
    assert [v.classes for v in assert_agree(school, plan, RULE).violations] == [(THIRD, FIRST, SECOND)]
