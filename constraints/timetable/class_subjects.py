"""What the rules on a class's subjects share: its courses by subject, its weeks and days, the worst week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from ortools.sat.python import cp_model

from constraints.rule import RuleParameters, Verdict, Violation, names_subject
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot, Week
from scheduler.text import Text

P = TypeVar("P", bound=RuleParameters)


class Limit(NamedTuple):
    """Terms that should sum to at most `bound`; `most` is the largest value that their sum can take."""

    terms: list[cp_model.LinearExprT]
    bound: int
    most: int


def courses_by_subject(school: School, class_id: str) -> dict[str, list[Course]]:
    """Return the courses of a class by subject; of a subject's courses that run together one stands for all."""
    found: dict[str, list[Course]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for course in school.class_courses[class_id]:
        if course.together is not None:
            if (course.subject, course.together) in seen:
                continue
            seen.add((course.subject, course.together))
        found[course.subject].append(course)
    return dict(found)


def turns(school: School, courses: Sequence[Course]) -> int:
    """Return how many lessons of a subject its only course at a class holds in a row for each that a pupil attends."""
    first = courses[0]
    alone = sum(course.subject == first.subject for course in school.class_courses[first.classes[0]]) == 1
    return first.groups if alone else 1


def courses_named(school: School, class_id: str, keys: Iterable[str]) -> list[Course]:
    """Return the courses that fill a class's slots and whose subject some key names, by itself or by its area."""
    wanted = tuple(keys)
    return [
        course
        for course in school.occupying_courses[class_id]
        if any(names_subject(key, school.subject[course.subject]) for key in wanted)
    ]


def by_week(school: School, courses: Sequence[Course]) -> dict[Week, list[Course]]:
    """Return the courses held in each week that must be looked at; a week without any is left out."""
    weeks = {week: [course for course in courses if course.week.meets(week)] for week in school.weeks(courses)}
    return {week: held for week, held in weeks.items() if held}


def total(courses: Iterable[Course]) -> int:
    """Return the lessons that courses have in a week in which all are held."""
    return sum(course.lessons for course in courses)


def days_of(school: School, class_id: str, courses: Sequence[Course] | None = None) -> tuple[int, ...]:
    """Return the weekdays on which a class has lesson slots, in order; with `courses` those on which one of these can be held."""
    slots: Iterable[Slot] = school.class_slots(class_id)
    if courses is not None and school.alternates:
        slots = (s for s in slots if any(school.week_at(s).covers(course.week) for course in courses))
    return tuple(sorted({slot.day for slot in slots}))


def even_share(school: School, class_id: str, courses: Sequence[Course], length: int = 1) -> int:
    """Return how many lessons of some courses fall on `length` days when all are shared out evenly, rounded up: those of every
    week over the days of every week."""
    groups = [courses, [course for course in courses if course.week is Week.EVERY]] if school.alternates else [courses]
    return max(-(-total(some) * length // max(1, len(days_of(school, class_id, some)))) for some in groups)


def attended(view: PlanView, courses: Iterable[Course], class_id: str) -> list[Slot]:
    """Return the slots at which a class attends some courses, sorted, each as often as it is held there."""
    return sorted(slot for course in courses for slot in view.course_slots(course, class_id))


def has_lesson(model: cp_model.CpModel, lessons: Iterable[cp_model.IntVar]) -> cp_model.IntVar:
    """Return a variable that is true where one of some lessons is held.

    Elsewhere it may be either: use it where a minimum or a bound pulls it down.
    """
    has = model.new_bool_var("")
    model.add_bool_and([~each for each in lessons]).only_enforce_if(~has)
    return has


def going_on(model: cp_model.CpModel, lessons: Mapping[Slot, Sequence[cp_model.IntVar]]) -> dict[Slot, cp_model.IntVar]:
    """Return for each slot of a day, in its order, a Boolean that can be true only where a lesson is held then or later."""
    found: dict[Slot, cp_model.IntVar] = {}
    later: list[cp_model.IntVar] = []
    for slot in reversed(list(lessons)):
        found[slot] = model.new_bool_var("")
        model.add_bool_or([~found[slot], *lessons[slot], *later])
        later = [found[slot]]
    return found


def at_most_in_worst(poster: Poster, limits: Iterable[Limit], owner: Owner) -> None:
    """Ensure every limit; a soft rule pays once, for the limit that is exceeded most (the worst week or period)."""
    binding = [limit for limit in limits if limit.most > limit.bound]
    if not binding:
        return
    if poster.level is not Level.SOFT:
        for limit in binding:
            poster.require(cp_model.LinearExpr.sum(limit.terms) <= limit.bound, owner)
        return
    excess = poster.count(max(limit.most - limit.bound for limit in binding))
    for limit in binding:
        poster.define(cp_model.LinearExpr.sum([*limit.terms, -excess]) <= limit.bound)
    poster.cost(excess)


# Days.


class OneWeek(NamedTuple):
    """Courses of a class that are held in one week, and how many lessons they may have together."""

    courses: list[Course]
    limit: int


class Stretch(NamedTuple):
    """Some days of a class and, for each week that must be looked at apart, what its courses may have there.

    `subject` is what they teach, empty where they are of several.
    """

    days: tuple[int, ...]
    weeks: list[OneWeek]
    subject: str = ""

    def limits(self, variables: LessonVariables) -> list[Limit]:
        """Return the limits of the weeks."""
        found = []
        for courses, bound in self.weeks:
            terms = [literal for day in self.days for course in courses for literal in variables.on(course.id, day)]
            found.append(Limit(list(terms), bound, len(terms)))
        return found


class Held(NamedTuple):
    """The lessons of a class on a stretch of days in one week: how many beyond the bound, the bound, and when they are."""

    amount: int
    bound: int
    slots: list[Slot]


Stretches = Callable[[School, str, P], Iterable[Stretch]]
"""What is to be judged of a class."""


def post_stretches(poster: Poster, variables: LessonVariables, stretches: Stretches[P], parameters: P) -> None:
    """Ensure that no stretch of any class has too many lessons; where weeks differ the worst one counts."""
    for klass in variables.school.classes:
        for stretch in stretches(variables.school, klass.id, parameters):
            at_most_in_worst(poster, stretch.limits(variables), class_owner(klass.id))


def check_stretches(
    view: PlanView,
    stretches: Stretches[P],
    parameters: P,
    words: Callable[[str, Stretch, Held], Text],
    rank: Callable[[Held], Any] = tuple,
) -> Verdict:
    """Find every stretch with too many lessons of a class; the amount is those beyond in the week that ranks highest."""
    judged, violations = 0, []
    for klass in view.school.classes:
        placed = {course.id: view.course_slots(course, klass.id) for course in view.school.class_courses[klass.id]}
        for stretch in stretches(view.school, klass.id, parameters):
            judged += 1
            found = []
            for courses, bound in stretch.weeks:
                slots = sorted(slot for c in courses for slot in placed[c.id] if slot.day in stretch.days)
                found.append(Held(len(slots) - bound, bound, slots))
            worst = max(found, key=rank)
            if worst.amount > 0:
                text, owner = words(klass.id, stretch, worst), class_owner(klass.id)
                violations.append(Violation(owner, worst.amount, text, (klass.id,), (), tuple(worst.slots)))
    return Verdict(judged, tuple(violations))
