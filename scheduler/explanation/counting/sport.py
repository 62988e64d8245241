"""First lessons that are too early, sport and breaks that the bells and the courses cannot give, whatever is planned."""

from __future__ import annotations

from collections.abc import Iterator

from constraints.curriculum import big_breaks, break_minutes, first_lesson, no_added_lessons, sport_daily
from constraints.curriculum.sport import big_break_minutes, judged_classes, school_days
from constraints.service import sport_minutes
from scheduler.explanation.counting.openings import Openings
from scheduler.explanation.counting.shortage import Shortage, shortage
from scheduler.model.owner import class_owner, grade_owner
from scheduler.school.wording import days_text
from scheduler.text import Text


def count_sport(openings: Openings) -> Iterator[Shortage]:
    """Yield the grades whose bells begin too early or have too short or too few breaks, and the classes with too few lessons of sport."""
    yield from _first_lessons(openings)
    yield from _breaks(openings)
    yield from _big_breaks(openings)
    yield from _daily(openings)
    yield from _minutes(openings)


def _first_lessons(openings: Openings) -> Iterator[Shortage]:
    school, rule = openings.school, first_lesson.RULE
    for first in first_lesson.broken(school, openings.parameters(rule)):
        words = first_lesson.first_text(school, first)
        text = Text(f"{first.grade} 年级{words.zh}", f"grade {first.grade}: {words.en}")
        cause = (rule.id, first._replace(grade=0))
        yield shortage(grade_owner(first.grade), first.earliest, first.start, text, (rule.id,), cause)


def _breaks(openings: Openings) -> Iterator[Shortage]:
    school, rule = openings.school, break_minutes.RULE
    for grade, least, gap in break_minutes.broken(school, openings.parameters(rule)):
        words = break_minutes.gap_text(school, gap)
        text = Text(f"{grade} 年级{words.zh}，至少 {least} 分钟", f"grade {grade}: {words.en}, at least {least}")
        yield shortage(grade_owner(grade), least, gap.minutes, text, (rule.id,), (rule.id, least, gap))


def _big_breaks(openings: Openings) -> Iterator[Shortage]:
    school, rule = openings.school, big_breaks.RULE
    parameters = openings.parameters(rule)
    for day in big_breaks.broken(school, parameters):
        words = big_breaks.text_of(school, parameters, day)
        text = Text(f"{day.grade} 年级{words.zh}", f"grade {day.grade}: {words.en}")
        cause = (rule.id, day._replace(grade=0))
        yield shortage(grade_owner(day.grade), parameters.number or 0, len(day.long), text, (rule.id,), cause)


def _daily(openings: Openings) -> Iterator[Shortage]:
    """Yield the classes with fewer lessons of sport than days."""
    school, rule = openings.school, sport_daily.RULE
    for klass in judged_classes(school) if openings.parameters(rule).lessons else ():
        days, lessons = len(school_days(school, klass.id)), sport_daily.lessons_a_week(school, klass.id)
        if lessons < days:
            text = Text(
                f"{klass.id}每天要有一节体育课或体育活动课，一周 {days} 天，任课表里只有 {lessons} 节",
                f"{klass.id}: a lesson of sport on each of {days} days, {lessons} are given",
            )
            cause = (rule.id, klass.grade, days, lessons)
            yield shortage(class_owner(klass.id), days, lessons, text, (rule.id, no_added_lessons.RULE.id), cause)


def _minutes(openings: Openings) -> Iterator[Shortage]:
    """Yield the classes that need more lessons of sport than they have even if service is all the sport that it can be."""
    school, rule = openings.school, sport_minutes.RULE
    least = openings.parameters(rule).least or 0
    for klass in sport_minutes.judged(school) if least else ():
        needed = dict(sport_minutes.lessons_needed(school, klass.id, least))
        lessons = sport_daily.lessons_a_week(school, klass.id)
        if sum(needed.values()) > lessons:
            few = [day for day, number in needed.items() if number]
            day = max(few, key=lambda each: needed[each])
            breaks, service = big_break_minutes(school, klass.id, day), school.most_service_sport(klass.id, day)
            when, all_needed = days_text(few), sum(needed.values())
            text = Text(
                f"{klass.id}每天体育活动至少 {least} 分钟：{when.zh}大课间 {breaks} 分钟，课后服务全班都是体育的最多 {service} 分钟，"
                f"一周还要 {all_needed} 节体育课或体育活动课，任课表里只有 {lessons} 节",
                f"{klass.id}: {least} minutes of sport a day; {when.en}: big breaks {breaks}, service at most {service}, so "
                f"{all_needed} lessons of sport a week are needed, {lessons} are given",
            )
            cause = (rule.id, klass.grade, tuple(needed.items()), lessons)
            yield shortage(class_owner(klass.id), all_needed, lessons, text, (rule.id, no_added_lessons.RULE.id), cause)
