from pathlib import Path

from openpyxl import Workbook, load_workbook

from constraints.audit import Report, audit
from scheduler.engine.bounds import Bounds
from scheduler.export import write_marked_plan, write_plan_json, write_plan_workbook
from scheduler.school import School
from scheduler.workbook.plan.reader import PlanReading, read_plan
from tests.schools import make_school, plan_of, slot

FIRST, SECOND = "七(1)班", "七(2)班"
RED_FILL = "FFFFB3B3"
GOOD = {f"{FIRST}|语文": [slot(1, 1)], f"{SECOND}|语文": [slot(1, 2)]}


def marked(path: Path, school: School, out: Path) -> tuple[Workbook, PlanReading, Report]:
    reading = read_plan(path, school)
    assert reading.plan is not None
    report = audit(school, reading.plan)
    write_marked_plan(path, reading, report, out)
    return load_workbook(out), reading, report


def write(path: Path, school: School) -> Path:
    write_plan_workbook(audit(school, plan_of(GOOD)), path)
    return path


def red_cells(book: Workbook, title: str) -> set[str]:
    return {
        cell.coordinate
        for line in book[title].iter_rows()
        for cell in line
        if cell.fill.start_color.rgb == RED_FILL and cell.border.left.style == "thick"
    }


def test_an_edited_cell_is_marked_where_it_stands(tmp_path: Path) -> None:
    school = make_school()
    path = write(tmp_path / "p.xlsx", school)
    book = load_workbook(path, rich_text=True)
    sheet = book["总课表"]
    sheet["C6"].value, sheet["D6"].value = sheet["D6"].value, None  # 七(2)班's 语文 moves to the time of 七(1)班's
    book.save(path)
    found, _, report = marked(path, school, tmp_path / "m.xlsx")
    clashes = [v for active, v in report.violations() if active.rule.id == "teacher_clash"]
    assert [v.slots for v in clashes] == [(slot(1, 1),)]
    assert {"C5", "C6"} <= red_cells(found, "总课表")
    for cell in ("C5", "C6"):
        assert "【教师不冲突】" in found["总课表"][cell].comment.text
    assert found["总课表"]["D6"].comment is None
    assert {"A5", "A6"} <= red_cells(found, "总课表")  # lessons are missing: the name of the class
    assert found["总课表"]["C5"].value == sheet["C5"].value


def test_the_list_comes_first_and_links_to_the_cells(tmp_path: Path) -> None:
    school = make_school()
    book, _, report = marked(write(tmp_path / "p.xlsx", school), school, tmp_path / "m.xlsx")
    sheet = book["问题清单"]
    assert book.sheetnames[0] == "问题清单" and book.active is sheet
    rows = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=4)]
    assert len(rows) == sum(1 for _ in report.violations()) > 5
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    missing = next(row for row in rows if "七(1)班 数学" in str(row[5]))
    assert missing[6] == "总课表!A5"
    row = rows.index(missing) + 4
    assert sheet.cell(row, 7).hyperlink.location == "'总课表'!A5"
    must = [row[1] in ("法规", "硬性") for row in rows]
    assert must == sorted(must, reverse=True)


def test_what_could_not_be_read_is_listed_too(tmp_path: Path) -> None:
    school = make_school()
    path = write(tmp_path / "p.xlsx", school)
    book = load_workbook(path)
    book["总课表"]["E5"].value = "=奥数"
    book["总课表"]["E5"].data_type = "s"
    book.save(path)
    found, reading, _ = marked(path, school, tmp_path / "m.xlsx")
    assert [p.cell for p in reading.problems] == ["E5"]
    assert found["总课表"]["E5"].comment.text.startswith("学校里没有这门学科（现为“=奥数”）")
    first = [cell.value for cell in found["问题清单"][4]]
    assert first[1] == "读取" and "=奥数" in first[5] and first[6] == "总课表!E5"
    assert all(cell.data_type != "f" for line in found["问题清单"].iter_rows() for cell in line)


def test_another_program_s_grid_keeps_its_form(tmp_path: Path) -> None:
    book = Workbook()
    rows = [
        ["班级", "周一", None, "周二"],
        [None, 1, 2, 1],
        ["701", "语文", "数学", "体育"],
        ["702", "语文", None, None],
    ]
    for line in rows:
        book.worksheets[0].append(line)
    book.worksheets[0].title = "Sheet1"
    book.save(tmp_path / "p.xlsx")
    found, reading, _ = marked(tmp_path / "p.xlsx", make_school(), tmp_path / "m.xlsx")
    assert found.sheetnames == ["问题清单", "评分", "Sheet1"]
    assert {"B3", "B4"} <= red_cells(found, "Sheet1") and "D3" not in red_cells(found, "Sheet1")
    assert reading.problems == ()


def test_a_plan_from_json_is_laid_out_first(tmp_path: Path) -> None:
    school = make_school()
    clash = plan_of({f"{FIRST}|语文": [slot(1, 1)], f"{SECOND}|语文": [slot(1, 1)]})
    write_plan_json(audit(school, clash), tmp_path / "plan.json")
    found, reading, _ = marked(tmp_path / "plan.json", school, tmp_path / "m.xlsx")
    assert reading.cells == {} and {"C5", "C6"} <= red_cells(found, "总课表")


def test_wishes_have_comments_but_no_red(tmp_path: Path) -> None:
    school = make_school()
    path = tmp_path / "p.xlsx"
    plan = plan_of({f"{FIRST}|体育": [slot(1, 1), slot(2, 1), slot(3, 1)]})
    write_plan_workbook(audit(school, plan), path)
    found, _, report = marked(path, school, tmp_path / "m.xlsx")
    apart = [v for active, v in report.violations() if active.rule.id == "pe_days_apart"]
    assert apart
    commented = {c.coordinate for line in found["总课表"].iter_rows() for c in line if c.comment}
    assert {"C5", "I5", "O5"} & commented and not {"C5", "I5", "O5"} & red_cells(found, "总课表")


def test_what_was_asked_about_is_yellow(tmp_path: Path) -> None:
    book = Workbook()
    for line in (["班级", "周一1", "周二1"], ["七(9)班", "语文"], [FIRST], [SECOND]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "p.xlsx")
    found, _, _ = marked(tmp_path / "p.xlsx", make_school(), tmp_path / "m.xlsx")
    cell = found["Sheet"]["A2"]
    assert cell.fill.start_color.rgb == "FFFFE699" and "七(1)班、七(2)班" in cell.comment.text


def test_in_english(tmp_path: Path) -> None:
    school = make_school()
    path = tmp_path / "p.xlsx"
    write_plan_workbook(audit(school, plan_of({f"{FIRST}|语文": [slot(1, 1)], f"{SECOND}|语文": [slot(1, 1)]})), path)
    reading = read_plan(path, school)
    assert reading.plan is not None
    report = audit(school, reading.plan)
    write_marked_plan(path, reading, report, tmp_path / "m.xlsx", language="en", bounds=Bounds(5, {"pe_days_apart": 3}))
    found = load_workbook(tmp_path / "m.xlsx")
    assert found.sheetnames[:3] == ["Problems", "Score", "总课表"] and found["Problems"]["B3"].value == "Level"
    assert found["总课表"]["C5"].comment.text.startswith("[A teacher in one place] 王芳 Mon lesson 1")
    score = {line[0].value: line[4].value for line in found["Score"].iter_rows(min_row=4)}
    assert score["PE on days apart"] == 3 and score["Total"] == 5 and score["Avoided slots"] == "unknown"
    assert "Compliance" in found.sheetnames and "合规报告" not in found.sheetnames  # as of now, not as it was planned
