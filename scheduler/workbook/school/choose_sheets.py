"""Decides which sheets of a workbook are read and as what: copies, near titles and unknown ones are asked about or told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.plan.layout import PROBLEMS
from scheduler.text import Text
from scheduler.workbook.files import filled_cells
from scheduler.workbook.names import class_name, grades, plain, standard_class_name
from scheduler.workbook.school.answers import ANSWERS, NOT_READ
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import CURRICULUM, SHEETS
from scheduler.workbook.school.read_assignment import ASSIGNMENTS, unnamed_assignments
from scheduler.workbook.school.read_grids import FORBIDDEN, PLACED
from scheduler.workbook.sheet import Sheet
from scheduler.workbook.tables import Cell, Grid, find_heading, is_titled, title_key
from scheduler.workbook.wish_sheets import WISH_SHEETS

LAYOUTS = (ANSWERS, *(ASSIGNMENTS if sheet.key == ASSIGNMENTS.key else sheet for sheet in SHEETS), PLACED, FORBIDDEN)
# Sheets that tell a plan: nothing of the school stands in them.
_GUIDES = re.compile(r"说明|须知|目录|示例|封面")
_OURS = re.compile(r"课表|timetable", re.IGNORECASE)
_OLD = re.compile(r"去年|上学期|上学年|旧|备份|副本|草稿|作废|copy|old|backup|draft", re.IGNORECASE)
_ALIKE = 0.6  # of two titles, from 0 to 1
_SHEET_TITLE = 31  # characters that a title of a sheet may have


def choose_sheets(book: Workbook, draft: Draft) -> None:
    """Leave in the book the sheets that are read, under titles that tell as what; what is not certain is asked or told."""
    _take_answers(book, draft)
    for layout in LAYOUTS:
        _choose_one(book, draft, layout)
    _tell_others(book, draft)
    read = [sheet for sheet in book.worksheets if _layout_of(sheet) is not None]
    _tell_hidden(draft, read or book.worksheets)


def _names(layout: Sheet) -> tuple[str, ...]:
    return (*layout.title, *layout.aliases)


def _layout_of(sheet: Worksheet) -> Sheet | None:
    return next((layout for layout in LAYOUTS if is_titled(sheet.title, _names(layout))), None)


def _says_something(sheet: Worksheet) -> bool:
    return any(plain(sheet.cell(*place).value) for place in filled_cells(sheet))


def keys_in(book: Workbook) -> set[str]:
    """Return the keys of the layouts of which a book has a sheet that says something."""
    return {layout.key for sheet in book.worksheets if (layout := _layout_of(sheet)) and _has_rows(sheet, layout)}


def _has_rows(sheet: Worksheet, layout: Sheet) -> bool:
    """Tell whether something stands in a sheet below its headings."""
    grid = Grid(sheet)
    heading = find_heading(grid, layout.columns) if layout.columns else None
    return bool(grid.values) and (heading is None or any(row > heading[0] for row in grid.by_row))


def _take_answers(book: Workbook, draft: Draft) -> None:
    """Leave out the sheets that are not to be read, and call the others what they were said to be."""
    for sheet in book.worksheets:
        answer = draft.answers.get(sheet.title)
        if answer is None:
            continue
        meant = next((layout for layout in LAYOUTS if is_titled(answer, _names(layout))), None)
        if answer in NOT_READ and len(book.worksheets) > 1:
            book.remove(sheet)
        elif meant is not None and _layout_of(sheet) is not meant:
            sheet.title = f"{meant.title.zh}({re.sub(r'[():]', '', sheet.title)})"[:_SHEET_TITLE]


def _choose_one(book: Workbook, draft: Draft, layout: Sheet) -> None:
    """Ask which of several sheets of one title is meant; those of single grades or classes are read together."""
    found = [s for s in book.worksheets if is_titled(s.title, _names(layout)) and _says_something(s)]
    plainly = {name.casefold() for name in _names(layout)}
    copies = [s for s in found if plain(s.title).casefold().replace(" ", "") not in plainly and not _is_part(s, draft)]
    doubtful = copies if len(found) > 1 else [sheet for sheet in copies if _OLD.search(sheet.title)]
    for sheet in doubtful:
        others = "、".join(f"“{other.title}”" for other in found if other is not sheet)
        text = Text(
            f"有几张“{layout.title.zh}”表：还有{others}" if others else f"“{sheet.title}”要读吗？",
            f"There are several sheets {layout.title.en}" if others else f"Is “{sheet.title}” to be read?",
        )
        draft.answers.ask(
            Cell(sheet.title, "A1"),
            sheet.title,
            text,
            {NOT_READ.zh: Text("这张不用", "leave it out"), layout.title.zh: Text("这张也读", "read it too")},
            by_typing=False,
        )
        if len(book.worksheets) > 1 and len(found) > 1:
            book.remove(sheet)


def _is_part(sheet: Worksheet, draft: Draft) -> bool:
    """Tell whether a title says of which grade or class its sheet is, or was said to be read."""
    inside = re.search(r"\(([^()]*)\)", plain(sheet.title))
    told = inside[1] if inside else ""
    part = bool(told) and (grades(told) is not None or class_name(told) is not None) and not told.isdigit()
    return part or draft.answers.get(sheet.title) is not None


def _tell_others(book: Workbook, draft: Draft) -> None:
    """Ask about sheets whose titles are like those that are read, and name the others once."""
    taken = _ask_about_copies(book, draft) | _note_wishes(book, draft)
    others = [s for s in book.worksheets if _layout_of(s) is None and s.title not in taken and _says_something(s)]
    others = [s for s in others if not s.title.startswith(tuple(PROBLEMS)) and not _GUIDES.search(s.title)]
    unknown = [sheet for sheet in others if not _ask_about_title(draft, sheet)]
    if unknown:
        names = "、".join(sheet.title for sheet in unknown)
        draft.report.warning(
            Cell(unknown[0].title, ""),
            Text(f"这些工作表没有读：{names}", f"These sheets were not read: {names}"),
            Text("要读的，改成说明里的表名", "Give those that matter the titles of the manual"),
        )


def _note_wishes(book: Workbook, draft: Draft) -> set[str]:
    """Return the titles of the sheets of pupils and their wishes, which are not the school's: `paike clubs` reads them."""
    names = [name for layout in WISH_SHEETS for name in _names(layout)]
    found = {s.title for s in book.worksheets if _layout_of(s) is None and is_titled(s.title, names)}
    if found:
        told = "、".join(sorted(found))
        draft.report.note(f"{told}：选课用的表，由 paike clubs 读", f"{told}: read by paike clubs, and not here")
    return found


