"""What a worker is told of one school, and what it tells while it plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from pydantic import Field

from scheduler.district.nouns import Said
from scheduler.school.base import FrozenModel

JOB_FILE, OUT_FOLDER, DEFECT_FILE = "job.json", "out", "defect"  # in the folder of a turn


class SchoolJob(FrozenModel):
    """One school's turn.

    `seconds` are for the search, `None` for what a school of its size usually has; after `longest` seconds or with more than
    `memory` bytes its process is ended. A school that was read before, or is planned otherwise than its workbook says, is `given`
    as the JSON of its model with the `problems` of its workbook, perhaps with a legal plan to `start` from; else the
    workbook comes beside the job.
    """

    file: str
    content: str
    seconds: float | None = Field(default=None, gt=0)
    deterministic: float | None = Field(
        default=None, gt=0
    )  # work of the solver, where the plan must be the same each time
    threads: int = Field(default=0, ge=0)  # 0: the share of the machine that is the worker's
    seed: int = 1
    longest: float = Field(gt=0)
    memory: int = Field(gt=0)
    given: str = Field(default="", repr=False)  # Dask's logs show what a failed task was given
    start: str = Field(default="", repr=False)
    problems: tuple[Said, ...] = Field(default=(), repr=False)
    language: Literal["zh", "en"] = "zh"
    names: bool = False  # whether texts of the result may name people


class Step(NamedTuple):
    """How far a school's search is: seconds since it began, the cost of the best plan and the proven bound."""

    seconds: float
    cost: int | None
    bound: int


Teller = Callable[[Step], None]
