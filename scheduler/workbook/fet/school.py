"""A file of FET as a school: its activities as courses, its common constraints as limits, marks, locks and rules.

What is not understood is told, once for each kind with its number. Nothing is read as less than it is without saying so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.fet.bells import LONGEST_GAP, MOST_DAYS, MOST_HOURS, Week
from scheduler.workbook.fet.classes import Classes
from scheduler.workbook.fet.courses import Courses
from scheduler.workbook.fet.file import FetActivity, FetFile, open_fet
from scheduler.workbook.fet.ledger import Ledger
from scheduler.workbook.fet.limits import Limits
from scheduler.workbook.fet.names import Names
from scheduler.workbook.fet.rooms import Rooms
from scheduler.workbook.fet.wanted import Wanted
from scheduler.workbook.problem import Note, Problem

OTHER_MODES = ("mornings", "block", "terms")


class FetReading(NamedTuple):
    """A school that was read from a file of FET, what is wrong with the file, and what was read otherwise or left out.

    `is_whole`: whatever the file asks with 100 per cent is asked of the school, or more. `activities` says which activities of
    the file each course and each meeting stands for.
    """

    school: School | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    is_whole: bool = False
    activities: Mapping[str, tuple[FetActivity, ...]] = {}


def read_fet_school(path: Path, *, numbered: bool = False) -> FetReading:
    """Return the school in a file of FET; no file is so wrong that this raises.

    `numbered` gives people, classes and things numbers instead of their names, for names that a workbook cannot hold.
    """
    file, problems = open_fet(path)
    if file is None:
        return FetReading(None, problems)
    refused = _refused(file)
    if refused is not None:
        cure = Text("用 FET 的“Official”模式，一周不超过 7 天", "Use FET's mode “Official” and at most 7 days a week")
        return FetReading(None, (Problem("error", path.name, "", "", refused, cure),))
    try:
        return _school(file, path, numbered=numbered)
    except ValidationError as error:
        details = "; ".join(str(item["msg"]) for item in error.errors()[:3])
        text = Text(f"文件里的内容互相矛盾：{details}", f"The file contradicts itself: {details}")
        cure = Text("用 FET 打开核对", "Open it in FET and check")
        return FetReading(None, (Problem("error", path.name, "", "", text, cure),))


def _refused(file: FetFile) -> Text | None:
    """Return why a file cannot be a school's week, if so."""
    if file.mode.casefold().startswith(OTHER_MODES):
        return Text(f"FET 的“{file.mode}”模式读不了", f"FET's mode “{file.mode}” cannot be read")
    if len(file.days) > MOST_DAYS:
        return Text(f"一周有 {len(file.days)} 天，多于 7 天", f"The week has {len(file.days)} days, more than 7")
    if len(file.hours) > MOST_HOURS:
        return Text(
            f"一天有 {len(file.hours)} 节，多于 {MOST_HOURS} 节",
            f"A day has {len(file.hours)} hours, more than {MOST_HOURS}",
        )
    return None


def _school(file: FetFile, path: Path, *, numbered: bool) -> FetReading:
    ledger = Ledger()
    week = Week(file, ledger)
    teachers, subjects = Names("导入教师", numbered=numbered, between=" "), Names("学科", numbered=numbered)
    classes = Classes(file, Names("班", numbered=numbered), ledger)
    wanted = Wanted(file, week, ledger, classes.of)
    rooms = Rooms(file, week, Names("教室", numbered=numbered), ledger, classes.attending)
    courses = Courses(file, week, classes, wanted, rooms.places, (teachers, subjects), ledger)
    limits = Limits(file, week, classes, courses, (teachers, subjects), ledger)
    school = School(
        name=file.name or path.stem,
        schedules=(week.schedule,),
        longest_gap=LONGEST_GAP,
        watched=False,
        classes=classes.school_classes(),
        subjects=limits.subjects(),
        teachers=limits.teachers(),
        courses=tuple(made.course for made in courses.made),
        venues=rooms.venues(),
        marks=tuple(dict.fromkeys((*limits.marks(), *courses.marks(), *rooms.marks()))),
        locks=tuple(dict.fromkeys(courses.locks())),
        meetings=courses.meetings,
        exclusions=(*courses.exclusions(), *rooms.exclusions(courses.of_activity)),
        rule_settings=limits.settings(),
    )
    _tell_names(ledger, classes.names, teachers, subjects, rooms.names)
    if file.inactive:
        ledger.remark(
            Text(f"停用的 {file.inactive} 项没有读", f"{file.inactive} items that are switched off are not read")
        )
    made = {each.course.id: each.activities for each in courses.made} | courses.met
    return FetReading(school, (), tuple(Note(text) for text in ledger.texts()), ledger.is_whole, made)


def _tell_names(ledger: Ledger, *kinds: Names) -> None:
    for names in kinds:
        changed = list(names.changed.items())
        if changed:
            shown = "、".join(f"{old} → {new}" for old, new in changed[:6])
            ledger.remark(
                Text(
                    f"{len(changed)} 个名称改了写法：{shown}{' 等' if len(changed) > 6 else ''}",
                    f"{len(changed)} names are written otherwise: {shown}{', …' if len(changed) > 6 else ''}",
                )
            )
