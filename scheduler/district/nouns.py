"""What is known of a school of the district when its turn in the batch is over."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, PlainSerializer

from scheduler.school.base import FrozenModel
from scheduler.text import Text

RESULT_FILE = "result.json"


def _text(value: Any) -> Any:
    return Text(value["zh"], value["en"]) if isinstance(value, dict) and value.keys() == {"zh", "en"} else value


Said = Annotated[Text, BeforeValidator(_text), PlainSerializer(lambda text: {"zh": text.zh, "en": text.en})]
"""A sentence in both languages; {"zh": …, "en": …} in JSON."""


class SchoolStatus(StrEnum):
    """How the turn of a school ended."""

    PLANNED = "planned"  # there is an audited plan; of a school that planned itself: its plan was audited
    BAD_FILE = "bad_file"  # its workbook, or the plan that it handed in, cannot be read: `problems` say why
    INFEASIBLE = "infeasible"  # proven: `cause` and `cure`
    UNPLANNED = "unplanned"  # no plan within the time; of a school that planned itself: none was handed in
    CRASHED = "crashed"  # the process of this school died: `cause` says of what

    @property
    def settled(self) -> bool:
        """Whether another try with the same workbook ends the same way, so that `--resume` leaves it."""
        return self not in (SchoolStatus.UNPLANNED, SchoolStatus.CRASHED)


STATUS_WORDS: dict[SchoolStatus, Text] = {
    SchoolStatus.PLANNED: Text("完成", "done"),
    SchoolStatus.BAD_FILE: Text("文件有问题", "bad file"),
    SchoolStatus.INFEASIBLE: Text("排不出", "infeasible"),
    SchoolStatus.UNPLANNED: Text("没有排出", "no plan"),
    SchoolStatus.CRASHED: Text("中断", "crashed"),
}


class SchoolResult(FrozenModel):
    """What came of one school: the content of its `result.json`, which is there only when everything beside it is.

    No text in it names a person unless names were asked for; `problems` say sheet and cell, and the school's own folder has
    its workbook with them marked.
    """

    format: Literal[1] = 1
    file: str  # the name of its workbook, without a folder
    content: str  # SHA-256 in hexadecimal of all that was planned with: the workbook's bytes, marks of shared teachers
    status: SchoolStatus
    school: str = ""  # its name; '' where it could not be read
    classes: int | None = Field(default=None, ge=0)
    cost: int | None = None  # of the audited plan
    bound: int | None = None  # proven: no plan costs less
    compliant: bool | None = None  # whether the plan keeps every regulation and hard rule; None without a plan
    seconds: float = Field(default=0.0, ge=0)  # wall time of its turn: reading, planning, audit, export
    memory: int | None = Field(default=None, ge=0)  # bytes, the most that its process held
    problems: tuple[Said, ...] = ()  # of the files: errors and questions first, then warnings
    cause: Said | None = None  # why there is no plan, the first cause
    cure: Said | None = None  # the cheapest change that was tried and makes a plan possible
    summary: dict[str, Any] | None = None  # a `SchoolSummary` as JSON: what the bureau's report takes of it


class SchoolOutcome(NamedTuple):
    """A result with the files that belong to it, each by its name in the school's folder."""

    result: SchoolResult
    files: dict[str, bytes]
