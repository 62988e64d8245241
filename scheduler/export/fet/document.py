"""Puts a file of FET together: the lists of days, people, subjects, activities and rooms, then the constraints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from scheduler.export.fet.activities import Activities, Activity
from scheduler.export.fet.locking import locked
from scheduler.export.fet.rooms import Rooms
from scheduler.export.fet.times import LESSON, TimeConstraints
from scheduler.export.fet.unsaid import unsaid
from scheduler.export.fet.wishes import wishes
from scheduler.export.fet.xml import Field, element, listed
from scheduler.plan import Plan
from scheduler.school import School
from scheduler.text import Text, grade_name
from scheduler.workbook.fet.comments import course_line, meeting_line
from scheduler.workbook.fet.grid import WeekGrid

VERSION = "6.8.5"


class FetDocument(NamedTuple):
    """The XML of a file of FET, what the school asks that it does not say, and how many activities it has."""

    xml: bytes
    notes: tuple[Text, ...]
    activities: int


def fet_document(school: School, plan: Plan | None = None, *, with_wishes: bool = True) -> FetDocument:
    """Return a school as a file of FET; with a plan all lessons are locked where it has them, and no wishes are written.

    The hard rules are written as constraints of 100 per cent, those soft ones that FET knows with less. A plan that keeps
    the school's rules keeps all that is written; the other way round only what `notes` does not tell.
    """
    activities = Activities(school)
    notes: list[Text] = []
    if plan is not None:
        lopsided = activities.lopsided
        activities, missing = locked(activities, plan)
        activities.lopsided = lopsided
        if missing:
            zh, en = (
                f"课表里有 {missing} 节课（或会）没有位置，没有锁定",
                f"{missing} lessons or meetings have no place in the plan",
            )
            notes.append(Text(zh, f"{en}; not locked"))
    with_wishes = with_wishes and plan is None
    grid = WeekGrid(school)
    written, rooms = TimeConstraints(activities, grid), Rooms(activities, grid)
    time = [*written.all(), *(wishes(written) if with_wishes else ())]
    space = list(rooms.constraints(written))
    root = Element("fet", version=VERSION)
    root.extend(_basics(school, grid))
    root.extend(_people(activities))
    root.append(listed("Activities_List", _activities(activities, written, rooms)))
    root.extend([Element("Buildings_List"), rooms.all(), listed("Time_Constraints_List", time)])
    root.append(listed("Space_Constraints_List", space))
    told = [*notes, *unsaid(written, activities, with_wishes=with_wishes), *written.notes, *rooms.notes]
    ElementTree.indent(root, " ")
    xml = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return FetDocument(xml, tuple(dict.fromkeys(told)), len(activities.items))


def write_fet(document: FetDocument, path: Path) -> None:
    """Write a file of FET, whole or not at all. Raises OSError."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(document.xml)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _basics(school: School, grid: WeekGrid) -> Iterator[Element]:
    for name, text in (
        ("Mode", "Official"),
        ("Institution_Name", school.name),
        ("Comments", f"paike {school.term}".strip()),
    ):
        yield _text(name, text)
    days = [element("Day", [("Name", grid.day_name(column))]) for column in range(len(grid.days))]
    yield listed("Days_List", days, "Number_of_Days")
    yield listed("Hours_List", [element("Hour", [("Name", hour.name)]) for hour in grid.hours], "Number_of_Hours")


def _text(name: str, text: str) -> Element:
    made = Element(name)
    made.text = text
    return made


def _people(activities: Activities) -> Iterator[Element]:
    school = activities.school
    subjects = dict.fromkeys(item.subject for item in activities.items)
    yield listed("Subjects_List", [_named("Subject", name) for name in subjects])
    tags = dict.fromkeys(
        tag for item in activities.items for tag in _tags(item, TimeConstraints(activities, WeekGrid(school)))
    )
    printed = ("Printable", False)
    yield listed(
        "Activity_Tags_List", [element("Activity_Tag", [("Name", t), printed, ("Comments", "")]) for t in tags]
    )
    hours = {t.id: sum(item.length for item in activities.of_teacher[t.id]) for t in school.teachers}
    teachers = [
        element(
            "Teacher",
            [("Name", name), ("Target_Number_of_Hours", target), ("Qualified_Subjects", ""), ("Comments", "")],
        )
        for name, target in hours.items()
    ]
    yield listed("Teachers_List", teachers)
    years = []
    for grade in school.grades:
        classes = [klass for klass in school.classes if klass.grade == grade]
        groups: list[Field] = [("", _students("Group", klass.id, klass.size)) for klass in classes]
        years.append(_students("Year", f"{grade_name(grade)}年级", sum(klass.size for klass in classes), groups))
    yield listed("Students_List", years)


def _named(tag: str, name: str) -> Element:
    return element(tag, [("Name", name), ("Comments", "")])


def _students(tag: str, name: str, pupils: int, groups: list[Field] | None = None) -> Element:
    return element(tag, [("Name", name), ("Number_of_Students", pupils), ("Comments", ""), *(groups or ())])


def _tags(item: Activity, written: TimeConstraints) -> list[str]:
    if item.meeting is not None:
        return []
    schedule = item.schedule(written.school)
    return [LESSON, *([written.double_tag(schedule)] if item.length == 2 else [])]


def _activities(activities: Activities, written: TimeConstraints, rooms: Rooms) -> Iterator[Element]:
    """Yield the activities; those of the same courses are one group, which FET calls a split activity."""

    def alike(item: Activity) -> tuple[str, ...]:
        return tuple(course.id for course in item.courses) or (str(item.number),)

    for _, found in groupby(sorted(activities.items, key=alike), key=alike):
        group = list(found)
        total, first = sum(item.length for item in group), min(item.number for item in group)
        for item in group:
            lines = [course_line(course) for course in item.courses]
            comment = meeting_line(item.meeting) if item.meeting is not None else "\n".join(lines)
            fields: list[Field] = [("Teacher", name) for name in item.teachers]
            fields.append(("Subject", item.subject))
            fields += [("Activity_Tag", tag) for tag in _tags(item, written)]
            fields += [("Students", name) for name in activities.students(item)]
            fields += [("Duration", item.length), ("Total_Duration", total), ("Id", item.number)]
            fields.append(("Activity_Group_Id", first if len(group) > 1 else 0))
            pupils: list[Field] = [("Number_Of_Students", rooms.pupils(item))] if item.courses else []
            yield element("Activity", [*fields, *pupils, ("Active", True), ("Comments", comment)])
