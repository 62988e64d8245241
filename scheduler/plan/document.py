"""The plan as a document for programs (`plan.json`): its models, from which `docs/plan.schema.json` is generated.

Times of day are `08:05`; days are ISO weekdays (1 = Monday); `period` is the position in the bell schedule from 0,
`lesson` the number that people give a lesson of the day from 1 (0 for a period that is no lesson).
"""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scheduler.school import GrantKind, Slot, StaffKind, StationKind, Week


class Record(BaseModel):
    """A part of the document: nothing in it is unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SentenceRecord(Record):
    """A sentence in both languages."""

    zh: str
    en: str


class SlotRecord(Record):
    """One period on one day of one bell schedule, with its clock times."""

    schedule: str
    day: int = Field(ge=1, le=7)
    period: int = Field(ge=0)
    name: str = Field(description="the period's name in the bell schedule")
    lesson: int = Field(ge=0, description="number of the lesson in the day, from 1; 0 when the period is no lesson")
    start: str = Field(pattern=r"^\d\d:\d\d$")
    end: str = Field(pattern=r"^\d\d:\d\d$")

    @property
    def slot(self) -> Slot:
        """The slot that this stands for."""
        return Slot(self.schedule, self.day, self.period)


class LessonRecord(Record):
    """One lesson of a course: one period."""

    course: str
    classes: tuple[str, ...] = Field(description="the classes that attend")
    subject: str
    teachers: tuple[str, ...]
    week: Week
    venue: str | None = Field(description="null: the home room, or not handed out")
    group: int | None = Field(
        default=None,
        ge=1,
        description="which group of a half class attends, from 1 (甲组); null: the whole class. It follows from the times",
    )
    at: SlotRecord


class MeetingRecord(Record):
    """A meeting; `at` is its first period, `length` its number of periods."""

    meeting: str
    teachers: tuple[str, ...]
    length: int
    at: SlotRecord


class StrayRecord(Record):
    """A lesson that no course of the school explains."""

    class_id: str
    subject: str
    teacher: str | None
    at: SlotRecord


class SessionRecord(Record):
    """A session of after-school service, a patrol, a morning duty: a post held once."""

    post: str = Field(description="the post's id, from the stage and the classes, the club or the duty")
    kind: StationKind
    doing: str = Field(description="what is done, as people read it")
    title: str | None = Field(
        description="what is done where the plan says other than the school; null: as the school does"
    )
    stage: str | None
    club: str | None
    classes: tuple[str, ...] = Field(description="the classes whose pupils are in it; of a club those of its grades")
    pupils: int
    adults: tuple[str, ...]
    venue: str | None = Field(description="null: the home room, or none")
    at: SlotRecord


class GrantRecord(Record):
    """Flexible time of a teacher on a day."""

    teacher: str
    day: int = Field(ge=1, le=7)
    kind: GrantKind
    minutes: int = Field(description="what it takes from the time bank; 0 where the school does not know this kind")


class LedgerRecord(Record):
    """A teacher's week: `sessions` and `minutes` by kind of post, the time bank in minutes, the pay in yuan."""

    teacher: str
    group: str | None
    staff: StaffKind
    fte: int = Field(description="percent of a full post")
    lessons: float = Field(description="a week, odd and even weeks averaged")
    sessions: dict[StationKind, int]
    minutes: dict[StationKind, int]
    service_sessions: int = Field(description="of service: patrols count, standing by and morning duty do not")
    service_minutes: int
    opening: int
    earned: int
    granted: int
    closing: int
    pay: float


class GroupRecord(Record):
    """The sums over a subject group; `group` is null for teachers without one."""

    group: str | None
    people: int
    lessons: float
    sessions: dict[StationKind, int]
    minutes: dict[StationKind, int]
    service_sessions: int
    service_minutes: int
    opening: int
    earned: int
    granted: int
    closing: int
    pay: float


class SpreadRecord(Record):
    """How minutes are spread over some people; of service, range and deviation are of the minutes beyond the fair share."""

    people: int
    mean: float
    range: int
    deviation: float = Field(description="the standard deviation of the whole group")
    gini: float = Field(description="0: all have the same; near 1: one has everything")


class MeasureRecord(Record):
    """One thing that is to be fair. `range_bound` is proven: no plan has a smaller range over everybody."""

    everybody: SpreadRecord
    homeroom: SpreadRecord = Field(description="over the homeroom teachers among them")
    range_bound: int | None = None


class ShareRecord(Record):
    """One of the staff: minutes of service, the fair share by FTE, time granted, the closing balance, and why."""

    teacher: str
    minutes: int
    fair: int
    granted: int
    closing: int
    reasons: tuple[str, ...]
    reasons_en: tuple[str, ...]


class FairnessRecord(Record):
    """How evenly service and flexible hours are spread over the staff, in minutes a week."""

    service: MeasureRecord
    balance: MeasureRecord
    granted: MeasureRecord
    shares: tuple[ShareRecord, ...]


class ViolationRecord(Record):
    """A rule broken in one place, by `amount` of the rule's unit."""

    amount: int
    text: str
    text_en: str
    classes: tuple[str, ...]
    teachers: tuple[str, ...]
    venue: str | None
    at: tuple[SlotRecord, ...]


class RuleVerdict(Record):
    """What one rule says of the plan."""

    id: str
    title: str
    title_en: str
    level: Literal["regulation", "hard", "soft"]
    article: str | None
    kept: bool
    judged: int = Field(description="places where the rule could have been broken")
    kept_share: float = Field(ge=0, le=1, description="share of the judged places that keep the rule")
    amount: int = Field(description="sum of the violations' amounts")
    unit: str
    weight: int
    cost: int = Field(description="amount x weight for a soft rule, else 0")
    unjudged: str | None = Field(description="why the rule could not be judged, if so")
    notes: tuple[str, ...]
    violations: tuple[ViolationRecord, ...]


class PlanDocument(Record):
    """A plan with its verdict. Readers refuse a `version` that they do not know.

    Version 2 added after-school service and flexible hours: `sessions`, `grants`, `ledgers`, `groups`,
    `fairness`.
    """

    format: Literal["paike.plan"] = "paike.plan"
    version: Literal[1, 2] = 2
    school: str
    term: str
    compliant: bool = Field(description="whether every regulation and hard rule is kept")
    cost: int = Field(description="sum of the soft rules' costs")
    bound: int | None = Field(description="no plan costs less than this, if proven")
    unavoidable: tuple[SentenceRecord, ...] = Field(
        default=(), description="what no plan of the school can avoid paying, proven, dearest first"
    )
    seconds: float | None = Field(description="how long the plan was sought, in seconds")
    lessons: tuple[LessonRecord, ...]
    meetings: tuple[MeetingRecord, ...]
    strays: tuple[StrayRecord, ...]
    sessions: tuple[SessionRecord, ...] = ()
    grants: tuple[GrantRecord, ...] = ()
    ledgers: tuple[LedgerRecord, ...] = Field(
        default=(), description="of each teacher; none where the plan tells no service"
    )
    groups: tuple[GroupRecord, ...] = Field(default=(), description="the ledgers summed up by subject group")
    fairness: FairnessRecord | None = Field(default=None, description="null where the plan tells no service")
    rules: tuple[RuleVerdict, ...]


def plan_schema() -> dict[str, Any]:
    """Return the JSON schema of `plan.json`."""
    schema = PlanDocument.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def plan_schema_text() -> str:
    """Return the schema as it stands in `docs/plan.schema.json`."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"
