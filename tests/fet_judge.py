"""Judges a file of FET in which every activity is locked, by what FET's manual says of the constraints that paike writes.

FET itself need not be installed for it; where it is, `accepted` asks it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path

from scheduler.workbook.fet.file import FetConstraint, FetFile, open_fet

FET = shutil.which("fet-cl")
MISSING = "fet-cl is not installed (apt-get install fet)"
Cell = tuple[int, int]


def accepted(path: Path, folder: Path, seconds: int = 10) -> bool:
    """Ask fet-cl itself."""
    command = [str(FET), f"--inputfile={path}", f"--outputdir={folder}", f"--timelimitseconds={seconds}"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return False
    return "Simulation successful" in run.stdout


def faults(path: Path) -> list[str]:
    """Return the kinds of constraints that the times of a file break, each with what breaks it."""
    file, problems = open_fet(path)
    assert file is not None, problems
    return list(_Judge(file).faults())


class _Judge:
    def __init__(self, file: FetFile) -> None:
        self.file = file
        self.of = {activity.id: activity for activity in file.activities}
        self.start: dict[int, Cell] = {}
        for constraint in self._kind("ActivityPreferredStartingTime"):
            assert (
                self.start.setdefault(constraint.activities[0], self._cells(constraint)[0])
                == self._cells(constraint)[0]
            )
        self.taken = {n: [(d, h + k) for k in range(self.of[n].length)] for n, (d, h) in self.start.items()}
        breaks = [cell for constraint in self._kind("BreakTimes") for cell in self._cells(constraint)]
        self.breaks = set(breaks)

    def _kind(self, kind: str) -> list[FetConstraint]:
        return [constraint for constraint in self.file.constraints if constraint.kind == kind and constraint.is_hard]

    def _cells(self, constraint: FetConstraint) -> list[Cell]:
        return [(self.file.days.index(day), self.file.hours.index(hour)) for day, hour in constraint.times]

    def faults(self) -> Iterator[str]:
        if set(self.start) != set(self.of):
            yield f"without a time: {set(self.of) - set(self.start)}"
        for who in ("teachers", "students"):
            for name, numbers in self._parties(who).items():
                for one, other in combinations(numbers, 2):
                    if set(self.taken[one]) & set(self.taken[other]):
                        yield f"{name} at once: {self.of[one].comment}, {self.of[other].comment}"
        for number, cells in self.taken.items():
            if self.breaks & set(cells):
                yield f"in a break: {self.of[number].comment}"
        checks: dict[str, Callable[[FetConstraint], bool]] = {
            "ActivityPreferredTimeSlots": lambda c: set(self.taken[c.activities[0]]) <= set(self._cells(c)),
            "ActivityPreferredStartingTimes": lambda c: self.start[c.activities[0]] in self._cells(c),
            "ActivitiesPreferredStartingTimes": self._starts,
            "ActivitiesSameStartingTime": lambda c: len({self.start[n] for n in c.activities}) == 1,
            "ActivitiesNotOverlapping": self._apart,
            "MinDaysBetweenActivities": self._days_between,
            "ActivitiesOccupyMaxTimeSlotsFromSelection": lambda c: (
                self._occupied(c) <= c.number("Max_Number_of_Occupied_Time_Slots")
            ),
            "ActivitiesOccupyMinTimeSlotsFromSelection": lambda c: (
                self._occupied(c) >= c.number("Min_Number_of_Occupied_Time_Slots")
            ),
            "TeacherNotAvailableTimes": lambda c: self._free("teachers", c.text("Teacher"), c),
            "StudentsSetNotAvailableTimes": lambda c: self._free("students", c.text("Students"), c),
            "StudentsSetMaxHoursDaily": lambda c: max(self._daily(c).values()) <= c.number("Maximum_Hours_Daily"),
            "StudentsSetMinHoursDaily": lambda c: min(self._daily(c).values()) >= c.number("Minimum_Hours_Daily"),
            "TeacherMaxHoursDaily": lambda c: max(self._daily(c).values()) <= c.number("Maximum_Hours_Daily"),
            "TeacherActivityTagMaxHoursDaily": lambda c: (
                max(self._daily(c).values()) <= c.number("Maximum_Hours_Daily")
            ),
            "TeacherMaxHoursContinuously": self._in_row,
            "TeacherActivityTagMaxHoursContinuously": self._in_row,
            "TeacherMaxDaysPerWeek": lambda c: (
                sum(hours > 0 for hours in self._daily(c).values()) <= c.number("Max_Days_Per_Week")
            ),
            "StudentsSetMaxGapsPerWeek": self._no_gap,
            "StudentsSetEarlyMaxBeginningsAtSecondHour": self._early,
        }
        passed = {"ActivityPreferredStartingTime", "BasicCompulsoryTime", "BasicCompulsorySpace", "BreakTimes"}
        rooms = {"ActivityPreferredRoom", "ActivityPreferredRooms", "RoomNotAvailableTimes"}
        for constraint in self.file.constraints:
            if constraint.is_hard and constraint.kind not in passed | rooms and not checks[constraint.kind](constraint):
                yield f"{constraint.kind} {constraint.activities} {constraint.text('Teacher', 'Teacher_Name', 'Students')}"

    def _parties(self, who: str) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number in self.start:
            for name in getattr(self.of[number], who):
                found[name].append(number)
        return found

    def _busy(self, constraint: FetConstraint) -> set[Cell]:
        """Return when a constraint's teacher, or students, have activities of its tag."""
        teacher, tag = constraint.text("Teacher_Name", "Teacher"), constraint.text("Activity_Tag_Name", "Activity_Tag")
        who = ("teachers", teacher) if teacher else ("students", constraint.text("Students"))
        numbers = self._parties(who[0])[who[1]]
        return {cell for n in numbers if not tag or tag in self.of[n].tags for cell in self.taken[n]}

    def _daily(self, constraint: FetConstraint) -> dict[int, int]:
        busy = self._busy(constraint)
        return {day: sum(each == day for each, _ in busy) for day in range(len(self.file.days))}

    def _free(self, who: str, name: str, constraint: FetConstraint) -> bool:
        busy = {cell for number in self._parties(who)[name] for cell in self.taken[number]}
        return busy.isdisjoint(self._cells(constraint))

    def _starts(self, constraint: FetConstraint) -> bool:
        tag, cells = constraint.text("Activity_Tag_Name"), self._cells(constraint)
        return all(self.start[n] in cells for n, activity in self.of.items() if tag in activity.tags)

    def _apart(self, constraint: FetConstraint) -> bool:
        pairs = combinations(constraint.activities, 2)
        return all(not set(self.taken[one]) & set(self.taken[other]) for one, other in pairs)

    def _days_between(self, constraint: FetConstraint) -> bool:
        days = sorted(self.start[number][0] for number in constraint.activities)
        return all(b - a >= constraint.number("MinDays") for a, b in pairwise(days))

    def _occupied(self, constraint: FetConstraint) -> int:
        taken = {cell for number in constraint.activities for cell in self.taken[number]}
        return len(taken & set(self._cells(constraint)))

    def _in_row(self, constraint: FetConstraint) -> bool:
        busy, most = self._busy(constraint), constraint.number("Maximum_Hours_Continuously")
        return not any(all((day, hour + k) in busy for k in range(most + 1)) for day, hour in busy)

    def _open(self, constraint: FetConstraint, day: int) -> list[int]:
        """Return the hours of a day that are no break and not closed to a constraint's students."""
        closed = self.breaks | {
            cell
            for other in self._kind("StudentsSetNotAvailableTimes")
            if other.text("Students") == constraint.text("Students")
            for cell in self._cells(other)
        }
        return [hour for hour in range(len(self.file.hours)) if (day, hour) not in closed]

    def _no_gap(self, constraint: FetConstraint) -> bool:
        busy = self._busy(constraint)
        for day in range(len(self.file.days)):
            held = [(day, hour) in busy for hour in self._open(constraint, day)]
            if "10" in "".join(str(int(each)) for each in held).lstrip("0").rstrip("0"):
                return False
        return True

    def _early(self, constraint: FetConstraint) -> bool:
        busy = self._busy(constraint)
        hours = {day: self._open(constraint, day) for day in range(len(self.file.days))}
        return all(
            (day, own[0]) in busy for day, own in hours.items() if own and any((day, hour) in busy for hour in own)
        )
