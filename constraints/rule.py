"""What a rule is: its words, how it is posted to the model, how it is checked on a finished plan, how it gives way."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, Generic, NamedTuple, TypeVar, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from constraints.places.not_asked import NOT_ASKED
from constraints.places.place import Article, Figure
from constraints.scope import Scope, ServiceScope
from scheduler.edits.edit import Edit
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import School, Slot, Subject
from scheduler.school.curriculum import AREA_NAMES, SPORT_AREAS, Area
from scheduler.term.view import CoverView
from scheduler.text import Text, clock_text, minutes_of

if TYPE_CHECKING:  # so that who only reads the rules need not wait for the solver
    from scheduler.model.cover import CoverVariables
    from scheduler.model.elastic import Elasticity, ElasticPoster
    from scheduler.model.lessons import LessonVariables
    from scheduler.model.poster import Poster, Postings
    from scheduler.model.relaxed import RelaxedWeek

# The type of a parameter that is a time of day: any way of writing it is accepted, 08:05 is kept.
Clock = Annotated[str, AfterValidator(lambda text: clock_text(minutes_of(text)))]


class RuleParameters(BaseModel):
    """The figures of a rule that a school may edit. Text from a workbook is accepted: `语文:60 数学:60`, `体育 音乐`.

    Each field has a Chinese `title`, an English `description` and, in `json_schema_extra`, a `unit`. One whose `figure` is named
    there has its value from the law of the school's place (`figures.py`), None where that asks nothing that is known; a school
    may only go further.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _split_text(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: _split(cls, key, value) for key, value in data.items()}

    def subjects_named(self) -> Mapping[str, Iterable[str]]:
        """Return the names of subjects or areas in each parameter that has some; a rule with such parameters says so here."""
        return {}


def _split(parameters: type[RuleParameters], key: str, value: Any) -> Any:
    if not isinstance(value, str) or key not in parameters.model_fields:
        return value
    origin = get_origin(parameters.model_fields[key].annotation)
    items = [item for item in re.split(r"[\s,，;；、]+", value.strip()) if item]
    if origin is tuple:
        return tuple(items)
    if origin is dict:
        found: dict[str, str] = {}
        for item in items:
            name, *rest = re.split(r"[:：=]", item, maxsplit=1)
            found[name] = " ".join(
                [*([found[name]] if name in found else []), *rest]
            )  # no number where it stands twice
        return found
    return value.strip()


def is_subject_or_area(key: str, subjects: Iterable[Subject]) -> bool:
    """Tell whether a parameter's key means something: a subject of the school, or an area, taught there or not."""
    return any(key in (area.value, name.zh) for area, name in AREA_NAMES.items()) or any(
        names_subject(key, subject) for subject in subjects
    )


def names_subject(key: str, subject: Subject) -> bool:
    """Tell whether a parameter's key means a subject: by its own name or by its area's Chinese or English name.

    体育 means 体育活动课 too: what is asked of sport is asked of both. 体育活动 means these alone.
    """
    areas = {subject.area, Area.PE} if subject.area in SPORT_AREAS else {subject.area}
    return key == subject.id or any(key in (area.value, AREA_NAMES[area].zh) for area in areas)


class Violation(NamedTuple):
    """A rule broken in one place.

    `amount` is in the rule's unit, at least 1. `classes` x `slots` (or `teachers` x `slots`) are the cells to mark.
    `of_absence`: lessons that are not there break it, so that nothing is said where a plan does not tell all of a class's.
    """

    owner: Owner
    amount: int
    text: Text
    classes: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    venue: str | None = None
    of_absence: bool = False


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

Option = tuple[Edit, ...]
"""Edits that answer one thing together."""
MOST_OPTIONS = 3  # are looked at for one thing


@dataclass(frozen=True)
class Breach:
    """How a solution of the relaxed problem breaks a rule for one owner.

    `view` is the solution's plan; its school is `school` with all that may be moved set free. `units` is by how much the
    rule is loosened, `everybody` for whom it is.
    """

    school: School
    view: PlanView
    parameters: Any
    owner: Owner
    units: int
    everybody: tuple[Owner, ...]


@dataclass(frozen=True)
class Elastic(Generic[P]):
    """How a rule gives way where a school has no plan, and which changes of the school answer that.

    With `elasticity` its posting is loosened at that price; `post` replaces its posting in the relaxed problem, where more is
    to be said. `answer` returns the ways to answer a breach, none where there is no way. `of_teacher`: it is the business of
    the teacher alone, so that a course which he gives away is none of it. A rule that may be soft needs none of this to be
    softened; regulation is posted plainly.
    """

    elasticity: Elasticity | None = None
    answer: Callable[[Breach], list[Option]] | None = None
    post: Callable[[RelaxedWeek, ActiveRule], None] | None = None
    of_teacher: bool = False


