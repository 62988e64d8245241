"""Finds the lessons a week of courses whose cells do not say them: from 课程计划, else from the usual curriculum."""

from __future__ import annotations

from collections import defaultdict

from constraints.curriculum.standard import total_lessons
from constraints.places.law import law_of
from scheduler.school import Area, Stage, stage_of
from scheduler.school.defaults import default_lessons
from scheduler.text import Text
from scheduler.workbook.notation import WeeklyLessons
from scheduler.workbook.school.draft import NOWHERE, CourseDraft, Draft, grade_text
from scheduler.workbook.school.layout import CURRICULUM
from scheduler.workbook.school.read_bells import STAGE_WORDS

# What a grade with too many lessons gives up: lessons of the areas that have most.
_KEEPS = 2
_GIVES = (Area.CHINESE, Area.MATHS, Area.FOREIGN, Area.SCIENCE, Area.MORALITY)
_LESSONS_CURE = Text(
    "在“课程计划”里填上课时，或写在任课表的格里，如 王芳 5；不开的课就清空那一格",
    "Give the lessons in 课程计划 or in the cells of 任课, such as 王芳 5; clear the cell of what is not taught",
)


def fill_lessons(draft: Draft) -> None:
    """Give lessons to every demand that has none; those whose lessons cannot be known are told and left out."""
    _Filler(draft).fill()
    draft.demands = [demand for demand in draft.demands if demand.lessons]


