"""The lesson slots of a school on FET's grid."""

from __future__ import annotations

from scheduler.school import SchoolClass, Slot
from scheduler.workbook.fet.grid import Cell, WeekGrid
from tests.schools import bell, course, make_school, slot


def test_one_schedule() -> None:
    grid = WeekGrid(make_school())
    assert [hour.name for hour in grid.hours] == ["第1节", "第2节", "第3节", "第4节", "午间", "第5节", "第6节"]
    assert grid.cells[slot(2, 5)] == Cell(1, 5)
    assert grid.slot(Cell(1, 5), "作息") == slot(2, 5) and grid.slot(Cell(1, 4), "作息") is None
    assert len(grid.breaks) == 5 and not grid.overlooked


def two_schedules(begin: int) -> WeekGrid:
    schedules = (bell("早"), bell("晚", begin=begin, afternoon=3))
    classes = tuple(
        SchoolClass(id=f"七({number})班", grade=7, number=number, schedule=schedule.id)
        for number, schedule in enumerate(schedules, 1)
    )
    courses = tuple(course(klass.id, "语文", "王芳", 1) for klass in classes)
    return WeekGrid(make_school(courses, schedules=schedules, classes=classes))


def test_schedules_that_overlap_lesson_by_lesson_share_hours() -> None:
    grid = two_schedules(8 * 60 + 15)
    assert grid.is_merged and len(grid.hours) == 8
    assert len(grid.slots[Cell(0, 0)]) == 2 and grid.slots[Cell(0, 7)] == (Slot("晚", 1, 8),)
    # The second lesson of the early schedule begins before the first of the late one is over.
    late, early = grid.slots[Cell(0, 0)][1], grid.slots[Cell(0, 1)][0]
    assert tuple(sorted((early, late))) in grid.overlooked


def test_schedules_that_do_not_follow_each_other() -> None:
    grid = two_schedules(8 * 60 + 45)
    assert not grid.is_merged and len(grid.hours) == 7 + 1 + 8
    assert len({hour.name for hour in grid.hours}) == len(grid.hours)
    assert grid.overlooked and all(len(slots) <= 1 for slots in grid.slots.values())
