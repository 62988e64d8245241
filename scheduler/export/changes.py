"""调动清单: what a repair moved from where to where, and why, as a workbook to hang up or hand round, and as JSON-ready data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from scheduler.engine.repair import Repair
from scheduler.export.page import TextRun, height_of, merge, put, set_page, widths
from scheduler.export.styles import BODY, HEADING, SUBTITLE, TEXT, TITLE
from scheduler.plan.changes import ChangeKind, Spot
from scheduler.text import Text
from scheduler.workbook.spreadsheet import A4, save_workbook, set_width_unit

CHANGES = Text("调动清单", "Changes")
KIND_NAMES = {
    ChangeKind.LESSON: Text("课", "lesson"),
    ChangeKind.MEETING: Text("教研", "meeting"),
    ChangeKind.SERVICE: Text("课后服务", "service"),
    ChangeKind.GRANT: Text("弹性上下班", "flexible hours"),
    ChangeKind.VENUE: Text("场地", "venue"),
}
COLUMNS = (
    (Text("序号", "no."), 6.0),
    (Text("类别", "kind"), 11.0),
    (Text("什么", "what"), 34.0),
    (Text("原来", "before"), 24.0),
    (Text("现在", "now"), 24.0),
    (Text("原因", "why"), 50.0),
)
HEAD_ROWS, POINTS = 3, 10.0


def changes_workbook(repair: Repair, language: str = "zh") -> Workbook:
    """Return the list of changes as a workbook of one sheet."""
    book = Workbook()
    set_width_unit(book)
    sheet = book.active
    assert sheet is not None
    school = repair.before.school
    sheet.title = CHANGES.get(language)
    merge(sheet, (1, 1), (1, len(COLUMNS)), f"{school.name} {CHANGES.get(language)}", TITLE)
    lessons = sum(1 for each in repair.changes if each.change.kind is ChangeKind.LESSON)
    summary = Text(
        f"课 {lessons} 处，其他 {len(repair.changes) - lessons} 处。",
        f"{lessons} changes of lessons, {len(repair.changes) - lessons} others.",
    )
    merge(sheet, (2, 2), (1, len(COLUMNS)), summary.get(language), SUBTITLE)
    widths(sheet, [width for _, width in COLUMNS])
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 28, 18
    for column, (heading, _) in enumerate(COLUMNS, 1):
        put(sheet, HEAD_ROWS, column, heading.get(language), HEADING)
    for row, (change, reason) in enumerate(repair.changes, HEAD_ROWS + 1):
        spots = [spot.text.get(language) if spot else "" for spot in (change.before, change.after)]
        words = [KIND_NAMES[change.kind].get(language), change.title.get(language), *spots, reason.get(language)]
        values: list[int | str] = [row - HEAD_ROWS, *words]
        for column, value in enumerate(values, 1):
            put(sheet, row, column, value, TEXT if column in (3, 6) else BODY)
        heights = (height_of([TextRun(str(v), POINTS)], COLUMNS[i][1]) for i, v in enumerate(values))
        sheet.row_dimensions[row].height = max(heights)
    sheet.freeze_panes = f"A{HEAD_ROWS + 1}"
    sheet.print_title_rows = f"{HEAD_ROWS}:{HEAD_ROWS}"
    set_page(sheet, A4, (school.name, school.term), language, landscape=True)
    return book


def write_changes(repair: Repair, path: Path, language: str = "zh") -> None:
    """Write the list of changes. Raises OSError when it cannot be written."""
    save_workbook(changes_workbook(repair, language), path)


def repair_record(repair: Repair) -> dict[str, Any]:
    """Return the changes of a repair as JSON-ready data."""
    return {
        "moved_lessons": repair.lessons,
        "moved_lessons_bound": repair.lessons_bound,
        "proven": {
            "lessons": repair.lessons_proven,
            "others": repair.others_proven,
            "cost": repair.cost_proven,
        },
        "counts": {str(kind): repair.count(kind) for kind in ChangeKind},
        "changes": [
            {
                "kind": str(change.kind),
                "id": change.id,
                "title": change.title.zh,
                "classes": list(change.classes),
                "teachers": list(change.teachers),
                "from": _spot_record(change.before),
                "to": _spot_record(change.after),
                "why": reason.zh,
                "why_en": reason.en,
            }
            for change, reason in repair.changes
        ],
    }


def _spot_record(spot: Spot | None) -> dict[str, Any] | None:
    if spot is None:
        return None
    slot = None if spot.slot is None else spot.slot._asdict()
    return {"text": spot.text.zh, "text_en": spot.text.en, "slot": slot, "who": spot.who or None}
