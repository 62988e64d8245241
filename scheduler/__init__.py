"""Plans a Chinese school's week and proves it against the regulation. A program begins here; `docs/api.md` tells the rest:

    from sample_data import sample_path
    from scheduler import loads, read_school, solve, with_rule, write_plan

    school = read_school(sample_path("primary-36.xlsx"))  # or your own: read_school("学校.xlsx")
    school = with_rule(school, "teacher_gaps", enabled=True, weight=2)
    result = solve(school, seconds=60)
    print(result.status, result.cost, "at least", result.bound)
    if result.report is not None:
        print(loads(school, result.report.plan))
        write_plan(result, "课表.xlsx")

What is named here is imported when it is asked for: every module of the package runs this file first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.api import (
        Cancel,
        Explanation,
        Level,
        Move,
        Plan,
        PlanFile,
        Progress,
        Repair,
        Report,
        Result,
        Rule,
        School,
        Slot,
        Status,
        WorkbookError,
        WorkbookWarning,
        apply_move,
        audit,
        changed,
        explain,
        lessons,
        loads,
        moves,
        read_plan,
        read_school,
        repair,
        rules,
        solve,
        with_rule,
        write_plan,
        write_school,
    )

__all__ = [
    "Cancel",
    "Explanation",
    "Level",
    "Move",
    "Plan",
    "PlanFile",
    "Progress",
    "Repair",
    "Report",
    "Result",
    "Rule",
    "School",
    "Slot",
    "Status",
    "WorkbookError",
    "WorkbookWarning",
    "apply_move",
    "audit",
    "changed",
    "explain",
    "lessons",
    "loads",
    "moves",
    "read_plan",
    "read_school",
    "repair",
    "rules",
    "solve",
    "with_rule",
    "write_plan",
    "write_school",
]

if not TYPE_CHECKING:  # a checker must see no more names than there are

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from scheduler import api

        return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
