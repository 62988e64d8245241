"""The service sheets of a plan workbook read back, as they were written and after a person edited them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import NOT_TOLD, Report, audit
from scheduler.export import plan_document, plan_workbook, write_marked_plan, write_plan_json, write_plan_workbook
from scheduler.plan import FlexGrant, Plan, ServiceSession
from scheduler.plan.document import PlanDocument
from scheduler.school import Content, GrantKind, School, Slot, StageKind
from scheduler.workbook.plan.names import find_period
from scheduler.workbook.plan.reader import PlanReading, read_plan, read_plan_workbook
from tests.full_plans import full_plan
from tests.random_plans import odd_plan, random_plan
from tests.random_schools import random_school
from tests.service_schools import (
    CLASSES,
    at,
    full_service,
    grant,
    holding,
    service_bell,
    service_school,
    session,
    stage,
    station_of,
)

FIRST, SECOND = CLASSES
HOMEWORK = f"{FIRST} 作业辅导"
Edit = Callable[[Workbook], None]


@pytest.fixture(scope="module")
def school() -> School:
    return service_school()


@pytest.fixture(scope="module")
def plan(school: School) -> Plan:
    made = full_plan(school).model_copy(update={"grants": (grant("王芳", 2),)})
    return holding(made, session(school, HOMEWORK, 1, "王芳"), session(school, f"{SECOND} 作业辅导", 1, "陈磊"))


def edited(school: School, plan: Plan, edit: Edit) -> PlanReading:
    book = plan_workbook(Report(school, plan, ()))
    edit(book)
    reading = read_plan_workbook(book, school)
    assert reading.plan is not None
    return reading


def find(sheet: Worksheet, name: str, column: int) -> Any:
    """The cell of a column in the row that begins with a name."""
    row = next(line[0].row for line in sheet.iter_rows() if str(line[0].value).split("\n")[0] == name)
    return sheet.cell(row, column)


def changed(reading: PlanReading, plan: Plan) -> tuple[list[ServiceSession], list[ServiceSession]]:
    """The sessions that are no longer there, and the new ones."""
    assert reading.plan is not None
    old, new = Counter(plan.sessions), Counter(reading.plan.sessions)
    return list((old - new).elements()), list((new - old).elements())


def told(reading: PlanReading) -> list[tuple[str, str, str]]:
    return [(problem.sheet, problem.cell, problem.value) for problem in reading.problems]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_written_is_read(school: School, plan: Plan, tmp_path: Path, language: str) -> None:
    write_plan_workbook(Report(school, plan, ()), tmp_path / "p.xlsx", language=language)
    reading = read_plan(tmp_path / "p.xlsx", school)
    assert reading.problems == () and reading.plan is not None
    assert changed(reading, plan) == ([], []) and reading.plan.grants == plan.grants


@pytest.mark.parametrize("seed", range(12))
def test_random_plans_are_read_as_they_were_written(seed: int) -> None:
    random = Random(seed)
    school = random_school(random)
    for plan in (random_plan(random, school), odd_plan(random, school)):
        reading = edited(school, plan, lambda book: None) if school.classes else None
        assert reading is not None and changed(reading, plan) == ([], [])
        assert reading.plan is not None and Counter(reading.plan.grants) == Counter(plan.grants)


@pytest.mark.parametrize(
    ("text", "adults", "title"),
    [
        ("作业辅导\n李强", ("李强",), None),
        ("作业辅导 李强", ("李强",), None),
        ("李强", ("李强",), None),
        ("李 强", ("李强",), None),
        ("homework\n李强 孙悦", ("李强", "孙悦"), None),
        ("数学新课\n李强", ("李强",), "数学新课"),
        ("数学新课", (), "数学新课"),
        ("作业辅导\n待定", (), None),
    ],
)
def test_another_text_in_a_cell_of_a_class(
    school: School, plan: Plan, text: str, adults: tuple[str, ...], title: str | None
) -> None:
    reading = edited(school, plan, lambda book: setattr(book["课后服务"]["B5"], "value", text))
    _, new = changed(reading, plan)
    assert reading.problems == ()
    assert new == [session(school, HOMEWORK, 1, *adults, title=title)]


def test_a_place_and_an_emptied_cell(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        book["课后服务"]["B5"].value = "作业辅导\n李强\n音乐教室"
        book["课后服务"]["B6"].value = None

    old, new = changed(edited(school, plan, edit), plan)
    assert new == [session(school, HOMEWORK, 1, "李强", venue="音乐教室")]
    assert {each.station for each in old} == {station_of(school, f"{name} 作业辅导").id for name in CLASSES}


def test_names_that_are_unknown_are_told_with_their_cell(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        book["课后服务"]["B5"].value = "作业辅导\n王方"
        find(book["社团"], "合唱", 7).value = "孙月"
        find(book["社团"], "足球", 8).value = "大操场"
        find(book["巡查"], "课后服务1 巡查", 3).value = "周校长\n周董"
        find(book["弹性上下班"], "李强", 3).value = "迟到"
        find(book["弹性上下班"], "赵军", 3).value = "晚到"
        find(book["弹性上下班"], "赵军", 1).value = "赵均"

    reading = edited(school, plan, edit)
    sheets = plan_workbook(Report(school, plan, ()))
    assert sorted(told(reading)) == sorted(
        [
            ("课后服务", "B5", "王方"),
            ("社团", find(sheets["社团"], "合唱", 7).coordinate, "孙月"),
            ("社团", find(sheets["社团"], "足球", 8).coordinate, "大操场"),
            ("巡查", find(sheets["巡查"], "课后服务1 巡查", 3).coordinate, "周董"),
            ("弹性上下班", find(sheets["弹性上下班"], "李强", 3).coordinate, "迟到"),
            ("弹性上下班", find(sheets["弹性上下班"], "赵军", 1).coordinate, "赵均"),
        ]
    )
    cures = {problem.value: problem.cure.zh for problem in reading.problems}
    assert "王芳" in cures["王方"] and "赵军" in cures["赵均"] and "晚到" in cures["迟到"]


def test_a_club_moves_to_other_days_people_and_content(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        find(book["社团"], "合唱", 5).value = "周五"
        find(book["社团"], "足球", 5).value = "二、四"
        find(book["社团"], "编程", 2).value = "数学新课"
        find(book["社团"], "编程", 7).value = "赵军、吴主任"
        find(book["社团"], "编程", 6).value = "课后服务1"

    reading = edited(school, plan, edit)
    _, new = changed(reading, plan)
    assert reading.problems == ()
    assert {(each.station, each.slot.day, each.slot.period) for each in new} == {
        ("社团|合唱", 5, at(1, "课后服务2").period),
        ("社团|足球", 2, at(1, "课后服务2").period),
        ("社团|足球", 4, at(1, "课后服务2").period),
        ("社团|编程", 1, at(1, "课后服务1").period),
    }
    coding = next(each for each in new if each.station == "社团|编程")
    assert (coding.title, coding.adults) == ("数学新课", ("赵军", "吴主任"))


def test_clubs_that_are_unknown_or_never_held(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        find(book["社团"], "合唱", 5).value = "未安排"
        find(book["社团"], "足球", 5).value = "周八"
        find(book["社团"], "编程", 6).value = "课后服务9"
        find(book["社团"], "足球", 1).value = "足求"

    reading = edited(school, plan, edit)
    assert [value for _, _, value in told(reading)] == ["足求", "课后服务9"]
    assert changed(reading, plan)[1] == [] and "足球" in reading.problems[0].cure.zh


def test_patrols_and_flexible_time_change_hands(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        find(book["巡查"], "课后服务1 巡查", 3).value = "赵军"
        find(book["巡查"], f"{FIRST} 早读", 4).value = "李强、王芳"
        find(book["弹性上下班"], "王芳", 4).value = None
        find(book["弹性上下班"], "李强", 7).value = "晚到、early leave"

    reading = edited(school, plan, edit)
    _, new = changed(reading, plan)
    assert reading.problems == () and reading.plan is not None
    assert {(each.station.split("|")[0], each.adults) for each in new} <= {
        ("巡查", ("赵军",)),
        ("早读", ("李强", "王芳")),
    }
    assert reading.plan.grants == (grant("李强", 5), grant("李强", 5, GrantKind.EARLY_LEAVE))


def test_rows_and_groups_that_are_none_of_the_school_s(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        book["课后服务"]["A5"].value = "九(9)班"
        find(book["巡查"], "课后服务1 巡查", 1).value = "课后服务9 巡查"

    assert [value for _, _, value in told(edited(school, plan, edit))] == ["九(9)班", "课后服务9 巡查"]


def test_cells_of_a_joint_group_that_differ(plan: Plan) -> None:
    school = service_school()

    def edit(book: Workbook) -> None:
        sheet = book["课后服务"]
        sheet.unmerge_cells("D5:D6")
        sheet["D5"].value, sheet["D6"].value = "托管\n王芳", "托管\n李强"

    reading = edited(school, plan, edit)
    assert told(reading) == [("课后服务", "D6", "托管 李强")] and "课后服务!D5" in reading.problems[0].text.zh
    care = [each for each in changed(reading, plan)[1] if each.slot.day == 1]
    assert [each.adults for each in care] in ([], [("王芳",)])


def test_a_class_without_a_group_then(plan: Plan) -> None:
    school = service_school()
    book = plan_workbook(Report(school, plan, ()))
    other = service_school(stages=school.stages[1:], enrolments=())
    reading = read_plan_workbook(book, other)
    assert ("课后服务", "B5", "作业辅导 王芳") in told(reading)


def test_sessions_without_a_cell_stand_on_a_list_of_their_own(school: School, plan: Plan, tmp_path: Path) -> None:
    odd = (
        ServiceSession(station=station_of(school, HOMEWORK).id, slot=at(6, "课后服务1"), adults=("王芳", "王芳")),
        ServiceSession(station=station_of(school, "巡查|课后服务1").id, slot=at(1, "第1节"), title="护学\n岗"),
        session(school, HOMEWORK, 1, "李强"),
    )
    plan = plan.model_copy(update={"sessions": (*plan.sessions, *odd[:2], odd[2])})
    book = plan_workbook(Report(school, plan, ()))
    assert book["其他安排"].max_row == 6
    book.save(tmp_path / "课表.xlsx")
    assert read_plan(tmp_path / "课表.xlsx", school) == read_plan_workbook(book, school)
    assert changed(edited(school, plan, lambda _: None), plan)[0] in ([], [odd[1]])  # two lines are read as one

    def edit(book: Workbook) -> None:
        sheet = book["其他安排"]
        sheet["A4"].value, sheet["D5"].value, sheet["E6"].value = "护学", "冬季作息", "第99节"

    assert [value for _, _, value in told(edited(school, plan, edit))] == ["护学", "冬季作息", "第99节"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("课后服务1 15:50–16:50", "课后服务1"),
        ("课后服务 1\n15:50", "课后服务1"),
        ("15:50-16:50", "课后服务1"),
        ("第三节", None),
        ("", None),
    ],
)
def test_periods_by_name_or_clock(text: str, name: str | None) -> None:
    found = find_period(service_bell(), text)
    assert (None if found is None else service_bell().periods[found].name) == name


def test_a_workbook_without_service_sheets_tells_none(school: School, plan: Plan) -> None:
    def edit(book: Workbook) -> None:
        for name in book.sheetnames:
            if name != "总课表":
                del book[name]

    reading = edited(school, plan, edit)
    assert reading.plan is not None and reading.plan.sessions == () and reading.plan.grants == ()
    found = audit(school, reading.plan)
    service = [finding for finding in found.findings if finding.verdict is NOT_TOLD]
    assert {finding.active.rule.id for finding in service} >= {"service_held", "service_adults"}
    assert not {"class_clash", "hours_in_full"} & {finding.active.rule.id for finding in service}
    notes = [str(line[0].value) for line in plan_workbook(found)["合规报告"].iter_rows() if line[0].value]
    assert sum("课后服务未给出，未判断" in note for note in notes) == 1


def test_json_tells_the_same_plan(school: School, plan: Plan, tmp_path: Path) -> None:
    report = audit(school, plan)
    write_plan_json(report, tmp_path / "plan.json")
    reading = read_plan(tmp_path / "plan.json", school)
    assert reading.problems == () and reading.plan is not None
    assert (reading.plan.sessions, reading.plan.grants) == (plan.sessions, plan.grants)
    document = plan_document(report)
    first = next(each for each in document.sessions if each.stage == "作业辅导")
    assert document.version == 2 and (first.doing, first.stage, first.pupils) == ("作业辅导", "作业辅导", 45)
    ledger = next(each for each in document.ledgers if each.teacher == "王芳")
    assert ledger.closing == ledger.opening + ledger.earned - ledger.granted and ledger.granted == 60


def test_json_of_the_first_version_tells_no_service(school: School, plan: Plan, tmp_path: Path) -> None:
    record = plan_document(audit(school, plan)).model_dump(mode="json")
    for name in ("sessions", "grants", "ledgers", "fairness"):
        del record[name]
    record["version"] = 1
    old = PlanDocument.model_validate(record)
    (tmp_path / "plan.json").write_text(old.model_dump_json(), encoding="utf-8")
    reading = read_plan(tmp_path / "plan.json", school)
    assert reading.problems == () and reading.plan is not None and reading.plan.sessions == ()


def test_json_of_another_school(school: School, plan: Plan, tmp_path: Path) -> None:
    write_plan_json(Report(school, plan, ()), tmp_path / "plan.json")
    clubs = tuple(club for club in school.clubs if club.id != "合唱")
    reading = read_plan(tmp_path / "plan.json", service_school(clubs=clubs))
    assert {problem.value for problem in reading.problems} == {"社团|合唱"}


def test_violations_of_service_are_marked_where_they_stand(school: School, plan: Plan, tmp_path: Path) -> None:
    broken = holding(
        plan,
        session(school, HOMEWORK, 1, title="数学新课"),
        session(school, "合唱", 2, venue="音乐教室"),
        session(school, "巡查|课后服务1", 3),
    )
    path, out = tmp_path / "p.xlsx", tmp_path / "m.xlsx"
    broken = broken.model_copy(update={"grants": (FlexGrant(teacher="王芳", day=2, kind=GrantKind.LATE_START),) * 2})
    write_plan_workbook(Report(school, broken, ()), path)
    reading = read_plan(path, school)
    assert reading.plan is not None
    report = audit(school, reading.plan)
    write_marked_plan(path, reading, report, out)
    book = load_workbook(out)
    assert book["课后服务"]["B5"].comment is not None and "每组有人负责" in book["课后服务"]["B5"].comment.text
    assert find(book["社团"], "合唱", 5).comment is not None
    listed = [str(line[6].value) for line in book["问题清单"].iter_rows(min_row=4)]
    assert len(listed) == sum(1 for _ in report.violations())
    assert any(place.startswith("课后服务!B5") for place in listed) and any("社团!" in place for place in listed)


def test_a_plan_of_odd_sessions_is_marked_too(tmp_path: Path) -> None:
    for seed in range(4):
        random = Random(seed)
        school = random_school(random)
        plan = odd_plan(random, school)
        write_plan_json(audit(school, plan), tmp_path / "plan.json")
        reading = read_plan(tmp_path / "plan.json", school)
        assert reading.plan is not None
        write_marked_plan(tmp_path / "plan.json", reading, audit(school, reading.plan), tmp_path / "m.xlsx")
        assert load_workbook(tmp_path / "m.xlsx", read_only=True).sheetnames[0] == "问题清单"


def test_slots_of_service_do_not_hide_lessons(school: School) -> None:
    plan = full_service(school)
    reading = edited(school, plan, lambda _: None)
    assert reading.cells[FIRST, at(1, "第1节")][0] == "总课表"
    assert reading.cells[FIRST, at(1, "课后服务1")] == ("课后服务", "B5")
    assert reading.teacher_cells["王芳"][0] == "弹性上下班" and isinstance(next(iter(reading.station_cells))[1], Slot)


def test_an_overview_that_tells_nothing_does_not_hide_other_sheets(school: School, plan: Plan, tmp_path: Path) -> None:
    book = plan_workbook(Report(school, plan, ()))
    book["总课表"].title = "一览"
    book.create_sheet("总课表")["A1"].value = "见“一览”"
    book.save(tmp_path / "课表.xlsx")
    reading = read_plan(tmp_path / "课表.xlsx", school)
    assert reading.plan is not None and len(reading.plan.placements) == len(plan.placements)


def test_contents_in_a_free_order_are_read_from_sheets_and_json(tmp_path: Path) -> None:
    contents = (Content.READING, Content.SPORT, Content.READING, Content.SPORT, Content.READING)
    school = service_school(
        stages=(stage("活动", StageKind.ACTIVITY, "课后服务2", (3,), *contents, free_order=True),),
        enrolments=(),
        clubs=(),
    )
    plan = full_plan(school)
    book = plan_workbook(Report(school, plan, ()))
    assert find(book["课后服务"], FIRST, 5).value.startswith("体育\n")
    reading = read_plan_workbook(book, school)
    assert reading.plan is not None and Counter(reading.plan.sessions) == Counter(plan.sessions)
    write_plan_json(Report(school, plan, ()), tmp_path / "plan.json")
    again = read_plan(tmp_path / "plan.json", school)
    assert again.plan is not None and Counter(again.plan.sessions) == Counter(plan.sessions)
