"""Between the last lesson and service: a hand-made week of one class with 26 lessons in 30 periods."""

import pytest

from constraints.rule import ActiveRule
from constraints.timetable.pupils_watched import days
from scheduler.engine.assemble import slot_model
from scheduler.model.owner import Level, class_owner
from scheduler.plan import Plan, ServiceSession
from scheduler.school import Content, Mark, MarkLevel, MarkOwner, School, StageKind, StationKind, Week
from scheduler.school.stations import free_lessons
from tests.constraints.agreement import active, assert_agree
from tests.schools import course, plan_of
from tests.service_schools import at, service_school, stage

NAME = "一(1)班"
RULES = [active("pupils_watched", level) for level in (Level.HARD, Level.SOFT)]
PERIODS = ("第1节", "第2节", "第3节", "第4节", "第5节", "第6节")


def school_of(lessons: int = 26, **more: object) -> School:
    return service_school(
        (NAME,),
        **{
            "courses": (course(NAME, "语文", "王芳", lessons),),
            "stages": (stage("阅读", StageKind.ACTIVITY, "课后服务1", (1,), Content.READING, days=(1, 2, 3, 4)),),
            "enrolments": (),
            "clubs": (),
            "watched": True,
            **more,
        },
    )


SCHOOL = school_of()
FULL = {NAME + "|语文": [at(day, name) for day in range(1, 6) for name in PERIODS if day == 1 or name != "第6节"]}


def watch(school: School, day: int, *adults: str, period: str = "第6节") -> ServiceSession:
    station = next(each for each in school.service.stations.values() if each.optional and at(day, period) in each.slots)
    return ServiceSession(station=station.id, slot=at(day, period), adults=adults)


def test_where_a_class_may_be_free() -> None:
    """26 lessons are five or six a day: the sixth period, on the days with service."""
    stations = [each for each in SCHOOL.service.stations.values() if each.kind is StationKind.WATCH]
    assert [(each.classes, each.slots, each.optional) for each in stations] == [
        ((NAME,), tuple(at(day, "第6节") for day in (1, 2, 3, 4)), True)
    ]
    assert free_lessons(SCHOOL.service, NAME) == 3  # one of the sixth lessons is held, on a day with service or not
    assert not [each for each in school_of(watched=False).service.stations.values() if each.optional]
    assert not [each for each in school_of(30).service.stations.values() if each.optional]


@pytest.mark.parametrize("rule", RULES)
def test_watched_on_each_day_with_service(rule: ActiveRule) -> None:
    plan = plan_of(FULL, sessions=tuple(watch(SCHOOL, day, "王芳") for day in (2, 3, 4)))
    found = assert_agree(SCHOOL, plan, rule)
    assert (found.judged, found.violations) == (3, ())


@pytest.mark.parametrize("rule", RULES)
def test_nobody_there(rule: ActiveRule) -> None:
    """On Tuesday nobody, on Wednesday a session without an adult; on Friday the class goes home."""
    plan = plan_of(FULL, sessions=(watch(SCHOOL, 3), watch(SCHOOL, 4, "王芳")))
    found = assert_agree(SCHOOL, plan, rule).violations
    assert [(v.owner, v.amount, v.slots) for v in found] == [
        (class_owner(NAME), 1, (at(2, "第6节"),)),
        (class_owner(NAME), 1, (at(3, "第6节"),)),
    ]
    assert found[0].text.zh == "一(1)班 周二第6节没有课也没有人看护，之后还有课后服务"


@pytest.mark.parametrize("rule", RULES)
def test_two_periods_with_nobody(rule: ActiveRule) -> None:
    """The fifth period of Tuesday is free too: no even day, so nobody could be asked to watch there."""
    lessons = [slot for slot in FULL[NAME + "|语文"] if slot != at(2, "第5节")]
    plan = plan_of({NAME + "|语文": lessons}, sessions=tuple(watch(SCHOOL, day, "王芳") for day in (2, 3, 4)))
    assert [v.slots for v in assert_agree(SCHOOL, plan, rule).violations] == [(at(2, "第5节"),)]


@pytest.mark.parametrize("rule", RULES)
def test_a_watch_during_a_lesson(rule: ActiveRule) -> None:
    plan = plan_of(FULL, sessions=tuple(watch(SCHOOL, day, "孙悦") for day in (1, 2, 3, 4)))
    (found,) = assert_agree(SCHOOL, plan, rule).violations
    assert (found.slots, found.text.zh) == ((at(1, "第6节"),), "一(1)班 周一第6节有语文课，不用看护")


def test_a_hole_is_another_rules_care_and_a_day_without_lessons_is_none() -> None:
    lessons = [slot for slot in FULL[NAME + "|语文"] if slot.day not in (2, 3)]
    lessons += [at(2, "第1节"), at(2, "第6节")]
    plan = plan_of({NAME + "|语文": lessons}, sessions=(watch(SCHOOL, 4, "王芳"),))
    assert not assert_agree(SCHOOL, plan, RULES[0]).violations


def test_lessons_of_odd_weeks_fill_a_period() -> None:
    odd = course(NAME, "音乐", "孙悦", 1, week=Week.ODD)
    school = school_of(courses=(course(NAME, "语文", "王芳", 26), odd))
    sessions = tuple(watch(school, day, "王芳") for day in (3, 4))
    plan = plan_of({**FULL, odd.id: [at(2, "第6节")]}, sessions=sessions)
    assert not assert_agree(school, plan, RULES[0]).violations


def test_schools_that_see_to_it_otherwise_and_classes_at_home() -> None:
    otherwise = school_of(watched=False)
    found = assert_agree(otherwise, plan_of(FULL), RULES[0])
    assert found.judged == 0 and found.unjudged is not None and "另有安排" in found.unjudged.zh
    others = (stage("阅读", StageKind.ACTIVITY, "课后服务1", (2,), Content.READING),)
    at_home = school_of(stages=others)
    assert list(days(at_home)) == [] and not assert_agree(at_home, Plan(), RULES[0]).judged


def test_a_period_closed_to_lessons_is_watched_too() -> None:
    """The sixth period of Wednesday is closed, for the teachers meet; the pupils are still at school."""
    closed = Mark(owner_kind=MarkOwner.CLASS, owner=NAME, day=3, start=890, end=930, level=MarkLevel.FORBIDDEN)
    school = school_of(marks=(closed,))
    sessions = tuple(watch(school, day, "王芳") for day in (2, 3, 4))
    assert not assert_agree(school, plan_of(FULL, sessions=sessions), RULES[0]).violations
    found = assert_agree(school, plan_of(FULL, sessions=(sessions[0], sessions[2])), RULES[0]).violations
    assert [v.slots for v in found] == [(at(3, "第6节"),)]
    assert not assert_agree(school, plan_of(FULL, sessions=sessions), active("service_unavailable")).violations


def test_a_watch_that_nobody_needs_or_keeps_is_none() -> None:
    """The model may say that one is held, for that costs nothing; it was printed without a name."""
    built = slot_model(SCHOOL)
    kept = watch(SCHOOL, 2, "王芳")
    service, values = built.variables.service, [0] * len(built.model.proto.variables)
    for day in (2, 3):
        values[service.held(kept.station)[at(day, "第6节")].index] = 1
    values[service.serve(kept.station, kept.slot)["王芳"].index] = 1
    assert built.read(values).sessions == (kept,)
