"""Nobody is on two campuses without the time for the way; a hand-made oracle."""

import pytest

from constraints.rule import ActiveRule, Breach, NoParameters, Verdict
from constraints.timetable.venue_loads import more_room
from scheduler.engine.assemble import rules_over
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.explanation.counting.counting import shortages
from scheduler.model.owner import Level, OwnerKind, teacher_owner, venue_owner
from scheduler.plan import MeetingPlacement, Placement, Plan, PlanView, ServiceSession, StrayLesson
from scheduler.school import Duty, DutyKind, Meeting, School, SchoolClass, Venue, Week
from tests.constraints.agreement import active, assert_agree, solver_cost, verdict
from tests.schools import bell, course, make_school, plan_of, slot

# Lessons of 东 begin at 8:00, 8:50, 9:50, 10:40 and those of 西 ten minutes later, each of 40 minutes; 14:00 and 14:50 in both.
EAST = bell("东").model_copy(update={"campus": "东校区"})
WEST = bell("西", begin=8 * 60 + 10).model_copy(update={"campus": "西校区"})
COURSES = (course("七(1)班", "语文", "王芳", 5), course("八(1)班", "语文", "王芳", 5))
CLASSES = (
    SchoolClass(id="七(1)班", grade=7, number=1, schedule="东"),
    SchoolClass(id="八(1)班", grade=8, number=1, schedule="西"),
)
RULES = [active("campus_way", level) for level in (Level.HARD, Level.SOFT)]


def school_of(**more: object) -> School:
    return make_school(**{"courses": COURSES, "classes": CLASSES, "schedules": (EAST, WEST), **more})


def plan(east: int, west: int, day: int = 1, **more: object) -> Plan:
    """A lesson of 王芳 in the east and one in the west on Monday, by their numbers."""
    return plan_of({"七(1)班|语文": [slot(1, east, EAST)], "八(1)班|语文": [slot(day, west, WEST)]}, **more)


@pytest.mark.parametrize(
    ("east", "west", "minutes"),
    [
        (1, 2, 20),  # until 8:40, from 9:00
        (2, 1, 0),  # until 8:50, from 8:50: the first is in the west
        (1, 3, None),  # until 8:40, from 10:00
        (4, 5, None),  # until 11:20, from 14:00
        (5, 6, 10),
        (1, 1, None),  # at once: the care of teacher_clash
    ],
)
@pytest.mark.parametrize("rule", RULES)
def test_the_way_by_the_clock(rule: ActiveRule, east: int, west: int, minutes: int | None) -> None:
    found = assert_agree(school_of(), plan(east, west), rule)
    assert [(v.owner, v.amount) for v in found.violations] == [(teacher_owner("王芳"), 1)] * (minutes is not None)
    if minutes is not None:
        assert f"只隔 {minutes} 分钟，路上要 30 分钟" in found.violations[0].text.zh


def test_as_long_as_the_school_says() -> None:
    assert not assert_agree(school_of(campus_way=20), plan(1, 2), RULES[0]).violations
    assert assert_agree(school_of(campus_way=21), plan(1, 2), RULES[0]).violations
    assert assert_agree(school_of(campus_way=161), plan(4, 5), RULES[0]).violations  # 11:20 to 14:00


def test_days_and_weeks_are_apart() -> None:
    assert not assert_agree(school_of(), plan(1, 2, day=2), RULES[0]).violations
    weeks = tuple(c.model_copy(update={"week": w}) for c, w in zip(COURSES, (Week.ODD, Week.EVEN), strict=True))
    assert not assert_agree(school_of(courses=weeks), plan(1, 2), RULES[0]).violations
    same = tuple(c.model_copy(update={"week": Week.ODD}) for c in COURSES)
    assert assert_agree(school_of(courses=same), plan(1, 2), RULES[1]).amount == 1


def test_what_is_on_no_campus_is_near() -> None:
    nowhere = WEST.model_copy(update={"campus": None})
    assert not assert_agree(school_of(schedules=(EAST, nowhere)), plan(1, 2), RULES[0]).judged
    one = WEST.model_copy(update={"campus": "东校区"})
    assert not assert_agree(school_of(schedules=(EAST, one)), plan(1, 2), RULES[0]).judged


