"""What was found of a plan so far: lessons, meetings and their cells, and what the file says otherwise than the school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from scheduler.plan import MeetingPlacement, Placement, Plan, StrayLesson
from scheduler.plan.layout import MEETINGS
from scheduler.plan.omissions import PlanPart
from scheduler.school import (
    AFTER_SCHOOL,
    CONTENT_NAMES,
    Area,
    BellSchedule,
    Course,
    Meeting,
    School,
    Slot,
    Week,
    are_alike,
)
from scheduler.school.defaults import guess_area
from scheduler.text import Text, day_name
from scheduler.workbook.names import key
from scheduler.workbook.plan.cells import CellLesson, CellReader, courses_meant
from scheduler.workbook.plan.classes import ClassNames
from scheduler.workbook.plan.clocks import ClockComparison
from scheduler.workbook.plan.grid import Slots
from scheduler.workbook.plan.matches import SHOWN, Matches, alike, within
from scheduler.workbook.plan.service import Place
from scheduler.workbook.plan.sheet import TimeHeading
from scheduler.workbook.plan.words import NoLesson, no_lesson
from scheduler.workbook.problem import Problem

MEETING_LABELS = frozenset({key(MEETINGS.zh), key(MEETINGS.en), "教研活动", "集体备课", "会议"})
_CONTENTS = frozenset(word for text in CONTENT_NAMES.values() for word in text)
UNKNOWN_NAME = Text("学校里没有这位教师，也没有这个场地", "The school has no such teacher, and no such place")
MANY_STRANGERS = 5  # of whom one message is enough
SAME_SCHOOL = Text("核对学校工作簿与课表是否是同一所学校", "Check that both files are of the same school")
SERVICE_PARTS = (PlanPart.GROUPS, PlanPart.CLUBS, PlanPart.DUTIES, PlanPart.GRANTS)
_WEEKS = {
    Week.EVERY: Text("每周", "every week"),
    Week.ODD: Text("单周", "odd weeks"),
    Week.EVEN: Text("双周", "even weeks"),
}


class Gathered:
    """The lessons and meetings found so far, with the cells in which they stand.

    `exact` where paike wrote the file: there a lesson names all its teachers, and its weeks unless it is held in all.
    """

    def __init__(self, school: School, *, exact: bool = False) -> None:
        self.school = school
        self.exact = exact
        self.matches = Matches()
        self.clocks = ClockComparison(school)
        self.classes = ClassNames(school)
        self.reader = CellReader(school, self.matches)
        self.cells: dict[tuple[str, Slot], Place] = {}
        self.class_cells: dict[str, Place] = {}
        self.told_days: dict[tuple[str, int], Place] = {}
        self.teacher_cells: dict[str, Place] = {}
        self.taught_cells: dict[tuple[str, Slot], Place] = {}
        self.attending: dict[Slot, dict[str, dict[str, str | None]]] = defaultdict(lambda: defaultdict(dict))
        self.used: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.strays: list[StrayLesson] = []
        self.meetings: dict[str, set[Slot]] = defaultdict(set)
        self.meeting_by_name = {key(m.id): m for m in school.meetings}

    def hold(self, class_id: str, slot: Slot, course: Course, venue: str | None) -> None:
        """Add a lesson of a class; that another row tells it too changes nothing."""
        if class_id not in self.attending[slot][course.id]:
            self.used[class_id][course.id] += 1
        self.attending[slot][course.id][class_id] = venue or self.attending[slot][course.id].get(class_id)

    def hold_once(self, class_id: str, slot: Slot, course: Course, venue: str | None, place: Place) -> None:
        """Add a lesson of a class, and ask about one that it is told to have twice at a time."""
        if class_id in self.attending[slot][course.id]:
            text = Text("同一节课写了不止一次，只算一次", "This lesson is told twice; it counts once")
            cure = Text("只留一次，或改成另一节课", "Leave one, or make the other another lesson")
            self.matches.ask(*place, f"{class_id} {course.subject}", text, cure)
        self.hold(class_id, slot, course, venue)

    def is_service(self, slot: Slot, word: str) -> bool:
        """Tell whether a word is what pupils do after school at a slot: 体育 and 劳动 are no lessons then."""
        return (
            bool(self.school.service.stations) and self.school.period(slot).kind in AFTER_SCHOOL and word in _CONTENTS
        )

    def hold_meeting(self, meeting: Meeting, slots: Slots, heading: TimeHeading, place: Place) -> None:
        """Add a period of a meeting."""
        schedule = self.school.schedule[meeting.schedule]
        slot = slots.slot(heading, schedule)
        if slot is not None:
            self.meetings[meeting.id].add(slot)
        else:
            self.ask_period(place, schedule, heading, meeting.id)

    # What the file tells, held against the school.

    def take(self, class_id: str, slot: Slot, lesson: CellLesson, place: Place, *, second: bool = False) -> None:
        """Take a lesson of a class: as one of a course that has its subject, teachers and weeks, else as a stray.

        `second` says that another one stands before it in its cell. Whatever is not as the school has it is told.
        """
        known = [name for name in lesson.teachers if name in self.school.teacher]
        for name in lesson.teachers:
            if name not in known:
                self._ask_teacher(class_id, place, name, lesson.subject)
        if not lesson.known:
            self._ask_subject(class_id, lesson, place)
            if not self.is_other_subject(lesson.subject):
                return
        # A word that is no teacher takes nothing from the teacher beside it.
        meant = replace(lesson, teachers=known) if known else lesson
        courses = courses_meant(self.school, class_id, meant, second, self.used[class_id], self.school.week_at(slot))
        if courses and meant.week is not None and all(course.week is not meant.week for course in courses):
            self.ask_week(class_id, courses[0], meant.week, place)
            courses = []
        elif not courses and lesson.known and (known or not lesson.teachers):
            self.note_teacher(class_id, meant, place)
        for course in courses:
            self._compare(class_id, meant, course, courses, place)
            self.hold_once(class_id, slot, course, lesson.venue_of(course), place)
        if not courses:
            teacher = lesson.teachers[0] if lesson.teachers else None
            self.strays.append(StrayLesson(class_id=class_id, slot=slot, subject=lesson.subject, teacher=teacher))

    def is_other_subject(self, word: str) -> bool:
        """Tell whether a word is surely a subject that the school has not, and none that it may mean: 奥数, not 体锻, not 物理实验."""
        area = guess_area(word)
        if area in (Area.OTHER, Area.ACTIVITY) or no_lesson(word) is not None:
            return False
        return not any(s.id in word or (s.id[0] == word[0] and are_alike(s.area, area)) for s in self.school.subjects)

    def _ask_subject(self, class_id: str, lesson: CellLesson, place: Place) -> None:
        own = dict.fromkeys(course.subject for course in self.school.class_courses[class_id])
        taught = {c.subject for c in self.school.class_courses[class_id] if set(c.teachers) & set(lesson.teachers)}
        self.matches.ask(
            *place, lesson.subject,
            Text("学校里没有这门学科", "The school has no such subject"),
            Text(
                "它是一门课吗？是就改成任课表里的学科名称，不是就清空这一格",
                "Is it a subject? If so write it as in the school workbook, else clear the cell",
            ),
            subjects_alike(lesson.subject, own) or lesson.candidates or tuple(taught),
        )  # fmt: skip

    def _ask_teacher(self, class_id: str, place: Place, name: str, subject: str) -> None:
        own = [t for c in self.school.class_courses[class_id] if c.subject == subject for t in c.teachers]
        places = alike(name, self.school.venue, 3, cutoff=0.6)
        self.matches.ask(
            *place, name,
            UNKNOWN_NAME,
            Text("改成学校工作簿里的姓名或场地", "Write the name as in the school workbook"),
            tuple(dict.fromkeys((*places, *own, *alike(name, self.school.teacher, 3)))),
        )  # fmt: skip

    def ask_week(self, class_id: str, course: Course, week: Week, place: Place) -> None:
        """Ask about a lesson that is told to be in other weeks than its course."""
        told, held = _WEEKS[week], _WEEKS[course.week]
        self.matches.ask(
            *place, f"{class_id} {course.subject}",
            Text(
                f"课表写的是{told.zh}上，学校里是{held.zh}上，没有当作这门课",
                f"The plan says {told.en}, the school {held.en}; not taken for this course",
            ),
            Text("核对单双周：课表写 单 或 双，学校写在“任课明细”", "Compare the weeks in the plan and in 任课明细"),
            once="weeks",
        )  # fmt: skip

    def note_teacher(self, class_id: str, lesson: CellLesson, place: Place) -> None:
        """Note another teacher than the school's; that the lesson is none of the school's courses is for the audit to say."""
        taught = [c for c in self.school.class_courses[class_id] if c.subject == lesson.subject]
        told, own = "、".join(lesson.teachers), "、".join(dict.fromkeys(t for c in taught for t in c.teachers))
        if taught:
            self.matches.pass_over("teacher", f"{class_id} {lesson.subject} {told} ≠ {own}", *place)

    def _compare(self, class_id: str, lesson: CellLesson, course: Course, courses: list[Course], place: Place) -> None:
        """Tell where less is said than the school has, which is then read as the school has it."""
        self.note_week(course, lesson.week)
        absent = [name for name in course.teachers if name not in lesson.teachers]
        if self.exact and lesson.teachers and absent and len(courses) == 1:
            self.matches.ask(
                *place, f"{class_id} {course.subject}",
                Text(
                    f"课表没有写 {'、'.join(absent)}，学校里这门课也由其教，按学校的判断",
                    f"The plan does not name {', '.join(absent)}, who teach this course too; judged as the school has it",
                ),
                Text("核对课表与任课表", "Compare the plan with the school's assignment"),
                severity="warning",
            )  # fmt: skip
        alike_courses = [
            c for c in self.school.class_courses[class_id] if c.subject == course.subject and c.week is course.week
        ]
        if not lesson.teachers and len(courses) == 1 and len({c.teachers for c in alike_courses}) > 1:
            zh = f"{class_id} {course.subject} 由几位教师分教，没有写教师的按课时数分给各人"
            en = f"{class_id} {course.subject} has several teachers; lessons that name none were shared out by their number"
            self.matches.remark(Text(zh, en))

    def note_week(self, course: Course, week: Week | None) -> None:
        """Note a lesson whose weeks are not told though it is not held in all."""
        if week is None and course.week is not Week.EVERY:
            held = _WEEKS[course.week]
            zh, en = f"{course.subject} 没有写单双周的，按学校的{held.zh}读", f"in {held.en}, as the school has it"
            self.matches.remark(Text(zh, f"{course.subject} without its weeks was read as held {en}"))

    def ask_what(self, place: Place, text: str, words: str) -> None:
        """Ask about a cell in which something that is no lesson stands beside a subject: 自习(数学)."""
        self.matches.ask(
            *place, text,
            Text(f"看不出是“{words}”还是一节课，没有读", f"Is it “{words}”, or a lesson? Not read"),
            Text("是课就只写学科和教师，不是就只写活动", "Write the subject alone if it is a lesson, else the activity"),
        )  # fmt: skip

    def pass_over(self, why: NoLesson, word: str, place: Place) -> None:
        """Tell that a word was taken for no lesson; ask about a cell that Excel could not work out."""
        if why is NoLesson.EXCEL_ERROR:
            self.matches.ask(
                *place, word,
                Text("Excel 算不出这一格，没有读", "Excel could not work this cell out; not read"),
                Text("改正公式，或直接写上课名；没有课就清空", "Correct the formula, type the lesson, or clear the cell"),
            )  # fmt: skip
        elif why is NoLesson.PLACEHOLDER:
            self.matches.ask(
                *place, word,
                Text("这里还没有定下来，当作空的", "Nothing is settled here; taken as empty"),
                Text("写上定下来的课和教师，或清空", "Write what was settled, or clear it"),
                severity="warning",
            )  # fmt: skip
        elif why is not NoLesson.WATCH:
            self.matches.pass_over("free", word, *place)

    def ask_period(self, place: Place, schedule: BellSchedule, heading: TimeHeading, text: str) -> None:
        """Ask about a time at which the school holds nothing."""
        day = day_name(heading.day)
        self.matches.ask(
            *place, text,
            Text(
                f"“{schedule.id}”里没有{day.zh}“{heading.name}”，没有读",
                f"“{schedule.id}” has no {day.en} “{heading.name}”; not read",
            ),
            Text("核对课表的节次与学校作息", "Compare the plan's periods with the bell schedule"),
            once=f"{schedule.id} {heading.day} {heading.name}",
        )  # fmt: skip

    # What was found.

    def problems(self) -> list[Problem]:
        """Return all that was asked about and told; where most people are none of the school's, that is
        all that is wrong."""
        told = [*self.matches.problems(), *self.clocks.problems()]
        strange = [problem for problem in told if problem.text.zh.startswith(UNKNOWN_NAME.zh)]
        known = {name for p in self.placements() for name in self.school.course[p.course].teachers}
        if len(strange) < MANY_STRANGERS or len(strange) <= len(known):
            return told
        names, count = "、".join(problem.value for problem in strange[:SHOWN]), len(strange)
        first = strange[0]._replace(
            value="",
            text=Text(
                f"有 {count} 位教师学校里没有：{names}等，大概是另一所学校或别的学期的课表，别的不再一一列出",
                f"{count} teachers are none of the school's: {names}, …; probably a plan of another school or term, "
                "so what else it has is not told",
            ),
            cure=SAME_SCHOOL,
            candidates=(),
        )
        return [first, *(problem for problem in told if not problem.blocks)]

    def placements(self) -> tuple[Placement, ...]:
        """Return the lessons in the order of the school's courses."""
        return tuple(
            self._placement(course, slot, self.attending[slot][course.id])
            for course in self.school.courses
            for slot in sorted(self.attending)
            if course.id in self.attending[slot]
        )

    def held_meetings(self) -> tuple[MeetingPlacement, ...]:
        """Return the meetings that the plan tells, each from its first period."""
        return tuple(MeetingPlacement(meeting=name, slot=min(slots)) for name, slots in self.meetings.items())

    def _placement(self, course: Course, slot: Slot, classes: dict[str, str | None]) -> Placement:
        shown = next((venue for venue in classes.values() if venue is not None), None)
        return Placement(
            course=course.id,
            slot=slot,
            venue=shown or only_venue(self.school, course),
            classes=() if len(classes) == len(course.classes) else tuple(c for c in course.classes if c in classes),
        )


