"""Half classes: one group in the computer room, one at 劳动, then they change; what is counted, planned, printed and read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from constraints.audit import Report, audit
from constraints.curriculum import hours_standard, weekly_total
from constraints.curriculum.hours import weekly_held
from constraints.rule import NoParameters
from scheduler.api import solve
from scheduler.edits import lesson_edits
from scheduler.engine.moves import apply, moves
from scheduler.export import plan_workbook
from scheduler.export.document import plan_document
from scheduler.export.hours import hours_of
from scheduler.export.lessons import Lessons
from scheduler.model.owner import OwnerKind
from scheduler.plan import Placement, Plan, PlanView
from scheduler.plan.venue_use import Sizes
from scheduler.school import Area, CurriculumItem, School, SchoolClass, Subject, Venue, Week
from scheduler.workbook.plan.reader import read_plan
from tests.constraints.agreement import active, assert_agree
from tests.schools import SCHEDULE, SUBJECTS, course, make_school, plan_of, slot

ONE = "七(1)班"
IT, LABOUR = f"{ONE}|信息科技", f"{ONE}|劳动"
FIRST, SECOND = slot(2, 3), slot(4, 2)


@pytest.fixture(scope="module")
def school() -> School:
    """A class of 49 with a computer room of 25 seats; each pupil has a lesson of 信息科技 and one of 劳动."""
    turns = {"together": "信劳", "groups": 2}
    return make_school(
        (
            course(ONE, "语文", "王芳", 5),
            course(ONE, "信息科技", "李强", 2, venue_kind="机房", **turns),
            course(ONE, "劳动", "钱英", 2, **turns),
        ),
        subjects=(*SUBJECTS, Subject(id="信息科技", area=Area.IT), Subject(id="劳动", area=Area.LABOUR)),
        venues=(Venue(id="机房", kind="机房", seats=25),),
        classes=(SchoolClass(id=ONE, grade=7, number=1, size=49, schedule=SCHEDULE),),
    )


@pytest.fixture(scope="module")
def judged(school: School) -> School:
    """The same school with a curriculum, without which the standard is not asked for."""
    lessons = {"语文": 5, "信息科技": 1, "劳动": 1}
    items = tuple(CurriculumItem(grade=7, subject=name, lessons=number) for name, number in lessons.items())
    return school.renewed(curriculum=items)


@pytest.fixture(scope="module")
def plan(school: School) -> Plan:
    lessons = {f"{ONE}|语文": [slot(day, 1) for day in range(1, 6)], LABOUR: [FIRST, SECOND]}
    in_room = tuple(Placement(course=IT, slot=at, venue="机房") for at in (FIRST, SECOND))
    plan = plan_of(lessons)
    return plan.model_copy(update={"placements": plan.placements + in_room})


@pytest.fixture(scope="module")
def report(school: School) -> Report:
    return solve(school, seconds=None, deterministic=5, workers=1).report


def shown(report: Report, rule: str) -> list[str]:
    return [
        v.text.zh for finding in report.findings if finding.active.rule.id == rule for v in finding.verdict.violations
    ]


# What is counted.


def test_pupils_have_their_share_and_teachers_all(judged: School, plan: Plan) -> None:
    view = PlanView(judged, plan)
    for area, name in ((Area.IT, "信息科技"), (Area.LABOUR, "劳动")):
        courses = hours_standard.courses_of(judged, ONE, frozenset({area}))
        assert weekly_held(view, courses, ONE) == 1
        assert hours_of(view, judged.school_class[ONE], judged.subject[name]) == (1, 1, 1)
    assert weekly_held(view, weekly_total.counted(judged, ONE), ONE) == 7
    assert sum(course.attended for course in weekly_total.counted(judged, ONE)) == 7
    assert Lessons(view, "zh").weekly_of_teacher("李强") == 2
    report = audit(judged, plan)
    assert not any("劳动" in text or "信息科技" in text for text in shown(report, "hours_standard"))
    for rule in ("hours_in_full", "protected_subjects", "no_added_lessons", "class_clash", "venue_capacity"):
        assert shown(report, rule) == []


def test_one_of_two_turns_is_half_a_lesson(judged: School, plan: Plan) -> None:
    one_turn = plan.model_copy(update={"placements": tuple(p for p in plan.placements if p.slot != SECOND)})
    courses = hours_standard.courses_of(judged, ONE, frozenset({Area.LABOUR}))
    assert weekly_held(PlanView(judged, one_turn), courses, ONE) == 0.5
    found = assert_agree(judged, one_turn, active("hours_standard")).violations
    assert any("劳动每周至少 1 节，排了 0.5 节" in v.text.zh for v in found)
    assert shown(audit(judged, one_turn), "protected_subjects") == [f"{ONE} 劳动被挤占：每个学生应排 1 节，只有 0.5 节"]
    assert f"{ONE} 信息科技 每个学生应排 1 节，只有 0.5 节" in shown(audit(judged, one_turn), "hours_in_full")


def test_a_turn_too_many_is_told_by_pupil(judged: School, plan: Plan) -> None:
    third = slot(5, 6)
    more = tuple(p.model_copy(update={"slot": third}) for p in plan.placements if p.slot == SECOND)
    report = audit(judged, plan.model_copy(update={"placements": (*plan.placements, *more)}))
    assert f"{ONE} 劳动 每个学生计划 1 节，排了 1.5 节，多 0.5 节" in shown(report, "no_added_lessons")
    asked = active("no_added_lessons").rule.asks[OwnerKind.COURSE](judged, NoParameters(), LABOUR)
    assert asked.zh == f"{ONE}劳动（钱英）每周每个学生不多于 1 节"
    assert asked.en == f"{ONE} 劳动 (钱英): at most 1 lesson a pupil a week"
    asked = active("hours_in_full").rule.asks[OwnerKind.COURSE](judged, NoParameters(), IT)
    assert asked.zh == f"{ONE}信息科技（李强）每周每个学生要上满 1 节"
    assert asked.en == f"{ONE} 信息科技 (李强): 1 lesson a pupil a week"


def test_both_turns_may_be_on_one_day(school: School) -> None:
    rule = active("subject_per_day")
    turns = [slot(1, 3), slot(1, 4)]
    assert not assert_agree(school, plan_of({IT: turns, LABOUR: turns}), rule).violations
    four = school.renewed(courses=tuple(c.renewed(lessons=4) if c.groups > 1 else c for c in school.courses))
    times = [*turns, slot(1, 1), slot(2, 1)]
    assert len(assert_agree(four, plan_of({IT: times, LABOUR: times}), rule).violations) == 2


def test_a_group_needs_room_for_its_share(school: School) -> None:
    sizes = Sizes(school)
    assert sizes.pupils(school.course[IT], (ONE,)) == 25


def test_courses_that_cannot_take_turns_are_no_school(school: School) -> None:
    course = school.course[IT]
    for change in ({"lessons": 3}, {"doubles": 1}, {"week": Week.ODD}, {"together": None}):
        with pytest.raises(ValueError, match="cannot take turns"):
            course.renewed(**change)
    for change in ({"groups": 3, "lessons": 6}, {"lessons": 4}, {"together": "另一组"}):
        with pytest.raises(ValueError, match="cannot take turns"):
            school.renewed(courses=tuple(c.renewed(**change) if c.id == IT else c for c in school.courses))
    assert School.model_validate_json(school.model_dump_json()) == school


# What is planned.


def test_the_groups_change(school: School, report: Report) -> None:
    view = PlanView(school, report.plan)
    taught, helped = report.plan.slots_of(IT), report.plan.slots_of(LABOUR)
    assert report.compliant and taught == helped and len(set(taught)) == 2
    groups = {(p.course, p.slot): view.group_of(p) for p in report.plan.placements if p.course in (IT, LABOUR)}
    assert [groups[IT, at] for at in taught] == [0, 1]
    assert [groups[LABOUR, at] for at in taught] == [1, 0]
    for rule in ("hours_in_full", "protected_subjects", "weekly_total", "parallel_groups", "venue_capacity"):
        assert shown(report, rule) == []


def test_three_groups_have_each_course_once() -> None:
    names = ("语文", "音乐", "美术")
    courses = tuple(course(ONE, name, name, 6, together="三组", groups=3) for name in names)
    times = [slot(day, number) for day in (1, 3) for number in (1, 2, 4)]
    plan = plan_of({c.id: times for c in courses})
    view = PlanView(make_school(courses), plan)
    had = Counter((view.group_of(p), p.course) for p in plan.placements)
    assert len(had) == 9 and set(had.values()) == {2}
    assert all(len({view.group_of(p) for p in plan.placements if p.slot == at}) == 3 for at in times)


def test_a_move_takes_the_whole_class_along(school: School, plan: Plan) -> None:
    free = next(move for move in moves(school, plan, ONE, FIRST) if move.to == slot(5, 6))
    assert free.legal and {shift.course for shift in free.shifts} == {IT, LABOUR}
    after = apply(school, plan, free)
    assert after.slots_of(IT) == after.slots_of(LABOUR) == (SECOND, slot(5, 6))


def test_a_course_elsewhere_is_told(school: School, plan: Plan) -> None:
    away = tuple(p.model_copy(update={"slot": slot(5, 6)}) if p == plan.placements[-1] else p for p in plan.placements)
    (found,) = assert_agree(school, plan.model_copy(update={"placements": away}), active("parallel_groups")).violations
    assert found.text.zh.startswith("半班组“信劳”")


def test_a_class_that_is_whole_again_has_each_lesson_once(school: School) -> None:
    whole = lesson_edits.untie(school, LABOUR, "together").apply(school)
    assert {(c.together, c.groups, c.lessons) for c in whole.courses if c.id in (IT, LABOUR)} == {(None, 1, 1)}


# What is printed and read.


def test_cells_name_the_groups(school: School, plan: Plan) -> None:
    lessons = Lessons(PlanView(school, plan), "zh")
    assert [e.lines for e in lessons.of_class(ONE, FIRST)] == [
        ("甲组 信息科技", "李强", "机房"),
        ("乙组 劳动", "钱英"),
    ]
    assert [e.lines for e in lessons.of_class(ONE, SECOND)] == [
        ("甲组 劳动", "钱英"),
        ("乙组 信息科技", "李强", "机房"),
    ]
    assert [lessons.of_teacher("李强", at)[0].heading for at in (FIRST, SECOND)] == ["七(1)甲组", "七(1)乙组"]
    assert lessons.of_teacher_in_short("钱英", FIRST)[0].heading == "七(1)乙组"
    assert lessons.in_venue("机房", FIRST)[0].heading == "七(1)甲组 信息科技"
    english = Lessons(PlanView(school, plan), "en")
    assert english.of_class(ONE, FIRST)[0].heading == "Group A 信息科技"


def test_the_document_names_the_groups(report: Report) -> None:
    first, second = report.plan.slots_of(IT)
    told = {(each.course, each.at.slot): each.group for each in plan_document(report).lessons}
    assert [told[IT, first], told[LABOUR, first], told[IT, second], told[LABOUR, second]] == [1, 2, 2, 1]
    assert {group for (name, _), group in told.items() if name not in (IT, LABOUR)} == {None}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kept", [0, 1, 2, 3, None])
def test_a_printed_plan_is_read_back(
    school: School, report: Report, tmp_path: Path, language: str, kept: int | None
) -> None:
    """From the whole workbook the same plan, from each of its timetables alone the same times."""
    book = plan_workbook(report, language=language)
    for number, sheet in enumerate(book.worksheets):
        if kept not in (None, number):
            book.remove(sheet)
    book.save(tmp_path / "plan.xlsx")
    reading = read_plan(tmp_path / "plan.xlsx", school)
    assert reading.problems == () and reading.plan is not None
    times = [{(p.course, p.slot) for p in plan.placements} for plan in (reading.plan, report.plan)]
    assert times[0] == times[1]
    if kept is None:
        assert reading.plan == report.plan


def test_a_teacher_may_have_the_class_whole_too(tmp_path: Path) -> None:
    turns = {"together": "听说", "groups": 2}
    whole, half = course(ONE, "英语", "孙悦", 3, id="整班"), course(ONE, "英语", "孙悦", 2, id="半班", **turns)
    school = make_school((whole, half, course(ONE, "音乐", "周敏", 2, **turns)))
    times = [slot(1, 1), slot(3, 2)]
    plan = plan_of({"半班": times, f"{ONE}|音乐": times, "整班": [slot(1, 2), slot(2, 2), slot(4, 2)]})
    plan_workbook(audit(school, plan)).save(tmp_path / "plan.xlsx")
    reading = read_plan(tmp_path / "plan.xlsx", school)
    assert reading.plan is not None and set(reading.plan.placements) == set(plan.placements)
