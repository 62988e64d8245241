"""`python -m sample_data`: writes the sample schools, and those workbooks with mistakes that are kept, beside this file.

`python -m sample_data mistakes FOLDER` writes every faulty, broken and infeasible workbook into a folder.
`python -m sample_data district N [FOLDER]` writes a district of N schools, by default into `district-N`.
`python -m sample_data plan` plans the week that the pages open with, for two and a half minutes; to be done when that school changes.
Anything else, such as `--help`, prints this and writes nothing.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sample_data import FOLDER
from sample_data.district import make_district, write_district
from sample_data.generator import StageName, make_school
from sample_data.pupil_wishes import write_sample_wishes
from sample_data.workbooks import write_faults, write_infeasible
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export.document import plan_document
from scheduler.export.fairness import RangeBounds
from scheduler.export.unavoidable import unavoidable_texts
from scheduler.plan.document import PlanDocument
from scheduler.workbook import write_school
from scheduler.workbook.plan.json import plan_of_document

SCHOOLS: dict[str, tuple[StageName, int]] = {
    "primary-36.xlsx": ("primary", 36),
    "junior-36.xlsx": ("junior", 36),
    "nine-year-54.xlsx": ("nine-year", 54),
}
KEPT = ("faults/unknown-teacher.xlsx", "infeasible/two-locks.xlsx")  # docs/workbook.md names them
PLANNED, PLAN_SECONDS = "primary-36.xlsx", 150.0
WISHES = "primary-36-志愿.xlsx"  # of the pupils of the planned school, whose plan tells on which days its clubs are


def main() -> None:
    """Write the samples, all mistakes, or the plan."""
    match sys.argv[1:]:
        case []:
            write_samples()
        case ["mistakes", folder] if not folder.startswith("-"):
            write_mistakes(Path(folder))
        case ["district", number] if number.isdecimal():
            write_district(Path(f"district-{number}"), make_district(int(number)))
        case ["district", number, folder] if number.isdecimal() and not folder.startswith("-"):
            write_district(Path(folder), make_district(int(number)))
        case ["plan"]:
            write_plan(PLANNED)
        case ["-h" | "--help" | "help"]:
            sys.stdout.write(f"{__doc__}")
        case _:
            sys.exit(__doc__)


def write_samples() -> None:
    """Write the sample schools and the kept workbooks with a mistake."""
    for name, (stage, classes) in SCHOOLS.items():
        write_school(make_school(stage, classes), FOLDER / name)
    write_wishes()
    with TemporaryDirectory() as folder:
        write_mistakes(Path(folder))
        for name in KEPT:
            shutil.copyfile(Path(folder) / name, FOLDER / name)


def write_wishes() -> None:
    """Write the wishes of the pupils of the planned school."""
    school = make_school(*SCHOOLS[PLANNED])
    text = (FOLDER / PLANNED).with_suffix(".plan.json").read_text(encoding="utf-8")
    plan = plan_of_document(PlanDocument.model_validate_json(text), school).plan
    assert plan is not None
    write_sample_wishes(school, plan, FOLDER / WISHES)


def write_mistakes(folder: Path) -> None:
    """Write every workbook with a mistake."""
    write_faults(folder / "faults")
    write_infeasible(folder / "infeasible")


def write_plan(name: str) -> None:
    """Write a good plan of a sample school beside its workbook."""
    result = solve(make_school(*SCHOOLS[name]), StoppingCriterion(PLAN_SECONDS))
    assert result.report is not None and result.report.compliant
    ranges = RangeBounds(result.ranges.service, result.ranges.balance, unavoidable_texts(result.bounds))
    document = plan_document(result.report, bound=result.bound, seconds=result.seconds, ranges=ranges)
    (FOLDER / name).with_suffix(".plan.json").write_text(document.model_dump_json() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
