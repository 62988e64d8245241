"""`paike moves`: lists every legal move of a lesson with its change of cost, and why the others will not do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from scheduler.cli.common import AsJson, Language, PlanFile, SchoolFile, plan_in, refuse, school_in
from scheduler.cli.console import Console
from scheduler.school import School, SchoolClass, Slot
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.moves import Move

SHOWN_MOVES = 40


def moves(
    school: SchoolFile,
    plan: PlanFile,
    class_name: Annotated[str, typer.Option("--class", help="班级，如 三(1)班 / the class")],
    slot: Annotated[str, typer.Option(help="这节课的时间，如 周二3 / when the lesson is, such as 周二3")],
    chains: Annotated[bool, typer.Option(help="也找三节轮换和几班连调 / rings and chains too")] = True,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """列出一节课的所有调法和扣分变化 / Every legal move of a lesson, each with its change of cost."""
    from scheduler.engine.moves import moves as find

    console = Console(lang, as_json)
    problem_set = school_in(console, school)
    class_id, when = _lesson_meant(console, problem_set, class_name, slot)
    old = plan_in(console, plan, problem_set)
    found = find(problem_set, old, class_id, when, chains=chains)
    if not found:
        where = problem_set.slot_text(when)
        console.say(Text(f"{class_id} {where.zh}没有课。", f"{class_id} has no lesson on {where.en}."))
    else:
        show_moves(console, problem_set, found)
    console.document({"status": "done", "moves": [move_record(problem_set, move) for move in found]})


def _lesson_meant(console: Console, school: School, class_name: str, when: str) -> tuple[str, Slot]:
    """Return the class and the slot that somebody named, or end the command."""
    from scheduler.workbook.notation import NotationError, read_slot
    from scheduler.workbook.school.slots import find_slot

    try:
        named = read_slot(when)
    except NotationError as error:
        refuse(
            console,
            Text(
                f"--slot：看不懂“{when}”，写成 周二3 或 周二第3节", f"--slot: “{when}”: {error}; write 周二3 or Tue 3"
            ),
        )
    meant = _class_meant(console, school, class_name)
    slot = find_slot(school.schedule[meant.schedule], named)
    if slot is None:
        refuse(console, Text(f"--slot：{meant.id} 的作息里没有“{when}”", f"--slot: {meant.id} has no lesson “{when}”"))
    return meant.id, slot


def _class_meant(console: Console, school: School, name: str) -> SchoolClass:
    """Return the class that somebody named, in any usual spelling, or end the command."""
    from scheduler.workbook.names import class_name, key, nearest

    number = class_name(name)
    classes = school.classes
    meant = next((each for each in classes if key(each.id) == key(name) or (each.grade, each.number) == number), None)
    if meant is None:
        like = nearest(name, [each.id for each in classes]) or classes[0].id
        refuse(
            console,
            Text(
                f"--class：学校里没有“{name}”这个班，写成 {like} 这样",
                f"--class: the school has no class “{name}”; write it like {like}",
            ),
        )
    return meant


def show_moves(console: Console, school: School, found: Sequence[Move]) -> None:
    """Print the legal moves by their change of cost, then why each other time will not do."""
    from scheduler.engine.moves import MOVE_NAMES

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
        "watches": [
            {"station": each.station, "slot": each.slot._asdict(), "adults": list(each.adults), "held": held}
            for held, sessions in ((False, move.watches.dropped), (True, move.watches.added))
            for each in sessions
        ],
        "broken": [
            {"rule": active.rule.id, "text": violation.text.zh, "text_en": violation.text.en}
            for active, violation in move.broken
        ],
    }
