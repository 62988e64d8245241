"""Self-study, noon and breaks: who is there."""

from scheduler.model.owner import station_owner
from scheduler.plan import Plan
from scheduler.school import Duty, DutyKind, Period, PeriodKind, School, StationKind
from scheduler.school.shares import fair_shares
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE
from tests.service_schools import at, duty, full_service, period_of, service_school, session

RULE = active("rota_held")
NOON = duty(DutyKind.NOON, "午间", each_class=True)
FLAG = duty(DutyKind.BREAK, "大课间", "周校长", "吴主任", days=(1,))


def with_study(school: School) -> School:
    """The same school with self-study after noon."""
    bell = school.schedules[0]
    study = Period(name="午自习", kind=PeriodKind.SELF_STUDY, start=13 * 60 + 30, end=13 * 60 + 50)
    periods = tuple(p.model_copy(update={"end": 13 * 60 + 30}) if p.name == "午间" else p for p in bell.periods)
    place = period_of("第5节")
    periods = (*periods[:place], study, *periods[place:])
    moved = [
        each.model_copy(update={"period": each.period + (each.period >= place)})
        for each in (*school.stages, *school.clubs, *school.duties)
    ]
    count = len(school.stages)
    return school.model_copy(
        update={
            "schedules": (bell.model_copy(update={"periods": periods}),),
            "stages": tuple(moved[:count]),
            "clubs": tuple(moved[count : count + len(school.clubs)]),
            "duties": tuple(moved[count + len(school.clubs) :]),
            "watched": True,
        }
    )


def test_each_class_at_noon_and_one_for_the_flag() -> None:
    school = service_school(duties=(NOON, FLAG))
    stations = [each for each in school.service.stations.values() if each.kind in (StationKind.NOON, StationKind.BREAK)]
    assert [(each.title, each.classes, len(each.slots)) for each in stations] == [
        ("三(1)班 午间 午间看护", ("三(1)班",), 5),
        ("三(2)班 午间 午间看护", ("三(2)班",), 5),
        ("大课间 课间值守", (), 1),
    ]
    plan = full_service(school)
    assert not assert_agree(school, plan, RULE).violations
    without = Plan(sessions=tuple(s for s in plan.sessions if s.station != stations[1].id or s.slot.day != 3))
    (found,) = assert_agree(school, without, RULE).violations
    assert (found.owner, found.amount, found.slots) == (station_owner(stations[1].id), 1, (at(3, "午间"),))


def test_self_study_of_each_class() -> None:
    school = with_study(service_school())
    stations = [each for each in school.service.stations.values() if each.kind is StationKind.WATCH]
    fixed = [each for each in stations if not each.optional]
    assert [each.title for each in fixed] == ["三(1)班 午自习 看护", "三(2)班 午自习 看护"]
    found = assert_agree(school, Plan(), RULE)
    assert (found.judged, found.amount) == (10, 10)
    here = Plan(sessions=tuple(session(school, fixed[0].id, day, "王芳") for day in range(1, 6)))
    assert {v.owner.id for v in assert_agree(school, here, RULE).violations} == {fixed[1].id}


def test_rotas_are_shared_by_themselves_and_are_no_service() -> None:
    """Ten turns of noon care among the staff: everybody has his even share, and no minutes of service."""
    plain, school = service_school(), service_school(duties=(*service_school().duties, NOON))
    assert fair_shares(school) == fair_shares(plain)
    noon = [each for each in school.service.stations.values() if each.kind is StationKind.NOON]
    one = Plan(sessions=tuple(session(school, each.id, day, "王芳") for each in noon for day in range(1, 6)))
    found = assert_agree(school, one, active("unpopular_fair")).violations
    assert [v.text.zh for v in found if "午间看护" in v.text.zh] == ["王芳 一周午间看护 10 次，均摊最多 3 次"]


def test_the_rate_of_a_rota() -> None:
    late = Duty(kind=DutyKind.BREAK, schedule=SCHEDULE, period=period_of("课后服务2"), credit=50)
    school = service_school(duties=(late,))
    station = next(each for each in school.service.stations.values() if each.kind is StationKind.BREAK)
    assert school.service.credit(station, at(1, "课后服务2")) == 15 * school.service.parts  # 30 minutes off work, half
