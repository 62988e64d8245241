"""The `paike` command: reads a school, calls the engine or the audit, writes the results and says what happened."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn

import typer

from constraints.audit import Report
from constraints.rule import Level
from scheduler.cli.console import Console, problem_record, violation_record
from scheduler.school import School, Slot
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.engine.result import Progress, Result
    from scheduler.engine.stopping import Cancel
    from scheduler.plan import Plan

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="排课：课表的编排与核查。Plans and checks a school's week.",
)


class Exit(IntEnum):
    """The exit statuses. DEFECT is a fault of the program itself, so that it is never taken for an answer."""

    DONE = 0
    BROKEN = 1
    BAD_INPUT = 2
    INFEASIBLE = 3
    OUT_OF_TIME = 4
    DEFECT = 70
    INTERRUPTED = 130


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

Language = Annotated[str, typer.Option("--lang", envvar="PAIKE_LANG", help="zh 或 en / zh or en")]
AsJson = Annotated[bool, typer.Option("--json", help="标准输出只打印一个 JSON 文档 / one JSON document on stdout")]
SchoolFile = Annotated[Path, typer.Argument(metavar="SCHOOL.xlsx", help="学校工作簿 / school workbook")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="已有的课表，也可以是 plan.json / the plan")]
WHY_SECONDS = 60.0  # to find what stands in the way, once it is proven that there is no plan
Seconds = Annotated[float, typer.Option("--time-limit", min=1, help="秒 / seconds")]
Workers = Annotated[int | None, typer.Option(min=1, help="线程数，默认为核数 / threads, default: cores")]


class Request(NamedTuple):
    """What is to be planned: `only` is timetable, service or empty for both; `plan` is to be improved, or the timetable that service goes over."""

    school: Path
    out: Path
    seconds: float
    workers: int | None = None
    seed: int = 1
    only: str = ""
    plan: Path | None = None


@cli.command()
def demo(out: Path = Path("demo"), time_limit: Seconds = 30, lang: Language = "zh") -> None:
    """从头到尾演示样例学校 / The sample school, start to end."""
    from sample_data import sample_path

    _solve_file(Request(sample_path("primary-36.xlsx"), out, time_limit), Console(lang))


@cli.command()
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx")],
    stage: Annotated[str, typer.Option(help="primary, junior, nine-year")] = "primary",
    classes: Annotated[int, typer.Option(min=1, max=200, help="班数 / number of classes")] = 36,
    lang: Language = "zh",
) -> None:
    """写一份空白的学校工作簿 / Write an empty school workbook."""
    from scheduler.workbook import STAGES, write_template

    console = Console(lang)
    if stage not in STAGES:
        known = "、".join(STAGES)
        console.error(
            Text(f"--stage 只能是 {known}，不是“{stage}”", f"--stage must be one of {', '.join(STAGES)}, not “{stage}”")
        )
        raise typer.Exit(Exit.BAD_INPUT)
    try:
        write_template(file, stage, classes)
    except OSError as error:
        _cannot_write(console, file, error)
    console.say(
        Text(
            f"已写出模板 {file}。填好“任课”表即可排课：paike solve {file} --out 结果",
            f"Wrote {file}. Fill in 任课, then: paike solve {file} --out OUT",
        )
    )


@cli.command()
def solve(
    school: SchoolFile,
    out: Annotated[Path, typer.Option(help="结果文件夹 / folder for the results")],
    time_limit: Seconds = 60,
    workers: Workers = None,
    seed: int = 1,
    only: Annotated[
        str,
        typer.Option(help="timetable 只排课表；service 只在 --plan 的课表上排课后服务 / one half of the week alone"),
    ] = "",
    plan: Annotated[
        Path | None,
        typer.Option(
            help="已有的课表：从它接着改进；--only service 时课不动 / a plan to improve, or to plan service over"
        ),
    ] = None,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """排出课表、课后服务和弹性上下班 / Plan the week: timetable, service and flexible hours."""
    _solve_file(Request(school, out, time_limit, workers, seed, only, plan), Console(lang, as_json))


@cli.command()
def check(
    school: SchoolFile,
    plan: Annotated[Path, typer.Argument(metavar="PLAN.xlsx", help="要核查的课表 / the plan to check")],
    report: Annotated[
        Path | None, typer.Option(help="写出标注了问题的工作簿 / write the workbook with its cells marked")
    ] = None,
    bound: Annotated[
        float, typer.Option(min=0, help="用几秒求证扣分的下限，0 为不求 / seconds to prove how low costs can be")
    ] = 0,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """核查一份课表 / Check a plan, whoever made it."""
    from constraints.audit import audit
    from scheduler.cli.checking import check_record, show_check
    from scheduler.engine.stopping import Cancel
    from scheduler.export import write_marked_plan
    from scheduler.export.check import Check, known_bounds
    from scheduler.workbook.plan.reader import read_plan

    console = Console(lang, as_json)
    problem_set = _read(school, console)
    reading = read_plan(plan, problem_set)
    if reading.plan is None:
        _bad_input(console, plan, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    found = audit(problem_set, reading.plan, reading.omissions)
    cancel = Cancel()
    with _stopped_by_signals(cancel):
        bounds = known_bounds(plan, reading, found, bound, cancel)
    if report is not None:
        try:
            write_marked_plan(plan, reading, found, report, language=console.language, bounds=bounds)
        except OSError as error:
            _cannot_write(console, report, error)
    checked = Check(reading, found, bounds)
    show_check(console, checked)
    if report is not None:
        console.say(Text(f"已写出标注的课表 {report}", f"Wrote {report}"))
    console.document(check_record(checked))
    if not found.compliant:
        raise typer.Exit(Exit.BROKEN)
    raise typer.Exit(Exit.BAD_INPUT if checked.unread else Exit.DONE)


@cli.command()
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
    from scheduler.cli.curing import no_such_cure, option_problem, write_cured
    from scheduler.cli.explaining import show_explanation
    from scheduler.engine.result import Status
    from scheduler.engine.stopping import Cancel
    from scheduler.explanation.explanation import explain as run

    console = Console(lang, as_json)
    refused = option_problem(school, apply, out)
    if refused is not None:
        console.error(refused)
        raise typer.Exit(Exit.BAD_INPUT)
    problem_set = _read(school, console)
    cancel = Cancel()
    with _stopped_by_signals(cancel):
        found = run(problem_set, seconds=time_limit, workers=workers, seed=seed, cancel=cancel, listener=console.note)
    show_explanation(console, problem_set, found)
    written = None
    if apply is not None and out is not None:
        if apply > len(found.cures):
            console.error(no_such_cure(found.cures, apply))
        else:
            try:
                console.say(write_cured(problem_set, found.cures, apply, out))
                written = str(out)
            except OSError as error:
                _cannot_write(console, out, error)
    console.document({**found.record(), "written": written})
    if cancel.asked:
        raise typer.Exit(Exit.INTERRUPTED)
    ends = {Status.INFEASIBLE: Exit.INFEASIBLE, Status.FEASIBLE: Exit.DONE}
    raise typer.Exit(ends.get(found.status, Exit.OUT_OF_TIME))


@cli.command()
def repair(
    school: SchoolFile,
    plan: PlanFile,
    out: Annotated[Path, typer.Option(help="结果文件夹 / folder for the results")],
    time_limit: Seconds = 60,
    workers: Workers = None,
    seed: int = 1,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """用最少的调动把课表改到合规 / The nearest legal plan: fewest moved lessons, then cost."""
    from scheduler.cli.adjusting import show_repair, step_text
    from scheduler.engine.repair import Repair
    from scheduler.engine.repair import repair as run
    from scheduler.engine.result import Progress, Result
    from scheduler.engine.stopping import Cancel, StoppingCriterion
    from scheduler.export.changes import CHANGES, repair_record, write_changes
    from scheduler.export.result_folder import ResultFolder

    console = Console(lang, as_json)
    problem_set = _read(school, console)
    old = _read_plan(plan, problem_set, console)
    try:
        folder = ResultFolder(out)
    except OSError as error:
        _cannot_write(console, out, error)
    cancel = Cancel()

    def listen(step: Repair) -> None:
        cost = None if step.report is None else step.report.cost
        folder.keep(Progress(step.seconds, cost, 0), step.report)
        console.err.print(console.text(step_text(step)), markup=False)

    with _stopped_by_signals(cancel):
        stop = StoppingCriterion(time_limit, cancel=cancel)
        found = run(problem_set, old, stop, workers=workers, seed=seed, listener=listen)
    result = Result(found.status, found.report, 0, found.seconds, interrupted=found.interrupted)
    if found.report is None:
        _tell_no_plan(console, result, time_limit, school)
    path = out / f"{CHANGES.zh}.xlsx"
    try:
        files = folder.finish(result, language=console.language)
        write_changes(found, path, console.language)
    except OSError as error:
        _cannot_write(console, out, error)
    show_repair(console, found)
    console.report(found.report)
    files = [*files, path]
    console.say(Text("已写出：" + "、".join(map(str, files)), "Wrote " + ", ".join(map(str, files))))
    names = [str(file) for file in files]
    record = {**report_record(found.report), **repair_record(found)}
    console.document({**record, "status": str(found.status), "seconds": round(found.seconds, 2), "files": names})
    raise typer.Exit(Exit.INTERRUPTED if found.interrupted else Exit.DONE)


@cli.command()
def export(
    school: SchoolFile,
    plan: PlanFile,
    out: Annotated[Path, typer.Option(help="结果文件夹 / folder for the results")],
    paper: Annotated[
        str, typer.Option(help="a4 或 a3：所有 PDF 都用这种纸；不写则各用合适的 / the paper of every PDF")
    ] = "",
    first_day: Annotated[
        str, typer.Option(help="开学日 2026-09-01，“学校”表没写时用于日历 / the first day, for calendars")
    ] = "",
    weeks: Annotated[int, typer.Option(min=1, max=60, help="从开学日起共几周 / weeks of the term")] = 20,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """写出一份课表的全部文件：工作簿、挂图和合规报告 PDF、日历 / Write a plan as workbook, PDF charts, report, calendars."""
    from scheduler.cli.exporting import ExportRequest, export_plan

    console = Console(lang, as_json)
    problem_set = _read(school, console)
    request = ExportRequest(problem_set, plan, out, paper, first_day, weeks)
    problem = request.problem()
    if problem is not None:
        console.error(problem)
        raise typer.Exit(Exit.BAD_INPUT)
    try:
        export_plan(console, request, _read_plan(plan, problem_set, console))
    except OSError as error:
        _cannot_write(console, Path(error.filename or out), error)


@cli.command()
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
    from scheduler.cli.adjusting import move_record, show_moves
    from scheduler.engine.moves import moves as find

    console = Console(lang, as_json)
    problem_set = _read(school, console)
    class_id, when = _lesson_meant(problem_set, class_name, slot, console)
    old = _read_plan(plan, problem_set, console)
    found = find(problem_set, old, class_id, when, chains=chains)
    if not found:
        where = problem_set.slot_text(when)
        console.say(Text(f"{class_id} {where.zh}没有课。", f"{class_id} has no lesson on {where.en}."))
    else:
        show_moves(console, problem_set, found)
    console.document({"status": "done", "moves": [move_record(problem_set, move) for move in found]})


@cli.command()
def rules(
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option(help="Markdown，即 docs/rules.md / as in docs/rules.md")] = False,
    lang: Language = "zh",
) -> None:
    """列出所有规则 / List every rule."""
    from scheduler.export.rules import rule_records, rules_markdown

    if markdown:
        sys.stdout.write(rules_markdown())
    elif as_json:
        Console(lang, as_json).document({"rules": rule_records()})
    else:
        Console(lang).rules()


@cli.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def app(context: typer.Context) -> None:
    """打开网页界面（只在本机）/ Open the pages, on this machine only."""
    from importlib.util import find_spec

    from scheduler.ui.server import OPTIONS

    page = find_spec("app_streamlit")  # not imported: its place is wanted, not the page
    assert page is not None and page.origin is not None
    command = [sys.executable, "-m", "streamlit", "run", page.origin]
    raise typer.Exit(subprocess.call([*command, *OPTIONS, *context.args]))


def _read(path: Path, console: Console) -> School:
    """Return the school of a workbook, or end the command with all that is wrong with it."""
    from scheduler.workbook import read_school

    reading = read_school(path)
    if reading.school is None:
        _bad_input(console, path, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.school


def _read_plan(path: Path, school: School, console: Console) -> Plan:
    """Return the plan in a file, or end the command with all that is wrong with it."""
    from scheduler.workbook.plan.reader import read_plan

    reading = read_plan(path, school)
    if reading.plan is None:
        _bad_input(console, path, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.plan


def _lesson_meant(school: School, class_name: str, when: str, console: Console) -> tuple[str, Slot]:
    """Return the class and the slot that somebody named, or end the command."""
    from scheduler.workbook.names import class_name as numbered
    from scheduler.workbook.names import key, nearest
    from scheduler.workbook.notation import NotationError, read_slot
    from scheduler.workbook.school.slots import find_slot

    number = numbered(class_name)
    klass = next((c for c in school.classes if key(c.id) == key(class_name) or (c.grade, c.number) == number), None)
    wrong: Text | None = None
    if klass is None:
        like = nearest(class_name, [c.id for c in school.classes]) or school.classes[0].id
        wrong = Text(
            f"--class：学校里没有“{class_name}”这个班，写成 {like} 这样",
            f"--class: the school has no class “{class_name}”; write it like {like}",
        )
    try:
        named = read_slot(when)
        slot = None if klass is None else find_slot(school.schedule[klass.schedule], named)
        if slot is None and klass is not None:
            wrong = Text(f"--slot：{klass.id} 的作息里没有“{when}”", f"--slot: {klass.id} has no lesson “{when}”")
    except NotationError as error:
        slot, wrong = (
            None,
            Text(
                f"--slot：看不懂“{when}”，写成 周二3 或 周二第3节", f"--slot: “{when}”: {error}; write 周二3 or Tue 3"
            ),
        )
    if klass is None or slot is None:
        console.error(wrong or Text("", ""))
        console.document({"status": "bad_input", "problems": []})
        raise typer.Exit(Exit.BAD_INPUT)
    return klass.id, slot


def _bad_input(console: Console, path: Path, problems: Any) -> NoReturn:
    errors = [p for p in problems if p.severity == "error"]
    console.problems(problems)
    console.error(
        Text(
            f"{path.name}：{len(errors)} 处需要改正，什么也没有写出。",
            f"{path.name}: {len(errors)} problems; nothing was written.",
        )
    )
    console.document({"status": "bad_input", "problems": [problem_record(p) for p in problems]})
    raise typer.Exit(Exit.BAD_INPUT)


def _cannot_write(console: Console, path: Path, error: OSError) -> NoReturn:
    why = WRITE_ERRORS.get(error.errno or 0, Text(error.strerror or str(error), error.strerror or str(error)))
    console.error(
        Text(
            f"写不了 {path}：{why.zh}。若它正在 Excel 中打开，请先关闭；否则请换一个文件夹。",
            f"Cannot write {path}: {why.en}. Close it in Excel, or choose another folder.",
        )
    )
    console.document({"status": "cannot_write", "path": str(path)})
    raise typer.Exit(Exit.BAD_INPUT)


def _solve_file(request: Request, console: Console) -> None:
    from scheduler.engine.result import Status
    from scheduler.engine.solve import solve as run
    from scheduler.engine.stopping import Cancel, StoppingCriterion
    from scheduler.export.result_folder import ResultFolder
    from scheduler.plan.adopt import adopted

    _check_request(request, console)
    school = _read(request.school, console)
    given = _given_plan(request, school, console)
    timetable = given if request.only == "service" else None
    if request.only == "timetable":
        school = school.without_service()
    try:
        folder = ResultFolder(request.out)
    except OSError as error:
        _cannot_write(console, request.out, error)
    console.say(_beginning(school, timetable))
    cancel = Cancel()
    with console.progress() as show, _stopped_by_signals(cancel):

        def listen(step: Progress, report: Report | None) -> None:
            folder.keep(step, report)
            show(step)

        stop = StoppingCriterion(request.seconds, cancel=cancel)
        result = run(
            school,
            stop,
            workers=request.workers,
            seed=request.seed,
            listener=listen,
            timetable=timetable,
            start=None if given is None else adopted(school, given),
        )
    if result.report is None:
        if result.status is Status.INFEASIBLE and timetable is None:
            _tell_why(console, school, result, request)
        _tell_no_plan(console, result, request.seconds)
    try:
        files = folder.finish(result, language=console.language)
    except OSError as error:
        _cannot_write(console, request.out, error)
    console.report(result.report, bound=result.bound, optimal=result.status is Status.OPTIMAL)
    console.say(Text("已写出：" + "、".join(map(str, files)), "Wrote " + ", ".join(map(str, files))))
    console.document(
        {
            **report_record(result.report),
            "status": str(result.status),
            "bound": result.bound,
            "seconds": round(result.seconds, 2),
            "files": [str(file) for file in files],
        }
    )
    done = Exit.DONE if result.report.compliant else Exit.BROKEN  # a timetable that was given may break rules
    raise typer.Exit(Exit.INTERRUPTED if result.interrupted else done)


def _check_request(request: Request, console: Console) -> None:
    """End the command when its options do not fit together."""
    wrong = None
    if request.only not in ("", "timetable", "service"):
        wrong = Text(
            f"--only 只能是 timetable 或 service，不是“{request.only}”",
            f"--only must be timetable or service, not “{request.only}”",
        )
    elif request.only == "service" and request.plan is None:
        wrong = Text(
            "只排课后服务要有课表：加上 --plan 课表.xlsx", "--only service needs a timetable: add --plan PLAN.xlsx"
        )
    if wrong is not None:
        console.error(wrong)
        console.document({"status": "bad_input", "problems": []})
        raise typer.Exit(Exit.BAD_INPUT)


def _given_plan(request: Request, school: School, console: Console) -> Plan | None:
    """Return the plan to begin with, or over which service is planned; None without one. End the command when it cannot be read."""
    from scheduler.workbook.plan.reader import read_plan, with_meetings

    if request.plan is None:
        return None
    if request.only == "service" and not school.stations:
        console.error(
            Text(
                f"{request.school.name} 里没有课后服务：填好“课后服务”表再排",
                f"{request.school.name} has no service to plan: fill in 课后服务",
            )
        )
        console.document({"status": "bad_input", "problems": []})
        raise typer.Exit(Exit.BAD_INPUT)
    reading = with_meetings(school, read_plan(request.plan, school))
    if reading.plan is None:
        _bad_input(console, request.plan, reading.problems)
    console.problems(reading.problems)
    console.notes(reading.notes)
    return reading.plan


def _beginning(school: School, timetable: Plan | None) -> Text:
    """Return what is about to be planned."""
    what = (
        Text("课表", "timetable")
        if not school.stations
        else Text("课表、课后服务和弹性上下班", "timetable, service, flexible hours")
    )
    if timetable is not None:
        what = Text("课后服务和弹性上下班（课表不动）", "service and flexible hours over the timetable")
    return Text(
        f"{school.name}：{len(school.classes)} 个班，{len(school.teachers)} 位教师，开始排{what.zh}……",
        f"{school.name}: {len(school.classes)} classes, {len(school.teachers)} teachers; planning {what.en} …",
    )


def _tell_why(console: Console, school: School, result: Result, request: Request) -> NoReturn:
    """End the command of a school that was proven to have no plan: with what stands in the way, and how to learn what would help."""
    from scheduler.cli.explaining import conflict_lines, shortage_lines
    from scheduler.engine.stopping import Cancel
    from scheduler.explanation.explanation import explain as run

    console.error(_no_plan(True, request.seconds))
    cancel = Cancel()
    with _stopped_by_signals(cancel):
        found = run(school, seconds=WHY_SECONDS, workers=request.workers, seed=request.seed, cures=False, cancel=cancel)
    lines = [*shortage_lines(found.shortages), *(conflict_lines(found.conflict) if found.conflict is not None else ())]
    for line in lines:
        console.note(line)
    command = f"paike explain {request.school}"
    console.note(Text(f"怎样改才排得出：{command}", f"What would help: {command}"))
    why = found.record()
    console.document(
        {
            "status": str(result.status),
            "seconds": round(result.seconds, 2),
            "shortages": why["shortages"],
            "conflict": why["conflict"],
        }
    )
    raise typer.Exit(Exit.INTERRUPTED if cancel.asked else Exit.INFEASIBLE)


def _tell_no_plan(console: Console, result: Result, seconds: float, school: Path | None = None) -> NoReturn:
    """End the command without a plan; with the file of a `school` say how to learn why."""
    infeasible = result.status == "infeasible"
    console.error(_no_plan(infeasible, seconds))
    if infeasible and school is not None:
        console.error(
            Text(f"原因和办法见：paike explain {school}", f"Why, and what would help: paike explain {school}")
        )
    console.document({"status": str(result.status), "seconds": round(result.seconds, 2)})
    interrupted = Exit.INTERRUPTED if result.interrupted else Exit.OUT_OF_TIME
    raise typer.Exit(Exit.INFEASIBLE if infeasible else interrupted)


@contextmanager
def _stopped_by_signals(cancel: Cancel) -> Iterator[None]:
    """Let Ctrl-C or a request to terminate end the search gently; the second one ends the program."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    before = {getattr(signal, name): signal.getsignal(getattr(signal, name)) for name in names}

    def stop(number: int, frame: object) -> None:
        cancel.cancel()
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _no_plan(infeasible: bool, seconds: float) -> Text:
    if infeasible:
        return Text(
            "这些要求互相矛盾，已证明排不出。请放宽固定课、禁排时段、教研时间、场地容量或课后服务的人员限制后重排。",
            "Proven: no plan meets these requirements. Relax locks, forbidden slots, meetings, venues or limits of service.",
        )
    return Text(
        f"{seconds:g} 秒内还没有找到课表，也没有证明排不出。请加长 --time-limit 再试。",
        f"No plan was found within {seconds:g} s, and none was proven impossible. Try a longer --time-limit.",
    )


def report_record(report: Report) -> dict[str, Any]:
    """Return a report as JSON-ready data."""
    broken = [violation_record(report, active, v) for active, v in report.violations(Level.REGULATION, Level.HARD)]
    return {
        "compliant": report.compliant,
        "cost": report.cost,
        "cost_by_rule": report.cost_by_rule(),
        "violations": broken,
    }


def main() -> None:
    """Run the command; Chinese text comes out whole on any Windows console."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("PYTHONUTF8", "1")
    try:
        cli()
    except Exception:
        traceback.print_exc()
        sys.stderr.write(
            "程序出错了，这不是您的表的问题。请把上面的文字交给维护者。This is a defect of paike itself.\n"
        )
        sys.exit(Exit.DEFECT)


if __name__ == "__main__":
    main()
