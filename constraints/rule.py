"""What a rule is: its words, how it is posted to the model, how it is checked on a finished plan."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, get_origin

from pydantic import BaseModel, ConfigDict, model_validator

from constraints.sources import Article
from scheduler.plan import PlanView
from scheduler.school import Slot, Subject
from scheduler.school.curriculum import AREA_NAMES
from scheduler.text import Text

if TYPE_CHECKING:
    from scheduler.model.half_days import HalfDayVariables
    from scheduler.model.lessons import LessonVariables
    from scheduler.model.poster import Poster


class Level(StrEnum):
    """How binding a rule is: regulation cannot be switched off, hard must hold, soft costs its weight a unit."""

    REGULATION = "regulation"
    HARD = "hard"
    SOFT = "soft"


LEVEL_NAMES = {
    Level.REGULATION: Text("法规", "regulation"),
    Level.HARD: Text("硬性", "hard"),
    Level.SOFT: Text("软性", "soft"),
}


class OwnerKind(StrEnum):
    """Whom a part of a rule is about."""

    CLASS = "class"
    TEACHER = "teacher"
    VENUE = "venue"
    SUBJECT = "subject"
    COURSE = "course"
    MEETING = "meeting"
    GRADE = "grade"
    EXCLUSION = "exclusion"
    STATION = "post"
    SCHOOL = "school"


class Owner(NamedTuple):
    """Whom a constraint or a violation is about, so that a conflict can be told in those words."""

    kind: OwnerKind
    id: str


class RuleParameters(BaseModel):
    """The figures of a rule that a school may edit. Text from a workbook is accepted: `语文:60 数学:60`, `体育 音乐`.

    Each field has a Chinese `title`, an English `description` and, in `json_schema_extra`, a `unit`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _split_text(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: _split(cls, key, value) for key, value in data.items()}


def _split(parameters: type[RuleParameters], key: str, value: Any) -> Any:
    if not isinstance(value, str) or key not in parameters.model_fields:
        return value
    origin = get_origin(parameters.model_fields[key].annotation)
    items = [item for item in re.split(r"[\s,，;；、]+", value.strip()) if item]
    if origin is tuple:
        return tuple(items)
    if origin is dict:
        pairs = [re.split(r"[:：=]", item, maxsplit=1) for item in items]
        return {pair[0]: pair[1] if len(pair) > 1 else "" for pair in pairs}
    return value.strip()


def names_subject(key: str, subject: Subject) -> bool:
    """Tell whether a parameter's key means a subject: by its own name or by its area's Chinese or English name."""
    return key in (subject.id, subject.area.value, AREA_NAMES[subject.area].zh)


class Violation(NamedTuple):
    """A rule broken in one place.

    `amount` is in the rule's unit, at least 1. `classes` x `slots` (or `teachers` x `slots`) are the cells to mark.
    """

    owner: Owner
    amount: int
    text: Text
    classes: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    venue: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What a check found. `judged` counts the places where the rule could have been broken.

    `unjudged` says why the rule could not be judged, when it could not; `notes` are remarks that break nothing.
    """

    judged: int
    violations: tuple[Violation, ...] = ()
    unjudged: Text | None = None
    notes: tuple[Text, ...] = ()

    @property
    def amount(self) -> int:
        """The sum of all amounts, in the rule's unit."""
        return sum(v.amount for v in self.violations)

    @property
    def kept_share(self) -> float:
        """The share of judged places that keep the rule (满足率), 0 to 1; 1 where nothing was to be judged."""
        if self.judged == 0:
            return 1.0
        return max(0.0, 1 - len({(v.owner, v.slots) for v in self.violations}) / self.judged)


class NoParameters(RuleParameters):
    """A rule without figures."""


P = TypeVar("P", bound=RuleParameters)


@dataclass(frozen=True)
class Rule(Generic[P]):
    """All that is known of one rule.

    `post` adds it to the model of slots; `post_half_days` adds what it implies for half-days, never more (its cost there
    must be at most its cost on slots). `check` judges any plan without a model. `unit` names what `amount` counts.
    `levels` are those that a school may choose; a regulation has none to choose.
    """

    id: str
    title: Text
    words: Text
    level: Level
    unit: Text
    post: Callable[[Poster, LessonVariables, P], None]
    check: Callable[[PlanView, P], Verdict]
    parameters: type[P]
    article: Article | None = None
    weight: int = 0
    enabled: bool = True
    levels: tuple[Level, ...] = ()
    post_half_days: Callable[[Poster, HalfDayVariables, P], None] | None = None


@dataclass(frozen=True)
class ActiveRule:
    """A rule as one school uses it."""

    rule: Rule[Any]
    level: Level
    weight: int
    parameters: RuleParameters = field(default_factory=NoParameters)

    def check(self, view: PlanView) -> Verdict:
        """Judge a plan by this rule with the school's figures."""
        return self.rule.check(view, self.parameters)

    def cost(self, verdict: Verdict) -> int:
        """Return what a verdict costs: amount x weight for a soft rule, 0 for the others."""
        return verdict.amount * self.weight if self.level is Level.SOFT else 0


def class_owner(class_id: str) -> Owner:
    """Return the owner for a class."""
    return Owner(OwnerKind.CLASS, class_id)


def teacher_owner(teacher_id: str) -> Owner:
    """Return the owner for a teacher."""
    return Owner(OwnerKind.TEACHER, teacher_id)


def course_owner(course_id: str) -> Owner:
    """Return the owner for a course."""
    return Owner(OwnerKind.COURSE, course_id)


def grade_owner(grade: int) -> Owner:
    """Return the owner for a grade."""
    return Owner(OwnerKind.GRADE, str(grade))


def station_owner(station_id: str) -> Owner:
    """Return the owner for a station of the after-school day: a group, a club, a patrol."""
    return Owner(OwnerKind.STATION, station_id)


SCHOOL_OWNER = Owner(OwnerKind.SCHOOL, "")