class _Filler:
    """Finds lessons class by class and subject by subject. `assumed` are the grades that have usual ones."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.of_class: dict[str, list[CourseDraft]] = defaultdict(list)
        for demand in draft.demands:
            for name in demand.classes:
                self.of_class[name].append(demand)
        self.usual = {name: _usual_lessons(draft, name, demands) for name, demands in self.of_class.items()}
        self.assumed: set[int] = set()
        self.unknown: dict[bool, list[tuple[int, CourseDraft]]] = defaultdict(list)

    def fill(self) -> None:
        """Give lessons to every demand that has none."""
        for class_id, demands in self.of_class.items():
            for subject in dict.fromkeys(d.subject for d in demands if not d.lessons and d.classes[0] == class_id):
                self._fill(class_id, subject, [demand for demand in demands if demand.subject == subject])
        self._tell_unknown()
        for stage in sorted({stage_of(grade) for grade in self.assumed}):
            _note_usual(self.draft, stage)

    def _fill(self, class_id: str, subject: str, demands: list[CourseDraft]) -> None:
        total = self._total(class_id, subject)
        open_ones = [demand for demand in demands if not demand.lessons and demand.classes[0] == class_id]
        if total is None:
            self._remember_unknown(open_ones[0], class_id)
        elif open_ones[0].together is not None:
            for demand in open_ones:
                demand.lessons = _as_lessons(total)
        elif all(demand.week is not None for demand in open_ones):
            # In its own weeks an alternating course has what it needs for its share of the average.
            for demand in open_ones:
                demand.lessons = (WeeklyLessons(max(1, round(2 * total / len(open_ones))), 0, demand.week),)
        else:
            rest = total - sum(part.weekly for demand in demands for part in demand.lessons)
            if len(open_ones) == 1 and rest > 0:
                open_ones[0].lessons = _as_lessons(rest)
            else:
                _tell_unshared(self.draft, open_ones[-1], class_id, total)

    def _remember_unknown(self, demand: CourseDraft, class_id: str) -> None:
        """Remember, once for each grade and subject, that nothing says how many lessons there are."""
        draft, grade, subject = self.draft, self.draft.classes[class_id].grade, demand.subject
        if (grade, subject) not in draft.curriculum_wrong and not draft.curriculum_unread:
            draft.curriculum_wrong.add((grade, subject))
            self.unknown[grade in draft.curriculum_rows].append((grade, demand))

    def _tell_unknown(self) -> None:
        """Tell of lessons that nothing tells, at once for all grades; of a grade that 课程计划 has, once for each subject."""
        for grade, demand in self.unknown[True]:
            _tell_unplanned(self.draft, demand, grade)
        if self.unknown[False]:
            _tell_untold(self.draft, self.unknown[False])

    def _total(self, class_id: str, subject: str) -> float | None:
        """Return the lessons a week that a class has of a subject, or None where nothing tells them."""
        grade = self.draft.classes[class_id].grade
        item = self.draft.curriculum.get((grade, subject))
        if item is not None:
            return item.lessons
        if grade in self.draft.curriculum_rows:
            return None if self.draft.subjects[subject].counts else 1
        usual = self.usual[class_id].get(subject)
        if usual is not None:
            self.assumed.add(grade)
        return usual


def _as_lessons(total: float) -> tuple[WeeklyLessons, ...]:
    whole, half = int(total), total % 1
    return (*((WeeklyLessons(whole),) if whole else ()), *((WeeklyLessons(1, week=None),) if half else ()))


def _tell_unplanned(draft: Draft, demand: CourseDraft, grade: int) -> None:
    subject, name = demand.subject, grade_text(grade)
    cell = draft.curriculum_cells.get((grade, subject), NOWHERE)
    where = f"（{CURRICULUM.title.zh} {cell.name} 是空的）" if cell is not NOWHERE else ""
    draft.report.error(
        demand.cell,
        Text(
            f"课程计划里{name.zh}没有{subject}的课时{where}",
            f"课程计划 has no lessons of {subject} for {name.en}",
        ),
        _LESSONS_CURE,
    )


def _tell_untold(draft: Draft, unknown: list[tuple[int, CourseDraft]]) -> None:
    by_grade: dict[int, list[str]] = defaultdict(list)
    for grade, demand in unknown:
        by_grade[grade].append(demand.subject)
    told = [(grade_text(grade), "、".join(subjects)) for grade, subjects in by_grade.items()]
    draft.report.error(
        unknown[0][1].cell,
        Text(
            "不知道一周几节：" + "；".join(f"{name.zh}的{subjects}" for name, subjects in told),
            "Nothing tells how many lessons a week there are: "
            + "; ".join(f"{subjects} of {name.en}" for name, subjects in told),
        ),
        _LESSONS_CURE,
    )


def _tell_unshared(draft: Draft, demand: CourseDraft, class_id: str, total: float) -> None:
    draft.report.error(
        demand.cell,
        Text(
            f"{class_id}的{demand.subject}一周 {total:g} 节由几位教师分上，看不出每人几节",
            f"{total:g} lessons of {demand.subject} in {class_id} are shared by several teachers",
        ),
        Text(
            "写明每人几节，如 王芳 3; 李强 2；同一节课一起上的用、隔开",
            "Say how many each has, such as 王芳 3; 李强 2; several in one lesson are divided by 、",
        ),
    )


# The usual curriculum.


def _usual_lessons(draft: Draft, class_id: str, demands: list[CourseDraft]) -> dict[str, int]:
    """Return the usual lessons of a class in the subjects whose lessons nothing tells, inside the state's total."""
    grade = draft.classes[class_id].grade
    subjects = [draft.subjects[name] for name in dict.fromkeys(demand.subject for demand in demands)]
    untold = {demand.subject for demand in demands if not demand.lessons}
    usual: dict[str, int] = {}
    for subject in subjects:
        lessons = default_lessons(grade, subject, subjects) if subject.id in untold else None
        if lessons is not None:
            usual[subject.id] = lessons
    counted = [subject for subject in subjects if subject.counts]
    told = [d for d in demands if d.subject not in untold and draft.subjects[d.subject].counts]
    total = sum(part.weekly for demand in told for part in demand.lessons) + sum(usual.get(s.id, 0) for s in counted)
    most = total_lessons(law_of(draft), grade)
    surplus = 0 if most is None else total - most
    while surplus > 0:
        giving = [s.id for s in counted if s.area in _GIVES and usual.get(s.id, 0) > _KEEPS]
        if not giving:
            break
        usual[max(giving, key=lambda name: usual[name])] -= 1
        surplus -= 1
    return usual


def _note_usual(draft: Draft, stage: Stage) -> None:
    draft.report.note(
        f"{STAGE_WORDS[stage]}没有写课时的课，按常用的课程计划安排课时",
        f"{stage.value}: lessons that nothing tells are those of the usual curriculum",
    )