def test_a_lesson_is_where_its_venue_is() -> None:
    """Swimming of the eastern class in the western pool, which its course names."""
    pool = Venue(id="泳池", kind="泳池", campus="西校区")
    swimming = course("七(1)班", "体育", "赵军", 2, venue="泳池")
    school = school_of(courses=(swimming, course("七(1)班", "音乐", "赵军", 2)), venues=(pool,))
    there = plan_of({"七(1)班|体育": [slot(1, 1, EAST)], "七(1)班|音乐": [slot(1, 2, EAST)]})
    (found,) = assert_agree(school, there, RULES[0]).violations
    assert found.text.zh == (
        "赵军 周一第1节(08:00)在西校区，08:40 结束，周一第2节(08:50)在东校区，08:50 开始，只隔 10 分钟，路上要 30 分钟"
    )


def test_a_meeting_counts() -> None:
    meeting = Meeting(id="教研", teachers=("王芳",), schedule="西")
    met = (MeetingPlacement(meeting="教研", slot=slot(1, 2, WEST)),)
    school = school_of(courses=COURSES[:1], meetings=(meeting,))
    only_east = plan_of({"七(1)班|语文": [slot(1, 1, EAST)]}, meetings=met)
    assert [v.slots for v in assert_agree(school, only_east, RULES[0]).violations] == [
        (slot(1, 1, EAST), slot(1, 2, WEST))
    ]


def patrolled() -> tuple[School, ServiceSession]:
    """A school where 王芳 teaches in the east and may patrol in the west from 15:40, and that patrol on Monday."""
    period = len(WEST.periods) - 1
    duty = Duty(kind=DutyKind.PATROL, schedule="西", period=period, adults=1, candidates=("王芳", "李强"))
    classes = (course("七(1)班", "语文", "王芳", 5), course("八(1)班", "数学", "李强", 5))
    school = school_of(courses=classes, duties=(duty,))
    (station,) = school.service.stations.values()
    return school, ServiceSession(station=station.id, slot=station.slots[0], adults=("王芳",))


def test_a_patrol_counts() -> None:
    school, session = patrolled()
    late = plan_of({"七(1)班|语文": [slot(1, 6, EAST)]}, sessions=(session,))
    early = plan_of({"七(1)班|语文": [slot(1, 5, EAST)]}, sessions=(session,))
    assert assert_agree(school, late, RULES[1]).amount == 1
    assert not assert_agree(school, early, RULES[0]).violations


def test_who_teaches_elsewhere_is_not_sought_for_a_patrol() -> None:
    school, _ = patrolled()
    school = school.renewed(duties=tuple(duty.model_copy(update={"candidates": ()}) for duty in school.duties))
    (station,) = school.service.stations.values()
    assert (station.pool, station.anybody) == (("李强",), True)


def test_service_over_a_given_timetable_keeps_the_way() -> None:
    """`--only service`: also from a lesson that the school does not know."""
    school, session = patrolled()
    stray = StrayLesson(class_id="七(1)班", slot=slot(1, 6, EAST), subject="奥数", teacher="王芳")
    for given in (plan_of({"七(1)班|语文": [slot(1, 6, EAST)]}), plan_of({}, strays=(stray,))):
        assert "campus_way" in {each.rule.id for each in rules_over(school, given)}
        report = solve(school, StoppingCriterion(seconds=5), workers=1, timetable=given).report
        assert report is not None
        assert verdict(school, report.plan, RULES[0]) == Verdict(0)
        patrols = [s for s in report.plan.sessions if s.slot == session.slot]
        assert [s.adults for s in patrols] == [("李强",)]


