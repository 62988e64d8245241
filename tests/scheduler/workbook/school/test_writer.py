from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.catalogue import catalogue, every_rule
from scheduler.school import (
    Course,
    CurriculumItem,
    Exclusion,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    RuleSetting,
    School,
    SchoolClass,
    Slot,
    Teacher,
    Venue,
    Week,
)
from scheduler.workbook import spelling, write_school
from scheduler.workbook.school import layout
from scheduler.workbook.school.form import add_form
from scheduler.workbook.school.layout_page import BEGIN, END, layout_markdown
from scheduler.workbook.school.reader import read_book
from scheduler.workbook.school.writer import school_forms, school_workbook
from tests.schools import bell, course, make_school, slot

HEADING, FIRST = 2, 3


def read_back(school: School) -> School:
    """Return what the sheets written of a school are read as; nothing may be wrong with them."""
    reading = read_book(school_workbook(school), Path("school.xlsx"))
    assert [problem for problem in reading.problems if problem.severity == "error"] == []
    assert reading.school is not None
    return reading.school


def sheet_of(school: School, of: layout.Sheet) -> Worksheet:
    """Return one sheet as it is before it is saved."""
    book = Workbook()
    add_form(book, next(form for form in school_forms(school) if form.sheet is of))
    found: Worksheet = book[of.title.zh]
    return found


def cell_of(sheet: Worksheet, row: str, heading: str) -> object:
    headings = [cell.value for cell in sheet[HEADING]]
    rows = [sheet.cell(number, 1).value for number in range(1, sheet.max_row + 1)]
    return sheet.cell(rows.index(row) + 1, headings.index(heading) + 1).value


def details(sheet: Worksheet) -> list[tuple[object, ...]]:
    rows = sheet.iter_rows(min_row=FIRST, values_only=True)
    return [row for row in rows if any(value is not None for value in row)]


def curriculum(**lessons: float) -> tuple[CurriculumItem, ...]:
    return tuple(CurriculumItem(grade=10, subject=subject, lessons=count) for subject, count in lessons.items())


def one_grade(courses: tuple[Course, ...], **more: Any) -> School:
    """A school of grade 10, for which the state has no standard that the few courses of a test would fail."""
    names = dict.fromkeys(name for item in courses for name in item.classes)
    classes = tuple(
        SchoolClass(id=name, grade=10, number=number, schedule=bell().id) for number, name in enumerate(names, 1)
    )
    return make_school(courses, **{"classes": classes, **more})


HOURS = curriculum(语文=5, 数学=5, 体育=3, 音乐=1)
ODD_MUSIC = course("高一(1)班", "音乐", "孙悦", 1, week=Week.ODD, pair="高一(1)班|音乐", id="高一(1)班|音乐|孙悦")
EVEN_MUSIC = course("高一(1)班", "音乐", "钱多", 1, week=Week.EVEN, pair="高一(1)班|音乐", id="高一(1)班|音乐|钱多")


