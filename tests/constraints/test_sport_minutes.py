from collections.abc import Iterable

from ortools.sat.python import cp_model

from scheduler.engine.assemble import slot_model
from scheduler.engine.local_audit import LocalAudit
from scheduler.plan import Plan, ServiceSession
from scheduler.school import Content, Enrolment, Grouping, School, Slot, StageKind
from tests.constraints.agreement import active, asking, assert_agree, verdict
from tests.schools import plan_of
from tests.service_schools import at, club, courses_of, service_school, stage

# A big break of 30 minutes, lessons of 40, service of 60 a period.
RULE = asking("sport_minutes", least=70)
CLASS = "三(1)班"
SPORT, READING = Content.SPORT, Content.READING


def school_of(*contents: Content, **more: object) -> School:
    """One class with three lessons of PE and an activity in the second period of service."""
    activity = stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), *(contents or (READING,)))
    fields = {"stages": (activity,), "enrolments": (), "clubs": (), "duties": ()}
    return service_school((CLASS,), **{**fields, **more})


def lessons(*slots: Slot) -> Plan:
    return plan_of({f"{CLASS}|体育": list(slots)})


def held(school: School, plan: Plan, names: Iterable[str] = ("活动", "社团")) -> Plan:
    """The plan with every session of the stations of some names."""
    stations = [s for s in school.service.stations.values() if s.id.startswith(tuple(names))]
    sessions = tuple(ServiceSession(station=s.id, slot=slot) for s in stations for slot in s.slots)
    return plan.model_copy(update={"sessions": sessions})


PE = [at(1, "第1节"), at(3, "第1节"), at(5, "第1节")]


def test_lessons_breaks_and_service_add_up() -> None:
    school = school_of(READING, SPORT, READING, SPORT, READING)
    plan = held(school, lessons(*PE))
    found = assert_agree(school, plan, RULE)
    assert (found.judged, found.violations) == (5, ())
    (missing,) = assert_agree(school, held(school, lessons(*PE[:2], at(2, "第1节"))), RULE).violations
    assert (missing.owner.id, missing.amount, {s.day for s in missing.slots}) == (CLASS, 40, {5})
    assert missing.text.zh == "三(1)班 周五体育活动 30 分钟，至少 70 分钟（体育课 0、大课间 30、课后服务 0）"


def test_service_that_is_not_held_is_no_sport() -> None:
    school = school_of(SPORT)
    assert not assert_agree(school, held(school, lessons()), RULE).violations
    assert assert_agree(school, lessons(), RULE).amount == 5 * 40


def test_what_some_pupils_do_is_no_sport_of_the_class() -> None:
    half = (Enrolment(class_id=CLASS, stage="活动", pupils=20),)
    school = school_of(SPORT, enrolments=half)
    assert assert_agree(school, held(school, lessons()), RULE).amount == 5 * 40
    both = (
        stage("球类", StageKind.ACTIVITY, "课后服务2", (3,), SPORT),
        stage("田径", StageKind.ACTIVITY, "课后服务2", (3,), SPORT),
    )
    parts = tuple(Enrolment(class_id=CLASS, stage=s, pupils=n) for s, n in (("球类", 25), ("田径", 20)))
    school = school_of(stages=both, enrolments=parts)
    assert not assert_agree(school, held(school, lessons(), ("球类", "田径")), RULE).violations
    assert assert_agree(school, held(school, lessons(), ("球类",)), RULE).amount == 5 * 40


def test_clubs_are_sport_where_all_that_are_held_then_are() -> None:
    splitting = (stage("社团", StageKind.ACTIVITY, "课后服务2", (3,), Content.CLUB, grouping=Grouping.CLUBS),)
    clubs = (
        club("足球", SPORT, (3,), "赵军", days=(1, 2), sessions=2),
        club("跳绳", SPORT, (3,), "王芳", days=(1, 2), sessions=2),
        club("合唱", Content.ART, (3,), "孙悦", days=(2,), sessions=1),
    )
    school = school_of(stages=splitting, clubs=clubs)
    plan = held(school, lessons(at(3, "第1节"), at(4, "第1节"), at(5, "第1节")))
    (found,) = assert_agree(school, plan, RULE).violations
    assert {s.day for s in found.slots} == {2}
    silent = plan.model_copy(update={"sessions": tuple(s for s in plan.sessions if "合唱" not in s.station)})
    assert not assert_agree(school, silent, RULE).violations


