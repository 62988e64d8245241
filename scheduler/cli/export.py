"""`paike export`: writes everything that is handed out of a plan, and says what was written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from constraints.audit import audit
from scheduler.cli.club_files import AllocationFile, Anonymous, Month, WishesFile, lists_in
from scheduler.cli.common import (
    AsJson,
    Language,
    OutFolder,
    PlanFile,
    SchoolFile,
    cannot_write,
    plan_in,
    refuse,
    school_in,
)
from scheduler.cli.console import Console
from scheduler.school import School
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.export.allocation.book import ClubLists
    from scheduler.export.calendars import Term
    from scheduler.plan import Plan

PAPERS = ("", "a4", "a3")


def export(
    school: SchoolFile,
    plan: PlanFile,
    out: OutFolder,
    paper: Annotated[
        str, typer.Option(help="a4 或 a3：所有 PDF 都用这种纸；不写则各用合适的 / the paper of every PDF")
    ] = "",
    first_day: Annotated[
        str, typer.Option(help="开学日 2026-09-01，“学校”表没写时用于日历 / the first day, for calendars")
    ] = "",
    weeks: Annotated[int, typer.Option(min=1, max=60, help="从开学日起共几周 / weeks of the term")] = 20,
    wishes: WishesFile = None,
    allocation: AllocationFile = None,
    month: Month = "",
    anonymous: Anonymous = False,
    as_json: AsJson = False,
    lang: Language = "zh",
) -> None:
    """写出一份课表的全部文件：工作簿、挂图和合规报告 PDF、日历 / Write a plan as workbook, PDF charts, report, calendars."""
    console = Console(lang, as_json)
    problem_set = school_in(console, school)
    request = ExportRequest(problem_set, plan, out, paper, first_day, weeks)
    problem = request.problem()
    if problem is not None:
        refuse(console, problem)
    read = plan_in(console, plan, problem_set)
    clubs = lists_in(console, problem_set, read, wishes, allocation, month=month, anonymous=anonymous)
    try:
        export_plan(console, request, read, clubs)
    except OSError as error:
        cannot_write(console, out, error)


class ExportRequest(NamedTuple):
    """What is to be written where; `paper` and `first_day` as they were typed."""

    school: School
    plan: Path
    out: Path
    paper: str
    first_day: str
    weeks: int

    def problem(self) -> Text | None:
        """Return what cannot be meant; None where all is well."""
        if self.paper.lower() not in PAPERS:
            return Text(f"--paper 只能是 a4 或 a3，不是“{self.paper}”", f"--paper is a4 or a3, not “{self.paper}”")
        try:
            self.term()
        except ValueError:
            return Text(
                f"--first-day 要写成 2026-09-01，不是“{self.first_day}”",
                f"--first-day is written 2026-09-01, not “{self.first_day}”",
            )
        return None

    def term(self) -> Term | None:
        """Return the term that is asked for, else the school's. Raises ValueError for what is no day."""
        from scheduler.export.calendars import term_of, term_of_weeks

        if self.first_day:
            return term_of_weeks(date.fromisoformat(self.first_day), self.weeks)
        return term_of(self.school)


def export_plan(console: Console, request: ExportRequest, plan: Plan, clubs: ClubLists | None = None) -> None:
    """Write all files of a plan and say which; the lists of `clubs` are in the workbook. Raises OSError."""
    from scheduler.export.check import told_bound
    from scheduler.export.folder import write_exports
    from scheduler.workbook.spreadsheet import A3, A4

    report, term = audit(request.school, plan), request.term()
    bound = told_bound(request.plan, report)
    paper = {"": None, "a4": A4, "a3": A3}[request.paper.lower()]
    files, kept = write_exports(
        report, request.out, language=console.language, paper=paper, term=term, bound=bound, clubs=clubs
    )
    shown = [file for file in files if file.parent == request.out]
    for file in shown:
        console.say(Text(f"已写出 {file}", f"Wrote {file}"))
    if kept is not None:
        console.say(Text(f"文件夹里原来的课表留在 {kept}。", f"The plan that stood there before is kept in {kept}."))
    if term is None:
        console.note(
            Text(
                "没有写日历：不知道学期从哪天到哪天。请在“学校”表填写，或加 --first-day 2026-09-01 --weeks 20。",
                "No calendars: the days of the term are not known. Fill them in on 学校, or add --first-day 2026-09-01 --weeks 20.",
            )
        )
    else:
        count, folder = len(files) - len(shown), request.out
        words = Text(
            f"已写出 {count} 份日历（{term.first} 至 {term.last}，第一周为单周；节假日没有去掉），在 {folder} 中",
            f"Wrote {count} calendars ({term.first} to {term.last}, the first week is odd; holidays are not left out) in {folder}",
        )
        console.say(words)
    console.document({"status": "written", "files": [str(file) for file in files]})
