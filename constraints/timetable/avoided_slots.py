"""Lessons and meetings stay out of the slots that a teacher, class or subject would rather avoid (避)."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.marked_lessons import asks_of_marks, check_lessons, post_lessons
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView, meeting_slots
from scheduler.school import MarkLevel, MarkOwner, Meeting, School, Slot, tables
from scheduler.text import Text, counted


def meetings_of(school: School) -> list[tuple[str, Meeting]]:
    """Return teacher and meeting for each teacher who has avoided slots."""
    names = dict.fromkeys(
        mark.owner for mark in school.marks if mark.owner_kind is MarkOwner.TEACHER and mark.level is MarkLevel.AVOIDED
    )
    return [(name, meeting) for name in names for meeting in school.teacher_meetings[name]]


def avoided_in(school: School, teacher_id: str, first: Slot, length: int) -> list[Slot]:
    """Return the slots of a meeting begun at `first` that a teacher would rather avoid."""
    taken = meeting_slots(school, first, length)
    return [s for s in taken if school.marked(MarkOwner.TEACHER, teacher_id, s, MarkLevel.AVOIDED)]


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no owner's lesson, and no period of a teacher's meeting, is in an avoided slot."""
    school = variables.school
    post_lessons(poster, variables, MarkLevel.AVOIDED)
    for teacher_id, meeting in meetings_of(school):
        for first, literal in variables.meeting_starts(meeting.id).items():
            amount = len(avoided_in(school, teacher_id, first, meeting.length))
            if amount:
                poster.none(amount * literal, teacher_owner(teacher_id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every lesson and every period of a meeting in a slot that its owner would rather avoid; each counts 1."""
    lessons = check_lessons(view, MarkLevel.AVOIDED, _words)
    judged, violations = lessons.judged, [*lessons.violations]
    for teacher_id, meeting in meetings_of(view.school):
        judged += meeting.length
        starts = [held.slot for held in view.plan.meetings if held.meeting == meeting.id]
        slots = [slot for first in starts for slot in avoided_in(view.school, teacher_id, first, meeting.length)]
        for slot in slots:
            text = _words(teacher_id, meeting.id, view.school.slot_text(slot))
            violations.append(Violation(teacher_owner(teacher_id), 1, text, (), (teacher_id,), (slot,)))
    return Verdict(judged, tuple(violations))


def _words(name: str, what: str, where: Text) -> Text:
    return Text(f"{name} 应避开{where.zh}，却排了{what}", f"{name} avoids {where.en}, yet has {what}")


def _asks(who: Text, avoided: Text, left: int) -> Text:
    return Text(
        f"{who.zh}避开{avoided.zh}（标了“避”，剩 {left} 个时段）",
        f"{who.en}: avoids {avoided.en} ({counted(left, 'slot')} left)",
    )


RULE = Rule(
    id="avoided_slots",
    title=Text("避开不宜时段", "Avoided slots"),
    words=Text(
        "教师、班级、学科标为“避”的时段尽量不排课，教师的教研也尽量避开。",
        "Slots that a teacher, class or subject avoids hold no lesson of theirs, nor a teacher's meeting, where possible.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=5,
    presets={"teachers": 10},
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks=asks_of_marks(MarkLevel.AVOIDED, _asks),
    stated=tables.TIMES,
)