@pytest.mark.parametrize(
    ("courses", "subject", "text"),
    [
        ((course("高一(1)班", "语文", "王芳", 5),), "语文", "王芳"),
        ((course("高一(1)班", "语文", "王芳", 6),), "语文", "王芳 6"),
        ((course("高一(1)班", "语文", "王芳", 5, doubles=1),), "语文", "王芳 3+1"),
        ((course("高一(1)班", "语文", "王芳", 4, doubles=2),), "语文", "王芳 0+2"),
        ((course("高一(1)班", "语文", ("王芳", "李强"), 5),), "语文", "王芳、李强"),
        ((course("高一(1)班", "音乐", "孙悦", 1, week=Week.EVEN),), "音乐", "孙悦 1双"),
        ((course("高一(1)班", "体育", "赵军", 3, venue="操场", venue_kind=None),), "体育", "赵军 @操场"),
        ((course("高一(1)班", "体育", "赵军", 3),), "体育", "赵军 @教室"),
        ((course("高一(1)班", "体育", "赵军", 3, venue_kind="操场"),), "体育", "赵军"),
        ((ODD_MUSIC, EVEN_MUSIC), "音乐", "孙悦/钱多 1"),
        (
            (
                course("高一(1)班", "语文", "王芳", 3, id="高一(1)班|语文|王芳"),
                course("高一(1)班", "语文", "李强", 2, id="高一(1)班|语文|李强"),
            ),
            "语文",
            "王芳 3; 李强 2",
        ),
        (
            (
                course("高一(1)班", "音乐", "孙悦", 2, doubles=1, week=Week.ODD, pair="高一(1)班|音乐/美术"),
                course("高一(1)班", "美术", "孙悦", 2, doubles=1, week=Week.EVEN, pair="高一(1)班|音乐/美术"),
            ),
            "音乐/美术",
            "孙悦 0+1",
        ),
    ],
)
def test_a_cell_of_the_matrix_says_a_course(courses: tuple[Course, ...], subject: str, text: str) -> None:
    school = one_grade(
        courses, curriculum=HOURS, venues=(Venue(id="操场", kind="田径场"), Venue(id="西操场", kind="操场"))
    )
    assert cell_of(sheet_of(school, layout.ASSIGNMENT), "高一(1)班", subject) == text
    assert details(sheet_of(school, layout.ASSIGNMENT_LIST)) == []


@pytest.mark.parametrize(
    "courses",
    [
        course("高一(1)班", "音乐", "孙悦", 1, week=Week.ODD),
        course("高一(1)班", "语文", None, 5),
        course("高一(1)班", "体育", "赵军", 3, venue="西操场"),
        course("高一(1)班", "体育", "赵军", 3, venue_kind="操场"),
        course("高一(1)班", "音乐", "孙悦", 1, venue_kind="操场"),
        (
            course("高一(1)班", "音乐", "孙悦", 2, week=Week.ODD, pair="高一(1)班|音乐/美术"),
            course("高一(1)班", "美术", "孙悦", 1, week=Week.EVEN, pair="高一(1)班|音乐/美术"),
        ),
        (ODD_MUSIC, EVEN_MUSIC),
        (
            course("高一(1)班", "语文", "王芳", 3, id="高一(1)班|语文|王芳"),
            course("高一(1)班", "语文", "李强", 2, doubles=1, id="高一(1)班|语文|李强"),
        ),
        (
            Course(id="高一(1)班+高一(2)班|语文|王芳", classes=("高一(1)班", "高一(2)班"), subject="语文", teachers=("王芳",), lessons=5, together="语文走班"),
            Course(id="高一(1)班+高一(2)班|语文|李强", classes=("高一(1)班", "高一(2)班"), subject="语文", teachers=("李强",), lessons=5, together="语文走班"),
        ),
        (
            course("高一(1)班", "音乐", "孙悦", 2, together="半班", groups=2),
            course("高一(1)班", "美术", "周敏", 2, together="半班", groups=2),
        ),
        Course(id="高一(1)班+高一(2)班|体育", classes=("高一(1)班", "高一(2)班"), subject="体育", teachers=("赵军",), lessons=3, venue_kind="操场"),
        course("高一(1)班", "语文", "单志强", 5),
        course("高一(1)班", "语文", "单", 5),
        course("高一(1)班", "语文", "操场", 5),
        course("高一(1)班", "语文", "Li Lei", 5),
    ],
    ids=str,
)  # fmt: skip
def test_a_course_survives_its_workbook(courses: Course | tuple[Course, ...]) -> None:
    wanted = courses if isinstance(courses, tuple) else (courses,)
    school = one_grade(wanted, venues=(Venue(id="东操场", kind="操场"), Venue(id="西操场", kind="操场")))
    read = read_back(school)
    assert set(map(repr, read.courses)) == set(map(repr, wanted))


