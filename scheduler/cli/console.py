"""What the command says on the screen: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import rich.console
from rich.table import Table

from constraints.audit import Report
from constraints.catalogue import catalogue
from constraints.rule import ActiveRule, Violation
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.bounds import Bounds

SHOWN_PROBLEMS = 200
SHOWN_VIOLATIONS = 30
FILE_WIDTH = 180
NAMED_RULES = 5  # so many that cannot be judged are named one by one


def _console(*, stderr: bool) -> rich.console.Console:
    """Return a console that fits a terminal, and breaks no line of a file."""
    to_terminal = (sys.stderr if stderr else sys.stdout).isatty()
    width = None if to_terminal else FILE_WIDTH
    return rich.console.Console(stderr=stderr, highlight=False, soft_wrap=not to_terminal, width=width)


class Console:
    """Speaks one language. In JSON mode standard output carries one document and nothing else."""

    def __init__(self, language: str = "zh", as_json: bool = False) -> None:
        self.language = language
        self.as_json = as_json
        self.out = _console(stderr=False)
        self.err = _console(stderr=True)

    def text(self, text: Text) -> str:
        """Return a text in the language of this console."""
        return text.get(self.language)

    def say(self, text: Text) -> None:
        """Print a sentence on standard error in JSON mode, else on standard output."""
        (self.err if self.as_json else self.out).print(self.text(text), markup=False)

    def note(self, text: Text) -> None:
        """Print a sentence on standard error."""
        self.err.print(self.text(text), markup=False)

    def error(self, text: Text) -> None:
        """Print what went wrong on standard error."""
        self.err.print(self.text(text), markup=False, style="bold red")

    def document(self, record: dict[str, Any]) -> None:
        """Print the one JSON document, in JSON mode only."""
        if self.as_json:
            sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=2) + "\n")

    def problems(self, problems: Iterable[Any]) -> None:
        """Print each problem of a workbook on a line: sheet, cell, value, what is wrong and what to do."""
        from scheduler.workbook.problem import SEVERITY_WORDS

        items = list(problems)
        for problem in items[:SHOWN_PROBLEMS]:
            kind = SEVERITY_WORDS[problem.severity]
            self.err.print(f"[{self.text(kind)}] {self.text(problem.line)}", markup=False)
        if len(items) > SHOWN_PROBLEMS:
            rest = len(items) - SHOWN_PROBLEMS
            self.err.print(self.text(Text(f"……另有 {rest} 处。", f"… and {rest} more.")), markup=False)

    def notes(self, notes: Iterable[Any]) -> None:
        """Print what was assumed while reading."""
        for note in notes:
            self.err.print("· " + self.text(note.text), markup=False)

    @contextmanager
    def progress(self) -> Iterator[Callable[[Any], None]]:
        """Yield a function that shows one step of a search: a line that changes on a terminal, a line each elsewhere."""
        if not self.err.is_terminal:
            yield lambda step: self.err.print(self._step(step), markup=False)
            return
        with self.err.status("…") as status:
            yield lambda step: status.update(self._step(step))

    def _step(self, step: Any) -> str:
        costly = sorted(step.cost_by_rule.items(), key=lambda item: -item[1])[:3]
        titles = {rule.id: self.text(rule.title) for rule in catalogue()}
        comma = self.text(Text("，", ", "))
        parts = comma.join(f"{titles[name]} {cost}" for name, cost in costly if cost)
        cost = "-" if step.cost is None else step.cost
        return self.text(
            Text(
                f"{step.seconds:6.1f} 秒  第 {step.plans} 个方案  扣分 {cost}（已证明不低于 {step.bound}）  {parts}",
                f"{step.seconds:6.1f} s  plan {step.plans}  cost {cost} (proven bound {step.bound})  {parts}",
            )
        )

    def report(
        self, report: Report, *, bound: int | None = None, optimal: bool = False, bounds: Bounds | None = None
    ) -> None:
        """Print a summary of an audit that a timetabler understands."""
        if self.as_json:
            return
        self._verdict(report)
        soft = [finding for finding in report.findings if finding.active.level is Level.SOFT]
        table = Table(title=self.text(Text("各项要求的满足情况", "How far each wish is met")))
        headings = [Text("要求", "wish"), Text("满足率", "met"), Text("未满足", "unmet"), Text("扣分", "cost")]
        if bounds is not None:
            headings.append(Text("其中不可避免", "unavoidable"))
        for heading in headings:
            table.add_column(self.text(heading), justify="left" if heading.en == "wish" else "right")
        for finding in soft:
            rule, verdict = finding.active.rule, finding.verdict
            if verdict.judged:
                unmet = f"{verdict.amount} {self.text(rule.unit)}" if verdict.amount else ""
                cells = [self.text(rule.title), f"{verdict.kept_share:.1%}", unmet, str(finding.cost or "")]
                if bounds is not None:
                    cells.append(str(bounds.by_rule.get(rule.id) or ""))
                table.add_row(*cells)
        self.out.print(table)
        from scheduler.export.unavoidable import unavoidable_texts

        self.out.print(self.text(_price(report, bound, optimal)), markup=False)
        for text in unavoidable_texts(bounds):
            self.out.print("· " + self.text(text), markup=False)

    def _verdict(self, report: Report) -> None:
        unjudged: dict[Text, list[str]] = {}
        for finding in report.findings:
            for note in finding.verdict.notes:
                self.out.print("· " + self.text(note), markup=False)
            if finding.verdict.unjudged is not None:
                unjudged.setdefault(finding.verdict.unjudged, []).append(self.text(finding.active.rule.title))
        for reason, titles in unjudged.items():
            named = self.text(Text("、", ", ")).join(titles)
            if len(titles) > NAMED_RULES:
                named = self.text(Text(f"{len(titles)} 条规则", f"{len(titles)} rules"))
            self.out.print(
                self.text(Text(f"· 无法判断“{named}”：{reason.zh}", f"· not judged: {named}: {reason.en}")),
                markup=False,
            )
        broken = list(report.violations(Level.REGULATION, Level.HARD))
        if not broken:
            binding = [f for f in report.findings if f.active.level is not Level.SOFT]
            checked = sum(1 for f in binding if f.verdict.unjudged is None)
            text = Text(
                f"合规：{checked} 条法规与硬性要求全部满足。",
                f"Compliant: all {checked} regulations and hard rules are kept.",
            )
            if checked < len(binding):
                rest = len(binding) - checked
                text = Text(
                    f"合规：已判断的 {checked} 条法规与硬性要求全部满足，另有 {rest} 条无法判断。",
                    f"Compliant: all {checked} regulations and hard rules that could be judged are kept; {rest} could not.",
                )
            self.out.print(self.text(text), style="bold green", markup=False)
            return
        text = Text(
            f"不合规：{len(broken)} 处违反法规或硬性要求。",
            f"Not compliant: {len(broken)} regulation or hard violations.",
        )
        self.out.print(self.text(text), style="bold red", markup=False)
        for active, violation in broken[:SHOWN_VIOLATIONS]:
            article = f"（{self.text(active.article.cited)}）" if active.article else ""
            self.out.print(
                f"  {self.text(LEVEL_NAMES[active.level])}  {self.text(violation.text)}{article}", markup=False
            )
        if len(broken) > SHOWN_VIOLATIONS:
            rest = len(broken) - SHOWN_VIOLATIONS
            self.out.print(self.text(Text(f"  ……另有 {rest} 处。", f"  … and {rest} more.")), markup=False)


def _price(report: Report, bound: int | None, optimal: bool) -> Text:
    if bound is None:
        return Text(f"总扣分 {report.cost}。", f"Total cost {report.cost}.")
    if optimal:
        return Text(f"总扣分 {report.cost}，已证明没有更好的课表。", f"Total cost {report.cost}, proven best.")
    return Text(
        f"总扣分 {report.cost}；任何课表都不会低于 {bound}。",
        f"Total cost {report.cost}; no plan can cost less than {bound}.",
    )


def bounds_record(bounds: Bounds | None) -> dict[str, Any]:
    """Return as JSON-ready data what no plan can avoid: by rule, and in sentences."""
    from scheduler.export.unavoidable import unavoidable_texts

    return {
        "bound_by_rule": {} if bounds is None else bounds.by_rule,
        "unavoidable": [{"zh": text.zh, "en": text.en} for text in unavoidable_texts(bounds)],
    }


def report_record(report: Report) -> dict[str, Any]:
    """Return a report as JSON-ready data."""
    broken = [violation_record(report, active, v) for active, v in report.violations(Level.REGULATION, Level.HARD)]
    return {
        "compliant": report.compliant,
        "cost": report.cost,
        "cost_by_rule": report.cost_by_rule(),
        "violations": broken,
    }


def violation_record(report: Report, active: ActiveRule, violation: Violation) -> dict[str, Any]:
    """Return a violation as JSON-ready data."""
    school = report.school
    return {
        "rule": active.rule.id,
        "level": active.level,
        "article": active.article.cited.zh if active.article else None,
        "amount": violation.amount,
        "text": violation.text.zh,
        "text_en": violation.text.en,
        "classes": list(violation.classes),
        "teachers": list(violation.teachers),
        "venue": violation.venue,
        "slots": [school.slot_text(slot).zh for slot in violation.slots],
    }


def problem_record(problem: Any) -> dict[str, Any]:
    """Return a problem of a workbook as JSON-ready data."""
    return {
        "severity": problem.severity,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "value": problem.value,
        "text": problem.text.zh,
        "text_en": problem.text.en,
        "cure": problem.cure.zh,
        "cure_en": problem.cure.en,
    }
