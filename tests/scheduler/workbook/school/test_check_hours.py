"""Lessons a week against 课程计划, against the standard, against the week."""

from __future__ import annotations

import pytest

from scheduler.workbook import Reading
from tests.scheduler.workbook.books import Books, Rows, errors, notes

# What grade 7 has at least, and what makes 34 of it.
LEAST = {
    "道法": 2, "语文": 6, "数学": 5, "英语": 5, "历史": 2, "地理": 2, "生物": 2, "信息": 1,
    "体育": 3, "音乐": 1, "美术": 1, "劳动": 1, "综合": 1, "班会": 1, "校本": 1,
}  # fmt: skip


def plan(**changes: object) -> Rows:
    return [["年级", *LEAST], [7, *({**LEAST, **changes}).values()]]


def lessons(**changes: object) -> Rows:
    teachers = {name: f"{name}师" for name in LEAST}
    return [["班级", *LEAST], ["七(1)班", *({**teachers, **changes}).values()], ["七(2)班", *teachers.values()]]


def with_hours(**changes: object) -> Rows:
    """The matrix with a column 课时 beside each subject; a change is the lessons of a class's subject."""
    heading = [cell for name in LEAST for cell in (name, "课时")]
    both = [[cell for name, count in LEAST.items() for cell in (f"{name}师", count)] for _ in (1, 2)]
    for name, count in changes.items():
        index = heading.index(name)
        both[0][index : index + 2] = [f"{name}师", count] if count else [None, None]  # type: ignore[list-item]
    return [["班级", *heading], ["七(1)班", *both[0]], ["七(2)班", *both[1]]]


def places(reading: Reading) -> list[tuple[str, str]]:
    return [(sheet, cell) for sheet, cell, _ in errors(reading)]


def test_lessons_come_from_the_plan(books: Books) -> None:
    reading = books.read(任课=lessons(), 课程计划=plan())
    assert reading.problems == ()
    assert reading.school is not None
    assert sum(course.lessons for course in reading.school.class_courses["七(2)班"]) == 34
    assert {item.subject: item.lessons for item in reading.school.curriculum} == LEAST


def test_titles_of_grades_and_totals(books: Books) -> None:
    rows: Rows = [["年级", *LEAST, "合计"], ["七、八年级", *LEAST.values(), 34], ["合计", *LEAST.values(), 34]]
    assert books.read(任课=lessons(), 课程计划=rows).problems == ()


@pytest.mark.parametrize(
    ("cells", "planned", "place"),
    [
        ({"音乐": None}, {}, ("任课", "K2")),
        ({"音乐": "孙悦 2"}, {}, ("任课", "K2")),
        ({"语文": "王芳 4; 李强 1"}, {}, ("任课", "C2")),
        ({"校本": "王芳"}, {"校本": None}, ("任课", "P2")),
        ({}, {"体育": 2}, ("课程计划", "J2")),
        ({}, {"劳动": 0.5}, ("课程计划", "M2")),
        ({}, {"语文": 7}, ("课程计划", "A2")),
        ({}, {"语文": 17}, ("课程计划", "A2")),
        ({}, {"音乐": "一节"}, ("课程计划", "K2")),
        ({}, {"音乐": "100"}, ("课程计划", "K2")),
    ],
)
def test_one_fault_in_plan_or_lessons_is_told_once(
    books: Books, cells: dict[str, object], planned: dict[str, object], place: tuple[str, str]
) -> None:
    reading = books.read(任课=lessons(**cells), 课程计划=plan(**planned))
    assert places(reading) == [place]


def test_lessons_of_the_cell_that_agree_with_the_plan(books: Books) -> None:
    assert books.read(任课=lessons(语文="王芳 4+1", 数学="李强 3; 钱多 2"), 课程计划=plan()).problems == ()


def test_an_activity_is_no_lesson_of_the_plan(books: Books) -> None:
    rows = [[*row, cell] for row, cell in zip(lessons(), ("升旗", "王芳", "李强 1"), strict=True)]
    school = books.school(任课=rows, 课程计划=plan())
    assert school.course["七(1)班|升旗"].lessons == 1


def test_a_subject_that_the_plan_lacks_everywhere_is_told_once(books: Books) -> None:
    without = [row[:-1] for row in plan(语文=7)]
    reading = books.read(任课=lessons(), 课程计划=without)
    assert places(reading) == [("任课", "P2")]


def test_columns_that_the_plan_must_have_are_told_together(books: Books) -> None:
    without = [[cell for index, cell in enumerate(row) if index not in (12, 13)] for row in plan()]
    short = [[cell for index, cell in enumerate(row) if index not in (12, 13)] for row in lessons()]
    found = errors(books.read(任课=short, 课程计划=without))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课程计划", "A2")]
    assert "劳动" in found[0][2]
    assert "综合实践" in found[0][2]


@pytest.mark.parametrize("heading", ["算术", "奥数"])
def test_an_unknown_heading_of_the_plan_is_all_that_is_told(books: Books, heading: str) -> None:
    subjects: Rows = [["学科", "领域"], *([name, None] for name in LEAST)]
    rows = [list(row) for row in plan()]
    rows[0][3] = heading
    assert places(books.read(任课=lessons(), 课程计划=rows, 学科=subjects)) == [("课程计划", "D1")]


def test_an_unknown_heading_of_the_matrix_is_all_that_is_told(books: Books) -> None:
    subjects: Rows = [["学科", "领域"], *([name, None] for name in LEAST)]
    rows = [list(row) for row in lessons()]
    rows[0][3] = "算术"
    assert places(books.read(任课=rows, 课程计划=plan(), 学科=subjects)) == [("任课", "D1")]


