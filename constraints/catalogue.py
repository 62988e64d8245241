"""Every rule, in the order in which a person reads them.

A rule is found by standing in its file as `RULE`; a file of a section without one holds what its rules share.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection
from difflib import get_close_matches
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

from pydantic import ValidationError

from constraints import cover, curriculum, flex, service, staff, timetable
from constraints.figures import figure_of, figures_of, limit_words, looser_than_law, unknown_of, usual_parameters
from constraints.places.law import Law, law, law_of
from constraints.rule import (
    ActiveCoverRule,
    ActiveRule,
    ActiveWords,
    CoverRule,
    Rule,
    RuleParameters,
    RuleWords,
    is_subject_or_area,
)
from scheduler.model.owner import Level
from scheduler.plan.omissions import PlanPart
from scheduler.school import AREA_NAMES, RuleSetting, School, Subject
from scheduler.text import Text

SERVICE_PARTS = frozenset({PlanPart.GROUPS, PlanPart.CLUBS, PlanPart.DUTIES})


class Section(NamedTuple):
    """A folder of rules. `needs` are the parts of a plan without which nothing can be said of a rule in it, unless it says."""

    package: ModuleType
    title: Text
    of_service: bool = False
    needs: frozenset[PlanPart] = frozenset()


SECTIONS = (
    Section(curriculum, Text("课程", "Curriculum")),
    Section(timetable, Text("课表", "Timetable")),
    Section(staff, Text("教师", "Staff")),
    Section(service, Text("课后服务", "After-school service"), True, SERVICE_PARTS),
    Section(flex, Text("弹性上下班", "Flexible hours"), True, SERVICE_PARTS | {PlanPart.GRANTS}),
)
COVER = Section(cover, Text("代课调课", "Cover"))
"""The rules of what is done on a date when somebody is away: they judge no week."""
_LEVEL_ORDER = list(Level)


class SettingProblem(NamedTuple):
    """A line of the rule settings that cannot be used. `field` is enabled, level, weight, rule or a parameter's name.

    `of_law`: it asks for less than the law, which holds in its place.
    """

    rule: str
    field: str
    value: str
    text: Text
    of_law: bool = False


@cache
def catalogue() -> tuple[Rule[Any], ...]:
    """Return every rule of the week: by section, then regulation before hard before soft, then by id."""
    return tuple(rule for section in SECTIONS for rule in _rules_in(section) if isinstance(rule, Rule))


@cache
def cover_catalogue() -> tuple[CoverRule[Any], ...]:
    """Return every rule of cover: regulation before hard before soft, then by id."""
    return tuple(rule for rule in _rules_in(COVER) if isinstance(rule, CoverRule))


@cache
def every_rule() -> tuple[RuleWords[Any], ...]:
    """Return every rule that a school may set: those of the week, then those of cover."""
    return (*catalogue(), *cover_catalogue())


def _rules_in(section: Section) -> list[RuleWords[Any]]:
    names = sorted(info.name for info in pkgutil.iter_modules(section.package.__path__))
    modules = [importlib.import_module(f"{section.package.__name__}.{name}") for name in names]
    rules = [module.RULE for module in modules if hasattr(module, "RULE")]
    return sorted(rules, key=lambda rule: (_LEVEL_ORDER.index(rule.level), rule.id))


@cache
def rule_by_id() -> dict[str, RuleWords[Any]]:
    """Return every rule that a school may set by its id."""
    return {rule.id: rule for rule in every_rule()}


@cache
def week_rule_by_id() -> dict[str, Rule[Any]]:
    """Return every rule of the week by its id."""
    return {rule.id: rule for rule in catalogue()}


def section_of(rule: RuleWords[Any]) -> Section:
    """Return the section that a rule stands in: the folder of its file."""
    module = rule.check.__module__ if isinstance(rule, Rule | CoverRule) else ""
    return next(section for section in (*SECTIONS, COVER) if module.startswith(section.package.__name__ + "."))


def is_of_service(rule: RuleWords[Any]) -> bool:
    """Tell whether a rule is about after-school service or flexible hours; service never makes another one cheaper."""
    return section_of(rule).of_service


def needs_of(rule: Rule[Any]) -> frozenset[PlanPart]:
    """Return the parts of a plan without which nothing can be said of a rule."""
    return section_of(rule).needs if rule.needs is None else rule.needs


def active_rules(school: School) -> tuple[ActiveRule, ...]:
    """Return the rules of the week that a school uses, with its own figures. Raises ValueError when a setting cannot be used."""
    return tuple(active for active in _active(school) if isinstance(active, ActiveRule))


def active_cover_rules(school: School) -> tuple[ActiveCoverRule, ...]:
    """Return the rules of cover that a school uses, with its own figures. Raises ValueError when a setting cannot be used."""
    return tuple(active for active in _active(school) if isinstance(active, ActiveCoverRule))


def _active(school: School) -> tuple[ActiveWords, ...]:
    rules, problems = resolve(school.rule_settings, at=law_of(school))
    # A figure that was enough when it was set and is not today is no reason not to open a school: the law holds.
    wrong = [problem.text.en for problem in problems if not problem.of_law]
    if wrong:
        raise ValueError("; ".join(wrong))
    return rules


def resolve(
    settings: tuple[RuleSetting, ...], subjects: Collection[Subject] | None = None, at: Law | None = None
) -> tuple[tuple[ActiveWords, ...], tuple[SettingProblem, ...]]:
    """Return the rules in use under these settings, and every setting that cannot be used (its rule keeps the default).

    Where the `subjects` of the school are given, a parameter that names another one is such a setting. Figures of the law are
    those `at` the school's place and date, and what asks for less than these is such a setting too; none given: the usual place,
    the newest that is known.
    """
    at = at or law()
    problems: list[SettingProblem] = []
    chosen = {setting.rule: setting for setting in settings}
    for name in chosen:
        if name not in rule_by_id():
            text = Text(f"没有名为 {name} 的规则", f"there is no rule called {name}")
            problems.append(SettingProblem(name, "rule", name, text))
    active = []
    for rule in every_rule():
        setting = chosen.get(rule.id, RuleSetting(rule=rule.id))
        found = _activate(rule, setting, at, problems)
        if found is not None:
            active.append(found)
            problems += _unknown_subjects(found, setting, subjects) if subjects is not None else ()
    return tuple(active), tuple(problems)


def _activate(
    rule: RuleWords[Any], setting: RuleSetting, at: Law, problems: list[SettingProblem]
) -> ActiveWords | None:
    enabled = rule.enabled if setting.enabled is None else setting.enabled
    if rule.level is Level.REGULATION and not enabled:
        text = Text(
            f"“{rule.title.zh}”是法规要求，不能停用", f"“{rule.title.en}” is a regulation and cannot be switched off"
        )
        problems.append(SettingProblem(rule.id, "enabled", "false", text))
        enabled = True
    level = _level(rule, setting, problems)
    weight = rule.weight if setting.weight is None else setting.weight
    parameters = _parameters(rule, setting, at, problems)
    if not enabled:
        return None
    article = at.article(rule.article)
    newer = at.newer(rule.article)
    law_says = (article, newer, figures_of(rule, at), unknown_of(rule, at))
    if isinstance(rule, CoverRule):
        return ActiveCoverRule(rule, level, weight, parameters, *law_says)
    return ActiveRule(rule, level, weight, parameters, *law_says) if isinstance(rule, Rule) else None


def _parameters(rule: RuleWords[Any], setting: RuleSetting, at: Law, problems: list[SettingProblem]) -> RuleParameters:
    """Return a rule's figures as a school has set them, the usual ones where these cannot be used."""
    usual = usual_parameters(rule, at)
    own = {name: value for name, value in setting.parameters.items() if not (value == "" and figure_of(rule, name))}
    try:
        found = usual_parameters(rule, at, own)
    except ValidationError as error:
        for detail in error.errors():
            name = str(detail["loc"][0]) if detail["loc"] else next(iter(setting.parameters), "")
            text = _cannot_be(rule, name, setting.parameters.get(name, ""), detail["msg"])
            problems.append(SettingProblem(rule.id, name, setting.parameters.get(name, ""), text))
        return usual
    looser = looser_than_law(rule, found, at)
    for name, figure in looser.items():
        cited = figure.article.cited
        text = _cannot_be(
            rule, name, setting.parameters.get(name, ""), f"{cited.en} asks {limit_words(figure).en} {figure.value}"
        )
        zh = f"{text.zh}：{cited.zh}规定{limit_words(figure).zh} {figure.value}，只能更严"
        problems.append(SettingProblem(rule.id, name, setting.parameters.get(name, ""), Text(zh, text.en), of_law=True))
    return found.model_copy(update={name: getattr(usual, name) for name in looser})


