"""What the door adds to the functions behind it; that the examples of docs/api.md run is tested in tests/docs."""

import json
import pickle
import warnings
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sample_data import sample_path
from sample_data.workbooks import good_school
from scheduler import (
    Cancel,
    Plan,
    Progress,
    Report,
    Result,
    School,
    Status,
    WorkbookError,
    WorkbookWarning,
    audit,
    lessons,
    loads,
    read_plan,
    read_school,
    repair,
    rules,
    solve,
    with_rule,
    write_plan,
    write_school,
)
from scheduler.plan.omissions import PlanPart
from scheduler.school import GrantKind, RuleSetting, Week
from scheduler.workbook import read_school as school_reading
from tests.scheduler.workbook.books import make
from tests.schools import course, make_school, plan_of, slot
from tests.service_schools import CLASSES, at, grant, service_school, session

SCHOOL = make_school()
WORK = 1.0  # deterministic: it is the same on a busy machine


def solved(school: School = SCHOOL, work: float = WORK) -> Result:
    return solve(school, None, deterministic=work, workers=1)


def setting(school: School, rule: str) -> RuleSetting | None:
    return next((each for each in school.rule_settings if each.rule == rule), None)


# Reading.


def test_everything_wrong_with_a_workbook_is_one_error(tmp_path: Path) -> None:
    path = tmp_path / "学校.xlsx"
    book = load_workbook(sample_path("faults/unknown-teacher.xlsx"))
    book["任课"]["E7"] = "又无此人 3"
    book.save(path)
    with pytest.raises(WorkbookError) as caught:
        read_school(path)
    error = caught.value
    assert error.problems == school_reading(path).problems
    assert [(p.sheet, p.cell) for p in error.problems if p.severity == "error"] == [("任课", "D7"), ("任课", "E7")]
    for words in (str(error), error.text.zh):
        assert words.splitlines()[0].startswith("学校.xlsx")
        assert ["任课!D7" in words, "任课!E7" in words, "查无此人" in words, "又无此人" in words] == [True] * 4
    again = pickle.loads(pickle.dumps(error))  # it comes back from another process
    assert (str(again), again.problems) == (str(error), error.problems)


@pytest.mark.parametrize("name", ["没有.xlsx", "不是.xlsx"])
def test_a_file_that_is_no_workbook_is_an_error_of_the_same_kind(name: str, tmp_path: Path) -> None:
    (tmp_path / "不是.xlsx").write_text("你好", encoding="utf-8")
    with pytest.raises(WorkbookError, match=name):
        read_school(str(tmp_path / name))
    with pytest.raises(WorkbookError, match=name):
        read_plan(str(tmp_path / name), SCHOOL)


def test_what_looks_wrong_is_a_warning_where_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "学校.xlsx"
    write_school(good_school("primary"), path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        school = read_school(path)
    book = load_workbook(path)
    sheet = book["教师"]
    heading = next(row for row in sheet.iter_rows(max_row=15) if any(cell.value == "姓名" for cell in row))
    sheet.cell(heading[0].row, sheet.max_column + 1, "星座")
    book.save(path)
    with pytest.warns(WorkbookWarning, match="星座") as told:
        assert read_school(path) == school
    assert [warning.filename for warning in told] == [__file__]


def test_what_a_timetable_leaves_out_is_told(tmp_path: Path) -> None:
    school = service_school()
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["班级", *(f"周{day}" for day in "一二三四五" for _ in range(6))])
    sheet.append(["", *(number for _ in range(5) for number in range(1, 7))])
    for name in CLASSES:
        sheet.append([name, "语文"])
    book.save(tmp_path / "课表.xlsx")
    given = read_plan(tmp_path / "课表.xlsx", school)
    assert len(given.plan.placements) == len(CLASSES)
    assert {PlanPart.GROUPS, PlanPart.CLUBS, PlanPart.DUTIES, PlanPart.GRANTS} <= given.omissions.parts
    report = audit(school, given.plan, given.omissions)
    assert not {active.rule.id for active, _ in report.violations() if active.rule.id.startswith(("service", "club"))}


# Writing.


def test_what_is_proven_is_written_with_a_plan(tmp_path: Path) -> None:
    result = solved()
    assert result.report is not None
    write_plan(result, tmp_path / "week.json")
    write_plan(result.report, str(tmp_path / "report.JSON"))
    proven, plain = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("week.json", "report.JSON"))
    assert (proven["cost"], proven["bound"], plain["bound"]) == (result.cost, result.bound, None)
    assert proven["seconds"] == round(result.seconds, 2)
    assert proven["lessons"] == plain["lessons"]
    write_plan(result, tmp_path / "week.xlsx", language="en")
    for name in ("week.json", "week.xlsx"):
        assert set(read_plan(tmp_path / name, SCHOOL).plan.placements) == set(result.report.plan.placements)


