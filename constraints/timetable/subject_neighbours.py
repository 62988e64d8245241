"""Subjects that should not follow each other directly in a class do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic import Field, field_validator

from constraints.rule import Rule, RuleParameters, Verdict, Violation, names_subject
from constraints.scope import Scope
from constraints.timetable.class_subjects import courses_by_subject
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, class_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Course, School, Slot
from scheduler.text import Text, day_name


class Parameters(RuleParameters):
    """Which subjects should not be neighbours."""

    pairs: tuple[str, ...] = Field(
        default=("数学-物理", "物理-化学", "历史-道德与法治", "体育-音乐"),
        title="不宜相邻的学科",
        description="pairs of subjects or areas, in either order, joined by a hyphen",
        json_schema_extra={"unit": ""},
    )

    @field_validator("pairs")
    @classmethod
    def _two_names(cls, pairs: tuple[str, ...]) -> tuple[str, ...]:
        for pair in pairs:
            if len(names_of(pair)) != 2 or not all(names_of(pair)):
                raise ValueError(f"{pair} does not name two subjects")
        return pairs

    def subjects_named(self) -> Mapping[str, Iterable[str]]:
        """Return both names of each pair."""
        return {"pairs": [name for pair in self.pairs for name in names_of(pair)]}


class Neighbours(NamedTuple):
    """Two courses of a class that should not follow each other, as one of the pairs says."""

    first: Course
    second: Course


def names_of(pair: str) -> list[str]:
    """Return the names that a pair is written with."""
    return re.split(r"[-－—–~～/]", pair)


def unwanted(school: School, class_id: str, parameters: Parameters) -> Iterator[list[Neighbours]]:
    """Yield for each pair the courses of a class that it keeps apart, where there are any; they share a week."""
    by_subject = courses_by_subject(school, class_id)
    for pair in parameters.pairs:
        firsts, seconds = (
            [
                c
                for subject, courses in by_subject.items()
                if names_subject(name, school.subject[subject])
                for c in courses
            ]
            for name in names_of(pair)
        )
        found = [
            Neighbours(first, second)
            for first in firsts
            for second in seconds
            if first.subject != second.subject and first.week.meets(second.week)
        ]
        if found:
            yield found


def adjacent_slots(school: School, class_id: str) -> dict[int, list[tuple[Slot, Slot]]]:
    """Return by day the lesson slots of a class that follow each other with nothing but a short recess between."""
    found: dict[int, list[tuple[Slot, Slot]]] = {}
    for slot in school.class_slots(class_id):
        following = school.next_in_double(slot)
        if following is not None:
            found.setdefault(slot.day, []).append((slot, following))
    return found


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that no unwanted neighbours stand next to each other; a soft rule pays once for each pair and day."""
    school = variables.school
    for klass in school.classes:
        adjacent = adjacent_slots(school, klass.id)
        for courses in unwanted(school, klass.id, parameters):
            lessons = [(variables.lessons(first.id), variables.lessons(second.id)) for first, second in courses]
            for slots in adjacent.values():
                clashes = [
                    clash
                    for here, there in slots
                    for first, second in lessons
                    for clash in ((first[here], second[there]), (second[here], first[there]))
                ]
                met = poster.model.new_bool_var("")
                for one, other in clashes:
                    poster.model.add_bool_or(~one, ~other, met)
                poster.none(met, class_owner(klass.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every class and day on which unwanted neighbours meet; the amount is 1 for each pair of subjects."""
    school, judged, violations = view.school, 0, []
    for klass in school.classes:
        adjacent = adjacent_slots(school, klass.id)
        for courses in unwanted(school, klass.id, parameters):
            held = [[set(view.course_slots(course, klass.id)) for course in both] for both in courses]
            for day, slots in adjacent.items():
                judged += 1
                met = [
                    (both, (here, there))
                    for here, there in slots
                    for both, (first, second) in zip(courses, held, strict=True)
                    if (here in first and there in second) or (here in second and there in first)
                ]
                if met:
                    names = (met[0][0].first.subject, met[0][0].second.subject)
                    words = Text(
                        f"{klass.id} {day_name(day).zh}{names[0]}与{names[1]}相邻",
                        f"{klass.id} {day_name(day).en}: {names[0]} next to {names[1]}",
                    )
                    marked = tuple(dict.fromkeys(slot for _, pair in met for slot in pair))
                    violations.append(Violation(class_owner(klass.id), 1, words, (klass.id,), (), marked))
    return Verdict(judged, tuple(violations))


RULE = Rule(
    id="subject_neighbours",
    title=Text("相邻学科搭配", "Neighbouring subjects"),
    words=Text(
        "不宜相邻的学科不前后紧接着上；隔着午间的、间隔超过“连堂间隔”（一般 20 分钟）的不算。",
        "Subjects that should not be neighbours do not follow each other directly; noon parts them, and a gap of more than the "
        "school's longest (20 minutes unless it says otherwise).",
    ),
    level=Level.SOFT,
    levels=(Level.SOFT, Level.HARD),
    weight=1,
    presets={"pupils": 3},
    unit=Text("对", "pairs"),
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.CLASSES,
)
