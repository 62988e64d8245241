"""Workbooks with one fault each, and where and in what words the reader must tell it."""

from __future__ import annotations

from openpyxl.cell.cell import Cell

from sample_data import curriculum as c
from sample_data.fault import Book, FaultPlace, fault, put
from sample_data.service_faults import SERVICE_FAULTS
from scheduler.workbook.school import layout

# Names that are not there.


def unknown_teacher(book: Book) -> FaultPlace:
    """任课 names a teacher whom 教师 does not have."""
    return put(book.cell(layout.ASSIGNMENT, "三(1)班", c.MATHS), "查无此人")


def unknown_class(book: Book) -> FaultPlace:
    """任课 has a row for a class that 班级 does not have."""
    place = put(cell := book.next_free(layout.ASSIGNMENT, "班级"), "九(9)班")
    book.beside(cell, layout.ASSIGNMENT, c.MATHS).value = book.school.teachers[0].id
    return place


def unknown_subject(book: Book) -> FaultPlace:
    """任课 has a column for a subject that 学科 does not have."""
    sheet = book.sheet(layout.ASSIGNMENT)
    head = book.cell(layout.ASSIGNMENT, 0, "班级")
    column = max(cell.column for cell in sheet[head.row] if cell.value is not None) + 1
    sheet.cell(book.cell(layout.ASSIGNMENT, "三(1)班", "班级").row, column).value = book.school.teachers[0].id
    title = sheet.cell(head.row, column)
    title.value = "算术"
    return FaultPlace(sheet.title, title.coordinate)


def unknown_homeroom(book: Book) -> FaultPlace:
    """班级 names a homeroom teacher whom 教师 does not have."""
    return put(book.cell(layout.CLASSES, "三(1)班", "班主任"), "查无此人")


def unknown_mentor(book: Book) -> FaultPlace:
    """教师 names a mentor whom it does not have."""
    return put(book.cell(layout.TEACHERS, book.school.teachers[0].id, "师父"), "查无此人")


def unknown_member(book: Book) -> FaultPlace:
    """教研 names a member who is neither a teacher nor a group."""
    return put(book.cell(layout.MEETINGS, "数学教研", "成员"), "数学组、查无此人")


def unknown_venue(book: Book) -> FaultPlace:
    """学科 asks for a kind of venue that 场地 does not have."""
    return put(book.cell(layout.SUBJECTS, c.PRACTICE, "场地类型"), "天文台")


def unknown_lock(book: Book) -> FaultPlace:
    """固定课 fixes a lesson of a class that 班级 does not have."""
    return put(book.cell(layout.LOCKS, 1, "班级"), "九(9)班")


def unknown_excluded(book: Book) -> FaultPlace:
    """互斥 names a teacher whom 教师 does not have."""
    return put(book.cell(layout.EXCLUSIONS, "行政值班AB角", "教师"), "查无此人、" + book.school.teachers[0].id)


# Names that stand twice.


def duplicate_class(book: Book) -> FaultPlace:
    """班级 has the same class twice."""
    return put(book.next_free(layout.CLASSES, "班级"), "三(1)班")


def duplicate_teacher(book: Book) -> FaultPlace:
    """教师 has the same teacher twice."""
    return put(book.next_free(layout.TEACHERS, "姓名"), book.school.teachers[3].id)


def duplicate_venue(book: Book) -> FaultPlace:
    """场地 has the same venue twice."""
    cell = book.next_free(layout.VENUES, "场地")
    book.beside(cell, layout.VENUES, "类型").value = c.SPORTS_GROUND
    return put(cell, "操场")


# Lessons that do not add up.


def missing_course(book: Book) -> FaultPlace:
    """A class has no teacher, hence no lessons, for a course that 课程计划 asks for."""
    return put(book.cell(layout.ASSIGNMENT, "三(1)班", c.MUSIC), None)


def below_standard(book: Book) -> FaultPlace:
    """课程计划 plans two PE lessons a week where the standard asks for three."""
    return put(book.cell(layout.CURRICULUM, "3", c.PE), 2)


def bad_doubles(book: Book) -> FaultPlace:
    """任课 writes the double lessons in a way that means nothing."""
    teacher = book.cell(layout.ASSIGNMENT, "三(1)班", c.MATHS)
    return put(teacher, f"{teacher.value} 4++1")


