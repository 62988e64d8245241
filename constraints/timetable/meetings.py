"""Each meeting of teachers (教研, 集体备课) is held once a week, when and for as long as the school wants it."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables, meeting_starts
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import Meeting, School, Slot
from scheduler.school.wording import times_text
from scheduler.text import Text, counted


def meeting_owner(meeting: Meeting) -> Owner:
    """Return the owner for a meeting."""
    return Owner(OwnerKind.MEETING, meeting.id)


def possible_starts(school: School, meeting: Meeting) -> list[Slot]:
    """Return the slots at which a meeting may begin: its own, or those of its days and parts with room for it."""
    starts = meeting_starts(school, meeting)
    if meeting.slot is not None:
        return [slot for slot in starts if slot == meeting.slot]
    return [
        slot
        for slot in starts
        if (not meeting.days or slot.day in meeting.days)
        and (not meeting.parts or school.half_day(slot).part in meeting.parts)
    ]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each meeting begins exactly once, and where it may."""
    for meeting in variables.school.meetings:
        owner = meeting_owner(meeting)
        possible = set(possible_starts(variables.school, meeting))
        starts = variables.meeting_starts(meeting.id)
        held = [literal for slot, literal in starts.items() if slot in possible]
        others = [literal for slot, literal in starts.items() if slot not in possible]
        poster.require(sum(held) == 1 if held else False, owner)
        if others:
            poster.require(sum(others) == 0, owner)


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every meeting that is not held, held several times or at a wrong time; the amount is 1 for each fault."""
    judged, violations = 0, []
    for meeting in view.school.meetings:
        slots = [held.slot for held in view.plan.meetings if held.meeting == meeting.id]
        judged += 1 + len(slots)
        if not slots:
            text = Text(f"{meeting.id} 没有安排", f"{meeting.id} is not held")
            violations.append(_violation(meeting, 1, text, ()))
        if len(slots) > 1:
            text = Text(
                f"{meeting.id} 安排了 {len(slots)} 次，应为 1 次", f"{meeting.id} is held {len(slots)} times, not once"
            )
            violations.append(_violation(meeting, len(slots) - 1, text, tuple(slots)))
        possible = possible_starts(view.school, meeting)
        violations += [_misplaced(view.school, meeting, slot) for slot in slots if slot not in possible]
    return Verdict(judged, tuple(violations))


def _misplaced(school: School, meeting: Meeting, slot: Slot) -> Violation:
    where = school.slot_text(slot)
    if slot not in meeting_starts(school, meeting):
        zh, en = (
            f"不能开始，需要连续 {meeting.length} 节正课时间",
            f"no room for {meeting.length} lesson periods in a row",
        )
    elif meeting.slot is not None:
        fixed = school.slot_text(meeting.slot)
        zh, en = f"举行，应固定在 {fixed.zh}", f"fixed at {fixed.en}"
    else:
        zh, en = "举行，不在规定的日期或上下午", "not on its days or in its part of the day"
    text = Text(f"{meeting.id} 在 {where.zh} {zh}", f"{meeting.id} at {where.en}: {en}")
    return _violation(meeting, 1, text, (slot,))


def _violation(meeting: Meeting, amount: int, text: Text, slots: tuple[Slot, ...]) -> Violation:
    return Violation(meeting_owner(meeting), amount, text, (), meeting.teachers, slots)


def asks(school: School, parameters: NoParameters, meeting_id: str) -> Text:
    """Say when the meeting may begin."""
    meeting = next(each for each in school.meetings if each.id == meeting_id)
    starts = times_text(school, possible_starts(school, meeting))
    number, long = len(meeting.teachers), meeting.length
    periods = Text(f"连开 {long} 节，", f"{long} periods, ") if long > 1 else Text("", "")
    if meeting.slot is not None:
        return Text(
            f"{meeting_id}（{number} 位教师）{periods.zh}固定在{starts.zh}",
            f"{meeting_id} ({counted(number, 'teacher')}), {periods.en}is fixed on {starts.en}",
        )
    return Text(
        f"{meeting_id}（{number} 位教师）{periods.zh}每周一次，可在{starts.zh or '（没有可用的时段）'}开始",
        f"{meeting_id} ({counted(number, 'teacher')}), {periods.en}once a week, to begin on {starts.en or 'no slot at all'}",
    )


RULE = Rule(
    id="meetings",
    title=Text("教研按时进行", "Meetings are held"),
    words=Text(
        "每次教研、集体备课每周安排一次，时间和节数符合学校要求。",
        "Each meeting of teachers is held once a week, when and for as long as the school wants it.",
    ),
    level=Level.HARD,
    unit=Text("次", "meetings"),
    article="joint_planning",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.NOTHING,
    needs=frozenset({PlanPart.MEETINGS}),
    asks={OwnerKind.MEETING: asks},
)
