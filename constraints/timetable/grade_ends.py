"""The classes of a grade end their lessons together each day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import going_on
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot
from scheduler.school.even_days import has_room, is_open
from scheduler.text import Text, day_name, grade_name


class Parallel(NamedTuple):
    """The classes of a grade with one bell schedule, and the slots of a day in order."""

    grade: int
    classes: tuple[str, ...]
    slots: list[Slot]


def parallels(school: School) -> Iterator[Parallel]:
    """Yield each day of each grade of which some class has fewer lessons than open slots in the week."""
    groups: dict[tuple[int, str], list[str]] = {}
    for klass in school.classes:
        groups.setdefault((klass.grade, klass.schedule), []).append(klass.id)
    for (grade, _), classes in sorted(groups.items()):
        if len(classes) > 1 and any(has_room(school, name) for name in classes):
            slots = school.class_slots(classes[0])
            for day in sorted({slot.day for slot in slots}):
                yield Parallel(grade, tuple(classes), [slot for slot in slots if slot.day == day])


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that no class of a grade is over while another has lessons; a soft rule pays for each class and open slot."""
    school, model = variables.school, variables.model
    for grade, classes, slots in parallels(school):
        lessons = {
            name: {slot: [variables.lessons(c.id)[slot] for c in school.class_courses[name]] for slot in slots}
            for name in classes
        }
        goes_on = {name: going_on(model, held) for name, held in lessons.items()}
        later: list[cp_model.IntVar] = []
        for slot in reversed(slots):
            some = model.new_bool_var("")
            for literal in (*(literal for held in lessons.values() for literal in held[slot]), *later):
                model.add_implication(literal, some)
            for name in classes:
                if is_open(school, name, slot):
                    early = model.new_bool_var("")
                    model.add_bool_or([~some, goes_on[name][slot], early])
                    poster.none(early, grade_owner(grade))
            later = [some]


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every grade and day on which its classes end apart; the amount is the open slots of classes that are over."""
    school, judged, violations = view.school, 0, []
    strays = {(stray.class_id, stray.slot) for stray in view.plan.strays}
    for grade, classes, slots in parallels(school):
        judged += 1
        ends = {
            name: max(
                (n for n, slot in enumerate(slots, 1) if view.of_class[name].get(slot) or (name, slot) in strays),
                default=0,
            )
            for name in classes
        }
        last = max(ends.values())
        early = {name: [slot for slot in slots[end:last] if is_open(school, name, slot)] for name, end in ends.items()}
        amount = sum(map(len, early.values()))
        if amount:
            day, over = day_name(slots[0].day), [name for name, free in early.items() if free]
            words = Text(
                f"{grade_name(grade)}年级{day.zh}不一起放学：{'、'.join(over)}比本年级的{school.period(slots[last - 1]).name}早",
                f"Grade {grade}, {day.en}: {', '.join(over)} are over before lesson {last} of their grade",
            )
            marked = tuple(slot for slot in slots if any(slot in free for free in early.values()))
            violations.append(Violation(grade_owner(grade), amount, words, tuple(over), (), marked, of_absence=True))
    return Verdict(judged, tuple(violations))


def asks(school: School, parameters: NoParameters, grade: str) -> Text:
    """Say that the classes of the grade end together."""
    return Text(
        f"{grade_name(int(grade))}年级各班每天在同一节放学",
        f"the classes of grade {grade} end with the same lesson each day",
    )


RULE = Rule(
    id="grade_ends",
    title=Text("同年级一起放学", "A grade ends together"),
    words=Text(
        "同一年级、同一作息的班，每天最后一节课在同一节结束；每个班早结束一节计 1，标“禁”的节次不算。",
        "Classes of a grade with one bell schedule end their lessons together each day; each class and open slot by which one "
        "ends earlier counts 1.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=8,
    presets={"pupils": 12},
    unit=Text("班·节", "classes x slots"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.GRADES,
    asks={OwnerKind.GRADE: asks},
)