@dataclass(frozen=True, kw_only=True)
class RuleWords(Generic[P]):
    """What every rule has, whatever it judges: its name and words, its level, weight and figures.

    `unit` names what its amounts count. `article` is the id of the article that it rests on, in the place files. `levels` are those that a school may choose; a regulation has none to choose. `presets`
    are its weights where a preset gives it another than the usual, by the preset's id.
    """

    id: str
    title: Text
    words: Text
    level: Level
    unit: Text
    parameters: type[P]
    article: str | None = None
    weight: int = 0
    presets: Mapping[str, int] = field(default_factory=dict, hash=False)
    enabled: bool = True
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule(RuleWords[P]):
    """All that is known of a rule of the week.

    `post` adds it to the model, `check` judges any plan without a model.

    `scope` and `service_scope` say what decides when lessons, or service, move; without the latter a rule on service depends on
    everything and a rule on lessons on nothing of it. `needs` are the parts of a plan without which nothing can be said of it
    (none given: those of its section), `needs_to_keep` those without which it is never said to be kept.

    `asks` says in one sentence, without a full stop, what it asks of an owner of a kind, with the school's own figures;
    `asks_of_subjects` says it of a class where only some of its subjects matter.
    `stated` is the sheet of the workbook where that is said (none given: that of the owner). `elastic` is how it gives way.
    """

    post: Callable[[Poster, LessonVariables, P], None]
    check: Callable[[PlanView, P], Verdict]
    scope: Scope = Scope.WHOLE
    service_scope: ServiceScope | None = None
    needs: frozenset[PlanPart] | None = None
    needs_to_keep: frozenset[PlanPart] = frozenset()
    asks: Mapping[OwnerKind, Callable[[School, P, str], Text]] = field(default_factory=dict, hash=False)
    asks_of_subjects: Callable[[School, P, str, Collection[str]], Text] | None = None
    stated: Text | None = None
    elastic: Elastic[P] = Elastic()


@dataclass(frozen=True, kw_only=True)
class CoverRule(RuleWords[P]):
    """A rule of what is done when somebody is away.

    `post` adds it to the model in which what is done is chosen, `check` judges changes of some dates, whoever made them.
    """

    post: Callable[[Poster, CoverVariables, P], None]
    check: Callable[[CoverView, P], Verdict]


@dataclass(frozen=True)
class ActiveWords:
    """A rule, whatever it judges, with the figures of one school.

    `article` is what it rests on where the school is, `newer` what else its place says of it since; `figures` are those of the
    law that its parameters are from, by their names; `unknown` says why others of them are not known there.
    """

    rule: RuleWords[Any]
    level: Level
    weight: int
    parameters: RuleParameters = field(default_factory=NoParameters)
    article: Article | None = None
    newer: tuple[Article, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict, hash=False)
    unknown: tuple[Text, ...] = ()

    def poster(self, postings: Postings) -> Poster:
        """Return what posts it to a model."""
        from scheduler.model.poster import Poster

        return Poster(postings, self.rule.id, self.level, self.weight)

    def cost(self, verdict: Verdict) -> int:
        """Return what a verdict costs: amount x weight for a soft rule, 0 for the others."""
        return verdict.amount * self.weight if self.level is Level.SOFT else 0


@dataclass(frozen=True)
class ActiveRule(ActiveWords):
    """A rule of the week as one school uses it."""

    rule: Rule[Any]

    def elastic_poster(self, week: RelaxedWeek, elasticity: Elasticity) -> ElasticPoster:
        """Return what posts it to the relaxed problem so that it gives way."""
        from scheduler.model.elastic import ElasticPoster

        return ElasticPoster(week.postings, self.rule.id, self.level, self.weight, week.slacks, elasticity)

    def check(self, view: PlanView) -> Verdict:
        """Judge a plan by this rule with the school's figures; where the law's are not known it is said why."""
        found = self.rule.check(view, self.parameters)
        if found.unjudged != NOT_ASKED or not self.unknown:
            return found
        zh, en = "；".join(why.zh for why in self.unknown), "; ".join(why.en for why in self.unknown)
        return replace(found, unjudged=Text(f"{zh}，不作判断", f"{en}: not judged"))


@dataclass(frozen=True)
class ActiveCoverRule(ActiveWords):
    """A rule of cover as one school uses it."""

    rule: CoverRule[Any]

    def check(self, view: CoverView) -> Verdict:
        """Judge changes by this rule with the school's figures."""
        return self.rule.check(view, self.parameters)
