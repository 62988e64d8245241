"""`paike clubs`: gives every pupil his place in a club, says why, and writes the lists and the heads that service is staffed for."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.cli.common import AsJson, Language, OutFolder, SchoolFile, bad_file, plan_in, refuse, school_in, writing
from scheduler.cli.console import Console
from scheduler.school import School
from scheduler.text import Text, day_name

if TYPE_CHECKING:
    from scheduler.allocation import Allocation, Wishes
    from scheduler.allocation.programme import Proposal
    from scheduler.allocation.statistics import Statistics

BOOK, DOCUMENT, SCHOOL_BOOK = "选课结果.xlsx", "allocation.json", "学校（选课后）.xlsx"
PROPOSED_BOOK = "学校（建议社团）.xlsx"
_NOTHING_LEGAL = Text(
    "没有找到能满足全部保证名额和同伴要求的分配：核对“选课名单”和“同伴”，或加长 --time-limit",
    "No allocation was found that keeps all promises and companions: check 选课名单 and 同伴, or try a longer --time-limit",
)


def clubs(
    school: SchoolFile,
    out: OutFolder,
    wishes: Annotated[
        Path | None, typer.Option(help="志愿工作簿，不写则在学校工作簿里找 / workbook of wishes, default: the school's")
    ] = None,
    plan: Annotated[Path | None, typer.Option(help="课表，说明社团在哪几天 / the plan, for the days of clubs")] = None,
    mode: Annotated[str, typer.Option(help="best、first_come、lottery")] = "best",
    seed: Annotated[int, typer.Option(min=0, help="抽签种子，应事先公布 / seed of the drawing, to be published")] = 1,
    most: Annotated[int, typer.Option(min=1, max=7, help="按周填报的每人最多几个社团 / clubs a pupil, at most")] = 1,
    month: Annotated[str, typer.Option(help="签到表的月份 2026-09 / month of the sign-in columns")] = "",
    accounts: Annotated[Path | None, typer.Option(help="上次的 allocation.json：带上欠分 / carry its accounts")] = None,
    anonymous: Annotated[bool, typer.Option(help="只写学号，不写姓名 / numbers and no names")] = False,
    current: Annotated[
        Path | None,
        typer.Option(help="现在的 allocation.json：有人来、有人走，动最少的人 / change it with fewest moves"),
    ] = None,
    swap: Annotated[str, typer.Option(help="两个学号用逗号隔开：互换社团（配合 --current）/ two pupils swap")] = "",
    propose: Annotated[
        bool, typer.Option("--propose", help="不分配，按志愿建议开哪些社团、在哪几天 / propose a programme instead")
    ] = False,
    sessions: Annotated[
        int | None,
        typer.Option(min=1, help="建议时每周最多几次活动，不写则同现在 / sessions a week of the proposal, at most"),
    ] = None,
    seconds: Annotated[float, typer.Option("--time-limit", min=1, help="秒 / seconds")] = 30.0,
    why: Annotated[str, typer.Option(help="学号：逐条说明这位学生的志愿 / a pupil's number: why")] = "",
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """按志愿分配社团，写出名单、通知单、报告和选课后的学校工作簿 / Allocate clubs by wishes and write the lists."""
    from scheduler.allocation import Mode

    console = Console(lang, as_json)
    if mode not in list(Mode):
        names = "、".join(Mode)
        refuse(
            console, Text(f"--mode 只能是 {names}，不是“{mode}”", f"--mode is one of {', '.join(Mode)}, not “{mode}”")
        )
    first_of_month = _month(console, month)
    found_school = school_in(console, school)
    told = _wishes_in(console, wishes or school, found_school, plan, most)
    if accounts is not None:
        told = with_accounts(told, _allocation_in(console, accounts)[1])
    if why and why not in told.pupil:
        refuse(console, Text("--why：没有这个学号", "--why: no pupil has this number"))
    if propose:
        _propose(console, found_school, told, sessions, seconds, out)
        return
    if current is not None:
        allocation = _change(console, told, _allocation_in(console, current)[0], swap, seconds)
    elif swap:
        refuse(console, Text("--swap 要和 --current 一起用", "--swap goes with --current"))
    else:
        allocation = _allocate(console, told, Mode(mode), seed, seconds)
    record = _tell(console, told, allocation, why)
    files = _write(console, out, found_school, told, allocation, first_of_month, anonymous)
    console.document({"status": "allocated", **record, "files": [str(file) for file in files]})


def _propose(console: Console, school: School, wishes: Wishes, sessions: int | None, seconds: float, out: Path) -> None:
    """Say which clubs should be held on which days, what that gains, and write the school with them."""
    from scheduler.allocation.programme import propose
    from scheduler.workbook import write_school

    found = propose(school, wishes, sessions=sessions, seconds=seconds)
    if found is None:
        console.say(Text("没有找到比现在更好的安排。", "No better programme than the present one was found."))
        console.document({"status": "no_proposal"})
        return
    path, before, after = out / PROPOSED_BOOK, found.before, found.after
    console.say(
        Text(f"建议改 {len(found.changes)} 个社团的星期：", f"{len(found.changes)} clubs should change their days:")
    )
    for change in found.changes:
        console.say(Text(f"  {change.zh}", f"  {change.en}"))
    console.say(
        Text(
            f"得到第一志愿 {before.first} → {after.first} 人，一个也没有 {before.without} → {after.without} 人，平均名次 {before.mean_rank:.2f} → {after.mean_rank:.2f}。",
            f"With a first wish {before.first} → {after.first}, without any {before.without} → {after.without}, mean rank {before.mean_rank:.2f} → {after.mean_rank:.2f}.",
        )
    )
    with writing(console, out):
        out.mkdir(parents=True, exist_ok=True)
        write_school(found.school, path)
    told = Text(
        f"已写出 {path}；课表和教师够不够由 paike solve 判断。",
        f"Wrote {path}; whether it can be staffed paike solve tells.",
    )
    console.say(told)
    console.document({**_proposal_record(found), "files": [str(path)]})


def _proposal_record(found: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON-ready data: numbers before and after, the days and leaders of clubs."""
    before, after = found.before, found.after
    return {
        "status": "proposed",
        "proven": found.proven,
        "first": [before.first, after.first],
        "without": [before.without, after.without],
        "mean_rank": [round(before.mean_rank, 3), round(after.mean_rank, 3)],
        "days": {offer.club: list(offer.days) for offer in found.offers},
        "leaders": [[*seat, list(teachers)] for seat, teachers in found.leaders.items()],
    }


