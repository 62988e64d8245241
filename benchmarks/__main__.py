"""`python -m benchmarks [NAME …] [--seconds S] [--workers N] [--seeds N …]`: measures, prints a table and writes benchmarks/results.md.

Each case runs several times in processes of its own, one after the other on the same machine: with paike's search; with the
same model given flat to CP-SAT (the baseline); and, but for the largest schools, with the same search in sequence: half of the
time for the timetable alone, half for service and flexible hours over it, with each of several seeds: a run differs by some 10 %
from one to the next. Costs are those of the audit. Memory is the peak
resident size of the process.
"""

from __future__ import annotations

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import geometric_mean
from typing import Any

CASES: dict[str, tuple[str, int]] = {
    "primary-36": ("primary", 36),
    "junior-36": ("junior", 36),
    "nine-year-54": ("nine-year", 54),
    "primary-120": ("primary", 120),
    "junior-120": ("junior", 120),
}
IN_SEQUENCE = ("primary-36", "junior-36", "nine-year-54")
MARKS = (10, 30, 60)
RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", default=list(CASES), help=f"among {', '.join(CASES)}")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--one", choices=("search", "flat", "sequence"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = set(options.names) - set(CASES)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(CASES)}")
    if options.one:
        print(json.dumps(measure(options.names[0], options.one, options.seconds, options.workers, options.seeds[0])))
        return
    rows = []
    for name in options.names:
        for kind, seed in runs_of(name, options.seeds):
            rows.append(in_own_process(name, kind, seed, options))
            print(line(rows[-1], options.seconds), flush=True)
    if set(options.names) == set(CASES):
        RESULTS.write_text(page(rows, options), encoding="utf-8")


def runs_of(name: str, seeds: list[int]) -> list[tuple[str, int]]:
    """What is run for a school: together and in sequence one after the other, so that both meet the same machine."""
    kinds = [(kind, seed) for seed in seeds for kind in ("search", "sequence")]
    return [*(kinds if name in IN_SEQUENCE else kinds[:1]), ("flat", seeds[0])]


def in_own_process(name: str, kind: str, seed: int, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks", name, "--one", kind, "--seeds", str(seed)]
    for flag in ("seconds", "workers"):
        command += [f"--{flag}", str(getattr(options, flag))]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=options.seconds * 2 + 300)
    record: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return record


def measure(name: str, kind: str, seconds: float, workers: int, seed: int) -> dict[str, Any]:
    """One case: the times (seconds from the start of planning) at which audited costs were reached."""
    from sample_data.generator import make_school

    school = make_school(*CASES[name])
    run = {"search": search_run, "flat": flat_run, "sequence": sequence_run}[kind]
    steps, bound, unfair = run(school, seconds, workers, seed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "name": name,
        "kind": kind,
        "seed": seed,
        "classes": len(school.classes),
        "lessons": sum(course.lessons for course in school.courses),
        "first": steps[0][0] if steps else None,
        "steps": steps,
        "bound": bound,
        "unfair": unfair,
        "megabytes": round(peak),
    }


Steps = list[tuple[float, int]]


def search_run(school: Any, seconds: float, workers: int, seed: int) -> tuple[Steps, int, int | None]:
    return solved(school, seconds, workers, seed)


def sequence_run(school: Any, seconds: float, workers: int, seed: int) -> tuple[Steps, int, int | None]:
    """The timetable without a thought of service, then service over it."""
    from scheduler.engine.solve import solve
    from scheduler.engine.stopping import StoppingCriterion

    first = solve(school.without_service(), StoppingCriterion(seconds=seconds / 2), workers=workers, seed=seed)
    if first.report is None:
        return [], 0, None
    steps, bound, unfair = solved(school, seconds / 2, workers, seed, timetable=first.report.plan)
    return [(seconds / 2 + when, cost) for when, cost in steps], bound, unfair


def solved(school: Any, seconds: float, workers: int, seed: int, **more: Any) -> tuple[Steps, int, int | None]:
    from scheduler.engine.solve import solve
    from scheduler.engine.stopping import StoppingCriterion

    result = solve(school, StoppingCriterion(seconds=seconds), workers=workers, seed=seed, **more)
    steps = [(step.seconds, step.cost) for step in result.history if step.cost is not None]
    if result.cost is None:
        return steps, result.bound, None
    # The last plan is audited when the search has ended.
    return [*steps, (seconds, result.cost)], result.bound, unfairness(school, result.report.plan)


