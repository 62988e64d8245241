"""`python -m scheduler.district.turn FOLDER`: one school's turn, in a process of its own.

The folder holds the workbook and `job.json`; what comes of it is in `out`, at last `result.json`. Steps of the search are
lines of JSON on standard output. The process ends by itself when its standard input is closed: so it never outlives its worker.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.district.anonymous import Anonymous
from scheduler.district.blocking import BLOCKED_FILE, blocked_text
from scheduler.district.job import DEFECT_FILE, JOB_FILE, OUT_FOLDER, SchoolJob, Step
from scheduler.district.masking import ORDER, told_problems
from scheduler.district.nouns import RESULT_FILE, SchoolResult, SchoolStatus
from scheduler.district.sharing.blocked import blocked_by
from scheduler.district.summary import summary_of
from scheduler.engine.result import Progress, Result, Status
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.engine.usual_time import usual_seconds
from scheduler.explanation.explanation import Explanation, explain
from scheduler.export.marked_school import write_marked_school
from scheduler.export.result_folder import ResultFolder
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook import read_school

if TYPE_CHECKING:
    from constraints.audit import Report
    from scheduler.workbook.problem import Problem

MARKED_FILE, CAUSES_FILE = "问题.xlsx", "原因.txt"
WHY_SECONDS = 120.0  # to find what stands in the way, and what would help
_TELL_EVERY = 2.0  # seconds


def take_turn(folder: Path) -> SchoolResult:
    """Do what the job in a folder says; return the result, which is written last. Raises OSError."""
    job = SchoolJob.model_validate_json((folder / JOB_FILE).read_text(encoding="utf-8"))
    out = folder / OUT_FOLDER
    out.mkdir()
    began = time.monotonic()
    found = _turn(job, folder / job.file, out)
    result = found.model_copy(update={"seconds": round(time.monotonic() - began, 2)})
    (out / RESULT_FILE).write_text(result.model_dump_json(), encoding="utf-8")
    return result


def _turn(job: SchoolJob, workbook: Path, out: Path) -> SchoolResult:
    result = SchoolResult(file=job.file, content=job.content, status=SchoolStatus.BAD_FILE, problems=job.problems)
    if job.given:
        school = School.model_validate_json(job.given)
    else:
        reading = read_school(workbook)
        problems = sorted(reading.problems, key=lambda problem: ORDER[problem.severity])
        told = told_problems(problems, job.names)
        result = result.model_copy(update={"problems": told})
        if reading.school is None:
            _write_marked(workbook, problems, out, job.language)
            return result
        school = reading.school
    result = result.model_copy(update={"school": school.name, "classes": len(school.classes)})
    return result.model_copy(update=_planned(job, school, out))


def _write_marked(workbook: Path, problems: list[Problem], out: Path, language: str) -> None:
    """Write what the school is to get back: its workbook with the problems marked, where it is one."""
    try:
        write_marked_school(workbook, problems, out / MARKED_FILE, language=language)
    except ValueError:
        return


def _planned(job: SchoolJob, school: School, out: Path) -> dict[str, Any]:
    """Plan a school and return what its result says of that."""
    results = ResultFolder(out)
    found = _search(job, school, results)
    ends = {Status.INFEASIBLE: SchoolStatus.INFEASIBLE, Status.UNKNOWN: SchoolStatus.UNPLANNED}
    told: dict[str, Any] = {"status": ends.get(found.status, SchoolStatus.PLANNED), "bound": found.bound}
    if found.report is not None:
        results.finish(found, language=job.language)
        summary = summary_of(school, found.report.plan, found.report, names=job.names).model_dump(mode="json")
        return {**told, "cost": found.cost, "compliant": found.report.compliant, "summary": summary}
    told["summary"] = summary_of(school, names=job.names).model_dump(mode="json")
    if found.status is Status.INFEASIBLE:
        return {**told, "bound": None, **(_why_of_shared(job, school, out) or _why(job, school, out))}
    seconds = f"{found.seconds:.0f}"
    cause = Text(f"{seconds} 秒内没有排出，也没有证明排不出", f"no plan in {seconds} s, and none proven impossible")
    return {**told, "cause": cause}


def _search(job: SchoolJob, school: School, results: ResultFolder) -> Result:
    told_at = -_TELL_EVERY

    def listen(step: Progress, report: Report | None) -> None:
        nonlocal told_at
        results.keep(step, report)  # should the process be ended, the plan is there
        if step.seconds - told_at >= _TELL_EVERY:
            told_at = step.seconds
            _tell(Step(step.seconds, step.cost, step.bound))

    seconds = job.seconds
    if seconds is None and job.deterministic is None:
        seconds = float(usual_seconds(len(school.classes)))
    stop = StoppingCriterion(seconds, job.deterministic)
    start = Plan.model_validate_json(job.start) if job.start else None
    return solve(school, stop, workers=max(1, job.threads), seed=job.seed, listener=listen, start=start)


def _why_of_shared(job: SchoolJob, school: School, out: Path) -> dict[str, Any] | None:
    """Return why a school has no plan where that is for its shared teachers' being elsewhere, kept as what is to be shared out
    otherwise; None where that is not to blame."""
    if not school.away_marks:
        return None
    found = blocked_by("", school, seconds=WHY_SECONDS, workers=max(1, job.threads), seed=job.seed)
    (out / BLOCKED_FILE).write_text(blocked_text(found), encoding="utf-8")
    if not found.closed or found.cause is None:
        return None
    return {"cause": Anonymous(school, names=job.names).text(found.cause)}


def _why(job: SchoolJob, school: School, out: Path) -> dict[str, Any]:
    """Return the first cause and the cheapest cure; write all of them for the school."""
    seconds = WHY_SECONDS if job.seconds is None else max(WHY_SECONDS / 2, job.seconds)
    found = explain(school, seconds=seconds, workers=max(1, job.threads), seed=job.seed)
    lines = "\n".join(text.get(job.language) for text in _explained(found))
    (out / CAUSES_FILE).write_text(f"{lines}\n", encoding="utf-8")
    said = Anonymous(school, names=job.names).text
    causes = [each.text for each in found.shortages] or ([found.conflict.text] if found.conflict is not None else [])
    cause = causes[0] if causes else Text("要求互相矛盾", "the requirements contradict each other")
    return {"cause": said(cause), "cure": said(found.cures[0].text) if found.cures else None}


def _explained(found: Explanation) -> Iterator[Text]:
    yield from (each.text for each in found.shortages)
    if found.conflict is not None:
        yield found.conflict.text
        yield from (Text(f"  · {each.text.zh}", f"  · {each.text.en}") for each in found.conflict.members)
    for number, cure in enumerate(found.cures, 1):
        yield Text(f"改法 {number}：{cure.text.zh}", f"Cure {number}: {cure.text.en}")


def _tell(step: Step) -> None:
    sys.stdout.write(json.dumps(step) + "\n")
    sys.stdout.flush()


def _end_with_the_worker() -> None:
    """End this process when the worker closes its standard input, or dies."""

    def watch() -> None:
        sys.stdin.buffer.read()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Run the process. A defect is told by its kind and place alone: a message might hold a name."""
    _end_with_the_worker()
    folder = Path(sys.argv[1])
    try:
        take_turn(folder)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} in {frame.name}, {Path(frame.filename).name}:{frame.lineno}"
        (folder / DEFECT_FILE).write_text(place, encoding="utf-8")
        os._exit(70)
    sys.stdout.flush()
    os._exit(0)  # threads of the solver are not waited for


if __name__ == "__main__":
    main()
