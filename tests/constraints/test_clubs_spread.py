from scheduler.plan import Plan
from scheduler.school import Club, Content
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, club, period_of, service_school, session

RULE = active("clubs_spread")


def a_club(name: str, *days: int, **more: object) -> Club:
    return club(name, Content.ART, (3,), "孙悦", days=days, **more)


def test_an_even_share_of_each_day() -> None:
    school = service_school(clubs=tuple(a_club(name, 1, 2, 3) for name in "甲乙丙丁"))  # 4 clubs on 3 days: 2 a day
    even = Plan(
        sessions=tuple(session(school, f"社团|{name}", day) for name, day in zip("甲乙丙丁", (1, 1, 2, 3), strict=True))
    )
    kept = assert_agree(school, even, RULE)
    assert (kept.violations, kept.judged) == ((), 3)
    heap = Plan(sessions=tuple(session(school, f"社团|{name}", 2) for name in "甲乙丙丁"))
    (found,) = assert_agree(school, heap, RULE).violations
    assert (found.amount, found.slots) == (2, (at(2, "课后服务2"),))


def test_sessions_count_and_days_that_are_no_clubs_do_not() -> None:
    school = service_school(clubs=(a_club("甲", 1, 2, sessions=2), a_club("乙", 1, 2)))  # 3 sessions on 2 days
    plan = Plan(sessions=tuple(session(school, f"社团|{name}", day) for name, day in (("甲", 1), ("甲", 2), ("乙", 1))))
    kept = assert_agree(school, plan, RULE)
    assert (kept.violations, kept.judged) == ((), 2)


def test_each_period_by_itself() -> None:
    first = period_of("课后服务1")
    school = service_school(clubs=(a_club("甲", 1, 2), a_club("乙", 1, 2, period=first)))
    plan = Plan(sessions=tuple(session(school, f"社团|{name}", 1) for name in "甲乙"))
    assert not assert_agree(school, plan, RULE).violations


def test_a_club_noted_twice_is_one() -> None:
    school = service_school(clubs=(a_club("甲", 1, 2), a_club("乙", 1, 2)))
    once = session(school, "社团|甲", 1)
    assert not verdict(school, Plan(sessions=(once, once)), RULE).violations
