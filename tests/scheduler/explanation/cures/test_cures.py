"""What would help: each cure makes a plan possible, verified by the solver and the audit, and nothing in it is idle.

PAIKE_EXAMPLES sets the number of random schools, and has the infeasible samples looked at too.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from constraints.audit import Report
from constraints.catalogue import active_rules
from constraints.lawful_day import lacking
from sample_data.infeasible import INFEASIBLE
from sample_data.mistake import Infeasible
from scheduler.edits.edit import Edit
from scheduler.engine.result import Progress, Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.explanation.cures import cures as cures_module
from scheduler.explanation.cures.cures import Cure, find_cures
from scheduler.model.owner import Level
from scheduler.school import (
    Exclusion,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    RuleSetting,
    School,
    Slot,
    Teacher,
    Venue,
)
from scheduler.text import Text
from scheduler.workbook.school.layout import TEACHERS
from tests.random_schools import schools
from tests.schools import SCHEDULE, course, make_school, slot
from tests.service_schools import at, service_school

EXAMPLES = int(os.environ.get("PAIKE_EXAMPLES", "0"))
FIRST, SECOND = "七(1)班", "七(2)班"
WEEK = [slot(day, number) for day in range(1, 6) for number in range(1, 7)]


def verdict(school: School) -> Status:
    """What solving says of a school; the first plan that it finds is audited."""
    cancel = Cancel()

    def stop(step: Progress, report: Report | None) -> None:
        if report is not None:
            cancel.cancel()

    result = solve(school, StoppingCriterion(600, cancel=cancel), workers=1, listener=stop)
    assert result.report is None or result.report.compliant
    return result.status


def assert_right(school: School, cures: tuple[Cure, ...]) -> None:
    """Ensure that cures work, in ascending order of cost, without an idle edit and without touching a regulation."""
    assert [cure.cost for cure in cures] == sorted(cure.cost for cure in cures)
    assert len({frozenset(cure.edits) for cure in cures}) == len(cures)
    for cure in cures:
        changed = cure.apply(school)
        assert verdict(changed) in (Status.FEASIBLE, Status.OPTIMAL), cure.text.zh
        assert regulation(changed) == regulation(school), cure.text.zh
        for idle in cure.edits:
            rest = Cure(tuple(edit for edit in cure.edits if edit is not idle))
            assert verdict(rest.apply(school)) is Status.INFEASIBLE, f"{cure.text.zh} without {idle.text.zh}"


def regulation(school: School) -> dict[str, object]:
    """The regulation as it stands for a school: which rules with which figures."""
    return {
        active.rule.id: active.parameters
        for active in active_rules(school)
        if active.rule.level is Level.REGULATION or active.level is Level.REGULATION
    }


def forbidden(kind: MarkOwner, owner: str, slots: list[Slot], school: School | None = None) -> tuple[Mark, ...]:
    bell = (school or make_school()).schedules[0]
    return tuple(
        Mark(
            owner_kind=kind,
            owner=owner,
            day=each.day,
            start=bell.periods[each.period].start,
            end=bell.periods[each.period].end,
            level=MarkLevel.FORBIDDEN,
        )
        for each in slots
    )


def marked(kind: MarkOwner, owner: str, *open_slots: Slot) -> School:
    """A school in which somebody or something has all but a few slots marked 禁."""
    return make_school(marks=forbidden(kind, owner, [each for each in WEEK if each not in open_slots]))


def with_clubs(**more: Any) -> School:
    """A school with after-school service in which every day has a choice, as the choir is held twice."""
    clubs = tuple(
        c.model_copy(update={"sessions": 2, "days": (2, 5)}) if c.id == "合唱" else c for c in service_school().clubs
    )
    fields: dict[str, Any] = {"clubs": clubs, **more}
    return service_school(**fields)


def limited(limit: str, value: int, *names: str) -> tuple[Teacher, ...]:
    return tuple(t.model_copy(update={limit: value}) if t.id in names else t for t in service_school().teachers)


LOCKED = (Lock(course=f"{FIRST}|体育", slot=slot(1, 2)), Lock(course=f"{SECOND}|体育", slot=slot(1, 2)))
LAYERS = (
    course(FIRST, "英语", "周英", 4, together="英语走班"),
    course(SECOND, "英语", "周英", 4, together="英语走班"),
)
FULL = tuple(
    course(name, subject, teacher, 10)
    for name, teachers in ((FIRST, ("王芳", "李强", "赵军")), (SECOND, ("刘敏", "陈磊", "孙悦")))
    for subject, teacher in zip(("语文", "数学", "英语"), teachers, strict=True)
)
MEETING = Meeting(id="教研", teachers=("王芳", "李强", "赵军"), schedule=SCHEDULE, slot=slot(1, 1))
NARROW = tuple(course(f"七({number})班", "体育", f"体育{number}", 5, venue_kind="操场") for number in range(1, 8))

# A school without a plan, and what its first cure may consist of.
SCHOOLS: dict[str, tuple[School, set[str]]] = {
    "two lessons of a teacher are fixed at once": (make_school(locks=LOCKED), {"release_lock"}),
    "a teacher has too few slots": (marked(MarkOwner.TEACHER, "赵军", *WEEK[:2], *WEEK[6:9]), {"free_time"}),
    "a meeting is at a fixed lesson": (
        make_school(
            meetings=(Meeting(id="备课", teachers=("王芳", "李强"), schedule=SCHEDULE, slot=slot(3, 2)),),
            locks=(Lock(course=f"{FIRST}|语文", slot=slot(3, 2)),),
        ),
        {"move_meeting"},
    ),
    "a meeting in a full week": (make_school(FULL, meetings=(MEETING,)), {"excuse"}),
    "everybody meets in a full week": (
        make_school(
            FULL,
            meetings=(
                Meeting(id="全体会", teachers=("王芳", "李强", "赵军", "刘敏", "陈磊", "孙悦"), schedule=SCHEDULE),
            ),
        ),
        {"meet_after_school", "excuse"},
    ),
    "a subject on three mornings of one lesson": (
        marked(MarkOwner.SUBJECT, "体育", slot(1, 1), slot(2, 1), slot(3, 1)),
        {"free_time"},
    ),
    "layers of one teacher": (make_school(LAYERS), {"give_course", "untie"}),
    "a venue for one class": (
        make_school(NARROW, venues=(Venue(id="操场", kind="操场"),)),
        {"more_room"},
    ),
    "a venue closed when its teacher is there": (
        make_school(
            tuple(course(name, "体育", "赵军", 1, venue_kind="操场") for name in (FIRST, SECOND)),
            marks=forbidden(MarkOwner.TEACHER, "赵军", WEEK[6:]) + forbidden(MarkOwner.VENUE, "操场", WEEK[:6]),
        ),
        {"free_time"},
    ),
    "subjects for whom the afternoons are too short": (
        make_school(
            tuple(
                course(FIRST, subject, teacher, 5)
                for subject, teacher in (("语文", "王芳"), ("数学", "李强"), ("英语", "赵军"))
            ),
            marks=tuple(
                mark
                for subject in ("语文", "数学", "英语")
                for mark in forbidden(MarkOwner.SUBJECT, subject, [s for s in WEEK if s.period < 5])
            ),
        ),
        {"free_time"},
    ),
    "a wish made a must that no class can meet": (
        make_school(
            tuple(
                course(name, subject, f"{name}{subject}", 8)
                for name in (FIRST, SECOND)
                for subject in ("语文", "数学", "英语")
            ),
            rule_settings=(
                RuleSetting(rule="core_in_morning", level="hard", parameters={"shares": "语文:100 数学:100 英语:100"}),
            ),
        ),
        {"soften"},
    ),
    "an exclusion of too many lessons": (
        make_school(FULL, exclusions=(Exclusion(id="轮流", teachers=("王芳", "李强", "赵军", "刘敏")),)),
        {"leave_exclusion", "drop_exclusion"},
    ),
    "a mentor who is busy all the time": (
        make_school(
            FULL,
            teachers=tuple(
                Teacher(id=name, mentor="王芳" if name == "刘敏" else None)
                for name in ("王芳", "李强", "赵军", "刘敏", "陈磊", "孙悦")
            ),
            locks=tuple(
                Lock(course=f"{name}|语文", slot=each) for name, each in ((FIRST, slot(1, 1)), (SECOND, slot(1, 1)))
            ),
        ),
        {"release_lock"},
    ),
    "a teacher on one day": (
        make_school(
            teachers=tuple(Teacher(id=n, max_days=1 if n == "赵军" else None) for n in ("王芳", "李强", "赵军", "孙悦"))
        ),
        {"raise_limit"},
    ),
    "clubs are held too seldom": (service_school(), {"club_sessions"}),
    "homework is left to one teacher": (
        with_clubs(
            stages=tuple(
                each.model_copy(update={"candidates": ("王芳",)}) if each.id == "作业辅导" else each
                for each in service_school().stages
            )
        ),
        {"add_adult", "open_stage"},
    ),
    "a coach without a contract": (with_clubs(contracts=()), {"renew_contract"}),
    "leaders who patrol too often": (
        with_clubs(teachers=limited("max_service", 3, "周校长", "吴主任")),
        {"add_adult"},
    ),
    "a club whose leader is away on its days": (
        with_clubs(
            marks=forbidden(MarkOwner.TEACHER, "孙悦", [at(2, "课后服务2"), at(5, "课后服务2")], service_school())
        ),
        {"add_adult"},
    ),
}


@pytest.mark.parametrize("name", SCHOOLS)
def test_small_schools(name: str) -> None:
    school, kinds = SCHOOLS[name]
    assert verdict(school) is Status.INFEASIBLE
    cures = find_cures(school, seconds=600, workers=1, most=3 if EXAMPLES else 2)
    assert cures
    assert_right(school, cures)
    assert {edit.kind for edit in cures[0].edits} <= kinds, [cure.text.zh for cure in cures]


@settings(
    max_examples=EXAMPLES or 3,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(school=schools(settings=True))
def test_random_schools(school: School) -> None:
    if verdict(school) is not Status.INFEASIBLE:
        assert find_cures(school, seconds=600, workers=1) == ()
        return
    try:
        assert_right(school, find_cures(school, seconds=600, workers=1, most=2))
    except AssertionError as error:
        raise AssertionError(school.model_dump_json(exclude_defaults=True)) from error


def test_what_is_proposed_in_excess_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    school, _ = SCHOOLS["two lessons of a teacher are fixed at once"]
    idle = Edit("rename", 1, TEACHERS, "赵军", Text("什么也不改", "Nothing changes"), lambda changed: changed)
    proposed = cures_module._combinations
    monkeypatch.setattr(cures_module, "_combinations", lambda options: [(idle, *edits) for edits in proposed(options)])
    cures = find_cures(school, seconds=600, workers=1, most=2)
    assert cures and all(idle not in cure.edits for cure in cures)
    assert_right(school, cures)


def test_regulation_alone_has_no_cure() -> None:
    all_at_school = RuleSetting(rule="homework_time", parameters={"junior_share": "100"})
    hours = service_school(("七(1)班", "七(2)班"), rule_settings=(all_at_school,))  # less time than that takes
    assert find_cures(hours, seconds=600, workers=1) == ()


@pytest.mark.skipif(not EXAMPLES, reason="large schools take minutes")
@pytest.mark.parametrize("case", INFEASIBLE, ids=lambda case: case.name)
def test_infeasible_samples(case: Infeasible) -> None:
    """The first cure makes a plan possible when it is applied."""
    school = case.make()
    cures = find_cures(school)
    assert cures
    for cure in cures:
        assert regulation(cure.apply(school)) == regulation(school)
    assert verdict(cures[0].apply(school)) in (Status.FEASIBLE, Status.OPTIMAL), cures[0].text.zh


def test_nobody_is_freed_of_being_at_another_school() -> None:
    days = [
        Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=day, start=0, end=1440, level=MarkLevel.FORBIDDEN)
        for day in (1, 2, 3, 4)
    ]
    for elsewhere, expected in ((None, {"free_time", "free_every_day"}), ("东校", set())):
        marks = tuple(mark.model_copy(update={"elsewhere": elsewhere}) for mark in days)
        school = make_school((course(FIRST, "语文", "王芳", 7),), marks=marks)
        found = {edit.kind for cure in find_cures(school, seconds=600, workers=1) for edit in cure.edits}
        assert found & {"free_time", "free_every_day"} <= expected
        assert elsewhere or found & expected


def test_an_old_bell_is_cured_by_what_the_law_asks_and_no_more() -> None:
    old = with_clubs(year=2026)
    (cure,) = find_cures(old, seconds=60, workers=1)
    assert {edit.kind for edit in cure.edits} == {"longer_breaks", "daily_sport"}
    assert not lacking(cure.apply(old)) and regulation(cure.apply(old)) == regulation(old)
