"""Mistakes as people make them in a finished plan, each with the violations that it must lead to, and no others.

A maker yields edited plans with what is broken in them, as told by the edit itself; the first that has no side effects is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from constraints.rule import Violation
from scheduler.plan import FlexGrant, Placement, Plan, PlanView, ServiceSession, StrayLesson
from scheduler.school import GrantKind, MarkLevel, MarkOwner, PeriodKind, School, Slot, StationKind, Week


class Seen(NamedTuple):
    """A violation that must be found: its rule, and classes, teachers and slots that it must name."""

    rule: str
    classes: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()

    def is_told_by(self, rule: str, violation: Violation) -> bool:
        """Tell whether a violation of a rule is this one."""
        return (
            rule == self.rule
            and set(self.classes) <= set(violation.classes)
            and set(self.teachers) <= set(violation.teachers)
            and set(self.slots) <= set(violation.slots)
        )


Edit = tuple[Plan, tuple[Seen, ...]]
Maker = Callable[[School, Plan], Iterator[Edit]]


def pair_up(seen: Iterable[Seen], found: Iterable[tuple[str, Violation]]) -> bool:
    """Tell whether each violation that must be found was found, and nothing else."""
    left = list(found)
    for each in seen:
        told = next((pair for pair in left if each.is_told_by(*pair)), None)
        if told is None:
            return False
        left.remove(told)
    return not left


def _with(plan: Plan, part: str, old: Any, *new: Any) -> Plan:
    """Return a plan in which one element of a part is replaced by others."""
    items = list(getattr(plan, part))
    at = items.index(old)
    return plan.model_copy(update={part: (*items[:at], *new, *items[at + 1 :])})


# Lessons.


def _plain(school: School, plan: Plan) -> Iterator[tuple[Placement, str]]:
    """Yield the lessons of one class in every week, with the class."""
    for placement in plan.placements:
        course = school.course[placement.course]
        if len(course.classes) == 1 and course.week is Week.EVERY and not course.together and course.teachers:
            yield placement, course.classes[0]


def _exchanges(school: School, plan: Plan) -> Iterator[tuple[Placement, Placement, str]]:
    """Yield two lessons of a class that may exchange their times, and the class."""
    lessons = list(_plain(school, plan))
    for first, class_id in lessons:
        for second, other in lessons:
            if class_id == other and first.course != second.course:
                yield first, second, class_id


def _exchanged(plan: Plan, first: Placement, second: Placement) -> Plan:
    edited = _with(plan, "placements", first, first.model_copy(update={"slot": second.slot}))
    return _with(edited, "placements", second, second.model_copy(update={"slot": first.slot}))


def _teacher(school: School, lesson: Placement) -> str:
    return school.course[lesson.course].teachers[0]


def teacher_in_two_classes(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged: one comes to a time at which its teacher is in another class."""
    view = PlanView(school, plan)
    for first, second, class_id in _exchanges(school, plan):
        teacher = _teacher(school, first)
        elsewhere = [c for p in view.of_teacher[teacher].get(second.slot, ()) for c in school.course[p.course].classes]
        if len(elsewhere) == 1 and elsewhere != [class_id]:
            yield _exchanged(plan, first, second), (Seen("teacher_clash", (), (teacher,), (second.slot,)),)


