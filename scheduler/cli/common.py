"""What the commands share: options, exit statuses, reading or writing a file or else ending, searches that signals stop."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from scheduler.cli.console import Console, problem_record
from scheduler.school import School
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.result import Result
    from scheduler.engine.stopping import Cancel
    from scheduler.plan import Plan
    from scheduler.workbook.plan.reading import PlanReading
    from scheduler.workbook.problem import Problem


class Exit(IntEnum):
    """The exit statuses. DEFECT is a fault of the program itself, so that it is never taken for an answer."""

    DONE = 0
    BROKEN = 1
    BAD_INPUT = 2
    INFEASIBLE = 3
    OUT_OF_TIME = 4
    DEFECT = 70
    INTERRUPTED = 130


Language = Annotated[str, typer.Option("--lang", envvar="PAIKE_LANG", help="zh 或 en / zh or en")]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只打印一个 JSON 文档 / one JSON document on stdout")]
SchoolFile = Annotated[Path, typer.Argument(metavar="SCHOOL.xlsx", help="学校工作簿 / school workbook")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="已有的课表，也可以是 plan.json / the plan")]
OutFolder = Annotated[Path, typer.Option(help="结果文件夹 / folder for the results")]
Seconds = Annotated[float, typer.Option("--time-limit", min=1, help="秒 / seconds")]
Workers = Annotated[int | None, typer.Option(min=1, help="线程数，默认为核数 / threads, default: cores")]

WRITE_ERRORS = {
    errno.EACCES: Text("没有写入权限，或文件正被占用", "permission denied"),
    errno.EPERM: Text("没有写入权限", "not permitted"),
    errno.ENOENT: Text("没有这个文件夹", "no such folder"),
    errno.EEXIST: Text("这里已有一个同名的文件，不是文件夹", "a file, not a folder, has this name"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Text("这是一个文件夹", "this is a folder"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EROFS: Text("磁盘是只读的", "the disk is read-only"),
}


# Reading.


def school_in(console: Console, path: Path) -> School:
    """Return the school of a workbook, or end the command with all that is wrong with it."""
    from scheduler.workbook import read_school

    reading = read_school(path)
    if reading.school is None:
        bad_file(console, path, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.school


def plan_in(console: Console, path: Path, school: School) -> Plan:
    """Return the plan in a file, or end the command with all that is wrong with it."""
    from scheduler.workbook.plan.reader import read_plan

    return plan_of(console, path, read_plan(path, school))


def plan_of(console: Console, path: Path, reading: PlanReading) -> Plan:
    """Return the plan that was read in a file, or end the command with all that is wrong with it."""
    if reading.plan is None:
        bad_file(console, path, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.plan


def bad_file(console: Console, path: Path, problems: Iterable[Problem]) -> NoReturn:
    """End the command with all that is wrong with a workbook."""
    problems = list(problems)
    errors = [problem for problem in problems if problem.blocks]
    console.problems(problems)
    console.error(
        Text(
            f"{path.name}：{len(errors)} 处需要改正，什么也没有写出。",
            f"{path.name}: {len(errors)} problems; nothing was written.",
        )
    )
    console.document({"status": "bad_input", "problems": [problem_record(problem) for problem in problems]})
    raise typer.Exit(Exit.BAD_INPUT)


def refuse(console: Console, why: Text) -> NoReturn:
    """End the command for options that cannot be meant."""
    console.error(why)
    console.document({"status": "bad_input", "problems": []})
    raise typer.Exit(Exit.BAD_INPUT)


# Writing.


@contextmanager
def writing(console: Console, path: Path) -> Iterator[None]:
    """End the command when what is done within raises OSError: `path` cannot be written, and why."""
    try:
        yield
    except OSError as error:
        cannot_write(console, path, error)


def why_not(error: OSError) -> Text:
    """Return why something cannot be written."""
    return WRITE_ERRORS.get(error.errno or 0, Text(error.strerror or str(error), error.strerror or str(error)))


def cannot_write(console: Console, path: Path, error: OSError) -> NoReturn:
    """End the command for a file or folder that cannot be written, or for the file in it that stands in the way."""
    why = why_not(error)
    named = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes | os.PathLike) else path
    if not any(part.startswith(".") for part in named.parts[-2:]):  # else it is hidden, and ours
        path = named
    cure = Text("若它正在 Excel 中打开，请先关闭；否则请换一个文件夹", "Close it in Excel, or choose another folder")
    if error.errno in (errno.ENOSPC, errno.EROFS, errno.EISDIR, errno.ENOTDIR):
        cure = Text("请腾出空间，或换一个文件夹", "Make room, or choose another folder")
    console.error(Text(f"写不了 {path}：{why.zh}。{cure.zh}。", f"Cannot write {path}: {why.en}. {cure.en}."))
    console.document({"status": "cannot_write", "path": str(path)})
    raise typer.Exit(Exit.BAD_INPUT)


def tell_written(console: Console, files: Iterable[Path]) -> None:
    """Say which files were written."""
    names = [str(file) for file in files]
    console.say(Text("已写出：" + "、".join(names), "Wrote " + ", ".join(names)))


# Searching.


@contextmanager
def stopped_by_signals() -> Iterator[Cancel]:
    """Yield what ends a search; Ctrl-C or a request to terminate throws it. The second one ends the program.

    What does not look at it, such as the writing of files, goes on to its end.
    """
    from scheduler.engine.stopping import Cancel

    cancel = Cancel()
    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {getattr(signal, name): signal.getsignal(getattr(signal, name)) for name in names}

    def stop(number: int, frame: object) -> None:
        cancel.cancel()
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in before:
        signal.signal(each, stop)
    try:
        yield cancel
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def tell_no_plan(console: Console, result: Result, seconds: float, school: Path | None = None) -> NoReturn:
    """End the command of a search that found no plan in its `seconds`; with the file of a `school` say how to learn why."""
    infeasible = result.status == "infeasible"
    console.error(no_plan_text(infeasible, seconds))
    if infeasible and school is not None:
        console.error(
            Text(f"原因和办法见：paike explain {school}", f"Why, and what would help: paike explain {school}")
        )
    console.document({"status": str(result.status), "seconds": round(result.seconds, 2)})
    interrupted = Exit.INTERRUPTED if result.interrupted else Exit.OUT_OF_TIME
    raise typer.Exit(Exit.INFEASIBLE if infeasible else interrupted)


def no_plan_text(infeasible: bool, seconds: float) -> Text:
    """Return that there is no plan, or that none was found in some seconds."""
    if infeasible:
        return Text(
            "这些要求互相矛盾，已证明排不出。请放宽固定课、禁排时段、教研时间、场地容量或课后服务的人员限制后重排。",
            "Proven: no plan meets these requirements. Relax locks, forbidden slots, meetings, venues or limits of service.",
        )
    return Text(
        f"{seconds:g} 秒内还没有找到课表，也没有证明排不出。请加长 --time-limit 再试。",
        f"No plan was found within {seconds:g} s, and none was proven impossible. Try a longer --time-limit.",
    )
