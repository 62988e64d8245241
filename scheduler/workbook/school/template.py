"""Writes an empty but usable school workbook: all but the teachers is filled in with what is usual."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path

from scheduler.school import (
    SPORT_AREAS,
    BellSchedule,
    CurriculumItem,
    School,
    SchoolClass,
    Stage,
    Venue,
    stage_of,
)
from scheduler.school.defaults import DEFAULT_SUBJECTS, default_schedule, usual_curriculum
from scheduler.school.service_defaults import DEFAULT_HOURS, default_duties, default_enrolments, default_stages
from scheduler.school.usual_days import NEWEST
from scheduler.workbook.names import standard_class_name
from scheduler.workbook.school.read_bells import STAGE_WORDS
from scheduler.workbook.school.writer import school_workbook
from scheduler.workbook.spreadsheet import save_workbook

STAGES: dict[str, tuple[int, ...]] = {
    "primary": tuple(range(1, 7)),
    "junior": tuple(range(7, 10)),
    "nine-year": tuple(range(1, 10)),
}
GROUND_HOLDS = 6  # classes at once on a sports ground
USED = 0.7  # share of a venue's lessons that is planned for


def write_template(path: Path, stage: str, classes: int, year: int = NEWEST) -> None:
    """Write the template of a stage, with classes spread evenly over its grades and the usual bells and hours of a school year,
    whole or not at all. Raises OSError.

    Raises ValueError for a stage that is none of STAGES, and for fewer than one class.
    """
    save_workbook(school_workbook(template_school(stage, classes, year)), path)


def template_school(stage: str, classes: int, year: int = NEWEST) -> School:
    """Return the school that the template describes: one without teachers and courses."""
    if stage not in STAGES:
        raise ValueError(f"stage must be one of {', '.join(STAGES)}, not {stage}")
    if classes < 1:
        raise ValueError(f"classes must be at least 1, not {classes}")
    members = _classes(STAGES[stage], classes)
    grades = {klass.grade for klass in members}
    schedules = {
        s: default_schedule(s, _schedule_name(s), year=year) for s in dict.fromkeys(map(stage_of, sorted(grades)))
    }
    curriculum = tuple(item for item in usual_curriculum(year) if item.grade in grades)
    taught = {item.subject for item in curriculum}
    stages = [
        each
        for stage, schedule in schedules.items()
        for each in default_stages(
            stage,
            schedule,
            [grade for grade in sorted(grades) if stage_of(grade) is stage],
            STAGE_WORDS[stage] if len(schedules) > 1 else "",
        )
    ]
    return School(
        name="",
        year=year,
        schedules=tuple(schedules.values()),
        classes=members,
        subjects=tuple(subject for subject in DEFAULT_SUBJECTS if subject.id in taught),
        teachers=(),
        courses=(),
        venues=_venues(members, schedules, curriculum),
        curriculum=curriculum,
        stages=tuple(stages),
        enrolments=tuple(default_enrolments(stages, members)),
        duties=tuple(default_duties(stages)),
        working=DEFAULT_HOURS,
    )


def _schedule_name(stage: Stage) -> str:
    return f"{STAGE_WORDS[stage]}作息"


def _classes(grades: tuple[int, ...], classes: int) -> tuple[SchoolClass, ...]:
    """Return the classes, the lower grades first to have one more."""
    each, rest = divmod(classes, len(grades))
    return tuple(
        SchoolClass(
            id=standard_class_name(grade, number),
            grade=grade,
            number=number,
            schedule=_schedule_name(stage_of(grade)),
        )
        for position, grade in enumerate(grades)
        for number in range(1, each + (position < rest) + 1)
    )


def _venues(
    classes: tuple[SchoolClass, ...], schedules: dict[Stage, BellSchedule], curriculum: tuple[CurriculumItem, ...]
) -> tuple[Venue, ...]:
    """Return enough venues of each kind that the subjects ask for: lessons of different stages may overlap."""
    hours = {(item.grade, item.subject): item.lessons for item in curriculum}
    needed: dict[str, dict[Stage, float]] = defaultdict(lambda: defaultdict(float))
    for subject in DEFAULT_SUBJECTS:
        for klass in classes:
            lessons = hours.get((klass.grade, subject.id), 0)
            if subject.venue_kind is not None and lessons:
                needed[subject.venue_kind][stage_of(klass.grade)] += lessons
    grounds = {subject.venue_kind for subject in DEFAULT_SUBJECTS if subject.area in SPORT_AREAS}
    found: list[Venue] = []
    for kind, stages in needed.items():
        slots = {stage: len(schedules[stage].lesson_periods) * len(schedules[stage].days) for stage in stages}
        at_once = sum(math.ceil(lessons / (slots[stage] * USED)) for stage, lessons in stages.items())
        holds = GROUND_HOLDS if kind in grounds else 1
        count = math.ceil(at_once / holds)
        names = [kind] if count == 1 else [f"{kind}{number}" for number in range(1, count + 1)]
        found += [Venue(id=name, kind=kind, capacity=holds) for name in names]
    return tuple(found)
