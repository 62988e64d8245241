"""A limit on what a teacher has on one day, in a row, or on the days he comes: posted to the model and checked on a plan.

Where odd and even weeks differ, each must keep the limit, and what is beyond it counts once, in the worse of the two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from constraints.rule import Breach, Option, Verdict, Violation
from constraints.staff.teacher_week import (
    Chain,
    Lesson,
    Span,
    Timelines,
    day_text,
    lessons_by_slot,
    lessons_in,
    other_duties_in,
    presence_in,
    slots_of,
    week_note,
    worst_week,
)
from constraints.timetable.class_subjects import Limit, at_most_in_worst, by_week
from scheduler.edits import lesson_edits
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import teacher_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot, Week
from scheduler.school.wording import lessons_of, teacher_text
from scheduler.text import Text, counted, day_name

# Lessons on a day.


def post_lessons_a_day(poster: Poster, variables: LessonVariables, limits: dict[str, int]) -> None:
    """Ensure that a teacher has at most `n` lessons on a day of any week; `limits` is teacher to `n`."""
    school = variables.school
    for teacher_id, bound in limits.items():
        weeks = by_week(school, school.teacher_courses[teacher_id]).values()
        for day in school.days:
            rows = [_lessons_on(variables, courses, day, bound) for courses in weeks]
            at_most_in_worst(poster, rows, teacher_owner(teacher_id))


def _lessons_on(variables: LessonVariables, courses: Iterable[Course], day: int, bound: int) -> Limit:
    terms = [literal for course in courses for literal in variables.on(course.id, day)]
    return Limit(list(terms), bound, len(terms))


def check_lessons_a_day(view: PlanView, limits: dict[str, int], limit_text: Text) -> Verdict:
    """Find every day with more than `n` lessons of a teacher; `limit_text` stands before the limit in the words."""
    school, judged, violations = view.school, 0, []
    for teacher_id, lessons in lessons_in(view).items():
        bound = limits[teacher_id]
        for day in sorted({lesson.slot.day for lesson in lessons}):
            judged += 1
            held, week = worst_week(school, teacher_id, [lesson for lesson in lessons if lesson.slot.day == day])
            if len(held) > bound:
                when = day_text(day, week)
                words = Text(
                    f"{teacher_id} {when.zh}有 {len(held)} 节课，{limit_text.zh} {bound} 节",
                    f"{teacher_id} {when.en}: {len(held)} lessons, {limit_text.en} {bound}",
                )
                owner, slots = teacher_owner(teacher_id), slots_of(held)
                violations.append(Violation(owner, len(held) - bound, words, (), (teacher_id,), slots))
    return Verdict(judged, tuple(violations))


# Lessons in a row.


def post_rows(poster: Poster, variables: LessonVariables, limits: dict[str, int]) -> None:
    """Ensure that of any `n + 1` slots in a row a teacher has lessons in at most `n`; `limits` is teacher to `n`."""
    timelines = Timelines(variables.school)
    for teacher_id, most in limits.items():
        post_in_each(poster, variables, teacher_id, timelines.chains(teacher_id, most + 1), most)


def post_in_each(
    poster: Poster, variables: LessonVariables, teacher_id: str, places: Iterable[Chain], most: int
) -> None:
    """Ensure that a teacher has lessons in at most `most` of the slots of each of some places in the week."""
    weeks = lessons_by_slot(variables, teacher_id)
    for slots in places:
        terms = [[literal for slot in slots for literal in lessons.get(slot, ())] for lessons in weeks]
        limits = [Limit(list(literals), most, len(literals)) for literals in terms]
        at_most_in_worst(poster, limits, teacher_owner(teacher_id))


def check_rows(view: PlanView, limits: dict[str, int]) -> Verdict:
    """Find every `n + 1` slots in a row that hold more than `n` lessons of a teacher; the amount is the lessons beyond."""
    school, judged, violations = view.school, 0, []
    timelines = Timelines(school)
    for teacher_id, lessons in lessons_in(view).items():
        if teacher_id not in limits or not lessons:
            continue
        most = limits[teacher_id]
        in_half = Counter(school.half_day(lesson.slot) for lesson in lessons)
        for chain in timelines.chains(teacher_id, most + 1):
            if in_half[school.half_day(chain[0])] <= most:
                continue
            judged += 1
            held, week = worst_week(school, teacher_id, [lesson for lesson in lessons if lesson.slot in chain])
            if len(held) > most:
                words, owner = _row_text(school, teacher_id, held, week, most), teacher_owner(teacher_id)
                violations.append(Violation(owner, len(held) - most, words, (), (teacher_id,), slots_of(held)))
    return Verdict(judged, tuple(violations))


def _row_text(school: School, teacher_id: str, held: list[Lesson], week: Week, most: int) -> Text:
    first, last = school.slot_text(held[0].slot), school.slot_text(held[-1].slot)
    note = week_note(week)
    return Text(
        f"{teacher_id} {note.zh}{first.zh}至{last.zh}连上 {len(held)} 节，最多连上 {most} 节",
        f"{teacher_id} {note.en}{first.en} to {last.en}: {len(held)} lessons in a row, at most {most}",
    )


# Coming to school.


def post_presence(
    poster: Poster,
    variables: LessonVariables,
    teacher_id: str,
    spans: Iterable[Span],
    bound: int,
) -> None:
    """Ensure that lessons, meetings and service call a teacher to school in at most `bound` of some spans of half-days."""
    wanted = list(spans)
    if len(wanted) <= bound:
        return
    present = []
    for span in wanted:
        comes = poster.count(1)
        present.append(comes)
        for half in span:
            for course in variables.school.teacher_courses[teacher_id]:
                for held in variables.in_half(course.id, half):
                    poster.define(held <= comes)
            for held in other_duties_in(variables, teacher_id, half):
                poster.define(held <= comes)
    poster.at_most(present, bound, len(present), teacher_owner(teacher_id))


def check_days(view: PlanView, limits: dict[str, int], limit_text: Text) -> Verdict:
    """Find every teacher who comes on more days than his limit; `limit_text` stands before the limit in the words."""
    judged, violations = 0, []
    for teacher_id, halves in presence_in(view).items():
        if teacher_id not in limits:
            continue
        judged += 1
        days: dict[int, list[Slot]] = defaultdict(list)
        for half, slots in halves.items():
            days[half.day] += slots
        bound = limits[teacher_id]
        if len(days) > bound:
            zh, en = "、".join(day_name(day).zh for day in days), ", ".join(day_name(day).en for day in days)
            words = Text(
                f"{teacher_id} 一周要来 {len(days)} 天（{zh}），{limit_text.zh} {bound} 天",
                f"{teacher_id}: comes on {len(days)} days a week ({en}), {limit_text.en} {bound}",
            )
            amount = len(days) - bound
            owner, marked = teacher_owner(teacher_id), fewest_first(days.values(), amount)
            violations.append(Violation(owner, amount, words, (), (teacher_id,), marked))
    return Verdict(judged, tuple(violations))


def fewest_first(groups: Iterable[list[Slot]], count: int) -> tuple[Slot, ...]:
    """Return the slots of the `count` smallest groups: those that are easiest to empty."""
    return tuple(slot for group in sorted(groups, key=len)[:count] for slot in group)


# In words.


def limit_text(school: School, teacher_id: str, limit: Text) -> Text:
    """Return a limit of a teacher in words, with the lessons that he has."""
    name, lessons = teacher_text(school, teacher_id), lessons_of(school.teacher_courses[teacher_id])
    return Text(
        f"{name.zh}{limit.zh}（每周 {lessons} 节）", f"{name.en}: {limit.en} ({counted(lessons, 'lesson')} a week)"
    )


def days_asked(school: School, teacher_id: str, most: int) -> Text:
    """Return in words on how many days a teacher comes at most."""
    return limit_text(
        school, teacher_id, Text(f"每周最多来 {most} 天", f"comes on at most {counted(most, 'day')} a week")
    )


# Giving way.


def raised(limit: str) -> Callable[[Breach], list[Option]]:
    """Return the answer that raises a limit of the teacher's own by as much as it is exceeded."""

    def answer(breach: Breach) -> list[Option]:
        now: int = getattr(breach.school.teacher[breach.owner.id], limit)
        return [(lesson_edits.raise_limit(breach.owner.id, limit, now + breach.units, breach.units),)]

    return answer
