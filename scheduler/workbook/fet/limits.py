"""The limits of teachers and classes in a file of FET, as limits of teachers, marks and settings of rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from constraints.rule import Rule
from constraints.settings import changed_setting
from constraints.staff import teacher_gaps, teacher_per_day
from constraints.timetable import class_days, class_gaps, subject_per_day
from scheduler.model.owner import Level
from scheduler.school import Mark, MarkOwner, RuleSetting, Slot, Subject, Teacher
from scheduler.school.defaults import guess_area
from scheduler.text import Text
from scheduler.workbook.fet.bells import Week, closing
from scheduler.workbook.fet.classes import Classes
from scheduler.workbook.fet.courses import Courses
from scheduler.workbook.fet.file import FetConstraint, FetFile
from scheduler.workbook.fet.ledger import Ledger
from scheduler.workbook.fet.names import Names
from scheduler.workbook.fet.rooms import HANDLED
from scheduler.workbook.fet.wanted import SLOTS, STARTS

ELSEWHERE = frozenset(
    {
        *(*HANDLED, *STARTS, *SLOTS, "BasicCompulsoryTime", "BreakTimes"),
        *("ActivityPreferredStartingTime", "ActivitiesSameStartingTime", "ActivitiesNotOverlapping"),
    }
)
TEACHER_LIMITS = {
    "MaxHoursDaily": ("max_per_day", "Maximum_Hours_Daily"),
    "MaxDaysPerWeek": ("max_days", "Max_Days_Per_Week"),
    "MaxHoursContinuously": ("max_in_row", "Maximum_Hours_Continuously"),
}
GAPS = ("TeachersMaxGapsPerWeek", "TeacherMaxGapsPerWeek", "TeachersMaxGapsPerDay", "TeacherMaxGapsPerDay")
MOST_OF_SUBJECT = 10  # lessons a day that a workbook may allow
MOST_A_DAY = 12  # what the rule on a teacher's day may be set to at most


class Limits:
    """Teachers with their limits, subjects, marks and settings of rules."""

    def __init__(
        self, file: FetFile, week: Week, classes: Classes, courses: Courses, names: tuple[Names, Names], ledger: Ledger
    ) -> None:
        self.file = file
        self.week = week
        self.classes = classes
        self.courses = courses
        self.teacher_names, self.subject_names = names
        self.ledger = ledger
        self.of_teacher: dict[str, dict[str, int]] = defaultdict(dict)
        self.closed: dict[tuple[MarkOwner, str], set[Slot]] = defaultdict(set)
        self.gaps: set[str] = set()  # what the file asks of pupils' gaps: "gaps", "early"
        self.daily: list[FetConstraint] = []
        self.apart: list[FetConstraint] = []
        self.wishes_no_gaps = False
        for constraint in file.constraints:
            self._take(constraint)

    def _take(self, constraint: FetConstraint) -> None:
        kind = constraint.kind
        if kind in ELSEWHERE:
            return
        taken = (
            self._teacher_limit(constraint)
            or self._not_available(constraint)
            or self._pupils(constraint)
            or self._collected(constraint)
        )
        if not taken:
            self.ledger.leave(constraint)

    def _collected(self, constraint: FetConstraint) -> bool:
        """Take what is looked at when all is known, and gaps of teachers, which are a wish here."""
        if constraint.kind == "MinDaysBetweenActivities":
            self.apart.append(constraint)
            return True
        if constraint.kind in GAPS:
            self.wishes_no_gaps = True
            text = Text(
                "读成软性规则“教师少空节”，没有上限", "read as the soft rule “few gaps for teachers”, without a limit"
            )
            self.ledger.change(constraint, text)
            return True
        return False

    # Teachers.

    def _teacher_limit(self, constraint: FetConstraint) -> bool:
        for ending, (limit, field) in TEACHER_LIMITS.items():
            if constraint.kind not in (f"Teacher{ending}", f"Teachers{ending}") or not constraint.is_hard:
                continue
            value, named = constraint.number(field), constraint.text("Teacher_Name", "Teacher")
            for name in [named] if named else self.file.teachers:
                own = self.of_teacher[name]
                own[limit] = min(max(1, value), own.get(limit, value))
            return True
        return False

    def _not_available(self, constraint: FetConstraint) -> bool:
        slots = {slot for time in constraint.times if (slot := self.week.slot(*time)) is not None}
        if constraint.kind == "TeacherNotAvailableTimes":
            name = constraint.text("Teacher", "Teacher_Name")
            self.closed[MarkOwner.TEACHER, self.teacher_names.of(name)] |= slots
        elif constraint.kind == "StudentsSetNotAvailableTimes":
            for name in self.classes.of(constraint.text("Students", "Students_Name")):
                self.closed[MarkOwner.CLASS, name] |= slots
        return constraint.kind in ("TeacherNotAvailableTimes", "StudentsSetNotAvailableTimes")

    def teachers(self) -> tuple[Teacher, ...]:
        """Return the teachers with their limits."""
        meeting = {name for each in self.courses.meetings for name in each.teachers}
        found = []
        busy = dict.fromkeys(name for activity in self.file.activities for name in activity.teachers)
        idle = sum(name not in busy for name in self.file.teachers)
        if idle:
            self.ledger.remark(
                Text(f"{idle} 位没有任何活动的教师没有读", f"{idle} teachers without any activity are not read")
            )
        for name in busy:
            limits, safe = self.of_teacher.get(name, {}), self.teacher_names.of(name)
            if safe in meeting and {"max_per_day", "max_in_row"} & set(limits):
                text = Text(
                    "活动里没有学生的不计入教师每天、连上的节数",
                    "activities without students do not count for a teacher's day",
                )
                self.ledger.remark(text, weaker=True)
            found.append(Teacher(id=safe, **limits))
        return tuple(found)

    # Classes.

    def _pupils(self, constraint: FetConstraint) -> bool:
        kind = constraint.kind.removeprefix("Students").removeprefix("Set")
        if not constraint.kind.startswith("Students") or not constraint.is_hard:
            return False
        if kind == "MaxGapsPerWeek" and constraint.number("Max_Gaps") == 0:
            self.gaps.add("gaps")
            return True
        if kind == "EarlyMaxBeginningsAtSecondHour":
            self.gaps.add("early")
            return True
        if kind in ("MaxHoursDaily", "MinHoursDaily"):
            self.daily.append(constraint)
            return True
        return False

    def _bounds(self) -> dict[str, list[tuple[FetConstraint, bool, int]]]:
        """Return by class the constraints on its lessons a day: whether it is a maximum, and the number."""
        found: dict[str, list[tuple[FetConstraint, bool, int]]] = defaultdict(list)
        for constraint in self.daily:
            most = "Max" in constraint.kind
            number = constraint.number("Maximum_Hours_Daily" if most else "Minimum_Hours_Daily")
            named = constraint.text("Students", "Students_Name")
            for name in self.classes.of(named) if named else self.classes.all:
                found[name].append((constraint, most, number))
        return found

    def _even_days(self) -> bool:
        """Tell whether even days keep all that is asked of the lessons a day, so that the rule can stand for it."""
        broken: dict[int, FetConstraint] = {}
        for name, bounds in self._bounds().items():
            own = [made.course for made in self.courses.made if name in made.course.classes]
            seen: dict[str, int] = {}
            for course in own:
                seen[course.together or course.id] = max(course.lessons, seen.get(course.together or course.id, 0))
            lessons, closed = sum(seen.values()), self.closed.get((MarkOwner.CLASS, name), set())
            room = [sum(s.day == day for s in self.week.slots - closed) for day in self.week.days.values()]
            if lessons > sum(room):
                continue
            level = max(n for n in range(lessons + 1) if sum(min(n, each) for each in room) <= lessons)
            least, most = min(min(level, each) for each in room), max(min(level + 1, each) for each in room)
            most = level if sum(min(level, each) for each in room) == lessons else most
            for constraint, upper, number in bounds:
                if (most > number) if upper else (least < number):
                    broken[id(constraint)] = constraint
        kept = [constraint for constraint in self.daily if id(constraint) not in broken]
        for constraint in broken.values():
            self.ledger.leave(constraint)
        for constraint in kept:
            text = Text("读成“各天节数均匀”，更严", "read as “days of even length”, which is stricter")
            self.ledger.change(constraint, text, weaker=False)
        return bool(kept)

    # Subjects.

    def subjects(self) -> tuple[Subject, ...]:
        """Return the subjects, each with what it may have on a day."""
        limits = self._a_day()
        names = dict.fromkeys(made.course.subject for made in self.courses.made)
        return tuple(Subject(id=name, area=guess_area(name), max_per_day=limits.get(name)) for name in names)

    def _a_day(self) -> dict[str, int]:
        """Return how many lessons of each subject a class may have on a day, from the activities that need days between them."""
        hard = any(constraint.is_hard for constraint in self.apart)
        taken = [constraint for constraint in self.apart if constraint.is_hard or not hard]
        asked: dict[tuple[str, str], set[int]] = defaultdict(set)
        for constraint in self.apart:
            if constraint not in taken:
                self.ledger.leave(constraint)
        for constraint in taken:
            for number in constraint.activities:
                course = self.courses.of_activity.get(number)
                for name in course.classes if course is not None else ():
                    asked[name, course.subject].add(number)  # type: ignore[union-attr]
        taught: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
        for made in self.courses.made:
            for name in made.course.classes:
                for activity in made.activities:
                    taught[name, made.course.subject][activity.id] = activity.length
        limits = self._limits(asked, taught)
        for constraint in taken:
            self._tell_apart(constraint, limits)
        return limits

    def _limits(
        self, asked: dict[tuple[str, str], set[int]], taught: dict[tuple[str, str], dict[int, int]]
    ) -> dict[str, int]:
        """Return the strictest limit of each subject that leaves all its lessons room; all of them where some class does not ask for
        days between each two."""
        found: dict[str, int] = {}
        for subject in {subject for _, subject in taught}:
            least, total = 1, 1
            wanted, covered = False, True
            for (name, other), lengths in taught.items():
                if other == subject:
                    lessons, numbers = sum(lengths.values()), asked.get((name, subject), set())
                    least = max(least, -(-lessons // len(self.week.days)), *lengths.values())
                    total = max(total, lessons)
                    wanted = wanted or len(numbers) > 1
                    covered = covered and (len(lengths) == 1 or numbers >= lengths.keys())
            found[subject] = min(MOST_OF_SUBJECT, least if wanted and covered else total)
        return found

    def _tell_apart(self, constraint: FetConstraint, limits: dict[str, int]) -> None:
        """Tell where days between activities are more than a limit a day can say: where two of them stay within it."""
        known = [n for n in constraint.activities if n in self.courses.of_activity]
        subjects = {(self.courses.of_activity[n].subject, self.courses.of_activity[n].classes) for n in known}
        shortest = sorted(self.courses.wanted.activities[n].length for n in known)[:2]
        limit = min((limits.get(self.courses.of_activity[n].subject, 1) for n in known), default=0)
        if constraint.number("MinDays") > 1:
            text = Text("相隔几天的读成不在同一天", "several days between are read as not on one day")
            self.ledger.change(constraint, text)
        elif len(subjects) > 1 or len(known) < len(constraint.activities):
            text = Text("不同班级、学科之间的没有读", "between different classes or subjects: not read")
            self.ledger.change(constraint, text)
        elif sum(shortest) <= limit:
            text = Text(
                "学科有连堂或课多，一天可以不止一次",
                "of a subject with doubles or many lessons, several a day are allowed",
            )
            self.ledger.change(constraint, text)

    # What follows.

    def marks(self) -> Iterator[Mark]:
        """Yield the closed times of teachers and classes."""
        idle = {self.teacher_names.of(name) for name in self.file.teachers} - {
            teacher.id for teacher in self.teachers()
        }
        for (kind, name), slots in self.closed.items():
            if kind is MarkOwner.TEACHER and name in idle:
                continue
            yield from closing(self.week, kind, name, slots)

    def settings(self) -> tuple[RuleSetting, ...]:
        """Return the rules as the file has them: what it does not ask is off or wide."""
        hard = any(constraint.is_hard for constraint in self.apart)
        level = Level.HARD if hard else Level.SOFT
        if self.gaps:
            text = Text(
                "学生没有空节：读成“班级空课排在最后”，每天从第一节上起，更严；排不出时在“规则”表改成软性",
                "no gaps for students: read as “free slots at the end”, from the first hour on, which is stricter; make it soft on 规则 where that leaves no plan",
            )
            self.ledger.remark(text)
        wanted: list[tuple[Rule[Any], dict[str, Any]]] = [
            (class_days.RULE, {"enabled": self._even_days()}),
            (class_gaps.RULE, {"enabled": bool(self.gaps)}),
            (subject_per_day.RULE, {"enabled": bool(self.apart), "level": level}),
            (teacher_per_day.RULE, {"parameters": {"most": str(MOST_A_DAY)}}),
            (teacher_gaps.RULE, {"enabled": self.wishes_no_gaps}),
        ]
        off = [rule.title for rule, setting in wanted if setting.get("enabled") is False and rule.enabled]
        if off:
            zh, en = "、".join(t.zh for t in off), ", ".join(t.en for t in off)
            self.ledger.remark(
                Text(
                    f"文件没有要求、因此停用的规则：{zh}",
                    f"Rules switched off, as the file does not ask for them: {en}",
                )
            )
        found = [changed_setting(rule, **setting) for rule, setting in wanted]
        return tuple(setting for setting in found if setting != RuleSetting(rule=setting.rule))