def test_joint_and_parallel_courses_stand_in_the_list() -> None:
    joint = Course(
        id="高一(1)班+高一(2)班|语文", classes=("高一(1)班", "高一(2)班"), subject="语文", teachers=("王芳",), lessons=6, doubles=1
    )  # fmt: skip
    school = one_grade((joint, course("高一(1)班", "数学", "李强", 5)), curriculum=HOURS)
    assert details(sheet_of(school, layout.ASSIGNMENT_LIST)) == [
        ("高一(1)班、高一(2)班", "语文", "王芳", "4+1", None, None, None, None, None, None)
    ]
    assert cell_of(sheet_of(school, layout.ASSIGNMENT), "高一(1)班", "语文") is None


def mark(owner: str, day: int, start: int, end: int, level: MarkLevel = MarkLevel.FORBIDDEN, **more: object) -> Mark:
    fields = {"owner_kind": MarkOwner.TEACHER, "owner": owner, "day": day, "start": start, "end": end, "level": level}
    return Mark.model_validate({**fields, **more})


def test_marks_on_lessons_fill_the_matrix_and_others_the_list() -> None:
    eight, nine = 8 * 60, 8 * 60 + 40
    marks = (
        mark("王芳", 1, eight, nine),
        mark("王芳", 1, eight, nine, MarkLevel.AVOIDED),  # one cell cannot say both
        *(mark("王芳", day, 14 * 60, 16 * 60) for day in (2, 3, 4, 5)),
        mark("体育", 3, eight, nine, MarkLevel.PREFERRED, owner_kind=MarkOwner.SUBJECT),
    )
    school = make_school(marks=marks)
    sheet = sheet_of(school, layout.TIMES)
    assert [row[:4] for row in details(sheet)] == [("教师", "王芳", None, "禁"), ("学科", "体育", None, None)]
    assert details(sheet_of(school, layout.TIME_LIST)) == [
        ("教师", "王芳", "一", "08:00", "08:40", "避"),
        ("教师", "王芳", "二至五", "14:00", "16:00", "禁"),
    ]
    assert set(read_back(school).marks) == set(marks)


def test_marks_of_a_course_are_read_back() -> None:
    courses = (course("七(1)班", "语文", "王芳", 5), course("七(2)班", "语文", "王芳", 5))
    lesson = (MarkOwner.COURSE, "七(1)班|语文", 1, 480, 520, MarkLevel.FORBIDDEN)
    stretch = (MarkOwner.COURSE, "七(2)班|语文", 2, 490, 700, MarkLevel.AVOIDED)
    names = ("owner_kind", "owner", "day", "start", "end", "level")
    marks = tuple(Mark.model_validate(dict(zip(names, each, strict=True))) for each in (lesson, stretch))
    school = make_school(courses, marks=marks)
    assert cell_of(sheet_of(school, layout.TIMES), "任课", "名称") == "七(1)班 语文"
    assert set(read_back(school).marks) == set(marks)


def test_with_two_bell_schedules_an_owner_has_a_row_for_each() -> None:
    early, late = bell("早作息", begin=8 * 60), bell("晚作息", begin=8 * 60 + 30)
    classes = tuple(
        SchoolClass(id=f"高一({number})班", grade=10, number=number, schedule=schedule.id)
        for number, schedule in enumerate((early, late), 1)
    )
    courses = tuple(course(klass.id, "语文", "王芳", 5) for klass in classes)
    marks = (mark("王芳", 1, 8 * 60, 8 * 60 + 40), mark("王芳", 1, 8 * 60 + 30, 9 * 60 + 10))
    meeting = Meeting(id="例会", teachers=("王芳",), schedule="晚作息", slot=slot(5, 6, late))
    school = one_grade(courses, classes=classes, schedules=(early, late), marks=marks, meetings=(meeting,))
    rows = details(sheet_of(school, layout.TIMES))
    assert [row[:4] for row in rows] == [("教师", "王芳", "早作息", "禁"), ("教师", "王芳", "晚作息", "禁")]
    read = read_back(school)
    assert set(read.marks) == set(marks)
    assert read.meetings == (meeting,)
    assert read.classes == classes


