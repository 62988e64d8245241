"""One exam calendar: no paper exams in grades 1 and 2, one final a term, one mid-term in grades 7 to 9, mock exams of the graduating
grade where the place allows them, nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from pydantic import Field

from constraints.rule import Rule, RuleParameters, Verdict, Violation
from constraints.scope import Scope
from scheduler.model.lessons import LessonVariables
from scheduler.model.owner import Level, OwnerKind, class_owner, course_owner, grade_owner
from scheduler.model.poster import Poster
from scheduler.plan import PlanView
from scheduler.school import Exam, School, tables
from scheduler.school.wording import course_text
from scheduler.text import Text

FINAL, MID_TERM = "期末", "期中"
WITHOUT_PAPER = ("非纸笔", "无纸笔", "乐考")
FREQUENT = ("周考", "周测", "月考", "月测", "单元考", "单元测", "段考", "小测")
EXAM_LESSONS = (*FREQUENT, "考试", "测验")
MOCK = ("模拟", "模考", "一模", "二模", "三模")
ACROSS_SCHOOLS = ("联考", "统考", "联测", "统测", "抽考", "抽测", "区考", "市考", "校际")
LAST_JUDGED_GRADE = 9
GRADUATING = 9
AUTUMN = range(8, 13)  # the months in which a term begins that is no review of the junior years


class Parameters(RuleParameters):
    """Which exams the law of the place allows beside finals and mid-terms, and which it does not."""

    mock_exams: int | None = Field(
        default=None,
        ge=0,
        le=5,
        title="毕业年级模拟考试至多",
        description="mock exams of the graduating grade in its review phase; nothing: as the place allows",
        json_schema_extra={"unit": "次/学期", "figure": "mock_exams"},
    )
    across_schools: int | None = Field(
        default=None,
        ge=0,
        le=5,
        title="非毕业年级跨校考试至多",
        description="exams across schools of grades that do not graduate; nothing: as the place allows",
        json_schema_extra={"unit": "次/学期", "figure": "exams_across_schools"},
    )


def is_exam_lesson(subject: str) -> bool:
    """Tell whether a lesson of this name would be an exam in the week's timetable."""
    return any(word in subject for word in EXAM_LESSONS)


def judged_grades(school: School) -> list[int]:
    """Return the grades of a school that the rule speaks of."""
    return [grade for grade in school.grades if grade <= LAST_JUDGED_GRADE]


def broken(school: School, parameters: Parameters) -> Iterator[tuple[int, Text]]:
    """Yield, for each exam that a grade of the school must not have, the grade and why."""
    return faults(school.exams, judged_grades(school), parameters, school.term_start)


def faults(
    exams: Sequence[Exam], grades: Iterable[int], parameters: Parameters, term_start: datetime.date | None
) -> Iterator[tuple[int, Text]]:
    """Yield, for each exam of a term's calendar that one of some grades must not have, the grade and why."""
    for grade in grades:
        allowed = []
        for exam in (exam for exam in exams if grade in exam.grades):
            why = _never_allowed(exam, grade, parameters, term_start)
            if why is None:
                allowed.append(exam)
            else:
                yield grade, Text(f"{grade} 年级“{exam.name}”：{why.zh}", f"grade {grade}, {exam.name}: {why.en}")
        yield from _too_many(allowed, grade, parameters)


def _too_many(exams: list[Exam], grade: int, parameters: Parameters) -> Iterator[tuple[int, Text]]:
    """Yield what a grade has too often of the exams that it may have."""
    finals = [(word, [exam for exam in exams if word in exam.name], 1) for word in (FINAL, MID_TERM) if grade > 2]
    mocks = ("模拟", [exam for exam in exams if _is_mock(exam)], parameters.mock_exams or 0)
    for word, held, most in (*finals, mocks):
        count = _sittings(held)
        if count > most:
            text = Text(
                f"{grade} 年级有 {count} 次{word}考试，每学期至多{'一' if most == 1 else f' {most} '}次",
                f"grade {grade}: {count} exams called {word}, at most {'one' if most == 1 else most} a term",
            )
            yield grade, text


def _sittings(exams: list[Exam]) -> int:
    """Return how often there is an exam: papers written in one week are one."""
    return len({exam.week for exam in exams if exam.week is not None}) + sum(exam.week is None for exam in exams)


def _is_mock(exam: Exam) -> bool:
    """Tell whether an exam is a mock of the leaving exam, and no final or mid-term of the term."""
    regular = FINAL in exam.name or MID_TERM in exam.name
    return not regular and any(word in exam.name for word in MOCK)


