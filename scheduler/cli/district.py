"""`paike district`: every school of a folder planned in one batch, or what they planned themselves checked; the bureau's report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from scheduler.cli.common import AsJson, Language, OutFolder, bad_file, cannot_write, refuse, stopped_by_signals
from scheduler.cli.console import Console
from scheduler.cli.district_report import Reporting, end, reporting, write_report
from scheduler.cli.district_report import check as check_schools
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.district.nouns import SchoolResult
    from scheduler.district.results import ResultsFolder
    from scheduler.district.run import District, Settings
    from scheduler.district.schools import DistrictFolder
    from scheduler.district.shared import SharedOutcome

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
Check = Annotated[
    bool,
    typer.Option("--check", help="只核查各校自己排好的课表，不排 / only audit what schools have planned themselves"),
]
Before = Annotated[
    Path | None, typer.Option(help="上学期的 district.json，和它比较 / the report of last term, to be compared with")
]
Names = Annotated[bool, typer.Option("--names", help="报告里写教师姓名 / name teachers in the report")]


def district(
    folder: Folder,
    out: OutFolder,
    scheduler: Scheduler = "",
    workers: SchoolsAtOnce = None,
    time_limit: SchoolSeconds = None,
    resume: Resume = False,
    check: Check = False,
    before: Before = None,
    names: Names = False,
    seed: int = 1,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """一次排好（或核查）全区学校，汇总成报告 / Plan or check all schools of a district, and report on them."""
    from scheduler.district.cluster import is_installed

    console = Console(lang, as_json)
    where = reporting(console, folder, out, before)
    if check:
        check_schools(console, folder, where, workers, names)
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
    _plan(console, found, where, settings, resume)


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


def _plan(console: Console, found: DistrictFolder, where: Reporting, settings: Settings, resume: bool) -> NoReturn:
    from scheduler.district.results import InUseError, ResultsFolder
    from scheduler.district.run import district_of, results_of

    out = where.out
    results = ResultsFolder(out)
    try:
        with results.reserved():
            district = district_of(found.schools)
            _demand_resume(console, out, len(district.contents.keys() & results.read().keys()), resume)
            before = [result for result in results_of(district.contents, results) if result.status.settled]
            whole = _run(console, district, found.district, results, settings, before)
            _finish(console, results_of(district.contents, results), len(found.schools), whole, where)
    except InUseError:
        refuse(console, Text(f"另一批正在写 {out}，等它结束", f"Another batch is writing to {out}; wait for its end"))
    except OSError as error:
        cannot_write(console, out, error)


def _demand_resume(console: Console, out: Path, before: int, resume: bool) -> None:
    """End the command where results would be mixed with earlier ones that nobody spoke of."""
    if before and not resume:
        refuse(
            console,
            Text(
                f"{out} 里已有 {before} 所学校的结果：接着做加 --resume，重新排请换一个文件夹",
                f"{out} holds results of {before} schools: add --resume to go on, or choose another folder",
            ),
        )


def _run(
    console: Console,
    district: District,
    book: Path | None,
    results: ResultsFolder,
    settings: Settings,
    before: Sequence[SchoolResult],
) -> bool:
    """Plan what is still to be done; return whether that is all. End the command where there is no cluster for it."""
    from scheduler.cli.district_screen import DistrictScreen
    from scheduler.district.batch import SchedulerLostError
    from scheduler.district.cluster import ClusterError
    from scheduler.district.run import connected, plan_schools
    from scheduler.district.shared import done_before, plan_shared

    schools = district.undone(results)
    if not schools and book is None:
        return True
    known = None if book is None else done_before(district, book, results)
    if book is not None and known is not None:
        _tell_shared(console, book, known, settings.names)
        return True
    screen = DistrictScreen(console, len(district.schools), before, settings.seconds)
    try:
        with connected(district.schools, settings) as client:
            console.note(_beginning(len(district.schools), len(before), client.dashboard_link))
            with stopped_by_signals() as cancel, screen.shown():
                if book is None:
                    return plan_schools(client, district, schools, results, settings, screen, cancel)
                shared = plan_shared(client, district, book, results, settings, screen, cancel)
    except ClusterError as error:
        refuse(console, error.text)
    except SchedulerLostError:
        console.error(Text("和 Dask 调度器的连接断了。", "The connection to Dask's scheduler is lost."))
        return False
    _tell_shared(console, book, shared, settings.names)
    return shared.whole


def _tell_shared(console: Console, book: Path, shared: SharedOutcome, names: bool) -> None:
    """Say what came of the shared teachers; end the command where their sheet cannot be used."""
    problems = [problem if names else problem._replace(value="") for problem in shared.problems]  # the value is a name
    if any(problem.blocks for problem in problems):
        bad_file(console, book, problems)
    console.problems(problems)
    if not shared.whole:
        return
    for clash in shared.clashes:
        console.error(clash)
    if not shared.clashes:
        console.say(
            Text(
                f"{shared.teachers} 位共享教师：各校合在一起按钟点查过，没有同时在两校的，路上来得及。",
                f"{shared.teachers} shared teachers: checked by the clock over all schools, nobody is in two at once or late.",
            )
        )
    if shared.as_one:
        console.say(
            Text(f"合在一起排的学校：{'、'.join(shared.as_one)}", f"Planned as one: {', '.join(shared.as_one)}")
        )


def _beginning(schools: int, done: int, dashboard: str) -> Text:
    zh, en = f"{schools} 所学校", f"{schools} schools"
    if done:
        zh, en = f"{zh}，{done} 所已有结果", f"{en}, {done} of them done before"
    return Text(f"{zh}。进度也在 {dashboard}", f"{en}. Dashboard: {dashboard}")


def _finish(console: Console, found: Sequence[SchoolResult], schools: int, whole: bool, where: Reporting) -> NoReturn:
    """End the command with the report on all that is known."""
    files = write_report(console, found, where) if found else []
    if not whole:
        left = schools - len(found)
        console.error(
            Text(
                f"还有 {left} 所没有结果。已有的都在文件夹里，同样的命令加 --resume 接着做。",
                f"{left} schools have no result yet. What is done is in the folder; the same command with --resume goes on.",
            )
        )
    end(console, "done" if whole else "interrupted", found, files)
