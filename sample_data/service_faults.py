"""Workbooks with one fault each in after-school service or flexible hours."""

from __future__ import annotations

from openpyxl.cell.cell import Cell

from sample_data.fault import Book, FaultPlace, fault, put
from scheduler.workbook.school import layout
from scheduler.workbook.school import service_layout as service

# What the regulation forbids.


def service_of_115_minutes(book: Book) -> FaultPlace:
    """作息 ends the second period of service five minutes early."""
    return put(book.cell(layout.SCHEDULE, "课后服务2", "结束"), "17:55")


def evening_until_20_05(book: Book) -> FaultPlace:
    """作息 ends evening study five minutes late, and pupils do not board."""
    return put(book.cell(layout.SCHEDULE, "晚自习", "结束"), "20:05")


def club_of_new_lessons(book: Book) -> FaultPlace:
    """社团 has a club that is a lesson by its name."""
    return put(book.cell(service.CLUBS, 1, "名称"), "数学新课")


def contract_ended(book: Book) -> FaultPlace:
    """外聘 has a contract that ends before the term does."""
    return put(book.cell(service.CONTRACTS, 1, "合同结束"), "2021-12-31")


def qualification_ended(book: Book) -> FaultPlace:
    """外聘 has a qualification that ends before the term does."""
    return put(book.cell(service.CONTRACTS, 2, "资质有效期至"), "2021年11月30日")


def service_on_four_days(book: Book) -> FaultPlace:
    """课后服务 leaves Friday out for grades 1 and 2."""
    return put(book.cell(service.STAGES, "班级活动", "星期"), "一至四")


def service_before_off_work(book: Book) -> FaultPlace:
    """弹性上下班 has people work longer than service lasts."""
    put(book.cell(service.WORKING, 1, "下班"), "18:10")
    cell = book.cell(layout.SCHEDULE, "课后服务2", "结束")
    return FaultPlace(str(cell.parent.title), cell.coordinate)


def evening_in_primary(book: Book) -> FaultPlace:
    """课后服务 makes an evening study of a stage of grades 1 to 6."""
    put(book.cell(service.STAGES, "延时托管", "类型"), "晚自习")
    put(book.cell(service.STAGES, "延时托管", "内容"), "自习")
    cell = book.cell(service.STAGES, "延时托管", "年级")
    return FaultPlace(str(cell.parent.title), cell.coordinate)


def no_patrol(book: Book) -> FaultPlace:
    """巡查 leaves a period of service without a patrol."""
    sheet = book.sheet(service.DUTIES)
    first = book.cell(service.DUTIES, 1, "岗位").row
    for row in range(first, sheet.max_row + 1):
        if [sheet.cell(row, column).value for column in (1, 3)] == ["巡查", "延时托管"]:
            for column in range(1, sheet.max_column + 1):
                sheet.cell(row, column).value = None
    return FaultPlace(sheet.title)


def make_up_lessons(book: Book) -> FaultPlace:
    """课后服务 calls a stage a make-up lesson."""
    put(book.cell(service.ENROLMENT, 0, "初中作业辅导"), "七年级集体补课")
    return put(book.cell(service.STAGES, "初中作业辅导", "时段名称"), "七年级集体补课")


# What the sheets themselves get wrong.


def unknown_period(book: Book) -> FaultPlace:
    """课后服务 names a period that 作息 does not have."""
    return put(book.cell(service.STAGES, "延时托管", "节次"), "课后服务9")


def lesson_as_service(book: Book) -> FaultPlace:
    """社团 holds a club in a lesson."""
    return put(book.cell(service.CLUBS, 1, "节次"), "第6节")


def unknown_stage_kind(book: Book) -> FaultPlace:
    """课后服务 has a kind of stage that does not exist."""
    return put(book.cell(service.STAGES, "延时托管", "类型"), "补习")


def unknown_content(book: Book) -> FaultPlace:
    """课后服务 has contents that do not exist."""
    return put(book.cell(service.STAGES, "班级活动", "内容"), "体育、刷题、艺术、劳动、科普")


def stage_twice(book: Book) -> FaultPlace:
    """课后服务 has two stages of one name."""
    cell = book.next_free(service.STAGES, "时段名称")
    for column, value in (("类型", "延时托管"), ("节次", "延时托管")):
        book.beside(cell, service.STAGES, column).value = value
    return put(cell, "延时托管")


def weekend_without_period(book: Book) -> FaultPlace:
    """课后服务 holds a stage on a day without its period."""
    return put(book.cell(service.STAGES, "延时托管", "星期"), "一至六")


def unknown_instructor(book: Book) -> FaultPlace:
    """社团 names an instructor whom neither 教师 nor 外聘 has."""
    return put(book.cell(service.CLUBS, 1, "指导教师"), "查无此人")


def unknown_club_venue(book: Book) -> FaultPlace:
    """社团 names a place that 场地 does not have."""
    return put(book.cell(service.CLUBS, 1, "场地"), "天文台")


def club_too_large(book: Book) -> FaultPlace:
    """社团 has a club with more members than places."""
    return put(book.cell(service.CLUBS, 1, "人数"), 31)


def too_many_enrolled(book: Book) -> FaultPlace:
    """参加人数 has more pupils of a class than there are."""
    return put(book.cell(service.ENROLMENT, "三(1)班", "延时托管"), 60)


def joined_to_nobody(book: Book) -> FaultPlace:
    """参加人数 joins a class to one that has nobody there."""
    put(book.cell(service.ENROLMENT, "三(2)班", "延时托管"), 0)
    return put(book.cell(service.ENROLMENT, "三(1)班", "延时托管"), "5→三(2)班")


