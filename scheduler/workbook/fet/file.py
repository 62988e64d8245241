"""Opens a file of FET: what it holds, as it stands there. What it means for a school is said in `school.py`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from scheduler.text import Text
from scheduler.workbook.problem import Problem

MOST_BYTES = 50 * 1024**2
HARD = 100.0


class FetActivity(NamedTuple):
    """What FET gives a time to. `length` is in hours; activities of one `group` (0: none) are one split activity."""

    id: int
    teachers: tuple[str, ...]
    subject: str
    tags: tuple[str, ...]
    students: tuple[str, ...]
    length: int
    group: int
    pupils: int | None
    comment: str


class FetStudents(NamedTuple):
    """A year, a group or a subgroup, with its parts."""

    name: str
    pupils: int
    parts: tuple[FetStudents, ...] = ()


class FetRoom(NamedTuple):
    """A room; a virtual one takes a room of each of its `sets`."""

    name: str
    capacity: int
    sets: tuple[tuple[str, ...], ...] = ()


class FetConstraint:
    """A constraint: its kind without the word Constraint, how hard it is (per cent), and what its fields say."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.kind = element.tag.removeprefix("Constraint")
        self.weight = float(element.findtext("Weight_Percentage") or HARD)

    @property
    def is_hard(self) -> bool:
        """Whether it always holds."""
        return self.weight >= HARD

    def text(self, *names: str) -> str:
        """Return the first field of some names that is there; they changed from version to version."""
        return next((text for name in names if (text := self.element.findtext(name))), "")

    def number(self, *names: str) -> int:
        """Return a field that is a whole number; 0 where it is none."""
        text = self.text(*names)
        return int(float(text)) if text.replace(".", "", 1).lstrip("-").isdigit() else 0

    @cached_property
    def activities(self) -> tuple[int, ...]:
        """The activities that it names."""
        named = (child.text for child in self.element if child.tag in ("Activity_Id", "Fixed_Activity_Id"))
        return tuple(int(text) for text in named if text and text.isdigit())

    def texts(self, tag: str) -> tuple[str, ...]:
        """Return all fields of a name."""
        return tuple(child.text for child in self.element if child.tag == tag and child.text)

    @cached_property
    def times(self) -> tuple[tuple[str, str], ...]:
        """The days and hours that it lists."""
        return tuple(_times(self.element))


class FetFile(NamedTuple):
    """What a file of FET holds; activities and constraints that are switched off are counted only."""

    name: str
    mode: str
    days: tuple[str, ...]
    hours: tuple[str, ...]
    subjects: tuple[str, ...]
    teachers: tuple[str, ...]
    years: tuple[FetStudents, ...]
    activities: tuple[FetActivity, ...]
    rooms: tuple[FetRoom, ...]
    constraints: tuple[FetConstraint, ...]
    inactive: int


