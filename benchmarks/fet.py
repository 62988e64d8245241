"""Beside FET: its time to a legal plan and ours, whether it accepts our plans, and what becomes of its example files.

Needs Debian's packages `fet` and `fet-data` (`apt-get install fet fet-data`). `python -m benchmarks.fet` writes fet.md anew;
`--examples N` looks at the first N example files only (by size), `--seconds` is the limit for planning one of them.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from constraints.audit import Report, audit
from sample_data import sample_path
from scheduler.engine.result import Progress, Result
from scheduler.engine.solve import solve
from scheduler.engine.stopping import Cancel, StoppingCriterion
from scheduler.export.fet.document import fet_document
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.school import School, Slot
from scheduler.workbook import read_school
from scheduler.workbook.fet.file import FetActivity, open_fet
from scheduler.workbook.fet.imported import survives
from scheduler.workbook.fet.school import FetReading, read_fet_school
from scheduler.workbook.plan.reader import read_plan

FET = "fet-cl"
EXAMPLES = Path("/usr/share/doc/fet-data/examples")
RESULTS = Path(__file__).with_name("fet.md")
SAMPLES = ("primary-36", "junior-36", "nine-year-54")
OWN_FAULT = "– (refuses the file itself)"
FET_SECONDS, ACCEPT_SECONDS, GRACE = 120, 5, 2


class Run(NamedTuple):
    """What became of a file that fet-cl was given: done or not, whether it was begun at all, the processor time, the result."""

    done: bool
    begun: bool
    seconds: float
    result: Path


def run_fet(path: Path, folder: Path, limit: int) -> Run:
    """Let fet-cl plan a file. It may overrun its limit by much while it seeks a place for one activity: then it is ended."""
    before = _children()
    command = [FET, f"--inputfile={path}", f"--outputdir={folder}", f"--timelimitseconds={limit}"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        ended = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=limit + GRACE, check=False
        )
        done, begun = "Simulation successful" in ended.stdout, "Starting timetable generation" in ended.stdout
        begun = begun and "Cannot precompute" not in ended.stdout
    except subprocess.TimeoutExpired:
        done, begun = False, True
    stem = path.stem
    return Run(done, begun, _children() - before, folder / "timetables" / stem / f"{stem}_data_and_timetable.fet")


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def first_plan(school: School, seconds: float) -> tuple[Result, float]:
    """Return the first legal plan of a school, and the processor seconds that it took with one worker."""
    cancel, before = Cancel(), time.process_time()
    found: list[float] = []

    def listen(progress: Progress, report: Report | None) -> None:
        if report is not None and not found:
            found.append(time.process_time() - before)
            cancel.cancel()

    result = solve(school, StoppingCriterion(seconds=seconds, cancel=cancel), workers=1, listener=listen)
    return result, found[0] if found else time.process_time() - before


# Our schools.


def compare(folder: Path) -> Iterable[str]:
    """Yield a line of the table for each sample school."""
    for name in SAMPLES:
        reading = read_school(sample_path(f"{name}.xlsx"))
        if reading.school is None:
            raise RuntimeError(name)
        school = reading.school.without_service()
        path = folder / f"{name}.fet"
        document = fet_document(school, with_wishes=False)
        path.write_bytes(document.xml)
        theirs = run_fet(path, folder, FET_SECONDS)
        result, seconds = first_plan(school, 120)
        plan = result.report.plan if result.report is not None else Plan()
        locked = folder / f"{name}-locked.fet"
        locked.write_bytes(fet_document(school, plan).xml)
        accepted = run_fet(locked, folder, ACCEPT_SECONDS)
        broken = _broken(school, theirs.result) if theirs.done else "–"
        fet = f"{theirs.seconds:.1f} s" if theirs.done else "none"
        yield f"| {name} | {document.activities} | {fet} | {broken} | {seconds:.1f} s | {_yes(accepted.done)} |"


def _broken(school: School, path: Path) -> str:
    """Return which rules that must be kept FET's plan breaks."""
    reading = read_plan(path, school)
    if reading.plan is None:
        return "not read"
    findings = audit(school, reading.plan).findings
    found = [
        f"{each.active.rule.id} {each.verdict.amount}"
        for each in findings
        if each.active.level is not Level.SOFT and each.verdict.violations
    ]
    return ", ".join(found) or "none"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# The examples.


