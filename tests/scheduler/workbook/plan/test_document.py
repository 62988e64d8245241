"""A `plan.json` is judged by what it says: as the same plan in a workbook is, also after its school has changed."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from constraints.audit import audit
from sample_data.generator import make_school as make_sample
from scheduler.export import write_plan_json, write_plan_workbook
from scheduler.plan import Placement, Plan, StrayLesson
from scheduler.school import BellSchedule, Period, PeriodKind, School, Week
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.full_plans import full_plan
from tests.schools import bell, course, make_school, plan_of, slot
from tests.service_schools import full_service, service_school

FIRST, SECOND = "七(1)班", "七(2)班"
Record = dict[str, Any]


def changed(school: School, **parts: Any) -> School:
    return School(**{**{name: getattr(school, name) for name in type(school).model_fields}, **parts})


def with_periods(school: School, change: Callable[[tuple[Period, ...]], tuple[Period, ...]]) -> School:
    schedules = tuple(BellSchedule(id=each.id, periods=change(each.periods)) for each in school.schedules)
    return changed(school, schedules=schedules)


def later(minutes: int) -> Callable[[School], School]:
    def move(periods: tuple[Period, ...]) -> tuple[Period, ...]:
        return tuple(p.model_copy(update={"start": p.start + minutes, "end": p.end + minutes}) for p in periods)

    return lambda school: with_periods(school, move)


def with_course(school: School, number: int, **parts: Any) -> School:
    courses = list(school.courses)
    courses[number] = courses[number].model_copy(update=parts)
    return changed(school, courses=tuple(courses))


def another_teacher(school: School) -> School:
    taught = next(n for n, c in enumerate(school.courses) if len(c.classes) == 1 and c.teachers and not c.together)
    classes = set(school.courses[taught].classes)
    busy = {name for c in school.courses if classes & set(c.classes) for name in c.teachers}
    other = next(teacher.id for teacher in school.teachers if teacher.id not in busy)
    return with_course(school, taught, teachers=(other,))


def another_week(school: School) -> School:
    plain = next(
        n
        for n, c in enumerate(school.courses)
        if c.lessons == 1 and c.week is Week.EVERY and not (c.together or c.pair) and len(c.classes) == 1
    )
    return with_course(school, plain, week=Week.ODD)


def renamed(school: School) -> School:
    return School.model_validate_json(school.model_dump_json().replace("语文", "国语"))


def both(school: School, plan: Plan, folder: Path, after: School) -> list[PlanReading]:
    """Return a plan, written as JSON and as a workbook for a school, read for the school as it is `after`."""
    report = audit(school, plan)
    write_plan_json(report, folder / "plan.json")
    write_plan_workbook(report, folder / "plan.xlsx")
    return [read_plan(folder / name, after) for name in ("plan.json", "plan.xlsx")]


def verdict(school: School, reading: PlanReading) -> Counter[str]:
    assert reading.plan is not None, reading.problems
    report = audit(school, reading.plan, reading.omissions)
    unjudged = Counter(f.active.rule.id for f in report.findings if f.verdict.unjudged is not None)
    return unjudged + Counter(f"{active.rule.id}: {violation.text.zh}" for active, violation in report.violations())


def assert_judged_alike(school: School, plan: Plan, folder: Path, after: School) -> list[PlanReading]:
    readings = both(school, plan, folder, after)
    told, listed = (verdict(after, reading) for reading in readings)
    assert told == listed and told.total()
    severities = [{problem.severity for problem in reading.problems} for reading in readings]
    assert severities[0] == severities[1]
    return readings


@pytest.fixture(scope="module")
def sample() -> School:
    return make_sample("nine-year", 12)


CHANGES: dict[str, Callable[[School], School]] = {
    "none": lambda school: school,
    "bells 5 minutes later": later(5),
    "bells 55 minutes earlier": later(-55),
    "another teacher": another_teacher,
    "another week": another_week,
    "a subject renamed": renamed,
}


@pytest.mark.parametrize("change", CHANGES)
def test_both_files_are_judged_alike(sample: School, change: str, tmp_path: Path) -> None:
    after = CHANGES[change](sample)
    readings = assert_judged_alike(sample, full_plan(sample), tmp_path, after)
    assert all(bool(reading.problems or reading.notes) is (change != "none") for reading in readings)
    if change == "none":
        assert readings[0].plan is not None
        assert Counter(readings[0].plan.placements) == Counter(full_plan(sample).placements)


@pytest.mark.parametrize("change", ["none", "bells 5 minutes later", "bells 55 minutes earlier"])
def test_service_is_judged_alike(change: str, tmp_path: Path) -> None:
    school = service_school()
    plan = full_service(school)
    assert_judged_alike(school, plan, tmp_path, CHANGES[change](school))


def whole_plan(school: School) -> Plan:
    """Each course of both classes at the first slots of the week, in turn."""
    slots = [slot(day, number) for day in range(1, 6) for number in range(1, 7)]
    lessons, at = {}, dict.fromkeys((FIRST, SECOND), 0)
    for each in school.courses:
        begin = at[each.classes[0]]
        lessons[each.id] = slots[begin : begin + each.lessons]
        at[each.classes[0]] = begin + each.lessons
    return plan_of(lessons)


BREAK = Period(name="早操", kind=PeriodKind.BREAK, start=420, end=440)
BELLS = {
    "the last lesson removed": bell(afternoon=1),
    "a lesson of the morning removed": bell(morning=3, afternoon=2),
    "a break before the day": BellSchedule(id=bell().id, periods=(BREAK, *bell().periods)),
    "fewer days": bell(days=2),
}


@pytest.mark.parametrize("change", BELLS)
def test_other_periods_are_judged_alike(change: str, tmp_path: Path) -> None:
    school = make_school()
    after = make_school(schedules=(BELLS[change],))
    readings = assert_judged_alike(school, whole_plan(school), tmp_path, after)
    told = [problem for problem in readings[0].problems if problem.severity == "error"]
    assert bool(told) is (change != "a break before the day")


# What a file says otherwise than the school.


def read_with(change: Callable[[Record], None], folder: Path) -> PlanReading:
    school = make_school()
    write_plan_json(audit(school, whole_plan(school)), folder / "plan.json")
    record = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    change(record)
    (folder / "plan.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return read_plan(folder / "plan.json", school)


def each(part: str, name: str, value: Any) -> Callable[[Record], None]:
    """Return a change of a field, such as `at.start`, in all records of a part."""

    def change(record: Record) -> None:
        for item in record[part]:
            inside, last = (item["at"], name[3:]) if name.startswith("at.") else (item, name)
            inside[last] = value

    return change


@pytest.mark.parametrize(
    ("name", "value", "severity"),
    [
        ("teachers", ["查无此人"], "error"),
        ("teachers", [], "warning"),
        ("week", "odd", "error"),
        ("classes", ["九(9)班"], "error"),
        ("subject", "飞行", "error"),
        ("venue", "月球", "error"),
        ("at.start", "03:00", "error"),
        ("at.start", "99:99", "error"),
        ("at.end", "23:00", "warning"),
        ("at.schedule", "别的作息", "warning"),
    ],
)
def test_one_cause_is_told_once(tmp_path: Path, name: str, value: Any, severity: str) -> None:
    reading = read_with(each("lessons", name, value), tmp_path)
    (told,) = reading.problems
    assert (told.severity, told.sheet, told.cell) == (severity, "plan.json", "lessons.0")
    assert told.text.zh and told.text.en and told.cure.zh and told.cure.en
    if name not in ("at.start", "at.end"):
        assert "lessons.1" in told.text.zh


def test_lessons_of_nobody_are_no_lessons_of_the_course(tmp_path: Path) -> None:
    reading = read_with(each("lessons", "teachers", ["查无此人"]), tmp_path)
    assert reading.plan is not None and reading.plan.placements == ()
    assert {stray.teacher for stray in reading.plan.strays} == {"查无此人"}
    assert any(line.startswith("hours_in_full") for line in verdict(make_school(), reading))


def test_a_subject_of_somebody_else_s_is_told_and_no_course(tmp_path: Path) -> None:
    def change(record: Record) -> None:
        for lesson in record["lessons"]:
            lesson["subject"] = {"体育": "数学"}.get(lesson["subject"], lesson["subject"])

    reading = read_with(change, tmp_path)
    assert reading.plan is not None
    assert {(stray.subject, stray.teacher) for stray in reading.plan.strays} == {("数学", "赵军")}
    assert any("数学 赵军 ≠ 李强" in note.text.zh for note in reading.notes)


def test_a_lesson_is_read_by_its_class_subject_and_teacher(tmp_path: Path) -> None:
    def change(record: Record) -> None:
        record["lessons"][0] |= {"classes": [SECOND]}
        record["lessons"][1] |= {"course": "什么"}

    reading = read_with(change, tmp_path)
    told = [(p.severity, p.cell) for p in reading.problems]
    assert reading.plan is not None and ("warning", "lessons.0") in told and "lessons.1" not in dict(told).values()
    assert Placement(course=f"{SECOND}|语文", slot=slot(1, 1)) in reading.plan.placements
    assert Placement(course=f"{FIRST}|语文", slot=slot(1, 2)) in reading.plan.placements


def test_a_period_that_contradicts_itself_is_asked_about(tmp_path: Path) -> None:
    def change(record: Record) -> None:
        record["lessons"][0]["at"]["period"] = 4

    reading = read_with(change, tmp_path)
    assert [problem.severity for problem in reading.problems] == ["error"] and reading.plan is not None
    assert Placement(course=f"{FIRST}|语文", slot=slot(1, 1)) in reading.plan.placements


def test_a_lesson_told_twice_is_asked_about(tmp_path: Path) -> None:
    reading = read_with(lambda record: record["lessons"].append(record["lessons"][0]), tmp_path)
    assert [(p.severity, p.value) for p in reading.problems] == [("error", f"{FIRST} 语文")]


def test_a_plan_of_another_school_or_term_is_told(tmp_path: Path) -> None:
    reading = read_with(lambda record: record.update(school="别的学校", term="别的学期"), tmp_path)
    assert [(p.severity, p.cell) for p in reading.problems] == [("warning", "school"), ("warning", "term")]


def test_a_plan_of_other_people_is_one_problem(tmp_path: Path) -> None:
    def change(record: Record) -> None:
        for number, lesson in enumerate(record["lessons"]):
            lesson.update(course=f"别的{number}", teachers=[f"外校{number % 9}"], venue=f"场地{number}")

    (found,) = read_with(change, tmp_path).problems
    assert (found.severity, found.value) == ("error", "")
    assert "9 位教师学校里没有：外校0、" in found.text.zh


def test_a_stray_that_the_school_explains_now_is_its_course(tmp_path: Path) -> None:
    school = make_school()
    stray = StrayLesson(class_id=FIRST, slot=slot(1, 1), subject="语文", teacher="李强")
    after = make_school((course(FIRST, "语文", "李强", 5), course(SECOND, "语文", "王芳", 5)))
    for reading in both(school, Plan(strays=(stray,)), tmp_path, after):
        assert reading.plan is not None and reading.plan.strays == ()
        assert reading.plan.placements == (Placement(course=f"{FIRST}|语文", slot=slot(1, 1)),)


@pytest.mark.parametrize(
    ("name", "value", "severity"),
    [
        ("adults", ["查无此人"], "error"),
        ("venue", "月球", "error"),
        ("kind", "patrol", "error"),
        ("at.start", "03:00", "error"),
        ("at.name", "别的时段", "warning"),
    ],
)
def test_service_that_is_told_otherwise(tmp_path: Path, name: str, value: Any, severity: str) -> None:
    school = service_school()
    write_plan_json(audit(school, full_service(school)), tmp_path / "plan.json")
    record = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    each("sessions", name, value)(record)
    (tmp_path / "plan.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    problems = read_plan(tmp_path / "plan.json", school).problems
    assert problems and {problem.severity for problem in problems} == {severity}
    assert all(problem.cell.startswith("sessions.") for problem in problems)
