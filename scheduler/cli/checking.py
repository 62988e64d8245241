"""What the command says of a plan that was checked: in words, as a table and as JSON-ready data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table

from constraints.audit import Report
from constraints.rule import ActiveRule, Violation
from scheduler.cli.console import LEVEL_NAMES, NAMED_RULES, Console, problem_record, violation_record
from scheduler.engine.bounds import Bounds, prove_bounds
from scheduler.engine.stopping import Cancel, StoppingCriterion, attended
from scheduler.export.score import NOT_JUDGED, TOTAL, UNKNOWN, bound_words, unjudged_lines
from scheduler.model.owner import Level
from scheduler.plan import PlanView
from scheduler.plan.document import PlanDocument
from scheduler.plan.omissions import NOTHING_OMITTED
from scheduler.text import Text
from scheduler.workbook.plan.places import places_of, places_text
from scheduler.workbook.plan.reading import PlanReading

SHOWN_VIOLATIONS, SHOWN_CELLS = 40, 3


class Check:
    """A plan that was read and judged, with what is proven of its cost."""

    def __init__(self, reading: PlanReading, report: Report, bounds: Bounds | None = None) -> None:
        self.reading = reading
        self.report = report
        self.bounds = bounds
        self._view = PlanView(report.school, report.plan)

    @property
    def unread(self) -> int:
        """How many things in the plan were not understood."""
        return sum(1 for problem in self.reading.problems if problem.severity == "error")

    def broken(self, level: Level) -> list[tuple[ActiveRule, Violation]]:
        """Return the violations of the rules of a level."""
        return list(self.report.violations(level))

    def places(self, active: ActiveRule, violation: Violation) -> list[tuple[str, str]]:
        """Return the cells of a violation."""
        return places_of(self._view, self.reading, active, violation)


def known_bounds(path: Path, reading: PlanReading, report: Report, seconds: float, cancel: Cancel) -> Bounds | None:
    """Return what is proven of the cost of a plan's school: in some seconds, else as a `plan.json` says; None where unknown.

    Where a plan leaves out classes its cost is no plan's, and nothing is comparable. What is not judged costs nothing.
    """
    told = reading.omissions
    if told.classes or told.courses:
        return None
    if seconds > 0:
        soft = [f for f in report.findings if f.active.level is Level.SOFT and f.verdict.unjudged is None]
        stop = StoppingCriterion(seconds, cancel=cancel)
        rules = [finding.active.rule.id for finding in soft]
        return attended(lambda: prove_bounds(report.school, rules, stop), cancel)
    if path.suffix.lower() != ".json" or told != NOTHING_OMITTED:
        return None
    document = PlanDocument.model_validate_json(path.read_bytes())
    same = document.cost == report.cost and document.school == report.school.name
    return Bounds(document.bound) if document.bound is not None and same else None


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


def verdict_text(check: Check) -> Text:
    """Return the verdict in a sentence."""
    binding = [f for f in check.report.findings if f.active.level is not Level.SOFT]
    judged = [finding for finding in binding if finding.verdict.unjudged is None]
    rest = len(binding) - len(judged)
    if not check.report.compliant:
        laws, hard = len(check.broken(Level.REGULATION)), len(check.broken(Level.HARD))
        return Text(
            f"不合规：违反法规 {laws} 处，违反硬性要求 {hard} 处。",
            f"Not compliant: regulation violations: {laws}, hard violations: {hard}.",
        )
    if check.unread:
        return Text(
            f"读懂的部分没有发现违规，但有 {check.unread} 处没有读懂，改正后再核查。",
            f"No violation in what was understood, but {check.unread} things were not: correct them and check again.",
        )
    if rest:
        return Text(
            f"合规：已判断的 {len(judged)} 条法规与硬性要求全部满足，另有 {rest} 条无法判断。",
            f"Compliant: all {len(judged)} regulations and hard rules that could be judged are kept; {rest} could not.",
        )
    return Text(
        f"合规：{len(judged)} 条法规与硬性要求全部满足。",
        f"Compliant: all {len(judged)} regulations and hard rules are kept.",
    )


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
