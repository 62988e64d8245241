"""Standing in does not take somebody's only free lesson between many."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from constraints.rule import CoverRule, RuleParameters, Verdict, Violation
from scheduler.model.cover import CoverVariables
from scheduler.model.owner import Level, teacher_owner
from scheduler.model.poster import Poster
from scheduler.term.calendar import date_text
from scheduler.term.day import Day, Item
from scheduler.term.nouns import ItemKind
from scheduler.term.view import CoverView
from scheduler.text import Text


class Parameters(RuleParameters):
    """How many lessons in a row."""

    most: int = Field(
        default=4,
        ge=1,
        le=12,
        title="代课后最多连上节数",
        description="lessons in a row of one half-day, covers counted in",
        json_schema_extra={"unit": "节"},
    )


def rows(day: Day, bell: str, most: int) -> Iterator[list[tuple[int, int]]]:
    """Yield the clock times of each `most` + 1 lessons of a bell schedule that follow each other in a half-day."""
    slots = [slot for slot in day.school.lesson_slots[bell] if slot.day == day.weekday]
    for number, first in enumerate(slots):
        row = slots[number : number + most + 1]
        if len(row) == most + 1 and day.school.half_day(row[-1]) == day.school.half_day(first):
            yield [day.school.interval(slot)[1:] for slot in row]


def post(poster: Poster, variables: CoverVariables, parameters: Parameters) -> None:
    """Ensure that no row of lessons is full because of a cover."""
    for date in variables.situation.dates:
        day = variables.situation.day(date)
        for bell in dict.fromkeys(klass.schedule for klass in day.school.classes):
            for row in rows(day, bell, parameters.most):
                for teacher, numbers in variables.of_teacher.items():
                    own = [item for item in day.of_teacher.get(teacher, ()) if item.kind is ItemKind.LESSON]
                    free = [time for time in row if not any(_meets(item, time) for item in own)]
                    at = [
                        [variables.chosen[n] for n in numbers if _lesson_at(variables, n, day, time)] for time in free
                    ]
                    if free and all(at):
                        literals = [literal for each in at for literal in each]
                        poster.at_most(literals, len(free) - 1, len(free), teacher_owner(teacher))


def _lesson_at(variables: CoverVariables, number: int, day: Day, time: tuple[int, int]) -> bool:
    item = variables.options[number].hit.item
    return item.kind is ItemKind.LESSON and item.date == day.date and _meets(item, time)


def _meets(item: Item, time: tuple[int, int]) -> bool:
    return item.start < time[1] and time[0] < item.end


def check(view: CoverView, parameters: Parameters) -> Verdict:
    """Find each full row of lessons of somebody who stands in within it; the amount is 1 for each row."""
    found, judged = [], 0
    for date in view.dates:
        day = view.day(date)
        people = dict.fromkeys(
            e.teacher for e in view.stand_ins if e.item.date == date and e.item.kind is ItemKind.LESSON
        )
        for teacher in people:
            own = [item for item in day.of_teacher.get(teacher, ()) if item.kind is ItemKind.LESSON]
            new = [
                item for item in own if item.change in view.changes and item.change and teacher in item.change.teachers
            ]
            for bell in dict.fromkeys(klass.schedule for klass in day.school.classes):
                for row in rows(day, bell, parameters.most):
                    judged += 1
                    full = all(any(_meets(item, time) for item in own) for time in row)
                    if full and any(_meets(item, time) for item in new for time in row):
                        when = date_text(date)
                        text = Text(
                            f"{teacher}{when.zh}因代课连上 {len(row)} 节",
                            f"{teacher} has {len(row)} lessons in a row on {when.en} by standing in",
                        )
                        found.append(Violation(teacher_owner(teacher), 1, text, teachers=(teacher,)))
    return Verdict(judged, tuple(found))


RULE = CoverRule(
    id="cover_in_row",
    title=Text("不占唯一的空课", "The only free lesson is kept"),
    words=Text(
        "代课不占掉几节课中间唯一的空课：代课后半天里连上不超过上限。",
        "Standing in does not take the only free lesson between others: the lessons in a row stay within the limit.",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=15,
    unit=Text("处", "places"),
    parameters=Parameters,
    post=post,
    check=check,
)
