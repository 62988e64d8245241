"""Nothing but the cells decides whether a workbook is read."""

import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from scheduler.export.marked_school import write_marked_school
from scheduler.workbook import read_school
from scheduler.workbook.files import editable_workbook, open_workbook
from scheduler.workbook.problem import Problem
from scheduler.workbook.sheet_cells import NO_RESULT
from tests.scheduler.workbook.parts import SHEET, STYLES, rewritten, saved, sheet, styles, text

STRINGS, BOOK = "xl/sharedStrings.xml", "xl/workbook.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def values(path: Path) -> tuple[dict[str, object], tuple[Problem, ...]]:
    book, problems = open_workbook(path)
    assert book is not None, problems
    return {cell.coordinate: cell.value for cell in book.worksheets[0]._cells.values()}, problems


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook with a text in colour, a date, a time and a number."""
    book = Workbook()
    cells = book.active
    cells["A1"], cells["A1"].font, cells["A1"].fill = (
        "班级",
        Font(bold=True),
        PatternFill("solid", start_color="FFFF0000"),
    )
    cells["B1"], cells["C1"], cells["D1"] = date(2026, 9, 1), time(8, 20), 5
    book.save(tmp_path / "学校.xlsx")
    return tmp_path / "学校.xlsx"


READ = {"A1": "班级", "B1": datetime(2026, 9, 1), "C1": time(8, 20), "D1": 5}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'patternType="solid"', b'patternType="velvet"'),
        (b'rgb="FFFF0000"', b'rgb="red!"'),
        (b"<fonts", b'<fonts><font><sz val="big"/></font></fonts><fonts'),
        (b"<borders", b'<borders><border><left style="wavy"/></border></borders><borders'),
        (b'xfId="0"', b'xfId="77"'),
        (b"</styleSheet>", b'<dxfs><dxf><fill><patternFill patternType="x"/></fill></dxf></dxfs></styleSheet>'),
        (b"</styleSheet>", b"<broken"),
    ],
    ids=["fill", "colour", "font", "border", "named", "conditional", "cut"],
)
def test_broken_looks_leave_values_and_dates(
    path: Path, old: bytes, new: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    rewritten(path, STYLES, change)
    assert values(path) == (READ, ())
    copy = editable_workbook(path).worksheets[0]
    assert copy["A1"].value == "班级" and copy["B1"].value == datetime(2026, 9, 1)
    assert capsys.readouterr().out == ""  # which may be one JSON document


@pytest.mark.parametrize(
    "more",
    [
        '<conditionalFormatting sqref="nowhere"><cfRule type="magic" priority="x"/></conditionalFormatting>',
        '<dataValidations count="1"><dataValidation sqref="?" type="sort"/></dataValidations>',
        '<hyperlinks><hyperlink ref="A1" r:id="rId99" xmlns:r="r"/></hyperlinks>',
        '<pageMargins left="wide"/>',
        '<drawing r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
        '<legacyDrawing r:id="rId99" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>',
        '<tableParts><tablePart r:id="rId99" xmlns:r="r"/></tableParts>',
        "<autoFilter ref='#REF!'/>",
        "<sheetProtection password='long'/>",
        "<extLst><ext/></extLst>",
    ],
)
def test_what_else_a_sheet_has_does_not_matter(path: Path, more: str) -> None:
    rewritten(path, SHEET, lambda content: content.replace(b"</worksheet>", f"{more}</worksheet>".encode()))
    assert values(path) == (READ, ())
    assert editable_workbook(path).worksheets[0]["A1"].value == "班级"


@pytest.mark.parametrize(
    "more",
    [
        "<definedNames><definedName name='x' localSheetId='many'>#REF!</definedName></definedNames>",
        "<bookViews><workbookView activeTab='last'/></bookViews>",
        "<calcPr calcId='new'/>",
        "<pivotCaches><pivotCache cacheId='1' r:id='rId99' xmlns:r='r'/></pivotCaches>",
    ],
)
def test_what_else_a_book_has_does_not_matter(path: Path, more: str) -> None:
    rewritten(path, BOOK, lambda content: content.replace(b"</workbook>", f"{more}</workbook>".encode()))
    assert values(path) == (READ, ())


@pytest.mark.parametrize("part", ["docProps/core.xml", "docProps/app.xml", "xl/theme/theme1.xml"])
def test_parts_that_say_nothing_may_be_broken_or_missing(path: Path, part: str) -> None:
    assert values(rewritten(path, part, b"<broken")) == (READ, ())
    assert values(rewritten(path, part, None)) == (READ, ())


def test_the_name_of_the_file_does_not_matter(path: Path) -> None:
    renamed = path.rename(path.with_name("学校.xls"))  # as WPS lets one do
    assert values(renamed) == (READ, ())


@pytest.mark.parametrize("change", [None, b"<broken", styles()], ids=["missing", "broken", "empty"])
def test_numbers_without_a_known_format_are_told(path: Path, change: bytes | None) -> None:
    found, [problem] = values(rewritten(path, STYLES, change))
    assert found["A1"] == "班级" and found["B1"] == 46266 and found["D1"] == 5
    assert (problem.severity, problem.cell) == ("warning", "B1") and "不知道是不是日期" in problem.text.zh


def test_a_style_that_is_not_there_is_told_of_numbers_alone(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" s="999" t="inlineStr"><is><t>班级</t></is></c><c r="B1" s="999"><v>46266</v></c></row>'
    path = rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(row))
    found, [problem] = values(path)
    assert found == {"A1": "班级", "B1": 46266}
    assert (problem.severity, problem.cell, problem.value) == ("warning", "B1", "46266")
    assert editable_workbook(path).worksheets[0]["A1"].value == "班级"


def test_dates_of_chinese_excel(tmp_path: Path) -> None:
    """Formats 27 to 36 and 50 to 58 stand in no file; one that a file defines is what it says."""
    cells = "".join(f'<c r="{name}1" s="{style}"><v>46266.25</v></c>' for style, name in enumerate("ABCDE"))
    path = rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(f'<row r="1">{cells}</row>'))
    rewritten(path, STYLES, styles(0, 31, 57, 58, 32, codes='<numFmt numFmtId="58" formatCode="0.00"/>'))
    found, problems = values(path)
    day = datetime(2026, 9, 1, 6)
    assert problems == () and found == {"A1": 46266.25, "B1": day, "C1": day, "D1": 46266.25, "E1": day}


CELLS = {
    "a text that is not there": '<c r="B2" t="s"><v>7</v></c>',
    "a text before the first": '<c r="B2" t="s"><v>-1</v></c>',
    "no number": '<c r="B2"><v>five</v></c>',
    "no finite number": '<c r="B2"><v>1e999</v></c>',
    "no truth": '<c r="B2" t="b"><v>perhaps</v></c>',
    "no day": '<c r="B2" t="d"><v>2026-13-45</v></c>',
    "an unknown type": '<c r="B2" t="colour"><v>5</v></c>',
    "two contents": '<c r="B2"><v>5</v></c><c r="B2"><v>6</v></c>',
}


@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_a_cell_that_cannot_be_read_is_an_error_of_its_own(tmp_path: Path, cell: str) -> None:
    rows = f'<row r="1">{text("A1", "班级")}{text("B1", "语文")}</row><row r="2">{text("A2", "三(1)班")}{cell}</row>'
    path = rewritten(saved(tmp_path / "学校.xlsx", A1="x"), SHEET, sheet(rows))
    _, [problem] = values(path)
    assert (problem.severity, problem.sheet, problem.cell) == ("error", "Sheet", "B2") and "读不出" in problem.text.zh
    assert read_school(path).school is None
    write_marked_school(path, read_school(path).problems, tmp_path / "marked.xlsx")


def test_many_such_cells_are_one_problem(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="C{row}" t="s"><v>99</v></c></row>' for row in range(1, 10))
    _, [problem] = values(rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(rows)))
    assert problem.cell == "C1" and "共 9 格" in problem.text.zh and "C6……" in problem.text.zh


def test_texts_with_odd_looks_and_escapes(tmp_path: Path) -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><rPr><color rgb="bad"/><sz val="x"/></rPr><t>王</t></r><r><t>芳</t></r>'
        "<rPh sb='0' eb='1'><t>wang</t></rPh></si><si><t>一_x000D_\n二</t></si></sst>"
    )
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    path = rewritten(rewritten(saved(tmp_path / "a.xlsx", A1="x"), SHEET, sheet(row)), STRINGS, strings.encode())
    assert values(path) == ({"A1": "王芳", "B1": "一\r\n二"}, ())


def test_a_sheet_that_is_listed_and_missing_is_named(path: Path) -> None:
    book, [problem] = open_workbook(rewritten(path, SHEET, None))
    assert book is None and "工作表“Sheet”读不出" in problem.text.zh


def test_rows_that_make_no_sense_are_damage_of_their_sheet(path: Path) -> None:
    book, [problem] = open_workbook(rewritten(path, SHEET, sheet('<row r="one"/>')))
    assert book is None and "工作表“Sheet”读不出" in problem.text.zh


def test_a_strict_workbook_is_told_how_to_be_saved(path: Path) -> None:
    def strict(content: bytes) -> bytes:
        return re.sub(
            rb"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/x", content
        )

    book, [problem] = open_workbook(rewritten(path, BOOK, strict))
    assert book is None and "严格" in problem.text.zh and "另存为" in problem.cure.zh


def test_a_formula_whose_result_is_an_empty_text_has_a_result(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="str"><f>""</f><v></v></c><c r="B1"><f>1+1</f><v/></c></row>'
    found, problems = values(rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(row)))
    assert (found, list(problems)) == ({"B1": NO_RESULT}, [])
