"""A rule is truly one file: one that is thrown into a folder of the rules is posted, checked, scoped, explained, cured and
shown with nothing else touched."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

import constraints.timetable
from constraints import catalogue
from constraints.audit import audit
from constraints.rule import Rule
from scheduler.cli import main
from scheduler.engine.local_audit import LocalAudit
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.explanation.conflict.conflict import seek_conflict
from scheduler.explanation.cures.cures import find_cures
from scheduler.model.owner import Level
from scheduler.plan import Plan
from scheduler.school import Lock, RuleSetting, School
from scheduler.workbook import write_template
from tests.constraints.agreement import active, assert_agree
from tests.random_plans import random_plan
from tests.random_schools import random_school
from tests.scheduler.ui.conftest import app, store_url, turn_to
from tests.schools import course, make_school, plan_of, slot, with_easy_days

__all__ = ["store_url"]  # a store of its own, where pages are run

NAME = "no_late_maths"
FILE = '''"""A class has no maths late in the day."""

from __future__ import annotations

from pydantic import Field

from constraints.rule import Breach, Elastic, Option, Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.edits.edit import Edit, with_item
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot, tables
from scheduler.text import Text


class Parameters(RuleParameters):
    """What is late."""

    number: int = Field(default=5, ge=1, title="从第几节起算晚", description="the first late lesson of a day")


def is_late(school: School, slot: Slot, parameters: Parameters) -> bool:
    return school.schedule[slot.schedule].lesson_number(slot.day, slot.period) >= parameters.number


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    school = variables.school
    for klass in school.classes:
        late = [
            literal
            for course in school.class_courses[klass.id]
            if course.subject == "数学"
            for slot, literal in variables.lessons(course.id).items()
            if is_late(school, slot, parameters)
        ]
        poster.at_most(late, 0, len(late), class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    school, violations = view.school, []
    for klass in school.classes:
        late = {
            (course.id, slot): None
            for course in school.class_courses[klass.id]
            if course.subject == "数学"
            for slot in view.course_slots(course, klass.id)
            if is_late(school, slot, parameters)
        }
        if late:
            text = Text(f"{klass.id}有 {len(late)} 节数学排得晚", f"{klass.id}: {len(late)} late lessons of maths")
            slots = tuple(dict.fromkeys(slot for _, slot in late))
            violations.append(Violation(class_owner(klass.id), len(late), text, (klass.id,), slots=slots))
    return Verdict(len(school.classes), tuple(violations))


def asks(school: School, parameters: Parameters, class_id: str) -> Text:
    return Text(f"{class_id}的数学在第{parameters.number}节以前", f"{class_id}: maths before lesson {parameters.number}")


def answer(breach: Breach) -> list[Option]:
    course = next(c for c in breach.school.class_courses[breach.owner.id] if c.subject == "数学")
    text = Text("数学改成语文", "maths becomes Chinese")
    change = lambda school: with_item(school, "courses", course.id, subject="语文")  # noqa: E731
    return [(Edit("other_subject", 7, tables.ASSIGNMENT, course.id, text, change),)]


RULE = Rule(
    id="no_late_maths",
    title=Text("数学不排太晚", "No late maths"),
    words=Text("一个班的数学课不排得太晚。", "A class has its maths early in the day."),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=Parameters,
    weight=3,
    levels=(Level.HARD, Level.SOFT),
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
    stated=tables.SUBJECTS,
    elastic=Elastic(Elasticity(Way.ONCE, 7), answer),
)
'''


@pytest.fixture(autouse=True)
def rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rule[Any]]:
    """Throw the file into the folder of the timetable's rules, and take it out again."""
    (tmp_path / "thrown").mkdir()
    (tmp_path / "thrown" / f"{NAME}.py").write_text(FILE, encoding="utf-8")
    path = constraints.timetable.__path__
    monkeypatch.setattr(constraints.timetable, "__path__", [*path, str(tmp_path / "thrown")])
    _forget()
    yield catalogue.week_rule_by_id()[NAME]
    monkeypatch.setattr(constraints.timetable, "__path__", path)
    sys.modules.pop(f"constraints.timetable.{NAME}", None)
    monkeypatch.delattr(constraints.timetable, NAME, raising=False)
    _forget()


