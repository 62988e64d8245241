"""`plan.json`: a plan and its verdict, for programs."""

from __future__ import annotations

from pathlib import Path

from constraints.rule import Violation
from scheduler.audit import Finding, Report
from scheduler.plan import Placement
from scheduler.plan.document import (
    LessonRecord,
    MeetingRecord,
    PlanDocument,
    RuleVerdict,
    SlotRecord,
    StrayRecord,
    ViolationRecord,
)
from scheduler.school import School, Slot
from scheduler.spreadsheet import replacing
from scheduler.text import clock_text


def write_plan_json(report: Report, path: Path, *, bound: int | None = None, seconds: float | None = None) -> None:
    """Write a plan with its verdict as JSON, whole or not at all. Raises OSError when it cannot be written."""
    with replacing(path) as temporary:
        text = plan_document(report, bound=bound, seconds=seconds).model_dump_json(indent=2)
        temporary.write_text(text + "\n", encoding="utf-8")


def plan_document(report: Report, *, bound: int | None = None, seconds: float | None = None) -> PlanDocument:
    """Return a plan with its verdict as a document; lessons in the order of class, day and period."""
    school, plan = report.school, report.plan
    order = {item.id: index for index, item in enumerate(school.classes)}
    lessons = sorted(
        (_lesson(school, placement) for placement in plan.placements),
        key=lambda r: ([order[c] for c in r.classes], r.at.slot.day, r.at.start, r.course),
    )
    known = {meeting.id: meeting for meeting in school.meetings}
    return PlanDocument(
        school=school.name,
        term=school.term,
        compliant=report.compliant,
        cost=report.cost,
        bound=bound,
        seconds=None if seconds is None else round(seconds, 2),
        lessons=tuple(lessons),
        meetings=tuple(
            MeetingRecord(
                meeting=held.meeting,
                teachers=known[held.meeting].teachers,
                length=known[held.meeting].length,
                at=_slot(school, held.slot),
            )
            for held in plan.meetings
        ),
        strays=tuple(
            StrayRecord(class_id=s.class_id, subject=s.subject, teacher=s.teacher, at=_slot(school, s.slot))
            for s in plan.strays
        ),
        rules=tuple(_verdict(school, finding) for finding in report.findings),
    )


def _slot(school: School, slot: Slot) -> SlotRecord:
    period = school.period(slot)
    return SlotRecord(
        schedule=slot.schedule,
        day=slot.day,
        period=slot.period,
        name=period.name,
        lesson=school.schedule[slot.schedule].lesson_number(slot.period),
        start=clock_text(period.start),
        end=clock_text(period.end),
    )


def _lesson(school: School, placement: Placement) -> LessonRecord:
    course = school.course[placement.course]
    return LessonRecord(
        course=course.id,
        classes=placement.classes or course.classes,
        subject=course.subject,
        teachers=course.teachers,
        week=course.week,
        venue=placement.venue,
        at=_slot(school, placement.slot),
    )


def _verdict(school: School, finding: Finding) -> RuleVerdict:
    rule, verdict = finding.active.rule, finding.verdict
    return RuleVerdict(
        id=rule.id,
        title=rule.title.zh,
        title_en=rule.title.en,
        level=finding.active.level.value,
        article=rule.article.cited.zh if rule.article else None,
        kept=finding.kept,
        judged=verdict.judged,
        kept_share=verdict.kept_share,
        amount=verdict.amount,
        unit=rule.unit.zh,
        weight=finding.active.weight,
        cost=finding.cost,
        unjudged=verdict.unjudged.zh if verdict.unjudged else None,
        notes=tuple(note.zh for note in verdict.notes),
        violations=tuple(_violation(school, violation) for violation in verdict.violations),
    )


def _violation(school: School, violation: Violation) -> ViolationRecord:
    return ViolationRecord(
        amount=violation.amount,
        text=violation.text.zh,
        text_en=violation.text.en,
        classes=violation.classes,
        teachers=violation.teachers,
        venue=violation.venue,
        at=tuple(_slot(school, slot) for slot in violation.slots),
    )
