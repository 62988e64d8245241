"""`paike explain`: why there is no plan, what would make one possible, and the school changed by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.common import (
    AsJson,
    Exit,
    Language,
    SchoolFile,
    Seconds,
    Workers,
    refuse,
    school_in,
    stopped_by_signals,
    writing,
)
from scheduler.cli.console import Console
from scheduler.model.owner import LEVEL_NAMES, Level
from scheduler.school import School
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.result import Status
    from scheduler.explanation.conflict.conflict import Conflict, Member
    from scheduler.explanation.counting.shortage import Shortage
    from scheduler.explanation.cures.cures import Cure
    from scheduler.explanation.explanation import Explanation

SHOWN_SHORTAGES = 12
SHOWN_OF_A_RULE = 3  # all of them up to here, else one and the names of the others
NAMES_SHOWN = 8


def explain(
    school: SchoolFile,
    time_limit: Seconds = 120,
    workers: Workers = None,
    seed: int = 1,
    apply: Annotated[int | None, typer.Option(min=1, help="按第几种改法改 / the number of a change to make")] = None,
    out: Annotated[
        Path | None, typer.Option(help="改好的学校工作簿，同 --apply 用 / the changed school workbook")
    ] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """说明为什么排不出、怎样改才排得出 / Why there is no plan, and what would make one possible."""
    from scheduler.engine.result import Status
    from scheduler.explanation.explanation import explain as run

    console = Console(lang, as_json)
    wrong = _option_problem(school, apply, out)
    if wrong is not None:
        refuse(console, wrong)
    problem_set = school_in(console, school)
    with stopped_by_signals() as cancel:
        found = run(problem_set, seconds=time_limit, workers=workers, seed=seed, cancel=cancel, listener=console.note)
    show_explanation(console, problem_set, found)
    written = _write_cured(console, problem_set, found.cures, apply, out)
    console.document({**found.record(), "written": written})
    if cancel.asked:
        raise typer.Exit(Exit.INTERRUPTED)
    ends = {Status.INFEASIBLE: Exit.INFEASIBLE, Status.FEASIBLE: Exit.DONE}
    raise typer.Exit(ends.get(found.status, Exit.OUT_OF_TIME))


def _option_problem(school: Path, number: int | None, out: Path | None) -> Text | None:
    """Return what is wrong with --apply and --out: one without the other, or the school's own workbook as the output."""
    if (number is None) != (out is None):
        return Text(
            "--apply 和 --out 要一起用，例如 --apply 1 --out 改好的学校.xlsx",
            "--apply and --out go together, for example --apply 1 --out changed.xlsx",
        )
    if out is not None and out.exists() and school.exists() and out.samefile(school):
        return Text(
            f"--out 不能是原来的学校工作簿 {school}：请换一个文件名",
            f"--out must not be the school workbook {school} itself: choose another name",
        )
    return None


def _write_cured(
    console: Console, school: School, cures: Sequence[Cure], number: int | None, out: Path | None
) -> str | None:
    """Write the school changed by a cure, where one is asked for and there are so many; return the name of the file."""
    from scheduler.workbook import write_school

    if number is None or out is None:
        return None
    if number > len(cures):
        console.error(
            Text(
                f"没有第 {number} 种改法，只找到 {len(cures)} 种，所以没有写文件",
                f"there is no change {number}, {len(cures)} were found, so no file was written",
            )
        )
        return None
    with writing(console, out):
        write_school(cures[number - 1].apply(school), out)
    console.say(
        Text(
            f"已按第 {number} 种改法写好 {out}，原来的工作簿没有动。接着排课：paike solve {out} --out 结果",
            f"Wrote {out} with change {number}; your own workbook is as it was. Next: paike solve {out} --out OUT",
        )
    )
    return str(out)


# What is said.


def show_explanation(console: Console, school: School, explanation: Explanation) -> None:
    """Print shortages, conflict and cures; nothing in JSON mode."""
    if console.as_json:
        return
    console.out.print(console.text(verdict_text(school, explanation.status)), markup=False, style="bold")
    for line in explanation_lines(explanation):
        console.out.print(console.text(line), markup=False)