def only_venue(school: School, course: Course) -> str | None:
    """Return the venue of a course that has no choice; None for the home room and where there is a choice."""
    if course.venue is not None:
        return course.venue
    fitting = [venue.id for venue in school.venues if venue.kind == course.venue_kind]
    return fitting[0] if len(fitting) == 1 else None


def untold_parts(school: School, plan: Plan, *, service: bool) -> Iterable[PlanPart]:
    """Yield what a plan leaves out: with `service` all that there is after school."""
    free = {meeting.id for meeting in school.meetings if meeting.slot is None}
    if free and not free & {held.meeting for held in plan.meetings}:
        yield PlanPart.MEETINGS
    choices = [placement for placement in plan.placements if _has_choice(school, school.course[placement.course])]
    if choices and not any(placement.venue for placement in choices):
        yield PlanPart.VENUES
    if school.service.stations and service:
        yield from SERVICE_PARTS


def _has_choice(school: School, course: Course) -> bool:
    return course.venue is None and sum(venue.kind == course.venue_kind for venue in school.venues) > 1


def subjects_alike(name: str, subjects: Iterable[str]) -> tuple[str, ...]:
    """Return the subjects that a wrong name may mean: one is within the other, or they are much alike."""
    subjects = tuple(subjects)
    close = alike(name, subjects, cutoff=0.5)
    return tuple(s for s in subjects if s in close or (s[0] == name[0] and within(name, s)) or s in name)
