from constraints.service.service_enrolment import clubs_by_slot, enrolled_pupils, linked_grades
from scheduler.plan import Plan
from scheduler.school import Club, Content, Enrolment, Grouping, School, StageKind
from tests.constraints.agreement import active, assert_agree, verdict
from tests.service_schools import at, club, full_service, holding, service_school, session, stage

SCHOOL = service_school()
PLAN = full_service(SCHOOL)
RULE = active("service_enrolment")
TUESDAY = at(2, "课后服务2")


def school_of(*clubs: Club, third: int = 20, fifth: int = 30) -> School:
    """Clubs alone in grades 3 and 5, with so many pupils enrolled."""
    return service_school(
        ("三(1)班", "五(1)班"),
        stages=(stage("社团", StageKind.ACTIVITY, "课后服务2", (3, 5), Content.CLUB, grouping=Grouping.CLUBS),),
        enrolments=tuple(
            Enrolment(class_id=name, stage="社团", pupils=pupils)
            for name, pupils in (("三(1)班", third), ("五(1)班", fifth))
        ),
        clubs=clubs,
    )


def of(name: str, members: int, *grades: int) -> Club:
    return club(name, Content.ART, grades, "孙悦", members=members)


def together(school: School, *names: str) -> Plan:
    return Plan(sessions=tuple(session(school, name, 2) for name in names))


def test_whoever_is_there_is_enrolled() -> None:
    assert not assert_agree(SCHOOL, PLAN, RULE).violations
    assert enrolled_pupils(SCHOOL, [3], TUESDAY) == 90
    assert enrolled_pupils(SCHOOL, [3], at(2, "延时托管")) == 30
    assert enrolled_pupils(SCHOOL, [4, 5], TUESDAY) == 0


def test_a_club_larger_than_its_grade() -> None:
    school = school_of(of("合唱", 21, 3), of("剪纸", 30, 5))
    (found,) = assert_agree(school, together(school, "合唱", "剪纸"), RULE).violations
    assert (found.owner.id, found.amount, found.slots, found.classes) == ("3", 1, (TUESDAY,), ("三(1)班",))
    assert "合唱 共 21 人，而 3 年级这时报名 20 人" in found.text.zh
    assert not assert_agree(school, together(school, "剪纸"), RULE).violations


def test_clubs_of_a_grade_on_one_day_or_on_two() -> None:
    school = school_of(of("合唱", 12, 3), of("剪纸", 12, 3))
    (found,) = assert_agree(school, together(school, "合唱", "剪纸"), RULE).violations
    assert found.amount == 4
    apart = Plan(sessions=(session(school, "合唱", 2), session(school, "剪纸", 3)))
    assert not assert_agree(school, apart, RULE).violations


def test_clubs_that_share_a_grade() -> None:
    school = school_of(of("合唱", 18, 3), of("剪纸", 28, 5), of("足球", 5, 3, 5))
    (found,) = assert_agree(school, together(school, "合唱", "剪纸", "足球"), RULE).violations
    assert (found.owner.id, found.amount) == ("3", 1)
    assert "3、5 年级这时报名 50 人" in found.text.zh
    assert not assert_agree(school, together(school, "合唱", "足球"), RULE).violations


def test_the_smallest_set_of_grades_is_told() -> None:
    school = school_of(of("合唱", 30, 3), of("足球", 30, 3, 5))
    (found,) = assert_agree(school, together(school, "合唱", "足球"), RULE).violations
    assert (found.amount, found.classes) == (10, ("三(1)班",))


def test_grades_are_linked_through_clubs() -> None:
    school = service_school(clubs=(of("甲", 1, 1, 2), of("乙", 1, 2, 3), of("丙", 1, 4), of("丁", 1, 3)))
    clubs = clubs_by_slot(school)[TUESDAY]
    assert [sorted(grades) for grades in linked_grades(clubs)] == [[3], [4], [1, 2], [2, 3], [1, 2, 3]]


def test_a_group_at_a_time_that_is_not_its_own() -> None:
    astray = session(SCHOOL, "三(1)班 活动", 3, "王芳", slot=at(3, "延时托管"))
    (found,) = verdict(SCHOOL, holding(PLAN, astray), RULE).violations
    assert (found.owner.id, found.amount, found.slots) == ("活动|三(1)班", 45, (at(3, "延时托管"),))
    assert "这时没有学生报名" in found.text.zh


def test_a_club_on_a_day_without_service() -> None:
    astray = session(SCHOOL, "编程", 3, "赵军", slot=at(3, "第1节"))
    (found,) = verdict(SCHOOL, holding(PLAN, astray), RULE).violations
    assert (found.owner.id, found.amount) == ("3", 12)