class Example(NamedTuple):
    """What became of an example file: "" where it was not tried."""

    name: str
    read: str
    whole: str = ""
    workbook: str = ""
    planned: str = ""
    accepted: str = ""


def examples() -> list[Path]:
    """Return the example files of fet-data without those that are results, the smallest first."""
    found = [path for path in EXAMPLES.rglob("*.fet") if not path.stem.endswith("_data_and_timetable")]
    return sorted(found, key=lambda path: (path.stat().st_size, path))


def read_example(path: Path) -> Example:
    """Read a file."""
    reading, name = read_fet_school(path), str(path.relative_to(EXAMPLES))
    if reading.school is None:
        return Example(name, reading.problems[0].text.en[:60])
    return Example(name, "yes", _yes(reading.is_whole))


def try_example(path: Path, folder: Path, seconds: float) -> Example:
    """Read a file, plan it, and ask FET whether it accepts the plan in its own file."""
    name = str(path.relative_to(EXAMPLES))
    reading = read_fet_school(path)
    if reading.school is None:
        return Example(name, reading.problems[0].text.en[:60])
    workbook = _yes(survives(reading.school) or _numbered_survives(path))
    result, used = first_plan(reading.school, seconds)
    if (
        result.report is None and str(result.status) == "unknown" and used < seconds / 2
    ):  # other work took the processor
        result, used = first_plan(reading.school, 2 * seconds)
    about = (name, "yes", _yes(reading.is_whole), workbook)
    if result.report is None:
        return Example(*about, f"{result.status}, {used:.0f} s")
    planned = f"yes, {used:.0f} s"
    locked = locked_original(path, reading, result.report.plan)
    if locked is None:
        return Example(*about, planned, "no: times do not fit")
    target = folder / "example.fet"
    target.write_bytes(locked)
    run = run_fet(target, folder, ACCEPT_SECONDS)
    if not run.begun and not run_fet(path, folder, 1).begun:
        return Example(*about, planned, OWN_FAULT)
    return Example(*about, planned, _yes(run.done))


def _numbered_survives(path: Path) -> bool:
    school = read_fet_school(path, numbered=True).school
    return school is not None and survives(school)


def locked_original(path: Path, reading: FetReading, plan: Plan) -> bytes | None:
    """Return an example file in which each activity is locked where a plan has it; None where some activity has no place there.

    Without its constraints below 100 per cent: FET refuses a fixed place that breaks one most of the time.
    """
    file, _ = open_fet(path)
    if file is None:
        return None
    held = {name: list(plan.slots_of(name)) for name in plan.by_course} | {m.meeting: [m.slot] for m in plan.meetings}
    times: dict[int, Slot] = {}
    for name, activities in reading.activities.items():
        found = _assigned(activities, held.get(name, []), is_meeting=name not in plan.by_course)
        if found is None:
            return None
        times |= found
    root = ElementTree.parse(path).getroot()
    constraints = root.find("Time_Constraints_List")
    if constraints is None:
        return None
    for group in (constraints, root.find("Space_Constraints_List")):
        for element in [each for each in group or () if float(each.findtext("Weight_Percentage") or 100) < 100]:
            group.remove(element)  # type: ignore[union-attr]
    for element in [each for each in constraints if each.tag == "ConstraintActivityPreferredStartingTime"]:
        slot = times.get(int(element.findtext("Activity_Id") or 0))
        day, hour = element.findtext("Preferred_Day"), element.findtext("Preferred_Hour")
        if (
            slot is not None
            and element.findtext("Active") != "false"
            and (day, hour) != (file.days[slot.day - 1], file.hours[slot.period])
        ):
            return None  # not where the file wants it
        if slot is not None:
            constraints.remove(element)
    for number, slot in times.items():
        constraints.append(_lock(number, file.days[slot.day - 1], file.hours[slot.period]))
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _assigned(activities: Iterable[FetActivity], slots: list[Slot], *, is_meeting: bool) -> dict[int, Slot] | None:
    """Return the start of each activity of a course among its slots, the longest first."""
    free, found = set(slots), {}
    for activity in sorted(activities, key=lambda each: -each.length):
        length = 1 if is_meeting else activity.length
        runs = {slot: [slot._replace(period=slot.period + n) for n in range(length)] for slot in sorted(free)}
        start = next((slot for slot, run in runs.items() if free.issuperset(run)), None)
        if start is None:
            return None
        free.difference_update(runs[start])
        found[activity.id] = start
    return found