def test_a_class_without_any_course(books: Books) -> None:
    classes: Rows = [["班级"], ["七(1)班"], ["七(2)班"], ["七(3)班"]]
    assert places(books.read(任课=lessons(), 课程计划=plan(), 班级=classes)) == [("班级", "A4")]


def test_an_unknown_class_is_all_that_is_told_when_it_was_meant_for_another(books: Books) -> None:
    classes: Rows = [["班级"], ["七(1)班"], ["七(2)班"], ["七(3)班"]]
    rows = [*lessons(), ["七(4)班", *(f"{name}师" for name in LEAST)]]
    assert places(books.read(任课=rows, 课程计划=plan(), 班级=classes)) == [("任课", "A4")]


def test_two_rows_of_one_grade(books: Books) -> None:
    assert places(books.read(任课=lessons(), 课程计划=[*plan(), plan()[1]])) == [("课程计划", "A3")]


# Without 课程计划.


def test_a_column_of_lessons_is_the_plan(books: Books) -> None:
    reading = books.read(任课=with_hours())
    assert reading.problems == ()
    assert reading.school is not None
    assert {item.subject: item.lessons for item in reading.school.curriculum} == LEAST
    assert "以任课表的课时为准" in notes(reading)


@pytest.mark.parametrize(
    ("changes", "cell"),
    [({"体育": 2}, "S2"), ({"劳动": None}, "X2"), ({"语文": 7}, "A2"), ({"语文": 30}, "A2")],
)
def test_lessons_beside_teachers_are_held_to_the_standard(books: Books, changes: dict[str, object], cell: str) -> None:
    assert places(books.read(任课=with_hours(**changes))) == [("任课", cell)]


def test_names_alone_are_held_to_nothing(books: Books) -> None:
    reading = books.read(任课=[["班级", "语文", "体育"], ["七(1)班", "王芳", "赵军"], ["八(1)班", "王芳", "赵军"]])
    assert [(p.severity, p.cell) for p in reading.problems] == [("warning", "A2"), ("warning", "A3")]
    assert reading.school is not None
    assert reading.school.curriculum == ()
    assert "不判断是否达到国家课时标准" in notes(reading)


def test_names_alone_get_the_usual_lessons_inside_the_states_total(books: Books) -> None:
    rows = [[*row, cell] for row, cell in zip(lessons(), ("心理", "周敏", "周敏"), strict=True)]
    reading = books.read(任课=rows)
    assert reading.problems == ()
    assert reading.school is not None
    hours = {course.subject: course.lessons for course in reading.school.class_courses["七(1)班"]}
    assert sum(hours.values()) == 34
    assert (hours["心理"], hours["体育"], hours["语文"]) == (1, 3, 5)
    assert "常用的课程计划" in notes(reading)


def test_senior_grades_need_their_lessons_and_have_no_standard(books: Books) -> None:
    reading = books.read(任课=[["班级", "语文"], ["高一(1)班", "王芳 5"]])
    assert reading.problems == ()
    assert "高一没有义务教育课时标准" in notes(reading)
    assert books.errors(任课=[["班级", "语文"], ["高一(1)班", "王芳"], ["高一(2)班", "王芳"]]) == [("任课", "B2")]


def test_the_school_may_lower_the_most_lessons_a_week(books: Books) -> None:
    rules: Rows = [["规则编号", "参数", "参数值"], ["weekly_total", "7-9年级周课时上限", 33]]
    assert places(books.read(任课=lessons(), 课程计划=plan(), 规则=rules)) == [("课程计划", "A2")]


def test_exams_are_no_lessons(books: Books) -> None:
    rows = [[*row, cell] for row, cell in zip(lessons(), ("周测", "周敏", "周敏"), strict=True)]
    assert places(books.read(任课=rows)) == [("任课", "Q1")]


def test_a_whole_grade_without_a_subject_is_told_once(books: Books) -> None:
    rows = [[cell for index, cell in enumerate(row) if index != 10] for row in lessons()]
    found = errors(books.read(任课=rows, 课程计划=plan()))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("任课", "A2")]
    assert found[0][2] == "七(1)班、七(2)班没有音乐课，课程计划是 1 节"


def test_courses_that_run_together_count_once_and_have_the_lessons_of_the_plan(books: Books) -> None:
    rows = [[cell for index, cell in enumerate(row) if index != 4] for row in lessons()]
    walking: Rows = [
        ["班级", "学科", "教师", "走班组"],
        *(["七(1)班、七(2)班", "英语", teacher, "英语走班"] for teacher in ("王芳", "李强")),
    ]
    reading = books.read(任课=rows, 任课明细=walking, 课程计划=plan())
    assert reading.problems == ()
    assert reading.school is not None
    assert [course.lessons for course in reading.school.courses if course.together] == [5, 5]


def test_more_lessons_planned_than_the_week_has(books: Books) -> None:
    bells: Rows = [
        ["节次", "类型", "开始", "结束"],
        *([f"第{n}节", "正课", f"{7 + n}:00", f"{7 + n}:40"] for n in range(1, 7)),
    ]
    found = errors(books.read(任课=lessons(), 课程计划=plan(), 作息=bells))
    assert [(sheet, cell) for sheet, cell, _ in found] == [("课程计划", "A2")]
    assert "超过一周的时段 30 节" in found[0][2]
