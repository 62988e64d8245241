"""The parts of what the timetable costs: teacher by teacher, the teachers of a subject, all lessons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from scheduler.engine.narrowed import NarrowedRows
from scheduler.engine.parts import Attempt, Part, Relaxation, Term, least_of, projection
from scheduler.engine.subsolve import Tuning, by_linear_tree, by_objective, by_tree, without_relaxation
from scheduler.engine.supports import Item, ItemKind, Supports
from scheduler.school import School
from scheduler.text import Text, counted

# In deterministic seconds of the first attempt; of all lessons, for each variable.
ALONE = (Attempt(by_objective, 0.1), Attempt(by_tree, 0.4), Attempt(without_relaxation, 0.4))
TEAM_WORK, TEAM, ALL_WORK = 1.0, 10, 1e-4  # a team larger than this needs more
TOGETHER: tuple[Tuning, ...] = (by_objective, by_linear_tree)


class LessonParts:
    """Makes the parts of lessons and meetings. A part knows what the rules ask of its own decisions, others' being free to be any.

    Teachers are apart from each other but for their classes and places; those of one subject share places (PE its ground),
    so they are bounded once more together, and at last all lessons.
    """

    def __init__(self, school: School, rows: NarrowedRows, supports: Supports) -> None:
        self._school = school
        self._rows = rows
        self._supports = supports

    def all(self, terms: Sequence[Term]) -> Part | None:
        """Return the part of all lessons, with parts of it in it; None where no term is decided by lessons alone."""
        lessons = [item for item in self._supports.bit if item.kind in (ItemKind.COURSE, ItemKind.MEETING)]
        mask = self._supports.mask(lessons)
        mine = [
            term for term in terms if self._supports.of(term.variable) and not self._supports.of(term.variable) & ~mask
        ]
        if not mine:
            return None
        teams = self._teams()
        work = max(2 * TEAM_WORK, ALL_WORK * len(self._supports.within(mask)))
        shared = self._claimed(mine, {team: self._items(members) for team, members in teams.items()})
        children = tuple(self._team(team, teams[team], claimed) for team, claimed in shared.items())
        return self._part(Text("全部课程", "all lessons"), "lessons", lessons, mine, together(work), children)

    def _teams(self) -> dict[str, list[str]]:
        """Return the teachers by the subject of which they have most lessons."""
        teams: dict[str, list[str]] = defaultdict(list)
        for teacher in self._school.teachers:
            lessons: dict[str, int] = defaultdict(int)
            for course in self._school.teacher_courses[teacher.id]:
                lessons[course.subject] += course.lessons
            teams[max(lessons, key=lambda subject: lessons[subject], default="")].append(teacher.id)
        return dict(teams)

    def _team(self, subject: str, members: Sequence[str], terms: Sequence[Term]) -> Part:
        own = self._claimed(terms, {member: self._items([member]) for member in members})
        children = tuple(
            self._part(
                Text(f"{member}的课", f"the lessons of {member}"),
                f"teacher {subject}",
                self._items([member]),
                claimed,
                ALONE,
            )
            for member, claimed in own.items()
        )
        if len(children) == 1 and len(children[0].terms) == len(terms):
            return children[0]
        name, items = self._name(subject, members), self._items(members)
        return self._part(name, f"team {subject}", items, terms, together(TEAM_WORK, len(members) / TEAM), children)

    def _name(self, subject: str, members: Sequence[str]) -> Text:
        """Return how a team is called, with the places that it shares."""
        people = Text(f"{subject}教师 {len(members)} 人", f"{subject}: {counted(len(members), 'teacher')}")
        kind = self._school.subject[subject].venue_kind if subject in self._school.subject else None
        places = [venue for venue in self._school.venues if kind is not None and venue.kind == kind]
        if not places:
            return people
        room = sum(venue.capacity for venue in places)
        names = Text("、".join(venue.id for venue in places[:3]), ", ".join(venue.id for venue in places[:3]))
        return Text(
            f"{people.zh}，{names.zh}{'等' if len(places) > 3 else ''}同时 {room} 个班",
            f"{people.en}, {names.en}{' and others' if len(places) > 3 else ''} for {counted(room, 'class')} at once",
        )

    def _items(self, teachers: Iterable[str]) -> list[Item]:
        found: dict[Item, None] = {}
        for teacher in teachers:
            found |= {Item(ItemKind.COURSE, course.id): None for course in self._school.teacher_courses[teacher]}
            found |= {Item(ItemKind.MEETING, meeting.id): None for meeting in self._school.teacher_meetings[teacher]}
        return list(found)

    def _claimed(self, terms: Iterable[Term], owners: dict[str, list[Item]]) -> dict[str, list[Term]]:
        """Return for each owner the terms that his items alone decide; where several could claim one, the first has it."""
        masks = {owner: self._supports.mask(items) for owner, items in owners.items()}
        having: dict[int, list[str]] = defaultdict(list)
        for owner, items in owners.items():
            for item in items:
                having[self._supports.bit[item]].append(owner)
        found: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            support = self._supports.of(term.variable)
            for owner in having[support & -support]:
                if not support & ~masks[owner]:
                    found[owner].append(term)
                    break
        return dict(found)

    def _part(
        self,
        name: Text,
        kind: str,
        items: Sequence[Item],
        terms: Sequence[Term],
        attempts: tuple[Attempt, ...],
        children: tuple[Part, ...] = (),
    ) -> Part:
        relax: Callable[[], Relaxation] = partial(self._relax, self._supports.mask(items))
        return Part(name, kind, tuple(terms), least_of(self._rows, terms), relax, attempts, children)

    def _relax(self, mask: int) -> Relaxation:
        return projection(self._rows, self._supports.within(mask))


def together(work: float, size: float = 1.0) -> tuple[Attempt, ...]:
    """Return how lessons of several teachers are tried; of `size` times as many as usual, in a tree first."""
    tunings = TOGETHER if size <= 1 else TOGETHER[::-1]
    return tuple(Attempt(tune, work * max(1.0, size)) for tune in tunings)
