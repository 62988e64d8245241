"""A real batch on a real cluster, whose client and worker are killed in the midst of it, and that goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil
import pytest
from openpyxl import Workbook

from scheduler.district.nouns import SchoolResult, SchoolStatus
from scheduler.district.results import ResultsFolder
from scheduler.district.sharing import audit_shared, read_shared
from scheduler.school import School, SchoolClass
from scheduler.workbook import read_school, write_school
from scheduler.workbook.plan.reader import read_plan
from tests import schools
from tests.conftest import PATIENCE

T = TypeVar("T")
CLASSES = ("高一(1)班", "高一(2)班")  # of a senior grade, which needs no full curriculum
GOOD, BAD, SHARED = ("东校", "西校"), "坏表", "赵军"


def small_school(name: str) -> School:
    """Two classes, whose best plan costs nothing, so that every search ends with it."""
    lessons = (("语文", "王芳", 5), ("数学", "李强", 5), ("体育", SHARED, 2))
    courses = tuple(schools.course(each, *lesson) for each in CLASSES for lesson in lessons)
    classes = tuple(
        SchoolClass(id=each, grade=10, number=number, schedule=schools.SCHEDULE)
        for number, each in enumerate(CLASSES, 1)
    )
    return schools.make_school(courses, name=name, classes=classes)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two schools that share a teacher and a file that is none."""
    folder = tmp_path_factory.mktemp("district")
    for name in GOOD:
        write_school(small_school(name), folder / f"{name}.xlsx")
    (folder / f"{BAD}.xlsx").write_bytes(b"")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "共享教师"
    sheet.append(("教师", "学校", "每周节数", "路上分钟"))
    for name in GOOD:
        sheet.append((SHARED, name, 4, 20))
    book.save(folder / "区域.xlsx")
    return folder


class Batch:
    """`paike district` in a process of its own, with all that it begins."""

    def __init__(self, folder: Path, out: Path, *more: str) -> None:
        command = [sys.executable, "-m", "scheduler.cli", "district", str(folder), "--out", str(out)]
        options = ["--workers", "1", "--time-limit", "600", *more]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self.process = subprocess.Popen([*command, *options], text=True, encoding="utf-8", **pipes)  # type: ignore[call-overload]
        self.out = out
        self.seen: dict[int, psutil.Process] = {}

    def turns(self) -> list[psutil.Process]:
        """Return the processes that plan a school now."""
        found = []
        for child in self.descendants():
            try:
                if "scheduler.district.turn" in child.cmdline():
                    found.append(child)
            except psutil.Error:
                continue
        return found

    def descendants(self) -> list[psutil.Process]:
        try:
            children = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.Error:
            return []
        self.seen.update((child.pid, child) for child in children)
        return children

    def wait(self, until: Callable[[], T]) -> T:
        """Return what is waited for; it must come while the batch runs."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = until()
            if found:
                return found
            assert self.process.poll() is None, self.process.communicate()[0]
            time.sleep(0.5)
        raise AssertionError("waited in vain")

    def kill(self) -> None:
        self.descendants()
        self.process.kill()
        self.process.communicate()
        self.demand_gone(list(self.seen.values()))

    @staticmethod
    def demand_gone(processes: list[psutil.Process]) -> None:
        _, alive = psutil.wait_procs(processes, timeout=PATIENCE)
        assert not alive


@pytest.fixture(scope="module")
def story(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ResultsFolder, list[str], str]]:
    """Kill the client after the first result and, when it went on, its worker in the midst of a school.

    Yields the results, the folders that were whole when the client died with what they held, and what was said at last.
    """
    out = tmp_path_factory.mktemp("results") / "out"
    results = ResultsFolder(out)
    first = Batch(folder, out)
    first.wait(results.read)
    first.kill()
    before = [f"{name} {path_stamp(results, name)}" for name in results.read()]
    second = Batch(folder, out, "--resume")
    turn = second.wait(second.turns)[0]
    worker = turn.parent()
    assert worker is not None and worker.pid != second.process.pid
    os.kill(worker.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    Batch.demand_gone([turn])
    said = second.process.communicate(timeout=PATIENCE)[0]
    assert second.process.returncode == 1, said  # as one file is bad
    yield results, before, said


def path_stamp(results: ResultsFolder, name: str) -> int:
    found = results.folder_of(name)
    assert found is not None
    return (found / "result.json").stat().st_mtime_ns


Story = tuple[ResultsFolder, list[str], str]


def test_the_same_set_of_results_none_half_and_none_twice(story: Story) -> None:
    results, before, said = story
    found = results.read()
    statuses = {name: result.status for name, result in found.items()}
    good = {f"{name}.xlsx": SchoolStatus.PLANNED for name in GOOD}
    assert statuses == {**good, f"{BAD}.xlsx": SchoolStatus.BAD_FILE}
    assert {path.name for path in results.folder.iterdir() if path.is_dir()} == {*GOOD, BAD}  # nothing hidden or old
    for name in GOOD:
        assert {path.name for path in (results.folder / name).iterdir()} == {"plan.json", "课表.xlsx", "result.json"}
    assert before
    for line in before:
        name, _, stamp = line.rpartition(" ")
        assert path_stamp(results, name) == int(stamp)  # not planned again
    assert said.count(" 完成 ") + said.count("文件有问题  ") == len(found) - len(before)


def test_what_came_of_a_good_school_is_its_audited_plan(story: Story) -> None:
    result = story[0].read()["东校.xlsx"]
    assert (result.cost, result.bound, result.compliant, result.classes) == (0, 0, True, 2)
    assert result.memory is not None and result.memory > 2**20
    assert result.summary is not None and result.summary["compliant"] is True


def test_shared_teachers_never_clash_by_the_clock(folder: Path, story: Story) -> None:
    read = {name: read_school(folder / f"{name}.xlsx").school for name in GOOD}
    known = {name: school for name, school in read.items() if school is not None}
    shared = read_shared(folder / "区域.xlsx", known, [BAD]).shared
    assert shared is not None and len(shared.teachers) == 1
    plans = {name: read_plan(story[0].folder / name / "plan.json", school).plan for name, school in known.items()}
    assert audit_shared(known, {name: plan for name, plan in plans.items() if plan is not None}, shared) == ()
    assert all(plan is not None and len(plan.placements) == 24 for plan in plans.values())


def test_nothing_that_is_said_names_a_teacher(story: Story) -> None:
    results, _, said = story
    names = (SHARED, "王芳", "李强")
    assert not any(name in said for name in names)
    assert not any(name in result.model_dump_json() for result in results.read().values() for name in names)


def test_results_are_valid_by_themselves(story: Story) -> None:
    for path in story[0].folder.glob("*/result.json"):
        assert SchoolResult.model_validate_json(path.read_text(encoding="utf-8")).format == 1
