"""A folder of what schools have planned themselves, audited: each school with the timetable that belongs to it, in processes."""

from __future__ import annotations

import hashlib
import os
import pickle
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from constraints.audit import Report, audit
from scheduler.district.masking import problem_text
from scheduler.district.nouns import RESULT_FILE, SchoolResult, SchoolStatus
from scheduler.district.pairing import (
    Pair,
    PlanSign,
    SchoolSign,
    holds_a_plan,
    looks_like_a_school,
    pair,
)
from scheduler.district.pairs_book import PAIRS_FILE, read_pairs
from scheduler.district.peek import Peek, peek
from scheduler.district.pool import Processes
from scheduler.district.schools import SHARED_TEACHERS
from scheduler.district.summary import summary_of
from scheduler.plan.layout import tells_service
from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook import read_school
from scheduler.workbook.names import key
from scheduler.workbook.plan.fet import SUFFIX
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.plan.reading import PlanReading
from scheduler.workbook.problem import Problem

SUFFIXES = frozenset({".xlsx", ".xlsm", ".json", SUFFIX})
NO_PLANS = frozenset({RESULT_FILE, "job.json", "links.json", "allocation.json", "district.json"})
PROBLEMS_SHOWN = 50
_ORDER = {"error": 0, "question": 1, "warning": 2}
NO_SCHOOL = Text(
    "找不到这份课表是哪所学校的：没有对应的学校工作簿", "no school's workbook in the folder belongs to this timetable"
)
NOT_CERTAIN = Text(
    f"在“{PAIRS_FILE}”里写明这所学校的课表文件，放进文件夹后再查一次",
    f"Name this school's timetable in {PAIRS_FILE}, put that into the folder and check again",
)
DIED = Text(
    "读这所学校时进程意外结束（可能是内存不够）", "the process died while it read this school (of memory, perhaps)"
)


class CheckedFolder(NamedTuple):
    """What came of a folder: a result for each school and for each timetable that is nobody's, and what was taken for whose."""

    results: tuple[SchoolResult, ...]
    pairs: tuple[Pair, ...]

    @property
    def uncertain(self) -> tuple[Pair, ...]:
        """The schools of which it must be asked which timetable is theirs."""
        return tuple(each for each in self.pairs if each.candidates)


class _Read(NamedTuple):
    """A workbook that was read as a school's: the school as bytes, by what it is known, what is wrong."""

    school: bytes | None
    sign: SchoolSign
    problems: tuple[Problem, ...]


class _Reading(NamedTuple):
    folder: Path
    file: str


class _Checking(NamedTuple):
    """A school and its timetable, to be judged."""

    folder: Path
    file: str
    school: bytes
    plan: str | None
    names: bool
    problems: tuple[Problem, ...]
    why: Text


def check_folder(
    folder: Path,
    *,
    names: bool = False,
    workers: int | None = None,
    answers: Mapping[str, str] | None = None,
    listener: Callable[[SchoolResult], None] = lambda result: None,
) -> CheckedFolder:
    """Return what schools have planned themselves, audited, a result a school in the order of the files' names.

    Schools' workbooks and timetables stand in the folder or in folders of it, in any layout that our readers take. `answers` say
    of a school's workbook which file is its timetable ('' for none), by paths in the folder; else 配对.xlsx in the folder does.
    Without `names` no text names anybody. With 0 `workers` all is done in this process. `listener` is told each result as it comes. Raises OSError for a folder that cannot be
    read.
    """
    files = _files(folder)
    said = {file: peek(folder / file) for file in files}
    answered = read_pairs(folder / PAIRS_FILE) if answers is None else answers
    with Processes((os.cpu_count() or 1) if workers is None else workers) as processes:
        read, plans = _read_schools(folder, said, answered, processes)
        signs = [each.sign for each in read.values() if each.school is not None]
        pairing = pair(signs, [PlanSign(file, said[file]) for file in plans], _known(answered, files))
        pairs = [_own_plan(each, said) for each in pairing.pairs]
        results = [_bad(folder, file, each, names) for file, each in read.items() if each.school is None]
        results += [_nobodys(folder, file) for file in pairing.left]
        for result in results:
            listener(result)
        for result in _checked(folder, pairs, read, names, processes):
            listener(result)
            results.append(result)
    return CheckedFolder(tuple(sorted(results, key=lambda each: each.file)), tuple(pairs))


