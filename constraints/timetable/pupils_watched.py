"""Pupils who stay for service after their last lesson have a named adult with them until it begins."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope, ServiceScope
from constraints.timetable.class_subjects import by_week, going_on, total
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import School, Slot, Station, StationKind, Week, tables
from scheduler.school.stations import stays_after
from scheduler.text import Text, day_name

OTHERWISE = Text("学校另有安排（“学校”表：空课看护 否），不判断", "the school sees to it otherwise: not judged")


class Day(NamedTuple):
    """The lesson slots of a class on a day before its service, in order, closed ones too, and who may watch at each."""

    class_id: str
    slots: list[Slot]
    watch: dict[Slot, Station]


def days(school: School) -> Iterator[Day]:
    """Yield each day on which a class stays for service; not of a class that has a lesson in each of its periods."""
    for klass in school.classes:
        yield from days_of(school, klass.id)


def days_of(school: School, class_id: str) -> Iterator[Day]:
    """Yield the days of one class, as `days` does."""
    if not school.watched or not _is_ever_free(school, class_id):
        return
    own = {
        slot: each
        for each in school.service.stations.values()
        if each.kind is StationKind.WATCH and each.optional and class_id in each.classes
        for slot in each.slots
    }
    for day in dict.fromkeys(slot.day for slot in school.class_slots(class_id)):
        today = (slot for slot in school.class_slots(class_id) if slot.day == day)
        slots = [slot for slot in today if stays_after(school.service, class_id, slot)]
        if slots:
            yield Day(class_id, slots, {slot: own[slot] for slot in slots if slot in own})


def free_at_end(slots: Sequence[Slot], busy: Container[Slot]) -> list[Slot]:
    """Return the slots of a day after the last at which a class has a lesson; none of a day without lessons."""
    last = max((n for n, slot in enumerate(slots) if slot in busy), default=len(slots))
    return list(slots[last + 1 :])


def _is_ever_free(school: School, class_id: str) -> bool:
    """Tell whether a class has fewer lessons than lesson periods in some week."""
    weeks = by_week(school, school.occupying_courses[class_id]).values()
    return min((total(courses) for courses in weeks), default=0) < len(school.class_slots(class_id))


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that once a class has had a lesson, each later slot before service has one too, or one follows, or it is watched.

    A slot used in some week is not free. Nobody watches a class that has a lesson in every week.
    """
    school, model = variables.school, variables.model
    for class_id, slots, watch in days(school):
        owner = class_owner(class_id)
        lessons = {
            slot: [variables.lessons(course.id)[slot] for course in school.class_courses[class_id]] for slot in slots
        }
        goes_on = going_on(model, lessons)
        before: cp_model.IntVar | None = None
        for slot in slots:
            if before is not None:
                watched = _watched(poster, variables, watch.get(slot), slot)
                unwatched = model.new_bool_var("")
                model.add_bool_or([~before, goes_on[slot], unwatched, *watched])
                poster.none(unwatched, owner)
            has_had = model.new_bool_var("")
            for literal in (*lessons[slot], *([] if before is None else [before])):
                model.add_implication(literal, has_had)
            before = has_had
            if slot in watch:
                _post_idle(poster, variables, watch[slot], slot, class_id)


def _watched(poster: Poster, variables: LessonVariables, station: Station | None, slot: Slot) -> list[cp_model.IntVar]:
    """Return a literal that can be true only where somebody watches at a slot; none where nobody may."""
    if station is None:
        return []
    there = poster.count(1)
    serving = list(variables.service.serve(station.id, slot).values())
    poster.define(there <= cp_model.LinearExpr.sum(serving))
    return [there]


def _post_idle(poster: Poster, variables: LessonVariables, station: Station, slot: Slot, class_id: str) -> None:
    held = variables.service.held(station.id)[slot]
    for course in variables.school.class_courses[class_id]:
        if course.week is Week.EVERY:
            both = poster.count(1)
            poster.define(held + variables.lessons(course.id)[slot] <= 1 + both)
            poster.none(both, class_owner(class_id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every slot of a class, after its last lesson of a day and before service, at which nobody is with it, and every
    watch during a lesson; each counts 1. Lessons that no course explains are lessons."""
    school, judged, violations = view.school, 0, []
    strays = {(stray.class_id, stray.slot) for stray in view.plan.strays}
    for class_id, slots, watch in days(school):
        held = view.of_class[class_id]
        busy = {slot for slot in slots if held.get(slot) or (class_id, slot) in strays}
        there = {
            slot: any(session.slot == slot and session.adults for session in view.of_station[each.id])
            for slot, each in watch.items()
        }
        for slot in free_at_end(slots, busy):
            judged += 1
            if not there.get(slot):
                violations.append(_unwatched(school, class_id, slot))
        for slot, each in watch.items():
            for placement in held.get(slot, ()) if _is_held(view, each, slot) else ():
                if school.course[placement.course].week is Week.EVERY:
                    judged += 1
                    violations.append(_idle(school, class_id, slot, placement.course))
    unjudged = OTHERWISE if not school.watched and school.service.stations else None
    return Verdict(judged, tuple(violations), unjudged)


def _is_held(view: PlanView, station: Station, slot: Slot) -> bool:
    return any(session.slot == slot for session in view.of_station[station.id])


def _unwatched(school: School, class_id: str, slot: Slot) -> Violation:
    day, name = day_name(slot.day), school.period(slot).name
    words = Text(
        f"{class_id} {day.zh}{name}没有课也没有人看护，之后还有课后服务",
        f"{class_id} {day.en} {name}: neither a lesson nor an adult before its service",
    )
    return Violation(class_owner(class_id), 1, words, (class_id,), (), (slot,), of_absence=True)


def _idle(school: School, class_id: str, slot: Slot, course: str) -> Violation:
    day, name, subject = day_name(slot.day), school.period(slot).name, school.course[course].subject
    words = Text(
        f"{class_id} {day.zh}{name}有{subject}课，不用看护", f"{class_id} {day.en} {name}: watched during {subject}"
    )
    return Violation(class_owner(class_id), 1, words, (class_id,), (), (slot,))


def asks(school: School, parameters: NoParameters, class_id: str) -> Text:
    """Say that the class is watched between its lessons and service."""
    return Text(
        f"{class_id}上完课到课后服务开始前，每节都有教师看护",
        f"{class_id} has a teacher with it between its last lesson and service",
    )


RULE = Rule(
    id="pupils_watched",
    title=Text("空课有人看护", "Nobody is left alone before service"),
    words=Text(
        "当天有课后服务的班，最后一节课以后、课后服务以前空着的每一节都有一位教师看护（四(五)4）；中间的空课由“班级空课排在最后”管。"
        "学校另有安排的，在“学校”表“空课看护”写 否。",
        "A class that stays for service has a teacher with it at each free lesson period between its last lesson and service. A "
        "school that sees to it otherwise says so in 学校.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("班·节", "classes x slots"),
    article="service_safety",
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    service_scope=ServiceScope.WHOLE,
    needs=frozenset({PlanPart.DUTIES}),
    asks={OwnerKind.CLASS: asks},
    stated=tables.CLASSES,
)
