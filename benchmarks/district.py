"""`python -m benchmarks.district`: what a batch costs beside the planning, how it grows, how long it takes on clusters; writes benchmarks/district.md.

Seconds are processor time (user and system) of all processes, so that they hold on a machine that does other things.
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import psutil

from constraints.audit import audit
from sample_data.district import make_district
from sample_data.generator import make_school
from scheduler.district.batch import run_batch
from scheduler.district.check import check_folder
from scheduler.district.cluster import local_cluster
from scheduler.district.job import SchoolJob
from scheduler.district.listener import Listener
from scheduler.district.makespan import makespan
from scheduler.district.nouns import SchoolOutcome, SchoolResult, SchoolStatus
from scheduler.district.process import run_turn
from scheduler.district.results import ResultsFolder
from scheduler.district.run import Settings, district_of, plan_schools
from scheduler.district.schools import SchoolFile, content_of, longest_first
from scheduler.engine.usual_time import usual_seconds
from scheduler.export import write_plan_workbook
from scheduler.school import School, SchoolClass
from scheduler.workbook import read_school, write_school
from tests import schools as tiny
from tests.full_plans import full_plan

RESULTS = Path(__file__).with_name("district.md")
WORKBOOK, FILES = 125_000, (110_000, 500_000)  # bytes of a school of 36 classes: its workbook, what comes back
STUBS = (100, 300, 1000)
TURNS = (12, 36, 60)
SEARCH = 2.0  # deterministic time of a search that is to be taken off
TINY = 12
CHECKED = 8
WORKERS = (1, 2, 8, 32, 128)
DISTRICT = 120


def main() -> None:
    """Measure all and write the page."""
    parts = [*_head(), *_growth(), *_turns(), *_efficiency(), *_checking(), *_makespans()]
    RESULTS.write_text("\n".join(parts) + "\n", encoding="utf-8")


def _head() -> list[str]:
    cores = os.cpu_count()
    return [
        "# The district",
        "",
        f"Written by `python -m benchmarks.district`. Python {platform.python_version()}, {platform.machine()}, {cores} cores. Seconds are "
        "processor time (user and system, of all processes), as the machine was not quiet: wall time is nowhere measured.",
        "",
    ]


# How a batch grows.


def stub(job: SchoolJob, workbook: bytes, topic: str, slots: Mapping[str, int]) -> SchoolOutcome:
    """Return what a school of 36 classes sends back, at once."""
    result = SchoolResult(file=job.file, content=job.content, status=SchoolStatus.PLANNED, classes=36, cost=0, bound=0)
    random = Random(job.file)
    return SchoolOutcome(result, {f"{n}.bin": random.randbytes(size) for n, size in enumerate(FILES)})


def _growth() -> list[str]:
    rows = []
    for number in STUBS:
        with tempfile.TemporaryDirectory() as folder, local_cluster(1) as client:
            files = [SchoolFile(Path(f"{n}.xlsx"), str(n), 36) for n in range(number)]
            book = Random(1).randbytes(WORKBOOK)
            memory: list[float] = []

            class Watch(Listener):
                def done(self, school: SchoolFile, result: SchoolResult) -> None:
                    memory.append(psutil.Process().memory_info().rss / 1024**2)  # noqa: B023

            def job(school: SchoolFile) -> tuple[SchoolJob, bytes]:
                return SchoolJob(file=school.name, content="", longest=60, memory=2**33), book  # noqa: B023

            with _processor() as spent:
                run_batch(client, files, job, ResultsFolder(Path(folder)), listener=Watch(), work=stub)
            seconds = spent[0]
        quarter = number // 4
        rows.append((number, f"{seconds / number * 1000:.0f}", f"{memory[quarter]:.0f}", f"{memory[-1]:.0f}"))
    return [
        "## Growth",
        "",
        f"Schools whose worker answers at once ({WORKBOOK // 1000} KB to it, {sum(FILES) // 1000} KB back and onto the disk), through the real loop and a real "
        "LocalCluster. The client's process holds Dask's scheduler; one process does all three, so that its memory does not fall back in between. What counts is "
        "the growth from the first quarter to the end: with 1,000 schools under 5 %.",
        "",
        *_table(("schools", "ms a school", "MB after a quarter", "MB at the end"), rows),
        "",
    ]


# A school's turn.


def _turns() -> list[str]:
    rows = []
    for classes in TURNS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "school.xlsx"
            write_school(make_school("nine-year", classes, 7), path)
            workbook = path.read_bytes()
            began = time.process_time()
            assert read_school(path).school is not None
            reading = time.process_time() - began
        spent = []
        for work in (SEARCH, 2 * SEARCH):
            job = SchoolJob(
                file=path.name, content="", seconds=600, deterministic=work, threads=1, longest=3600, memory=2**34
            )
            with _processor() as seconds:
                result = run_turn(job, workbook).result
            spent.append(seconds[0])
            assert result.status in (SchoolStatus.PLANNED, SchoolStatus.UNPLANNED), result
        rows.append((classes, f"{reading:.1f}", result.status, f"{result.memory or 0:,}", *(f"{s:.1f}" for s in spent)))
    return [
        "## A school's turn",
        "",
        "In a process of its own with one thread: begin, read, search, audit, write. Its search has work for "
        f"{SEARCH:g} and {2 * SEARCH:g} units of CP-SAT's deterministic time; the local search is not counted in these, so that the difference is no measure of what "
        "is not search. The order of the batch reckons with 6 s and 0.25 s a class beside the search.",
        "",
        *_table(("classes", "reading", "ended", "bytes", f"turn, {SEARCH:g}", f"turn, {2 * SEARCH:g}"), rows),
        "",
    ]


# Workers.


def small_school(number: int) -> School:
    """Two classes whose best plan is found and proven in a moment: what is left is what the batch costs."""
    names = ("高一(1)班", "高一(2)班")
    lessons = (("语文", "王芳", 5), ("数学", "李强", 5), ("体育", "赵军", 3))
    courses = tuple(tiny.course(name, *lesson) for name in names for lesson in lessons)
    classes = tuple(SchoolClass(id=name, grade=10, number=n, schedule=tiny.SCHEDULE) for n, name in enumerate(names, 1))
    return tiny.make_school(courses, name=f"第{number}校", classes=classes)


def _efficiency() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(TINY):
            write_school(small_school(number), folder / f"{number}.xlsx")
        files = [SchoolFile(folder / f"{number}.xlsx", str(number), 2) for number in range(TINY)]
        district = district_of(files)
        alone = _alone(files[0])
        spent = {}
        for workers in (1, 2):
            results = ResultsFolder(folder / f"out-{workers}")
            with local_cluster(workers) as client, _processor() as seconds:
                settings = Settings(deterministic=0.5)
                assert plan_schools(client, district, district.undone(results), results, settings)
            assert len(results.read()) == TINY
            spent[workers] = seconds[0] / TINY
    rows = [(workers, f"{each:.2f}", f"{each - alone:.2f}", f"{alone / each:.2f}") for workers, each in spent.items()]
    return [
        "## One and two workers",
        "",
        f"{TINY} schools of two classes, whose plan is proven best at once, so that all but a moment is overhead. A turn without any cluster takes {alone:.2f} s, "
        "of which most is Python's importing of the solver. `share` is that over a school's seconds in the batch. For a school that is planned for a minute by two "
        f"threads the whole of the overhead ({spent[1]:.1f} s) is {spent[1] / (120 + spent[1]):.1%} of its processor time.",
        "",
        *_table(("workers", "s a school", "of these the batch", "share"), rows),
        "",
    ]


def _alone(school: SchoolFile) -> float:
    """Return the seconds of a turn without a cluster, the second time: files are in the system's memory then."""
    workbook = school.path.read_bytes()
    job = SchoolJob(
        file=school.name, content=content_of(workbook), deterministic=0.5, threads=1, longest=600, memory=2**34
    )
    for _ in range(2):
        with _processor() as seconds:
            run_turn(job, workbook)
    return seconds[0]