def unfairness(school: Any, plan: Any) -> int | None:
    """The minutes by which the teacher who is farthest from his fair share of service is off it."""
    from scheduler.plan import PlanView
    from scheduler.school import SERVICE
    from scheduler.school.shares import fair_shares

    view = PlanView(school, plan)
    return max(
        (abs(view.minutes_of(name, SERVICE) - share) for name, share in fair_shares(school).items()), default=None
    )


def flat_run(school: Any, seconds: float, workers: int, seed: int) -> tuple[Steps, int, int | None]:
    """The baseline: the whole model, objective and all, in one call of CP-SAT."""
    from ortools.sat.python import cp_model

    from scheduler.engine.assemble import slot_model

    began = time.monotonic()
    built = slot_model(school)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = max(1.0, seconds - (time.monotonic() - began))
    watch = _Watch(began)
    status = solver.solve(built.model, watch)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    unfair = unfairness(school, built.read(solver.response_proto.solution)) if found else None
    return watch.steps, max(0, int(solver.best_objective_bound + 0.999)), unfair


def _watch_base() -> Any:
    from ortools.sat.python import cp_model

    return cp_model.CpSolverSolutionCallback


class _Watch(_watch_base()):  # type: ignore[misc]
    def __init__(self, began: float) -> None:
        super().__init__()
        self.began = began
        self.steps: list[tuple[float, int]] = []

    def on_solution_callback(self) -> None:
        self.steps.append((time.monotonic() - self.began, round(self.objective_value)))


def cost_at(record: dict[str, Any], second: float) -> int | None:
    reached = [cost for when, cost in record["steps"] if when <= second]
    return min(reached) if reached else None


def cells(record: dict[str, Any], seconds: float) -> list[str]:
    marks = [mark for mark in MARKS if mark <= seconds] or [seconds]
    found = [cost_at(record, mark) for mark in marks]
    first = "-" if record["first"] is None else f"{record['first']:.1f}"
    costs = ["-" if cost is None else str(cost) for cost in found]
    unfair = "-" if record["unfair"] is None else str(record["unfair"])
    return [
        record["name"],
        record["kind"],
        str(record["seed"]),
        first,
        *costs,
        str(record["bound"]),
        unfair,
        str(record["megabytes"]),
    ]


def line(record: dict[str, Any], seconds: float) -> str:
    return "  ".join(f"{cell:>12}" for cell in cells(record, seconds))


def page(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    marks = [mark for mark in MARKS if mark <= options.seconds] or [options.seconds]
    headings = [
        "school",
        "by",
        "seed",
        "first plan, s",
        *(f"cost at {m} s" for m in marks),
        "bound",
        "unfair, min",
        "peak MB",
    ]
    table = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    table += ["| " + " | ".join(cells(row, options.seconds)) + " |" for row in rows]
    ratios = [
        f"- {name}: {ratio(rows, name, kind, options.seconds)}"
        for kind in ("flat", "sequence")
        for name in dict.fromkeys(row["name"] for row in rows if row["kind"] == kind)
    ]
    machine = (
        f"{options.workers} workers, {options.seconds:g} s, Python {platform.python_version()}, {platform.machine()}"
    )
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. `search` is paike planning lessons, service and flexible hours together, `flat` the same model in one",
            "call of CP-SAT, `sequence` paike planning the timetable in half of the time and service over it in the other half. Costs are",
            "audited, in the units of docs/rules.md; seconds count from the start of planning. `unfair` is how far the teacher who is",
            f"farthest from it is off his fair share of service, in minutes a week (a session is 30 to 60). {machine}.",
            "",
            *table,
            "",
            f"Cost after {options.seconds:g} s as a ratio in the same run:",
            "",
            *ratios,
            "",
        ]
    )


def ratio(rows: list[dict[str, Any]], name: str, kind: str, seconds: float) -> str:
    """The cost of paike's search as a share of another's: of each seed, and their geometric mean."""
    reached = {(row["kind"], row["seed"]): cost_at(row, seconds) for row in rows if row["name"] == name}
    pairs = [
        (reached["search", seed], cost) for other, seed in reached if other == kind and (cost := reached[other, seed])
    ]
    shares = [ours / cost for ours, cost in pairs if ours is not None]
    if not shares:
        return f"no plan to compare with by `{kind}`"
    each = f" ({', '.join(f'{share:.2f}' for share in shares)})" if len(shares) > 1 else ""
    return f"{geometric_mean(shares):.2f}{each} of the cost by `{kind}`"


if __name__ == "__main__":
    main()
