"""The sheets and columns of the school workbook as a part of `docs/workbook.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.model.owner import LEVEL_NAMES
from scheduler.school import AREA_NAMES, CONTENT_NAMES, GROUPING_NAMES, STAGE_NAMES
from scheduler.text import Text
from scheduler.workbook import spelling
from scheduler.workbook.school import layout
from scheduler.workbook.school.guide import EXAMPLES, PURPOSES
from scheduler.workbook.school.service_layout import DUTY_WORDS, PAY_WORDS, SERVICE_DUTY_WORDS
from scheduler.workbook.sheet import Sheet

BEGIN, END = "<!-- generated: sheets and columns -->", "<!-- end of generated part -->"
_WORDS: tuple[tuple[str, Iterable[Text]], ...] = (
    ("作息, 类型", spelling.PERIOD_KIND_WORDS.values()),
    ("学科, 领域", AREA_NAMES.values()),
    ("教师, 性质", spelling.STAFF_KIND_WORDS.values()),
    ("教师, 课后服务", SERVICE_DUTY_WORDS.values()),
    ("课后服务, 类型", STAGE_NAMES.values()),
    ("课后服务, 组织方式", GROUPING_NAMES.values()),
    ("课后服务 and 社团, 内容", CONTENT_NAMES.values()),
    ("巡查, 岗位", DUTY_WORDS.values()),
    ("补助, 岗位", PAY_WORDS.values()),
    ("教师时间 and 时间段, 类别", spelling.MARK_OWNER_WORDS.values()),
    ("教师时间 and 时间段, 标记", spelling.MARK_LEVEL_WORDS.values()),
    ("规则, 级别", LEVEL_NAMES.values()),
)


def layout_markdown() -> str:
    """Return the cells of 任课, every sheet with its columns, and the words of closed columns, between two markers."""
    lines = [BEGIN, "", "## What a cell of 任课 may say", "", *_table(("Cell", "Meaning"))]
    lines += [_row((f"`{example.cell}`", example.meaning.en)) for example in EXAMPLES]
    lines += ["", "## The sheets"]
    for sheet in layout.SHEETS[1:]:
        lines += ["", *_sheet(sheet)]
    lines += ["", "## Words to choose from", "", *_table(("Where", "Words"))]
    lines += [_row((where, ", ".join(f"{w.zh} ({w.en})" for w in words))) for where, words in _WORDS]
    return "\n".join([*lines, "", END])


def _sheet(sheet: Sheet) -> Iterator[str]:
    names = "、".join(sheet.aliases)
    yield f"### {sheet.title.zh} {sheet.title.en}"
    yield ""
    yield PURPOSES[sheet.key].en + (f" Also called: {names}." if names else "")
    yield ""
    yield from _table(("Column", "In English", "Needed", "Note", "Also called"))
    for column in sheet.columns:
        needed = "yes" if column.required else ""
        yield _row((column.title.zh, column.title.en, needed, column.note.en, "、".join(column.aliases)))


def _table(headings: tuple[str, ...]) -> Iterator[str]:
    yield _row(headings)
    yield _row(("---",) * len(headings))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(layout_markdown())
