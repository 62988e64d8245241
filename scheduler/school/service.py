"""After-school service (课后服务, 5+2+N): its stages, who takes part, clubs, duties of adults, people from outside, pay."""

from __future__ import annotations

import datetime
from enum import StrEnum

from pydantic import Field, model_validator

from scheduler.school.base import FrozenModel
from scheduler.school.people import StaffKind
from scheduler.text import Text


class StageKind(StrEnum):
    """What a stage of the after-school day is for."""

    HOMEWORK = "homework"
    TUTORING = "tutoring"
    ACTIVITY = "activity"
    EXTENDED_CARE = "extended_care"
    EVENING_STUDY = "evening_study"
    WEEKEND_CARE = "weekend_care"


class Content(StrEnum):
    """What pupils do in a session: the N of 5+2+N, and what is no choice of theirs (homework, tutoring, care, study)."""

    HOMEWORK = "homework"
    TUTORING = "tutoring"
    SCIENCE = "science"
    SPORT = "sport"
    ART = "art"
    LABOUR = "labour"
    READING = "reading"
    INTEREST = "interest"
    CLUB = "club"
    PLAY = "play"
    CARE = "care"
    SELF_STUDY = "self_study"


class Grouping(StrEnum):
    """How the pupils of a stage are grouped: class by class, classes merged, or all of them in clubs."""

    BY_CLASS = "by_class"
    MERGED = "merged"
    CLUBS = "clubs"


class StationKind(StrEnum):
    """What an adult is wanted for: with a group of pupils, or on duty beside them."""

    HOMEWORK = "homework"
    TUTORING = "tutoring"
    ACTIVITY = "activity"
    CLUB = "club"
    EXTENDED_CARE = "extended_care"
    EVENING_STUDY = "evening_study"
    WEEKEND_CARE = "weekend_care"
    PATROL = "patrol"
    SUBSTITUTE = "substitute"
    MORNING = "morning"
    WATCH = "watch"
    NOON = "noon"
    BREAK = "break_"


STAGE_NAMES: dict[StageKind, Text] = {
    StageKind.HOMEWORK: Text("作业辅导", "homework"),
    StageKind.TUTORING: Text("答疑", "tutoring"),
    StageKind.ACTIVITY: Text("活动", "activity"),
    StageKind.EXTENDED_CARE: Text("延时托管", "extended care"),
    StageKind.EVENING_STUDY: Text("晚自习", "evening study"),
    StageKind.WEEKEND_CARE: Text("周末托管", "weekend care"),
}
CONTENT_NAMES: dict[Content, Text] = {
    Content.HOMEWORK: Text("作业辅导", "homework"),
    Content.TUTORING: Text("答疑", "tutoring"),
    Content.SCIENCE: Text("科普", "science"),
    Content.SPORT: Text("体育", "sport"),
    Content.ART: Text("艺术", "art"),
    Content.LABOUR: Text("劳动", "labour"),
    Content.READING: Text("阅读", "reading"),
    Content.INTEREST: Text("兴趣小组", "interest group"),
    Content.CLUB: Text("社团", "club"),
    Content.PLAY: Text("游戏", "games"),
    Content.CARE: Text("托管", "care"),
    Content.SELF_STUDY: Text("自习", "self-study"),
}
GROUPING_NAMES: dict[Grouping, Text] = {
    Grouping.BY_CLASS: Text("按班", "by class"),
    Grouping.MERGED: Text("合班", "merged"),
    Grouping.CLUBS: Text("走班", "clubs"),
}
STATION_NAMES: dict[StationKind, Text] = {
    StationKind.HOMEWORK: Text("作业辅导", "homework"),
    StationKind.TUTORING: Text("答疑", "tutoring"),
    StationKind.ACTIVITY: Text("班级活动", "class activity"),
    StationKind.CLUB: Text("社团", "club"),
    StationKind.EXTENDED_CARE: Text("延时托管", "extended care"),
    StationKind.EVENING_STUDY: Text("晚自习", "evening study"),
    StationKind.WEEKEND_CARE: Text("周末托管", "weekend care"),
    StationKind.PATROL: Text("巡查", "patrol"),
    StationKind.SUBSTITUTE: Text("替补", "substitute"),
    StationKind.MORNING: Text("早读看护", "morning duty"),
    StationKind.WATCH: Text("看护", "watch"),
    StationKind.NOON: Text("午间看护", "noon care"),
    StationKind.BREAK: Text("课间值守", "break duty"),
}
# Everybody of a grade takes part in these unless the school says otherwise; in the others only those who are enrolled.
FOR_ALL = frozenset({StageKind.HOMEWORK, StageKind.TUTORING, StageKind.ACTIVITY})


