import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from constraints.audit import Report, audit
from scheduler.export import plan_workbook
from scheduler.export.hours import Hours, hours_of, shortfalls
from scheduler.plan import Placement, Plan, PlanView, StrayLesson
from scheduler.school import CurriculumItem, School, Week
from tests.schools import course, make_school, slot

FIRST, SECOND = "七(1)班", "七(2)班"


def row_of(sheet: Worksheet, label: str) -> dict[str, object]:
    headings = [sheet.cell(3, column).value for column in range(1, sheet.max_column + 1)]
    row = next(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value == label)
    return {str(h): sheet.cell(row, column).value for column, h in enumerate(headings, 1)}


def printed_hours(school: School, plan: Plan) -> Worksheet:
    return plan_workbook(audit(school, plan))["课时核对"]


def some_plan(count: int) -> Plan:
    return Plan(placements=tuple(Placement(course=f"{FIRST}|语文", slot=slot(day, 1)) for day in range(1, count + 1)))


def test_held_planned_and_standard() -> None:
    school = make_school(curriculum=(CurriculumItem(grade=7, subject="语文", lessons=6),))
    view = PlanView(school, some_plan(3))
    assert hours_of(view, school.classes[0], school.subject["语文"]) == Hours(planned=5, held=3, standard=6)
    assert hours_of(view, school.classes[0], school.subject["数学"]) == Hours(planned=5, held=0, standard=None)


def test_odd_weeks_count_half_and_courses_that_run_together_once() -> None:
    courses = [course(FIRST, "英语", name, 4, id=name, classes=(FIRST, SECOND), together="走班") for name in "甲乙"]
    school = make_school((*courses, course(FIRST, "音乐", "丙", 1, week=Week.ODD)))
    held = {"甲": slot(1, 1), "乙": slot(1, 1), f"{FIRST}|音乐": slot(1, 2)}
    plan = Plan(placements=tuple(Placement(course=name, slot=at) for name, at in held.items()))
    view = PlanView(school, plan)
    assert hours_of(view, school.classes[0], school.subject["英语"])[:2] == (4, 1)
    assert hours_of(view, school.classes[0], school.subject["音乐"])[:2] == (0.5, 0.5)


def test_differences_are_marked_and_told() -> None:
    school = make_school(curriculum=(CurriculumItem(grade=7, subject="语文", lessons=6),))
    plan = some_plan(5).model_copy(update={"strays": (StrayLesson(class_id=FIRST, slot=slot(1, 3), subject="奥数"),)})
    sheet = printed_hours(school, plan)
    found = row_of(sheet, FIRST)
    assert found["语文"] == 5 and found["数学"] == 0
    assert (found["已排合计"], found["任课合计"], found["课程计划合计"], found["规定周课时"]) == (5, 14, 6, 34)
    words = str(found["不一致之处"])
    assert "语文 课程计划6、任课5" in words and "数学 任课5、已排0" in words
    assert "另有任课表之外的课1节" in words and "规定每周34节、任课14" in words and "劳动应不少于1节、任课0" in words
    marked = [cell.value for cell in sheet[5] if cell.font.color and cell.font.color.rgb == "FFC00000"]
    assert 5 in marked and 14 not in marked
    assert row_of(sheet, "七年级课程计划")["语文"] == 6


def test_the_state_asks_least_hours_of_an_area() -> None:
    school = make_school(
        (course(FIRST, "音乐", "甲", 1), course(FIRST, "美术", "乙", 1), course(FIRST, "体育", "丙", 2))
    )
    missing = {
        name.zh: (hours, least)
        for name, hours, least in shortfalls(PlanView(school, Plan(placements=())), school.classes[0])
    }
    assert missing["体育与健康"] == (2, 3) and "音乐、美术（艺术）" not in missing
    assert missing["语文"] == (0, 1)


def test_a_compliant_school_has_no_differences(printed: Workbook, report: Report) -> None:
    sheet = printed["课时核对"]
    for klass in report.school.classes:
        assert row_of(sheet, klass.id)["不一致之处"] is None
    assert sheet.freeze_panes == "B4" and sheet.print_title_rows == "$1:$3"


@pytest.mark.parametrize("grade", [10, 12])
def test_senior_grades_have_no_standard(grade: int) -> None:
    school = make_school()
    senior = tuple(c.model_copy(update={"grade": grade}) for c in school.classes)
    school = School(**{**dict(school), "classes": senior})
    found = row_of(printed_hours(school, some_plan(5)), FIRST)
    assert found["规定周课时"] is None and "规定" not in str(found["不一致之处"])
