"""A late start, an early leave or a half-day off that is granted is not taken away."""

from __future__ import annotations

from constraints.cover.dates import item_text
from constraints.rule import CoverRule, NoParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.day import Day
from scheduler.term.options import Duty
from scheduler.term.view import CoverView
from scheduler.text import Text


def takes_away(day: Day, duty: Duty) -> bool:
    """Tell whether a duty falls into flexible time that its teacher is granted on the day."""
    for grant in day.grants:
        if grant.teacher == duty.teacher:
            _, start, end = day.school.away(grant.kind, day.weekday)
            if duty.start < end and start < duty.end:
                return True
    return False


def post(poster: Poster, variables: CoverVariables, parameters: NoParameters) -> None:
    """Ensure that nothing which is done asks for somebody in his flexible time."""
    for literal, option in zip(variables.chosen, variables.options, strict=True):
        lost = [duty for duty in option.duties if takes_away(variables.situation.day(duty.date), duty)]
        if lost:
            poster.none(len(lost) * literal, teacher_owner(lost[0].teacher))


def check(view: CoverView, parameters: NoParameters) -> Verdict:
    """Find everybody who has something by a change within his flexible time; the amount is in lessons."""
    found, judged = [], 0
    for date in view.touched:
        day = view.day(date)
        for item in day.items:
            if item.change is None or item.change not in view.changes:
                continue
            for teacher in item.teachers if item.moved else item.change.teachers:
                judged += 1
                if takes_away(day, Duty(teacher, date, item.start, item.end)):
                    what = item_text(item)
                    text = Text(f"{teacher}此时有弹性时间：{what.zh}", f"{teacher} has flexible time then: {what.en}")
                    found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_late_start",
    title=Text("不收回弹性时间", "Flexible time is kept"),
    words=Text(
        "已安排的晚到、早走、半天休不因代课调课收回；本人同意的，可改为软性或手工安排。",
        "A late start, early leave or half-day off that is granted is not taken away for cover; by hand, with his word, it may be.",
    ),
    level=Level.HARD,
    levels=(Level.HARD, Level.SOFT),
    weight=50,
    unit=Text("节", "lessons"),
    article="flexible_hours",
    parameters=NoParameters,
    post=post,
    check=check,
)
