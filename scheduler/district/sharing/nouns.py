"""Who is shared by which schools: what the sheet 共享教师 says once it is understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from pydantic import Field

from constraints.service.serving import duty_slots
from scheduler.school import HalfDay, Mark, MarkLevel, MarkOwner, School, ServiceDuty, Teacher
from scheduler.school.base import FrozenModel


class Place(FrozenModel):
    """A shared teacher at one of his schools. `school` is the name of its workbook without its ending, `teacher` his name there.

    `minutes` is how long the way to it takes from another of his schools; `halves` are the only half-days on which he may be
    there (none given: any), `lessons` what he teaches there in a week on average. `row` is the row of the sheet, by which he is told
    of without his name.
    """

    teacher: str
    school: str
    minutes: int = Field(ge=0, le=240)
    halves: tuple[HalfDay, ...] = ()
    home: bool = False
    serves: bool = False
    lessons: float = Field(default=0.0, ge=0)
    row: int = 0

    def admits(self, half: HalfDay) -> bool:
        """Tell whether he may be there on a half-day."""
        return not self.halves or half in self.halves


class SharedTeacher(FrozenModel):
    """A teacher of several schools. One of his places, and no more, is his home: there he has his flexible hours."""

    name: str
    places: tuple[Place, ...] = Field(min_length=2)

    @cached_property
    def home(self) -> Place:
        """The place of the school on whose staff he is."""
        return next(place for place in self.places if place.home)

    @cached_property
    def guests(self) -> tuple[Place, ...]:
        """His other places."""
        return tuple(place for place in self.places if not place.home)

    @cached_property
    def at(self) -> dict[str, Place]:
        """His places by school."""
        return {place.school: place for place in self.places}

    def part(self, school: str) -> float:
        """Return his part of the service at a school where he serves: as his lessons are to those where he serves."""
        total = sum(place.lessons for place in self.places if place.serves)
        return self.at[school].lessons / total if total else 1.0

    def way(self, there: str) -> int:
        """Return the minutes of the way to a school of his from another one."""
        return self.at[there].minutes


class SharedTeachers(FrozenModel):
    """All who are shared."""

    teachers: tuple[SharedTeacher, ...] = ()

    @cached_property
    def schools(self) -> tuple[str, ...]:
        """The schools that share somebody, in the order of the sheet."""
        return tuple(dict.fromkeys(place.school for each in self.teachers for place in each.places))

    def of(self, school: str) -> tuple[SharedTeacher, ...]:
        """Return who is shared by a school."""
        return tuple(each for each in self.teachers if school in each.at)

    @cached_property
    def groups(self) -> tuple[SharedTeachers, ...]:
        """The teachers apart by groups of schools that have nobody in common with the others."""
        found: list[tuple[set[str], list[SharedTeacher]]] = []
        for teacher in self.teachers:
            mine, members = set(teacher.at), [teacher]
            for other in [each for each in found if each[0] & mine]:
                found.remove(other)
                mine, members = mine | other[0], [*other[1], *members]
            found.append((mine, members))
        order = {each.name: number for number, each in enumerate(self.teachers)}
        sort = sorted(found, key=lambda each: min(order[member.name] for member in each[1]))
        return tuple(
            SharedTeachers(teachers=tuple(sorted(members, key=lambda member: order[member.name])))
            for _, members in sort
        )


def as_shared(school: School, name: str, shared: SharedTeachers, home_names: Iterable[tuple[str, str]]) -> School:
    """Return a school that knows what the sheet says of its teachers: no flexible hours where one is not at home, no service where he
    does not serve, of it only his part where he serves at several, nothing on half-days on which he may not be there.

    `home_names` are the schools' names as people call them, by the names of their workbooks.
    """
    called = dict(home_names)
    places = {each.at[name].teacher: each for each in shared.of(name)}
    teachers = []
    for teacher in school.teachers:
        each = places.get(teacher.id)
        if each is not None:
            place = each.at[name]
            update: dict[str, Any] = {} if place.home else {"home": called.get(each.home.school, each.home.school)}
            teacher = teacher.model_copy(update={**update, **_serving(teacher, each, name)})
        teachers.append(teacher)
    marks = [mark for each in shared.of(name) for mark in _not_admitted(school, each.at[name])]
    return school.model_copy(update={"teachers": tuple(teachers), "marks": (*school.marks, *dict.fromkeys(marks))})


def _serving(teacher: Teacher, shared: SharedTeacher, school: str) -> dict[str, Any]:
    """Return what changes of a teacher by where he serves: his shares and limits at several schools add up to those of one."""
    if not shared.at[school].serves:
        return {"service": ServiceDuty.NONE}
    part = shared.part(school)
    if part == 1:
        return {}
    found = {"fte": max(1, round(teacher.fte * part))}
    if teacher.max_service is not None:
        found["max_service"] = max(1, int(teacher.max_service * part))
    if teacher.max_evenings is not None:
        found["max_evenings"] = int(teacher.max_evenings * part)
    return found


def _not_admitted(school: School, place: Place) -> Iterator[Mark]:
    for slot in duty_slots(school, place.teacher):
        if not place.admits(school.half_day(slot)):
            day, start, end = school.interval(slot)
            yield Mark(
                owner_kind=MarkOwner.TEACHER,
                owner=place.teacher,
                day=day,
                start=start,
                end=end,
                level=MarkLevel.FORBIDDEN,
            )
