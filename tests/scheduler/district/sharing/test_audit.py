"""The audit over several schools sees each clash and each way that is too short, by the clock and whoever made the plans."""

from __future__ import annotations

import pytest

from scheduler.district.sharing import SharedTeacher, audit_shared, shared_loads
from scheduler.plan import MeetingPlacement, Plan, StrayLesson
from scheduler.school import HalfDay, Meeting, School, Week
from tests.scheduler.district.sharing.cases import CLASS, EAST, WEST, music, school, shared, sharer
from tests.schools import SCHEDULE, bell, course, make_school, slot
from tests.service_schools import at, grant, service_school, session

SCHOOLS = {EAST: school(EAST, 4), WEST: school(WEST, 4)}


def clashes(
    east: Plan, west: Plan, teacher: SharedTeacher | None = None, schools: dict[str, School] = SCHOOLS
) -> list[str]:
    found = audit_shared(schools, {EAST: east, WEST: west}, shared(teacher or sharer()))
    assert all(each.teacher == "王芳" and "王芳" not in each.text.zh + each.text.en for each in found)
    return [each.text.zh for each in found]


def test_at_two_schools_at_once() -> None:
    assert clashes(music((1, 1), (2, 3)), music((1, 1), (3, 3))) == ["周一 08:00 同时在东校小学和西校小学"]


def test_schedules_are_compared_by_the_clock() -> None:
    later = {EAST: SCHOOLS[EAST], WEST: school(WEST, 4, schedules=(bell(begin=8 * 60 + 39),))}
    assert clashes(music((1, 1)), music((1, 1)), sharer(0), later) == ["周一 08:39 同时在东校小学和西校小学"]
    later[WEST] = school(WEST, 4, schedules=(bell(begin=8 * 60 + 40),))
    assert clashes(music((1, 1)), music((1, 1)), sharer(0), later) == []


@pytest.mark.parametrize(("way", "told"), [(10, []), (11, ["只隔 10 分钟，路上要 11 分钟"])])
def test_a_way_that_is_too_short(way: int, told: list[str]) -> None:
    for east, west in ((music((1, 1)), music((1, 2))), (music((1, 2)), music((1, 1)))):
        found = clashes(east, west, sharer(way))
        assert len(found) == len(told)
        assert all(text in said for text, said in zip(told, found, strict=True))


def test_each_way_has_its_own_minutes() -> None:
    there = sharer()
    places = tuple(p.renewed(minutes=30 if p.school == WEST else 5) for p in there.places)
    teacher = there.renewed(places=places)
    assert clashes(music((1, 1)), music((1, 2)), teacher) != []
    assert clashes(music((1, 2)), music((1, 1)), teacher) == []


def test_not_only_with_the_next_stop() -> None:
    """The way from the first lesson at 东校 to the third at 西校 is too long though another lesson at 西校 lies between."""
    assert len(clashes(music((1, 1)), music((1, 2), (1, 3)), sharer(100))) == 2


def test_odd_and_even_weeks_are_looked_at_apart() -> None:
    def of(week: Week, name: str) -> School:
        return make_school((course(CLASS, "音乐", "王芳", 2, week=week),), name=name)

    schools = {EAST: of(Week.ODD, "东"), WEST: of(Week.EVEN, "西")}
    assert clashes(music((1, 1)), music((1, 1)), None, schools) == []
    schools[WEST] = of(Week.ODD, "西")
    assert clashes(music((1, 1)), music((1, 1)), None, schools) == ["周一 08:00 同时在东和西"]


def test_meetings_and_lessons_of_nobody_knows_what_count() -> None:
    meeting = Meeting(id="教研", teachers=("王芳",), schedule=SCHEDULE, length=2)
    schools = {**SCHOOLS, EAST: school(EAST, 4, meetings=(meeting,))}
    met = Plan(meetings=(MeetingPlacement(meeting="教研", slot=slot(3, 5)),))
    assert clashes(met, music((3, 6)), None, schools) == [
        "周三东校小学 14:40 结束，西校小学 14:50 开始，只隔 10 分钟，路上要 20 分钟",
        "周三 14:50 同时在东校小学和西校小学",
    ]
    stray = Plan(strays=(StrayLesson(class_id=CLASS, slot=slot(1, 1), subject="地方", teacher="王芳"),))
    assert clashes(stray, music((1, 1)))[0].startswith("周一 08:00 同时在")


def test_half_days_on_which_he_is_not_there() -> None:
    teacher = sharer(halves={WEST: (HalfDay(1, 0),), EAST: tuple(HalfDay(d, p) for d in (2, 3, 4, 5) for p in (0, 1))})
    assert clashes(music((2, 1)), music((1, 1), (1, 4)), teacher) == []
    assert clashes(music((1, 6)), music((1, 5)), teacher)[1:] == [
        "东校小学 周一第6节不在他可到的半天里",
        "西校小学 周一第5节不在他可到的半天里",
    ]


def serving() -> dict[str, School]:
    west = service_school(name="西校小学")
    return {EAST: service_school(name="东校小学"), WEST: west}


def test_service_and_flexible_hours() -> None:
    schools = serving()
    homework = "三(1)班 作业辅导"
    east = Plan(sessions=(session(schools[EAST], homework, 1, "王芳"),), grants=(grant("王芳", 2),))
    lesson = music((2, 1), course_id="三(1)班|语文").placements[0].model_copy(update={"slot": at(2, "第1节")})
    assert clashes(east, Plan(), None, schools) == []
    late = Plan(placements=(lesson,))
    assert clashes(east, late, None, schools) == ["东校小学 周二晚到，但该时间在西校小学"]
    west = Plan(sessions=(session(schools[WEST], homework, 3, "王芳"),), grants=(grant("王芳", 4),))
    assert clashes(Plan(), west, None, schools) == [
        "西校小学 周三安排了服务，他不在这里服务",
        "西校小学 周四晚到，弹性上下班只在本校",
    ]
    assert clashes(Plan(), west, sharer(西校=True), schools) == ["西校小学 周四晚到，弹性上下班只在本校"]
    both = Plan(sessions=(session(schools[WEST], homework, 1, "王芳"),))
    assert clashes(east, both, sharer(西校=True), schools) == ["周一 15:50 同时在东校小学和西校小学"]


def test_a_school_without_a_plan_and_one_that_is_not_known() -> None:
    assert audit_shared(SCHOOLS, {EAST: music((1, 1))}, shared()) == ()
    assert audit_shared({EAST: SCHOOLS[EAST]}, {EAST: music((1, 1)), WEST: music((1, 1))}, shared()) == ()


def test_loads_over_both_schools() -> None:
    schools = serving()
    east = Plan(
        sessions=(session(schools[EAST], "三(1)班 作业辅导", 1, "王芳"),),
        grants=(grant("王芳", 3),),
        placements=tuple(
            music((1, 1), course_id="三(1)班|语文").placements[0].model_copy(update={"slot": at(d, "第1节")})
            for d in (1, 2)
        ),
    )
    west = Plan(placements=(east.placements[0].model_copy(update={"slot": at(2, "第4节")}),))
    (load,) = shared_loads(schools, {EAST: east, WEST: west}, shared())
    assert (load.lessons, load.service) == ({EAST: 2.0, WEST: 1.0}, {EAST: 60, WEST: 0})
    assert (load.days, load.changes, load.minutes, load.granted) == ({EAST: 2, WEST: 1}, 1, 20, 60)