# Values of the wrong kind.


def text_for_number(book: Book) -> FaultPlace:
    """The number of pupils is a word."""
    return put(book.cell(layout.CLASSES, "三(1)班", "人数"), "四十多")


def negative_number(book: Book) -> FaultPlace:
    """A venue holds a negative number of classes."""
    return put(book.cell(layout.VENUES, "操场", "容纳班数"), -6)


def bad_grade(book: Book) -> FaultPlace:
    """A class is of grade 13."""
    return put(book.cell(layout.CLASSES, "三(1)班", "年级"), 13)


def bad_area(book: Book) -> FaultPlace:
    """学科 names an area that does not exist."""
    return put(book.cell(layout.SUBJECTS, c.MUSIC, "领域"), "奥数")


# Times.


def overlapping_times(book: Book) -> FaultPlace:
    """作息 begins the second lesson before the first has ended."""
    return put(book.cell(layout.SCHEDULE, "第2节", "开始"), "08:50")


def backward_times(book: Book) -> FaultPlace:
    """作息 ends a lesson before it begins."""
    return put(book.cell(layout.SCHEDULE, "第3节", "结束"), "10:00")


def bad_time(book: Book) -> FaultPlace:
    """作息 has an hour that no clock shows."""
    return put(book.cell(layout.SCHEDULE, "第6节", "结束"), "25:40")


def bad_kind(book: Book) -> FaultPlace:
    """作息 has a period of a kind that does not exist."""
    return put(book.cell(layout.SCHEDULE, "大课间", "类型"), "广播操")


# Rules and exams.


def unknown_rule(book: Book) -> FaultPlace:
    """规则 has a rule that does not exist."""
    return put(book.next_free(layout.RULES, "规则编号"), "no_homework")


def bad_weight(book: Book) -> FaultPlace:
    """规则 gives a word for a weight."""
    return put(book.cell(layout.RULES, "parallel_progress", "权重"), "很重")


def disabled_regulation(book: Book) -> FaultPlace:
    """规则 switches off what the regulation demands."""
    return put(book.cell(layout.RULES, "hours_in_full", "启用"), "否")


def bad_parameter(book: Book) -> FaultPlace:
    """规则 gives a parameter a value that it cannot have."""
    return put(book.cell(layout.RULES, "subject_per_day", "参数值"), 0)


def monthly_exam(book: Book) -> FaultPlace:
    """考试 holds a monthly exam."""
    return put(book.cell(layout.EXAMS, "期末考试", "考试"), "九月月考")


# Whole sheets.


def no_assignment(book: Book) -> FaultPlace:
    """The workbook has no 任课 at all."""
    for sheet in (layout.ASSIGNMENT, layout.ASSIGNMENT_LIST):
        if sheet.title.zh in book.workbook.sheetnames:
            del book.workbook[sheet.title.zh]
    return FaultPlace(layout.ASSIGNMENT.title.zh)


def empty_assignment(book: Book) -> FaultPlace:
    """任课 is empty."""
    no_assignment(book)
    book.workbook.create_sheet(layout.ASSIGNMENT.title.zh)
    return FaultPlace(layout.ASSIGNMENT.title.zh)


# Times that leave no room. A row of 教师时间 has a column for each lesson, headed such as 周五第6节.


def lock_in_forbidden_slot(book: Book) -> FaultPlace:
    """固定课 fixes the class meetings when a homeroom teacher is not there."""
    teacher = book.school.school_class["三(1)班"].homeroom_teacher
    _forbid(book, "教师", str(teacher), ["周五第6节"])
    lock = book.cell(layout.LOCKS, 1, "班级")
    return FaultPlace(lock.parent.title, book.beside(lock, layout.LOCKS, "节次").coordinate)


def teacher_without_time(book: Book) -> FaultPlace:
    """教师时间 leaves a teacher fewer slots than lessons."""
    teacher = next(t for course in book.school.courses if course.subject == c.IT for t in course.teachers)
    return _forbid(book, "教师", teacher, [f"周{day}第{lesson}节" for day in "一二三四" for lesson in range(1, 7)])