def two_lessons_at_once(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson put where its class has another one; its own time stays empty."""
    for first, second, class_id in _exchanges(school, plan):
        edited = _with(plan, "placements", first, first.model_copy(update={"slot": second.slot}))
        yield edited, (Seen("class_clash", (class_id,), (), (second.slot,)),)


def twice_a_day(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged: one comes to a day that has its subject already."""
    for first, second, class_id in _exchanges(school, plan):
        there = [s for s in plan.slots_of(first.course) if s.day == second.slot.day]
        if there and second.slot.day != first.slot.day:
            yield _exchanged(plan, first, second), (Seen("subject_per_day", (class_id,), (), (second.slot,)),)


def at_a_forbidden_time(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged: one comes to a time that is forbidden to its teacher."""
    marks = [m for m in school.marks if m.level is MarkLevel.FORBIDDEN and m.owner_kind is MarkOwner.TEACHER]
    for first, second, _ in _exchanges(school, plan):
        teacher, period = _teacher(school, first), school.period(second.slot)
        for mark in marks:
            if (mark.owner, mark.day) == (
                teacher,
                second.slot.day,
            ) and mark.start < period.end > period.start < mark.end:
                yield _exchanged(plan, first, second), (Seen("unavailable", (), (teacher,), (second.slot,)),)


def away_from_its_fixed_time(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged, of which one is locked where it was."""
    locked = {(lock.course, lock.slot) for lock in school.locks}
    for first, second, class_id in _exchanges(school, plan):
        if (first.course, first.slot) in locked and (second.course, second.slot) not in locked:
            yield _exchanged(plan, first, second), (Seen("locks", (class_id,)),)


def torn_apart(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged, of which one was half of a double."""
    for first, second, class_id in _exchanges(school, plan):
        day = [s for s in plan.slots_of(first.course) if s.day == first.slot.day]
        if school.course[first.course].doubles and len(day) > 1 and second.slot.day == first.slot.day:
            yield _exchanged(plan, first, second), (Seen("double_lessons", (class_id,)),)


def apprentice_alone(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged: a mentor teaches while his apprentice does."""
    view, taught_by = PlanView(school, plan), {t.mentor: t.id for t in school.teachers if t.mentor}
    for first, second, _ in _exchanges(school, plan):
        apprentice = taught_by.get(_teacher(school, first))
        if apprentice and view.of_teacher[apprentice].get(second.slot):
            yield _exchanged(plan, first, second), (Seen("mentor_free", (), (apprentice,), (second.slot,)),)


def both_who_exclude_each_other(school: School, plan: Plan) -> Iterator[Edit]:
    """Two lessons of a class exchanged: two teachers of whom one must be free teach at once."""
    view = PlanView(school, plan)
    pairs = [e.teachers for e in school.exclusions if len(e.teachers) == 2]
    other = {a: b for pair in pairs for a, b in (pair, pair[::-1])}
    for first, second, _ in _exchanges(school, plan):
        teacher = _teacher(school, first)
        if teacher in other and view.of_teacher[other[teacher]].get(second.slot):
            yield _exchanged(plan, first, second), (Seen("exclusions", (), (), (second.slot,)),)


def one_lesson_less(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson deleted of a subject that the standard says nothing of."""
    for lesson, class_id in _plain(school, plan):
        if school.course[lesson.course].subject == "校本":
            yield _with(plan, "placements", lesson), (Seen("hours_in_full", (class_id,), (_teacher(school, lesson),)),)


def sport_left_out(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson of sport deleted: it is protected, and the class falls below the standard."""
    for lesson, class_id in _plain(school, plan):
        if school.course[lesson.course].subject == "体育与健康":
            seen = (Seen("protected_subjects", (class_id,)), Seen("hours_standard", (class_id,)))
            yield _with(plan, "placements", lesson), seen


def one_lesson_more(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson added at a free time of a class that has all that it may have."""
    view = PlanView(school, plan)
    for lesson, class_id in _plain(school, plan):
        days = {slot.day for slot in plan.slots_of(lesson.course)}
        for slot in school.class_slots(class_id):
            busy = view.of_class[class_id].get(slot) or view.of_teacher[_teacher(school, lesson)].get(slot)
            if not busy and slot.day not in days:
                more = lesson.model_copy(update={"slot": slot})
                seen = (Seen("no_added_lessons", (class_id,), (), (slot,)), Seen("weekly_total", (class_id,)))
                yield _with(plan, "placements", lesson, lesson, more), seen


def taught_by_somebody_else(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson of maths with the name of a teacher who does not teach the class."""
    for lesson, class_id in _plain(school, plan):
        course = school.course[lesson.course]
        other = next(
            (t.id for t in school.teachers if t.id not in course.teachers and t.subject_group == "美术组"), None
        )
        if other and course.subject == "数学":
            stray = StrayLesson(class_id=class_id, slot=lesson.slot, subject=course.subject, teacher=other)
            edited = _with(plan, "placements", lesson).model_copy(update={"strays": (*plan.strays, stray)})
            yield (
                edited,
                (
                    Seen("no_added_lessons", (class_id,), (other,), (lesson.slot,)),
                    Seen("hours_in_full", (class_id,), course.teachers),
                ),
            )


def in_the_break(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson put into the big break."""
    for lesson, class_id in _plain(school, plan):
        periods = school.schedule[lesson.slot.schedule].periods
        found = next(i for i, period in enumerate(periods) if period.kind is PeriodKind.BIG_BREAK)
        slot = lesson.slot._replace(period=found)
        edited = _with(plan, "placements", lesson, lesson.model_copy(update={"slot": slot}))
        yield edited, (Seen("activity_time", (class_id,), (), (slot,)),)


def in_a_full_place(school: School, plan: Plan) -> Iterator[Edit]:
    """A lesson sent to a place of its kind that is full with another."""
    held = {(p.venue, p.slot) for p in plan.placements if p.venue}
    for lesson, _ in _plain(school, plan):
        for venue in school.venues:
            same = lesson.venue and venue.id != lesson.venue and venue.kind == school.venue[lesson.venue].kind
            if same and venue.capacity == 1 and (venue.id, lesson.slot) in held:
                edited = _with(plan, "placements", lesson, lesson.model_copy(update={"venue": venue.id}))
                yield edited, (Seen("venue_capacity", (), (), (lesson.slot,)),)


def no_meeting(school: School, plan: Plan) -> Iterator[Edit]:
    """A meeting deleted."""
    members = {meeting.id: meeting.teachers for meeting in school.meetings if meeting.slot is None}
    for held in plan.meetings:
        if held.meeting in members:
            yield _with(plan, "meetings", held), (Seen("meetings", (), members[held.meeting]),)


# The after-school day.


def _sessions(school: School, plan: Plan, *kinds: StationKind) -> Iterator[ServiceSession]:
    return (session for session in plan.sessions if school.service.stations[session.station].kind in kinds)


def _changed(plan: Plan, session: ServiceSession, **update: Any) -> Plan:
    return _with(plan, "sessions", session, session.model_copy(update=update))


def nobody_there(school: School, plan: Plan) -> Iterator[Edit]:
    """The name of the adult of a group deleted."""
    for session in _sessions(school, plan, StationKind.HOMEWORK):
        classes = school.service.stations[session.station].classes
        yield _changed(plan, session, adults=()), (Seen("service_adults", classes, (), (session.slot,)),)


def one_too_many(school: School, plan: Plan) -> Iterator[Edit]:
    """A second adult written to a group that needs one."""
    for session in _sessions(school, plan, StationKind.ACTIVITY):
        for other in school.service.stations[session.station].pool:
            if other not in session.adults:
                yield (
                    _changed(plan, session, adults=(*session.adults, other)),
                    (Seen("service_surplus", (), (), (session.slot,)),),
                )


def serving_in_two_places(school: School, plan: Plan) -> Iterator[Edit]:
    """The adult of a group replaced by one who serves elsewhere at this time."""
    for session in _sessions(school, plan, StationKind.ACTIVITY):
        busy = {a for s in plan.sessions if s.slot == session.slot for a in s.adults}
        for other in school.service.stations[session.station].pool:
            if other in busy and other not in session.adults:
                seen = Seen("service_clash", (), (other,), (session.slot,))
                yield _changed(plan, session, adults=(other,)), (seen,)


def not_his_group(school: School, plan: Plan) -> Iterator[Edit]:
    """The adult of a club replaced by a teacher who is none of its instructors."""
    for session in _sessions(school, plan, StationKind.CLUB):
        pool = school.service.stations[session.station].pool
        for other in school.teachers:
            if other.id not in pool:
                seen = Seen("service_pool", (), (other.id,), (session.slot,))
                yield _changed(plan, session, adults=(other.id,)), (seen,)


def no_homework_group(school: School, plan: Plan) -> Iterator[Edit]:
    """A session of a group after school deleted."""
    for session in _sessions(school, plan, StationKind.ACTIVITY):
        classes = school.service.stations[session.station].classes
        yield _with(plan, "sessions", session), (Seen("service_held", classes, (), (session.slot,)),)


def no_patrol(school: School, plan: Plan) -> Iterator[Edit]:
    """A patrol deleted."""
    for session in _sessions(school, plan, StationKind.PATROL):
        yield _with(plan, "sessions", session), (Seen("service_patrol", (), (), (session.slot,)),)


def no_substitute(school: School, plan: Plan) -> Iterator[Edit]:
    """Nobody stands by."""
    for session in _sessions(school, plan, StationKind.SUBSTITUTE):
        yield _with(plan, "sessions", session), (Seen("substitutes", (), (), (session.slot,)),)


def nobody_at_the_reading(school: School, plan: Plan) -> Iterator[Edit]:
    """A morning duty deleted."""
    for session in _sessions(school, plan, StationKind.MORNING):
        classes = school.service.stations[session.station].classes
        yield _with(plan, "sessions", session), (Seen("morning_duty", classes, (), (session.slot,)),)


def no_club(school: School, plan: Plan) -> Iterator[Edit]:
    """A session of a club deleted."""
    for session in _sessions(school, plan, StationKind.CLUB):
        yield _with(plan, "sessions", session), (Seen("club_sessions"),)


def two_clubs_in_one_place(school: School, plan: Plan) -> Iterator[Edit]:
    """A club sent to the place of another that meets at the same time."""
    clubs = [s for s in _sessions(school, plan, StationKind.CLUB) if s.venue]
    for session in clubs:
        for other in clubs:
            if other.slot == session.slot and other.venue != session.venue:
                seen = Seen("club_venues", (), (), (session.slot,))
                yield _changed(plan, session, venue=other.venue), (seen,)


def new_matter_taught(school: School, plan: Plan) -> Iterator[Edit]:
    """An activity after school is called a lesson of maths."""
    for session in _sessions(school, plan, StationKind.ACTIVITY):
        yield _changed(plan, session, title="数学"), (Seen("service_content", (), (), (session.slot,)),)


def three_times_flexible(school: School, plan: Plan) -> Iterator[Edit]:
    """Flexible time on three days of the week."""
    view = PlanView(school, plan)
    for teacher in filter(school.may_have_grants, school.teachers):
        busy = [*view.of_teacher[teacher.id], *(session.slot for session in view.serving[teacher.id])]
        for kind in school.grant_kinds:
            free = [d for d in range(1, 6) if not any(school.away(kind, d).overlaps(school.interval(s)) for s in busy)]
            for days in combinations(free, 3):
                own = [FlexGrant(teacher=teacher.id, day=day, kind=kind) for day in days]
                others = [grant for grant in plan.grants if grant.teacher != teacher.id]
                edited = plan.model_copy(update={"grants": (*others, *own)})
                yield edited, (Seen("flex_limit", (), (teacher.id,)),)


def away_while_teaching(school: School, plan: Plan) -> Iterator[Edit]:
    """A late start on a day whose first lesson the teacher gives."""
    view = PlanView(school, plan)
    for teacher in school.teachers:
        for slot in sorted(view.of_teacher[teacher.id]):
            if school.may_have_grants(teacher) and slot.period == school.schedule[slot.schedule].lesson_periods[0]:
                grant = FlexGrant(teacher=teacher.id, day=slot.day, kind=GrantKind.LATE_START)
                edited = plan.model_copy(update={"grants": (*plan.grants, grant)})
                yield edited, (Seen("flex_free", (), (teacher.id,), (slot,)),)


FAULTS: tuple[Maker, ...] = (
    teacher_in_two_classes,
    teacher_in_two_classes,
    two_lessons_at_once,
    twice_a_day,
    at_a_forbidden_time,
    away_from_its_fixed_time,
    torn_apart,
    apprentice_alone,
    both_who_exclude_each_other,
    one_lesson_less,
    sport_left_out,
    one_lesson_more,
    taught_by_somebody_else,
    in_the_break,
    in_a_full_place,
    no_meeting,
    nobody_there,
    nobody_there,
    one_too_many,
    serving_in_two_places,
    not_his_group,
    no_homework_group,
    no_patrol,
    no_substitute,
    nobody_at_the_reading,
    no_club,
    two_clubs_in_one_place,
    new_matter_taught,
    three_times_flexible,
    away_while_teaching,
)
