"""Writing what a search found: whatever happens to the folder meanwhile, the plan is written somewhere, and it is said where."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from scheduler.cli.common import Exit, cannot_write, stopped_by_signals, tell_written, why_not, writing
from scheduler.cli.console import Console
from scheduler.text import Text

if TYPE_CHECKING:
    from constraints.audit import Report
    from scheduler.engine.result import Progress, Result
    from scheduler.export.allocation.book import ClubLists
    from scheduler.export.result_folder import ResultFolder, Writer


class Written(NamedTuple):
    """The files of a plan; `interrupted` when somebody asked meanwhile to stop, `elsewhere` when they are not in the folder
    that was asked for."""

    files: list[Path]
    interrupted: bool
    elsewhere: bool

    def record(self) -> dict[str, object]:
        """Return what the JSON document says of them."""
        files = [str(file) for file in self.files]
        return {"files": files, "moved_to": str(self.files[0].parent)} if self.elsewhere else {"files": files}

    def status(self, done: Exit, interrupted: bool) -> Exit:
        """Return the exit status of a command that would end with `done`."""
        if self.elsewhere:
            return Exit.BAD_INPUT
        return Exit.INTERRUPTED if interrupted or self.interrupted else done


def result_folder(console: Console, path: Path, clubs: ClubLists | None = None) -> ResultFolder:
    """Return the folder for the results, whose workbook has the lists of `clubs`, or end the command before anybody waits."""
    from scheduler.export.file_set import OLD_PLANS
    from scheduler.export.result_folder import UNFINISHED_FILE, ResultFolder

    with writing(console, path):
        folder = ResultFolder(path, clubs)
    if folder.holds_plan():
        console.note(
            Text(
                f"{path} 里已有课表，排完以前不动它；正在排的存为 {UNFINISHED_FILE}，排完后原来的移到 {OLD_PLANS} 文件夹。",
                f"{path} holds a plan, which stays until this one is done; meanwhile the best one is {UNFINISHED_FILE}. Then the "
                f"former plan moves to {OLD_PLANS}.",
            )
        )
    return folder


def keeper(console: Console, folder: ResultFolder) -> Callable[[Progress, Report | None], None]:
    """Return what keeps the best plan in the folder while a search runs. That it cannot be kept is told once for each cause."""
    told: set[int | None] = set()

    def keep(step: Progress, report: Report | None) -> None:
        error = folder.keep(step, report)
        if error is not None and error.errno not in told:
            told.add(error.errno)
            why = why_not(error)
            console.error(
                Text(
                    f"现在写不了 {folder.folder}：{why.zh}。课表还在内存里，排课继续；请腾出空间或恢复文件夹，排完会再写。",
                    f"Cannot write {folder.folder} now: {why.en}. The plan is in memory and the search goes on: free space or "
                    "restore the folder; it is written again at the end.",
                )
            )

    return keep


def write_result(
    console: Console, folder: ResultFolder, result: Result, more: dict[str, Writer] | None = None
) -> Written:
    """Write a plan that was found, in another folder where that of the results cannot be written; as a last resort on the screen.

    Ctrl-C waits until it is written.
    """
    with stopped_by_signals() as cancel:
        try:
            files = folder.finish(result, language=console.language, more=more)
        except OSError as error:
            files = _elsewhere(console, folder, result, more, error)
            return Written(files, cancel.asked, elsewhere=True)
    tell_written(console, files)
    _tell_old(console, folder, result)
    return Written(files, cancel.asked, elsewhere=False)


def _elsewhere(
    console: Console, folder: ResultFolder, result: Result, more: dict[str, Writer] | None, error: OSError
) -> list[Path]:
    from scheduler.export.result_folder import ResultFolder

    path, why = folder.folder, why_not(error)
    console.error(
        Text(
            f"写不了 {path}：{why.zh}。改写到别的文件夹。", f"Cannot write {path}: {why.en}. Writing elsewhere instead."
        )
    )
    for place in refuges():
        try:
            files = ResultFolder(place, folder.clubs).finish(result, language=console.language, more=more)
        except OSError:
            continue
        tell_written(console, files)
        console.error(Text(f"这次的课表在 {place}，没有丢。", f"The plan is in {place}; it is not lost."))
        return files
    return _on_screen(console, path, result, error)


def refuges() -> list[Path]:
    """Return folders where a plan may be written when its own cannot."""
    title = f"paike-结果-{datetime.now():%Y-%m-%d-%H%M%S}"
    folders = [Path(tempfile.gettempdir())]
    with contextlib.suppress(RuntimeError):  # nobody's home
        folders.insert(0, Path.home())
    return [folder / title for folder in folders]


def _on_screen(console: Console, path: Path, result: Result, error: OSError) -> list[Path]:
    """End the command with the plan on standard output: nowhere else can it be written."""
    from scheduler.export import plan_document

    assert result.report is not None
    plan = plan_document(result.report, bound=result.bound, seconds=result.seconds)
    if console.as_json:
        console.document({"status": "cannot_write", "path": str(path), "plan": plan.model_dump(mode="json")})
        raise typer.Exit(Exit.BAD_INPUT)
    console.error(
        Text(
            "哪里都写不了。下面就是课表，请复制保存为 plan.json，腾出空间后用 paike export 导出：",
            "It can be written nowhere. This is the plan: save it as plan.json, then use paike export:",
        )
    )
    typer.echo(plan.model_dump_json())
    cannot_write(console, path, error)


def _tell_old(console: Console, folder: ResultFolder, result: Result) -> None:
    """Say where the plan is kept that stood in the folder before, and whether it is the better one."""
    old = folder.old
    if old is None or result.report is None:
        return
    zh, en = f"文件夹里原来的课表留在 {old.kept}", f"The plan that stood there before is kept in {old.kept}"
    new = result.report
    if old.cost is not None and (not old.compliant, old.cost) < (not new.compliant, new.cost):
        zh += f"。它比这次的好：扣分 {old.cost}，这次 {new.cost}"
        en += f". It is the better one: its cost is {old.cost}, this one's {new.cost}"
    console.say(Text(f"{zh}。", f"{en}."))
