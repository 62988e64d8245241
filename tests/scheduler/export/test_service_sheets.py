"""课后服务, 社团, 巡查, 弹性上下班, 服务台账 and 补助 as they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Report
from scheduler.export import plan_workbook, write_plan_workbook
from scheduler.plan import Plan, PlanView
from scheduler.plan.ledger import accounts
from scheduler.school import (
    Content,
    GrantKind,
    Grouping,
    School,
    SchoolClass,
    StaffKind,
    StageKind,
    StationKind,
    Teacher,
)
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.plan.service import read_service
from tests.scheduler.export.measuring import needs
from tests.service_schools import (
    CLASSES,
    COACH,
    full_service,
    grant,
    holding,
    service_school,
    session,
    stages_of,
    without,
)

FIRST, SECOND = CLASSES


def book_of(school: School, plan: Plan, language: str = "zh") -> Workbook:
    return plan_workbook(Report(school, plan, ()), language=language)


def texts(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value is not None}


def row_of(sheet: Worksheet, name: str) -> list[object]:
    return next(
        [cell.value for cell in line] for line in sheet.iter_rows() if str(line[0].value).split("\n")[0] == name
    )


@pytest.fixture(scope="module")
def school() -> School:
    return service_school()


@pytest.fixture(scope="module")
def plan(school: School) -> Plan:
    return full_service(school, grants=(grant("王芳", 2), grant("李强", 4, GrantKind.EARLY_LEAVE)))


@pytest.fixture(scope="module")
def book(school: School, plan: Plan) -> Workbook:
    return book_of(school, plan)


def test_a_class_a_row_with_what_who_and_where(school: School, plan: Plan) -> None:
    plan = holding(
        plan,
        session(school, f"{FIRST} 作业辅导", 1, "王芳", "李强"),
        session(school, f"{FIRST} 活动", 1, "孙悦", venue="音乐教室"),
        session(school, f"{SECOND} 作业辅导", 1),
    )
    sheet = book_of(school, plan)["课后服务"]
    assert [sheet.cell(3, column).value for column in (2, 5)] == ["周一", "周二"]
    assert sheet["B4"].value == "课后服务1\n15:50–\n16:50"
    assert row_of(sheet, FIRST)[1:3] == ["作业辅导\n王芳、李强", "阅读\n孙悦\n音乐教室"]
    assert row_of(sheet, SECOND)[1] == "作业辅导\n待定"


def test_a_joint_group_takes_one_cell_over_its_classes(book: Workbook) -> None:
    sheet = book["课后服务"]
    assert str(sheet["D5"].value).startswith("托管\n") and str(sheet["D5"].value).endswith("\n合班：三(1)(2)")
    assert "D5:D6" in {str(area) for area in sheet.merged_cells.ranges}


def test_home_rooms_stand_below_the_classes(plan: Plan) -> None:
    school = service_school()
    rooms = tuple(klass.model_copy(update={"home_room": f"30{klass.number}"}) for klass in school.classes)
    sheet = book_of(school.model_copy(update={"classes": rooms}), plan)["课后服务"]
    assert sheet["A5"].value == f"{FIRST}\n301"


def test_groups_of_one_time_are_told_apart() -> None:
    first = stages_of((3,))[0]
    both = (first, first.model_copy(update={"id": "答疑", "kind": StageKind.TUTORING, "contents": (Content.TUTORING,)}))
    school = service_school(stages=both, enrolments=())
    plan = full_service(school)
    cell = str(book_of(school, plan)["课后服务"]["B5"].value)
    assert cell.startswith("作业辅导：作业辅导\n") and "\n———\n答疑：答疑\n" in cell


def test_a_stage_of_clubs_names_the_clubs() -> None:
    stages = tuple(s.model_copy(update={"grouping": Grouping.CLUBS}) if s.id == "活动" else s for s in stages_of((3,)))
    school = service_school(stages=stages)
    sheet = book_of(school, full_service(school))["课后服务"]
    assert sheet["C5"].value == "社团走班\n足球、编程"
    assert "C5:C6" in {str(area) for area in sheet.merged_cells.ranges}


def test_many_stages_take_several_sheets() -> None:
    school = service_school(("七(1)班", "七(2)班"), evening=True)
    book = book_of(school, full_service(school))
    names = [name for name in book.sheetnames if name.startswith("课后服务")]
    assert names == ["课后服务 课后服务1", "课后服务 延时托管"]
    assert book[names[1]].max_column == 11 and read_back(book, school) == full_service(school).sessions


def read_back(book: Workbook, school: School) -> tuple[object, ...]:
    reading = read_service(book, school)
    assert reading.problems == ()
    order = {station: index for index, station in enumerate(full_service(school).sessions)}
    return tuple(sorted(reading.sessions, key=lambda each: order.get(each, 999)))


def test_clubs_as_a_list_and_as_a_week(school: School, plan: Plan, book: Workbook) -> None:
    assert row_of(book["社团"], "足球") == [
        *("足球", "体育", "三", 20, "周一、周三", "课后服务2 17:00–18:00", COACH, "操场"),
    ]
    assert [cell.value for cell in book["社团周表"][4]] == [
        "三\n课后服务2\n17:00–18:00",
        "足球  马教练  操场\n编程  赵军",
        "合唱  孙悦  音乐教室",
        "足球  马教练  操场",
    ]
    sheet = book_of(school, without(plan, school, "合唱"))["社团"]
    assert row_of(sheet, "合唱")[4:] == ["未安排", None, None, None]


def test_duties_a_station_a_row(school: School, plan: Plan, book: Workbook) -> None:
    assert row_of(book["巡查"], "课后服务1 巡查")[1] == "15:50–16:50"
    assert set(row_of(book["巡查"], "课后服务1 巡查")[2:]) <= {"周校长", "吴主任"}
    assert set(row_of(book["巡查"], f"{FIRST} 早读")[2:]) <= {"王芳", "李强"}
    empty = book_of(school, holding(plan, session(school, "巡查|课后服务1", 1)))["巡查"]
    assert row_of(empty, "课后服务1 巡查")[2] == "待定"


def test_flexible_hours_and_the_time_bank(school: School, plan: Plan, book: Workbook) -> None:
    sheet = book["弹性上下班"]
    ledger = accounts(PlanView(school, plan))["王芳"]
    bank = [ledger.opening, ledger.earned, 60, ledger.closing]
    assert row_of(sheet, "王芳")[2:] == [None, "晚到", None, None, None, *bank]
    assert row_of(sheet, "李强")[5] == "早走"
    assert "晚到：08:50 前到校；早走：16:30 起离校" in str(sheet["A2"].value)
    headings = [cell.value for cell in book["服务台账"][3]]
    found = dict(zip(headings, row_of(book["服务台账"], "王芳"), strict=True))
    assert found["服务分钟"] == ledger.service_minutes and found["补助\n元/周"] == ledger.pay
    kinds = {str(key).split("\n", maxsplit=1)[0]: value for key, value in found.items()}
    homework = StationKind.HOMEWORK
    assert kinds["作业辅导"] == f"{ledger.sessions[homework]}/{ledger.minutes[homework]}"


def test_allowances_are_live_formulas_with_their_results(school: School, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    write_plan_workbook(Report(school, plan, ()), path)
    formulas, results = load_workbook(path)["补助"], load_workbook(path, data_only=True)["补助"]
    ledger = accounts(PlanView(school, plan))
    last = formulas.max_column
    assert formulas["A4"].value == "每月周数" and formulas["B4"].value == 4
    week = next(line[0].row for line in formulas.iter_rows() if line[0].value == "王芳")
    letter = formulas.cell(week, last - 1).column_letter
    assert formulas.cell(week, last).value == f"={letter}{week}*$B$4"
    assert str(formulas.cell(week, last - 1).value).startswith("=SUMPRODUCT(")
    assert results.cell(week, last - 1).value == ledger["王芳"].pay
    assert results.cell(week, last).value == 4 * ledger["王芳"].pay
    assert row_of(results, COACH)[-3:] == [2, 240, 960]
    staff = sum(account.pay for name, account in ledger.items() if name != COACH)
    assert row_of(results, "合计")[-1] == 4 * staff and row_of(results, "总计")[-1] == 4 * (staff + 240)


def test_allowances_are_summed_by_group(plan: Plan) -> None:
    school = service_school()
    teachers = tuple(t.model_copy(update={"subject_group": "=组" if t.id < "王" else None}) for t in school.teachers)
    sheet = book_of(school.model_copy(update={"teachers": teachers}), plan)["补助"]
    group = next(line for line in sheet.iter_rows() if line[0].value is None and line[1].value == "=组")
    assert group[1].data_type == "s" and group[1].quotePrefix
    assert all("组" not in str(cell.value) for cell in group[2:])


def test_a_school_without_rates_or_working_hours() -> None:
    school = service_school(pay_rates=(), working=None, contracts=(), duties=(), clubs=())
    book = book_of(school, full_service(school))
    assert "社团" not in book.sheetnames and "巡查" not in book.sheetnames
    assert book["补助"]["A5"].value == "标准（元/次）" and book["弹性上下班"]["A2"].value == "时间银行以分钟计"


def test_only_people_from_outside_serve() -> None:
    coach = Teacher(id=COACH, kind=StaffKind.EXTERNAL)
    school = service_school(stages=(), enrolments=(), duties=(), working=None)
    clubs = tuple(club.model_copy(update={"instructors": (COACH,)}) for club in school.clubs)
    school = school.model_copy(update={"clubs": clubs, "teachers": (*school.teachers[:-1], coach)})
    sheet = book_of(school, full_service(school))["补助"]
    assert row_of(sheet, COACH)[2] == "社团  标准（元/次）→" and row_of(sheet, "合计")[-1] == "=0"


def test_a_teacher_s_week_holds_service_and_flexible_time(book: Workbook) -> None:
    sheet = book["教师课表"]
    start = next(line[0].row for line in sheet.iter_rows() if line[0].value == "王芳 课程表")
    labels = [str(sheet.cell(row, 2).value or "").split("\n")[0] for row in range(start, start + 14)]
    assert {"课后服务1", "早读", "弹性"} <= set(labels)
    assert "课后服务" in str(sheet.cell(start + 1, 1).value)
    assert "晚到" in [sheet.cell(start + labels.index("弹性"), column).value for column in range(3, 8)]
    overview = book["教师总表"]
    assert [cell.value for cell in overview[4]].count("服务") == 5
    assert "晚到" in "".join(str(value) for value in row_of(overview, "王芳"))
    assert "作业辅导" in texts(book["班级课表"]).values() or any(
        text.startswith("作业辅导") for text in texts(book["班级课表"]).values()
    )
    assert any("合唱" in text for text in texts(book["场地课表"]).values())


SHEETS = ("课后服务", "社团", "社团周表", "巡查", "弹性上下班", "服务台账", "补助", "教师课表", "班级课表", "教师总表")


@pytest.mark.parametrize("title", SHEETS)
def test_no_text_is_cut(book: Workbook, title: str) -> None:
    measured = [need for need in needs(book[title]) if not need.text.startswith("=SUM")]
    assert [need for need in measured if need.height > need.room] == []


def test_in_english(school: School, plan: Plan) -> None:
    book = book_of(school, plan, "en")
    assert {"Service", "Clubs", "Club week", "Duties", "Flexible hours", "Ledger", "Allowances"} <= set(book.sheetnames)
    assert str(book["Service"]["B5"].value).startswith("homework\n")
    assert row_of(book["Flexible hours"], "王芳")[3] == "late start"


def test_no_service_sheets_where_the_plan_tells_none(school: School) -> None:
    names = book_of(school, Plan()).sheetnames
    assert "课后服务" not in names and "补助" not in names


HOSTILE = ("=1+1", "+86", "-王芳", "@SUM(A1)")


def hostile_school() -> School:
    """Everything of service that a person may name begins like a formula."""
    school = service_school()
    names = dict(zip(("王芳", "李强", "刘敏", "陈磊"), HOSTILE, strict=True))

    def renamed(text: str) -> str:
        for old, new in (
            *names.items(),
            ("作业辅导", "=作业"),
            ("合唱", "=合唱"),
            ("音乐教室", "@音乐"),
            ("课后", "=课后"),
        ):
            text = text.replace(f'"{old}', f'"{new}')
        return text

    return School.model_validate_json(renamed(school.model_dump_json()))


def test_names_never_become_formulas(tmp_path: Path) -> None:
    school = hostile_school()
    plan = full_service(school, grants=(grant("=1+1", 1),))
    plan = holding(plan, session(school, f"{FIRST} =作业", 2, "=1+1", title="=SUM(A1)"))
    path = tmp_path / "p.xlsx"
    write_plan_workbook(Report(school, plan, ()), path)
    leading = 0
    for sheet in load_workbook(path):
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f" or sheet.title == "补助", cell.coordinate
                leading += cell.data_type == "s" and str(cell.value).startswith(("=", "+", "-", "@"))
                assert not (cell.data_type == "f" and any(name in str(cell.value) for name in HOSTILE))
    assert leading > 20
    reading = read_plan(path, school)
    assert reading.plan is not None and [p for p in reading.problems if p.severity == "error"] == []
    assert sorted(map(str, reading.plan.sessions)) == sorted(map(str, plan.sessions))
    assert reading.plan.grants == plan.grants


def test_long_grades_go_over_pages() -> None:
    school = service_school()
    one, groups = school.classes[0], 30
    classes = tuple(SchoolClass(**{**one.model_dump(), "id": f"三({n})班", "number": n}) for n in range(1, groups + 1))
    school = school.model_copy(update={"classes": classes})
    sheet = book_of(school, full_service(school))["课后服务"]
    assert len(sheet.row_breaks.brk) >= 2 and sheet.max_row == 4 + groups
    ends = [brk.id for brk in sheet.row_breaks.brk]
    for area in sheet.merged_cells.ranges:
        assert not any(area.min_row <= end < area.max_row for end in ends if area.min_row > 4)
