"""The after-school day as grids: groups of a grade, clubs, duties, and the flexible time of a subject group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from scheduler.plan import PlanView, ServiceSession
from scheduler.plan.layout import DUTY_KINDS, doing, is_group, post_labels
from scheduler.school import GRANT_NAMES, Post, School, Slot, Teacher
from scheduler.text import day_name
from scheduler.ui.broken_places import Marks
from scheduler.ui.language import _, say
from scheduler.ui.timetable_grid import Cell, Grid, Heading, Item

_SEPARATOR = "\x1f"


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
        """Return the groups of a grade's classes: a row for each class, the periods of each day side by side."""
        classes = [klass for klass in self.school.classes if klass.grade == grade]
        posts = {
            klass.id: [p for p in self.school.posts.values() if is_group(p) and klass.id in p.classes]
            for klass in classes
        }
        slots = self._slots(post for some in posts.values() for post in some)
        rows = [Heading(klass.id) for klass in classes]
        cells = [[self._cell(posts[klass.id], slot) for slot in slots] for klass in classes]
        return Grid(self._columns(slots), rows, cells, _("班级"))

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

    def _slots(self, posts: Iterable[Post]) -> list[Slot]:
        every = list(posts)
        found = {slot for post in every for slot in post.slots}
        names = {post.id for post in every}
        found |= {slot for name, slot in self.held if name in names}
        return sorted(found, key=lambda slot: (self.school.interval(slot), slot))

    def _columns(self, slots: Sequence[Slot]) -> list[Heading]:
        columns, last = [], 0
        for slot in slots:
            first = slot.day != last
            group = say(day_name(slot.day)) if first else ""
            columns.append(Heading(self.school.period(slot).name, first=first, group=group))
            last = slot.day
        return columns

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
            title=" ".join([where, post.title, people, venue or "", *dict.fromkeys(broken)]),
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
