"""`paike clubs`: gives every pupil his place in a club, says why, and writes the lists and the heads that service is staffed for."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from scheduler.cli.club_files import Anonymous, Month, allocation_in, demand_fit, month_of, wishes_in
from scheduler.cli.common import AsJson, Language, OutFolder, SchoolFile, plan_in, refuse, school_in, writing
from scheduler.cli.console import Console
from scheduler.school import School
from scheduler.text import Text, day_name

if TYPE_CHECKING:
    from scheduler.allocation import Allocation, Wishes
    from scheduler.allocation.changes import Changed
    from scheduler.allocation.statistics import Statistics
    from scheduler.export.allocation.book import ClubLists

BOOK, DOCUMENT, SCHOOL_BOOK = "选课结果.xlsx", "allocation.json", "学校（选课后）.xlsx"
CHANGES = 10
_NOTHING_LEGAL = Text(
    "没有找到能满足全部保证名额和同伴要求的分配：核对“选课名单”和“同伴”，或加长 --time-limit",
    "No allocation was found that keeps all promises and companions: check 选课名单 and 同伴, or try a longer --time-limit",
)


class Request(NamedTuple):
    """How places are to be given: anew by a mode and a seed, or (`current`) changed with a swap or for the pupils as they are now."""

    mode: str
    seed: int
    seconds: float
    current: Path | None
    swap: str
    why: str


def clubs(
    school: SchoolFile,
    out: OutFolder,
    wishes: Annotated[
        Path | None, typer.Option(help="志愿工作簿，不写则在学校工作簿里找 / workbook of wishes, default: the school's")
    ] = None,
    plan: Annotated[Path | None, typer.Option(help="课表，说明社团在哪几天 / the plan, for the days of clubs")] = None,
    mode: Annotated[str, typer.Option(help="best、first_come、lottery")] = "best",
    seed: Annotated[int, typer.Option(min=0, help="抽签种子，应事先公布 / seed of the drawing, to be published")] = 1,
    most: Annotated[
        int | None,
        typer.Option(min=1, max=7, help="按周填报的每人最多几个社团，不写是 1，学期中同现在 / clubs a pupil, at most"),
    ] = None,
    month: Month = "",
    accounts: Annotated[Path | None, typer.Option(help="上次的 allocation.json：带上欠分 / carry its accounts")] = None,
    anonymous: Anonymous = False,
    current: Annotated[
        Path | None,
        typer.Option(help="现在的 allocation.json：有人来、有人走，动最少的人 / change it with fewest moves"),
    ] = None,
    swap: Annotated[str, typer.Option(help="两个学号用逗号隔开：互换社团（配合 --current）/ two pupils swap")] = "",
    propose: Annotated[
        bool, typer.Option("--propose", help="不分配，按志愿建议开哪些社团、在哪几天 / propose a programme instead")
    ] = False,
    changes: Annotated[
        int, typer.Option(min=0, help="建议时每周最多多开几次 / sections that a proposal opens, at most")
    ] = CHANGES,
    sessions: Annotated[
        int | None,
        typer.Option(min=1, help="建议时每周一共最多几次活动 / sections a week of a proposal in all, at most"),
    ] = None,
    seconds: Annotated[float, typer.Option("--time-limit", min=1, help="秒 / seconds")] = 30.0,
    why: Annotated[str, typer.Option(help="学号：逐条说明这位学生的志愿 / a pupil's number: why")] = "",
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """按志愿分配社团，写出名单、通知单、报告和选课后的学校工作簿 / Allocate clubs by wishes and write the lists."""
    console, request = Console(lang, as_json), Request(mode, seed, seconds, current, swap, why)
    _check(console, request)
    first_of_month, found, book = month_of(console, month), school_in(console, school), wishes or school
    recorded = None if current is None else allocation_in(console, current)
    most = most or (1 if recorded is None else recorded.most)
    planned = None if plan is None else plan_in(console, plan, found)
    old = None if recorded is None else recorded.allocation
    told = wishes_in(console, book, found, planned, most, held=not propose, allocation=old)
    if accounts is not None:
        told = with_accounts(told, allocation_in(console, accounts).accounts)
    if propose:
        from scheduler.cli.club_programme import propose_programme

        propose_programme(console, found, told, book, out, changes=changes, sessions=sessions, seconds=seconds)
        return
    allocation, moved = _given(console, request, told, old)
    record = _tell(console, told, allocation, why)
    lists = _lists(told, allocation, first_of_month, anonymous=anonymous)
    files = _write(console, out, found, lists)
    console.document({"status": "allocated", **record, **moved, "files": [str(file) for file in files]})


def _check(console: Console, request: Request) -> None:
    """End the command when its options cannot be meant."""
    from scheduler.allocation import Mode

    if request.mode not in list(Mode):
        zh, en = f"--mode 只能是 {'、'.join(Mode)}，不是“{request.mode}”", f"--mode is one of {', '.join(Mode)}"
        refuse(console, Text(zh, f"{en}, not “{request.mode}”"))
    if request.swap and request.current is None:
        refuse(console, Text("--swap 要和 --current 一起用", "--swap goes with --current"))


def with_accounts(wishes: Wishes, accounts: dict[str, int]) -> Wishes:
    """Return the same wishes of pupils to whom so much is owed; one who is not named keeps his account."""
    pupils = tuple(p.model_copy(update={"account": accounts.get(p.id, p.account)}) for p in wishes.pupils)
    return wishes.model_copy(update={"pupils": pupils})


def _given(
    console: Console, request: Request, wishes: Wishes, old: Allocation | None
) -> tuple[Allocation, dict[str, Any]]:
    """Return the allocation that is asked for, with the moves that lead to it for programs; or end the command."""
    from scheduler.allocation import Mode
    from scheduler.allocation.allocate import NoAllocationError, allocate

    if request.why and request.why not in wishes.pupil:
        refuse(console, Text("--why：没有这个学号", "--why: no pupil has this number"))
    try:
        if old is None:
            return allocate(wishes, mode=Mode(request.mode), seed=request.seed, seconds=request.seconds), {}
        changed = _changed(console, request, wishes, old)
    except NoAllocationError:
        refuse(console, _NOTHING_LEGAL)
    if changed.faults:
        told = [fault.text for fault in changed.faults]
        refuse(console, Text("不能换：" + "；".join(t.zh for t in told), "No swap: " + "; ".join(t.en for t in told)))
    console.say(Text(f"共 {len(changed.moves)} 处变动：", f"{len(changed.moves)} places change:"))
    for move in changed.moves:
        day, before, after = day_name(move.day), move.before or "—", move.after or "—"
        zh, en = f"  {move.pupil} {day.zh}：{before} → {after}", f"  {move.pupil} {day.en}: {before} → {after}"
        console.say(Text(zh, en))
    return changed.allocation, {"moves": [list(move) for move in changed.moves]}


def _changed(console: Console, request: Request, wishes: Wishes, old: Allocation) -> Changed:
    """Return an allocation after a swap, or with the fewest moves for the pupils as they are now."""
    from scheduler.allocation.changes import reallocate, swap

    if not request.swap:
        return reallocate(wishes, old, seconds=request.seconds)
    pupils = [part.strip() for part in request.swap.replace("，", ",").split(",") if part.strip()]
    if len(set(pupils)) != 2 or not set(pupils) <= set(wishes.pupil):
        refuse(console, Text("--swap 要写两个学号，用逗号隔开", "--swap takes two numbers with a comma between"))
    demand_fit(console, wishes, old)
    return swap(wishes, old, pupils[0], pupils[1], range(1, 8))


def _tell(console: Console, wishes: Wishes, allocation: Allocation, why: str) -> dict[str, Any]:
    """Say how the wishes were met, and answer a question about one pupil; return it for programs."""
    from scheduler.allocation.demand import Demand
    from scheduler.allocation.statistics import statistics
    from scheduler.allocation.why import Reasons

    demand = Demand(wishes)
    found = statistics(demand, allocation)
    for text in summary(wishes, allocation, found):
        console.say(text)
    answers = Reasons(demand, allocation).of(why) if why else []
    for answer in answers:
        day = day_name(answer.wish.day) if answer.wish.day else Text("", "")
        told = f"  {answer.wish.rank}. {answer.wish.club} "
        console.say(Text(f"{told}{day.zh}：{answer.text.zh}", f"{told}{day.en}: {answer.text.en}"))
    record = {
        "proven": allocation.proven,
        "seed": allocation.seed,
        "mode": str(allocation.mode),
        "pupils": found.pupils,
        "wishing": found.wishing,
        "first": found.first,
        "without": found.without,
        "mean_rank": round(found.mean_rank, 3),
        "by_rank": found.by_rank,
        "closed": [list(seat) for seat in allocation.closed],
    }
    return {
        **record,
        **({"why": [{"club": a.wish.club, "granted": a.granted, "text": a.text.zh} for a in answers]} if why else {}),
    }


def summary(wishes: Wishes, allocation: Allocation, found: Statistics) -> list[Text]:
    """Return how the wishes were met in a few sentences."""
    share = found.first / found.wishing if found.wishing else 0
    told = [
        Text(
            f"{found.pupils} 名学生，{found.wishing} 人填了志愿；{found.first} 人（{share:.1%}）得到第一志愿，{found.without} 人一个志愿也没有，平均名次 {found.mean_rank:.2f}。",
            f"{found.pupils} pupils, {found.wishing} with wishes; {found.first} ({share:.1%}) have a first wish, {found.without} none at all; mean rank {found.mean_rank:.2f}.",
        )
    ]
    if allocation.proven:
        told.append(
            Text(
                f"已证明没有更好的分配；抽签种子 {allocation.seed}。",
                f"Proven: no allocation is better. Seed of the drawing: {allocation.seed}.",
            )
        )
    closed = [seat for seat in allocation.closed if wishes.offer[seat.club].minimum]
    if closed:
        names = "、".join(f"{seat.club}（{day_name(seat.day).zh}）" for seat in closed)
        english = ", ".join(f"{seat.club} ({day_name(seat.day).en})" for seat in closed)
        told.append(Text(f"人数不够没有开：{names}。", f"Not held, for too few: {english}."))
    return told


def _lists(wishes: Wishes, allocation: Allocation, month: datetime.date | None, *, anonymous: bool) -> ClubLists:
    from scheduler.allocation.allocate import comparisons
    from scheduler.export.allocation.book import ClubLists

    return ClubLists(wishes, allocation, comparisons(wishes, allocation), month, anonymous)


def _write(console: Console, out: Path, school: School, lists: ClubLists) -> list[Path]:
    """Write the lists, the allocation for programs, and the school with its heads; return the files."""
    from scheduler.allocation.demand import Demand
    from scheduler.allocation.document import allocation_text
    from scheduler.allocation.heads import with_heads
    from scheduler.export.allocation.book import allocation_workbook
    from scheduler.workbook import write_school
    from scheduler.workbook.spreadsheet import save_workbook

    files = [out / BOOK, out / DOCUMENT, out / SCHOOL_BOOK]
    staffed = with_heads(school, lists.wishes, lists.allocation)
    with writing(console, out):
        out.mkdir(parents=True, exist_ok=True)
        save_workbook(allocation_workbook(school, lists, console.language), files[0])
        files[1].write_text(allocation_text(Demand(lists.wishes), lists.allocation), encoding="utf-8")
        write_school(staffed.school, files[2])
    console.say(Text("已写出：" + "、".join(map(str, files)), "Wrote " + ", ".join(map(str, files))))
    count, name = len(staffed.changes), files[2]
    console.say(
        Text(
            f"社团人数和参加人数有 {count} 处随之改变，已写进 {name.name}；接着排：paike solve {name}",
            f"{count} heads of clubs and classes changed, written to {name.name}; go on with: paike solve {name}",
        )
    )
    return files
