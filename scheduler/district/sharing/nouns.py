"""Who is shared by which schools: what the sheet 共享教师 says once it is understood."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from pydantic import Field

from scheduler.school import HalfDay, School, ServiceDuty
from scheduler.school.base import FrozenModel


class Place(FrozenModel):
    """A shared teacher at one of his schools. `school` is the name of its workbook without its ending, `teacher` his name there.

    `minutes` is how long the way to it takes from another of his schools; `halves` are the only half-days on which he may be
    there (none given: any). `row` is the row of the sheet, by which he is told of without his name.
    """

    teacher: str
    school: str
    minutes: int = Field(ge=0, le=240)
    halves: tuple[HalfDay, ...] = ()
    home: bool = False
    serves: bool = False
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
    """Return a school that knows of its teachers who are at home elsewhere: no flexible hours, and no service where he does not
    serve. `home_names` are the schools' names as people call them, by the names of their workbooks."""
    called = dict(home_names)
    places = {each.at[name].teacher: each for each in shared.of(name)}
    teachers = []
    for teacher in school.teachers:
        each = places.get(teacher.id)
        if each is not None:
            place = each.at[name]
            update = {} if place.home else {"home": called.get(each.home.school, each.home.school)}
            if not place.serves:
                update = {**update, "service": ServiceDuty.NONE}
            teacher = teacher.model_copy(update=update)
        teachers.append(teacher)
    return school.model_copy(update={"teachers": tuple(teachers)})
