"""A subject is not always in the same period of the day."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model
from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import Limit, at_most_in_worst, attended, by_week, courses_by_subject, total
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot
from scheduler.text import Text


class Parameters(RuleParameters):
    """How much of a subject may be in one period."""

    share: int = Field(
        default=50,
        ge=10,
        le=100,
        title="同一节次比例",
        description="percent of a subject's weekly lessons that may be in the same period, rounded up",
        json_schema_extra={"unit": "%"},
    )


def weeks_of(school: School, courses: list[Course]) -> list[list[Course]]:
    """Return the courses of a subject in each week that is to be judged: those with at least three lessons."""
    return [held for held in by_week(school, courses).values() if total(held) >= 3]


def limit(school: School, courses: list[Course], parameters: Parameters) -> int:
    """Return how many lessons may be in one period: the share rounded up, no less than the number of periods forces."""
    lessons = total(courses)
    periods = len(school.schedule[school.school_class[courses[0].classes[0]].schedule].lesson_periods)
    return max(-(-lessons * parameters.share // 100), -(-lessons // periods))


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no period has more than its share of a subject."""
    school = variables.school
    for klass in school.classes:
        for courses in courses_by_subject(school, klass.id).values():
            limits = []
            for held in weeks_of(school, courses):
                bound = limit(school, held, parameters)
                by_period: dict[int, list[cp_model.LinearExprT]] = defaultdict(list)
                for course in held:
                    for slot, literal in variables.lessons(course.id).items():
                        by_period[slot.period].append(literal)
                limits += [Limit(terms, bound, len(terms)) for terms in by_period.values()]
            at_most_in_worst(poster, limits, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and subject with too many lessons in one period; the amount is those beyond, in the worst."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        for subject, courses in courses_by_subject(school, klass.id).items():
            found: list[tuple[int, int, list[Slot]]] = []
            for held in weeks_of(school, courses):
                bound = limit(school, held, parameters)
                by_period: dict[int, list[Slot]] = defaultdict(list)
                for slot in attended(view, held, klass.id):
                    by_period[slot.period].append(slot)
                found += [(len(slots) - bound, bound, slots) for slots in by_period.values()]
            judged += bool(weeks_of(school, courses))
            amount, bound, slots = max(found, default=(0, 0, []))
            if amount > 0:
                period = school.period(slots[0]).name
                words = Text(
                    f"{klass.id} {subject}一周有 {len(slots)} 次排在{period}，最多 {bound} 次",
                    f"{klass.id} {subject}: {len(slots)} lessons in period {period}, at most {bound}",
                )
                violations.append(Violation(class_owner(klass.id), amount, words, (klass.id,), (), tuple(slots)))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="same_period",
    title=Text("不总在同一节", "Not always the same period"),
    words=Text(
        "一个班每周 3 节及以上的学科，排在同一节次的不超过规定比例（进位取整）。",
        "Of a subject with three or more lessons a week, at most a given share is in the same period of the day.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=2,
    presets={"pupils": 3},
    unit=Text("节", "lessons"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
)
