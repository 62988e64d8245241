"""The weeks that tests find, as they are printed, and what the judge of the two workbooks says of them."""

from __future__ import annotations

from constraints.audit import Report, audit
from scheduler.export import plan_workbook
from scheduler.workbook.school.writer import school_workbook
from tests.workbook_judge import judge

_made: dict[tuple[str, str], Report] = {}


def note(report: Report | None) -> None:
    """Keep a week for the judge where it is compliant, once however often it is found."""
    if report is not None and report.compliant:
        _made[report.school.model_dump_json(), report.plan.model_dump_json()] = report


def weeks_to_judge() -> tuple[Report, ...]:
    """Return the weeks that nobody has judged yet, those of fixtures that many tests share among them; none twice."""
    found = tuple(_made.values())
    _made.clear()
    return found


def judged(report: Report) -> list[str]:
    """Return what is wrong with a week by the cells of its workbooks alone.

    They are judged as they would be written: saving and loading them took two thirds of the time. Words that somebody's plan
    has for its sessions (a patrol that it calls 数学) are left out, for the judge goes by words.
    """
    sessions = tuple(session.model_copy(update={"title": None}) for session in report.plan.sessions)
    if sessions != report.plan.sessions:
        report = audit(report.school, report.plan.model_copy(update={"sessions": sessions}))
    return judge(school_workbook(report.school), plan_workbook(report)) if report.compliant else []
