"""A copy of a plan workbook with its violations marked: red cells with comments, and a list of all on a sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side

from constraints.catalogue import FLEX_SECTION, section_of
from constraints.rule import ActiveRule, Level, OwnerKind, Violation
from scheduler.audit import Report
from scheduler.export.problem_list import ListedViolation, add_problem_list
from scheduler.export.styles import RED
from scheduler.export.workbook import plan_workbook
from scheduler.plan import PlanView
from scheduler.plan.layout import PROBLEMS
from scheduler.school import Slot
from scheduler.spreadsheet import save_workbook
from scheduler.workbook.plan_reader import PlanReading, read_plan_workbook
from scheduler.workbook.plan_service import Place

COMMENT_LINES, COMMENT_WIDTH = 12, 340
_RED_SIDE = Side(style="thick", color=RED)
_RED_BORDER = Border(left=_RED_SIDE, right=_RED_SIDE, top=_RED_SIDE, bottom=_RED_SIDE)
_RED_FILL = PatternFill("solid", start_color="FFFFB3B3", end_color="FFFFB3B3")


def write_marked_plan(plan_path: Path, reading: PlanReading, report: Report, out: Path) -> None:
    """Write a copy of the plan that was read, its violations marked and listed on 问题清单, whole or not at all.

    Cells that break a regulation or hard rule get a red border and fill; a comment, also on those that only fall short of
    a wish, says which rule, what and under which article. Where a violation has no slot (lessons missing) the
    name of the class is marked. A plan that was read from `plan.json` is first laid out as our workbook. Raises OSError.
    """
    if not reading.cells:
        book = plan_workbook(report)
        reading = read_plan_workbook(book, report.school)._replace(problems=reading.problems)
    else:
        book = load_workbook(plan_path, rich_text=True)
    _mark(book, reading, report)
    save_workbook(book, out)


def _mark(book: Workbook, reading: PlanReading, report: Report) -> None:
    view = PlanView(report.school, report.plan)
    found = sorted(report.violations(), key=lambda pair: pair[0].level is Level.SOFT)
    lines = [ListedViolation(active, v, _places(view, reading, active, v)) for active, v in found]
    at: dict[Place, list[ListedViolation]] = defaultdict(list)
    for line in lines:
        for place in line.places:
            at[place].append(line)
    for (sheet, name), broken in at.items():
        _mark_cell(book[sheet][name], broken)
    add_problem_list(book, report, lines, reading.problems)


def _places(view: PlanView, reading: PlanReading, active: ActiveRule, violation: Violation) -> list[Place]:
    """Return the cells that a violation is about.

    They are its post's sessions, else its classes' slots, else its teachers' lessons and service, else names. Those of a rule
    on flexible time are its teachers' names there.
    """
    if section_of(active.rule) == FLEX_SECTION:
        found = []
    elif violation.owner.kind is OwnerKind.POST:
        slots = violation.slots or tuple(s.slot for s in view.of_post.get(violation.owner.id, ()))
        found = [reading.post_cells.get((violation.owner.id, slot)) for slot in slots]
    elif violation.classes:
        found = [reading.cells.get((c, slot)) for c in violation.classes for slot in violation.slots]
    else:
        found = [place for t in violation.teachers for place in _busy_cells(view, reading, t, violation.slots)]
    if not any(found):
        found = [reading.class_cells.get(name) for name in violation.classes]
        found += [reading.teacher_cells.get(name) for name in violation.teachers]
    return list(dict.fromkeys(place for place in found if place is not None))


def _busy_cells(view: PlanView, reading: PlanReading, teacher: str, slots: tuple[Slot, ...]) -> Iterable[Place | None]:
    """Yield the cells of a teacher's lessons and service at some slots; of all lessons where none are named."""
    for slot in slots or tuple(view.of_teacher.get(teacher, ())):
        for class_id in _classes(view, teacher, slot):
            yield reading.cells.get((class_id, slot))
        for session in view.serving.get(teacher, ()):
            if session.slot == slot:
                yield reading.post_cells.get((session.post, slot))


def _classes(view: PlanView, teacher: str, slot: Slot) -> Iterable[str]:
    for placement in view.of_teacher.get(teacher, {}).get(slot, ()):
        yield from placement.classes or view.school.course[placement.course].classes


def _mark_cell(cell: Cell, broken: list[ListedViolation]) -> None:
    if any(line.must for line in broken):
        cell.border, cell.fill = _RED_BORDER, _RED_FILL
    lines = [f"【{line.active.rule.title.zh}】{line.violation.text.zh}{_cited(line.active)}" for line in broken]
    if len(lines) > COMMENT_LINES:
        lines = [*lines[:COMMENT_LINES], f"……另有 {len(broken) - COMMENT_LINES} 处，见{PROBLEMS.zh}"]
    comment = Comment("\n".join(lines), "paike", width=COMMENT_WIDTH)
    comment.height = 24 + 36 * len(lines)
    cell.comment = comment


def _cited(active: ActiveRule) -> str:
    return f"（{active.rule.article.cited.zh}）" if active.rule.article else ""
