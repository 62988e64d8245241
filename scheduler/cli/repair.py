"""`paike repair`: finds the nearest legal plan and says what moved from where to where, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from rich.table import Table

from scheduler.cli.common import (
    AsJson,
    Exit,
    Language,
    OutFolder,
    PlanFile,
    SchoolFile,
    Seconds,
    Workers,
    plan_in,
    school_in,
    stopped_by_signals,
    tell_no_plan,
)
from scheduler.cli.console import Console, report_record
from scheduler.cli.results import keeper, result_folder, write_result
from scheduler.plan.changes import ChangeKind
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.repair import Listener, Repair
    from scheduler.export.result_folder import ResultFolder


def repair(
    school: SchoolFile,
    plan: PlanFile,
    out: OutFolder,
    time_limit: Seconds = 60,
    workers: Workers = None,
    seed: int = 1,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """用最少的调动把课表改到合规 / The nearest legal plan: fewest moved lessons, then cost."""
    from scheduler.engine.repair import repair as run
    from scheduler.engine.result import Result
    from scheduler.engine.stopping import StoppingCriterion
    from scheduler.export.changes import repair_record, write_changes
    from scheduler.export.file_set import CHANGES_FILE

    console = Console(lang, as_json)
    problem_set = school_in(console, school)
    old = plan_in(console, plan, problem_set)
    folder = result_folder(console, out)
    with stopped_by_signals() as cancel:
        stop = StoppingCriterion(time_limit, cancel=cancel)
        found = run(problem_set, old, stop, workers=workers, seed=seed, listener=_listener(console, folder))
    result = Result(found.status, found.report, 0, found.seconds, interrupted=found.interrupted)
    if found.report is None:
        tell_no_plan(console, result, time_limit, school)
    changes = {CHANGES_FILE: lambda path: write_changes(found, path, console.language)}
    written = write_result(console, folder, result, changes)
    show_repair(console, found)
    console.report(found.report)
    record = {**report_record(found.report), **repair_record(found), **written.record()}
    console.document({**record, "status": str(found.status), "seconds": round(found.seconds, 2)})
    raise typer.Exit(written.status(Exit.DONE, found.interrupted))


def _listener(console: Console, folder: ResultFolder) -> Listener:
    """Return what keeps the best plan in the folder and tells how far the search is."""
    from scheduler.engine.result import Progress

    keep = keeper(console, folder)

    def listen(step: Repair) -> None:
        cost = None if step.report is None else step.report.cost
        keep(Progress(step.seconds, cost, 0), step.report)
        console.note(step_text(step))

    return listen


def step_text(found: Repair) -> Text:
    """Return how far a repair has come."""
    cost = 0 if found.report is None else found.report.cost
    return Text(
        f"{found.seconds:6.1f} 秒  移动 {found.lessons} 节课（已证明不少于 {found.lessons_bound}）  扣分 {cost}",
        f"{found.seconds:6.1f} s  {found.lessons} lessons moved (proven: at least {found.lessons_bound})  cost {cost}",
    )


def repair_text(found: Repair) -> Text:
    """Return what a repair has changed, and what is proven of it."""
    from scheduler.export.changes import KIND_NAMES

    if not found.changes:
        return Text("原课表合规，一节课也不用动。", "The plan is legal as it is: nothing moves.")
    added = sum(1 for each in found.changes if each.change.kind is ChangeKind.LESSON and each.change.before is None)
    gone = sum(1 for each in found.changes if each.change.kind is ChangeKind.LESSON and each.change.after is None)
    zh, en = [f"移动 {found.lessons} 节课"], [f"{found.lessons} lessons moved"]
    if added:
        zh.append(f"补 {added} 节")
        en.append(f"{added} added")
    if gone:
        zh.append(f"去掉 {gone} 节")
        en.append(f"{gone} dropped")
    for kind in (ChangeKind.MEETING, ChangeKind.SERVICE, ChangeKind.GRANT, ChangeKind.VENUE):
        if found.count(kind):
            zh.append(f"{KIND_NAMES[kind].zh}改动 {found.count(kind)} 处")
            en.append(f"{KIND_NAMES[kind].en}: {found.count(kind)} changes")
    proof = Text("已证明不能移得更少", "no legal plan moves fewer lessons: proven")
    if not found.lessons_proven:
        bound = found.lessons_bound
        proof = Text(f"还没有证明最少；至少要移 {bound} 节", f"not proven fewest; at least {bound} must move")
    return Text(f"{'，'.join(zh)}（{proof.zh}）。", f"{', '.join(en)} ({proof.en}).")


def show_repair(console: Console, found: Repair) -> None:
    """Print every change with its reason."""
    from scheduler.export.changes import KIND_NAMES

    console.say(repair_text(found))
    if console.as_json or not found.changes:
        return
    table = Table()
    for heading in (Text("类别", "kind"), Text("什么", "what"), Text("调动", "change"), Text("原因", "why")):
        table.add_column(console.text(heading))
    for change, reason in found.changes:
        ends = [console.text(spot.text) if spot else "—" for spot in (change.before, change.after)]
        words = (KIND_NAMES[change.kind], change.title)
        table.add_row(*map(console.text, words), " → ".join(ends), console.text(reason))
    console.out.print(table)