def unknown_stage_column(book: Book) -> FaultPlace:
    """参加人数 has a column for a stage that 课后服务 does not have."""
    sheet = book.sheet(service.ENROLMENT)
    head = book.cell(service.ENROLMENT, 0, "班级")
    cell = sheet.cell(head.row, 1 + max(cell.column for cell in sheet[head.row] if cell.value is not None))
    assert isinstance(cell, Cell)
    return put(cell, "午间托管")


def contract_backwards(book: Book) -> FaultPlace:
    """外聘 has a contract that ends before it begins."""
    return put(book.cell(service.CONTRACTS, 1, "合同结束"), "2021.8.1")


def bad_date(book: Book) -> FaultPlace:
    """学校 has a first day that is no date."""
    return put(book.cell(layout.SCHOOL, 1, "开学日期"), "九月初")


def unknown_deputy(book: Book) -> FaultPlace:
    """班级 names a deputy whom 教师 does not have."""
    return put(book.cell(layout.CLASSES, "三(1)班", "副班主任"), "查无此人")


def unknown_service_duty(book: Book) -> FaultPlace:
    """教师 says of service what means nothing."""
    return put(book.cell(layout.TEACHERS, book.school.teachers[0].id, "课后服务"), "看情况")


def half_core_hours(book: Book) -> FaultPlace:
    """弹性上下班 gives core hours without an end."""
    return put(book.cell(service.WORKING, 1, "核心结束"), None)


def core_hours_backwards(book: Book) -> FaultPlace:
    """弹性上下班 ends the core hours before they begin."""
    return put(book.cell(service.WORKING, 1, "核心结束"), "09:00")


def bad_allowance(book: Book) -> FaultPlace:
    """补助 has an amount that is none."""
    return put(book.cell(service.PAY, "社团", "在编"), "面议")


def too_few_on_patrol(book: Book) -> FaultPlace:
    """巡查 asks for more adults than it names."""
    put(book.cell(service.DUTIES, 1, "人员"), book.school.teachers[0].id)
    return put(book.cell(service.DUTIES, 1, "人数"), 2)


def exempt_instructor(book: Book) -> FaultPlace:
    """社团 has a club whose only instructor is exempt from service."""
    teacher = book.school.teachers[0].id
    put(book.cell(layout.TEACHERS, teacher, "课后服务"), "免")
    return put(book.cell(service.CLUBS, 1, "指导教师"), teacher)


SERVICE_FAULTS = (
    fault("课后服务只有 115 分钟", "Service of 115 minutes", "115 分钟", service_of_115_minutes),
    fault("晚自习到 20:05", "Evening study until 20:05", "20:05", evening_until_20_05, "junior"),
    fault("社团是讲新课", "A club that is a lesson", "数学新课", club_of_new_lessons),
    fault("外聘合同已到期", "A contract that has ended", "2021-12-31", contract_ended),
    fault("外聘资质已到期", "A qualification that has ended", "2021-11-30", qualification_ended),
    fault("课后服务少一天", "Service that leaves a day out", "周五", service_on_four_days),
    fault("课后服务早于下班时间结束", "Service over before off-work time", "18:10", service_before_off_work),
    fault("小学开设晚自习", "Evening study in primary grades", "小学不得开设晚自习", evening_in_primary),
    fault("一个时段没有巡查", "A period without a patrol", "延时托管", no_patrol),
    fault("时段名称是集体补课", "A stage of make-up lessons", "集体补课", make_up_lessons, "junior"),
    fault("课后服务的节次不在作息表", "A period that does not exist", "课后服务9", unknown_period),
    fault("社团排在正课时间", "A club in a lesson", "正课", lesson_as_service),
    fault("时段类型不存在", "A kind of stage that does not exist", "补习", unknown_stage_kind),
    fault("服务内容不存在", "Contents that do not exist", "刷题", unknown_content),
    fault("时段重名", "A stage twice", "重复", stage_twice),
    fault("时段排在没有该节次的日子", "A stage on a day without its period", "周六", weekend_without_period),
    fault("社团的指导教师不在教师表", "An unknown instructor", "查无此人", unknown_instructor),
    fault("社团的场地不在场地表", "An unknown place of a club", "天文台", unknown_club_venue),
    fault("社团的指导教师都免课后服务", "A club whose instructor is exempt", "免课后服务", exempt_instructor),
    fault("社团超过容量", "A club too large", "31", club_too_large),
    fault("参加人数多于班级人数", "More pupils enrolled than there are", "60", too_many_enrolled),
    fault("并入没有学生参加的班", "A class joined to nobody", "三(2)班", joined_to_nobody),
    fault("参加人数的时段不在课后服务表", "A column for an unknown stage", "午间托管", unknown_stage_column),
    fault("合同结束早于开始", "A contract that runs backwards", "2021-08-01", contract_backwards),
    fault("开学日期写错", "A term that starts on no date", "九月初", bad_date),
    fault("副班主任不在教师表", "An unknown deputy", "查无此人", unknown_deputy),
    fault("教师的课后服务写错", "A word that says nothing of service", "看情况", unknown_service_duty),
    fault("核心时间只写了开始", "Core hours without an end", "核心时间", half_core_hours),
    fault("核心时间颠倒", "Core hours that run backwards", "09:00", core_hours_backwards),
    fault("补助不是金额", "An allowance that is no amount", "面议", bad_allowance),
    fault("巡查人数多于人选", "More on patrol than are named", "2 人", too_few_on_patrol),
)