def open_fet(path: Path) -> tuple[FetFile | None, tuple[Problem, ...]]:
    """Return what a file of FET holds, or None and what is wrong with the file; no file is so wrong that this raises."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return None, (_wrong(path, Text("文件太大", "The file is too big")),)
        root = fromstring(path.read_bytes())
    except OSError as error:
        why = Text(f"读不了这个文件：{error.strerror}", f"Cannot read this file: {error.strerror}")
        return None, (_wrong(path, why, Text("核对路径", "Check the path")),)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None, (_wrong(path, Text("这不是完好的 XML 文件", "This is no intact XML file")),)
    if root.tag == "Activities_Timetable":
        text = Text(
            "这是 FET 结果里的 activities.xml，没有课的内容", "This is FET's activities.xml, which names no lessons"
        )
        cure = Text("改读同一文件夹里的 …_data_and_timetable.fet", "Read …_data_and_timetable.fet beside it")
        return None, (_wrong(path, text, cure),)
    if root.tag.casefold() != "fet":
        return None, (_wrong(path, Text("这不是 FET 的文件", "This is no file of FET")),)
    try:
        file = _file(root)
    except ValueError as error:
        return None, (
            _wrong(path, Text(f"FET 文件里的数看不懂：{error}", f"A number of the file makes no sense: {error}")),
        )
    if not file.days or not file.hours or not file.activities:
        return None, (_wrong(path, Text("文件里没有日、节次或活动", "The file has no days, hours or activities")),)
    return file, ()


def _wrong(path: Path, text: Text, cure: Text | None = None) -> Problem:
    usual = Text("用 FET 打开，另存为 .fet 后再试", "Open it in FET and save it as .fet")
    return Problem("error", path.name, "", "", text, cure or usual)


def _file(root: Element) -> FetFile:
    activities = [child for child in _list(root, "Activities_List") if child.tag == "Activity"]
    constraints = [*_list(root, "Time_Constraints_List"), *_list(root, "Space_Constraints_List")]
    active = [_activity(child) for child in activities if _is_active(child)]
    used = [FetConstraint(child) for child in constraints if _is_active(child)]
    return FetFile(
        root.findtext("Institution_Name") or "",
        (root.findtext("Mode") or "Official").strip(),
        _names(root, "Days_List", "Day"),
        _names(root, "Hours_List", "Hour"),
        _names(root, "Subjects_List", "Subject"),
        _names(root, "Teachers_List", "Teacher"),
        tuple(_students(child) for child in _list(root, "Students_List") if child.tag == "Year"),
        tuple(active),
        tuple(_room(child) for child in _list(root, "Rooms_List") if child.tag == "Room"),
        tuple(used),
        len(activities) - len(active) + len(constraints) - len(used),
    )


def _list(root: Element, name: str) -> list[Element]:
    found = root.find(name)
    return list(found) if found is not None else []


def _names(root: Element, name: str, tag: str) -> tuple[str, ...]:
    """Return the names of a list, each once; in old files a day or an hour is its name alone."""
    items = [child for child in _list(root, name) if child.tag == tag]
    if not items and name in ("Days_List", "Hours_List"):
        return tuple(child.text or "" for child in _list(root, name) if child.tag == "Name")
    return tuple(dict.fromkeys(child.findtext("Name") or (child.text or "").strip() for child in items))


def _is_active(child: Element) -> bool:
    return (child.findtext("Active") or "true").strip().casefold() not in ("false", "no")


def _activity(child: Element) -> FetActivity:
    pupils = child.findtext("Number_Of_Students")
    return FetActivity(
        int(child.findtext("Id") or 0),
        _all(child, "Teacher"),
        child.findtext("Subject") or "",
        _all(child, "Activity_Tag"),
        _all(child, "Students"),
        int(child.findtext("Duration") or 1),
        int(child.findtext("Activity_Group_Id") or 0),
        int(pupils) if pupils else None,
        child.findtext("Comments") or "",
    )


def _all(child: Element, tag: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.text for each in child.findall(tag) if each.text))


def _students(child: Element) -> FetStudents:
    parts = [_students(part) for part in child if part.tag in ("Group", "Subgroup")]
    return FetStudents(child.findtext("Name") or "", int(child.findtext("Number_of_Students") or 0), tuple(parts))


def _room(child: Element) -> FetRoom:
    sets = (_all(part, "Real_Room") for part in child.findall("Set_of_Real_Rooms"))
    return FetRoom(child.findtext("Name") or "", int(child.findtext("Capacity") or 0), tuple(sets))


def _times(element: Element) -> Iterator[tuple[str, str]]:
    """Yield day and hour of an element and of those in it: their fields end in Day and Hour."""
    day = next((child.text for child in element if child.tag == "Day" or child.tag.endswith("_Day")), None)
    hour = next((child.text for child in element if child.tag == "Hour" or child.tag.endswith("_Hour")), None)
    if day and hour:
        yield day, hour
    for child in element:
        if len(child):
            yield from _times(child)
