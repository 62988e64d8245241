"""A class has at most n lessons of a subject on one day."""

from __future__ import annotations

from collections import defaultdict

from pydantic import Field

from constraints.rule import Level, Rule, RuleParameters, Verdict, Violation, class_owner
from scheduler.engine.half_days import HalfDayVariables
from scheduler.engine.poster import Poster
from scheduler.engine.variables import LessonVariables
from scheduler.plan import PlanView
from scheduler.school import Course, School, Week
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """The limit where a subject names none of its own."""

    most: int = Field(
        default=1,
        ge=1,
        le=8,
        title="每天最多节数",
        description="lessons of a subject a day; raised where the week has too few days or a double needs it",
        json_schema_extra={"unit": "节/天"},
    )


def subjects_of(school: School, class_id: str) -> dict[str, list[Course]]:
    """Return the courses of a class by subject, one for all that run together."""
    found: dict[str, list[Course]] = defaultdict(list)
    for course in school.occupying_courses[class_id]:
        found[course.subject].append(course)
    return found


def limit(school: School, courses: list[Course], parameters: Parameters) -> int:
    """Return how many lessons of one subject a class may have on one day.

    The subject's own limit where it has one; else the parameter, raised to 2 for a double and to what the number of
    days makes unavoidable. `courses` are those of one week.
    """
    own = school.subject[courses[0].subject].max_per_day
    if own is not None:
        return own
    days = len(school.schedule[school.school_class[courses[0].classes[0]].schedule].days)
    unavoidable = -(-sum(course.lessons for course in courses) // days)
    doubled = 2 if any(course.doubles for course in courses) else 1
    return max(parameters.most, unavoidable, doubled)


def weekly_courses(school: School, class_id: str) -> list[tuple[str, Week, list[Course]]]:
    """Return subject, week and the courses held in it, for each subject of a class and each week to be looked at."""
    found = []
    for subject, courses in subjects_of(school, class_id).items():
        for week in school.weeks(courses):
            held = [course for course in courses if course.week.meets(week)]
            if held:
                found.append((subject, week, held))
    return found


def post(poster: Poster, variables: LessonVariables | HalfDayVariables, parameters: Parameters) -> None:
    """Ensure the limit for every class, subject, week and day."""
    school = variables.school
    for klass in school.classes:
        for _, _, courses in weekly_courses(school, klass.id):
            bound = limit(school, courses, parameters)
            for day in school.schedule[klass.schedule].days:
                terms = [v for course in courses for v in variables.on(course.id, day)]
                poster.at_most(terms, bound, len(terms) * 4, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class, subject, week and day above the limit; the amount is the lessons too many."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        for subject, _, courses in weekly_courses(school, klass.id):
            bound = limit(school, courses, parameters)
            placed = [s for course in courses for s in view.course_slots(course, klass.id)]
            for day in school.schedule[klass.schedule].days:
                judged += 1
                slots = sorted(slot for slot in placed if slot.day == day)
                if len(slots) > bound:
                    words = Text(
                        f"{klass.id} {day_name(day).zh}有 {len(slots)} 节{subject}，最多 {bound} 节",
                        f"{klass.id} {day_name(day).en}: {len(slots)} lessons of {subject}, at most {bound}",
                    )
                    owner = class_owner(klass.id)
                    violations.append(Violation(owner, len(slots) - bound, words, (klass.id,), (), tuple(slots)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="subject_per_day",
    title=Text("同一学科每天节数", "Lessons of a subject a day"),
    words=Text(
        "一个班同一学科一天不超过规定节数；周课时多于天数或有连堂时自动放宽到必需的节数。",
        "A class has at most n lessons of a subject on a day; more only where the week or a double makes it unavoidable.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    post_half_days=post,
    check=check,
)
