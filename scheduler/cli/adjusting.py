"""What the command says of a repair and of the moves of a lesson: in words, as tables and as JSON-ready data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from scheduler.cli.console import Console
from scheduler.engine.moves import MOVE_NAMES, Move
from scheduler.engine.repair import Repair
from scheduler.export.changes import KIND_NAMES
from scheduler.plan.changes import ChangeKind
from scheduler.school import School
from scheduler.text import Text

SHOWN_MOVES = 40


def step_text(repair: Repair) -> Text:
    """Return how far a repair has come."""
    cost = 0 if repair.report is None else repair.report.cost
    return Text(
        f"{repair.seconds:6.1f} 秒  移动 {repair.lessons} 节课（已证明不少于 {repair.lessons_bound}）  扣分 {cost}",
        f"{repair.seconds:6.1f} s  {repair.lessons} lessons moved (proven: at least {repair.lessons_bound})  cost {cost}",
    )


def repair_text(repair: Repair) -> Text:
    """Return what a repair has changed, and what is proven of it."""
    if not repair.changes:
        return Text("原课表合规，一节课也不用动。", "The plan is legal as it is: nothing moves.")
    added = sum(1 for each in repair.changes if each.change.kind is ChangeKind.LESSON and each.change.before is None)
    gone = sum(1 for each in repair.changes if each.change.kind is ChangeKind.LESSON and each.change.after is None)
    zh, en = [f"移动 {repair.lessons} 节课"], [f"{repair.lessons} lessons moved"]
    if added:
        zh.append(f"补 {added} 节")
        en.append(f"{added} added")
    if gone:
        zh.append(f"去掉 {gone} 节")
        en.append(f"{gone} dropped")
    for kind in (ChangeKind.MEETING, ChangeKind.SERVICE, ChangeKind.GRANT, ChangeKind.VENUE):
        if repair.count(kind):
            zh.append(f"{KIND_NAMES[kind].zh}改动 {repair.count(kind)} 处")
            en.append(f"{KIND_NAMES[kind].en}: {repair.count(kind)} changes")
    proof = Text("已证明不能移得更少", "no legal plan moves fewer lessons: proven")
    if not repair.lessons_proven:
        bound = repair.lessons_bound
        proof = Text(f"还没有证明最少；至少要移 {bound} 节", f"not proven fewest; at least {bound} must move")
    return Text(f"{'，'.join(zh)}（{proof.zh}）。", f"{', '.join(en)} ({proof.en}).")


def show_repair(console: Console, repair: Repair) -> None:
    """Print every change with its reason."""
    console.say(repair_text(repair))
    if console.as_json or not repair.changes:
        return
    table = Table()
    for heading in (Text("类别", "kind"), Text("什么", "what"), Text("调动", "change"), Text("原因", "why")):
        table.add_column(console.text(heading))
    for change, reason in repair.changes:
        ends = [console.text(spot.text) if spot else "—" for spot in (change.before, change.after)]
        words = (KIND_NAMES[change.kind], change.title)
        table.add_row(*map(console.text, words), " → ".join(ends), console.text(reason))
    console.out.print(table)


def show_moves(console: Console, school: School, found: Sequence[Move]) -> None:
    """Print the legal moves by their change of cost, then why each other time will not do."""
    if console.as_json:
        return
    legal = [move for move in found if move.legal]
    count = Text(f"可行的调法 {len(legal)} 种：", f"{len(legal)} legal moves:")
    console.say(count if legal else Text("没有可行的调法。", "No legal move."))
    if legal:
        table = Table()
        for heading in (Text("扣分变化", "cost"), Text("调法", "kind"), Text("怎样调", "move")):
            table.add_column(console.text(heading), justify="right" if heading.en == "cost" else "left")
        for move in legal[:SHOWN_MOVES]:
            words = (console.text(MOVE_NAMES[move.kind]), console.text(move.text(school)))
            table.add_row(f"{move.cost_change:+d}" if move.cost_change else "0", *words)
        console.out.print(table)
        if len(legal) > SHOWN_MOVES:
            rest = len(legal) - SHOWN_MOVES
            console.say(Text(f"……另有 {rest} 种。", f"… and {rest} more."))
    for move in sorted((move for move in found if not move.legal), key=lambda move: move.to):
        where = school.slot_text(move.to)
        first, more = move.broken[0][1].text, len(move.broken) - 1
        rest_zh, rest_en = (f"（另有 {more} 处）", f" (and {more} more)") if more else ("", "")
        console.say(
            Text(f"不能到{where.zh}：{first.zh}{rest_zh}", f"not to {where.en}: {first.en}{rest_en}"),
        )


def move_record(school: School, move: Move) -> dict[str, Any]:
    """Return a move as JSON-ready data."""
    words = move.text(school)
    return {
        "kind": str(move.kind),
        "legal": move.legal,
        "cost_change": move.cost_change,
        "text": words.zh,
        "text_en": words.en,
        "shifts": [
            {"course": shift.course, "from": shift.before._asdict(), "to": shift.after._asdict()}
            for shift in move.shifts
        ],
        "broken": [
            {"rule": active.rule.id, "text": violation.text.zh, "text_en": violation.text.en}
            for active, violation in move.broken
        ],
    }
