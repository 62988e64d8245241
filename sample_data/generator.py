"""Invented schools of any size: true to scale, with what real schools ask for, and always with a timetable to be found."""

from __future__ import annotations

from random import Random
from typing import Literal

from sample_data import bells
from sample_data.curriculum import curriculum_of, subjects_of
from sample_data.names import names
from sample_data.offers import offers_of
from sample_data.places import venues_of
from sample_data.service import Programme
from sample_data.staffing import staff_school
from sample_data.wishes import exams_of, exclusions_of, locks_of, marks_of, meetings_of
from scheduler.school import BellSchedule, School, SchoolClass
from scheduler.school.usual_days import NEWEST

StageName = Literal["primary", "junior", "nine-year"]
SMALLEST, LARGEST = 12, 480

PLACE = "金水区"
_SCHOOL_NAMES: dict[str, str] = {
    "primary": "样例市向阳坡小学",
    "junior": "样例市银杏里初级中学",
    "nine-year": "样例市云溪九年一贯制学校",
}
_DIGITS = "一二三四五六七八九"


def make_school(stage: StageName, classes: int, seed: int = 1, year: int = NEWEST) -> School:
    """Return an invented school that has a timetable under every hard rule; the same arguments give the same school.

    `classes` is 12 to 480 (an education group), spread evenly over the grades; a nine-year school has two thirds of them in grades 1 to 6.
    Its bells and hours are the usual ones of a school year: 2021, or 2026. Raises ValueError for another stage or number.
    """
    if stage not in _SCHOOL_NAMES:
        raise ValueError(f"stage must be one of {', '.join(_SCHOOL_NAMES)}, not {stage}")
    if not SMALLEST <= classes <= LARGEST:
        raise ValueError(f"classes must be {SMALLEST} to {LARGEST}, not {classes}")
    random = Random(seed)
    schedules = _schedules(stage, year)
    by_name = {bell.id: bell for bell in schedules}
    unled = _classes(stage, classes, random)
    staff = staff_school(offers_of(unled, year), names(random))
    led = tuple(klass.model_copy(update={"homeroom_teacher": staff.homeroom[klass.id]}) for klass in unled)
    grades = tuple(dict.fromkeys(klass.grade for klass in led))
    courses = tuple(staff.courses)
    venues = venues_of(courses, {klass.id: klass for klass in led}, by_name)
    programme = Programme(staff, led, venues, by_name, Random(seed + 1), year)
    return School(
        name=_SCHOOL_NAMES[stage],
        term=f"{year}-{year + 1}学年第一学期",
        place=PLACE,
        year=year,
        schedules=schedules,
        classes=programme.classes,
        subjects=subjects_of(grades, year),
        teachers=programme.teachers,
        courses=courses,
        venues=venues,
        curriculum=curriculum_of(grades, year),
        marks=marks_of(staff, led, venues, by_name, random),
        locks=locks_of(courses, led, by_name),
        meetings=meetings_of(staff, led, by_name),
        exclusions=exclusions_of(staff, courses),
        exams=exams_of(grades),
        **programme.fields(),
    )


def _schedules(stage: StageName, year: int) -> tuple[BellSchedule, ...]:
    if stage == "primary":
        return (bells.primary_bells(year),)
    if stage == "junior":
        return (bells.junior_bells(year),)
    return (bells.primary_bells(year), bells.junior_bells(year))


def _classes(stage: StageName, classes: int, random: Random) -> tuple[SchoolClass, ...]:
    primary = {"primary": classes, "junior": 0, "nine-year": round(classes * 2 / 3)}[stage]
    found = []
    for grades, count in ((range(1, 7), primary), (range(7, 10), classes - primary)):
        for position, grade in enumerate(grades):
            mine = count // len(grades) + (position < count % len(grades))
            found += [_class(grade, number, random) for number in range(1, mine + 1)]
    return tuple(found)


def _class(grade: int, number: int, random: Random) -> SchoolClass:
    return SchoolClass(
        id=f"{_DIGITS[grade - 1]}({number})班",
        grade=grade,
        number=number,
        size=random.randint(38, 48),
        schedule=bells.PRIMARY if grade <= 6 else bells.JUNIOR,
        home_room=f"{grade}{number:02d}",
    )
