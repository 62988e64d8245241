"""`plan.json`: a plan and its verdict, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from constraints.audit import Finding, Report
from constraints.rule import Violation
from scheduler.export.fairness import NOTHING_PROVEN, RangeBounds
from scheduler.plan import FlexGrant, Placement, PlanView, ServiceSession
from scheduler.plan.document import (
    FairnessRecord,
    GrantRecord,
    GroupRecord,
    LedgerRecord,
    LessonRecord,
    MeasureRecord,
    MeetingRecord,
    PlanDocument,
    RuleVerdict,
    SentenceRecord,
    SessionRecord,
    ShareRecord,
    SlotRecord,
    SpreadRecord,
    StrayRecord,
    ViolationRecord,
)
from scheduler.plan.fairness import Fairness, Measure, fairness
from scheduler.plan.layout import doing, tells_service
from scheduler.plan.ledger import Account, accounts, by_group, total
from scheduler.school import School, Slot
from scheduler.text import Text, clock_text
from scheduler.workbook.spreadsheet import replacing


def write_plan_json(
    report: Report,
    path: Path,
    *,
    bound: int | None = None,
    seconds: float | None = None,
    fairness_bound: int | None = None,
    balance_bound: int | None = None,
    unavoidable: Sequence[Text] = (),
) -> None:
    """Write a plan with its verdict as JSON, whole or not at all. Raises OSError when it cannot be written.

    The bounds are those of `write_plan_workbook`.
    """
    ranges = RangeBounds(fairness_bound, balance_bound, tuple(unavoidable))
    with replacing(path) as temporary:
        document = plan_document(report, bound=bound, seconds=seconds, ranges=ranges)
        text = document.model_dump_json(indent=2)
        temporary.write_text(text + "\n", encoding="utf-8")


def plan_document(
    report: Report,
    *,
    bound: int | None = None,
    seconds: float | None = None,
    ranges: RangeBounds = NOTHING_PROVEN,
) -> PlanDocument:
    """Return a plan with its verdict as a document; lessons in the order of class, day and period."""
    school, plan = report.school, report.plan
    view = PlanView(school, plan)
    order = {item.id: index for index, item in enumerate(school.classes)}
    lessons = sorted(
        (_lesson(view, placement) for placement in plan.placements),
        key=lambda r: ([order[c] for c in r.classes], r.at.slot.day, r.at.start, r.course),
    )
    known = {meeting.id: meeting for meeting in school.meetings}
    has_service = tells_service(plan)
    ledger = accounts(view) if has_service else {}
    return PlanDocument(
        school=school.name,
        term=school.term,
        compliant=report.compliant,
        cost=report.cost,
        bound=bound,
        unavoidable=tuple(SentenceRecord(zh=each.zh, en=each.en) for each in ranges.unavoidable),
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
        sessions=tuple(_session(school, session) for session in plan.sessions),
        grants=tuple(_grant(school, grant) for grant in plan.grants),
        ledgers=tuple(_ledger(school, account) for account in ledger.values()),
        groups=tuple(_group(name, found) for name, found in (by_group(school, ledger) if ledger else {}).items()),
        fairness=_fairness(fairness(view), ranges) if has_service else None,
        rules=tuple(_verdict(school, finding) for finding in report.findings),
    )


def _slot(school: School, slot: Slot) -> SlotRecord:
    period = school.period(slot)
    return SlotRecord(
        schedule=slot.schedule,
        day=slot.day,
        period=slot.period,
        name=period.name,
        lesson=school.schedule[slot.schedule].lesson_number(slot.day, slot.period),
        start=clock_text(period.start),
        end=clock_text(period.end),
    )


def _lesson(view: PlanView, placement: Placement) -> LessonRecord:
    school, group = view.school, view.group_of(placement)
    course = school.course[placement.course]
    return LessonRecord(
        course=course.id,
        classes=placement.classes or course.classes,
        subject=course.subject,
        teachers=course.teachers,
        week=course.week,
        venue=placement.venue,
        group=None if group is None else group + 1,
        at=_slot(school, placement.slot),
    )


def _session(school: School, session: ServiceSession) -> SessionRecord:
    station = school.service.stations[session.station]
    return SessionRecord(
        post=station.id,
        kind=station.kind,
        doing=doing(school, session).zh,
        title=session.title,
        stage=station.stage,
        club=station.club,
        classes=station.classes,
        pupils=station.pupils,
        adults=session.adults,
        venue=session.venue,
        at=_slot(school, session.slot),
    )


def _grant(school: School, grant: FlexGrant) -> GrantRecord:
    minutes = school.grant_minutes(grant.kind) if grant.kind in school.grant_kinds else 0
    return GrantRecord(teacher=grant.teacher, day=grant.day, kind=grant.kind, minutes=minutes)


def _amounts(account: Account) -> dict[str, Any]:
    """Return what the record of a teacher and that of a group have in common."""
    return {
        "lessons": account.lessons,
        "sessions": account.sessions,
        "minutes": account.minutes,
        "service_sessions": account.service_sessions,
        "service_minutes": account.service_minutes,
        "opening": account.opening,
        "earned": account.earned,
        "granted": account.granted,
        "closing": account.closing,
        "pay": account.pay,
    }


def _group(name: str, found: list[Account]) -> GroupRecord:
    return GroupRecord(group=name or None, people=len(found), **_amounts(total(name, found)))


def _ledger(school: School, account: Account) -> LedgerRecord:
    teacher = school.teacher[account.teacher]
    return LedgerRecord(
        teacher=teacher.id,
        group=teacher.subject_group,
        staff=teacher.kind,
        fte=teacher.fte,
        **_amounts(account),
    )


def _fairness(found: Fairness, ranges: RangeBounds) -> FairnessRecord:
    return FairnessRecord(
        service=_measure(found.service, ranges.service),
        balance=_measure(found.balance, ranges.balance),
        granted=_measure(found.granted, None),
        shares=tuple(
            ShareRecord(
                teacher=share.teacher,
                minutes=share.minutes,
                fair=share.fair,
                granted=share.granted,
                closing=share.closing,
                reasons=tuple(reason.zh for reason in share.reasons),
                reasons_en=tuple(reason.en for reason in share.reasons),
            )
            for share in found.shares
        ),
    )


def _measure(measure: Measure, bound: int | None) -> MeasureRecord:
    everybody, homeroom = (SpreadRecord(**asdict(spread)) for spread in (measure.everybody, measure.homeroom))
    return MeasureRecord(everybody=everybody, homeroom=homeroom, range_bound=bound)


def _verdict(school: School, finding: Finding) -> RuleVerdict:
    rule, verdict = finding.active.rule, finding.verdict
    return RuleVerdict(
        id=rule.id,
        title=rule.title.zh,
        title_en=rule.title.en,
        level=finding.active.level.value,
        article=finding.active.article.cited.zh if finding.active.article else None,
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