# The files.


def _files(folder: Path) -> list[str]:
    """Return the files that may be a school's or a timetable, by their paths in the folder, in it and in its folders."""
    found = [*folder.iterdir(), *(file for inner in folder.iterdir() if inner.is_dir() for file in inner.iterdir())]
    kept = [
        path
        for path in found
        if path.is_file()
        and path.suffix.lower() in SUFFIXES
        and path.name not in NO_PLANS
        and path.name != PAIRS_FILE
        and not any(part.startswith(("~$", ".")) for part in path.relative_to(folder).parts)
    ]
    return sorted(path.relative_to(folder).as_posix() for path in kept)


def _read_schools(
    folder: Path, said: Mapping[str, Peek], answers: Mapping[str, str], processes: Processes
) -> tuple[dict[str, _Read], list[str]]:
    """Return what was read as a school's workbook, and the files that may be timetables.

    A workbook whose sheets do not tell is read as a school's; where it is none, it may be a timetable.
    """
    books = [file for file in said if Path(file).suffix.lower() not in (".json", SUFFIX)]
    books = [file for file in books if SHARED_TEACHERS not in map(key, said[file].titles)]
    certain = [file for file in books if file in answers or looks_like_a_school(said[file])]
    open_ones = [f for f in books if f not in certain and f not in answers.values() and not holds_a_plan(said[f])]
    read: dict[str, _Read] = {}
    for done in processes.do(_read_one, [_Reading(folder, file) for file in (*certain, *open_ones)]):
        read[done.item.file] = done.result or _Read(None, SchoolSign(done.item.file, "", ()), (_died(done.item.file),))
    for file in open_ones:
        if read[file].school is None:
            del read[file]
    others = [f for f in said if f not in read and SHARED_TEACHERS not in map(key, said[f].titles)]
    return dict(sorted(read.items())), others


def _died(file: str) -> Problem:
    return Problem("error", file, "", "", DIED, Text("用 Excel 另存一份再试", "Save a copy with Excel and try again"))


def _read_one(item: _Reading) -> _Read:
    """Return a workbook as a school; done in a process of the pool."""
    reading = read_school(item.folder / item.file)
    school = reading.school
    if school is None:
        return _Read(None, SchoolSign(item.file, "", ()), tuple(reading.problems))
    teaching = tuple(name for name, courses in school.teacher_courses.items() if courses)
    sign = SchoolSign(item.file, school.name, teaching)
    return _Read(pickle.dumps(school), sign, tuple(reading.problems))


def _known(answers: Mapping[str, str], files: Iterable[str]) -> dict[str, str]:
    """Return the answers about files that are there."""
    there = {*files, ""}
    return {school: plan for school, plan in answers.items() if school in there and plan in there}


def _own_plan(found: Pair, said: Mapping[str, Peek]) -> Pair:
    """Return the pair of a school whose own workbook holds its timetable, where no other does."""
    if found.plan is not None or found.candidates or not holds_a_plan(said[found.school]):
        return found
    return Pair(found.school, found.school, Text("课表就在学校工作簿里", "the school's workbook holds it"))


# The results.


def _bad(folder: Path, file: str, read: _Read, names: bool) -> SchoolResult:
    problems = _told(read.problems, names)
    return SchoolResult(file=file, content=_content(folder, file), status=SchoolStatus.BAD_FILE, problems=problems)


def _nobodys(folder: Path, file: str) -> SchoolResult:
    return SchoolResult(file=file, content=_content(folder, file), status=SchoolStatus.BAD_FILE, problems=(NO_SCHOOL,))


