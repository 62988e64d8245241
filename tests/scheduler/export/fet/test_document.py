"""A school as a file of FET: what stands in it, and that a legal plan breaks none of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given

from constraints.audit import audit
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export.fet.document import FetDocument, fet_document
from scheduler.plan import Plan
from scheduler.school import Exclusion, Lock, Mark, MarkLevel, MarkOwner, Meeting, School, Teacher, Venue, Week
from scheduler.workbook.fet.file import FetConstraint, FetFile, open_fet
from tests.chance import examples
from tests.fet_judge import FET, MISSING, accepted, faults
from tests.random_schools import schools
from tests.schools import SCHEDULE, course, make_school, slot

few_examples = examples(8)


def written(school: School, folder: Path, plan: Plan | None = None) -> tuple[FetFile, FetDocument]:
    document = fet_document(school, plan)
    path = folder / "school.fet"
    path.write_bytes(document.xml)
    file, problems = open_fet(path)
    assert file is not None, problems
    return file, document


def of_kind(file: FetFile, kind: str) -> list[FetConstraint]:
    return [constraint for constraint in file.constraints if constraint.kind == kind]


def planned(school: School) -> Plan | None:
    report = solve(school, StoppingCriterion(seconds=None, deterministic=0.3), workers=1).report
    return None if report is None else report.plan


def test_lessons_are_activities_by_singles_and_doubles(tmp_path: Path) -> None:
    school = make_school((course("七(1)班", "语文", "王芳", 5, doubles=2), course("七(1)班", "数学", "李强", 2)))
    file, _ = written(school, tmp_path)
    assert sorted((a.subject, a.length) for a in file.activities) == [
        ("数学", 1), ("数学", 1), ("语文", 1), ("语文", 2), ("语文", 2),
    ]  # fmt: skip
    assert {a.students for a in file.activities} == {("七(1)班",)}
    assert len({a.group for a in file.activities if a.subject == "语文"}) == 1
    assert [year.name for year in file.years] == ["七年级"]
    # Noon stands between the lessons of the morning and the afternoon and is a break on every day.
    assert file.hours == ("第1节", "第2节", "第3节", "第4节", "午间", "第5节", "第6节")
    assert {hour for constraint in of_kind(file, "BreakTimes") for _, hour in constraint.times} == {"午间"}
    # The big break of 30 minutes is longer than a double bridges.
    starts = of_kind(file, "ActivitiesPreferredStartingTimes")[0]
    assert {hour for _, hour in starts.times} == {"第1节", "第3节", "第5节"}


def test_a_pair_of_odd_and_even_weeks_is_one_activity(tmp_path: Path) -> None:
    odd = course("七(1)班", "音乐", "孙悦", 1, week=Week.ODD, pair="轮")
    even = course("七(1)班", "美术", "周洁", 1, week=Week.EVEN, pair="轮")
    file, document = written(make_school((odd, even)), tmp_path)
    (activity,) = file.activities
    assert activity.subject == "音乐/美术" and activity.teachers == ("孙悦", "周洁")
    assert any("单双周" in note.zh for note in document.notes)


def test_courses_that_run_together_fill_a_class_once(tmp_path: Path) -> None:
    groups = [course("七(1)班", "英语", name, 2, id=name, together="走班") for name in ("王芳", "李强")]
    file, _ = written(make_school(tuple(groups)), tmp_path)
    assert sorted(activity.students for activity in file.activities) == [(), (), ("七(1)班",), ("七(1)班",)]
    ties = [constraint.activities for constraint in of_kind(file, "ActivitiesSameStartingTime")]
    by_teacher = {activity.id: activity.teachers for activity in file.activities}
    assert len(ties) == 2 and all({by_teacher[n] for n in tie} == {("王芳",), ("李强",)} for tie in ties)


def test_a_venue_for_several_classes_is_several_rooms(tmp_path: Path) -> None:
    joint = course("七(1)班", "体育", "赵军", 1, classes=("七(1)班", "七(2)班"), venue_kind="操场", id="合")
    alone = course("七(1)班", "体育", "钱进", 1, venue_kind="操场", id="单")
    school = make_school((joint, alone), venues=(Venue(id="大操场", kind="操场", capacity=2),))
    file, _ = written(school, tmp_path)
    rooms = {room.name: room.sets for room in file.rooms}
    assert set(rooms) >= {"大操场#1", "大操场#2"}
    virtual = [sets for sets in rooms.values() if sets]
    assert virtual == [(("大操场#1", "大操场#2"), ("大操场#1", "大操场#2"))]
    assert of_kind(file, "ActivityPreferredRooms")[0].texts("Preferred_Room") == ("大操场#1", "大操场#2")


def test_wishes_limits_and_locks(tmp_path: Path) -> None:
    courses = (course("七(1)班", "语文", "王芳", 4), course("七(2)班", "数学", "李强", 7))
    at = slot(2, 3)
    marks = [
        Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=1, start=480, end=520, level=level)
        for level in (MarkLevel.FORBIDDEN, MarkLevel.AVOIDED)
    ]
    school = make_school(
        courses,
        teachers=(Teacher(id="王芳", max_days=4), Teacher(id="李强", max_per_day=2, max_in_row=1)),
        marks=(marks[0], marks[1].model_copy(update={"day": 3})),
        locks=(Lock(course=courses[0].id, slot=at),),
        exclusions=(Exclusion(id="互", teachers=("王芳", "李强")),),
        meetings=(Meeting(id="会", teachers=("王芳", "李强"), schedule=SCHEDULE, length=1),),
    )
    file, _ = written(school, tmp_path)
    assert of_kind(file, "TeacherNotAvailableTimes")[0].times == (("周一", "第1节"),)
    assert of_kind(file, "TeacherMaxDaysPerWeek")[0].number("Max_Days_Per_Week") == 4
    # The meeting counts for no teacher's lessons.
    assert of_kind(file, "TeacherActivityTagMaxHoursDaily")[-1].number("Maximum_Hours_Daily") == 2
    assert of_kind(file, "TeacherActivityTagMaxHoursContinuously")[0].number("Maximum_Hours_Continuously") == 1
    assert of_kind(file, "ActivityPreferredStartingTime")[0].times == (("周二", "第3节"),)
    assert len(of_kind(file, "ActivitiesNotOverlapping")[0].activities) == 12
    wishes = [c for c in of_kind(file, "ActivityPreferredTimeSlots") if not c.is_hard]
    assert wishes and all(("周三", "第1节") not in wish.times and 0 < wish.weight < 100 for wish in wishes)
    assert not [c for c in written(school, tmp_path, Plan())[0].constraints if not c.is_hard]


def test_what_fet_cannot_say_is_told(tmp_path: Path) -> None:
    school = make_school(teachers=tuple(Teacher(id=name, max_half_days=5) for name in ("王芳", "李强", "赵军", "孙悦")))
    _, document = written(school, tmp_path)
    assert any("教师每周半天数" in note.zh and "half-days" in note.en for note in document.notes)
    _, other = written(make_school(), tmp_path)
    assert not any("教师每周半天数" in note.zh for note in other.notes)


@few_examples
@given(school=schools(solvable=True))
def test_a_legal_plan_keeps_all_that_is_written(school: School, tmp_path_factory: pytest.TempPathFactory) -> None:
    school = school.without_service()
    plan = planned(school)
    assume(plan is not None)
    assert plan is not None and audit(school, plan).compliant
    path = tmp_path_factory.mktemp("fet") / "locked.fet"
    path.write_bytes(fet_document(school, plan).xml)
    assert faults(path) == []


def test_a_plan_that_breaks_a_rule_breaks_the_file_too(tmp_path: Path) -> None:
    school = make_school()
    plan = planned(school)
    assert plan is not None
    path = tmp_path / "locked.fet"
    first, *others = plan.placements
    clash = next(p for p in others if p.course.startswith("七(1)班") and p.course != first.course)
    moved = plan.model_copy(update={"placements": (first.model_copy(update={"slot": clash.slot}), *others)})
    path.write_bytes(fet_document(school, moved).xml)
    assert any("七(1)班 at once" in fault for fault in faults(path))


@pytest.mark.skipif(FET is None, reason=MISSING)
def test_fet_accepts_a_legal_plan_and_no_other(tmp_path: Path) -> None:
    school = make_school()
    plan = planned(school)
    assert plan is not None
    path = tmp_path / "locked.fet"
    path.write_bytes(fet_document(school, plan).xml)
    assert accepted(path, tmp_path)
