"""`paike check`: judges a plan, whoever made it, and says what is broken where, and how far each wish is met."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from constraints.rule import ActiveRule, Violation
from scheduler.cli.common import (
    AsJson,
    Exit,
    Language,
    SchoolFile,
    plan_of,
    school_in,
    stopped_by_signals,
    tell_written,
    writing,
)
from scheduler.cli.console import NAMED_RULES, Console, problem_record, violation_record
from scheduler.cli.dates import TermFile
from scheduler.cli.held import compared_with, show_two_timetables, two_timetables_record
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.export.check import Check
    from scheduler.export.two_timetables import TwoTimetables

SHOWN_VIOLATIONS, SHOWN_CELLS = 40, 3


def check(
    school: SchoolFile,
    plan: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="要核查的课表 / the plan to check")],
    report: Annotated[
        Path | None, typer.Option(help="写出标注了问题的工作簿 / write the workbook with its cells marked")
    ] = None,
    bound: Annotated[
        float, typer.Option(min=0, help="用几秒求证扣分的下限，0 为不求 / seconds to prove how low costs can be")
    ] = 0,
    held: Annotated[
        Path | None, typer.Option(help="实际上课的课表，与公示的比对（阴阳课表）/ the plan that was really held")
    ] = None,
    term: TermFile = None,
    until: Annotated[str, typer.Option(help="与学期变动比对到哪天，默认今天 / compare with the term up to a day")] = "",
    inspector: Annotated[
        Path | None, typer.Option(help="把督学报告（PDF 和 Excel）写到这个文件夹 / a folder for the inspector's report")
    ] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """核查一份课表 / Check a plan, whoever made it."""
    from scheduler.export import write_marked_plan

    console = Console(lang, as_json)
    checked = _checked(console, school, plan, bound)
    found, two = checked.report, compared_with(console, checked.report, held, term, until)
    if report is not None:
        with writing(console, report):
            write_marked_plan(
                plan, checked.reading, found, report, language=console.language, bounds=checked.bounds, held=two
            )
    written = _write_inspector(console, checked, two, inspector)
    show_check(console, checked)
    if two is not None:
        show_two_timetables(console, two)
    if report is not None:
        console.say(Text(f"已写出标注的课表 {report}", f"Wrote {report}"))
    if written:
        tell_written(console, written)
    console.document(check_record(checked, two))
    if not found.compliant or (two is not None and two.lost):
        raise typer.Exit(Exit.BROKEN)
    raise typer.Exit(Exit.BAD_INPUT if checked.unread else Exit.DONE)


def _checked(console: Console, school: Path, plan: Path, seconds: float) -> Check:
    """Return a plan with its verdict and, where they are asked for, bounds sought for some seconds; or end the command."""
    from constraints.audit import audit
    from scheduler.export.check import Check, known_bounds
    from scheduler.workbook.plan.reader import read_plan

    problem_set = school_in(console, school)
    reading = read_plan(plan, problem_set)
    found = audit(problem_set, plan_of(console, plan, reading), reading.omissions)
    with stopped_by_signals() as cancel:
        bounds = known_bounds(plan, reading, found, seconds, cancel)
    return Check(reading, found, bounds)


def _write_inspector(
    console: Console, checked: Check, held: TwoTimetables | None, folder: Path | None
) -> tuple[Path, ...]:
    """Write the report for the inspector where it is asked for; return its files."""
    from scheduler.export.inspector import write_inspector

    if folder is None:
        return ()
    with writing(console, folder):
        return write_inspector(
            checked.report, folder, language=console.language, bounds=checked.bounds, unread=checked.unread, held=held
        )


def show_check(console: Console, checked: Check) -> None:
    """Print what is broken, by level and each with its place; then the score."""
    from scheduler.export.check import verdict_text
    from scheduler.export.score import unjudged_lines

    if console.as_json:
        return
    for line in unjudged_lines(checked.report, NAMED_RULES):
        console.out.print("· " + console.text(line), markup=False)
    for level in (Level.REGULATION, Level.HARD):
        _show_level(console, checked, level)
    good = checked.report.compliant and not checked.unread
    console.out.print(console.text(verdict_text(checked)), style="bold green" if good else "bold red", markup=False)
    _show_score(console, checked)


def _show_level(console: Console, checked: Check, level: Level) -> None:
    broken = checked.broken(level)
    if not broken:
        return
    name = LEVEL_NAMES[level]
    title = Text(f"违反{name.zh}要求 {len(broken)} 处", f"{name.en.capitalize()} violations: {len(broken)}")
    console.out.print(console.text(title), style="bold red", markup=False)
    for active, violation in broken[:SHOWN_VIOLATIONS]:
        console.out.print("  " + console.text(_line(checked, active, violation)), markup=False)
    if len(broken) > SHOWN_VIOLATIONS:
        rest = len(broken) - SHOWN_VIOLATIONS
        more = Text(f"  ……另有 {rest} 处，用 --report 看全部", f"  … and {rest} more: see them with --report")
        console.out.print(console.text(more), markup=False)


def _line(checked: Check, active: ActiveRule, violation: Violation) -> Text:
    """Return a violation as a line: the rule, what is wrong, by how much, under which article and in which cells."""
    from scheduler.workbook.plan.places import places_text

    rule, places = active.rule, checked.places(active, violation)
    zh = f"【{rule.title.zh}】{violation.text.zh}"
    en = f"[{rule.title.en}] {violation.text.en}"
    if violation.amount > 1:
        zh, en = f"{zh}（{violation.amount} {rule.unit.zh}）", f"{en} ({violation.amount} {rule.unit.en})"
    if active.article is not None:
        zh, en = f"{zh}（{active.article.cited.zh}）", f"{en} ({active.article.cited.en})"
    if places:
        cells = places_text(places, SHOWN_CELLS)
        zh, en = f"{zh}  → {cells.zh}", f"{en}  → {cells.en}"
    return Text(zh, en)


def _show_score(console: Console, checked: Check) -> None:
    from scheduler.export.score import NOT_JUDGED, TOTAL, UNKNOWN, bound_words

    table = Table(title=console.text(Text("各项要求的满足情况", "How far each wish is met")))
    headings = (Text("要求", "wish"), Text("满足率", "met"), Text("未满足", "unmet"), Text("扣分", "cost"))
    for index, heading in enumerate((*headings, Text("已证明下限", "proven bound"))):
        table.add_column(console.text(heading), justify="right" if index else "left")
    bounds = checked.bounds
    for finding in checked.report.findings:
        rule, verdict = finding.active.rule, finding.verdict
        if finding.active.level is not Level.SOFT or not (verdict.judged or verdict.unjudged):
            continue
        if verdict.unjudged is not None:
            table.add_row(console.text(rule.title), console.text(NOT_JUDGED))
            continue
        unmet = f"{verdict.amount} {console.text(rule.unit)}" if verdict.amount else ""
        bound = bounds.by_rule.get(rule.id) if bounds is not None else None
        shown = console.text(UNKNOWN) if bound is None else str(bound)
        table.add_row(console.text(rule.title), f"{verdict.kept_share:.1%}", unmet, str(finding.cost or ""), shown)
    total = console.text(UNKNOWN) if bounds is None else str(bounds.total)
    table.add_row(console.text(TOTAL), "", "", str(checked.report.cost), total, style="bold")
    console.out.print(table)
    console.out.print(console.text(bound_words(bounds)), markup=False)


def check_record(checked: Check, two: TwoTimetables | None = None) -> dict[str, Any]:
    """Return all that was found as JSON-ready data."""
    report, bounds = checked.report, checked.bounds
    broken = [
        {
            **violation_record(report, active, violation),
            "cells": [f"{s}!{c}" for s, c in checked.places(active, violation)],
        }
        for active, violation in report.violations()
    ]
    status = "broken" if not report.compliant else ("unread" if checked.unread else "compliant")
    return {
        "status": status,
        "compliant": report.compliant,
        "cost": report.cost,
        "cost_by_rule": report.cost_by_rule(),
        "bound": None if bounds is None else bounds.total,
        "bound_by_rule": None if bounds is None else bounds.by_rule,
        "violations": [record for record in broken if record["level"] != Level.SOFT],
        "wishes": [record for record in broken if record["level"] == Level.SOFT],
        "unjudged": [
            {
                "rule": f.active.rule.id,
                "level": f.active.level,
                "why": f.verdict.unjudged.zh,
                "why_en": f.verdict.unjudged.en,
            }
            for f in report.findings
            if f.verdict.unjudged is not None
        ],
        "problems": [problem_record(problem) for problem in checked.reading.problems],
        "notes": [note.text.zh for note in checked.reading.notes],
        "notes_en": [note.text.en for note in checked.reading.notes],
        **({} if two is None else {"two_timetables": two_timetables_record(two)}),
    }
