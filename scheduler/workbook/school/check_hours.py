"""Checks the lessons a week of grades and classes: against 课程计划, against the state's standard, against the week.

A school that gives 课程计划, or a column 课时 beside each subject, has said all it teaches: what is missing there is an error.
From a workbook with names alone nothing is demanded: what is missing is a warning, and the audit does not judge it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from constraints.catalogue import resolve
from constraints.curriculum import weekly_total
from constraints.curriculum.standard import Requirement, requirements_of
from constraints.places.law import law_of
from scheduler.school import Area, Course, CurriculumItem, Week
from scheduler.text import Text
from scheduler.workbook.school.draft import NOWHERE, Draft, grade_text
from scheduler.workbook.tables import Cell


def check_hours(draft: Draft) -> set[str]:
    """Tell of everything that is wrong with the lessons of grades and classes; return the classes that have too many."""
    limits = _limits(draft)
    _check_rows(draft)
    crowded: set[str] = set()
    for grade in sorted({klass.grade for klass in draft.classes.values()}):
        classes = [name for name in draft.classes_of((grade,)) if name in draft.class_courses]
        if grade in draft.curriculum_rows:
            if not _check_plan(draft, grade, limits.limit(grade, draft.lesson_minutes(grade))):
                crowded.update(classes)
            _check_missing(draft, grade, classes)
            for class_id in classes:
                _check_against_plan(draft, grade, class_id)
        else:
            _check_standard(draft, grade, classes)
            crowded |= _check_totals(draft, limits.limit(grade, draft.lesson_minutes(grade)), classes)
    return crowded


def follow_assignment(draft: Draft) -> None:
    """Forget the plan of each grade whose classes have other lessons now: that plan tells of the version before."""
    for grade in list(draft.curriculum_rows):
        planned = {s: item.lessons for (g, s), item in draft.curriculum.items() if g == grade}
        if any(lessons_of(draft, name) != planned for name in draft.classes_of((grade,))):
            del draft.curriculum_rows[grade]
            draft.curriculum = {key: item for key, item in draft.curriculum.items() if key[0] != grade}


def _limits(draft: Draft) -> weekly_total.Parameters:
    """Return the most lessons a week of each grade, which the school may have lowered."""
    rules, _ = resolve(tuple(draft.rule_settings), at=law_of(draft))
    found = next(rule.parameters for rule in rules if rule.rule is weekly_total.RULE)
    assert isinstance(found, weekly_total.Parameters)
    return found


def lessons_of(draft: Draft, class_id: str) -> dict[str, float]:
    """Return the lessons a week that a class has of each subject, once for courses that run together."""
    found: dict[str, float] = defaultdict(float)
    together: set[str] = set()
    for course in draft.class_courses.get(class_id, ()):
        if course.groups > 1 or course.together not in together:
            found[course.subject] += course.attended
        if course.together is not None:
            together.add(course.together)
    return found


# The plan itself.


def _check_plan(draft: Draft, grade: int, most: int | None) -> bool:
    """Tell what is wrong with a row of 课程计划; return whether its total can be held."""
    planned = {s: item.lessons for (g, s), item in draft.curriculum.items() if g == grade}
    if not draft.curriculum_unread and all(g != grade for g, _ in draft.curriculum_wrong):
        _check_minima(draft, grade, planned)
    total = sum(lessons for subject, lessons in planned.items() if draft.subjects[subject].counts)
    slots = _slots_of_grade(draft, grade)
    limits = [
        (slots, Text("一周的时段", "the slots of the week")),
        (most, Text("标准的周课时", "the standard")),
    ]
    for limit, words in limits:
        if limit is not None and total > limit:
            name = grade_text(grade)
            draft.report.error(
                draft.curriculum_rows[grade],
                Text(
                    f"{name.zh}计划一周 {total:g} 节，超过{words.zh} {limit:g} 节",
                    f"{name.en}: {total:g} lessons are planned, more than {words.en}, {limit:g}",
                ),
                Text(f"减少 {total - limit:g} 节", f"Plan {total - limit:g} fewer"),
            )
            return False
    return True


def _slots_of_grade(draft: Draft, grade: int) -> float | None:
    """Return the fewest lesson slots that a class of a grade has, on average over odd and even weeks; None without classes or
    bell schedules."""
    names = {draft.classes[name].schedule for name in draft.classes_of((grade,))}
    slots = [
        sum(1 if draft.schedules[name].periods[slot.period].week_on(slot.day) is Week.EVERY else 0.5 for slot in found)
        for name, found in ((name, draft.lesson_slots(name)) for name in names if name is not None)
    ]
    return min(slots) if slots and not draft.schedules_broken else None


def _sum(draft: Draft, lessons: dict[str, float], areas: Iterable[Area]) -> float:
    return sum(count for subject, count in lessons.items() if draft.subjects[subject].area in areas)


def _check_minima(draft: Draft, grade: int, planned: dict[str, float]) -> None:
    """Tell of each area with less than the state requires; those without a column are told together."""
    absent = []
    for requirement in requirements_of(law_of(draft), grade):
        found = _sum(draft, planned, requirement.areas)
        if found >= requirement.least(grade, draft.lesson_minutes(grade)):
            continue
        cell = next((c for c in _plan_cells(draft, grade, requirement)), None)
        if cell is None:
            absent.append(requirement)
        else:
            _tell_below(draft, cell, grade_text(grade), requirement, found)
    if absent:
        _tell_absent(draft, draft.curriculum_rows[grade], grade_text(grade), absent)


def _plan_cells(draft: Draft, grade: int, requirement: Requirement) -> Iterator[Cell]:
    """Yield the cells of 课程计划 that may hold what is required."""
    for (planned_grade, subject), cell in draft.curriculum_cells.items():
        if planned_grade == grade and draft.subjects[subject].area in requirement.areas:
            yield cell


def _tell_below(draft: Draft, cell: Cell, whose: Text, requirement: Requirement, found: float) -> None:
    least = requirement.lessons
    draft.report.error(
        cell,
        Text(
            f"{whose.zh}的{requirement.name.zh}只有 {found:g} 节，标准至少 {least} 节",
            f"{whose.en}: {found:g} lessons of {requirement.name.en}, the standard is {least}",
        ),
        Text(f"改成 {least} 节或更多", f"Give {least} or more"),
    )


def _tell_absent(draft: Draft, cell: Cell, whose: Text, absent: list[Requirement]) -> None:
    zh = "、".join(f"{requirement.name.zh} {requirement.lessons} 节" for requirement in absent)
    en = ", ".join(f"{requirement.lessons} of {requirement.name.en}" for requirement in absent)
    draft.report.error(
        cell,
        Text(f"{whose.zh}缺少国家规定的课程：{zh}", f"{whose.en} lacks what the state requires: {en}"),
        Text("补上这些学科的列和课时", "Add columns and lessons for these subjects"),
    )


# Classes against the plan.


def _check_rows(draft: Draft) -> None:
    """Tell of classes that 任课 does not mention at all."""
    if draft.unread_rows or not draft.courses:
        return
    tried = {class_id for class_id, _ in draft.attempted}
    for class_id in draft.classes:
        if class_id not in draft.class_courses and class_id not in tried and "" not in tried:
            draft.report.error(
                draft.row_cells.get(class_id) or draft.class_names.cells[class_id],
                Text(f"任课表里，{class_id}没有一门课", f"{class_id} has no course in 任课"),
                Text(
                    "在任课表里填上这个班的教师；没有这个班就从班级表里删去", "Name its teachers, or delete the class"
                ),
            )


def _check_missing(draft: Draft, grade: int, classes: list[str]) -> None:
    """Tell of each subject of the plan that a class does not have; one that a whole grade lacks is told once."""
    for (planned_grade, subject), item in draft.curriculum.items():
        if planned_grade != grade or not item.lessons:
            continue
        missing = [
            name
            for name in classes
            if not draft.was_attempted(name, subject) and subject not in lessons_of(draft, name)
        ]
        if len(missing) == len(classes) > 1:
            _tell_missing(draft, missing, subject, item)
        else:
            for name in missing:
                _tell_missing(draft, [name], subject, item)


def _tell_missing(draft: Draft, missing: list[str], subject: str, item: CurriculumItem) -> None:
    names = "、".join(missing)
    draft.report.error(
        _place(draft, missing[0], subject),
        Text(
            f"{names}没有{subject}课，课程计划是 {item.lessons:g} 节",
            f"{', '.join(missing)}: no {subject}, though {item.lessons:g} lessons are planned",
        ),
        Text(
            f"在任课表里填上{subject}教师；不开这门课就改课程计划", f"Name a teacher of {subject}, or change the plan"
        ),
    )


def _place(draft: Draft, class_id: str, subject: str) -> Cell:
    """Return where a course of a class stands or would stand."""
    known = draft.matrix_cells.get((class_id, subject)) or draft.row_cells.get(class_id)
    return known or draft.class_names.cells[class_id]


def _check_against_plan(draft: Draft, grade: int, class_id: str) -> None:
    """Tell of each subject of a class whose lessons are not those of the plan."""
    for subject, lessons in lessons_of(draft, class_id).items():
        item = draft.curriculum.get((grade, subject))
        planned = item.lessons if item else 0.0
        excused = (grade, subject) in draft.curriculum_wrong or (item is None and draft.curriculum_unread)
        if lessons == planned or excused or not draft.subjects[subject].counts:
            continue
        courses = [course for course in draft.class_courses[class_id] if course.subject == subject]
        draft.report.error(
            _lessons_cell(draft, courses),
            Text(
                f"{class_id}的{subject}是 {lessons:g} 节，课程计划是 {planned:g} 节",
                f"{class_id} has {lessons:g} lessons of {subject}, the plan says {planned:g}",
            ),
            Text("改这里或课程计划，使两处一致", "Change this cell or 课程计划, so that both agree"),
        )


def _lessons_cell(draft: Draft, courses: list[Course]) -> Cell:
    """Return the cell that says the lessons of some courses, else the one that names them."""
    demands = [draft.demand_of[course.id] for course in courses]
    return next((d.lessons_cell for d in demands if d.lessons_cell is not NOWHERE), demands[0].cell)


# Classes without a plan.


def _check_standard(draft: Draft, grade: int, classes: list[str]) -> None:
    """Tell of what the state requires and a class does not have, where no plan says what the grade has."""
    below: dict[Requirement, list[str]] = {}
    for requirement in requirements_of(law_of(draft), grade):
        lacking = [name for name in classes if _lacks(draft, name, requirement)]
        if lacking:
            below[requirement] = lacking
    if not draft.lessons_columns:
        _warn_below(draft, grade, below)
        return
    absent: dict[tuple[str, ...], list[Requirement]] = {}
    for requirement, lacking in below.items():
        for names in [lacking] if len(lacking) == len(classes) else [[name] for name in lacking]:
            cell = _required_cell(draft, names[0], requirement)
            if cell is None:
                absent.setdefault(tuple(names), []).append(requirement)
            else:
                found = _sum(draft, lessons_of(draft, names[0]), requirement.areas)
                _tell_below(draft, cell, _names(names), requirement, found)
    for group, requirements in absent.items():
        _tell_absent(draft, _place(draft, group[0], ""), _names(group), requirements)


def _names(classes: Iterable[str]) -> Text:
    names = list(classes)
    return Text("、".join(names), ", ".join(names))


def _required_cell(draft: Draft, class_id: str, requirement: Requirement) -> Cell | None:
    """Return where a class has, or would have, what is required; None where no column is for it."""
    courses = [c for c in draft.class_courses[class_id] if draft.subjects[c.subject].area in requirement.areas]
    if courses:
        return _lessons_cell(draft, courses)
    subjects = (s.id for s in draft.subjects.values() if s.area in requirement.areas)
    return next((cell for s in subjects if (cell := draft.matrix_cells.get((class_id, s))) is not None), None)


def _lacks(draft: Draft, class_id: str, requirement: Requirement) -> bool:
    areas, grade = requirement.areas, draft.classes[class_id].grade
    attempted = draft.was_attempted(class_id, "") or any(
        draft.was_attempted(class_id, subject.id) and subject.id not in lessons_of(draft, class_id)
        for subject in draft.subjects.values()
        if subject.area in areas
    )
    return not attempted and _sum(draft, lessons_of(draft, class_id), areas) < requirement.least(
        grade, draft.lesson_minutes(grade)
    )


def meets_standard(draft: Draft, grade: int) -> bool:
    """Tell whether every class of a grade has what the state requires."""
    return not any(
        _lacks(draft, name, requirement)
        for name in draft.classes_of((grade,))
        for requirement in requirements_of(law_of(draft), grade)
    )


def _warn_below(draft: Draft, grade: int, below: dict[Requirement, list[str]]) -> None:
    if not below:
        return
    name = grade_text(grade)
    zh = "、".join(requirement.name.zh for requirement in below)
    en = ", ".join(requirement.name.en for requirement in below)
    first = next(iter(below.values()))[0]
    draft.report.warning(
        draft.row_cells.get(first) or draft.class_names.cells[first],
        Text(f"{name.zh}没有开齐国家规定的课程或课时：{zh}", f"{name.en} lacks lessons that the state requires: {en}"),
        Text("在任课表里补上这些课", "Add these courses to 任课"),
    )


# Totals.


def _check_totals(draft: Draft, most: int | None, classes: list[str]) -> set[str]:
    """Tell of classes with more lessons than the state allows, and return them."""
    totals = {name: _total(draft, name) for name in classes}
    over = {name: total for name, total in totals.items() if most is not None and total > most}
    for names in _grouped(over, len(classes)):
        total = over[names[0]]
        draft.report.error(
            draft.row_cells.get(names[0]) or draft.class_names.cells[names[0]],
            Text(
                f"{'、'.join(names)}一周 {total:g} 节，超过标准的周课时 {most} 节",
                f"{', '.join(names)}: {total:g} lessons a week, more than the standard, {most}",
            ),
            Text(f"减少 {total - (most or 0):g} 节", f"Take {total - (most or 0):g} away"),
        )
    return set(over)


def _total(draft: Draft, class_id: str) -> float:
    return sum(count for subject, count in lessons_of(draft, class_id).items() if draft.subjects[subject].counts)


def _grouped(totals: dict[str, float], classes: int) -> Iterator[list[str]]:
    """Yield classes one by one, all together where all of a grade have the same total."""
    if len(totals) == classes and len(set(totals.values())) == 1:
        yield list(totals)
    else:
        yield from ([name] for name in totals)