def test_locks_of_alike_courses_share_a_row() -> None:
    courses = tuple(course(f"高一({number})班", "班会", f"班主任{number}", 1) for number in (1, 2, 3))
    courses += tuple(course(f"高二({number})班", "班会", f"班主任{number}", 1) for number in (4, 5))
    classes = tuple(
        SchoolClass(
            id=item.classes[0], grade=10 if item.classes[0].startswith("高一") else 11, number=n, schedule="作息"
        )
        for item, n in zip(courses, (1, 2, 3, 4, 5), strict=True)
    )
    locks = tuple(Lock(course=item.id, slot=slot(5, 6)) for item in courses[:4])
    school = one_grade(courses, classes=classes, locks=locks)
    assert details(sheet_of(school, layout.LOCKS)) == [("高一、高二(4)班", "班会", None, "五", 6)]
    whole = school.model_copy(update={"locks": (*locks, Lock(course=courses[4].id, slot=slot(5, 6)))})
    assert details(sheet_of(whole, layout.LOCKS)) == [("全校", "班会", None, "五", 6)]
    assert set(read_back(school).locks) == set(locks)


def test_locks_and_exclusions_tell_courses_of_one_subject_apart() -> None:
    courses = (
        course("高一(1)班", "语文", "王芳", 3, id="高一(1)班|语文|王芳"),
        course("高一(1)班", "语文", "李强", 2, id="高一(1)班|语文|李强"),
        course("高一(2)班", "语文", "王芳", 5),
    )
    exclusions = (Exclusion(id="共用教具", courses=(courses[1].id, courses[2].id)),)
    locks = (Lock(course=courses[1].id, slot=slot(2, 3)),)
    read = read_back(one_grade(courses, locks=locks, exclusions=exclusions))
    assert read.locks == locks
    assert read.exclusions == exclusions


def test_a_meeting_of_a_group_names_the_group() -> None:
    school = make_school()
    teachers = tuple(t.model_copy(update={"subject_group": "理科组"}) for t in school.teachers if t.id != "王芳")
    teachers += (Teacher(id="王芳", subject_group="语文组"),)
    everybody = tuple(t.id for t in teachers)
    meetings = (
        Meeting(id="理科教研", teachers=everybody[:-1], schedule="作息", days=(2, 4), parts=(1,), length=2),
        Meeting(id="全体会", teachers=everybody, schedule="作息", slot=slot(5, 6)),
    )
    school = make_school(teachers=teachers, meetings=meetings)
    rows = details(sheet_of(school, layout.MEETINGS))
    assert rows[0][:4] == ("理科教研", "理科组", None, 2)
    assert rows[1][1] == "、".join(everybody)
    assert read_back(school).meetings == meetings


def test_what_the_workbook_cannot_say_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    noon = next(i for i, period in enumerate(bell().periods) if period.name == "午间")
    meeting = Meeting(id="午间会", teachers=("王芳",), schedule="作息", slot=Slot("作息", 1, noon))
    with pytest.raises(ValueError, match="is no lesson"):
        write_school(make_school(meetings=(meeting,)), tmp_path / "school.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_every_rule_has_a_row_for_each_parameter_as_the_school_sets_it() -> None:
    rule = next(r for r in catalogue() if r.id == "parallel_progress")
    setting = RuleSetting(rule=rule.id, enabled=False, weight=7, parameters={"apart": "2"})
    school = make_school(rule_settings=(setting,))
    sheet = sheet_of(school, layout.RULES)
    rows = details(sheet)
    assert [row[0] for row in rows] == [
        rule.id for rule in every_rule() for _ in range(max(1, len(rule.parameters.model_fields)))
    ]
    mine = next(row for row in rows if row[0] == rule.id)
    assert mine[2:5] == ("否", "软性", 7)
    assert mine[5:8] == ("允许相差节数", "2", "节")
    assert setting in read_back(school).rule_settings


def test_an_untouched_catalogue_reads_as_no_setting() -> None:
    assert read_back(make_school().model_copy(update={"rule_settings": ()})).rule_settings == ()


def test_names_that_look_like_formulas_stay_text() -> None:
    names = ("=1+1", "+王", "-李", "@赵")
    school = make_school(teachers=tuple(Teacher(id=name) for name in names), courses=())
    sheet = sheet_of(school, layout.TEACHERS)
    cells = [sheet.cell(FIRST + index, 1) for index in range(len(names))]
    assert [(cell.value, cell.data_type) for cell in cells] == [(name, "s") for name in names]


def test_the_same_school_gives_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_school(make_school(), tmp_path / "first.xlsx")

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)

    monkeypatch.setattr("openpyxl.writer.excel.datetime.datetime", Later)
    monkeypatch.setattr("time.localtime", lambda *_: (2031, 5, 6, 7, 8, 9, 0, 0, 0))
    write_school(make_school(), tmp_path / "second.xlsx")
    assert (tmp_path / "first.xlsx").read_bytes() == (tmp_path / "second.xlsx").read_bytes()


