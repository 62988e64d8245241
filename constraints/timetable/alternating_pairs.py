"""单双周轮换: a course of odd weeks and one of even weeks share their slots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from constraints.rule import Breach, Elastic, NoParameters, Option, Rule, Verdict
from constraints.scope import Scope
from constraints.timetable.same_slots import (
    Link,
    check_same_slots,
    course_name,
    link,
    post_same_slots,
)
from scheduler.edits import costs, lesson_edits
from scheduler.model.elastic import Elasticity, Way
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Week
from scheduler.school.wording import course_text
from scheduler.text import Text

_WEEK_NAMES = {
    Week.EVERY: Text("每周", "every week"),
    Week.ODD: Text("单周", "odd weeks"),
    Week.EVEN: Text("双周", "even weeks"),
}


def links(school: School) -> Iterator[Link]:
    """Yield the odd and even courses of each pair, those of a common class where a name serves several classes.

    A course held every week takes no part in a pair.
    """
    groups: dict[str, dict[Week, list[Course]]] = defaultdict(lambda: defaultdict(list))
    for course in school.courses:
        if course.pair:
            groups[course.pair][course.week].append(course)
    for by_week in groups.values():
        for odd in by_week[Week.ODD]:
            same_class = [even for even in by_week[Week.EVEN] if set(odd.classes) & set(even.classes)]
            alone = len(by_week[Week.ODD]) == len(by_week[Week.EVEN]) == 1
            yield from (link(odd, even) for even in (by_week[Week.EVEN] if alone else same_class))


def post(poster: Poster, variables: LessonVariables, parameters: NoParameters) -> None:
    """Ensure that the two courses of each pair are held at the same slots."""
    post_same_slots(poster, variables, links(variables.school))


def check(view: PlanView, parameters: NoParameters) -> Verdict:
    """Find every pair whose courses use different slots; the amount is the lessons at a slot not shared."""
    return check_same_slots(view, links(view.school), _words)


def _words(pair: Link, amount: int, slots: Text) -> Text:
    first, second = sorted(pair.courses, key=lambda course: course.week is Week.EVEN)
    names = [(course_name(course), _WEEK_NAMES[course.week]) for course in (first, second)]
    return Text(
        "与".join(f"{name}（{week.zh}）" for name, week in names) + f"应共用时段，有 {amount} 节不同：{slots.zh}",
        " and ".join(f"{name} ({week.en})" for name, week in names)
        + f" should share slots, {amount} apart: {slots.en}",
    )


def asks(school: School, parameters: NoParameters, course_id: str) -> Text:
    """Say with which course the course alternates."""
    link = next(each for each in links(school) if each.follower.id == course_id)
    lead, follower = course_text(link.lead), course_text(link.follower)
    return Text(f"{follower.zh}与{lead.zh}单双周轮换、共用时段", f"{follower.en} and {lead.en} share slots in turn")


def answer(breach: Breach) -> list[Option]:
    """The course no longer alternates with the other."""
    return [(lesson_edits.untie(breach.school, breach.owner.id, "pair"),)]


RULE = Rule(
    id="alternating_pairs",
    title=Text("单双周共用时段", "Alternating weeks share"),
    words=Text(
        "同一轮换组的单周课与双周课用相同的时段；节数较少的课，时间都在另一门课之内。",
        "An odd-week and an even-week course of a pair use the same slots; the one with fewer lessons some of them.",
    ),
    level=Level.HARD,
    unit=Text("节", "lessons"),
    parameters=NoParameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks={OwnerKind.COURSE: asks},
    elastic=Elastic(Elasticity(Way.ONCE, costs.UNTIE), answer),
)