def _month(console: Console, month: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(f"{month}-01") if month else None
    except ValueError:
        refuse(console, Text(f"--month 要写成 2026-09，不是“{month}”", f"--month is written 2026-09, not “{month}”"))


def _wishes_in(console: Console, path: Path, school: School, plan: Path | None, most: int) -> Wishes:
    """Return the wishes in a workbook, or end the command with all that is wrong with it."""
    from scheduler.workbook.wishes import read_wishes

    found = None if plan is None else plan_in(console, plan, school)
    reading = read_wishes(path, school, plan=found, most=most)
    if reading.wishes is None:
        bad_file(console, path, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.wishes


def _allocation_in(console: Console, path: Path) -> tuple[Allocation, dict[str, int]]:
    """Return an allocation and its accounts, or end the command."""
    from scheduler.allocation.document import read_allocation

    try:
        found = read_allocation(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:
        refuse(
            console,
            Text(f"{path}：不是 paike clubs 写的 allocation.json", f"{path} is no allocation.json of paike clubs"),
        )
    return found


def with_accounts(wishes: Wishes, accounts: dict[str, int]) -> Wishes:
    """Return the same wishes of pupils to whom so much is owed; one who is not named keeps his account."""
    pupils = tuple(p.model_copy(update={"account": accounts.get(p.id, p.account)}) for p in wishes.pupils)
    return wishes.model_copy(update={"pupils": pupils})


def _change(console: Console, wishes: Wishes, old: Allocation, swapped: str, seconds: float) -> Allocation:
    """Return an allocation changed by a swap or with the fewest moves for the pupils as they are now; say who moves, or end."""
    from scheduler.allocation.allocate import NoAllocationError
    from scheduler.allocation.changes import reallocate, swap

    pupils = [part.strip() for part in swapped.replace("，", ",").split(",") if part.strip()]
    if swapped and (len(pupils) != 2 or not set(pupils) <= set(wishes.pupil)):
        refuse(console, Text("--swap 要写两个学号，用逗号隔开", "--swap takes two numbers with a comma between"))
    try:
        changed = (
            swap(wishes, old, pupils[0], pupils[1], range(1, 8)) if pupils else reallocate(wishes, old, seconds=seconds)
        )
    except NoAllocationError:
        refuse(console, _NOTHING_LEGAL)
    if changed.faults:
        told = [fault.text for fault in changed.faults]
        refuse(console, Text("不能换：" + "；".join(t.zh for t in told), "No swap: " + "; ".join(t.en for t in told)))
    console.say(Text(f"共 {len(changed.moves)} 处变动：", f"{len(changed.moves)} places change:"))
    for move in changed.moves:
        day, before, after = day_name(move.day), move.before or "—", move.after or "—"
        console.say(
            Text(f"  {move.pupil} {day.zh}：{before} → {after}", f"  {move.pupil} {day.en}: {before} → {after}")
        )
    return changed.allocation


def _allocate(console: Console, wishes: Wishes, mode: Any, seed: int, seconds: float) -> Allocation:
    from scheduler.allocation.allocate import NoAllocationError, allocate

    try:
        return allocate(wishes, mode=mode, seed=seed, seconds=seconds)
    except NoAllocationError:
        refuse(console, _NOTHING_LEGAL)


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


def _write(
    console: Console,
    out: Path,
    school: School,
    wishes: Wishes,
    allocation: Allocation,
    month: datetime.date | None,
    anonymous: bool,
) -> list[Path]:
    """Write the lists, the allocation for programs, and the school with its heads; return the files."""
    from scheduler.allocation.allocate import comparisons
    from scheduler.allocation.demand import Demand
    from scheduler.allocation.document import allocation_text
    from scheduler.allocation.heads import with_heads
    from scheduler.export.allocation.book import allocation_workbook
    from scheduler.workbook import write_school
    from scheduler.workbook.spreadsheet import save_workbook

    files = [out / BOOK, out / DOCUMENT, out / SCHOOL_BOOK]
    others = comparisons(wishes, allocation)
    with writing(console, out):
        out.mkdir(parents=True, exist_ok=True)
        book = allocation_workbook(
            school, wishes, allocation, others=others, language=console.language, month=month, anonymous=anonymous
        )
        save_workbook(book, files[0])
        files[1].write_text(allocation_text(Demand(wishes), allocation), encoding="utf-8")
        staffed = with_heads(school, wishes, allocation)
        write_school(staffed.school, files[2])
    console.say(Text("已写出：" + "、".join(map(str, files)), "Wrote " + ", ".join(map(str, files))))
    console.say(
        Text(
            f"社团人数和参加人数有 {len(staffed.changes)} 处随之改变，已写进 {files[2].name}；接着排：paike solve {files[2]}",
            f"{len(staffed.changes)} heads of clubs and classes changed, written to {files[2].name}; go on with: paike solve {files[2]}",
        )
    )
    return files