def test_every_sheet_is_there_with_headings_notes_and_a_frozen_head(tmp_path: Path) -> None:
    write_school(make_school(), tmp_path / "school.xlsx")
    book = load_workbook(tmp_path / "school.xlsx")
    assert book.sheetnames == [sheet.title.zh for sheet in layout.SHEETS]
    for of in layout.SHEETS[1:]:
        sheet = book[of.title.zh]
        heads = [sheet.cell(HEADING, number) for number in range(1, len(of.columns) + 1)]
        assert [head.value for head in heads] == [column.title.zh for column in of.columns]
        for head, column in zip(heads, of.columns, strict=True):
            assert head.comment is not None
            assert column.note.zh in head.comment.text
            assert column.note.en in head.comment.text
        assert str(sheet.freeze_panes).endswith(str(FIRST))
        assert sheet.print_title_rows == f"$1:${HEADING}"


CLOSED = [
    (layout.SCHEDULE, "kind", spelling.PERIOD_KIND_WORDS),
    (layout.TEACHERS, "kind", spelling.STAFF_KIND_WORDS),
    (layout.TIMES, "kind", spelling.MARK_OWNER_WORDS),
    (layout.TIME_LIST, "kind", spelling.MARK_OWNER_WORDS),
    (layout.TIME_LIST, "level", spelling.MARK_LEVEL_WORDS),
]


@pytest.mark.parametrize(("of", "key", "words"), CLOSED, ids=lambda value: getattr(value, "key", ""))
def test_a_closed_column_has_its_words_in_a_drop_down(of: layout.Sheet, key: str, words: dict[object, object]) -> None:
    sheet = sheet_of(make_school(), of)
    number = [column.key for column in of.columns].index(key) + 1
    cell = sheet.cell(FIRST + 40, number).coordinate
    rules = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    assert [rule.formula1 for rule in rules] == ['"' + ",".join(word.zh for word in words.values()) + '"']  # type: ignore[attr-defined]
    assert rules[0].showErrorMessage


def test_a_cell_of_the_matrix_offers_the_teachers_and_takes_more() -> None:
    sheet = sheet_of(make_school(), layout.ASSIGNMENT)
    rule = next(rule for rule in sheet.data_validations.dataValidation if "B3" in rule.sqref)
    assert "教师" in str(rule.formula1)
    assert not rule.showErrorMessage


def test_a_regulation_cannot_be_switched_off_in_its_drop_down() -> None:
    sheet = sheet_of(make_school(), layout.RULES)
    row = next(cell.row for cell in sheet["A"] if cell.value == "hours_in_full")
    offered = [r.formula1 for r in sheet.data_validations.dataValidation if f"C{row}" in r.sqref]
    assert offered == ['"是"']


def test_short_columns_of_text_do_not_turn_into_dates() -> None:
    sheet = sheet_of(make_school(), layout.EXAMS)
    grades = [column.key for column in layout.EXAMS.columns].index("grades") + 1
    assert sheet.cell(FIRST, grades).number_format == "@"


def test_the_documentation_is_current() -> None:
    page = (Path(__file__).parents[4] / "docs" / "workbook.md").read_text(encoding="utf-8")
    part = page[page.index(BEGIN) : page.index(END) + len(END)]
    assert part == layout_markdown(), (
        "run python -m scheduler.workbook.school.layout_page and put its output into the page"
    )