def _cannot_be(rule: RuleWords[Any], name: str, value: str, why: str) -> Text:
    known = rule.parameters.model_fields.get(name)
    title = known.title if known is not None else None
    return Text(
        f"“{rule.title.zh}”的参数“{title or name}”不能是“{value}”",
        f"“{rule.title.en}”: {name} cannot be “{value}”: {why}",
    )


def _unknown_subjects(active: ActiveWords, setting: RuleSetting, subjects: Collection[Subject]) -> list[SettingProblem]:
    """Return what a school has set that names a subject which it does not have."""
    known = [subject.id for subject in subjects] + [name.zh for name in AREA_NAMES.values()]
    found = []
    for field, names in active.parameters.subjects_named().items():
        for name in dict.fromkeys(names) if field in setting.parameters else ():
            if not is_subject_or_area(name, subjects):
                like = get_close_matches(name, known, n=1, cutoff=0.5)
                zh, en = (f"，是不是“{like[0]}”？", f", is it “{like[0]}”?") if like else ("", "")
                text = Text(
                    f"“{active.rule.title.zh}”里写的“{name}”不是本校的学科{zh}",
                    f"“{active.rule.title.en}”: “{name}” is no subject of the school{en}",
                )
                found.append(SettingProblem(active.rule.id, field, setting.parameters[field], text))
    return found


def _level(rule: RuleWords[Any], setting: RuleSetting, problems: list[SettingProblem]) -> Level:
    if setting.level is None or setting.level == rule.level:
        return rule.level
    if setting.level in rule.levels:
        return Level(setting.level)
    text = Text(
        f"“{rule.title.zh}”的级别不能是 {setting.level}", f"“{rule.title.en}” cannot have the level {setting.level}"
    )
    problems.append(SettingProblem(rule.id, "level", setting.level, text))
    return rule.level
