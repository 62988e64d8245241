import pytest

from constraints.rule import ActiveRule
from scheduler.model.owner import Level, class_owner
from scheduler.plan import StrayLesson
from scheduler.school import Mark, MarkLevel, MarkOwner, School, Week
from scheduler.school.even_days import shares
from tests.constraints.agreement import active, assert_agree, verdict
from tests.schools import bell, course, make_school, plan_of, slot

COURSES = (course("七(1)班", "语文", "王芳", 7), course("七(1)班", "数学", "李强", 5))
SCHOOL = make_school(COURSES)
RULES = [active("class_days", level) for level in (Level.HARD, Level.SOFT)]


def bounds(school: School) -> list[tuple[int, int]]:
    """The least and the most lessons of each day of 七(1)班 where there is one week."""
    return [(week.least, week.most) for weeks in shares(school, "七(1)班").values() for week in weeks]


def closed(*days: int, start: int = 0, end: int = 1440) -> tuple[Mark, ...]:
    return tuple(
        Mark(owner_kind=MarkOwner.CLASS, owner="七(1)班", day=day, start=start, end=end, level=MarkLevel.FORBIDDEN)
        for day in days
    )


@pytest.mark.parametrize(
    ("lessons", "marks", "expected"),
    [
        (12, (), [(2, 3)] * 5),
        (10, (), [(2, 3)] * 5),
        (26, (), [(5, 6)] * 5),
        (30, (), [(6, 6)] * 5),
        (1, (), [(0, 1)] * 5),
        (20, closed(5), [(5, 6)] * 4 + [(0, 0)]),  # a day off
        (22, closed(3, start=840), [(4, 5), (4, 5), (4, 4), (4, 5), (4, 5)]),  # an afternoon off: as many as others
        (27, closed(3, start=840), [(5, 6), (5, 6), (4, 4), (5, 6), (5, 6)]),  # ... and all that are left
        (31, (), []),  # no room: hours_in_full says so
    ],
)
def test_even_shares(lessons: int, marks: tuple[Mark, ...], expected: list[tuple[int, int]]) -> None:
    school = make_school((course("七(1)班", "语文", "王芳", lessons),), marks=marks)
    assert bounds(school) == expected


def test_a_short_day_of_the_bell() -> None:
    periods = tuple(
        p.model_copy(update={"days": (1, 2, 3, 4)}) if p.name in ("第5节", "第6节") else p for p in bell().periods
    )
    schedule = bell().model_copy(update={"periods": periods})
    school = make_school((course("七(1)班", "语文", "王芳", 27),), schedules=(schedule,))
    assert bounds(school) == [(5, 6)] * 4 + [(4, 4)]


@pytest.mark.parametrize("rule", RULES)
def test_even_days(rule: ActiveRule) -> None:
    days = range(1, 6)
    plan = plan_of(
        {
            "七(1)班|语文": [*(slot(d, 1) for d in days), slot(1, 3), slot(4, 3)],
            "七(1)班|数学": [slot(d, 2) for d in days],
        }
    )
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (10, ())


@pytest.mark.parametrize("rule", RULES)
def test_one_lesson_on_wednesday_and_six_on_others(rule: ActiveRule) -> None:
    chinese = [slot(1, n) for n in (1, 2, 3, 4, 5)] + [slot(2, 1), slot(2, 2)]
    maths = [slot(3, 1), slot(4, 1), slot(4, 2), slot(5, 1), slot(5, 2)]
    plan = plan_of({"七(1)班|语文": chinese, "七(1)班|数学": maths})
    found = assert_agree(SCHOOL, plan, rule).violations
    assert [(v.owner, v.amount, v.slots) for v in found] == [
        (class_owner("七(1)班"), 2, tuple(slot(1, n) for n in (1, 2, 3, 4, 5))),
        (class_owner("七(1)班"), 1, (slot(3, 1),)),
    ]
    assert found[0].text.zh == "七(1)班 周一有 5 节课，各天均匀时最多 3 节"
    assert found[1].text.zh == "七(1)班 周三有 1 节课，各天均匀时至少 2 节"


def test_an_empty_day_is_marked_as_a_whole() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, n) for n in (1, 2, 3)]})
    empty = [v for v in assert_agree(SCHOOL, plan, RULES[0]).violations if v.slots[0].day == 2]
    assert [(v.amount, len(v.slots)) for v in empty] == [(2, 6)]


def test_odd_and_even_weeks_are_looked_at_apart() -> None:
    odd = course("七(1)班", "数学", "李强", 4, id="单", week=Week.ODD)
    school = make_school((course("七(1)班", "语文", "王芳", 5), odd))
    every = [slot(day, 1) for day in range(1, 6)]
    assert not assert_agree(
        school, plan_of({"七(1)班|语文": every, "单": [slot(d, 2) for d in (1, 2, 3, 4)]}), RULES[0]
    ).violations
    found = assert_agree(
        school, plan_of({"七(1)班|语文": every, "单": [slot(1, 2), slot(1, 3), slot(2, 2), slot(3, 2)]}), RULES[1]
    )
    assert [(v.amount, len(v.slots)) for v in found.violations] == [(1, 3)]


def test_courses_that_run_together_count_once() -> None:
    sets = [course("七(1)班", "英语", name, 5, id=name, together="走班") for name in ("赵军", "孙悦")]
    plan = plan_of({each.id: [slot(day, 1) for day in range(1, 6)] for each in sets})
    assert not assert_agree(make_school(tuple(sets)), plan, RULES[0]).violations


def test_an_unexplained_lesson_counts() -> None:
    strays = tuple(StrayLesson(class_id="七(1)班", slot=slot(1, n), subject="奥数") for n in (3, 4))
    days = range(1, 6)
    plan = plan_of(
        {"七(1)班|语文": [slot(d, 1) for d in days], "七(1)班|数学": [slot(d, 2) for d in days]}, strays=strays
    )
    (violation,) = verdict(SCHOOL, plan, RULES[0]).violations
    assert (violation.amount, len(violation.slots)) == (1, 4)


def test_what_it_asks_in_words() -> None:
    rule = RULES[0].rule
    (asks,) = rule.asks.values()
    assert asks(SCHOOL, RULES[0].parameters, "七(1)班").zh == "七(1)班每天上 2 至 3 节课，各天相差不超过 1 节"
    full = make_school((course("七(1)班", "语文", "王芳", 30),))
    assert asks(full, RULES[0].parameters, "七(1)班").zh == "七(1)班每天上 6 节课，各天相差不超过 1 节"
