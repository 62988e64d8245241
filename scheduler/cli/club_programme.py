"""`paike clubs --propose`: which clubs to hold more often and which not at all, before anybody is allocated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from scheduler.cli.common import Exit, writing
from scheduler.cli.console import Console
from scheduler.school import School
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.allocation import Wishes
    from scheduler.allocation.programme import Proposal

SCHOOL_BOOK, WISHES_BOOK = "学校（建议社团）.xlsx", "志愿（建议社团）.xlsx"


def propose_programme(
    console: Console,
    school: School,
    wishes: Wishes,
    book: Path,
    out: Path,
    *,
    changes: int,
    sessions: int | None,
    seconds: float,
) -> None:
    """Say what should change, what that gains and what is the limit; write the school with it and the wishes offered it."""
    from scheduler.allocation.programme import propose

    found = propose(school, wishes, changes=changes, sessions=sessions, seconds=seconds)
    if found is None:
        told = Text(
            "时间内没有找到方案，请加长 --time-limit。", "Nothing was found in time: try a longer --time-limit."
        )
        console.say(told)
        console.document({"status": "out_of_time"})
        raise typer.Exit(Exit.OUT_OF_TIME)
    for text in proposal_texts(found):
        console.say(text)
    files = _write(console, found, book, out) if found.changes else []
    console.document({**_record(found), "files": [str(file) for file in files]})


def proposal_texts(found: Proposal) -> list[Text]:
    """Return a proposal in sentences: the changes, what they gain together, and what is the limit."""
    before, after = found.before, found.after
    if not found.changes:
        told = [Text("现在的社团安排没有值得改的。", "No change of the present programme is worth it.")]
    else:
        told = [*found.changes]
        told.append(
            Text(
                f"合计：得到第一志愿 {before.first} → {after.first} 人，一个也没有 {before.without} → {after.without} 人，平均名次 "
                f"{before.mean_rank:.2f} → {after.mean_rank:.2f}。",
                f"Together: with a first wish {before.first} → {after.first}, without any {before.without} → {after.without}, mean "
                f"rank {before.mean_rank:.2f} → {after.mean_rank:.2f}.",
            )
        )
    if found.proven:
        told.append(Text("已证明同样多的改动里没有更好的。", "Proven: no programme with as many changes is better."))
    return [*told, *(Text(f"再多的限制：{t.zh}", f"Limit: {t.en}") for t in found.limits)]


def _write(console: Console, found: Proposal, book: Path, out: Path) -> list[Path]:
    from scheduler.workbook import write_school
    from scheduler.workbook.wishes.offers import write_offers

    files = [out / SCHOOL_BOOK, out / WISHES_BOOK]
    with writing(console, out):
        out.mkdir(parents=True, exist_ok=True)
        write_school(found.school, files[0])
        write_offers(book, found.wishes.offers, files[1])
    names = "、".join(map(str, files))
    console.say(
        Text(
            f"已写出 {names}。教师和场地够不够，用 paike solve {files[0]} 核对；采用后用原来的学校工作簿和 --wishes {files[1]} 分配。",
            f"Wrote {names}. Whether it can be staffed `paike solve {files[0]}` tells; then allocate with --wishes {files[1]}.",
        )
    )
    return files


def _record(found: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON-ready data: numbers before and after, the days of clubs, what changes."""
    before, after = found.before, found.after
    return {
        "status": "proposed" if found.changes else "no_change",
        "proven": found.proven,
        "first": [before.first, after.first],
        "without": [before.without, after.without],
        "mean_rank": [round(before.mean_rank, 3), round(after.mean_rank, 3)],
        "days": {offer.club: list(offer.days) for offer in found.wishes.offers},
        "opened": [
            {
                "club": each.club,
                "leaders": {day: list(led) for day, led in each.leaders.items()},
                "members": each.members,
                "first": each.first,
                "some": each.some,
            }
            for each in found.opened
        ],
        "ended": [
            {"club": e.seat.club, "day": e.seat.day, "members": e.members, "worse": e.worse} for e in found.ended
        ],
        "limits": [text.zh for text in found.limits],
    }
