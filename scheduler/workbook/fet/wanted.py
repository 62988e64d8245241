"""What a file of FET asks of single activities: when each may be held, what runs together, what must be apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from scheduler.school import Slot
from scheduler.text import Text
from scheduler.workbook.fet.bells import Week
from scheduler.workbook.fet.file import FetActivity, FetConstraint, FetFile
from scheduler.workbook.fet.ledger import Ledger

STARTS = ("ActivityPreferredStartingTimes", "ActivitiesPreferredStartingTimes", "SubactivitiesPreferredStartingTimes")
SLOTS = ("ActivityPreferredTimeSlots", "ActivitiesPreferredTimeSlots", "SubactivitiesPreferredTimeSlots")
WIDER = Text("开始时间读成可用的节次，次序上放宽了", "starting times are read as time slots, which allow more starts")


class Wanted:
    """The times of activities as far as the file fixes them.

    `fixed`: the first slot; `allowed`: the slots within which an activity lies, where these are not all. `together` holds the
    sets of activities that begin at the same time, `apart` those of which no two may overlap.
    """

    def __init__(self, file: FetFile, week: Week, ledger: Ledger, students: Callable[[str], Iterable[str]]) -> None:
        self.file = file
        self.week = week
        self.ledger = ledger
        self.activities = {activity.id: activity for activity in file.activities}
        self._within = {
            activity.id: frozenset(name for written in activity.students for name in students(written))
            for activity in file.activities
        }
        self._students = students
        self.fixed: dict[int, Slot] = {}
        self.allowed: dict[int, frozenset[Slot]] = {}
        self.apart: list[tuple[int, ...]] = []
        self._ties: list[tuple[int, ...]] = []
        for constraint in file.constraints:
            self._take(constraint)
        self.together = self._joined()

    def _take(self, constraint: FetConstraint) -> None:
        kind = constraint.kind
        if kind not in ("ActivityPreferredStartingTime", "ActivitiesSameStartingTime", "ActivitiesNotOverlapping"):
            if kind in STARTS or kind in SLOTS:
                self._limit(constraint)
        elif not constraint.is_hard:
            self.ledger.leave(constraint)
        elif kind == "ActivityPreferredStartingTime":
            self._fix(constraint)
        else:
            known = tuple(number for number in constraint.activities if number in self.activities)
            (self.apart if kind == "ActivitiesNotOverlapping" else self._ties).append(known)

    def _fix(self, constraint: FetConstraint) -> None:
        number = constraint.activities[0] if constraint.activities else 0
        slot = self.week.slot(*constraint.times[0]) if constraint.times else None
        if number not in self.activities:
            return
        if slot is None or self.week.following(slot, self.activities[number].length) is None:
            self.ledger.leave(constraint)
        else:
            self.fixed[number] = slot

    # Times within which.

    def _limit(self, constraint: FetConstraint) -> None:
        if not constraint.is_hard:
            self.ledger.leave(constraint)
            return
        listed = frozenset(slot for time in constraint.times if (slot := self.week.slot(*time)) is not None)
        for activity in self._meant(constraint):
            slots = listed
            if constraint.kind in STARTS:
                runs = {slot: self.week.following(slot, activity.length) for slot in self.week.slots}
                slots = frozenset(s for start in listed for s in runs.get(start) or ())
                starts = {slot for slot, run in runs.items() if run is not None and slots.issuperset(run)}
                if not starts <= listed:
                    self.ledger.change(constraint, WIDER)
            if slots != self.week.slots:
                self.allowed[activity.id] = self.allowed.get(activity.id, self.week.slots) & slots

    def _meant(self, constraint: FetConstraint) -> list[FetActivity]:
        """Return the activities that a constraint speaks of: by number, or by teacher, students, subject, tag, length, part."""
        if constraint.kind.startswith("Activity"):
            return [self.activities[number] for number in constraint.activities if number in self.activities]
        teacher, subject = constraint.text("Teacher_Name", "Teacher"), constraint.text("Subject_Name", "Subject")
        students, tag = (
            constraint.text("Students_Name", "Students"),
            constraint.text("Activity_Tag_Name", "Activity_Tag"),
        )
        length, part = constraint.number("Duration"), constraint.number("Component_Number")
        whom = frozenset(self._students(students)) if students else frozenset()
        return [
            activity
            for activity in self.file.activities
            if (not teacher or teacher in activity.teachers)
            and (not subject or subject == activity.subject)
            and (not students or not whom.isdisjoint(self._within[activity.id]))
            and (not tag or tag in activity.tags)
            and (not length or length == activity.length)
            and (not part or part == self._part(activity))
        ]

    def _part(self, activity: FetActivity) -> int:
        """Return which part of a split activity it is, from 1."""
        group = activity.group or activity.id
        return activity.id - group + 1

    # Together.

    def _joined(self) -> list[tuple[int, ...]]:
        """Return the sets of activities that begin at the same time, also by way of others."""
        leader: dict[int, int] = {}

        def find(number: int) -> int:
            while leader.setdefault(number, number) != number:
                number = leader[number]
            return number

        for tie in self._ties:
            for number in tie[1:]:
                leader[find(number)] = find(tie[0])
        found: dict[int, list[int]] = defaultdict(list)
        for number in leader:
            found[find(number)].append(number)
        return [tuple(sorted(numbers)) for numbers in found.values() if len(numbers) > 1]
