"""`python -m benchmarks.counting [NAME …]`: how long it takes to count what a school is short of; writes benchmarks/counting.md.

The baseline is building the model that a solver would be given: counting asks no solver and must be over long before one could
begin. Both are measured in one process, best of three in processor time, so that other work of the machine counts little.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.__main__ import CASES
from sample_data.generator import make_school
from scheduler.engine.assemble import slot_model
from scheduler.explanation.counting.counting import shortages
from scheduler.school import School

RESULTS = Path(__file__).with_name("counting.md")
RUNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.counting")
    parser.add_argument("names", nargs="*", default=list(CASES), help=f"among {', '.join(CASES)}")
    names = parser.parse_args().names
    rows = [row(name) for name in names]
    text = page(rows)
    print(text)
    if set(names) == set(CASES):
        RESULTS.write_text(text, encoding="utf-8")


def row(name: str) -> list[str]:
    """One school: seconds of counting and of building its model, and their ratio."""
    school = make_school(*CASES[name])
    counting = best(school, lambda each: shortages(each))
    building = best(school, lambda each: slot_model(each, costs=False))
    return [name, f"{counting:.2f}", f"{building:.2f}", f"{counting / building:.2f}"]


def best(school: School, work: Callable[[School], object]) -> float:
    """Return the least processor time of a few runs, each on a school that knows nothing of itself yet."""
    found = []
    for _ in range(RUNS):
        fresh = School.model_validate(school.model_dump())
        began = time.process_time()
        work(fresh)
        found.append(time.process_time() - began)
    return min(found)


def page(rows: list[list[str]]) -> str:
    headings = ["school", "counting, s", "building the model, s", "ratio"]
    table = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        [
            "# Counting what a school is short of",
            "",
            f"Written by `python -m benchmarks.counting`. Processor time, best of {RUNS} in one process. Python "
            f"{platform.python_version()}, {platform.machine()}.",
            "",
            *("| " + " | ".join(cells) + " |" for cells in table),
            "",
        ]
    )


if __name__ == "__main__":
    main()
