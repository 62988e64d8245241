"""`paike district`: every school of a folder planned in one batch, or what they planned themselves checked; the bureau's report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from scheduler.cli.common import AsJson, Exit, Language, OutFolder, cannot_write, refuse, stopped_by_signals
from scheduler.cli.console import Console
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.district.nouns import SchoolResult
    from scheduler.district.results import ResultsFolder
    from scheduler.district.run import District, Settings
    from scheduler.district.schools import DistrictFolder

Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="一个文件夹，里面是各校的工作簿 / a folder of school workbooks")
]
Scheduler = Annotated[
    str,
    typer.Option(
        help="已有 Dask 集群的地址，如 tcp://主机:8786；不写就用本机 / a running cluster; by default this machine"
    ),
]
SchoolsAtOnce = Annotated[
    int | None, typer.Option(min=1, help="本机同时排几所学校 / schools planned at once on this machine")
]
SchoolSeconds = Annotated[
    float | None,
    typer.Option(
        "--time-limit", min=1, help="每所学校的秒数，不写则看学校大小 / seconds a school, by default by its size"
    ),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="接着做：已有结果的学校不再排 / go on; schools that are done are left")
]
Names = Annotated[bool, typer.Option("--names", help="报告里写教师姓名 / name teachers in the report")]


def district(
    folder: Folder,
    out: OutFolder,
    scheduler: Scheduler = "",
    workers: SchoolsAtOnce = None,
    time_limit: SchoolSeconds = None,
    resume: Resume = False,
    names: Names = False,
    seed: int = 1,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """一次排好全区学校，汇总成报告 / Plan all schools of a district, and report on them."""
    from scheduler.district.cluster import is_installed

    console = Console(lang, as_json)
    if not is_installed():
        refuse(
            console,
            Text(
                "这条命令要用 Dask：请先安装 pip install 'paike[district]'",
                "This command needs Dask: pip install 'paike[district]'",
            ),
        )
    from scheduler.district.run import Settings

    language: Literal["zh", "en"] = "en" if lang == "en" else "zh"
    settings = Settings(time_limit, workers, scheduler, seed, language, names)
    found = _schools_in(console, folder)
    _plan(console, found, out, settings, resume)


def _schools_in(console: Console, folder: Path) -> DistrictFolder:
    """Return the workbooks of a folder, or end the command where it holds none."""
    from scheduler.district.schools import district_folder

    try:
        found = district_folder(folder)
    except OSError:
        refuse(console, Text(f"{folder} 不是能读的文件夹", f"{folder} is no folder that can be read"))
    if not found.schools:
        refuse(console, Text(f"{folder} 里没有学校工作簿（.xlsx）", f"{folder} holds no school workbook (.xlsx)"))
    return found


def _plan(console: Console, found: DistrictFolder, out: Path, settings: Settings, resume: bool) -> NoReturn:
    from scheduler.district.results import InUseError, ResultsFolder
    from scheduler.district.run import district_of, results_of

    results = ResultsFolder(out)
    try:
        with results.reserved():
            district = district_of(found.schools)
            before = [result for result in results_of(district, results) if result.status.settled]
            _demand_resume(console, out, before, resume)
            whole = _run(console, district, results, settings, before)
            _finish(console, results_of(district, results), len(found.schools), whole)
    except InUseError:
        refuse(console, Text(f"另一批正在写 {out}，等它结束", f"Another batch is writing to {out}; wait for its end"))
    except OSError as error:
        cannot_write(console, out, error)


def _demand_resume(console: Console, out: Path, before: Sequence[SchoolResult], resume: bool) -> None:
    """End the command where results would be mixed with earlier ones that nobody spoke of."""
    if before and not resume:
        refuse(
            console,
            Text(
                f"{out} 里已有 {len(before)} 所学校的结果：接着做加 --resume，重新排请换一个文件夹",
                f"{out} holds results of {len(before)} schools: add --resume to go on, or choose another folder",
            ),
        )


def _run(
    console: Console, district: District, results: ResultsFolder, settings: Settings, before: Sequence[SchoolResult]
) -> bool:
    """Plan what is still to be done; return whether that is all. End the command where there is no cluster for it."""
    from scheduler.cli.district_screen import DistrictScreen
    from scheduler.district.batch import SchedulerLostError
    from scheduler.district.cluster import ClusterError
    from scheduler.district.run import connected, plan_schools
    from scheduler.district.schools import longest_first

    schools = longest_first(district.undone(results), settings.seconds)
    if not schools:
        return True
    screen = DistrictScreen(console, schools, before, settings.seconds)
    try:
        with connected(schools, settings) as client:
            console.note(_beginning(len(district.schools), len(before), client.dashboard_link))
            with stopped_by_signals() as cancel, screen.shown():
                return plan_schools(client, district, schools, results, settings, screen, cancel)
    except ClusterError as error:
        refuse(console, error.text)
    except SchedulerLostError:
        console.error(Text("和 Dask 调度器的连接断了。", "The connection to Dask's scheduler is lost."))
        return False


def _beginning(schools: int, done: int, dashboard: str) -> Text:
    zh, en = f"{schools} 所学校", f"{schools} schools"
    if done:
        zh, en = f"{zh}，{done} 所已有结果", f"{en}, {done} of them done before"
    return Text(f"{zh}。进度也在 {dashboard}", f"{en}. Dashboard: {dashboard}")


def _finish(console: Console, found: Sequence[SchoolResult], schools: int, whole: bool) -> NoReturn:
    """End the command with what is known of all schools."""
    from scheduler.district.nouns import STATUS_WORDS, SchoolStatus

    counts = {status: sum(result.status is status for result in found) for status in SchoolStatus}
    told = [(STATUS_WORDS[status], count) for status, count in counts.items() if count]
    console.say(
        Text(
            f"{schools} 所学校：" + "，".join(f"{words.zh} {count}" for words, count in told),
            f"{schools} schools: " + ", ".join(f"{words.en} {count}" for words, count in told),
        )
    )
    if not whole:
        left = schools - len(found)
        console.error(
            Text(
                f"还有 {left} 所没有结果。已有的都在文件夹里，同样的命令加 --resume 接着做。",
                f"{left} schools have no result yet. What is done is in the folder; the same command with --resume goes on.",
            )
        )
    console.document(
        {
            "status": "done" if whole else "interrupted",
            "counts": {str(status): count for status, count in counts.items()},
            "schools": [result.model_dump(mode="json") for result in found],
        }
    )
    good = all(result.status is SchoolStatus.PLANNED and result.compliant for result in found)
    raise typer.Exit(Exit.INTERRUPTED if not whole else Exit.DONE if good else Exit.BROKEN)
