from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText

from scheduler.export.page import TextRun, end_page, merge, put, put_lines, scale_to_page, set_page, sheet_title
from scheduler.export.styles import BODY, HEADING, TITLE
from scheduler.workbook.spreadsheet import A4, printable


def test_a_look_is_the_same_for_every_cell_and_made_once() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    cells = [put(sheet, row, 1, "语文", HEADING) for row in range(1, 50)]
    other = put(sheet, 1, 2, "语文", BODY)
    assert {cell.font.b for cell in cells} == {True} and not other.font.b
    assert cells[0].fill.start_color.rgb == "00E4E8EE" and cells[0].border.left.style == "thin"
    assert len({tuple(cell._style) for cell in cells}) == 1 and tuple(other._style) != tuple(cells[0]._style)


def test_a_quote_does_not_stick_to_the_look() -> None:
    sheet = Workbook().worksheets[0]
    assert put(sheet, 1, 1, "=1", BODY).quotePrefix
    assert not put(sheet, 2, 1, "语文", BODY).quotePrefix


def test_merged_cells_keep_their_border_and_one_value() -> None:
    sheet = Workbook().worksheets[0]
    merge(sheet, (2, 3), (1, 4), "上午", HEADING)
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:D3"]
    assert sheet["A2"].value == "上午" and sheet["D3"].value is None
    assert sheet["D3"].border.right.style == "thin"
    merge(sheet, (5, 5), (1, 1), "单格", TITLE)
    assert len(sheet.merged_cells.ranges) == 1


def test_lines_of_several_sizes() -> None:
    sheet = Workbook().worksheets[0]
    put_lines(sheet, 1, 1, [TextRun("语文", 14, True), TextRun("王芳\x01", 10)], BODY)
    value = sheet["A1"].value
    assert isinstance(value, CellRichText) and str(value) == "语文\n王芳"
    put_lines(sheet, 2, 1, [TextRun("=语文", 14)], BODY)
    assert sheet["A2"].value == "=语文" and sheet["A2"].data_type == "s" and sheet["A2"].font.sz == 14
    put_lines(sheet, 3, 1, [], BODY)
    assert sheet["A3"].value is None


def test_sheet_titles_that_excel_takes() -> None:
    book = Workbook()
    for expected in ("总课表 _小_学_", "总课表 _小_学_ 2"):
        assert sheet_title(book, "总课表 [小]学?") == expected
        book.create_sheet(expected)
    assert len(sheet_title(book, "长" * 60)) <= 31


def test_page_set_up() -> None:
    sheet = Workbook().worksheets[0]
    set_page(sheet, A4, ("甲&乙中学", "2026年"), "en", landscape=True)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.page_setup.fitToWidth == 1 and sheet.page_setup.fitToHeight == 0
    assert sheet.oddHeader.left.text == " 甲&&乙中学" and sheet.oddHeader.right.text == " 2026年"
    assert sheet.oddFooter.right.text == "Page &P of &N"


def test_a_sheet_of_one_page_or_kept_pages_is_fitted_in_width() -> None:
    wide, high = printable(A4, landscape=False)
    alone, broken = Workbook().worksheets[0], Workbook().worksheets[0]
    end_page(broken, 12)
    assert [each.id for each in broken.row_breaks.brk] == [12]
    for sheet, tall in ((alone, 1), (broken, 0)):
        scale_to_page(sheet, (wide * 1.1, high), (wide, high), kept=True)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, tall)


def test_scale_never_enlarges_and_always_fits_wider_columns_too() -> None:
    sheet = Workbook().worksheets[0]
    end_page(sheet, 12)
    wide, high = printable(A4, landscape=False)
    scale_to_page(sheet, (wide / 2, high / 2), (wide, high))
    assert sheet.page_setup.scale == 100
    for need in ((wide, high / 2), (wide / 2, high * 1.3), (wide, high * 1.3)):
        scale_to_page(sheet, need, (wide, high), kept=need[1] > high)
        share = sheet.page_setup.scale / 100
        assert need[0] * share * 8 / 7 <= wide and need[1] * share <= high
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
