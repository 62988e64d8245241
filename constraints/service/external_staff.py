"""People from outside serve under a contract, qualified, and never without the school's own patrol on duty."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.service.serving import covered, station_name, stretches
from constraints.service.stations_held import adults_at, stations_of_kind
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.model.service import Literal
from scheduler.plan import PlanView, ServiceSession
from scheduler.school import Contract, Interval, School, StaffKind, StationKind, tables
from scheduler.text import Text

NO_TERM = Text(
    "没有填写学期起止日期，没有判断外聘人员的合同和资质是否管到整个学期",
    "Without the first and last day of term it is not judged whether contracts and qualifications last through it",
)


def contract_faults(school: School, teacher_id: str) -> list[tuple[str, Text]]:
    """Return what is wrong with the contract of somebody from outside: a field of `Contract` and why, for each fault.

    Without any contract the field is `teacher`. Dates are held against those days of the term that the school has given.
    """
    contract = school.contract.get(teacher_id)
    if contract is None:
        return [("teacher", Text("未登记合同", "no contract is registered"))]
    return [*_date_faults(school, contract), *_qualification_faults(school, contract)]


def _date_faults(school: School, contract: Contract) -> Iterator[tuple[str, Text]]:
    first, last = school.term_start, school.term_end
    if contract.starts is None:
        yield "starts", Text("未登记合同开始日期", "the contract's first day is not registered")
    elif first is not None and contract.starts > first:
        yield (
            "starts",
            Text(
                f"合同 {contract.starts} 才开始，学期 {first} 开始",
                f"the contract starts on {contract.starts}, the term on {first}",
            ),
        )
    if contract.ends is None:
        yield "ends", Text("未登记合同结束日期", "the contract's last day is not registered")
    elif last is not None and contract.ends < last:
        yield "ends", _too_early("合同", "the contract", contract.ends, last)


def _qualification_faults(school: School, contract: Contract) -> Iterator[tuple[str, Text]]:
    last = school.term_end
    if not (contract.qualification or "").strip():
        yield "qualification", Text("未登记资质", "no qualification is registered")
    if contract.qualified_until is None:
        yield "qualified_until", Text("未登记资质有效期", "until when the qualification is valid is not registered")
    elif last is not None and contract.qualified_until < last:
        yield "qualified_until", _too_early("资质", "the qualification", contract.qualified_until, last)


def _too_early(chinese: str, english: str, until: datetime.date, last: datetime.date) -> Text:
    return Text(f"{chinese} {until} 到期，学期 {last} 结束", f"{english} ends on {until}, the term on {last}")


def external_teachers(school: School) -> list[str]:
    """Return the people from outside."""
    return [teacher.id for teacher in school.teachers if teacher.kind is StaffKind.EXTERNAL]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that people from outside serve only with a faultless contract and while one of the staff is on patrol."""
    school, patrols = variables.school, _patrols(variables)
    for teacher_id in external_teachers(school):
        faulty = bool(contract_faults(school, teacher_id))
        for turn in variables.service.turns[teacher_id]:
            if turn.station.kind is StationKind.MORNING:
                continue
            if faulty:
                poster.require(turn.literal == 0, teacher_owner(teacher_id))
            for part in stretches(school.interval(turn.slot), [interval for interval, _ in patrols]):
                on_duty = [literal for interval, literal in patrols if interval.overlaps(part)]
                poster.require(turn.literal <= cp_model.LinearExpr.sum(on_duty), teacher_owner(teacher_id))


def _patrols(variables: LessonVariables) -> list[tuple[Interval, Literal]]:
    """Return when each of the staff may be on patrol."""
    school = variables.school
    return [
        (school.interval(slot), literal)
        for each in stations_of_kind(school, StationKind.PATROL)
        for slot in each.slots
        for teacher_id, literal in variables.service.serve(each.id, slot).items()
        if school.teacher[teacher_id].kind is StaffKind.STAFF
    ]


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find everybody from outside who serves with a faulty contract or while none of the staff is on patrol.

    The amount is 1 for each fault of a contract and for each session without a patrol.
    """
    judged, violations = 0, []
    for teacher_id in external_teachers(view.school):
        sessions = view.sessions_of(teacher_id, frozenset(StationKind) - {StationKind.MORNING})
        if sessions:
            judged += 1 + len(sessions)
            violations += [*_contract_violations(view.school, teacher_id, sessions)]
            violations += [*_unguarded(view, teacher_id, sessions)]
    unknown = view.school.term_start is None or view.school.term_end is None
    return Verdict(judged, tuple(violations), notes=(NO_TERM,) if unknown and judged else ())


def _contract_violations(school: School, teacher_id: str, sessions: list[ServiceSession]) -> Iterator[Violation]:
    slots = tuple(sorted({session.slot for session in sessions}))
    for _, why in contract_faults(school, teacher_id):
        text = Text(
            f"外聘人员{teacher_id}：{why.zh}，不能参与课后服务", f"{teacher_id} from outside may not serve: {why.en}"
        )
        yield Violation(teacher_owner(teacher_id), 1, text, (), (teacher_id,), slots)


def _unguarded(view: PlanView, teacher_id: str, sessions: list[ServiceSession]) -> Iterator[Violation]:
    school = view.school
    patrols = [
        school.interval(slot)
        for each in stations_of_kind(school, StationKind.PATROL)
        for slot, adults in adults_at(view, each).items()
        if any(school.teacher[adult].kind is StaffKind.STAFF for adult in adults)
    ]
    for session in sessions:
        if not covered(school.interval(session.slot), patrols):
            each = school.service.stations[session.station]
            name = station_name(school, each, session.slot)
            text = Text(
                f"{name.zh}：外聘人员{teacher_id}在岗时没有本校人员巡查",
                f"{name.en}: {teacher_id} from outside serves while none of the staff is on patrol",
            )
            owner = teacher_owner(teacher_id)
            yield Violation(owner, 1, text, each.classes, (teacher_id,), (session.slot,), session.venue)


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say what is lacking, or that somebody of the staff is to be near."""
    faults = contract_faults(school, teacher_id)
    if faults:
        why = Text("、".join(text.zh for _, text in faults), ", ".join(text.en for _, text in faults))
        return Text(f"外聘 {teacher_id} 不能上岗：{why.zh}", f"{teacher_id} from outside must not serve: {why.en}")
    return Text(
        f"外聘 {teacher_id} 在岗时须有本校教师巡查",
        f"{teacher_id} from outside serves while one of the staff is on patrol",
    )


RULE = Rule(
    id="external_staff",
    title=Text("外聘人员有合同有资质", "People from outside: contract, qualification, patrol"),
    words=Text(
        "参与课后服务的外聘人员有覆盖整个学期的合同或协议，资质到学期末有效；在岗时必须有本校人员巡查。",
        "People from outside serve under a contract that covers the term, with a qualification valid to its end, and only "
        "while one of the staff is on patrol.",
    ),
    level=Level.REGULATION,
    article="external_staff",
    unit=Text("处", "faults"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    asks={OwnerKind.TEACHER: asks},
    stated=tables.CONTRACTS,
)
