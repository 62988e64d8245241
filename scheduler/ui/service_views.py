"""The after-school day as grids: groups of a grade, clubs, duties, and the flexible time of a subject group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scheduler.plan import PlanView, ServiceSession
from scheduler.plan.layout import DUTY_KINDS, doing, is_group, post_labels
from scheduler.school import GRANT_NAMES, Area, Content, Post, School, Slot, Teacher
from scheduler.text import day_name
from scheduler.ui.broken_places import Marks
from scheduler.ui.language import _, say
from scheduler.ui.timetable_grid import Cell, Grid, Heading, Item

_SEPARATOR = "\x1f"
AREAS: Mapping[Content | None, Area] = {
    Content.SCIENCE: Area.SCIENCE,
    Content.SPORT: Area.PE,
    Content.ART: Area.ART,
    Content.LABOUR: Area.LABOUR,
    Content.READING: Area.CHINESE,
    Content.INTEREST: Area.OTHER,
    Content.CLUB: Area.OTHER,
    Content.PLAY: Area.OTHER,
}
"""The subject area whose colour a session has; what is no choice of the pupils has none."""


class Turn(NamedTuple):
    """What is picked: a session of a post, or the day of a teacher whose flexible time is looked at."""

    post: str = ""
    slot: Slot | None = None
    teacher: str = ""
    day: int = 0

    @property
    def id(self) -> str:
        """The turn as a grid sends it back."""
        if self.slot is None:
            return _SEPARATOR.join((self.teacher, str(self.day)))
        return _SEPARATOR.join((self.post, *map(str, self.slot)))


def read_turn(text: str) -> Turn:
    """Return the turn that a grid sent."""
    parts = text.split(_SEPARATOR)
    if len(parts) == 2:
        return Turn(teacher=parts[0], day=int(parts[1]))
    post, schedule, day, period = parts
    return Turn(post, Slot(schedule, int(day), int(period)))


class ServiceViews:
    """Makes the grids of one plan's service."""

    def __init__(self, view: PlanView, broken: Marks, chosen: Turn | None) -> None:
        self.view = view
        self.school: School = view.school
        self.broken = broken
        self.chosen = chosen
        self.held: dict[tuple[str, Slot], list[ServiceSession]] = defaultdict(list)
        for session in view.plan.sessions:
            self.held[session.post, session.slot].append(session)

    def groups(self, grade: int) -> Grid:
        """Return the groups of a grade's classes by day: a row for each class and period."""
        rows, cells = [], []
        classes = [klass.id for klass in self.school.classes if klass.grade == grade]
        days = sorted({slot.day for name in classes for slot in self._slots(self._posts(name))})
        for name in classes:
            posts = self._posts(name)
            slots = self._slots(posts)
            for number, period in enumerate(dict.fromkeys((slot.schedule, slot.period) for slot in slots)):
                at = {slot.day: slot for slot in slots if (slot.schedule, slot.period) == period}
                rows.append(Heading(name, self.school.schedule[period[0]].periods[period[1]].name, part=number == 0))
                cells.append([self._cell(posts, at[day]) if day in at else Cell() for day in days])
        return Grid([Heading(say(day_name(day))) for day in days], rows, cells, _("班级"))

    def clubs(self) -> Grid:
        """Return the clubs by day."""
        return self._by_post([post for post in self.school.posts.values() if post.club is not None], _("社团"))

    def duties(self) -> Grid:
        """Return patrols, substitutes and morning reading by day."""
        return self._by_post([post for post in self.school.posts.values() if post.kind in DUTY_KINDS], _("岗位"))

    def flexible(self, teachers: Sequence[Teacher]) -> Grid:
        """Return the flexible time of some teachers by day."""
        days = [day for day in self.school.days if day <= 5]
        cells = [[self._grants(teacher.id, day) for day in days] for teacher in teachers]
        columns = [Heading(say(day_name(day))) for day in days]
        return Grid(columns, [Heading(teacher.id) for teacher in teachers], cells, _("教师"))

    def _by_post(self, posts: list[Post], corner: str) -> Grid:
        labels = post_labels(self.school)
        days = sorted({slot.day for post in posts for slot in post.slots})
        rows = [
            Heading(labels[post.id], self.school.period(post.slots[0]).name if post.slots else "") for post in posts
        ]
        cells = []
        for post in posts:
            at = {slot.day: slot for slot in (*post.slots, *(s for name, s in self.held if name == post.id))}
            cells.append([self._cell([post], at[day]) if day in at else Cell() for day in days])
        return Grid([Heading(say(day_name(day))) for day in days], rows, cells, corner)

    def _posts(self, class_id: str) -> list[Post]:
        return [post for post in self.school.posts.values() if is_group(post) and class_id in post.classes]

    def _slots(self, posts: Iterable[Post]) -> list[Slot]:
        """Return the slots of posts, those at which the plan holds them included, by the clock of a day, then by day."""
        names = {post.id: post for post in posts}
        found = {slot for post in names.values() for slot in post.slots}
        found |= {slot for name, slot in self.held if name in names}
        return sorted(found, key=lambda slot: (self.school.period(slot).start, slot))

    def _cell(self, posts: Iterable[Post], slot: Slot) -> Cell:
        return Cell(
            tuple(self._item(post, session) for post in posts for session in self.held.get((post.id, slot), ()))
        )

    def _item(self, post: Post, session: ServiceSession) -> Item:
        turn = Turn(post.id, session.slot)
        names = (*post.classes, *session.adults)
        broken = [say(text) for name in names for text in self.broken.get((name, session.slot), ())]
        venue = session.venue or post.venue
        people = "、".join(session.adults) or _("待定")
        first = () if post.club is not None or post.kind in DUTY_KINDS else (say(doing(self.school, session)),)
        where = say(self.school.slot_text(session.slot))
        return Item(
            (*first, people, *((venue,) if venue else ())),
            turn.id,
            AREAS.get(post.contents.get(session.slot)),
            " ".join([where, post.title, people, venue or "", *dict.fromkeys(broken)]),
            selected=turn == self.chosen,
            broken=bool(broken) or not session.adults,
        )

    def _grants(self, teacher: str, day: int) -> Cell:
        turn = Turn(teacher=teacher, day=day)
        title = f"{teacher} {say(day_name(day))}"
        items = tuple(
            Item((say(GRANT_NAMES[grant.kind]),), turn.id, title=title, selected=turn == self.chosen)
            for grant in self.view.grants_of[teacher]
            if grant.day == day
        )
        return Cell(items, id=turn.id, title=title, selected=turn == self.chosen)