def test_the_solver_puts_lessons_where_service_has_no_sport_and_clubs_where_lessons_are_not() -> None:
    """Two days of fixed sport in service, two lessons that are fixed by nobody, a club of sport for all on a day that it chooses."""
    fixed = stage(
        "活动", StageKind.ACTIVITY, "课后服务2", (3,), READING, SPORT, READING, SPORT, READING, days=(1, 2, 3, 4, 5)
    )
    splitting = stage("社团", StageKind.ACTIVITY, "课后服务1", (3,), Content.CLUB, grouping=Grouping.CLUBS)
    chosen = club("跳绳", SPORT, (3,), "赵军", period=splitting.period, members=45, days=(4, 5), sessions=1)
    two = tuple(c.model_copy(update={"lessons": 2}) if c.subject == "体育" else c for c in courses_of((CLASS,)))
    school = school_of(stages=(fixed, splitting), clubs=(chosen,), courses=two)
    rules = [RULE, *(active(name) for name in ("no_added_lessons", "club_sessions", "service_held"))]
    built = slot_model(school, rules, costs=False)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(built.model) == cp_model.OPTIMAL
    plan = built.read(list(solver.response_proto.solution))
    assert {p.slot.day for p in plan.placements if p.course == f"{CLASS}|体育"} == {1, 3}
    assert [s.slot.day for s in plan.sessions if s.station == "社团|跳绳"] == [5]
    assert not verdict(school, plan, RULE).violations


def test_a_timetable_that_is_planned_alone_counts_on_service() -> None:
    school = school_of(READING, SPORT, READING, SPORT, READING).without_service()
    assert not assert_agree(school, lessons(*PE), RULE).violations
    assert assert_agree(school, lessons(*PE[:2], at(2, "第1节")), RULE).amount == 40


def test_a_move_is_judged_with_the_sport_of_service() -> None:
    school = school_of(READING, SPORT, READING, SPORT, READING)
    plan = held(school, lessons(*PE))
    moved = plan.placements[0].model_copy(update={"slot": at(2, "第2节")})
    audit = LocalAudit(school, plan)
    audit.rules = [(RULE, RULE.rule.scope)]
    found = audit.difference({0: moved})
    assert found is not None and [v.text.zh[:8] for _, v in found.broken] == ["三(1)班 周一"]


def test_the_solver_chooses_on_which_days_a_group_has_sport() -> None:
    """Lessons of sport are on Monday, Wednesday and Friday; the two of service are free in their order, first of all on Monday."""
    free = stage(
        "活动", StageKind.ACTIVITY, "课后服务2", (3,), SPORT, READING, SPORT, READING, READING, free_order=True
    )
    school = school_of(stages=(free,))
    assert [len(time.parts[0].other) for time in school.sport_times[CLASS]] == [1] * 5
    built = slot_model(
        school,
        [RULE, *(active(name) for name in ("no_added_lessons", "service_held"))],
        costs=False,
        timetable=lessons(*PE),
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(built.model) == cp_model.OPTIMAL
    plan = built.read(list(solver.response_proto.solution))
    assert {s.slot.day for s in plan.sessions if s.station.endswith("|sport")} == {2, 4}
    assert not verdict(school, plan, RULE).violations
    first = held(school, lessons(*PE), ("活动",))
    both = first.model_copy(update={"sessions": tuple(s for s in first.sessions if s.slot.day != 2)})
    assert {s.day for v in assert_agree(school, both, RULE).violations for s in v.slots} == {2, 4}


def test_a_school_that_tells_of_its_lessons_alone_is_not_judged() -> None:
    found = assert_agree(school_of(stages=()), lessons(), RULE)
    assert not found.violations and found.unjudged is not None and "课后服务" in found.unjudged.zh
