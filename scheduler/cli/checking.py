"""What the command says of a plan that was checked: in words, as a table and as JSON-ready data."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from constraints.rule import LEVEL_NAMES, ActiveRule, Level, Violation
from scheduler.cli.console import NAMED_RULES, Console, problem_record, violation_record
from scheduler.export.check import Check, verdict_text
from scheduler.export.score import NOT_JUDGED, TOTAL, UNKNOWN, bound_words, unjudged_lines
from scheduler.text import Text
from scheduler.workbook.plan.places import places_text

SHOWN_VIOLATIONS, SHOWN_CELLS = 40, 3


def show_check(console: Console, check: Check) -> None:
    """Print what is broken, by level and each with its place; then the score."""
    if console.as_json:
        return
    for line in unjudged_lines(check.report, NAMED_RULES):
        console.out.print("· " + console.text(line), markup=False)
    for level in (Level.REGULATION, Level.HARD):
        _show_level(console, check, level)
    good = check.report.compliant and not check.unread
    console.out.print(console.text(verdict_text(check)), style="bold green" if good else "bold red", markup=False)
    _show_score(console, check)


def _show_level(console: Console, check: Check, level: Level) -> None:
    broken = check.broken(level)
    if not broken:
        return
    name = LEVEL_NAMES[level]
    title = Text(f"违反{name.zh}要求 {len(broken)} 处", f"{name.en.capitalize()} violations: {len(broken)}")
    console.out.print(console.text(title), style="bold red", markup=False)
    for active, violation in broken[:SHOWN_VIOLATIONS]:
        console.out.print("  " + console.text(_line(check, active, violation)), markup=False)
    if len(broken) > SHOWN_VIOLATIONS:
        rest = len(broken) - SHOWN_VIOLATIONS
        more = Text(f"  ……另有 {rest} 处，用 --report 看全部", f"  … and {rest} more: see them with --report")
        console.out.print(console.text(more), markup=False)


def _line(check: Check, active: ActiveRule, violation: Violation) -> Text:
    """Return a violation as a line: the rule, what is wrong, by how much, under which article and in which cells."""
    rule, places = active.rule, check.places(active, violation)
    zh = f"【{rule.title.zh}】{violation.text.zh}"
    en = f"[{rule.title.en}] {violation.text.en}"
    if violation.amount > 1:
        zh, en = f"{zh}（{violation.amount} {rule.unit.zh}）", f"{en} ({violation.amount} {rule.unit.en})"
    if rule.article is not None:
        zh, en = f"{zh}（{rule.article.cited.zh}）", f"{en} ({rule.article.cited.en})"
    if places:
        cells = places_text(places, SHOWN_CELLS)
        zh, en = f"{zh}  → {cells.zh}", f"{en}  → {cells.en}"
    return Text(zh, en)


def _show_score(console: Console, check: Check) -> None:
    table = Table(title=console.text(Text("各项要求的满足情况", "How far each wish is met")))
    headings = (Text("要求", "wish"), Text("满足率", "met"), Text("未满足", "unmet"), Text("扣分", "cost"))
    for index, heading in enumerate((*headings, Text("已证明下限", "proven bound"))):
        table.add_column(console.text(heading), justify="right" if index else "left")
    bounds = check.bounds
    for finding in check.report.findings:
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
    table.add_row(console.text(TOTAL), "", "", str(check.report.cost), total, style="bold")
    console.out.print(table)
    console.out.print(console.text(bound_words(bounds)), markup=False)


def check_record(check: Check) -> dict[str, Any]:
    """Return all that was found as JSON-ready data."""
    report, bounds = check.report, check.bounds
    broken = [
        {
            **violation_record(report, active, violation),
            "cells": [f"{s}!{c}" for s, c in check.places(active, violation)],
        }
        for active, violation in report.violations()
    ]
    status = "broken" if not report.compliant else ("unread" if check.unread else "compliant")
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
        "problems": [problem_record(problem) for problem in check.reading.problems],
        "notes": [note.text.zh for note in check.reading.notes],
    }
