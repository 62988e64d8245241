"""The lessons of a class are the same number each day, or one more or less."""

from __future__ import annotations

from constraints.rule import NoParameters, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.class_subjects import Limit, at_most_in_worst
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import School, Slot
from scheduler.school.even_days import shares
from scheduler.text import Text, day_name


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that each day of a class has its even share of the week's lessons; a soft rule pays for the worse week."""
    for klass in variables.school.classes:
        for day, weeks in shares(variables.school, klass.id).items():
            above, below = [], []
            for courses, least, most in weeks:
                terms = [term for course in courses for term in variables.on(course.id, day)]
                above.append(Limit(list(terms), most, len(terms)))
                below.append(Limit([-term for term in terms], -least, 0))
            at_most_in_worst(poster, above, class_owner(klass.id))
            at_most_in_worst(poster, below, class_owner(klass.id))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every class and day with more or fewer lessons than an even share; the amount is the lessons of the worse week.

    A lesson that no course explains counts in every week.
    """
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        placed = {course.id: view.course_slots(course, klass.id) for course in school.class_courses[klass.id]}
        strays = [stray.slot for stray in view.plan.strays if stray.class_id == klass.id]
        for day, weeks in shares(school, klass.id).items():
            judged += 2
            held = [
                [slot for slots in (*(placed[c.id] for c in courses), strays) for slot in slots if slot.day == day]
                for courses, _, _ in weeks
            ]
            beyond = [(len(slots) - week.most, week.most, slots) for week, slots in zip(weeks, held, strict=True)]
            missing = [(week.least - len(slots), week.least, slots) for week, slots in zip(weeks, held, strict=True)]
            for faults, zh, en, absent in ((beyond, "最多", "at most", False), (missing, "至少", "at least", True)):
                amount, bound, slots = max(faults, default=(0, 0, []))
                if amount > 0:
                    words = _words(klass.id, day, len(slots), f"{zh} {bound} 节", f"{en} {bound}")
                    marked = _marked(school, klass.id, day, slots)
                    owner = class_owner(klass.id)
                    violations.append(Violation(owner, amount, words, (klass.id,), (), marked, of_absence=absent))
    return Verdict(judged, tuple(violations))


def _words(class_id: str, day: int, lessons: int, zh: str, en: str) -> Text:
    name = day_name(day)
    return Text(
        f"{class_id} {name.zh}有 {lessons} 节课，各天均匀时{zh}",
        f"{class_id} {name.en}: {lessons} lessons, {en} when the days are even",
    )


def _marked(school: School, class_id: str, day: int, slots: list[Slot]) -> tuple[Slot, ...]:
    """Return the lessons of a day, or all its slots where there is none."""
    return tuple(sorted(set(slots))) or tuple(slot for slot in school.class_slots(class_id) if slot.day == day)


def asks(school: School, parameters: NoParameters, class_id: str) -> Text:
    """Say how many lessons a day of the class has."""
    bounds = [(share.least, share.most) for weeks in shares(school, class_id).values() for share in weeks]
    least, most = min(low for low, _ in bounds), max(high for _, high in bounds)
    zh, en = (
        (f"{least} 至 {most} 节", f"{least} to {most} lessons") if least < most else (f"{most} 节", f"{most} lessons")
    )
    return Text(f"{class_id}每天上 {zh}课，各天相差不超过 1 节", f"{class_id} has {en} on each day")


RULE = Rule(
    id="class_days",
    title=Text("各天节数均匀", "Days of even length"),
    words=Text(
        "一个班各天的课数相差不超过一节；作息或“禁”使某天课时不够的，那天能上的都上。",
        "The lessons of a class differ by at most one from day to day; a day that has not so many open slots uses them all.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=10,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
    asks={OwnerKind.CLASS: asks},
)