def class_without_time(book: Book) -> FaultPlace:
    """教师时间 leaves a class of 30 lessons 29 slots."""
    return _forbid(book, "班级", "六(1)班", ["周三第6节"])


def bad_mark(book: Book) -> FaultPlace:
    """教师时间 has a mark that means nothing."""
    row = _forbid(book, "教师", book.school.teachers[1].id, [])
    cell = book.sheet(layout.TIMES)[row.cell]
    assert isinstance(cell, Cell)
    return put(book.beside(cell, layout.TIMES, "周二第2节"), "忙")


def _forbid(book: Book, kind: str, owner: str, slots: list[str]) -> FaultPlace:
    """Put 禁 in some slots of an owner's row, a new one where there is none, and return the place of the owner's name."""
    try:
        name = book.cell(layout.TIMES, owner, "名称")
    except KeyError:
        name = book.next_free(layout.TIMES, "名称")
        name.value = owner
        book.beside(name, layout.TIMES, "类别").value = kind
    for slot in slots:
        book.beside(name, layout.TIMES, slot).value = "禁"
    return FaultPlace(name.parent.title, name.coordinate)


FAULTS = (
    fault("任课表里的教师不在教师表", "Unknown teacher", "查无此人", unknown_teacher),
    fault("任课表里的班级不在班级表", "Unknown class", "九(9)班", unknown_class),
    fault("任课表里的学科不在学科表", "Unknown subject", "算术", unknown_subject),
    fault("班主任不在教师表", "Unknown homeroom teacher", "查无此人", unknown_homeroom),
    fault("师父不在教师表", "Unknown mentor", "查无此人", unknown_mentor),
    fault("教研成员不在教师表", "Unknown member of a meeting", "查无此人", unknown_member),
    fault("没有这类场地", "Unknown kind of venue", "天文台", unknown_venue),
    fault("固定课的班级不在班级表", "Unknown class of a fixed lesson", "九(9)班", unknown_lock),
    fault("互斥的教师不在教师表", "Unknown teacher in an exclusion", "查无此人", unknown_excluded),
    fault("班级重复", "Class twice", "三(1)班", duplicate_class),
    fault("教师重名", "Teacher twice", "重", duplicate_teacher),
    fault("场地重名", "Venue twice", "操场", duplicate_venue),
    fault("班级缺一门必开课", "A required course without lessons", "音乐", missing_course),
    fault("课时低于标准", "Hours below the standard", "体育", below_standard),
    fault("连堂写法不通", "Doubles that mean nothing", "4++1", bad_doubles),
    fault("人数不是数字", "Text in a number cell", "四十多", text_for_number),
    fault("容纳班数为负", "A negative number", "-6", negative_number),
    fault("年级超出范围", "A grade that does not exist", "13", bad_grade),
    fault("领域不存在", "An area that does not exist", "奥数", bad_area),
    fault("作息时间重叠", "Times that overlap", "第2节", overlapping_times),
    fault("结束早于开始", "Times that run backwards", "10:00", backward_times),
    fault("时间写错", "No such time", "25:40", bad_time),
    fault("节次类型不存在", "No such kind of period", "广播操", bad_kind),
    fault("规则不存在", "No such rule", "no_homework", unknown_rule),
    fault("权重不是数字", "A weight that is no number", "很重", bad_weight),
    fault("停用了法规", "A regulation switched off", "不能停用", disabled_regulation),
    fault("参数超出范围", "A parameter out of range", "0", bad_parameter),
    fault("安排了月考", "A monthly exam", "月考", monthly_exam),
    fault("没有任课表", "No 任课 sheet", "任课", no_assignment),
    fault("任课表是空的", "An empty 任课 sheet", "任课", empty_assignment),
    fault("固定课落在教师不可用时间", "A fixed lesson in a forbidden slot", "三(1)班", lock_in_forbidden_slot),
    fault("教师可用时间少于课时", "A teacher with more lessons than free slots", "节", teacher_without_time),
    fault("班级课时多于时段", "A class with more lessons than slots", "六(1)班", class_without_time),
    fault("时间标记看不懂", "A mark that means nothing", "忙", bad_mark),
    *SERVICE_FAULTS,
)