def verdict_text(school: School, status: Status) -> Text:
    """Return whether there is a plan, in one sentence."""
    from scheduler.engine.result import Status

    if status is Status.INFEASIBLE:
        return Text(f"{school.name}：现在的要求排不出方案。", f"{school.name}: no plan meets the requirements.")
    if status is Status.UNKNOWN:
        return Text(
            f"{school.name}：时间内没有弄清排不排得出。请加长 --time-limit 再试。",
            f"{school.name}: not known within the time whether there is a plan. Try a longer --time-limit.",
        )
    return Text(
        f"{school.name}：排得出方案，没有要解释的矛盾。用 paike solve 排课。",
        f"{school.name}: there is a plan, so there is nothing to explain. Use paike solve.",
    )


def explanation_lines(explanation: Explanation) -> Iterator[Text]:
    """Yield what is printed below the verdict, line by line."""
    from scheduler.engine.result import Status

    if explanation.status is not Status.INFEASIBLE:
        return
    yield from shortage_lines(explanation.shortages)
    if explanation.conflict is not None:
        yield from conflict_lines(explanation.conflict)
    else:
        yield Text("时间内没有找到互相矛盾的一组要求。", "No set of conflicting requirements was found in time.")
    yield from _cure_lines(explanation)


def shortage_lines(short: Sequence[Shortage]) -> Iterator[Text]:
    """Yield what counting shows, the first of it where it is much."""
    if not short:
        return
    yield Text("清点就能看出的缺口：", "What counting shows:")
    for each in short[:SHOWN_SHORTAGES]:
        yield Text(f"  · {each.text.zh}", f"  · {each.text.en}")
    if len(short) > SHOWN_SHORTAGES:
        rest = len(short) - SHOWN_SHORTAGES
        yield Text(f"  ……另有 {rest} 处。", f"  … and {rest} more.")


def conflict_lines(conflict: Conflict) -> Iterator[Text]:
    """Yield a conflict as a whole, then its members; where a rule asks the same of many, one in full and the names of the others."""
    yield conflict.text
    alike: dict[str, list[Member]] = defaultdict(list)
    for member in conflict.members:
        alike[member.rule.rule.id].append(member)
    for members in alike.values():
        if len(members) <= SHOWN_OF_A_RULE:
            yield from map(_member_line, members)
        else:
            yield _member_line(members[0])
            yield _others_line(members[1:])


def _others_line(members: Sequence[Member]) -> Text:
    shown, more = [member.name for member in members[:NAMES_SHOWN]], len(members) > NAMES_SHOWN
    zh, en = "、".join(name.zh for name in shown), ", ".join(name.en for name in shown)
    title, number = members[0].rule.rule.title, len(members)
    return Text(
        f"    “{title.zh}”还有 {number} 条：{zh}{'……（--json 列出全部）' if more else ''}",
        f"    “{title.en}”, {number} more: {en}{' … (--json lists all)' if more else ''}",
    )


def _member_line(member: Member) -> Text:
    level, place = LEVEL_NAMES[member.rule.level], member.place.text
    fixed = Text("，不能放宽", ", not to be relaxed") if member.rule.level is Level.REGULATION else Text("", "")
    return Text(
        f"  · {member.text.zh}（{level.zh}{fixed.zh}；{place.zh}）",
        f"  · {member.text.en} ({level.en}{fixed.en}; {place.en})",
    )


def _cure_lines(explanation: Explanation) -> Iterator[Text]:
    if not explanation.cures:
        yield Text("时间内没有找到试过可行的改法。", "No change that was tried and works was found in time.")
        return
    yield Text(
        "任选一种改法都能排出方案（逐一试排过，改动小的在前）：",
        "Each of these makes a plan possible (tried, the smallest first):",
    )
    for number, cure in enumerate(explanation.cures, 1):
        yield Text(f"  {number}. {cure.text.zh}。", f"  {number}. {cure.text.en}.")
