"""Finds a time for the meetings of a plan that tells none: other programs leave them out of the timetable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from scheduler.plan import MeetingPlacement, Plan, PlanView, meeting_slots
from scheduler.plan.layout import OVERVIEW
from scheduler.school import Interval, MarkLevel, MarkOwner, Meeting, School, Slot
from scheduler.text import Text
from scheduler.workbook.problem import Note, Problem

MOST_TRIES = 5000


class PlacedMeetings(NamedTuple):
    """A plan with meetings, what was assumed, and which meetings have no time at which all members are free."""

    plan: Plan
    notes: tuple[Note, ...] = ()
    problems: tuple[Problem, ...] = ()


class _Time(NamedTuple):
    """A time at which a meeting could be held: its first slot, and the stretches of clock time it takes."""

    slot: Slot
    taken: tuple[Interval, ...]


def place_meetings(school: School, plan: Plan) -> PlacedMeetings:
    """Return the plan with each meeting that the school has not fixed at a time at which all its members are free.

    The lessons stay where they are. A meeting that cannot be placed is a warning, and is left out.
    """
    free = {meeting.id: meeting for meeting in school.meetings if meeting.slot is None}
    if not free:
        return PlacedMeetings(plan)
    busy = _busy(school, plan)
    times = {name: [t for t in _times(school, m) if _all_free(m, t, busy)] for name, m in free.items()}
    found = _Search(free).best({name: options for name, options in times.items() if options})
    held = tuple(MeetingPlacement(meeting=name, slot=found[name]) for name in free if name in found)
    problems = tuple(_impossible(name) for name in free if name not in found)
    notes = (_placed(school, held),) if held else ()
    return PlacedMeetings(plan.model_copy(update={"meetings": (*plan.meetings, *held)}), notes, problems)


def fixed_meetings(school: School, told: Iterable[MeetingPlacement]) -> tuple[MeetingPlacement, ...]:
    """Return the meetings that the school has fixed and the plan does not tell: they are held where they are fixed."""
    known = {held.meeting for held in told}
    return tuple(
        MeetingPlacement(meeting=meeting.id, slot=meeting.slot)
        for meeting in school.meetings
        if meeting.slot is not None and meeting.id not in known
    )


def _busy(school: School, plan: Plan) -> dict[str, list[Interval]]:
    """Return when each teacher teaches or is at a meeting of the plan."""
    view = PlanView(school, plan)
    busy: dict[str, list[Interval]] = defaultdict(list)
    for teacher, slots in view.of_teacher.items():
        busy[teacher] += [school.interval(slot) for slot in slots]
    for teacher, meetings in view.meetings_of.items():
        busy[teacher] += [school.interval(slot) for _, slot in meetings]
    return busy


def _times(school: School, meeting: Meeting) -> Iterable[_Time]:
    for slot in school.weekly_slots(meeting.schedule):
        taken = meeting_slots(school, slot, meeting.length)
        wanted = (not meeting.days or slot.day in meeting.days) and (
            not meeting.parts or school.half_day(slot).part in meeting.parts
        )
        forbidden = (
            school.marked(MarkOwner.TEACHER, teacher, each, MarkLevel.FORBIDDEN)
            for teacher in meeting.teachers
            for each in taken
        )
        if wanted and len(taken) == meeting.length and not any(forbidden):
            yield _Time(slot, tuple(school.interval(each) for each in taken))


def _all_free(meeting: Meeting, time: _Time, busy: Mapping[str, list[Interval]]) -> bool:
    return not any(_overlap(time.taken, busy.get(teacher, ())) for teacher in meeting.teachers)


def _overlap(these: Iterable[Interval], those: Iterable[Interval]) -> bool:
    others = list(those)
    return any(one.overlaps(other) for one in these for other in others)


class _Search:
    """Tries the times of meetings that share members, the meeting with the fewest times first."""

    def __init__(self, meetings: Mapping[str, Meeting]) -> None:
        self.members = {name: set(meeting.teachers) for name, meeting in meetings.items()}
        self.tries = 0

    def best(self, options: Mapping[str, list[_Time]]) -> dict[str, Slot]:
        """Return a time for every meeting, or for as many as some thousand tries find."""
        if not options:
            return {}
        name = min(options, key=lambda each: len(options[each]))
        rest = {other: times for other, times in options.items() if other != name}
        best = self.best(rest) if not options[name] else {}
        for time in options[name]:
            self.tries += 1
            found = {name: time.slot, **self.best(self._left(rest, name, time))}
            if len(found) > len(best):
                best = found
            if len(best) == len(options) or self.tries > MOST_TRIES:
                break
        return best

    def _left(self, options: Mapping[str, list[_Time]], name: str, time: _Time) -> dict[str, list[_Time]]:
        """Return the times that are left when a meeting is held at a time."""
        return {
            other: [
                t for t in times if not self.members[name] & self.members[other] or not _overlap(time.taken, t.taken)
            ]
            for other, times in options.items()
        }


def _placed(school: School, held: tuple[MeetingPlacement, ...]) -> Note:
    times = [school.slot_text(each.slot) for each in held]
    zh = "、".join(f"{each.meeting} {time.zh}" for each, time in zip(held, times, strict=True))
    en = ", ".join(f"{each.meeting} {time.en}" for each, time in zip(held, times, strict=True))
    return Note(
        Text(
            f"课表里没有写教研时间，已把 {len(held)} 项教研放在全体成员都没有课的时间：{zh}",
            f"No meeting times in the timetable; {len(held)} meetings were put where all members are free: {en}",
        )
    )


def _impossible(name: str) -> Problem:
    return Problem(
        "warning",
        OVERVIEW.zh,
        "",
        name,
        Text(
            "课表里没有写这项教研的时间，也没有全体成员都空着的时间",
            "No time is told for this meeting, and there is none at which all its members are free",
        ),
        Text("调课，为它空出一个时间", "Move lessons to make room for it"),
    )
