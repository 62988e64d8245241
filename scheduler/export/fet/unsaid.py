"""What a school asks that its file for FET does not say, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from constraints.catalogue import is_of_service
from constraints.curriculum import activity_time, hours_in_full, no_added_lessons, protected_subjects, weekend_lessons
from constraints.rule import Rule
from constraints.staff import teacher_days, teacher_half_days, teacher_in_row, teacher_per_day
from constraints.timetable import (
    alternating_pairs,
    campus_changes,
    campus_way,
    class_clash,
    class_days,
    class_gaps,
    double_lessons,
    exclusions,
    joint_classes,
    locks,
    meetings,
    mentor_free,
    parallel_groups,
    pupils_watched,
    subject_per_day,
    teacher_clash,
    unavailable,
    venue_capacity,
)
from scheduler.export.fet.activities import Activities
from scheduler.export.fet.times import TimeConstraints
from scheduler.export.fet.wishes import WISHES
from scheduler.model.owner import Level
from scheduler.school import School, Week
from scheduler.text import Text

SAID: tuple[Rule[Any], ...] = (
    *(activity_time.RULE, hours_in_full.RULE, no_added_lessons.RULE, protected_subjects.RULE, weekend_lessons.RULE),
    *(alternating_pairs.RULE, class_clash.RULE, class_days.RULE, class_gaps.RULE, double_lessons.RULE),
    *(exclusions.RULE, joint_classes.RULE, locks.RULE, meetings.RULE, mentor_free.RULE, parallel_groups.RULE),
    *(subject_per_day.RULE, teacher_clash.RULE, unavailable.RULE, venue_capacity.RULE),
    *(teacher_days.RULE, teacher_in_row.RULE, teacher_per_day.RULE),
)


def unsaid(written: TimeConstraints, activities: Activities, *, with_wishes: bool) -> Iterator[Text]:
    """Yield what is left out: after-school service, rules that FET has no constraint for, and what is said in part."""
    school = written.school
    if school.service.stations or school.working is not None:
        yield Text(
            "课后服务、值守和弹性上下班没有写：FET 只排课",
            "After-school service, duties and flexible hours are not written: FET plans lessons alone",
        )
    said = {rule.id for rule in SAID} | ({rule.id for rule in WISHES} if with_wishes else set())
    for level, zh, en in (
        (Level.HARD, "FET 说不出的硬性规则", "Hard rules that FET cannot say"),
        (Level.SOFT, "没有写的软性规则", "Soft rules that are not written"),
    ):
        titles = [
            active.rule.title
            for active in written.rules.values()
            if active.level is level and active.rule.id not in said and _matters(school, active.rule)
        ]
        if titles:
            chinese, english = "、".join(t.zh for t in titles), ", ".join(t.en for t in titles)
            yield Text(f"{zh}：{chinese}", f"{en}: {english}")
    yield from _weeks(school, activities)
    yield from _clock(written)
    if any(venue.capacity > 1 and venue.seats is not None for venue in school.venues):
        yield Text(
            "容得下几个班的场地按班数写，几个班合计的人数没有写",
            "Of venues for several classes the classes are counted, the pupils of all together are not",
        )


def _matters(school: School, rule: Rule[Any]) -> bool:
    """Tell whether a rule asks anything of the lessons of this school."""
    if is_of_service(rule) or rule.id == pupils_watched.RULE.id:
        return False
    if rule.id in (campus_way.RULE.id, campus_changes.RULE.id):
        return len(school.campuses) > 1
    return rule.id != teacher_half_days.RULE.id or any(t.max_half_days is not None for t in school.teachers)


def _weeks(school: School, activities: Activities) -> Iterator[Text]:
    pairs = sum(len(item.courses) > 1 for item in activities.items)
    if pairs:
        yield Text(
            f"FET 没有单双周：{pairs} 次单双周轮换的课写成一个活动，两边的教师、场地每周都占着（只会更严）",
            f"FET has no odd and even weeks: {pairs} lessons that alternate are one activity each, which takes the teachers "
            "and places of both in every week (stricter, never laxer)",
        )
    alone = [item for item in activities.items if len(item.courses) == 1 and item.courses[0].week is not Week.EVERY]
    if alone:
        yield Text(
            f"{len(alone)} 节单独的单周课或双周课按每周都上占用时间（只会更严）",
            f"{len(alone)} lessons of odd or even weeks by themselves take their time in every week (stricter, never laxer)",
        )
    for course in activities.lopsided:
        yield Text(
            f"{course.id}：与轮换的另一门课连堂数不同，有的课没有写成共用时段",
            f"{course.id}: not the doubles of the course that it alternates with, so not all of it shares the time",
        )


def _clock(written: TimeConstraints) -> Iterator[Text]:
    count = len(written.grid.overlooked)
    if count:
        yield Text(
            f"几套作息里有 {count // max(1, len(written.grid.days))} 对节次按钟点重叠而不在 FET 的同一行，"
            "跨作息的教师、场地在这些时间的冲突 FET 看不到",
            f"{count // max(1, len(written.grid.days))} pairs of periods of several bell schedules overlap by the clock and are "
            "no one hour of FET: clashes of teachers and places who use both then are not seen",
        )
