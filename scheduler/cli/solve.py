"""`paike solve` and `paike demo`: plan the week, or a half of it, and say what came of it or why nothing did."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, NoReturn

import typer

from scheduler.cli.club_files import AllocationFile, Anonymous, Month, WishesFile, lists_in
from scheduler.cli.common import (
    AsJson,
    Exit,
    Language,
    OutFolder,
    SchoolFile,
    Seconds,
    Workers,
    no_plan_text,
    plan_of,
    refuse,
    school_in,
    stopped_by_signals,
    tell_no_plan,
)
from scheduler.cli.console import Console, bounds_record, report_record
from scheduler.cli.explain import conflict_lines, shortage_lines
from scheduler.cli.results import keeper, result_folder, write_result
from scheduler.school import School
from scheduler.text import Text

if TYPE_CHECKING:
    from constraints.audit import Report
    from scheduler.engine.result import Progress, Result
    from scheduler.export.result_folder import ResultFolder
    from scheduler.plan import Plan

WHY_SECONDS = 60.0  # to find what stands in the way, once it is proven that there is no plan


class Request(NamedTuple):
    """What is to be planned: `only` is timetable, service or empty for both; `plan` is to be improved, or the timetable that service goes over.

    Without `seconds` the size of the school tells how long. With `wishes` and `allocation` the workbook has the lists of clubs.
    """

    school: Path
    out: Path
    seconds: float | None
    workers: int | None = None
    seed: int = 1
    only: str = ""
    plan: Path | None = None
    wishes: Path | None = None
    allocation: Path | None = None
    month: str = ""
    anonymous: bool = False

    def timed(self, school: School) -> Request:
        """Return it with the time that a school of this size usually has, where none is asked for."""
        from scheduler.engine.usual_time import usual_seconds

        return self if self.seconds is not None else self._replace(seconds=float(usual_seconds(len(school.classes))))

    @property
    def limit(self) -> float:
        """How many seconds there are."""
        assert self.seconds is not None
        return self.seconds


def demo(out: Path = Path("demo"), time_limit: Seconds = 30, lang: Language = "zh") -> None:
    """从头到尾演示样例学校 / The sample school, start to end."""
    from sample_data import sample_path

    _solve_file(Console(lang), Request(sample_path("primary-36.xlsx"), out, time_limit))


def solve(
    school: SchoolFile,
    out: OutFolder,
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=1, help="秒，不写则看学校大小：60 至 600 / seconds, by default 60 to 600 by the size of the school"
        ),
    ] = None,
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
    wishes: WishesFile = None,
    allocation: AllocationFile = None,
    month: Month = "",
    anonymous: Anonymous = False,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """排出课表、课后服务和弹性上下班 / Plan the week: timetable, service and flexible hours."""
    clubs = (wishes, allocation, month, anonymous)
    _solve_file(Console(lang, as_json), Request(school, out, time_limit, workers, seed, only, plan, *clubs))


def _solve_file(console: Console, request: Request) -> NoReturn:
    from scheduler.engine.result import Status

    _check_request(console, request)
    school = school_in(console, request.school)
    request = request.timed(school)
    given = _given_plan(console, request, school)
    lists = lists_in(
        console, school, given, request.wishes, request.allocation, month=request.month, anonymous=request.anonymous
    )
    if request.only == "timetable":
        school = school.without_service()
    folder = result_folder(console, request.out, lists)
    result = _search(console, request, school, given, folder)
    if result.report is None:
        if result.status is Status.INFEASIBLE and request.only != "service":
            _tell_why(console, request, school, result)
        tell_no_plan(console, result, request.limit)
    written = write_result(console, folder, result)
    console.report(result.report, bound=result.bound, optimal=result.status is Status.OPTIMAL, bounds=result.bounds)
    console.document(
        {
            **report_record(result.report),
            "status": str(result.status),
            "bound": result.bound,
            **bounds_record(result.bounds),
            "seconds": round(result.seconds, 2),
            **written.record(),
        }
    )
    done = Exit.DONE if result.report.compliant else Exit.BROKEN  # a timetable that was given may break rules
    raise typer.Exit(written.status(done, result.interrupted))


def _check_request(console: Console, request: Request) -> None:
    """End the command when its options do not fit together."""
    if request.only not in ("", "timetable", "service"):
        refuse(
            console,
            Text(
                f"--only 只能是 timetable 或 service，不是“{request.only}”",
                f"--only must be timetable or service, not “{request.only}”",
            ),
        )
    if request.only == "service" and request.plan is None:
        refuse(
            console,
            Text(
                "只排课后服务要有课表：加上 --plan 课表.xlsx", "--only service needs a timetable: add --plan PLAN.xlsx"
            ),
        )


def _given_plan(console: Console, request: Request, school: School) -> Plan | None:
    """Return the plan to begin with, or over which service is planned; None without one. End the command when it cannot be read."""
    from scheduler.workbook.plan.reader import read_plan, with_meetings

    if request.plan is None:
        return None
    if request.only == "service" and not school.service.stations:
        refuse(
            console,
            Text(
                f"{request.school.name} 里没有课后服务：填好“课后服务”表再排",
                f"{request.school.name} has no service to plan: fill in 课后服务",
            ),
        )
    return plan_of(console, request.plan, with_meetings(school, read_plan(request.plan, school)))


def _search(console: Console, request: Request, school: School, given: Plan | None, folder: ResultFolder) -> Result:
    """Return what the search finds in its time; its steps are shown, the best plan is kept in the folder meanwhile."""
    from scheduler.engine.solve import solve as run
    from scheduler.engine.stopping import StoppingCriterion
    from scheduler.plan.adopt import adopted

    timetable = given if request.only == "service" else None
    console.say(_beginning(school, timetable))
    with console.progress() as show, stopped_by_signals() as cancel:
        keep = keeper(console, folder)

        def listen(step: Progress, report: Report | None) -> None:
            keep(step, report)
            show(step)

        return run(
            school,
            StoppingCriterion(request.limit, cancel=cancel),
            workers=request.workers,
            seed=request.seed,
            listener=listen,
            timetable=timetable,
            start=None if given is None else adopted(school, given),
        )


def _beginning(school: School, timetable: Plan | None) -> Text:
    """Return what is about to be planned."""
    what = (
        Text("课表", "timetable")
        if not school.service.stations
        else Text("课表、课后服务和弹性上下班", "timetable, service, flexible hours")
    )
    if timetable is not None:
        what = Text("课后服务和弹性上下班（课表不动）", "service and flexible hours over the timetable")
    return Text(
        f"{school.name}：{len(school.classes)} 个班，{len(school.teachers)} 位教师，开始排{what.zh}……",
        f"{school.name}: {len(school.classes)} classes, {len(school.teachers)} teachers; planning {what.en} …",
    )


def _tell_why(console: Console, request: Request, school: School, result: Result) -> NoReturn:
    """End the command of a school that was proven to have no plan: with what stands in the way, and how to learn what would help."""
    from scheduler.explanation.explanation import explain

    console.error(no_plan_text(True, request.limit))
    with stopped_by_signals() as cancel:
        found = explain(
            school, seconds=WHY_SECONDS, workers=request.workers, seed=request.seed, cures=False, cancel=cancel
        )
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
