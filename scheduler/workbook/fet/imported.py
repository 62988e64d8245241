"""Writes the school of a file of FET as a school workbook that reads back as the same school."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from scheduler.school import School
from scheduler.text import Text
from scheduler.workbook.fet.school import FetReading, read_fet_school
from scheduler.workbook.problem import Note
from scheduler.workbook.school.reader import read_school
from scheduler.workbook.school.writer import write_school

_NUMBERED = Text(
    "文件里的名称有的写不进工作簿，改用了编号",
    "Some names of the file cannot stand in a workbook; numbers are used instead",
)
_DIFFERS = Text(
    "有的内容工作簿写不下，读回来会有出入：先用 paike solve 读一遍，按提示改",
    "A workbook cannot hold all of this: reading it back will differ; let paike solve read it and tell where",
)
# What a reader may add by itself, and what is but a name of its own.
_ASSUMED = frozenset({"name", "curriculum", "classes", "courses", "locks", "exclusions", "marks", "duties", "term"})


def readable(path: Path) -> FetReading:
    """Return the school in a file of FET with names that a school workbook can hold: the file's own where it can, else numbers."""
    reading = read_fet_school(path)
    if reading.school is None or survives(reading.school):
        return reading
    numbered = read_fet_school(path, numbered=True)
    notes = [_NUMBERED]
    if numbered.school is not None and not survives(numbered.school):
        notes.append(_DIFFERS)
        numbered = numbered._replace(is_whole=False)
    return numbered._replace(notes=(*map(Note, notes), *numbered.notes))


def survives(school: School) -> bool:
    """Tell whether the workbook of a school reads back as a school that asks the same."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "school.xlsx")
        write_school(school, path)
        back = read_school(path).school
    return back is not None and _essence(back) == _essence(school)


def _essence(school: School) -> tuple[object, ...]:
    """Return what matters of a school, without the inner names of its courses."""
    courses = {
        course.id: (
            *(sorted(course.classes), course.subject, sorted(course.teachers), course.lessons, course.doubles),
            *(course.venue, course.venue_kind),
        )
        for course in school.courses
    }
    fields = {name: getattr(school, name) for name in type(school).model_fields if name not in _ASSUMED}
    return (
        fields,
        sorted(map(repr, courses.values())),
        [(klass.id, klass.grade, klass.size) for klass in school.classes],
        sorted((repr(courses[lock.course]), lock.slot) for lock in school.locks),
        sorted(sorted(repr(courses[name]) for name in each.courses) for each in school.exclusions),
        sorted((repr(courses.get(mark.owner, mark.owner)), mark.day, mark.start, mark.end) for mark in school.marks),
    )
