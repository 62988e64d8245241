import json
from pathlib import Path

import pytest

from constraints.audit import audit
from scheduler.export import plan_document, write_plan_json
from scheduler.plan import MeetingPlacement, StrayLesson
from scheduler.plan.document import PlanDocument, plan_schema_text
from scheduler.school import Meeting
from scheduler.workbook.spreadsheet import replacing
from tests.schools import SCHEDULE, make_school, plan_of, slot

SCHEMA = Path(__file__).parents[3] / "docs" / "plan.schema.json"


def test_schema_is_current() -> None:
    current = SCHEMA.read_text(encoding="utf-8") == plan_schema_text()
    assert current, (
        "docs/plan.schema.json is out of date. Renew it with: "
        "python -c 'from scheduler.plan.document import *; print(plan_schema_text(), end=\"\")' > docs/plan.schema.json"
    )


def test_document_tells_the_plan_and_its_verdict(tmp_path: Path) -> None:
    meeting = Meeting(id="语文组教研", teachers=("王芳",), schedule=SCHEDULE)
    school = make_school(meetings=(meeting,), term="2025年秋")
    plan = plan_of(
        {"七(1)班|语文": [slot(1, 1)], "七(2)班|语文": [slot(1, 1)]},
        meetings=(MeetingPlacement(meeting="语文组教研", slot=slot(3, 5)),),
        strays=(StrayLesson(class_id="七(1)班", slot=slot(2, 2), subject="书法"),),
    )
    report = audit(school, plan)
    write_plan_json(report, tmp_path / "plan.json", bound=3, seconds=1.234)
    found = PlanDocument.model_validate(json.loads((tmp_path / "plan.json").read_text(encoding="utf-8")))
    assert found == plan_document(report, bound=3, seconds=1.23)
    assert (found.school, found.term, found.bound, found.seconds) == ("测试学校", "2025年秋", 3, 1.23)
    first = found.lessons[0]
    assert (first.classes, first.teachers, first.at.start, first.at.lesson) == (("七(1)班",), ("王芳",), "08:00", 1)
    assert found.meetings[0].at.slot == slot(3, 5)
    assert found.strays[0].subject == "书法"
    clash = next(rule for rule in found.rules if rule.id == "teacher_clash")
    assert not clash.kept and clash.violations[0].at[0].slot == slot(1, 1)
    assert not found.compliant


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError), replacing(path) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        write_plan_json(audit(make_school(), plan_of({})), tmp_path / "none" / "plan.json")
