"""A district whose schools share teachers: they are shared out, the schools planned on the cluster, round by round.

What was found out stands in 共享教师.json beside the schools' folders once all is done, so that going on begins nothing anew.
A batch that was broken off begins with the first round: what that asks is the same each time, so that plans that fit stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scheduler.district.anonymous import Anonymous
from scheduler.district.blocking import BLOCKED_FILE, read_blocked
from scheduler.district.listener import Listener
from scheduler.district.masking import told_problems
from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.reading import read_schools
from scheduler.district.results import ResultsFolder
from scheduler.district.run import District, Given, Settings, plan_schools
from scheduler.district.schools import SchoolFile, content_of
from scheduler.district.sharing import Attempt, SharedPlans, SharedTeachers, Task, planned_together, read_shared
from scheduler.district.summary import summary_of
from scheduler.engine.result import Status
from scheduler.engine.stopping import Cancel
from scheduler.export.file_set import PLAN_FILE, staging
from scheduler.plan import Plan
from scheduler.plan.document import PlanDocument
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.plan.json import plan_of_document
from scheduler.workbook.problem import Note, Problem

if TYPE_CHECKING:
    from distributed import Client

    from scheduler.workbook import Reading

MEMO_FILE = "共享教师.json"
_STATUSES = {
    SchoolStatus.PLANNED: Status.FEASIBLE,
    SchoolStatus.INFEASIBLE: Status.INFEASIBLE,
}


class SharedOutcome(NamedTuple):
    """What came of a district with shared teachers. `whole` tells whether all is done; `problems` are those of the sheet, of which
    one that blocks has ended it; `clashes` is what the audit over all schools found; `as_one` are schools planned as one."""

    whole: bool
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    teachers: int = 0
    clashes: tuple[Text, ...] = ()
    as_one: tuple[str, ...] = ()
    rounds: int = 0


class _StoppedError(Exception):
    """The batch was cancelled."""


def done_before(district: District, book: Path, results: ResultsFolder) -> SharedOutcome | None:
    """Return what came of a district when all of it was done before, of the same workbooks; None where something is to be done.

    As far as it is known, `district.contents` says afterwards what the results that stand are made of. Raises OSError.
    """
    memo = _read_memo(results.folder / MEMO_FILE, _inputs(district, book))
    if memo is None:
        return None
    read = dict(district.contents)
    district.contents.update(memo.contents)
    if not district.undone(results):
        return SharedOutcome(True, teachers=memo.teachers, clashes=memo.clashes, as_one=memo.as_one, rounds=memo.rounds)
    district.contents.update(read)
    return None


def _inputs(district: District, book: Path) -> str:
    return content_of(book.read_bytes(), *(content.encode() for content in sorted(district.contents.values())))


def plan_shared(
    client: Client,
    district: District,
    book: Path,
    results: ResultsFolder,
    settings: Settings,
    listener: Listener,
    cancel: Cancel,
) -> SharedOutcome:
    """Plan a district by its workbook, with every result on disk as it comes; see `plan_schools` for errors.

    Afterwards `district.contents` says what the results that stand are made of.
    """
    inputs = _inputs(district, book)
    readings = read_schools(client, district.schools, listener, cancel)
    if readings is None:
        return SharedOutcome(False)
    schools = _schools_given(district, readings, settings)
    unread = [file.title for file in district.schools if file.title not in schools]
    read = read_shared(book, schools, unread)
    if read.shared is None:
        return SharedOutcome(False, read.problems, read.notes)
    loop = _Loop(client, district, results, settings, listener, cancel, read.shared)
    try:
        found = planned_together(
            {name: schools[name] for name in read.shared.schools}, read.shared, loop.plan, seed=settings.seed
        )
        loop.plan({})  # where nobody is shared after all, the schools are still to be planned
    except _StoppedError:
        return SharedOutcome(False, read.problems, read.notes, len(read.shared.teachers))
    _tell_causes(district, results, found, settings)
    clashes = tuple(clash.text for clash in found.clashes)
    outcome = SharedOutcome(
        True, read.problems, read.notes, len(read.shared.teachers), clashes, found.as_one, found.rounds
    )
    _write_memo(results.folder, _Memo(inputs, dict(district.contents), *outcome[3:]))
    return outcome


def _schools_given(district: District, readings: Mapping[str, Reading], settings: Settings) -> dict[str, School]:
    """Return the schools that could be read, by title; they are planned as they were read."""
    schools = {name: each.school for name, each in readings.items() if each.school is not None}
    for file in district.schools:
        if file.title in schools:
            told = told_problems(readings[file.title].problems, settings.names)
            district.given[file.name] = Given(schools[file.title].model_dump_json(), told)
    return schools


class _Loop:
    """Plans schools on the cluster as the sharing asks, those that share nobody in the first round."""

    def __init__(
        self,
        client: Client,
        district: District,
        results: ResultsFolder,
        settings: Settings,
        listener: Listener,
        cancel: Cancel,
        shared: SharedTeachers,
    ) -> None:
        self.client, self.district, self.results, self.settings = client, district, results, settings
        self.listener, self.cancel = listener, cancel
        self.files = {file.title: file for file in district.schools}
        self.alone = [file for file in district.schools if file.title not in shared.schools]

    def plan(self, tasks: Mapping[str, Task]) -> dict[str, Attempt]:
        """Plan schools, by their titles; what is on disk already is not planned again."""
        for name, task in tasks.items():
            self._give(self.files[name], task)
        schools = [*(self.files[name] for name in tasks), *self.alone]
        self.alone = []
        undone = self.district.undone(self.results, schools)
        before = self.results.read()
        for file in schools:
            if file not in undone:
                self.listener.known(file, before[file.name])
        if undone and not plan_schools(
            self.client, self.district, undone, self.results, self.settings, self.listener, self.cancel
        ):
            raise _StoppedError
        found = self.results.read()
        return {name: self._attempt(self.files[name], task, found) for name, task in tasks.items()}

    def _give(self, file: SchoolFile, task: Task) -> None:
        school = task.school.model_dump_json()
        start = "" if task.start is None else task.start.model_dump_json()
        self.district.given[file.name] = self.district.given[file.name]._replace(school=school, start=start)
        self.district.contents[file.name] = content_of(school.encode(), start.encode())

    def _attempt(self, file: SchoolFile, task: Task, found: Mapping[str, SchoolResult]) -> Attempt:
        result, folder = found.get(file.name), self.results.folder_of(file.name)
        if result is None or folder is None:
            return Attempt(Status.UNKNOWN)
        status = _STATUSES.get(result.status, Status.UNKNOWN)
        plan = _plan_in(folder / PLAN_FILE, task.school) if status is Status.FEASIBLE else None
        if status is Status.FEASIBLE and plan is None:
            return Attempt(Status.UNKNOWN)
        return Attempt(status, plan, read_blocked(folder / BLOCKED_FILE, file.title))


def _plan_in(path: Path, school: School) -> Plan | None:
    try:
        document = PlanDocument.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
    return plan_of_document(document, school).plan


def _tell_causes(district: District, results: ResultsFolder, found: SharedPlans, settings: Settings) -> None:
    """Write into the results of schools without a plan that it is for their shared teachers, and what is known of them else."""
    files = {file.title: file for file in district.schools}
    known = results.read()
    for name, cause in found.causes.items():
        file, school = files[name], found.schools[name]
        said = Anonymous(school, names=settings.names).text(cause)
        proven = found.attempts[name].status is Status.INFEASIBLE
        status = SchoolStatus.INFEASIBLE if proven else SchoolStatus.UNPLANNED
        content = district.contents[file.name]
        old = known.get(file.name)
        if old is not None and old.content == content:
            results.amend(old.model_copy(update={"status": status, "cause": said}))
            continue
        summary = summary_of(school, names=settings.names).model_dump(mode="json")
        given = district.given[file.name]
        result = SchoolResult(
            file=file.name,
            content=content,
            status=status,
            school=school.name,
            classes=len(school.classes),
            problems=given.problems,
            cause=said,
            summary=summary,
        )
        results.keep(file.title, SchoolOutcome(result, {}))


# What was found out, on disk.


class _Memo(NamedTuple):
    inputs: str
    contents: dict[str, str]
    teachers: int
    clashes: tuple[Text, ...]
    as_one: tuple[str, ...]
    rounds: int


def _write_memo(folder: Path, memo: _Memo) -> None:
    with staging(folder) as staged:
        text = json.dumps(memo._asdict(), ensure_ascii=False)
        (staged / MEMO_FILE).write_text(text, encoding="utf-8")
        (staged / MEMO_FILE).replace(folder / MEMO_FILE)


def _read_memo(path: Path, inputs: str) -> _Memo | None:
    """Return what was found out of the same workbooks; None where nothing was."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        memo = _Memo(
            **{**told, "clashes": tuple(Text(*each) for each in told["clashes"]), "as_one": tuple(told["as_one"])}
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return memo if memo.inputs == inputs else None
