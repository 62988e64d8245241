"""What rules that are wishes unless a school makes them musts ask of an owner, with the school's figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from constraints.rule import OwnerKind
from constraints.service import rest_after_evening
from constraints.timetable import core_in_morning, pe_days_apart
from constraints.timetable.class_subjects import courses_by_subject, total
from scheduler.explanation.conflict.lesson_words import teacher_text
from scheduler.school import School
from scheduler.text import Text, counted


def _mornings(school: School, parameters: core_in_morning.Parameters, class_id: str) -> Text:
    needed = {
        subject: core_in_morning.lessons_needed(school, class_id, courses, parameters)
        for subject, courses in courses_by_subject(school, class_id).items()
    }
    wanted = [f"{subject} {lessons}" for subject, lessons in needed.items() if lessons]
    lessons = sum(needed.values())
    slots = sum(school.half_day(slot).part == 0 for slot in school.class_slots(class_id))
    return Text(
        f"{class_id}每周上午至少上{'、'.join(wanted)} 节，共 {lessons} 节（上午共 {slots} 个时段）",
        f"{class_id}: {', '.join(wanted)} lessons a week in the morning, {lessons} in all (mornings have {slots} slots)",
    )


def _days_apart(school: School, parameters: pe_days_apart.Parameters, class_id: str) -> Text:
    lessons = max(map(total, pe_days_apart.weeks_of(school, class_id, parameters)), default=0)
    return Text(
        f"{class_id}每周 {lessons} 节体育课，不排在相邻两天",
        f"{class_id}: {counted(lessons, 'PE lesson')} a week, never on two days in a row",
    )


def _rest(school: School, parameters: rest_after_evening.Parameters, teacher_id: str) -> Text:
    return Text(
        f"{teacher_id}服务到 {parameters.ends} 或更晚，次日就不上第1节",
        f"{teacher_id} has no first lesson on the day after service until {parameters.ends} or later",
    )


def _noon(school: School, parameters: Any, teacher_id: str) -> Text:
    name = teacher_text(school, teacher_id)
    return Text(
        f"{name.zh}每天上午最后一节和下午第一节合起来最多上一节",
        f"{name.en}: at most one of the last lesson of the morning and the first of the afternoon",
    )


def _three_in_row(school: School, parameters: Any, teacher_id: str) -> Text:
    name = teacher_text(school, teacher_id)
    return Text(f"{name.zh}半天里不连上三节", f"{name.en}: never three lessons in a row")


WISH_WORDS: dict[tuple[str, OwnerKind], Callable[[School, Any, str], Text]] = {
    ("core_in_morning", OwnerKind.CLASS): _mornings,
    ("pe_days_apart", OwnerKind.CLASS): _days_apart,
    ("rest_after_evening", OwnerKind.TEACHER): _rest,
    ("noon_rest", OwnerKind.TEACHER): _noon,
    ("teacher_rest", OwnerKind.TEACHER): _three_in_row,
}