def _forget() -> None:
    for function in (catalogue.catalogue, catalogue.every_rule, catalogue.rule_by_id, catalogue.week_rule_by_id):
        function.cache_clear()


def small(*locks: Lock, lessons: int = 2) -> School:
    """One class of a senior grade, which needs no full curriculum, with a day of two late lessons."""
    courses = (course("高一(1)班", "数学", "李强", lessons), course("高一(1)班", "语文", "王芳", 3))
    return make_school(courses, locks=locks)


def test_it_is_posted_and_checked_and_the_two_agree(rule: Rule[Any]) -> None:
    broken = set()
    for seed in range(60):
        rng = Random(seed)
        school = random_school(rng)
        level = rng.choice((Level.HARD, Level.SOFT))
        broken.add(bool(assert_agree(school, random_plan(rng, school), active(NAME, level)).violations))
    assert broken == {True, False}


def test_it_is_kept_by_every_plan_and_priced_where_it_is_soft() -> None:
    late = [Lock(course="高一(1)班|数学", slot=slot(1, 6))]
    kept = solve(small(), StoppingCriterion(None, deterministic=2), workers=1)
    assert kept.report is not None and next(f for f in kept.report.findings if f.active.rule.id == NAME).kept
    soft = small(*late).model_copy(update={"rule_settings": with_easy_days((RuleSetting(rule=NAME, level="soft"),))})
    paid = solve(soft, StoppingCriterion(None, deterministic=2), workers=1)
    assert paid.report is not None and paid.report.cost_by_rule()[NAME] == 3


def test_it_is_scoped(rule: Rule[Any]) -> None:
    school = small()
    plan = plan_of({"高一(1)班|数学": [slot(1, 1), slot(2, 1)]})
    late = plan.placements[0].model_copy(update={"slot": slot(1, 6)})
    found = LocalAudit(school, plan).difference({0: late})
    assert found is not None and NAME in {active.rule.id for active, _ in found.broken}
    moved = Plan(placements=(late, plan.placements[1]))
    assert NAME in {active.rule.id for active, _ in audit(school, moved).violations(Level.HARD)}


def test_it_is_named_in_a_conflict_and_gives_way_as_it_says(rule: Rule[Any]) -> None:
    school = small(Lock(course="高一(1)班|数学", slot=slot(1, 6)))
    conflict = seek_conflict(school, workers=1).conflict
    assert conflict is not None and conflict.minimal
    member = next(member for member in conflict.members if member.rule.rule is rule)
    assert member.text.zh == "高一(1)班的数学在第5节以前" and member.place.sheet.zh == "学科"
    cures = find_cures(school, workers=1)
    assert "other_subject" in {edit.kind for cure in cures for edit in cure.edits}


@pytest.mark.parametrize("option", ["", "--json", "--markdown"])
def test_it_is_printed(option: str) -> None:
    result = CliRunner().invoke(main.cli, ["rules", *([option] if option else [])])
    assert result.exit_code == 0 and NAME in result.stdout and "数学不排太晚" in result.stdout


def test_it_is_on_the_pages_and_can_be_edited_there(store_url: str) -> None:
    page = app().run()
    page = turn_to(page, "rules")
    table = next(each.proto for each in page.get("bidi_component") if each.proto.component_name.endswith("rules_table"))
    assert "数学不排太晚" in {row["title"] for row in json.loads(table.json)["rows"]}
    page.text_input(key="rule-search").input(NAME).run()
    assert not page.exception and any("从第几节起算晚" in field.label for field in page.text_input)


def test_it_stands_in_the_workbook(tmp_path: Path) -> None:
    write_template(tmp_path / "学校.xlsx", "primary", 6)
    sheet = load_workbook(tmp_path / "学校.xlsx")["规则"]
    assert "数学不排太晚" in {cell.value for row in sheet.iter_rows() for cell in row}