def _told(problems: Iterable[Problem], names: bool) -> tuple[Text, ...]:
    ordered = sorted(problems, key=lambda problem: _ORDER[problem.severity])
    return tuple(problem_text(problem, names) for problem in ordered[:PROBLEMS_SHOWN])


def _content(folder: Path, *files: str | None) -> str:
    """Return what tells whether some files are those that were checked."""
    digest = hashlib.sha256()
    for file in files:
        digest.update((folder / file).read_bytes() if file is not None else b"")
    return digest.hexdigest()


def _checked(
    folder: Path, pairs: Sequence[Pair], read: Mapping[str, _Read], names: bool, processes: Processes
) -> Iterator[SchoolResult]:
    items = []
    for each in pairs:
        known = read[each.school]
        if known.school is not None:
            why = each.why if each.plan is not None or not each.candidates else _asked(each)
            items.append(_Checking(folder, each.school, known.school, each.plan, names, known.problems, why))
    for done in processes.do(_check, items):
        yield done.result or SchoolResult(
            file=done.item.file,
            content="",
            status=SchoolStatus.CRASHED,
            cause=DIED,
            school=read[done.item.file].sign.name,
        )


def _asked(found: Pair) -> Text:
    return Text(f"{found.why.zh}。{NOT_CERTAIN.zh}", f"{found.why.en}. {NOT_CERTAIN.en}")


def _check(item: _Checking) -> SchoolResult:
    """Return what came of a school; done in a process of the pool."""
    began = time.monotonic()
    school: School = pickle.loads(item.school)
    result = SchoolResult(
        file=item.file,
        content=_content(item.folder, item.file, item.plan),
        status=SchoolStatus.UNPLANNED,
        school=school.name,
        classes=len(school.classes),
        problems=_told(item.problems, item.names),
    )
    if item.plan is None:
        summary = summary_of(school, names=item.names).model_dump(mode="json")
        result = result.model_copy(update={"cause": item.why, "summary": summary})
    else:
        result = _judged(result, school, read_plan(item.folder / item.plan, school), item)
    return result.model_copy(update={"seconds": round(time.monotonic() - began, 2)})


def _judged(result: SchoolResult, school: School, reading: PlanReading, item: _Checking) -> SchoolResult:
    """Return the result of a school with the plan that was read, or of one that could not be."""
    problems = (*_told(reading.problems, item.names), *result.problems)[:PROBLEMS_SHOWN]
    if reading.plan is None:
        known = summary_of(school, names=item.names).model_dump(mode="json")
        bad = {"status": SchoolStatus.BAD_FILE, "problems": problems, "summary": known}
        return result.model_copy(update=bad)
    report = audit(school, reading.plan, reading.omissions)
    summary = summary_of(school, reading.plan, report, names=item.names, omissions=reading.omissions)
    compliant = _compliant(reading, report)
    cost = report.cost if _comparable(school, reading) else None
    told = summary.renewed(compliant=compliant, cost=cost).model_dump(mode="json")
    return result.model_copy(
        update={
            "status": SchoolStatus.PLANNED,
            "problems": problems,
            "cost": cost,
            "compliant": compliant,
            "summary": told,
        }
    )


def _comparable(school: School, reading: PlanReading) -> bool:
    """Tell whether a plan's cost can be held against that of others: it tells all that is priced."""
    told = reading.omissions
    whole = not (told.classes or told.courses or told.parts)
    return whole and reading.plan is not None and (tells_service(reading.plan) or not school.service.stations)


def _unread(reading: PlanReading) -> bool:
    return any(problem.blocks for problem in reading.problems)


def _compliant(reading: PlanReading, report: Report) -> bool | None:
    """Return whether a plan keeps the binding rules; not known where none is broken in what was understood, but not all was."""
    return None if report.compliant and _unread(reading) else report.compliant
