"""A copy of a plan workbook with its violations marked: red cells with comments, and a list of all on a sheet."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Border, PatternFill, Side

from constraints.audit import Report
from scheduler.engine.bounds import Bounds
from scheduler.export.compliance import add_compliance
from scheduler.export.problem_list import ListedViolation, add_problem_list, problem_text
from scheduler.export.score import add_score
from scheduler.export.styles import RED
from scheduler.export.table import Page
from scheduler.export.two_timetables import TwoTimetables
from scheduler.export.two_timetables_sheet import add_two_timetables
from scheduler.export.workbook import plan_workbook
from scheduler.model.owner import Level
from scheduler.plan import PlanView
from scheduler.plan.layout import COMPLIANCE, PROBLEMS
from scheduler.text import Text
from scheduler.workbook.files import editable_workbook
from scheduler.workbook.plan.places import places_of
from scheduler.workbook.plan.reader import PlanReading, read_plan_workbook
from scheduler.workbook.plan.service import Place
from scheduler.workbook.spreadsheet import save_workbook

COMMENT_LINES, COMMENT_WIDTH = 12, 340
_RED_SIDE = Side(style="thick", color=RED)
_RED_BORDER = Border(left=_RED_SIDE, right=_RED_SIDE, top=_RED_SIDE, bottom=_RED_SIDE)
_RED_FILL = PatternFill("solid", start_color="FFFFB3B3", end_color="FFFFB3B3")
_UNREAD_FILL = PatternFill("solid", start_color="FFFFE699", end_color="FFFFE699")


def write_marked_plan(
    plan_path: Path,
    reading: PlanReading,
    report: Report,
    out: Path,
    *,
    language: str = "zh",
    bounds: Bounds | None = None,
    held: TwoTimetables | None = None,
) -> None:
    """Write a copy of the plan that was read, its violations marked and listed on 问题清单, whole or not at all.

    Cells that break a regulation or hard rule get a red border and fill, those that were not understood a yellow one; a comment, also on those that only fall short of
    a wish, says which rule, what and under which article. Where a violation has no slot (lessons missing) the
    name of the class is marked. Comments and list are in `language`; 评分 holds the score by soft rule beside what
    is proven of it (`bounds`); a 合规报告 that was true of the plan before it was edited is written anew. A plan that was read from `plan.json` is first laid out as our workbook.
    公示与实际 tells how it differs from what was `held`. Raises OSError.
    """
    if not reading.cells:
        book = plan_workbook(report, language=language)
        reading = read_plan_workbook(book, report.school)._replace(problems=reading.problems)
    else:
        book = editable_workbook(plan_path)
    _mark(book, reading, report, language, bounds)
    for title in set(COMPLIANCE) & set(book.sheetnames):
        del book[title]
        add_compliance(book, report, language, None if bounds is None else bounds.total)
    if held is not None:
        add_two_timetables(book, Page(report.school, language), held)
    save_workbook(book, out)


def _mark(book: Workbook, reading: PlanReading, report: Report, language: str, bounds: Bounds | None) -> None:
    view = PlanView(report.school, report.plan)
    found = sorted(report.violations(), key=lambda pair: pair[0].level is Level.SOFT)
    lines = [ListedViolation(active, v, places_of(view, reading, active, v)) for active, v in found]
    words: dict[Place, list[str]] = defaultdict(list)
    looks: dict[Place, PatternFill] = {}
    for problem in reading.problems:
        place = (problem.sheet, problem.cell)
        if problem.cell and problem.sheet in book.sheetnames:
            looks[place] = _UNREAD_FILL
            words[place].append(problem_text(problem).get(language))
    for line in lines:
        for place in line.places:
            words[place].append(_comment(line, language))
            if line.must:
                looks[place] = _RED_FILL
    for place, said in words.items():
        _mark_cell(book[place[0]][place[1]], said, looks.get(place), language)
    add_score(book, report, language, bounds, 0)
    add_problem_list(book, report, lines, reading.problems, language)


def _mark_cell(cell: Cell, said: list[str], fill: PatternFill | None, language: str) -> None:
    if fill is not None:
        cell.fill = fill
    if fill is _RED_FILL:
        cell.border = _RED_BORDER
    lines = said[:COMMENT_LINES]
    if len(said) > COMMENT_LINES:
        rest = len(said) - COMMENT_LINES
        lines.append(Text(f"……另有 {rest} 处，见{PROBLEMS.zh}", f"… and {rest} more: see {PROBLEMS.en}").get(language))
    comment = Comment("\n".join(lines), "paike", width=COMMENT_WIDTH)
    comment.height = 24 + 36 * len(lines)
    cell.comment = comment


def _comment(line: ListedViolation, language: str) -> str:
    """Return a violation as a line of a comment: the rule, what is wrong and under which article."""
    rule, said = line.active.rule, line.violation.text.get(language)
    title = Text(f"【{rule.title.zh}】", f"[{rule.title.en}] ").get(language)
    article = line.active.article
    if article is None:
        return title + said
    return title + said + Text(f"（{article.cited.zh}）", f" ({article.cited.en})").get(language)