def test_nothing_is_written_without_a_plan_or_under_another_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no plan"):
        write_plan(Result(Status.UNKNOWN, None, 0, 1.0), tmp_path / "week.xlsx")
    with pytest.raises(ValueError, match=r"week\.pdf"):
        write_plan(audit(SCHOOL, Plan()), tmp_path / "week.pdf")
    assert not list(tmp_path.iterdir())


# Rules.


def test_a_rule_is_set_anew_and_the_rest_of_it_stays() -> None:
    school = with_rule(SCHOOL, "teacher_gaps", enabled=True, weight=3)
    assert setting(school, "teacher_gaps") == RuleSetting(rule="teacher_gaps", enabled=True, weight=3)
    assert setting(with_rule(school, "teacher_gaps", weight=7), "teacher_gaps") == RuleSetting(
        rule="teacher_gaps", enabled=True, weight=7
    )
    usual = next(rule.weight for rule in rules() if rule.id == "teacher_gaps")
    assert with_rule(school, "teacher_gaps", enabled=False, weight=usual) == SCHOOL
    assert setting(SCHOOL, "teacher_gaps") is None


def test_a_rule_set_anew_is_the_rule_that_is_audited() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1), slot(1, 3)]})
    report = audit(with_rule(SCHOOL, "teacher_gaps", enabled=True, weight=3), plan)
    assert report.cost_by_rule()["teacher_gaps"] == 3


@pytest.mark.parametrize(
    ("rule", "value", "text"),
    [
        ("core_in_morning", {"shares": {"语文": 100, "数学": 50}}, "语文:100 数学:50"),
        ("core_per_day", {"areas": ["语文", "数学"]}, "语文 数学"),
        ("core_per_day", {"areas": ("语文",)}, "语文"),
        ("subject_per_day", {"most": 2}, "2"),
        ("subject_per_day", {"most": "2"}, "2"),
    ],
)
def test_parameters_are_told_as_python_has_them(rule: str, value: dict[str, object], text: str) -> None:
    changed = setting(with_rule(SCHOOL, rule, **value), rule)
    assert changed is not None
    assert list(changed.parameters.values()) == [text]


