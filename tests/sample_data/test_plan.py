"""The week that the pages open with is a good one of the sample school as it is now."""

from constraints.audit import audit
from sample_data import sample_path
from sample_data.__main__ import PLANNED
from scheduler.plan.document import PlanDocument
from scheduler.workbook import read_school
from scheduler.workbook.plan.json import plan_of_document


def test_the_plan_of_the_sample_is_compliant_and_what_it_says_of_itself() -> None:
    path = sample_path(PLANNED)
    school = read_school(path).school
    assert school is not None
    document = PlanDocument.model_validate_json(path.with_suffix(".plan.json").read_text(encoding="utf-8"))
    reading = plan_of_document(document, school)
    assert reading.plan is not None and not reading.problems
    report = audit(school, reading.plan)
    assert report.compliant, "the sample has changed: python -m sample_data plan"
    assert report.cost == document.cost
