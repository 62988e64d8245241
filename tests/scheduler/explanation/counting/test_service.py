"""Adults of the after-school day that are fewer than its groups, at one time or in the week."""

from __future__ import annotations

from scheduler.explanation.counting.counting import shortages
from scheduler.explanation.counting.shortage import Shortage
from scheduler.model.owner import OwnerKind
from scheduler.school import Content, DutyKind, Enrolment, Meeting, RuleSetting, School, ServiceDuty, StageKind
from tests.schools import bell, slot
from tests.service_schools import CLASSES, LEADERS, duty, service_bell, service_school, stage
from tests.sharing import changed

HOMEWORK = ("王芳", "李强")


def school_of(*candidates: str, per_adult: int = 60, **more: object) -> School:
    """Two classes of 45 with homework on five days, for which some people are candidates; nothing else."""
    homework = stage(
        "作业辅导", StageKind.HOMEWORK, "课后服务1", (3,), Content.HOMEWORK, candidates=candidates, per_adult=per_adult
    )
    fields = {"stages": (homework,), "enrolments": (), "clubs": (), "duties": ()}
    return service_school(CLASSES, **{**fields, **more})


def of_service(school: School) -> list[Shortage]:
    """What is short of adults; what the regulation asks of a grade's service is left aside."""
    return [each for each in shortages(school) if each.owner.kind is OwnerKind.STATION]


def numbers(school: School) -> list[tuple[int, int]]:
    return [(each.needs, each.has) for each in of_service(school)]


def test_adults_fewer_than_groups_in_a_stage() -> None:
    (found,) = of_service(school_of("王芳"))
    assert (found.needs, found.has) == (2, 1)
    assert found.text.zh == "周一至周五课后服务1：三(1)班 作业辅导、三(2)班 作业辅导共要 2 位教师，能来的只有 1 位"
    assert found.text.en == "Mon to Fri 课后服务1: 三(1)班 作业辅导, 三(2)班 作业辅导 want 2 adults, 1 can come"
    assert set(found.rules) == {"service_adults", "service_held", "service_clash"}
    assert len(found.others) == 1
    assert numbers(school_of(*HOMEWORK)) == []


def test_two_adults_for_each_group() -> None:
    assert numbers(school_of(*HOMEWORK, "陈磊", per_adult=30)) == [(4, 3)]


def test_those_who_are_exempt_do_not_count() -> None:
    (found,) = of_service(changed(school_of(*HOMEWORK), "王芳", service=ServiceDuty.NONE))
    assert (found.needs, found.has) == (2, 1)
    assert "名单里不能来的：免服务 1 人" in found.text.zh
    assert "service_exempt" in found.rules


def test_one_in_two_places_where_the_school_says_so() -> None:
    setting = RuleSetting(rule="service_clash", enabled=False)
    assert numbers(school_of("王芳", rule_settings=(setting,))) == []


def test_turns_of_the_week_beyond_all_limits() -> None:
    school = changed(changed(school_of(*HOMEWORK), "王芳", max_service=4), "李强", max_service=4)
    (found,) = of_service(school)
    assert (found.needs, found.has) == (10, 8)
    assert found.text.zh == (
        "三(1)班 作业辅导、三(2)班 作业辅导一周共要 10 人次服务，能安排的最多 8 人次；"
        "可安排的 2 人（李强、王芳）每人一周最多 4 次"
    )
    assert set(found.rules) == {"service_limits", "service_adults", "service_held"}


def test_patrols_of_two_leaders() -> None:
    patrols = tuple(duty(DutyKind.PATROL, period, *LEADERS) for period in ("课后服务1", "课后服务2", "延时托管"))
    setting = RuleSetting(rule="service_limits", parameters={"most": "7"})
    school = school_of(*HOMEWORK, "陈磊", "刘敏", duties=patrols, rule_settings=(setting,))
    assert numbers(school) == [(15, 14)]


def test_evenings_beyond_all_limits() -> None:
    evening = stage("晚自习", StageKind.EVENING_STUDY, "晚自习", (7,), Content.SELF_STUDY, candidates=HOMEWORK)
    taking_part = Enrolment(class_id="七(1)班", stage="晚自习", pupils=20)
    school = service_school(
        ("七(1)班",), evening=True, stages=(evening,), enrolments=(taking_part,), clubs=(), duties=(),
        rule_settings=(RuleSetting(rule="service_limits", parameters={"evenings": "2"}),),
    )  # fmt: skip
    (found,) = of_service(school)
    assert (found.needs, found.has) == (5, 4)
    assert "一周共要 5 人次晚自习，能安排的最多 4 人次" in found.text.zh


def test_enough_for_all() -> None:
    assert shortages(service_school()) == ()


def test_a_meeting_that_lasts_into_the_service() -> None:
    """Who is at a meeting in every plan is not there for the pupils; that it is held is part of the argument."""
    other = bell("乙作息", afternoon=3)
    meeting = Meeting(id="例会", teachers=("王芳",), schedule=other.id, slot=slot(2, 7, other))
    school = school_of(*HOMEWORK, schedules=(service_bell(), other), meetings=(meeting,))
    (found,) = of_service(school)
    assert (found.needs, found.has) == (2, 1)
    assert found.text.zh.endswith("能来的只有 1 位；名单里不能来的：有课或开会 1 人")
    assert found.text.en.endswith("1 can come; not available: has a lesson or a meeting: 1")
    assert {"meetings", "service_clash"} <= set(found.rules)