@pytest.mark.parametrize(
    ("rule", "change", "words"),
    [
        ("no_such_rule", {}, "no rule called no_such_rule"),
        ("hours_in_full", {"enabled": False}, "cannot be switched off"),
        ("teacher_clash", {"level": "soft"}, "cannot have the level soft"),
        ("teacher_clash", {"weight": 3}, "only a soft rule"),
        ("subject_per_day", {"weight": 3}, "only a soft rule"),
        ("teacher_gaps", {"weight": -1}, "weight"),
        ("subject_per_day", {"most": "many"}, "many"),
        ("subject_per_day", {"no_such_figure": 1}, "no_such_figure"),
        ("weekly_total", {"grades_7_9": 40}, "grades_7_9"),
        ("core_in_morning", {"shares": {"语文": 80, "数雪": 80}}, "数雪"),
        ("subject_neighbours", {"pairs": ["数雪-物理"]}, "数雪"),
    ],
)
def test_what_a_rule_cannot_be_is_refused(rule: str, change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        with_rule(SCHOOL, rule, **change)


def test_a_rule_made_soft_has_a_weight() -> None:
    changed = with_rule(SCHOOL, "subject_per_day", level="soft", weight=3)
    assert setting(changed, "subject_per_day") == RuleSetting(rule="subject_per_day", level="soft", weight=3)


# Solving.


def test_a_limit_in_work_gives_the_same_plan_every_time() -> None:
    one, other = solved(), solved()
    assert one.report is not None and other.report is not None
    assert one.report.plan == other.report.plan


def test_the_search_goes_on_from_a_plan_of_the_school_as_it_was() -> None:
    """王芳 was replaced by 钱丽 since: her lessons are those of the new courses, which the plan does not name."""
    first = solved()
    assert first.report is not None
    courses = tuple(
        course(each.classes[0], each.subject, "钱丽" if "王芳" in each.teachers else each.teachers, each.lessons)
        for each in SCHOOL.courses
    )
    steps: list[tuple[Progress, Report | None]] = []
    result = solve(
        make_school(courses),
        None,
        deterministic=WORK,
        workers=1,
        start=first.report.plan,
        listener=lambda step, report: steps.append((step, report)),
    )
    assert result.cost is not None and first.cost is not None
    assert result.cost <= first.cost
    assert steps and steps[-1] == (result.history[-1], result.report)


def test_service_is_planned_over_a_timetable() -> None:
    school = with_rule(service_school(), "service_choice", per_day=1)  # its few clubs are no choice of two kinds
    timetable = plan_of({"三(1)班|语文": [at(1, "第1节")]})
    result = solve(school, None, deterministic=WORK, workers=1, timetable=timetable)
    assert result.report is not None
    assert result.report.plan.placements == timetable.placements
    assert result.report.plan.sessions


def test_a_search_is_ended_from_without() -> None:
    cancel = Cancel()
    cancel.cancel()
    assert solve(SCHOOL, 600, workers=1, cancel=cancel).interrupted
    assert repair(SCHOOL, Plan(), 600, workers=1, cancel=cancel).interrupted


@pytest.mark.parametrize("limit", [{"seconds": 0}, {"seconds": None}, {"deterministic": -1}])
def test_a_limit_that_is_none_is_refused(limit: dict[str, float | None]) -> None:
    with pytest.raises(ValueError, match="limit"):
        solve(SCHOOL, **limit)
    with pytest.raises(ValueError, match="limit"):
        repair(SCHOOL, Plan(), **limit)


# Tables.


def test_lessons_are_a_row_each_in_the_order_of_the_week() -> None:
    joint = course("七(1)班", "体育", ("赵军", "钱丽"), 2, classes=("七(1)班", "七(2)班"), week=Week.ODD)
    school = make_school((course("七(1)班", "语文", "王芳", 2), course("七(2)班", "语文", None, 1), joint))
    plan = plan_of({joint.id: [slot(1, 2)], "七(1)班|语文": [slot(2, 1), slot(1, 1)], "七(2)班|语文": [slot(1, 5)]})
    table = lessons(school, plan)
    shown = table[["class_id", "day", "lesson", "start", "end", "subject", "teachers", "week"]]
    assert list(shown.itertuples(index=False, name=None)) == [
        ("七(1)班", 1, 1, 480, 520, "语文", ("王芳",), "every"),
        ("七(1)班", 1, 2, 530, 570, "体育", ("赵军", "钱丽"), "odd"),
        ("七(1)班", 2, 1, 480, 520, "语文", ("王芳",), "every"),
        ("七(2)班", 1, 2, 530, 570, "体育", ("赵军", "钱丽"), "odd"),
        ("七(2)班", 1, 5, 840, 880, "语文", (), "every"),
    ]
    assert list(table["venue"].isna()) == [True] * 5
    assert list(table["course"])[:2] == ["七(1)班|语文", joint.id]
    placed = plan.model_copy(
        update={"placements": tuple(p.model_copy(update={"venue": "操场"}) for p in plan.placements)}
    )
    assert set(lessons(school, placed)["venue"]) == {"操场"}


def test_loads_are_those_of_the_ledger() -> None:
    school = service_school(evening=True)
    held = (session(school, "三(1)班 晚自习", 2, "王芳"), session(school, "早读|三(1)班", 2, "王芳"))
    lesson = plan_of({"三(1)班|语文": [slot(1, 1)]})
    table = loads(school, lesson.model_copy(update={"sessions": held, "grants": (grant("王芳", 3),)}))
    assert list(table.index) == [teacher.id for teacher in school.teachers]
    row = table.loc["王芳"]
    assert (row["kind"], row["fte"], row["lessons"]) == ("staff", 100, 1)
    assert (row["service_sessions"], row["service_minutes"], row["earned"]) == (1, 80, 80)  # reading is no service
    assert row["granted"] == school.grant_minutes(GrantKind.LATE_START) > 0
    assert row["closing"] == row["opening"] + row["earned"] - row["granted"]
    assert table.loc["李强", ["lessons", "service_minutes", "pay"]].sum() == 0


def test_an_empty_plan_has_tables_too() -> None:
    assert list(lessons(SCHOOL, Plan()).columns)[:3] == ["class_id", "day", "lesson"]
    assert set(loads(SCHOOL, Plan())["lessons"]) == {0.0}


def test_a_question_of_a_workbook_is_answered(tmp_path: Path) -> None:
    rows = [["班级", "语文", "体肓"], ["三(1)班", "王芳", "赵军"]]
    path = make(tmp_path / "学校.xlsx", 任课=rows)
    with pytest.raises(WorkbookError, match="体肓"):
        read_school(path)
    with pytest.warns(WorkbookWarning):
        school = read_school(path, {"体肓": "体育"})
    assert {course.subject for course in school.courses} == {"语文", "体育"}