# Checking.


def _checking() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        district = make_district(CHECKED + 3)
        schools = list(district.schools.items())[:CHECKED]
        for title, school in schools:
            (folder / title).mkdir()
            write_school(school, folder / title / "学校.xlsx")
            write_plan_workbook(audit(school, full_plan(school)), folder / title / "课表.xlsx")
        with _processor() as seconds:
            found = check_folder(folder, workers=1)
    assert sum(each.status is SchoolStatus.PLANNED for each in found.results) == CHECKED, found.results
    classes = [len(school.classes) for _, school in schools]
    each = seconds[0] / CHECKED
    return [
        "## Checking",
        "",
        f"{CHECKED} schools of {min(classes)} to {max(classes)} classes, {sum(classes) / CHECKED:.0f} on average, with a week each of which nobody saw to anything (so that all there "
        f"is to tell is told), as workbooks, in one process: {each:.1f} s of processor time a school. For 100 schools that is {each * 100 / 60:.1f} minutes of one core, {each * 50 / 60:.1f} of two.",
        "",
    ]


# Large clusters.


def _makespans() -> list[str]:
    schools = [len(school.classes) for school in make_district(DISTRICT).schools.values()]
    files = [SchoolFile(Path(f"{n}.xlsx"), str(n), classes) for n, classes in enumerate(schools)]
    first = [each.seconds(None) for each in longest_first(files, None)]
    order = first[:]
    Random(1).shuffle(order)
    whole = sum(first)
    rows = []
    for workers in WORKERS:
        ideal = max(whole / workers, max(first))
        took, shuffled = makespan(first, workers), makespan(order, workers)
        cells = (f"{ideal / 60:.1f}", f"{took / 60:.1f}", f"{shuffled / 60:.1f}", f"{whole / workers / took:.2f}")
        rows.append((workers, *cells, f"{ideal / took:.2f}"))
    longest = max(schools)
    return [
        "## Clusters",
        "",
        f"Simulated, not measured: {DISTRICT} schools of 12 to {longest} classes, each for its usual time ({usual_seconds(12)} to {usual_seconds(longest)} s of search) and the overhead "
        "that the order of the batch reckons with. A worker is what plans one school at a time. Least: the work spread evenly, or the longest school.",
        "",
        *_table(
            (
                "workers",
                "least, min",
                "longest first, min",
                "any order, min",
                "of perfect speed-up",
                "of what is possible",
            ),
            rows,
        ),
        "",
    ]


# Measuring.


@contextmanager
def _processor() -> Iterator[list[float]]:
    """Yield a list in which the processor time is that the block took, of this process and of those that it has begun."""
    spent: list[float] = []
    children = psutil.Process().children(recursive=True)
    before = _own() + sum(map(_of, children))
    yield spent
    spent.append(_own() + sum(map(_of, psutil.Process().children(recursive=True))) - before)


def _own() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _of(process: psutil.Process) -> float:
    """Return the time of a process that runs, and of those that it has begun and waited for."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.Error:
        return 0.0


def _table(headings: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[str]:
    lines = [headings, ["---"] * len(headings), *rows]
    return ["| " + " | ".join(map(str, cells)) + " |" for cells in lines]


if __name__ == "__main__":
    main()
