"""The sample schools on the pages."""

from __future__ import annotations

from constraints.audit import audit
from sample_data import sample_path
from scheduler.plan.document import PlanDocument
from scheduler.ui import session
from scheduler.ui.clicks import uninterrupted
from scheduler.ui.language import N_, _
from scheduler.workbook import read_school
from scheduler.workbook.plan.json import plan_of_document

SAMPLES = {
    "primary-36": N_("小学，36 班"),
    "junior-36": N_("初中，36 班"),
    "nine-year-54": N_("一贯制，54 班"),
}
FIRST = "primary-36"


def open_first() -> None:
    """Open this term's school, else the one that was saved last; where there is none the sample with its finished week, so that the first look is not empty."""
    entries = session.store().schools.entries()
    if entries:
        sound = [entry for entry in entries if entry.latest is not None]
        current = [entry for entry in sound if entry.current]
        session.open_school((current or sound or entries)[0].id)
    else:
        with uninterrupted():
            open_sample(FIRST)
        words = _("这是一所样例学校排好的一周，点一节课试试。自己的任课表从“开始”上传。")
        session.announce(words, "", "long")


def open_sample(name: str) -> None:
    """Store a sample school, with a finished week where the samples have one, and open it. Raises StoreError."""
    reading = read_school(sample_path(f"{name}.xlsx"))
    assert reading.school is not None
    school_id = session.add_school(reading.school, _("样例"))
    plan = sample_path(f"{name}.xlsx").with_suffix(".plan.json")
    if plan.is_file():
        document = PlanDocument.model_validate_json(plan.read_text(encoding="utf-8"))
        found = plan_of_document(document, reading.school).plan
        assert found is not None
        session.store().plans.save(
            school_id,
            audit(reading.school, found),
            school_number=1,
            based_on=0,
            note=_("样例的课表"),
            bound=document.bound,
            ranges=session.proven_ranges(document),
        )
