from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings

from constraints.catalogue import active_rules
from scheduler.plan.document import PlanDocument
from scheduler.school import School
from scheduler.store import UnreadableError, documents
from scheduler.store.documents import SCHOOL_FORMAT, read_school_text, school_text
from scheduler.workbook.plan.json import plan_of_document
from tests.random_schools import schools
from tests.schools import make_school

KEPT = Path(__file__).parent / "kept"


@settings(max_examples=10, deadline=None)
@given(schools(settings=True, service=True))
def test_a_school_comes_back_exactly(school: School) -> None:
    assert read_school_text(school_text(school), SCHOOL_FORMAT) == school


def test_defaults_are_written_out() -> None:
    """So that another default in a later program does not change a stored school."""
    written = json.loads(school_text(make_school()))
    assert written.keys() == School.model_fields.keys()


def test_an_older_format_is_brought_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    school = make_school()
    record = json.loads(school_text(school))
    record["title"] = record.pop("name")
    monkeypatch.setattr(documents, "SCHOOL_FORMAT", SCHOOL_FORMAT + 1)
    monkeypatch.setitem(documents.UPGRADES, SCHOOL_FORMAT, lambda old: {**_without(old, "title"), "name": old["title"]})
    assert read_school_text(json.dumps(record), SCHOOL_FORMAT) == school


def _without(record: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in record.items() if key != name}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (school_text(make_school()), SCHOOL_FORMAT + 1),
        (school_text(make_school())[:-5], SCHOOL_FORMAT),
        ('{"name": "一小"}', SCHOOL_FORMAT),
    ],
)
def test_what_cannot_be_read_is_told_without_what_is_in_it(text: str, form: int) -> None:
    with pytest.raises(UnreadableError) as told:
        read_school_text(text, form)
    assert "王芳" not in repr(told.value) and told.value.__cause__ is None


def test_what_earlier_programs_stored_can_still_be_read() -> None:
    """When this fails, do not write the files anew: add a step to UPGRADES, or let PlanDocument read its older versions."""
    schools = [read_school_text(file.read_text(encoding="utf-8"), _number(file)) for file in KEPT.glob("school-*.json")]
    assert sorted(_number(file) for file in KEPT.glob("school-*.json")) == list(range(1, SCHOOL_FORMAT + 1))
    for file in KEPT.glob("plan-*.json"):
        reading = plan_of_document(PlanDocument.model_validate_json(file.read_bytes()), schools[-1])
        assert reading.problems == () and reading.plan is not None
        assert reading.plan.placements and reading.plan.sessions and reading.plan.grants


def test_the_evening_of_a_rule_is_the_schools(tmp_path: Path) -> None:
    """Until format 2 each of four rules said when the evening begins."""
    record = json.loads(school_text(make_school()))
    del record["evening"]
    record["rule_settings"] = [
        {"rule": "service_exempt", "enabled": None, "level": None, "weight": None, "parameters": {"evening": "19:00"}},
        {"rule": "flex_follows", "enabled": True, "level": None, "weight": None, "parameters": {"ends": "18:00"}},
    ]
    school = read_school_text(json.dumps(record), 2)
    assert school.evening == 19 * 60
    assert all(not setting.parameters for setting in school.rule_settings)
    assert len(active_rules(school)) > 0


def _number(file: Path) -> int:
    return int(file.stem.split("-")[1])