class ServiceStage(FrozenModel):
    """A stage of the after-school day for some grades: `period` is the position in the bell schedule.

    `days` narrows the days of the period (empty: all of them). `contents` is what the groups do, one for all days or one
    for each of the stage's days in turn; with `free_order` each group does each of them as often, on the days that the plan chooses.
    Raises ValueError where a stage that is no activity, or splits into clubs, has a free order. A group needs an adult for each `per_adult` pupils; merged classes make groups of at
    most `group_size` pupils. `candidates` are the only teachers who may serve; where there are none, any of the staff, and the plan chooses those near the classes.
    `credit` is the time-bank rate in percent of the minutes beyond working hours.
    """

    id: str = Field(min_length=1)
    kind: StageKind
    schedule: str
    period: int = Field(ge=0)
    grades: tuple[int, ...] = Field(min_length=1)
    days: tuple[int, ...] = ()
    grouping: Grouping = Grouping.BY_CLASS
    contents: tuple[Content, ...] = Field(min_length=1)
    free_order: bool = False
    per_adult: int = Field(default=60, ge=1, le=200)
    group_size: int = Field(default=45, ge=1, le=400)
    candidates: tuple[str, ...] = ()
    credit: int = Field(default=100, ge=0, le=400)

    @model_validator(mode="after")
    def _may_choose(self) -> ServiceStage:
        if self.free_order and not may_be_in_free_order(self.kind, self.grouping):
            raise ValueError(f"{self.id}: its contents have no free order")
        return self


def may_be_in_free_order(kind: StageKind, grouping: Grouping) -> bool:
    """Tell whether the groups of a stage may do its contents on days that the plan chooses."""
    return kind is StageKind.ACTIVITY and grouping is not Grouping.CLUBS


class Enrolment(FrozenModel):
    """How many pupils of a class take part in a stage. `joins` is the class whose group they join there (并入)."""

    class_id: str
    stage: str
    pupils: int = Field(ge=0, le=200)
    joins: str | None = None


class Club(FrozenModel):
    """One of the N: held `sessions` times a week in a period of the bell schedule, on some of `days` (empty: any).

    `members` pupils of `grades` together are in it, at most `capacity`. One of `instructors` (or `adults` of them) leads
    each session. `venue` names a place, `venue_kind` lets the solver choose one.
    """

    id: str = Field(min_length=1)
    content: Content
    schedule: str
    period: int = Field(ge=0)
    grades: tuple[int, ...] = Field(min_length=1)
    instructors: tuple[str, ...] = Field(min_length=1)
    members: int = Field(default=25, ge=1, le=400)
    capacity: int | None = Field(default=None, ge=1, le=400)
    adults: int = Field(default=1, ge=1, le=6)
    days: tuple[int, ...] = ()
    sessions: int = Field(default=1, ge=1, le=7)
    venue: str | None = None
    venue_kind: str | None = None


class DutyKind(StrEnum):
    """A duty beside the groups: 巡查 goes round, 替补 stands in for whoever cannot come, 午间看护 is with the pupils at lunch and
    noon, 课间值守 at the flag ceremony and the breaks."""

    PATROL = "patrol"
    SUBSTITUTE = "substitute"
    NOON = "noon"
    BREAK = "break_"


class Duty(FrozenModel):
    """Adults wanted in a period beside those with pupils; `candidates` are who may do it (empty: any of the staff).

    With `each_class` there are so many with every class of the bell schedule, and where no candidates are named those near it.
    """

    kind: DutyKind
    schedule: str
    period: int = Field(ge=0)
    days: tuple[int, ...] = ()
    adults: int = Field(default=1, ge=1, le=20)
    candidates: tuple[str, ...] = ()
    credit: int = Field(default=100, ge=0, le=400)
    each_class: bool = False


class Contract(FrozenModel):
    """On what footing somebody from outside serves (外聘): contract and qualification with their last days, pay a session.

    None means that the school has not said.
    """

    teacher: str
    starts: datetime.date | None = None
    ends: datetime.date | None = None
    qualification: str | None = None
    qualified_until: datetime.date | None = None
    pay: float | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _forwards(self) -> Contract:
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise ValueError(f"{self.teacher}: the contract ends before it starts")
        return self


class PayRate(FrozenModel):
    """The allowance for one session (补助), in yuan, by kind of station and of staff."""

    station: StationKind
    staff: StaffKind = StaffKind.STAFF
    yuan: float = Field(ge=0)