def _never_allowed(exam: Exam, grade: int, parameters: Parameters, term_start: datetime.date | None) -> Text | None:
    """Return why a grade must not have an exam, whatever else it has; None when it may."""
    if grade <= 2:
        if any(word in exam.name for word in WITHOUT_PAPER):
            return None
        return Text("一二年级不进行纸笔考试", "no paper exams in grades 1 and 2")
    if any(word in exam.name for word in FREQUENT):
        return Text("不得组织周考、月考、单元考试等", "no weekly, monthly or unit exams")
    if grade != GRADUATING and parameters.across_schools == 0 and any(word in exam.name for word in ACROSS_SCHOOLS):
        return Text("小学和非毕业年级不得组织区域性、跨校考试", "no exams across schools but in the graduating grade")
    if FINAL in exam.name:
        return None
    if MID_TERM in exam.name:
        return None if grade >= 7 else Text("只有初中可安排期中考试", "mid-terms are for grades 7 to 9 only")
    if grade == GRADUATING and parameters.mock_exams and _is_mock(exam):
        if term_start is None or term_start.month not in AUTUMN:
            return None
        return Text("模拟考试只在毕业前的总复习阶段", "mock exams are for the review phase before leaving school")
    return Text("不得组织期末、期中以外的考试", "no exams but finals and mid-terms")


def post(poster: Poster, variables: LessonVariables, parameters: Parameters) -> None:
    """Ensure that there is no plan for a school whose calendar breaks the rule, and that no lesson is an exam."""
    school = variables.school
    for grade in sorted({grade for grade, _ in broken(school, parameters)}):
        poster.require(False, grade_owner(grade))
    for course in school.courses:
        if is_exam_lesson(course.subject) and school.grade_of(course) <= LAST_JUDGED_GRADE:
            poster.require(variables.in_week(course.id) == 0, course_owner(course.id))


def check(view: PlanView, parameters: Parameters) -> Verdict:
    """Find every exam that a grade must not have, and every lesson that is an exam; the amount is 1 for each."""
    school = view.school
    grades = judged_grades(school)
    if not grades:
        return Verdict(0, unjudged=Text("高中年级没有这条规定，不作判断", "Grades 10 to 12 are not judged"))
    violations = [Violation(grade_owner(grade), 1, text) for grade, text in broken(school, parameters)]
    violations += _exam_lessons(view)
    judged = sum(grade in exam.grades for exam in school.exams for grade in grades)
    judged += len(view.plan.placements) + len(view.plan.strays)
    missing = Text("没有填写考试安排，只检查了课表", "No exam calendar: the timetable alone is judged")
    return Verdict(judged, tuple(violations), notes=() if school.exams else (missing,))


def _exam_lessons(view: PlanView) -> Iterator[Violation]:
    school = view.school
    for placement in view.plan.placements:
        course = school.course[placement.course]
        if is_exam_lesson(course.subject) and school.grade_of(course) <= LAST_JUDGED_GRADE:
            where = school.slot_text(placement.slot)
            classes = placement.classes or course.classes
            text = _lesson_text("、".join(classes), where, course.subject)
            yield Violation(course_owner(course.id), 1, text, classes, course.teachers, (placement.slot,))
    for stray in view.plan.strays:
        if is_exam_lesson(stray.subject) and school.school_class[stray.class_id].grade <= LAST_JUDGED_GRADE:
            text = _lesson_text(stray.class_id, school.slot_text(stray.slot), stray.subject)
            teachers = (stray.teacher,) if stray.teacher is not None and stray.teacher in school.teacher else ()
            owner = class_owner(stray.class_id)
            yield Violation(owner, 1, text, (stray.class_id,), teachers, (stray.slot,))


def _lesson_text(classes: str, where: Text, subject: str) -> Text:
    return Text(
        f"{classes} {where.zh} 排了“{subject}”，课表里不得安排考试", f"{classes} {where.en}: {subject} is an exam"
    )


def asks_of_grade(school: School, parameters: Parameters, grade: str) -> Text:
    """Say what of the exams of a grade is too much."""
    faults = [text for each, text in broken(school, parameters) if str(each) == grade]
    return Text("；".join(text.zh for text in faults), "; ".join(text.en for text in faults))


def asks_of_course(school: School, parameters: Parameters, course_id: str) -> Text:
    """Say that the course is an exam."""
    name = course_text(school.course[course_id])
    return Text(f"课表里不得安排考试：{name.zh}", f"{name.en}: no exams in the timetable")


RULE = Rule(
    id="exam_calendar",
    title=Text("考试安排合规", "Exam calendar"),
    words=Text(
        "一二年级不进行纸笔考试，其他年级每学期一次期末考试，初中可加一次期中考试；所在地允许的，毕业年级在总复习阶段可安排规定次数以内的模拟考试；不得安排周考、月考、单元考试，非毕业年级不得参加跨校考试。",
        "No paper exams in grades 1 and 2; one final a term, one mid-term in grades 7 to 9; where the place allows it some mock exams of the graduating grade in its review phase; no weekly, monthly or unit exams, none across schools of the other grades.",
    ),
    level=Level.REGULATION,
    unit=Text("处", "places"),
    article="exams",
    parameters=Parameters,
    post=post,
    check=check,
    scope=Scope.COURSES,
    asks={OwnerKind.GRADE: asks_of_grade, OwnerKind.COURSE: asks_of_course},
    stated=tables.EXAMS,
)
