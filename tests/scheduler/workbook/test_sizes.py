"""What would fill the memory is refused before it is read; what only looks large is read."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from scheduler.workbook.files import editable_workbook, open_workbook
from scheduler.workbook.sizes import MOST_CELLS, MOST_DEPTH, MOST_SHEETS
from tests.scheduler.workbook.parts import SHEET, rewritten, saved, sheet, text

ROWS = "".join(f'<row r="{row}">{text(f"A{row}", "班级")}{text(f"C{row}", "语文")}</row>' for row in range(1, 60))


def refused(path: Path) -> str:
    book, [problem] = open_workbook(path)
    assert book is None and problem.severity == "error" and problem.sheet == path.name
    with pytest.raises(ValueError, match="no readable workbook"):
        editable_workbook(path)
    return problem.text.zh


@pytest.mark.parametrize(
    "cell",
    ["<c/>", "<c></c>", "<c\n/>", "<c\tr='A1'/>", "<x:c/>", "<c s='1'/>"],
    ids=["closed", "open", "line", "tab", "prefix", "style"],
)
def test_cells_are_counted_however_they_are_spelled(tmp_path: Path, cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.workbook.sizes.MOST_CELLS", 1000)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    data = f'<worksheet xmlns="{main}" xmlns:x="{main}"><sheetData><row>{cell * 1001}</row></sheetData></worksheet>'
    path = rewritten(saved(tmp_path / "a.xlsx"), SHEET, data.encode())
    assert "1000 个单元格" in refused(path)
    path = rewritten(path, SHEET, data.replace(cell * 1001, cell * 1000).encode())
    assert open_workbook(path)[0] is not None


def test_a_million_cells_are_refused(tmp_path: Path) -> None:
    bomb = "<worksheet><sheetData>" + "<c/>" * (MOST_CELLS + 1) + "</sheetData></worksheet>"
    assert "个单元格" in refused(rewritten(saved(tmp_path / "a.xlsx"), SHEET, bomb.encode()))


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (SHEET, "<worksheet><sheetData>" + "<row/>" * 5000 + "</sheetData></worksheet>"),
        ("xl/sharedStrings.xml", "<sst>" + "<si/>" * 5000 + "</sst>"),
        ("xl/workbook.xml", "<workbook>" + "<a>" * (MOST_DEPTH + 1)),
        ("[Content_Types].xml", "<Types>" + "<Default/>" * 5000 + "</Types>"),
    ],
    ids=["rows", "strings", "depth", "structure"],
)
def test_bombs(tmp_path: Path, part: str, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    which = "MOST_STRUCTURE" if part.startswith("[") else "MOST_ELEMENTS"
    monkeypatch.setattr(f"scheduler.workbook.sizes.{which}", 4000)
    assert "内部结构" in refused(rewritten(saved(tmp_path / "a.xlsx", A1="x"), part, content.encode()))


def test_a_copy_of_a_book_with_too_many_looks_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    book.active["A1"], book.active["A1"].font = "=1+1", Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    for most, bold in ((1000, True), (10, False)):
        monkeypatch.setattr("scheduler.workbook.sizes.MOST_LOOKS", most)
        cell = editable_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"]
        assert (cell.value, cell.font.b) == ("=1+1", bold)


def test_too_many_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.workbook.sizes.MOST_SHEETS", 0)
    assert "张工作表" in refused(saved(tmp_path / "a.xlsx")) and MOST_SHEETS >= 255


def test_rows_of_huge_numbers(tmp_path: Path) -> None:
    path = rewritten(
        saved(tmp_path / "a.xlsx"), SHEET, sheet(f'<row r="1">{text("A1", "x")}</row><row r="999999999999"/>')
    )
    book, problems = open_workbook(path)
    assert book is not None and problems == ()
    path = rewritten(path, SHEET, sheet(f'<row r="99999999">{text("A99999999", "x")}</row>'))
    book, [problem] = open_workbook(path)
    assert book is None and "99999999 行" in problem.text.zh


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("A1:A1048576", "A1:A59"),
        ("C:C", "C1:C59"),
        ("A60:XFD1048576", None),  # nothing says anything there
        ("A58:XFD1048576", "A58:C59"),
        ("A1:XFD1", "A1:C1"),
        ("2:2", "A2:C2"),
        ("A58:A61", "A58:A61"),  # near the others: left as it is
    ],
)
def test_merged_areas_reach_no_further_than_the_cells(tmp_path: Path, area: str, expected: str | None) -> None:
    merged = f'<dimension ref="A1:XFD1048576"/><mergeCells><mergeCell ref="{area}"/></mergeCells>'
    path = rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(ROWS, merged))
    book, problems = open_workbook(path)
    assert book is not None and problems == ()
    assert [str(each) for each in book.worksheets[0].merged_cells.ranges] == ([expected] if expected else [])
    for found in (book, editable_workbook(path)):
        assert len(found.worksheets[0]._cells) < 20_000 and found.worksheets[0]["A1"].value == "班级"


def test_merged_areas_that_cover_too_much_are_refused(tmp_path: Path) -> None:
    far = f'<row r="1">{text("A1", "x")}{text("SF1", "x")}</row><row r="20000">{text("A20000", "x")}</row>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    path = rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(far, merged))
    assert "合并区域 A1:XFD1048576" in refused(path)


LINKS: dict[str, Callable[[str], str]] = {
    "merged": lambda area: f'<mergeCells><mergeCell ref="{area}"/></mergeCells>',
    "link": lambda area: f'<hyperlinks><hyperlink ref="{area}" location="A1"/></hyperlinks>',
    "rule": lambda area: (
        f'<conditionalFormatting sqref="{area}"><cfRule type="expression" priority="1"><formula>1</formula>'
        "</cfRule></conditionalFormatting>"
    ),
    "choice": lambda area: f'<dataValidations><dataValidation sqref="{area}" type="whole"/></dataValidations>',
    "filter": lambda area: f'<autoFilter ref="{area}"/>',
}


@pytest.mark.parametrize("kind", LINKS)
def test_areas_of_a_whole_sheet_take_no_memory(tmp_path: Path, kind: str) -> None:
    """In a process of its own, which may not take more than a gigabyte."""
    path = rewritten(saved(tmp_path / "a.xlsx"), SHEET, sheet(ROWS, LINKS[kind]("A1:XFD1048576")))
    code = (
        "import resource, sys; from pathlib import Path; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
        "from scheduler.workbook.files import editable_workbook, open_workbook;"
        "path = Path(sys.argv[1]); book, problems = open_workbook(path);"
        "assert book.worksheets[0]['A1'].value and not problems; assert editable_workbook(path)"
    )
    subprocess.run([sys.executable, "-c", code, path], check=True)
