"""Reading what clubs are allocated from, and allocations again, or else ending the command."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.common import bad_file, refuse
from scheduler.cli.console import Console
from scheduler.school import School
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.allocation import Allocation, Wishes
    from scheduler.allocation.document import Recorded
    from scheduler.export.allocation.book import ClubLists
    from scheduler.plan import Plan

WishesFile = Annotated[
    Path | None, typer.Option(help="志愿工作簿：工作簿里加上选课的名单 / wishes, to add lists of clubs")
]
AllocationFile = Annotated[
    Path | None, typer.Option(help="paike clubs 写的 allocation.json，配合 --wishes / with --wishes: the allocation")
]
Month = Annotated[str, typer.Option(help="签到表的月份 2026-09 / month of the sign-in columns")]
Anonymous = Annotated[bool, typer.Option(help="名单只写学号，不写姓名 / numbers and no names")]


def month_of(console: Console, month: str) -> datetime.date | None:
    """Return the first day of a month, None for none; end the command for what is no month."""
    try:
        return datetime.date.fromisoformat(f"{month}-01") if month else None
    except ValueError:
        refuse(console, Text(f"--month 要写成 2026-09，不是“{month}”", f"--month is written 2026-09, not “{month}”"))


def wishes_in(
    console: Console,
    path: Path,
    school: School,
    plan: Plan | None,
    most: int,
    *,
    held: bool = True,
    allocation: Allocation | None = None,
) -> Wishes:
    """Return the wishes in a workbook, or end the command with all that is wrong with it. `held` is as in `read_wishes`; clubs that
    an `allocation` closed may be gone from the school."""
    from scheduler.workbook.wishes import read_wishes

    gone = () if allocation is None else sorted({seat.club for seat in allocation.closed})
    reading = read_wishes(path, school, plan=plan, most=most, held=held, gone=gone)
    if reading.wishes is None:
        bad_file(console, path, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.wishes


def allocation_in(console: Console, path: Path) -> Recorded:
    """Return an allocation with what it carries, or end the command."""
    from scheduler.allocation.document import read_allocation

    try:
        found = read_allocation(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:
        told = Text(f"{path}：不是 paike clubs 写的 allocation.json", f"{path} is no allocation.json of paike clubs")
        refuse(console, told)
    return found


def demand_fit(console: Console, wishes: Wishes, allocation: Allocation) -> None:
    """End the command where an allocation was not made of these wishes: it speaks of others."""
    strange = sum(p.pupil not in wishes.pupil or p.club not in wishes.offer for p in allocation.places)
    if strange:
        told = Text(
            f"allocation.json 里有 {strange} 个名额的学生或社团不在志愿工作簿里；有人走了先用 paike clubs --current 调整",
            f"{strange} places in allocation.json are of pupils or clubs that are not in the workbook of wishes; who has left is "
            "taken out with paike clubs --current",
        )
        refuse(console, told)


def lists_in(
    console: Console,
    school: School,
    plan: Plan | None,
    wishes: Path | None,
    allocation: Path | None,
    *,
    month: str,
    anonymous: bool,
) -> ClubLists | None:
    """Return the lists of clubs that a plan's workbook is to have, None where none are asked for; or end the command."""
    from scheduler.allocation.allocate import comparisons
    from scheduler.export.allocation.book import ClubLists

    first_of_month = month_of(console, month)
    if wishes is None and allocation is None:
        return None
    if wishes is None or allocation is None:
        told = Text("选课名单要同时写 --wishes 和 --allocation", "Lists of clubs need both --wishes and --allocation")
        refuse(console, told)
    recorded = allocation_in(console, allocation)
    told_wishes = wishes_in(console, wishes, school, plan, recorded.most, allocation=recorded.allocation)
    demand_fit(console, told_wishes, recorded.allocation)
    others = comparisons(told_wishes, recorded.allocation)
    return ClubLists(told_wishes, recorded.allocation, others, first_of_month, anonymous)
