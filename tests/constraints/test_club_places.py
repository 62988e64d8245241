from typing import Any

from scheduler.model.owner import OwnerKind
from scheduler.plan import Plan
from scheduler.school import Club, Content, Enrolment, Grouping, School, StageKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import GRADES, at, club, service_school, session, stage

RULE = active("club_places")


def school_of(*clubs: Club, grades: str = "三四", pupils: int = 40) -> School:
    """A class of each grade, so many pupils of which are in clubs on Monday and Tuesday."""
    classes = tuple(f"{grade}(1)班" for grade in grades)
    walking = stage(
        "走班",
        StageKind.ACTIVITY,
        "课后服务2",
        tuple(GRADES[grade] for grade in grades),
        Content.CLUB,
        grouping=Grouping.CLUBS,
        days=(1, 2),
    )
    enrolments = tuple(Enrolment(class_id=name, stage="走班", pupils=pupils) for name in classes)
    return service_school(classes, stages=(walking,), enrolments=enrolments, clubs=clubs, duties=())


def holding(school: School, *names: str) -> Plan:
    """These clubs on both days."""
    return Plan(sessions=tuple(session(school, name, day) for name in names for day in (1, 2)))


def a_club(name: str, grades: tuple[int, ...], members: int, **more: Any) -> Club:
    return club(name, Content.ART, grades, "赵军", members=members, sessions=5, **more)


def test_places_for_all() -> None:
    school = school_of(a_club("合唱", (3, 4), 50), a_club("剪纸", (3, 4), 20, capacity=30))
    kept = assert_agree(school, holding(school, "合唱", "剪纸"), RULE)
    assert (kept.violations, kept.judged) == ((), 2)
    found = assert_agree(school, holding(school, "合唱"), RULE).violations
    assert [(v.owner.kind, v.owner.id, v.amount, v.slots) for v in found] == [
        (OwnerKind.GRADE, "3", 30, (at(day, "课后服务2"),)) for day in (1, 2)
    ]
    assert found[0].classes == ("三(1)班", "四(1)班")


def test_each_grade_needs_clubs_of_its_own() -> None:
    """Places enough in all, but those of grade 4 can take only some of its pupils."""
    school = school_of(a_club("合唱", (3,), 90), a_club("剪纸", (3, 4), 30))
    found = assert_agree(school, holding(school, "合唱", "剪纸"), RULE).violations
    assert {(v.owner.id, v.amount) for v in found} == {("4", 10)}


def test_two_grades_want_the_same_places() -> None:
    school = school_of(a_club("合唱", (3, 5), 45), a_club("剪纸", (4, 5), 45), grades="三四五", pupils=30)
    assert not assert_agree(school, holding(school, "合唱", "剪纸"), RULE).violations
    crowded = school_of(a_club("合唱", (3, 5), 35), a_club("剪纸", (4, 5), 50), grades="三四五", pupils=30)
    found = assert_agree(crowded, holding(crowded, "合唱", "剪纸"), RULE).violations
    assert {(v.owner.id, v.amount) for v in found} == {("3", 5)}


def test_who_is_not_enrolled_needs_no_place() -> None:
    school = school_of(a_club("合唱", (3, 4), 50), pupils=25)
    assert not assert_agree(school, holding(school, "合唱"), RULE).violations
    nobody = school_of(pupils=0)
    assert assert_agree(nobody, Plan(), RULE).judged == 0


def test_other_stages_ask_for_nothing() -> None:
    school = service_school()
    assert assert_agree(school, Plan(), RULE).judged == 0


def test_no_club_at_all() -> None:
    school = school_of()
    assert {v.amount for v in assert_agree(school, Plan(), RULE).violations} == {80}


def test_noted_twice() -> None:
    school = school_of(a_club("合唱", (3, 4), 50))
    twice = holding(school, "合唱", "合唱")
    assert verdict(school, twice, RULE).amount == 60
