"""Whoever serves until the evening does not have the first lesson on the morning after."""

from __future__ import annotations

from collections import defaultdict

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.service.serving import turns_of
from constraints.timetable.apart import any_of
from scheduler.model.lessons import LessonVariables, Literal
from scheduler.model.owner import Level, OwnerKind, teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot
from scheduler.text import Text, clock_text


def is_first(school: School, slot: Slot) -> bool:
    """Tell whether a slot is the first lesson of a day."""
    return school.schedule[slot.schedule].lessons_on(slot.day)[:1] == (slot.period,)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no teacher's evening is followed by a first lesson on the next day of the week."""
    school = variables.school
    for teacher in school.teachers:
        evenings: dict[int, list[Literal]] = defaultdict(list)
        for turn in variables.service.turns[teacher.id]:
            if school.service.is_evening(turn.station.kind, turn.slot):
                evenings[turn.slot.day].append(turn.literal)
        firsts: dict[int, list[Literal]] = defaultdict(list)
        for course in school.teacher_courses[teacher.id] if evenings else ():
            for slot, literal in variables.lessons(course.id).items():
                if is_first(school, slot):
                    firsts[slot.day].append(literal)
        for day in sorted(evenings):
            if firsts[day + 1]:
                both = [any_of(poster, evenings[day]), any_of(poster, firsts[day + 1])]
                poster.at_most(both, 1, 2, teacher_owner(teacher.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every evening of a teacher with a first lesson on the next day; each counts 1."""
    school, judged, violations = view.school, 0, []
    for teacher in school.teachers:
        evenings: dict[int, set[Slot]] = defaultdict(set)
        for session in turns_of(view, teacher.id):
            if school.service.is_evening(school.service.stations[session.station].kind, session.slot):
                evenings[session.slot.day].add(session.slot)
        lessons = sorted(slot for slot, held in view.of_teacher[teacher.id].items() if held and is_first(school, slot))
        for day, late in sorted(evenings.items()):
            judged += 1
            firsts = [slot for slot in lessons if slot.day == day + 1]
            if firsts:
                evening, morning = school.slot_text(max(late)), school.slot_text(firsts[0])
                text = Text(
                    f"{teacher.id} {evening.zh}值到晚上，次日{morning.zh}又有课",
                    f"{teacher.id}: serves late, {evening.en}, and has a lesson the next morning, {morning.en}",
                )
                slots = (*sorted(late), *firsts)
                violations.append(Violation(teacher_owner(teacher.id), 1, text, (), (teacher.id,), slots))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, teacher_id: str) -> Text:
    """Say after which evenings the teacher begins late."""
    return Text(
        f"{teacher_id}服务到 {clock_text(school.evening)} 以后，次日就不上第一节课",
        f"{teacher_id} has no first lesson on the day after service that ends after {clock_text(school.evening)}",
    )


RULE = Rule(
    id="rest_after_evening",
    title=Text("晚归次日不排首节", "Rest after an evening"),
    words=Text(
        "前一天有晚间服务（晚自习，或结束晚于学校“晚间起点”，一般 18:30）的教师，次日不上当天第一节课（周五晚上与周一无关）。",
        "Whoever serves in the evening (evening study, or what ends after the school's hour, 18:30 unless it says otherwise) does "
        "not have the day's first lesson on the morning after; a Friday evening does not matter for Monday.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"teachers": 5},
    unit=Text("次", "mornings"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.TEACHERS,
    service_scope=ServiceScope.TEACHERS,
    asks={OwnerKind.TEACHER: asks},
)
