"""Adults of the after-school day that are fewer than its groups, at one time or in the week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from constraints.by_clock import most_apart
from constraints.clock import minutes_of
from constraints.rule import SCHOOL_OWNER, post_owner
from constraints.service import service_exempt
from constraints.service.external_staff import contract_faults
from constraints.service.service_held import KINDS
from scheduler.explain.flow import PLENTY, Network, Part
from scheduler.explain.openings import Openings
from scheduler.explain.shortage import Losses, Reason, Shortage, names, sentence, shortage
from scheduler.explain.times import days_text
from scheduler.school import (
    SERVICE,
    WITH_PUPILS,
    MarkLevel,
    MarkOwner,
    Post,
    PostKind,
    Slot,
    StaffKind,
)
from scheduler.text import Text

_DUTY_RULES = {
    PostKind.PATROL: "service_patrol",
    PostKind.SUBSTITUTE: "substitutes",
    PostKind.MORNING: "morning_duty",
}


class _Turn(NamedTuple):
    """A post at a slot, where its adults are wanted, and who of its pool can come."""

    post: Post
    slot: Slot
    able: tuple[str, ...]


def count_service(openings: Openings) -> Iterator[Shortage]:
    """Yield the times with fewer adults than are wanted, then the weeks with fewer than the limits allow."""
    people = _People(openings)
    found = list(_at_one_time(openings, people))
    yield from found
    yield from _in_the_week(openings, people)


# Who can come.


class _People:
    """Who can be at which post at which slot."""

    def __init__(self, openings: Openings) -> None:
        self.openings = openings
        self.school = openings.school
        marked = {m.owner for m in self.school.marks if m.owner_kind is MarkOwner.TEACHER}
        self._marked = marked if openings.active("service_unavailable") else set()
        self._evening = None
        if openings.active("service_exempt"):
            self._evening = minutes_of(openings.parameters("service_exempt").evening)
        outside = [t.id for t in self.school.teachers if t.kind is StaffKind.EXTERNAL]
        self._faulty = {t for t in outside if openings.active("external_staff") and contract_faults(self.school, t)}
        self._away: dict[tuple[str, Slot], Reason | None] = {}
        self._turns: dict[tuple[str, Slot], _Turn] = {}
        self._busy = openings.certain_times() if openings.active("service_clash") else {}

    def why_not(self, teacher_id: str, post: Post, slot: Slot) -> Reason | None:
        """Return why somebody cannot be at a post at a slot; None where he can."""
        teacher = self.school.teacher[teacher_id]
        if self._evening is not None and service_exempt.is_exempt(self.school, teacher, post, slot, self._evening):
            return Reason("exempt", "", ("service_exempt",))
        if teacher_id in self._faulty and post.kind is not PostKind.MORNING:
            return Reason("contract", teacher_id, ("external_staff",))
        known = (teacher_id, slot)
        if known not in self._away:
            self._away[known] = self._away_at(teacher_id, slot)
        return self._away[known]

    def _away_at(self, teacher_id: str, slot: Slot) -> Reason | None:
        """Return why somebody is nowhere to be had at a slot, whatever for."""
        if teacher_id in self._marked and self.school.marked(MarkOwner.TEACHER, teacher_id, slot, MarkLevel.FORBIDDEN):
            return Reason("mark", "", ("service_unavailable",))
        when = self.school.interval(slot)
        rules = dict.fromkeys(rule for time, rule in self._busy.get(teacher_id, ()) if when.overlaps(time))
        if rules:
            return Reason("busy", "", ("service_clash", *rules))
        return None

    def turn(self, post: Post, slot: Slot) -> _Turn:
        """Return a post at a slot with those who can come."""
        known = (post.id, slot)
        if known not in self._turns:
            able = tuple(t for t in post.pool if self.why_not(t, post, slot) is None)
            self._turns[known] = _Turn(post, slot, able)
        return self._turns[known]


def _post_rules(post: Post) -> tuple[str, ...]:
    """Return the rules by which the adults of a post are wanted."""
    if post.kind in _DUTY_RULES:
        return (_DUTY_RULES[post.kind],)
    if post.kind is PostKind.CLUB:
        return ("service_adults", "club_sessions")
    return ("service_adults", "extended_care" if post.kind is PostKind.EXTENDED_CARE else "service_held")


def _wanted(openings: Openings) -> list[Post]:
    """Return the posts whose sessions are held in every plan, with all their adults."""
    return [
        post
        for post in openings.school.posts.values()
        if post.slots and post.adults and openings.active(*_post_rules(post))
        if post.kind not in WITH_PUPILS or post.kind in KINDS or post.kind in (PostKind.EXTENDED_CARE, PostKind.CLUB)
    ]


# At one time.


def _at_one_time(openings: Openings, people: _People) -> Iterator[Shortage]:
    """Yield each time of the day at which posts want more adults than there are; days alike are told together."""
    found: dict[tuple[tuple[str, ...], int, int], list[tuple[int, list[_Turn]]]] = defaultdict(list)
    known: dict[tuple[tuple[str, tuple[str, ...]], ...], list[Part]] = {}
    for day, moment in _moments(openings, people):
        alike = tuple((turn.post.id, turn.able) for turn in moment)
        if alike not in known:
            known[alike] = _starved(moment, one_place=openings.active("service_clash"))
        for part in known[alike]:
            turns = [turn for index, turn in enumerate(moment) if index in part.nodes]
            found[tuple(turn.post.id for turn in turns), part.needs, part.has].append((day, turns))
    for (_, needs, has), days in found.items():
        yield _tell_time(openings, people, [day for day, _ in days], days[0][1], needs, has)


def _moments(openings: Openings, people: _People) -> Iterator[tuple[int, list[_Turn]]]:
    """Yield the turns that share a minute, day by day; a turn that lasts through several such times comes in each."""
    school = openings.school
    by_day: dict[int, list[_Turn]] = defaultdict(list)
    for post in _wanted(openings):
        for slot in post.slots if post.fixed else ():
            by_day[slot.day].append(people.turn(post, slot))
    for day, turns in sorted(by_day.items()):
        times = {turn.slot: school.interval(turn.slot) for turn in turns}
        told: list[set[Slot]] = []
        for start in sorted({time.start for time in times.values()}):
            running = {slot for slot, time in times.items() if time.start <= start < time.end}
            if not any(running <= other for other in told):
                told.append(running)
                yield day, [turn for turn in turns if turn.slot in running]


def _starved(turns: Sequence[_Turn], *, one_place: bool) -> list[Part]:
    """Return the positions of turns that want more adults than can come, as parts of a network; none where all have theirs."""
    network = Network()
    for index, turn in enumerate(turns):
        network.add(None, index, turn.post.adults)
        for teacher in turn.able:
            network.add(index, (teacher,) if one_place else (teacher, index), 1)
            if not one_place:
                network.add((teacher, index), ..., 1)
    for teacher in {t for turn in turns for t in turn.able} if one_place else ():
        network.add((teacher,), ..., 1)
    return [] if network.fill() == sum(turn.post.adults for turn in turns) else network.parts()


def _tell_time(
    openings: Openings, people: _People, days: Sequence[int], turns: Sequence[_Turn], needs: int, has: int
) -> Shortage:
    school, first = openings.school, turns[0]
    losses = Losses()
    for teacher in dict.fromkeys(t for turn in turns for t in turn.post.pool):
        reasons = [people.why_not(teacher, turn.post, turn.slot) for turn in turns if teacher in turn.post.pool]
        if all(reason is not None for reason in reasons):
            losses.add([reason for reason in reasons if reason is not None])
    when, period = days_text(days), school.period(first.slot).name
    who = names([turn.post.title for turn in turns], "个组")
    head = Text(
        f"{when.zh}{period}：{who.zh}共要 {needs} 位教师，能来的只有 {has} 位",
        f"{when.en} {period}: {who.en} want {needs} adults, {has} can come",
    )
    lost = losses.text(Text("人", ""))
    why = Text(f"名单里不能来的：{lost.zh}", f"not available: {lost.en}") if lost.zh else lost
    rules = [rule for turn in turns for rule in _post_rules(turn.post)] + losses.rules
    rules += ["service_clash"] if len(turns) > 1 else []
    found = shortage(SCHOOL_OWNER, needs, has, sentence([head, why]), rules)
    return _of_posts((turn.post for turn in turns), found)


def _of_posts(posts: Iterable[Post], found: Shortage) -> Shortage:
    """Return a shortage as that of some posts."""
    first, *others = dict.fromkeys(post_owner(post.id) for post in posts)
    return replace(found, owner=first, others=tuple(others))


# In the week.


def _in_the_week(openings: Openings, people: _People) -> Iterator[Shortage]:
    """Yield that all service, or evening study by itself, takes more turns in the week than the limits of people allow."""
    if not openings.active("service_limits"):
        return
    school, parameters = openings.school, openings.parameters("service_limits")
    wanted = [post for post in _wanted(openings) if post.kind in SERVICE]
    most = {teacher.id: parameters.most_of(teacher) for teacher in school.teachers}
    yield from _week(people, wanted, most, Text("次服务", "sessions"))
    evenings = [post for post in wanted if post.kind is PostKind.EVENING_STUDY]
    if openings.active("service_clash"):
        by_day: dict[int, set[Slot]] = defaultdict(set)
        for post in evenings:
            for slot in post.slots:
                by_day[slot.day].add(slot)
        each = max((most_apart(school, slots) for slots in by_day.values()), default=0)
        most = {teacher.id: parameters.evenings_of(teacher) * each for teacher in school.teachers}
        yield from _week(people, evenings, most, Text("次晚自习", "turns of evening study"))


def _week(people: _People, posts: Sequence[Post], most: dict[str, int], what: Text) -> Iterator[Shortage]:
    """Yield that some posts want more turns than those who can come may take."""
    network = Network()
    for post in posts:
        network.add(None, post.id, post.adults * post.sessions)
        able: dict[str, int] = defaultdict(int)
        for slot in post.slots:
            for teacher in people.turn(post, slot).able:
                able[teacher] += 1
        for teacher, times in able.items():
            network.add(post.id, (teacher,), min(times, post.sessions))
    names_used = {teacher for post in posts for teacher in post.pool}
    for teacher in names_used:
        network.add((teacher,), ..., min(most[teacher], PLENTY))
    if network.fill() == sum(post.adults * post.sessions for post in posts):
        return
    part = network.parts()[0]
    starved = [post for post in posts if post.id in part.nodes]
    full = [t for t in names_used if (t,) in part.nodes]
    needs, has = part.needs, part.has
    who = names([post.title for post in starved], "个组")
    head = Text(
        f"{who.zh}一周共要 {needs} 人{what.zh}，能安排的最多 {has} 人次",
        f"{who.en} want {needs} {what.en} a week, {has} can be had",
    )
    limits = sorted({most[t] for t in full})
    few = names(sorted(full), "位")
    each = "、".join(map(str, limits))
    why = Text(
        f"可安排的 {len(full)} 人（{few.zh}）每人一周最多 {each} 次",
        f"{few.en}: at most {each.replace('、', ', ')} each",
    )
    rules = ["service_limits", *(rule for post in starved for rule in _post_rules(post))]
    lost = [people.why_not(t, post, slot) for post in starved for t in post.pool for slot in post.slots]
    rules += [rule for reason in lost if reason is not None for rule in reason.rules]
    rules += ["service_clash"] if what.zh == "次晚自习" else []
    text = sentence([head, why if full else Text("", "")])
    yield _of_posts(starved, shortage(SCHOOL_OWNER, needs, has, text, rules))
