"""确认: what was asked is read as it was answered, in the workbook or beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from scheduler.workbook import Reading, read_school, write_school
from tests.scheduler.workbook.books import Books, Rows, errors, make, notes

HEADINGS = ["班级", "班主任", "语文", "数学", "体育"]
ROWS: Rows = [
    HEADINGS,
    ["三(1)班", "孙丽", "孙丽", "孔浩", "赵军"],
    ["三(2)班", "王芳", "王芳", "孔皓", "赵军"],
]


def replaced(old: object, new: object) -> Rows:
    """The rows with another value in each cell that says `old`."""
    return [[new if value == old else value for value in row] for row in ROWS]


def teacher(reading: Reading, course: str) -> tuple[str, ...]:
    assert reading.school is not None, errors(reading)
    return reading.school.course[course].teachers


@pytest.mark.parametrize("answer", ["孔浩", "孔皓"])
@pytest.mark.parametrize("beside", [True, False])
def test_who_is_meant(tmp_path: Path, answer: str, beside: bool) -> None:
    """As a row of the workbook, and as the page gives it."""
    sheets: dict[str, Rows] = {"任课": ROWS}
    if not beside:
        sheets["确认"] = [["写法", "就是"], ["孔皓", answer]]
    reading = read_school(make(tmp_path / "学校.xlsx", **sheets), {"孔皓": answer} if beside else None)
    assert teacher(reading, "三(2)班|数学") == (answer,)
    assert teacher(reading, "三(1)班|数学") == ("孔浩",)


@pytest.mark.parametrize(
    ("written", "answer", "taught"),
    [
        ("孔皓-孙丽", "孔浩、孙丽", ("孔浩", "孙丽")),
        ("孔浩(产假,李红代)", "李红", ("李红",)),
        ("前8周孔浩后8周李红", "孔浩", ("孔浩",)),
        ("道", "道", ("道",)),
        ("自习", "待定", ()),
        ("孔老师", "孔浩", ("孔浩",)),
        ("三三三三三", "三三三三三", ("三三三三三",)),
    ],
)
def test_a_cell(books: Books, written: str, answer: str, taught: tuple[str, ...]) -> None:
    rows = replaced("孔皓", written)
    asked = books.read(任课=rows)
    assert [(p.severity, p.cell) for p in asked.problems if p.blocks] == [("question", "D3")]
    question = next(problem for problem in asked.problems if problem.blocks)
    assert answer in question.candidates or written.startswith("孔皓-")
    reading = books.read(任课=rows, 确认=[["写法", "就是"], [question.value, answer]])
    assert teacher(reading, "三(2)班|数学") == taught


@pytest.mark.parametrize(
    ("written", "answer", "expected"),
    [
        ("热孜万古丽 4+1", "热孜万古丽", (("热孜万古丽",), 6, 1)),
        ("何老师 5", "何老师", (("何老师",), 5, 0)),
        ("孔老师 4+1", "孔浩", (("孔浩",), 6, 1)),
        ("孔浩(前8周) 5", "孔浩 5", (("孔浩",), 5, 0)),
        ("孔浩(王芳代)4+1", "王芳 4+1", (("王芳",), 6, 1)),
        ("孔浩 5 周三", "孔浩 5", (("孔浩",), 5, 0)),
        ("孔浩王芳 5", "孔浩、王芳 5", (("孔浩", "王芳"), 5, 0)),
        ("孔浩王芳 5", "孔浩王芳 5", (("孔浩王芳",), 5, 0)),
        ("孙伟1", "孙伟 1", (("孙伟",), 1, 0)),
        ("孙伟1", "孙伟1", (("孙伟1",), 4, 0)),
        ("自习 3", "待定", ((), 3, 0)),
    ],
)
def test_an_answer_keeps_what_else_the_cell_says(
    books: Books, written: str, answer: str, expected: tuple[object, ...]
) -> None:
    rows = replaced("孔皓", written)
    question = next(problem for problem in books.read(任课=rows).problems if problem.severity == "question")
    assert answer in question.candidates
    reading = books.read(任课=rows, 确认=[["写法", "就是"], [question.value, answer]])
    assert reading.school is not None, errors(reading)
    (course,) = [c for c in reading.school.courses if c.classes == ("三(2)班",) and c.subject == "数学"]
    assert (course.teachers, course.lessons, course.doubles) == expected


@pytest.mark.parametrize(("heading", "answer", "subjects"), [
    ("体肓", "体育", {"语文", "数学", "体育"}),
    ("体肓", "体肓", {"语文", "数学", "体肓"}),
    ("体肓", "不读", {"语文", "数学"}),
    ("围棋", "围棋", {"语文", "数学", "围棋"}),
    ("早读", "早读", {"语文", "数学", "早读"}),
])  # fmt: skip
def test_a_heading(books: Books, heading: str, answer: str, subjects: set[str]) -> None:
    rows = [[heading if value == "体育" else "孔浩" if value == "孔皓" else value for value in row] for row in ROWS]
    reading = books.read(任课=rows, 确认=[["写法", "就是"], [heading, answer]])
    assert reading.school is not None, errors(reading)
    assert {course.subject for course in reading.school.courses} == subjects


def test_a_column_of_the_same_subject_is_left_out(books: Books) -> None:
    rows = [[*row, "语文(上学期)" if row is ROWS[0] else "周敏"] for row in replaced("孔皓", "孔浩")]
    rows[0][-1] = "语文(上学期)"
    assert books.errors(任课=rows) == [("任课", "F1")]
    reading = books.read(任课=rows, 确认=[["写法", "就是"], ["语文(上学期)", "不读"]])
    assert teacher(reading, "三(1)班|语文") == ("孙丽",)


@pytest.mark.parametrize("title", ["教师禁排时间", "教师时间表"])
def test_a_sheet_of_a_near_title(books: Books, title: str) -> None:
    times: Rows = [["名称", "周一1", "周一2"], ["赵军", "禁", "禁"]]
    sheets: dict[str, Rows] = {"任课": replaced("孔皓", "孔浩"), title: times}
    assert books.errors(**sheets) == [(title, "A1")]
    reading = books.read(**sheets, 确认=[["写法", "就是"], [title, "教师时间"]])
    assert reading.school is not None, errors(reading)
    assert len(reading.school.marks) == 2
    reading = books.read(**sheets, 确认=[["写法", "就是"], [title, "不读"]])
    assert reading.school is not None, errors(reading)
    assert reading.school.marks == ()


def test_a_copy_of_a_sheet_is_asked_about_once(books: Books) -> None:
    rows = replaced("孔皓", "孔浩")
    other = [[{"赵军": "周勇"}.get(str(value), value) for value in row] for row in rows]
    sheets: dict[str, Rows] = {"任课": rows, "任课 (2)": other}
    assert books.errors(**sheets) == [("任课 (2)", "A1")]
    reading = books.read(**sheets, 确认=[["写法", "就是"], ["任课 (2)", "不读"]])
    assert teacher(reading, "三(1)班|体育") == ("赵军",)


@pytest.mark.parametrize(("answer", "courses"), [("分班", 6), ("合班", 3)])
def test_many_rows_of_several_classes(books: Books, answer: str, courses: int) -> None:
    rows: Rows = [
        ["姓名", "学科", "班级", "周课时"],
        *([n, s, "七(1)班、七(2)班", 4] for n, s in (("孙丽", "语文"), ("孔浩", "数学"), ("赵军", "体育"))),
    ]
    assert books.errors(任课=rows) == [("任课", "C2")]
    reading = books.read(任课=rows, 确认=[["写法", "就是"], ["几个班一行", answer]])
    assert reading.school is not None, errors(reading)
    assert len(reading.school.courses) == courses


def test_two_answers_to_one_question_are_told(books: Books) -> None:
    answers: Rows = [["写法", "就是"], ["孔皓", "孔浩"], ["孔皓", "孔皓"]]
    assert ("确认", "A3") in books.errors(任课=ROWS, 确认=answers)


def test_what_is_unsure_in_several_cells_is_asked_once(books: Books) -> None:
    reading = books.read(任课=replaced("赵军", "自习"))
    assert [(p.severity, p.cell) for p in reading.problems if p.blocks and p.value == "自习"] == [("question", "E2")]
    assert "另在 任课 E3" in next(p.text.zh for p in reading.problems if p.value == "自习")


def test_hidden_rows_and_columns_are_said_once(books: Books, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = make(tmp_path / "学校.xlsx", 任课=replaced("孔皓", "孔浩"))
    book = load_workbook(path)
    book["任课"].row_dimensions[3].hidden = True
    book["任课"].column_dimensions["D"].hidden = True
    book.save(path)
    reading = read_school(path)
    assert "隐藏的内容也读了：任课 第 3 行、D 列" in notes(reading)
    assert teacher(reading, "三(2)班|数学") == ("孔浩",)


def test_formulas_without_results_are_refused_where_they_are_looked_at(books: Books) -> None:
    rows = [[*row, "合计" if row is ROWS[0] else "=SUM(1,2)"] for row in replaced("孔皓", "孔浩")]
    rows[0][-1] = "合计"
    assert books.read(任课=rows).school is not None
    rows[1][2], rows[2][3] = '="孙"&"丽"', "=A1"
    reading = books.read(任课=rows)
    assert [(p.cell, p.text.zh) for p in reading.problems if p.blocks] == [
        ("C2", "公式没有存下结果，不知道是什么（另在 任课 D3）")
    ]


def test_unknown_sheets_are_named_once(books: Books) -> None:
    reading = books.read(任课=replaced("孔皓", "孔浩"), 食堂菜谱=[["周一"], ["面"]], 校车=[["线路"], ["1"]])
    assert reading.school is not None
    assert [p.text.zh for p in reading.problems if "没有读" in p.text.zh] == ["这些工作表没有读：食堂菜谱、校车"]


def test_a_matrix_turned_by_a_right_angle(books: Books) -> None:
    rows = [
        ["学科", "三(1)班", "三(2)班"],
        ["语文", "孙丽", "王芳"],
        ["数学", "孔浩", "孔浩"],
        ["体育", "赵军", "#N/A"],
    ]
    assert books.errors(任课=rows) == [("任课", "C4")]
    rows[-1][-1] = "赵军"
    reading = books.read(任课=rows)
    assert teacher(reading, "三(2)班|语文") == ("王芳",)
    assert "一行一门学科" in notes(reading)


# Questions about a whole sheet: one for one cause, and one answer mends all its cells.


def one_question(reading: Reading) -> tuple[str, str, tuple[str, ...]]:
    """Return cell, text as it was asked about, and answers of the only thing that blocks."""
    (problem,) = [problem for problem in reading.problems if problem.blocks]
    assert problem.severity == "question"
    return problem.cell, problem.value, problem.candidates


def answered(books: Books, written: str, answer: str, **sheets: Rows) -> Reading:
    return books.read(**sheets, 确认=[["写法", "就是"], [written, answer]])


def test_dates_that_excel_made_of_classes(books: Books) -> None:
    rows = [HEADINGS, *([datetime(2026, 3, day), *row[1:]] for day, row in enumerate(ROWS[1:], 1))]
    rows[2][3] = "孔浩"
    asked = books.read(任课=rows)
    assert one_question(asked) == ("A2", "日期班名", ("月-日",))
    assert "2026-03-01" in errors(asked)[0][2]
    assert "“3-1”" in errors(asked)[0][2]
    reading = answered(books, "日期班名", "月-日", 任课=rows)
    assert reading.school is not None
    assert [klass.id for klass in reading.school.classes] == ["三(1)班", "三(2)班"]


@pytest.mark.parametrize(
    ("sheet", "listed", "written", "cell"),
    [
        ("教师", [["姓名", "教研组"], ["孙丽", "语文"]], "教师名单", "D2"),
        ("班级", [["班级", "人数"], ["三(1)班", 40]], "班级名单", "A3"),
    ],
)
def test_a_list_of_a_part_of_the_school(books: Books, sheet: str, listed: Rows, written: str, cell: str) -> None:
    rows = [HEADINGS, *([f"三({i})班", "孙丽", "孙丽 1", "孔浩 1", "赵军 1"] for i in range(1, 7))]
    if sheet == "教师":
        for row, name in zip(rows[1:], ["孔浩", "王芳", "李红", "吴静", "韩冬", "马飞"], strict=True):
            row[3] = f"{name} 1"
    sheets = {"任课": rows, sheet: listed}
    assert one_question(books.read(**sheets)) == (cell, written, ("加上",))
    reading = answered(books, written, "加上", **sheets)
    assert reading.school is not None, errors(reading)
    assert len(reading.school.classes) == 6
    assert {"孙丽", "赵军"} <= set(reading.school.teacher)
    assert sheet == "教师" or reading.school.school_class["三(1)班"].size == 40


def test_a_few_unknown_names_are_told_one_by_one(books: Books) -> None:
    rows = replaced("孔皓", "吴静")
    assert [cell for _, cell, _ in errors(books.read(任课=rows, 教师=[["姓名"], ["孙丽"], ["王芳"]]))] == [
        "D2", "E2", "D3",
    ]  # fmt: skip


LISTS = [
    ["姓名", "学科", "班级", "周课时"],
    ["孙丽", "语文", "三(1)班、三(2)班", 14],
    ["孔浩", "数学", "三(1)班、三(2)班", 8],
]


@pytest.mark.parametrize(("answer", "lessons"), [("合计", (7, 7, 4, 4)), ("每班", (14, 14, 8, 8))])
def test_lessons_of_all_classes_of_a_row(books: Books, answer: str, lessons: tuple[int, ...]) -> None:
    rows = [["写法", "就是"], ["几个班一行", "分班"]]
    assert one_question(books.read(任课=LISTS, 确认=rows)) == ("D2", "几个班一行的课时", ("合计", "每班"))
    reading = books.read(任课=LISTS, 确认=[*rows, ["几个班一行的课时", answer]])
    assert reading.school is not None
    assert tuple(course.lessons for course in reading.school.courses) == lessons


def test_lessons_that_cannot_be_shared_out(books: Books) -> None:
    rows = [["写法", "就是"], ["几个班一行", "分班"], ["几个班一行的课时", "合计"]]
    lists = [*LISTS, ["赵军", "体育", "三(1)班、三(2)班", 7]]
    assert errors(books.read(任课=lists, 确认=rows)) == [("任课", "D4", "7 节不能平分给 2 个班")]


@pytest.mark.parametrize(("answer", "homeroom"), [("班主任", "孙丽"), ("不读", None)])
def test_a_heading_one_character_away(books: Books, answer: str, homeroom: str | None) -> None:
    rows = [["班级", "斑主任", *HEADINGS[2:]], ROWS[1]]
    assert one_question(books.read(任课=rows)) == ("B1", "斑主任", ("班主任", "不读"))
    reading = answered(books, "斑主任", answer, 任课=rows)
    assert reading.school is not None
    assert reading.school.school_class["三(1)班"].homeroom_teacher == homeroom


def test_a_class_whose_last_zero_may_be_lost(books: Books) -> None:
    """Excel stores 3.10 as 3.1: the first class of a list is the first, behind the ninth or beside the eleventh nobody knows."""

    def rows(*classes: object) -> Rows:
        return [HEADINGS, *([name, *ROWS[1][1:]] for name in classes)]

    assert books.school(任课=rows(3.1, 3.2)).classes[0].id == "三(1)班"
    for classes in (("三(9)班", "三(11)班", 3.1), (3.1, "三(9)班", 3.1)):
        (found,) = errors(books.read(任课=rows(*classes)))
        assert found[:2] == ("任课", "A4")
        assert "三(1)班还是三(10)班" in found[2]


def test_remarks_stay_with_the_course(books: Books, tmp_path: Path) -> None:
    cells = ["孙丽(产假、代)", "孔浩 兼", "赵军/马飞(代) 1"]
    school = books.school(任课=[HEADINGS, ["三(1)班", "孙丽", *cells]])
    assert [c.note for c in school.courses] == ["产假、代", "兼", "", "代"]
    write_school(school, tmp_path / "再存.xlsx")
    again = read_school(tmp_path / "再存.xlsx").school
    assert again is not None
    assert again.courses == school.courses
    listed = [["班级", "学科", "教师", "课时", "备注"], ["三(1)班", "语文", "孙丽", 7, "实验班"]]
    assert books.school(任课明细=listed).courses[0].note == "实验班"


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        # a row of two classes with several subjects, or with a homeroom teacher
        ([HEADINGS, ["三1、三2", None, "孙丽", "孔浩", None]], "A2"),
        ([HEADINGS, ["三(1)班、三(2)班", "孙丽", "孙丽", None, None]], "A2"),
        # one such row in a list is enough
        ([LISTS[0], ["孙丽", "语文", "三(1)班", 7], ["孔浩", "数学", "三(1)班、三(2)班", 4]], "C3"),
    ],
)
def test_classes_in_one_row_are_asked_about(books: Books, rows: Rows, cell: str) -> None:
    assert one_question(books.read(任课=rows)) == (cell, "几个班一行", ("分班", "合班"))


def test_as_many_lessons_as_all_classes_have_are_asked_about(books: Books) -> None:
    rows = [LISTS[0], ["赵军", "体育", "三(1)班、三(2)班", 6]]
    assert one_question(books.read(任课=rows, 确认=[["写法", "就是"], ["几个班一行", "分班"]]))[1] == "几个班一行的课时"


def test_what_follows_from_a_question_is_not_told(books: Books) -> None:
    classes = [["班级", "班主任"], ["三(1)班", "孙丽"], ["三(2)班", "韩冬"]]
    assert one_question(books.read(任课=LISTS, 班级=classes))[1] == "几个班一行"


def test_names_that_no_list_should_have_are_not_offered_to_be_added(books: Books) -> None:
    """Without a sheet 教师 the people of 教师时间 are unknown one by one: adding them to a list would not help."""
    times = [["姓名", "周一1"], *([name, "禁"] for name in ("钱多", "郑爽", "冯涛", "韩冬"))]
    assert [cell for _, cell, _ in errors(books.read(任课=ROWS[:2], 教师时间=times))] == ["A2", "A3", "A4", "A5"]


def test_common_surnames_are_no_likeness(books: Books) -> None:
    """王丽 is not 王芳: the list of a part is one question however many share a surname; 英语 is not 语文."""
    names = ["王丽", "王娟", "李军", "李勇", "孙丽"]
    rows = [["班级", "语文", "数学", "英语", "科学", "体育"], ["三(1)班", *names]]
    assert one_question(books.read(任课=rows, 教师=[["姓名"], ["王芳"], ["李强"]]))[1] == "教师名单"
    subjects = [["学科", "领域"], ["道德与法治", "道德与法治"]]
    assert one_question(books.read(任课=rows, 学科=subjects))[1] == "学科名单"


@pytest.mark.parametrize("name", ["语 文", "语　文"])
def test_a_subject_with_a_space_is_the_subject(books: Books, name: str) -> None:
    plan = [["年级", name, "数学", "体育"], [10, 7, 4, 3]]
    school = books.school(任课=[HEADINGS, ["高一(1)班", *ROWS[1][1:]]], 课程计划=plan)
    assert school.course["高一(1)班|语文"].lessons == 7
    listed = books.school(任课=ROWS[:2], 学科=[["学科", "领域"], [name, None], ["数学", None], ["体育", None]])
    assert listed.course["三(1)班|语文"].lessons == 7


def test_two_subjects_in_a_cell_of_a_list(books: Books) -> None:
    rows = [LISTS[0], ["孙丽", "语文、道德与法治", "三(1)班", 7]]
    assert errors(books.read(任课=rows)) == [("任课", "B2", "“语文、道德与法治”是几门学科")]


def test_lines_below_the_classes_are_said(books: Books) -> None:
    rows = [*ROWS[:2], ["备注：三(2)班语文11月起由李红代课"], ["1.王芳11月起休产假"], ["教务处"]]
    said = notes(books.read(任课=rows))
    assert all(text in said for text in ("A3 备注", "A4 1.王芳", "A5 教务处"))


def test_dates_that_excel_made_of_rooms(books: Books) -> None:
    rows = [["班级", "教室"], ["三(1)班", datetime(2026, 3, 1)]]
    assert errors(books.read(任课=ROWS[:2], 班级=rows)) == [
        ("班级", "B2", "Excel 把场地名变成了日期（原来写的大概是“3-1”）")
    ]


def test_headings_within_a_bell_schedule(books: Books) -> None:
    bells = [
        ["节次", "类型", "开始", "结束"],
        ["上午"],
        ["第1节", "正课", "08:00", "08:40"],
        ["下午"],
        ["第2节", "正课", "14:00", "14:40"],
    ]
    few = [HEADINGS, ["三(1)班", "孙丽", "孙丽 4", "孔浩 3", "赵军 3"]]
    assert [period.name for period in books.school(任课=few, 作息=bells).schedules[0].periods] == ["第1节", "第2节"]


def test_a_number_that_is_no_class_of_a_grade(books: Books) -> None:
    """241 is rather class 1 of those who came in 2024 than the 41st of grade 2."""
    assert [cell for _, cell, _ in errors(books.read(任课=[HEADINGS, ["241", *ROWS[1][1:]]]))] == ["A2"]
