"""`python -m benchmarks [NAME …] [--quick] [--seconds S] [--workers N] [--seeds N …] [--peers …]`: measures, prints, writes results.md.

Each case is an instance of `instances.py` that runs in a process of its own, one after the other on the same machine: with paike's
search, and beside it, in the same run, with what it is measured against (`--peers`): the search without the local search
(`neighbourhoods`), the same model given flat to CP-SAT (`flat`), and half of the time for the timetable alone, half for
service and flexible hours over it (`sequence`). Costs are those of the audit, memory is the peak resident size. `--quick` takes
five minutes: one seed, 30 seconds, no file is written. `python -m benchmarks.fet` has FET beside us.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from benchmarks.instances import SCHOOLS

PEERS = ("neighbourhoods", "flat", "sequence")
QUICK = ("primary-12", "junior-12", "primary-36", "junior-36", "nine-year-54", "junior-120")
MARKS = (5, 10, 20, 60, 300)
A_CLASS = 12  # cost a class, to which the time is told
RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", help=f"among {', '.join(SCHOOLS)}")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=["neighbourhoods"])
    parser.add_argument("--out", type=Path, default=None, help="where the page is written; results.md for all schools")
    parser.add_argument("--one", choices=("search", *PEERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.quick:
        options.seconds, options.seeds, options.peers = 30, [1], []
    names = options.names or list(QUICK if options.quick else SCHOOLS)
    unknown = set(names) - set(SCHOOLS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(SCHOOLS)}")
    if options.one:
        print(json.dumps(measure(names[0], options.one, options.seconds, options.workers, options.seeds[0])))
        return
    rows = []
    for name in names:
        for seed in options.seeds:
            for kind in ("search", *options.peers):
                rows.append(in_own_process(name, kind, seed, options))
                print(line(rows[-1], options.seconds), flush=True)
    out = options.out or (RESULTS if not options.quick and names == list(SCHOOLS) else None)
    if out is not None:
        out.write_text(page(rows, options), encoding="utf-8")


def in_own_process(name: str, kind: str, seed: int, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks", name, "--one", kind, "--seeds", str(seed)]
    for flag in ("seconds", "workers"):
        command += [f"--{flag}", str(getattr(options, flag))]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=options.seconds * 2 + 300)
    record: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return record


def measure(name: str, kind: str, seconds: float, workers: int, seed: int) -> dict[str, Any]:
    """One case: the times (seconds from the start of planning) at which audited costs were reached."""
    from benchmarks.instances import load

    school = load(name)
    if kind != "flat":
        warm_up()
    run = {"search": solved, "neighbourhoods": neighbourhoods_run, "flat": flat_run, "sequence": sequence_run}[kind]
    cpu, began = time.process_time(), time.monotonic()
    record = run(school, seconds, workers, seed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "by_rule": {},
        **record,
        "name": name,
        "kind": kind,
        "seed": seed,
        "classes": len(school.classes),
        "cpu": round(time.process_time() - cpu, 1),
        "wall": round(time.monotonic() - began, 1),
        "megabytes": round(peak),
    }


def warm_up() -> None:
    """Have the machine code made before anything is timed."""
    from scheduler.engine.compiled import make_ready
    from scheduler.engine.local_search import warm_up as code

    make_ready(code)


def solved(school: Any, seconds: float, workers: int, seed: int, **more: Any) -> dict[str, Any]:
    from scheduler.engine.solve import solve
    from scheduler.engine.stopping import StoppingCriterion

    result = solve(school, StoppingCriterion(seconds=seconds), workers=workers, seed=seed, **more)
    steps = [(step.seconds, step.cost) for step in result.history if step.cost is not None]
    if result.report is None:
        return {"steps": steps, "bound": result.bound}
    paid = {rule: cost for rule, cost in result.report.cost_by_rule().items() if cost}
    least = result.bounds.by_rule if result.bounds is not None else {}
    return {
        "steps": [*steps, (seconds, result.report.cost)],  # the last plan is audited when the search has ended
        "bound": result.bound,
        "by_rule": {rule: (cost, least.get(rule, 0)) for rule, cost in paid.items()},
    }


def neighbourhoods_run(school: Any, seconds: float, workers: int, seed: int) -> dict[str, Any]:
    """The search as it is where there is no numba."""
    from scheduler.engine import search

    search.FEW_DECISIONS = sys.maxsize
    return solved(school, seconds, workers, seed)


def sequence_run(school: Any, seconds: float, workers: int, seed: int) -> dict[str, Any]:
    """The timetable without a thought of service, then service over it."""
    from scheduler.engine.solve import solve
    from scheduler.engine.stopping import StoppingCriterion

    first = solve(school.without_service(), StoppingCriterion(seconds=seconds / 2), workers=workers, seed=seed)
    if first.report is None:
        return {"steps": [], "bound": 0}
    record = solved(school, seconds / 2, workers, seed, timetable=first.report.plan)
    return {**record, "steps": [(seconds / 2 + when, cost) for when, cost in record["steps"]]}


def flat_run(school: Any, seconds: float, workers: int, seed: int) -> dict[str, Any]:
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
    solver.solve(built.model, watch)
    return {"steps": watch.steps, "bound": max(0, int(solver.best_objective_bound + 0.999))}


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


def primal_integral(record: dict[str, Any], best: int, seconds: float) -> float:
    """The mean gap to the best cost that is known, over the time, from 1 (no plan) to 0 (Berthold 2013)."""
    area, since, gap = 0.0, 0.0, 1.0
    for when, cost in [*sorted(record["steps"]), (seconds, best)]:
        area += gap * (min(when, seconds) - since)
        since, gap = min(when, seconds), min(gap, (cost - best) / cost if cost else 0.0)
    return area / seconds


def marks_of(seconds: float) -> list[float]:
    return [mark for mark in MARKS if mark <= seconds] or [seconds]


def cells(record: dict[str, Any], seconds: float) -> list[str]:
    first = f"{record['steps'][0][0]:.1f}" if record["steps"] else "-"
    costs = ["-" if (cost := cost_at(record, mark)) is None else str(cost) for mark in marks_of(seconds)]
    last = cost_at(record, seconds)
    gap = "-" if not last else f"{100 * (last - record['bound']) / last:.0f} %"
    return [
        *(record["name"], record["kind"], str(record["seed"]), first, *costs, str(record["bound"]), gap),
        *(f"{record['wall']:.1f}", f"{record['cpu']:.0f}", str(record["megabytes"])),
    ]


def line(record: dict[str, Any], seconds: float) -> str:
    return "  ".join(f"{cell:>12}" for cell in cells(record, seconds))


def page(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    headings = [
        *("school", "by", "seed", "first plan, s", *(f"cost at {m:g} s" for m in marks_of(options.seconds))),
        *("bound", "gap", "wall, s", "processor, s", "peak MB"),
    ]
    machine = (
        f"{options.workers} workers, {options.seconds:g} s, Python {platform.python_version()}, {platform.machine()}"
    )
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. `search` is paike, `neighbourhoods` paike without the local search, `flat` the same model in one",
            "call of CP-SAT, `sequence` the timetable in half of the time and service over it in the other half. Costs are audited,",
            f"in the units of docs/rules.md; seconds count from the start of planning. {machine}.",
            "",
            *table(headings, [cells(row, options.seconds) for row in rows]),
            "",
            "## Over the time",
            "",
            "The primal integral is the mean gap to the best cost known of a school (1: no plan, 0: that cost from the start on).",
            "",
            *table(["school", "by", "primal integral, each seed"], list(integrals(rows, options.seconds))),
            "",
            f"Seconds until a plan costs {A_CLASS} a class, and how they grow with the number of classes n:",
            "",
            *growth(rows),
            "",
            *(f"- {text}" for text in ratios(rows, options.seconds)),
            "",
            "## Bounds by rule",
            "",
            "What the plan of the first seed pays, and how much of it is proven unavoidable.",
            "",
            *table(["school", "rule", "cost", "unavoidable"], list(by_rule(rows, options.seeds[0]))),
            "",
        ]
    )


def table(headings: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(each)} |" for each in (headings, ["---"] * len(headings), *rows)]


def integrals(rows: list[dict[str, Any]], seconds: float) -> Iterator[list[str]]:
    for name in dict.fromkeys(row["name"] for row in rows):
        own = [row for row in rows if row["name"] == name]
        best = min((cost for row in own for _, cost in row["steps"]), default=0)
        for kind in dict.fromkeys(row["kind"] for row in own):
            found = [primal_integral(row, best, seconds) for row in own if row["kind"] == kind]
            yield [name, kind, ", ".join(f"{each:.3f}" for each in found)]


def growth(rows: list[dict[str, Any]]) -> Iterator[str]:
    """By kind of school, the geometric mean of the seeds, and the slope between the smallest and the largest school."""
    for stage in ("primary", "junior"):
        times: dict[int, float] = {}
        for name in dict.fromkeys(row["name"] for row in rows if row["name"].startswith(stage)):
            own = [row for row in rows if row["name"] == name and row["kind"] == "search"]
            reached = [
                min((when for when, cost in row["steps"] if cost <= A_CLASS * row["classes"]), default=math.inf)
                for row in own
            ]
            times[own[0]["classes"]] = geometric_mean(reached)
        each = ", ".join(f"{seconds:.1f} at {classes}" for classes, seconds in times.items())
        least, most = min(times, default=0), max(times, default=0)
        told = least < most and math.isfinite(times[most])
        slope = f": n^{math.log(times[most] / times[least]) / math.log(most / least):.2f}" if told else ""
        yield f"- {stage}: {each}{slope}"


def ratios(rows: list[dict[str, Any]], seconds: float) -> Iterator[str]:
    """The cost of paike's search as a share of each peer's: the geometric mean of the seeds."""
    for kind in PEERS:
        for name in dict.fromkeys(row["name"] for row in rows if row["kind"] == kind):
            cost = {(row["kind"], row["seed"]): cost_at(row, seconds) for row in rows if row["name"] == name}
            seeds = [seed for other, seed in cost if other == kind]
            shares = [
                ours / theirs
                for seed in seeds
                if (ours := cost["search", seed]) is not None and (theirs := cost[kind, seed])
            ]
            if shares:
                yield f"{name}: {geometric_mean(shares):.2f} of the cost by `{kind}` after {seconds:g} s"
            else:
                yield f"{name}: no plan to compare with by `{kind}`"


def by_rule(rows: list[dict[str, Any]], seed: int) -> Iterator[list[str]]:
    for row in rows:
        if row["kind"] == "search" and row["seed"] == seed:
            for rule, (cost, least) in sorted(row["by_rule"].items(), key=lambda item: -item[1][0])[:8]:
                yield [row["name"], f"`{rule}`", str(cost), str(least)]


if __name__ == "__main__":
    main()