def _ask_about_copies(book: Workbook, draft: Draft) -> set[str]:
    """Return the titles of the sheets that are taken for 任课; of those that tell of the same classes one is read."""
    seen: dict[str, str] = {}
    taken = set()
    for grid in unnamed_assignments(book):
        classes = {standard_class_name(*named) for value in grid.values.values() if (named := class_name(value))}
        first = next((seen[name] for name in classes if name in seen), None)
        if first is not None and draft.answers.get(grid.title) is None:
            draft.answers.ask(
                Cell(grid.title, "A1"),
                grid.title,
                Text(
                    f"“{first}”和“{grid.title}”写的是同样的班", f"“{first}” and “{grid.title}” tell of the same classes"
                ),
                {NOT_READ.zh: Text("这张不用", "leave it out"), "任课": Text("这张也读", "read it too")},
                by_typing=False,
            )
            book.remove(book[grid.title])
        else:
            taken.add(grid.title)
        seen |= {name: grid.title for name in classes if name not in seen}
    return taken


def _ask_about_title(draft: Draft, sheet: Worksheet) -> bool:
    title = title_key(sheet.title)
    if _OURS.search(title) or _GUIDES.search(title):
        return False
    known = {name: layout for layout in LAYOUTS for name in _names(layout)}
    inside = [name for name in known if name in title or (len(title) > 1 and name.startswith(title))]
    close = get_close_matches(title, known, n=3, cutoff=_ALIKE)
    about = [name for name in known if inside and len(name) > 2 and name[:2] == title[:2] and name[-2:] == title[-2:]]
    likely = dict.fromkeys(known[name].title.zh for name in [*close, *about, *inside] if known[name] is not ANSWERS)
    if "课时" in title:
        likely.setdefault(CURRICULUM.title.zh)
    if not likely or draft.answers.get(sheet.title) is not None:
        return False
    draft.answers.ask(
        Cell(sheet.title, "A1"),
        sheet.title,
        Text(f"没有“{sheet.title}”这种表", f"There is no sheet called “{sheet.title}”"),
        {
            **{name: Text("就是这张表", "it is this one") for name in likely},
            NOT_READ.zh: Text("别的表", "another sheet"),
        },
    )
    return True


def _tell_hidden(draft: Draft, sheets: Iterable[Worksheet]) -> None:
    """Say once what is hidden and was read all the same."""
    said = [text for sheet in sheets for text in _hidden(sheet)]
    if said:
        zh = "；".join(said)
        draft.report.note(f"隐藏的内容也读了：{zh}", f"What is hidden was read too: {zh}")


def _hidden(sheet: Worksheet) -> list[str]:
    if sheet.sheet_state != "visible":
        return [f"工作表 {sheet.title}"] if _says_something(sheet) else []
    filled = list(filled_cells(sheet))
    rows = sorted({row for row, _ in filled if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden})
    spans = [(each.min or 0, each.max or 0) for each in sheet.column_dimensions.values() if each.hidden and each.min]
    columns = sorted({column for _, column in filled if any(first <= column <= last for first, last in spans)})
    said = [f"第 {row} 行" for row in rows] + [f"{get_column_letter(column)} 列" for column in columns]
    return [f"{sheet.title} {'、'.join(said)}"] if said else []
