"""The free slots of a class stand at the end of its days."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import by_week, has_lesson, total
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, SchoolClass, Slot
from scheduler.school.even_days import is_open
from scheduler.text import Text, day_name

Days = dict[int, list[tuple[Slot, bool]]]


def days_with_room(school: School) -> Iterator[tuple[SchoolClass, Days]]:
    """Yield the classes that have fewer lessons than open slots, with the slots of each day and whether each is open.

    A slot forbidden to a class is not open: it may stay free. The fullest week decides.
    """
    for klass in school.classes:
        days: Days = {}
        for slot in school.class_slots(klass.id):
            days.setdefault(slot.day, []).append((slot, is_open(school, klass.id, slot)))
        weeks = by_week(school, school.occupying_courses[klass.id]).values()
        fullest = max((total(courses) for courses in weeks), default=0)
        if 0 < fullest < sum(may_be_used for slots in days.values() for _, may_be_used in slots):
            yield klass, days


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no open slot is free while a lesson follows on its day. A slot used in some week is not free."""
    for klass, days in days_with_room(variables.school):
        courses = variables.school.class_courses[klass.id]
        for slots in days.values():
            later: list[cp_model.IntVar] = []
            for slot, may_be_used in reversed(slots):
                literals = [variables.lessons(course.id)[slot] for course in courses]
                if later and may_be_used:
                    _no_gap(poster, literals, later[0], klass.id)
                later = [has_lesson(variables.model, literals + later)]


def _no_gap(poster: Poster, literals: list[cp_model.IntVar], later: cp_model.IntVar, class_id: str) -> None:
    gap = poster.model.new_bool_var("")
    poster.model.add_bool_or([*literals, ~later, gap])
    poster.none(gap, class_owner(class_id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class and day with free slots before a lesson; the amount is the slots. Unexplained lessons fill theirs."""
    judged, violations = 0, []
    strays = {(stray.class_id, stray.slot) for stray in view.plan.strays}
    for klass, days in days_with_room(view.school):
        held = view.of_class[klass.id]
        for day, slots in days.items():
            judged += 1
            busy = [slot for slot, _ in slots if held.get(slot) or (klass.id, slot) in strays]
            gaps = tuple(slot for slot, is_open in slots if is_open and slot not in busy and busy and slot < busy[-1])
            if gaps:
                names = [view.school.period(slot).name for slot in gaps]
                words = Text(
                    f"{klass.id} {day_name(day).zh}{'、'.join(names)}空着，后面还有课",
                    f"{klass.id} {day_name(day).en}: {', '.join(names)} free before a lesson",
                )
                violations.append(
                    Violation(class_owner(klass.id), len(gaps), words, (klass.id,), (), gaps, of_absence=True)
                )
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="class_gaps",
    title=Text("班级空课排在最后", "Free slots at the end"),
    words=Text(
        "课时少于节次的班，没有课的节次排在当天最后，课与课之间不空节。",
        "A class with fewer lessons than slots has its free slots at the end of the day, not before a lesson.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=5,
    unit=Text("节次", "slots"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
)
