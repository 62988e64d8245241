"""`python -m sample_data`: writes the sample schools, and the faulty, broken and infeasible workbooks, beside this file.

`python -m sample_data plan` plans the week that the pages open with, for two and a half minutes; to be done when that school changes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook

from sample_data import FOLDER
from sample_data.broken_files import BROKEN_FILES
from sample_data.fault import Book
from sample_data.faults import FAULTS
from sample_data.generator import StageName, make_school
from sample_data.infeasible import INFEASIBLE
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export.document import plan_document
from scheduler.export.fairness import RangeBounds
from scheduler.workbook import write_school
from scheduler.workbook.spreadsheet import save_workbook

SCHOOLS: dict[str, tuple[StageName, int]] = {
    "primary-36.xlsx": ("primary", 36),
    "junior-36.xlsx": ("junior", 36),
    "nine-year-54.xlsx": ("nine-year", 54),
}
PLANNED, PLAN_SECONDS = "primary-36.xlsx", 150.0
GOOD_FILES: dict[StageName, str] = {"primary": "good.xlsx", "junior": "good-junior.xlsx"}  # that faults are put into


def main() -> None:
    """Write every workbook, or the plan."""
    if sys.argv[1:] == ["plan"]:
        write_plan(PLANNED)
        return
    for name, (stage, classes) in SCHOOLS.items():
        write_school(make_school(stage, classes), FOLDER / name)
    write_faults(FOLDER / "faults")
    write_infeasible(FOLDER / "infeasible")


def write_plan(name: str) -> None:
    """Write a good plan of a sample school beside its workbook."""
    result = solve(make_school(*SCHOOLS[name]), StoppingCriterion(PLAN_SECONDS))
    assert result.report is not None and result.report.compliant
    ranges = RangeBounds(result.ranges.service, result.ranges.balance)
    document = plan_document(result.report, bound=result.bound, seconds=result.seconds, ranges=ranges)
    (FOLDER / name).with_suffix(".plan.json").write_text(document.model_dump_json() + "\n", encoding="utf-8")


def write_faults(folder: Path) -> None:
    """Write a workbook for each fault, and `index.json`: the sheet, cell and words that the message about each must have."""
    folder.mkdir(exist_ok=True)
    schools = {stage: make_school(stage, 12) for stage in GOOD_FILES}
    for stage, name in GOOD_FILES.items():
        write_school(schools[stage], folder / name)
    good = folder / GOOD_FILES["primary"]
    index = []
    for fault in FAULTS:
        school, workbook = schools[fault.stage], load_workbook(folder / GOOD_FILES[fault.stage])
        sheet, cell = fault.make(Book(workbook, school))
        save_workbook(workbook, folder / f"{fault.name}.xlsx")
        index.append({"name": fault.name, "title": fault.title.zh, "sheet": sheet, "cell": cell, "words": fault.words})
    for broken in BROKEN_FILES:
        (folder / f"{broken.name}.xlsx").write_bytes(broken.make(good.read_bytes()))
        index.append(
            {
                "name": broken.name,
                "title": broken.title.zh,
                "sheet": f"{broken.name}.xlsx",
                "cell": "",
                "words": broken.words,
            }
        )
    _write_index(folder, index)


def write_infeasible(folder: Path) -> None:
    """Write a workbook for each infeasible school, and `index.json`: why it has no plan, the cure, and the rules that clash."""
    folder.mkdir(exist_ok=True)
    for case in INFEASIBLE:
        write_school(case.make(), folder / f"{case.name}.xlsx")
    fields = [(x.name, x.reason.zh, x.cure.zh, list(x.rules), x.counted) for x in INFEASIBLE]
    _write_index(folder, [dict(zip(("name", "reason", "cure", "rules", "counted"), x, strict=True)) for x in fields])


def _write_index(folder: Path, records: Sequence[Mapping[str, object]]) -> None:
    text = json.dumps(records, ensure_ascii=False, indent=2)
    (folder / "index.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