def test_venues_are_chosen_on_the_campus() -> None:
    """Two kinds of grounds: each class has its own, and the one without any has none."""
    grounds = (Venue(id="东操场", kind="操场", campus="东校区"), Venue(id="西操场", kind="操场", campus="西校区"))
    sport = tuple(course(c.id, "体育", t, 2, venue_kind="操场") for c, t in zip(CLASSES, ("赵军", "孙悦"), strict=True))
    school = school_of(courses=sport, venues=grounds)
    capacity = active("venue_capacity")
    held = {"七(1)班|体育": [slot(1, 5, EAST)], "八(1)班|体育": [slot(1, 5, WEST)]}
    assert not assert_agree(school, plan_of(held), capacity).violations
    wrong = (Placement(course="七(1)班|体育", slot=slot(1, 5, EAST), venue="西操场"),)
    (found,) = verdict(school, Plan(placements=wrong), capacity).violations
    assert found.text.zh == "周一第5节(14:00) 七(1)班体育排在西校区的西操场"
    without = school_of(courses=sport, venues=grounds[:1])
    assert assert_agree(without, plan_of(held), capacity).violations
    assert solver_cost(without, plan_of({"七(1)班|体育": [slot(1, 5, EAST)]}), capacity) == 0
    shared = Venue(id="体育馆", kind="操场")  # of no campus: for both, one at a time
    for venues, fits in (((grounds[0], shared), True), ((shared,), False)):
        assert (not assert_agree(school_of(courses=sport, venues=venues), plan_of(held), capacity).violations) == fits


def test_why_a_class_has_no_venue_on_its_campus() -> None:
    sport = tuple(course(c.id, "体育", "赵军", 2, venue_kind="操场") for c in CLASSES)
    school = school_of(courses=sport, venues=(Venue(id="东操场", kind="操场", campus="东校区"),))
    assert ["本校区没有操场" in each.text.zh for each in shortages(school)] == [True]
    asks = active("venue_capacity").rule.asks[OwnerKind.VENUE]
    assert asks(school, NoParameters(), "西校区操场").zh == "西校区没有操场，却有 2 节课要在此上"


def test_what_is_short_and_its_cure_name_the_campus() -> None:
    """Three classes of the west have PE at once, and two grounds; those of the east are of no use."""
    classes = tuple(SchoolClass(id=f"八({n})班", grade=8, number=n, schedule="西") for n in (1, 2, 3))
    sport = tuple(course(each.id, "体育", None, 1, venue_kind="操场") for each in classes)
    grounds = tuple(Venue(id=f"{c}操场{n}", kind="操场", campus=f"{c}校区") for c in "东西" for n in (1, 2))
    eastern = course("七(1)班", "体育", None, 1, venue_kind="操场")
    school = school_of(courses=(*sport, eastern), classes=(CLASSES[0], *classes), venues=grounds)
    at_once = plan_of({each.id: [slot(1, 5, WEST)] for each in sport})
    (found,) = assert_agree(school, at_once, active("venue_capacity")).violations
    assert found.owner == venue_owner("西校区操场") and "没有西校区操场可用" in found.text.zh
    breach = Breach(school, PlanView(school, at_once), NoParameters(), found.owner, 1, ())
    texts = [option[0].text.zh for option in more_room(breach)]
    assert texts == ["西操场1同时容纳 2 个班", "西校区增加一处操场"]
    assert [option[0].apply(school).venues[-1].campus for option in more_room(breach)] == ["西校区", "西校区"]
    alone = Breach(school, breach.view, NoParameters(), venue_owner("东操场2"), 1, ())
    assert [option[0].text.zh for option in more_room(alone)] == ["东操场2同时容纳 2 个班", "东校区增加一处操场"]


def test_a_school_is_planned_with_time_for_every_way() -> None:
    school = school_of(campus_way=40)
    report = solve(school, StoppingCriterion(seconds=5), workers=1).report
    assert report is not None
    view = PlanView(school, report.plan)
    assert not RULES[0].check(view).violations
    assert not active("campus_changes").check(view).violations


def test_what_it_asks_in_words() -> None:
    (asks,) = RULES[0].rule.asks.values()
    assert asks(school_of(), RULES[0].parameters, "王芳").zh == "王芳换校区时，前一件事结束到后一件事开始至少隔 30 分钟"
