"""`python -m benchmarks.conflicts [NAME …]`: how long a minimal conflict of each infeasible sample takes; writes benchmarks/conflicts.md.

Processor time is that of all threads: alone on the machine nobody waits longer for it, and with two workers mostly less.
"""

from __future__ import annotations

import argparse
import platform
import time
from pathlib import Path

from sample_data.infeasible import INFEASIBLE
from sample_data.mistake import Infeasible
from scheduler.explanation.conflict.conflict import seek_conflict
from scheduler.explanation.counting.counting import shortages

RESULTS = Path(__file__).with_name("conflicts.md")
WORKERS, SECONDS = 2, 600.0


def main() -> None:
    known = {case.name: case for case in INFEASIBLE}
    parser = argparse.ArgumentParser(prog="python -m benchmarks.conflicts")
    parser.add_argument("names", nargs="*", default=list(known), metavar="NAME", help=f"among {', '.join(known)}")
    names = parser.parse_args().names
    rows = []
    for name in names:
        rows.append(row(known[name]))
        print("  ".join(rows[-1]), flush=True)
    if set(names) == set(known):
        RESULTS.write_text(page(rows), encoding="utf-8")


def row(case: Infeasible) -> list[str]:
    """One school: seconds by the processor and by the clock, and the conflict that was found."""
    school = case.make()
    began, used = time.monotonic(), time.process_time()
    found = seek_conflict(school, seconds=SECONDS, workers=WORKERS, short=shortages(school)).conflict
    seconds = [f"{time.process_time() - used:.1f}", f"{time.monotonic() - began:.1f}"]
    seen = "counting" if case.counted else "solving"
    if found is None:
        return [case.name, str(len(school.classes)), seen, *seconds, "-", "-", "-"]
    rules = {member.rule.rule.id for member in found.members}
    told = case.rules[0] in rules and (not case.owners or bool({m.owner for m in found.members} & set(case.owners)))
    conflict = [str(len(found.members)), "yes" if found.minimal else "no", "yes" if told else "no"]
    return [case.name, str(len(school.classes)), seen, *seconds, *conflict]


def page(rows: list[list[str]]) -> str:
    headings = ["school", "classes", "seen by", "processor, s", "clock, s", "members", "minimal", "true cause in it"]
    table = [headings, ["---"] * len(headings), *rows]
    return "\n".join(
        [
            "# A minimal conflict of each infeasible sample",
            "",
            f"Written by `python -m benchmarks.conflicts`. {WORKERS} workers; processor time is that of all threads, clock time depends on",
            f"what else the machine does. Python {platform.python_version()}, {platform.machine()}.",
            "",
            *("| " + " | ".join(cells) + " |" for cells in table),
            "",
        ]
    )


if __name__ == "__main__":
    main()
