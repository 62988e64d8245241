"""教案平齐: classes of one grade that share a teacher in a subject keep step through the week, or all classes of the grade.

Each class is held against the class of its group that is furthest ahead, so that the size grows with the number of
classes and not with the number of pairs, and one class that lags is one fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, course_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, HalfDay, School, Slot, Week
from scheduler.text import Text, day_name

Counts = list[list[cp_model.LinearExpr]]
"""What was held of a course after each moment, by half-day."""


class Parameters(RuleParameters):
    """How far apart two classes may be."""

    apart: int = Field(
        default=1,
        ge=1,
        le=5,
        title="允许相差节数",
        description="lessons, and doubles, by which two classes may differ at any moment of the week",
        json_schema_extra={"unit": "节"},
    )
    whole_grade: bool = Field(
        default=False,
        title="全年级各教师都比",
        description="whether classes of different teachers are to keep step too, as the article has it for the whole grade",
        json_schema_extra={"unit": ""},
    )


def groups(school: School, parameters: Parameters) -> list[list[Course]]:
    """Return the courses to be kept in step: same grade, subject and number of lessons, every week, and the same teachers unless
    the whole grade is meant.

    Courses with too few lessons to be too far apart are left out.
    """
    found: dict[tuple[object, ...], list[Course]] = defaultdict(list)
    for course in school.courses:
        if course.teachers and course.week is Week.EVERY and course.lessons > parameters.apart and not course.together:
            schedule = school.course_schedule(course)
            teachers = () if parameters.whole_grade else course.teachers
            key = (teachers, school.grade_of(course), course.subject, course.lessons, schedule)
            found[key].append(course)
    return [courses for courses in found.values() if len(courses) > 1]


def with_doubles(courses: list[Course], parameters: Parameters) -> list[Course]:
    """Return those of a group whose doubles are to be kept in step: with one double each there is nothing to keep."""
    return [course for course in courses if course.doubles > parameters.apart]


def halves_of(school: School, course: Course) -> dict[HalfDay, list[Slot]]:
    """Return the half-days of a course's week with their slots, in order."""
    found: dict[HalfDay, list[Slot]] = {}
    for slot in school.course_slots(course):
        found.setdefault(school.half_day(slot), []).append(slot)
    return found


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no class lags too far behind the leader; a soft rule pays the most beyond that of each half-day."""
    school, apart = variables.school, parameters.apart
    for courses in groups(school, parameters):
        halves = halves_of(school, courses[0])
        most = sum(map(len, halves.values()))
        held = {course.id: _held_after_slots(variables, course, halves) for course in courses}
        _post_lags(poster, held, apart, most)
        doubled = with_doubles(courses, parameters)
        if len(doubled) > 1:
            doubles = {course.id: _doubles_after_halves(variables, course, halves) for course in doubled}
            _post_lags(poster, doubles, apart, most)


def _held_after_slots(variables: LessonVariables, course: Course, halves: dict[HalfDay, list[Slot]]) -> Counts:
    """Return the lessons held after each slot."""
    lessons, running = variables.lessons(course.id), variables.held_before(course.id)
    found = Counts()
    for half, slots in halves.items():
        held = [running[half]] if half in running else []
        literals = [lessons[slot] for slot in slots]
        found.append([cp_model.LinearExpr.sum([*held, *literals[: n + 1]]) for n in range(len(slots))])
    return found


def _doubles_after_halves(variables: LessonVariables, course: Course, halves: dict[HalfDay, list[Slot]]) -> Counts:
    """Return the doubles held after each half-day; any two lessons in a row count as one."""
    lessons, found = variables.lessons(course.id), Counts()
    so_far: list[cp_model.IntVar] = []
    for slots in halves.values():
        if so_far:
            total = variables.model.new_int_var(0, len(lessons), "")
            variables.model.add(cp_model.LinearExpr.sum(so_far) == total)
            so_far = [total]
        for slot in slots:
            following = variables.school.next_in_double(slot)
            if following is not None:
                double = variables.model.new_bool_var("")
                variables.model.add_bool_and(lessons[slot], lessons[following]).only_enforce_if(double)
                variables.model.add_bool_or(double, ~lessons[slot], ~lessons[following])
                so_far.append(double)
        found.append([cp_model.LinearExpr.sum(so_far)])
    return found


def _post_lags(poster: Poster, held: dict[str, Counts], apart: int, most: int) -> None:
    """Ensure that none of several courses lags behind the leader by more than `apart`.

    `held` has the counts of each course, at the same moments and at most `most`.
    """
    for half in zip(*held.values(), strict=True):
        excesses = [poster.count(most) for _ in half]
        for moment in zip(*half, strict=True):
            leaders = _leaders(poster, moment, most)
            for own, leader, excess in zip(moment, leaders, excesses, strict=True):
                poster.define(leader - own - excess <= apart)
        for course_id, excess in zip(held, excesses, strict=True):
            poster.none(excess, course_owner(course_id))


def _leaders(poster: Poster, moment: Sequence[cp_model.LinearExpr], most: int) -> Sequence[cp_model.LinearExpr]:
    """Return the leader's count for each course: the other's where there are two, else a variable no less than any."""
    if len(moment) == 2:
        return [moment[1], moment[0]]
    leader = poster.count(most)
    for own in moment:
        poster.define(own <= leader)
    return [leader] * len(moment)


class Lag(NamedTuple):
    """How far a course is behind the leader at the worst moment of a half-day."""

    course: Course
    half: HalfDay
    behind: int
    leader: Course


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and half-day that lags too far behind the leader; the amount is the lessons, or doubles, beyond."""
    judged, violations = 0, []
    for courses in groups(view.school, parameters):
        halves = halves_of(view.school, courses[0])
        lessons = {course.id: set(view.plan.slots_of(course.id)) for course in courses}
        doubles = {course.id: doubles_in(view.school, lessons[course.id]) for course in courses}
        slot_by_slot = {half: [[slot] for slot in slots] for half, slots in halves.items()}
        found = [(lag, Text("节", "lessons")) for lag in lags(courses, lessons, slot_by_slot)]
        at_the_end = {half: [slots] for half, slots in halves.items()}
        doubled = with_doubles(courses, parameters)
        found += [(lag, Text("次连堂", "doubles")) for lag in lags(doubled, doubles, at_the_end)]
        judged += len(found)
        for lag, what in found:
            if lag.behind > parameters.apart:
                either = lessons[lag.course.id] | lessons[lag.leader.id]
                marked = tuple(slot for slot in halves[lag.half] if slot in either)
                violations.append(_violation(lag, lag.behind - parameters.apart, what, marked))
    return Verdict(judged, tuple(violations))