def _lock(number: int, day: str, hour: str) -> Element:
    element = Element("ConstraintActivityPreferredStartingTime")
    fields = (("Weight_Percentage", "100"), ("Activity_Id", str(number)), ("Preferred_Day", day))
    for tag, text in (*fields, ("Preferred_Hour", hour), ("Permanently_Locked", "true"), ("Active", "true")):
        SubElement(element, tag).text = text
    return element


# The page.


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--note", default="", help="what else ran on the machine")
    options = parser.parse_args()
    if shutil.which(FET) is None:
        sys.exit("fet-cl is not installed: apt-get install fet fet-data")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = list(compare(folder))
        found = [read_example(path) for path in examples()]
        for index, path in enumerate(examples()[: options.examples]):
            found[index] = try_example(path, folder, options.seconds)
            sys.stdout.write(" | ".join(found[index]) + "\n")
            sys.stdout.flush()
            RESULTS.write_text(_page(lines, found, options.seconds, options.note), encoding="utf-8")


def _page(lines: list[str], found: list[Example], seconds: float, note: str) -> str:
    read = [each for each in found if each.read == "yes"]
    tried = [each for each in read if each.planned]
    whole = [each for each in read if each.whole == "yes"]
    planned = [each for each in read if each.planned.startswith("yes")]
    accepted = [each for each in planned if each.accepted == "yes"]
    refused = Counter(each.read for each in found if each.read != "yes")
    own = sum(each.accepted == OWN_FAULT for each in planned)
    both = sum(each.whole == "yes" for each in accepted)
    return "\n".join(
        [
            *_HEAD,
            *([f"Beside it ran: {note}", ""] if note else []),
            *_TABLE,
            *lines,
            "",
            "## The examples of fet-data",
            "",
            f"Of its {len(found)} example files (results, `…_data_and_timetable.fet`, are not counted) {len(read)} are read, "
            f"{len(whole)} of them whole: every constraint of 100 % is read as it is or stricter. "
            f"{len(tried)} of those read were tried, the smallest first: {sum(each.workbook == 'yes' for each in tried)} come back "
            f"from the school workbook as the same school; {len(planned)} are planned within {seconds:g} s by one worker; fet-cl accepts {len(accepted)} of these plans, "
            f"each locked into the file that it was made for (its constraints of 100 % alone), {both} of the {sum(e.whole == 'yes' for e in planned)} read whole; "
            f"{own} of the files it refuses as they are, without any plan. "
            "Files that are read in part are planned without what was not read, so a refusal of theirs is no surprise.",
            "",
            "Not read: " + "; ".join(f"{why}: {count}" for why, count in refused.most_common()) + ".",
            "",
            "| file | whole | workbook | planned | accepted by fet-cl |",
            "| --- | --- | --- | --- | --- |",
            *(f"| {e.name} | {e.whole} | {e.workbook} | {e.planned} | {e.accepted} |" for e in read),
            "",
        ]
    )


_HEAD = [
    "# Beside FET",
    "",
    "Written by `python -m benchmarks.fet` with fet-cl 6.8.5 of Debian. Lessons alone (`school.without_service()`), hard rules",
    "alone; processor seconds; one worker of ours. What FET cannot say (`docs/fet.md`) is left out of its file, so its task is",
    "the smaller one: the column beside its time says which of the school's rules its plan breaks.",
    "",
]
_TABLE = [
    "| school | activities | fet-cl, first plan | broken by it | paike, first plan | our plan locked in: accepted |",
    "| --- | --- | --- | --- | --- | --- |",
]

if __name__ == "__main__":
    main()
