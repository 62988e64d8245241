"""Subjects, the curriculum plan and courses."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from scheduler.school.base import FrozenModel
from scheduler.school.bell import Week
from scheduler.text import Text


class Area(StrEnum):
    """What a subject belongs to, so that a rule can name an area and not a spelling."""

    MORALITY = "morality"
    CHINESE = "chinese"
    MATHS = "maths"
    FOREIGN = "foreign"
    HISTORY = "history"
    GEOGRAPHY = "geography"
    SCIENCE = "science"
    BIOLOGY = "biology"
    PHYSICS = "physics"
    CHEMISTRY = "chemistry"
    IT = "it"
    PE = "pe"
    SPORT_ACTIVITY = "sport_activity"
    MUSIC = "music"
    ART = "art"
    LABOUR = "labour"
    PRACTICE = "practice"
    CLASS_MEETING = "class_meeting"
    LOCAL = "local"
    ACTIVITY = "activity"
    OTHER = "other"


AREA_NAMES: dict[Area, Text] = {
    Area.MORALITY: Text("道德与法治", "Morality and law"),
    Area.CHINESE: Text("语文", "Chinese"),
    Area.MATHS: Text("数学", "Maths"),
    Area.FOREIGN: Text("外语", "Foreign language"),
    Area.HISTORY: Text("历史", "History"),
    Area.GEOGRAPHY: Text("地理", "Geography"),
    Area.SCIENCE: Text("科学", "Science"),
    Area.BIOLOGY: Text("生物", "Biology"),
    Area.PHYSICS: Text("物理", "Physics"),
    Area.CHEMISTRY: Text("化学", "Chemistry"),
    Area.IT: Text("信息科技", "IT"),
    Area.PE: Text("体育", "PE"),
    Area.SPORT_ACTIVITY: Text("体育活动", "Sport activity"),
    Area.MUSIC: Text("音乐", "Music"),
    Area.ART: Text("美术", "Art"),
    Area.LABOUR: Text("劳动", "Labour"),
    Area.PRACTICE: Text("综合实践", "Integrated practice"),
    Area.CLASS_MEETING: Text("班队", "Class meeting"),
    Area.LOCAL: Text("地方与校本", "Local and school courses"),
    Area.ACTIVITY: Text("活动", "Activity"),
    Area.OTHER: Text("其他", "Other"),
}
SPORT_AREAS = frozenset({Area.PE, Area.SPORT_ACTIVITY})
"""The areas whose lessons are sport. Those of `SPORT_ACTIVITY` (体育活动课) come out of local, school and practice lessons: they are
sport of the day, and no PE of the standard."""


def are_alike(area: Area, other: Area) -> bool:
    """Tell whether a word of one area may mean a subject of the other: the same, or both are sport."""
    return area is other or {area, other} <= SPORT_AREAS


class Subject(FrozenModel):
    """A subject. `short` is what a narrow cell shows; `venue_kind` is where its lessons are held unless a course says otherwise.

    A subject of the area `activity` (升旗, 大课间) takes a slot but is no lesson of the curriculum.
    """

    id: str = Field(min_length=1)
    area: Area
    short: str = ""
    venue_kind: str | None = None
    max_per_day: int | None = Field(default=None, ge=1)

    @property
    def counts(self) -> bool:
        """Tell whether its lessons count as lessons of the curriculum."""
        return self.area is not Area.ACTIVITY


class CurriculumItem(FrozenModel):
    """Lessons a week of one subject in one grade, as the school plans them."""

    grade: int = Field(ge=1, le=12)
    subject: str
    lessons: float = Field(ge=0, le=40)


MOST_LESSONS = 40  # a week of one course
MOST_GROUPS = 10  # of one class


class Course(FrozenModel):
    """One or more classes (合班) taught one subject by one or more teachers.

    `lessons` counts the lessons of a week in which the course is held; `doubles` of them pair up, so that `4+1` is
    6 lessons with 1 double. Courses that share `together` start and end together (分层走班), each with its part of the
    same pupils. With `groups` above 1 they are of one half class (半班): its pupils, in as many groups as there are
    courses, take turns, so that each pupil has `lessons / groups` of each. An odd and an even course that share `pair`
    use the same slots. `venue` names one place; otherwise `venue_kind` lets the solver choose among the places of a kind;
    None is the home room. `note` is what the school remarks on it, which decides nothing.
    """

    id: str = Field(min_length=1)
    classes: tuple[str, ...] = Field(min_length=1)
    subject: str
    teachers: tuple[str, ...] = ()
    lessons: int = Field(ge=1, le=MOST_LESSONS)
    doubles: int = Field(default=0, ge=0)
    week: Week = Week.EVERY
    venue: str | None = None
    venue_kind: str | None = None
    together: str | None = None
    groups: int = Field(default=1, ge=1, le=MOST_GROUPS)
    pair: str | None = None
    note: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> Course:
        if 2 * self.doubles > self.lessons:
            raise ValueError(
                f"{self.id}: {self.doubles} doubles need {2 * self.doubles} lessons, it has {self.lessons}"
            )
        if len(set(self.classes)) < len(self.classes) or len(set(self.teachers)) < len(self.teachers):
            raise ValueError(f"{self.id}: names a class or a teacher twice")
        if self.groups > 1 and (
            self.together is None or self.lessons % self.groups or self.doubles or self.week is not Week.EVERY
        ):
            raise ValueError(f"{self.id}: its {self.groups} groups cannot take turns")
        return self

    @property
    def weekly(self) -> float:
        """Lessons a week on average over odd and even weeks."""
        return float(self.lessons) if self.week is Week.EVERY else self.lessons / 2

    @property
    def attended(self) -> float:
        """Lessons of it that a pupil has a week, on average over odd and even weeks."""
        return self.weekly / self.groups

    @property
    def group_name(self) -> str | None:
        """What people call the courses that run `together`: 信劳, also where several classes use it and it is 七(1)班|信劳."""
        return self.together and self.together.removeprefix(f"{'+'.join(self.classes)}|")
