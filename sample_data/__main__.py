"""`python -m sample_data`: writes the sample schools and the faulty and infeasible workbooks beside this file."""

from __future__ import annotations

from sample_data import FOLDER
from sample_data.generator import StageName, make_school
from scheduler.workbook import write_school

SCHOOLS: dict[str, tuple[StageName, int]] = {
    "primary-36.xlsx": ("primary", 36),
    "junior-36.xlsx": ("junior", 36),
    "nine-year-54.xlsx": ("nine-year", 54),
}


def main() -> None:
    """Write every workbook."""
    for name, (stage, classes) in SCHOOLS.items():
        write_school(make_school(stage, classes), FOLDER / name)


if __name__ == "__main__":
    main()
