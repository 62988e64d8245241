"""互斥: courses that share a thing, or teachers who stand in for each other, are never busy at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from constraints.rule import MOST_OPTIONS, Breach, Elastic, NoParameters, Option, Rule, Verdict, Violation
from constraints.scope import Scope
from constraints.timetable.apart import Clash, Side, find_clashes, post_apart
from constraints.timetable.same_slots import course_name
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, Owner, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Exclusion, School
from scheduler.school.wording import course_text, lessons_of, names
from scheduler.text import Text


def excluding(school: School) -> Iterator[tuple[Exclusion, list[Side]]]:
    """Yield each exclusion with its courses as sides, and with its teachers: courses do not exclude teachers."""
    for exclusion in school.exclusions:
        courses = [school.course[name] for name in dict.fromkeys(exclusion.courses)]
        teachers = dict.fromkeys(exclusion.teachers)
        yield exclusion, [Side(course_name(course), (course,)) for course in courses]
        yield exclusion, [Side(t, school.teacher_courses[t], school.teacher_meetings[t]) for t in teachers]


def exclusion_owner(exclusion: Exclusion) -> Owner:
    """Return the owner for an exclusion."""
    return Owner(OwnerKind.EXCLUSION, exclusion.id)


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that of an exclusion's courses, and of its teachers, at most one is busy at each moment of each week."""
    for exclusion, sides in excluding(variables.school):
        post_apart(poster, variables, sides, exclusion_owner(exclusion))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every moment at which several of an exclusion are busy apart; the amount is those too many."""
    judged, violations = 0, []
    for exclusion, sides in excluding(view.school):
        moments, clashes = find_clashes(view, sides)
        judged += moments
        for clash in clashes:
            words = _words(view.school, exclusion, clash)
            owner = exclusion_owner(exclusion)
            violations.append(Violation(owner, clash.amount, words, clash.classes, clash.teachers, clash.slots))
    return Verdict(judged, tuple(violations))


def _words(school: School, exclusion: Exclusion, clash: Clash) -> Text:
    where = school.slot_text(clash.slots[0])
    if exclusion.courses and clash.busy[0][0] not in exclusion.teachers:
        names = [side for side, _ in clash.busy]
    else:
        names = [f"{side}（{what}）" for side, what in clash.busy]
    return Text(
        f"互斥“{exclusion.id}”：{where.zh} {'、'.join(names)} 同时进行",
        f"{exclusion.id}: {', '.join(names)} at once, {where.en}",
    )


def asks(school: School, parameters: NoParameters, name: str) -> Text:
    """Say who is never to teach at once."""
    each = next(each for each in school.exclusions if each.id == name)
    if each.teachers:
        who, courses = names(each.teachers, "位"), {c.id: c for t in each.teachers for c in school.teacher_courses[t]}
    else:
        courses = {c: school.course[c] for c in each.courses}
        texts = [course_text(course) for course in courses.values()]
        who = Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))
    lessons = lessons_of(courses.values())
    return Text(
        f"互斥“{name}”：{who.zh}不能同时上课（共 {lessons} 节）", f"{name}: {who.en} never at once ({lessons} lessons)"
    )


def answer(breach: Breach) -> list[Option]:
    """Its busiest members leave it, where others remain, or it is dropped."""
    school, name = breach.school, breach.owner.id
    exclusion = next(each for each in school.exclusions if each.id == name)
    found: list[Option] = [(lesson_edits.drop_exclusion(name),)]
    if len(exclusion.teachers) > 2:
        busy = sorted(exclusion.teachers, key=lambda t: -sum(c.weekly for c in school.teacher_courses[t]))
        found += [(lesson_edits.leave_exclusion(name, teacher),) for teacher in busy[: MOST_OPTIONS - 1]]
    return found


RULE = Rule(
    id="exclusions",
    title=Text("互斥不同时", "Exclusions"),
    words=Text(
        "互斥的几门课不同时上，互斥的几位教师不同时有课或开会；一起上的课、一起开的会不算。",
        "Courses that exclude each other are never held at once, such teachers never busy at once unless together.",
    ),
    level=Level.HARD,
    unit=Text("处", "places"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.PEERS,
    asks={OwnerKind.EXCLUSION: asks},
    elastic=Elastic(Elasticity(Way.ONCE, costs.LEAVE_EXCLUSION), answer),
)