def doubles_in(school: School, lessons: set[Slot]) -> set[Slot]:
    """Return the slots at which a lesson is followed by another with only a short recess between."""
    return {slot for slot in lessons if school.next_in_double(slot) in lessons}


def lags(courses: list[Course], held: dict[str, set[Slot]], steps: dict[HalfDay, list[list[Slot]]]) -> list[Lag]:
    """Return the greatest lag of each course in each half-day; counts are compared after each step of a half-day."""
    found: list[Lag] = []
    if len(courses) < 2:
        return found
    counts = [0] * len(courses)
    for half, moments in steps.items():
        worst, ahead = [0] * len(courses), [0] * len(courses)
        for slots in moments:
            for index, course in enumerate(courses):
                counts[index] += len(held[course.id].intersection(slots))
            most = max(counts)
            for index, count in enumerate(counts):
                if most - count > worst[index]:
                    worst[index], ahead[index] = most - count, counts.index(most)
        found += [Lag(course, half, worst[n], courses[ahead[n]]) for n, course in enumerate(courses)]
    return found


def _violation(lag: Lag, amount: int, what: Text, marked: tuple[Slot, ...]) -> Violation:
    behind, leader = "、".join(lag.course.classes), "、".join(lag.leader.classes)
    words = Text(
        f"{behind} {lag.course.subject}{day_name(lag.half.day).zh}比 {leader} 少上 {lag.behind} {what.zh}",
        f"{behind} {lag.course.subject}: {lag.behind} {what.en} behind {leader} on {day_name(lag.half.day).en}",
    )
    classes = lag.course.classes + lag.leader.classes
    return Violation(course_owner(lag.course.id), amount, words, classes, lag.course.teachers, marked)


RULE = Rule(
    id="parallel_progress",
    title=Text("平行班进度一致", "Parallel classes keep step"),
    words=Text(
        "同一教师在同一年级的平行班，一周内任何时刻已上的节数相差不超过一节，每个半天结束时连堂次数也相差不超过一次（教案平齐）。"
        "文件说的是同一年级同一学科：要全年级各位教师的班都比的，把“全年级各教师都比”改为 是。",
        "Classes of a grade that share a teacher differ by at most one lesson of the subject at every moment of the week, "
        "and by at most one double at the end of each half-day. The article speaks of the whole grade: `whole_grade` compares the "
        "classes of all teachers.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=3,
    presets={"fairness": 5},
    unit=Text("节·半天", "lessons x half-days"),
    article="same_progress",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.GROUPS,
)
