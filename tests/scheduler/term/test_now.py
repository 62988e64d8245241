"""What runs at a minute, and who and what is free then."""

from __future__ import annotations

from scheduler.plan.plan import FlexGrant
from scheduler.school import GrantKind, StaffKind, Teacher, Venue, WorkingHours
from scheduler.term.day import Day, day_of
from scheduler.term.nouns import Absence, Term
from scheduler.term.now import Stretch, free_teachers, free_venues, stretch_at
from tests.terms import TUESDAY, absent, small_plan, small_school, term_of

FIRST_LESSON = (8 * 60, 8 * 60 + 40)


def tuesday(term: Term) -> Day:
    return day_of(term, TUESDAY)


def test_the_lesson_that_runs_then_the_next_then_none():
    day = tuesday(term_of())
    times = sorted({(item.start, item.end) for item in day.items})

    assert stretch_at(day, 0) == Stretch(*times[0])
    assert stretch_at(day, times[0][0]) == Stretch(*times[0], running=True)
    assert stretch_at(day, times[0][1]) == Stretch(*times[1])
    assert stretch_at(day, times[-1][1]) is None


def test_who_has_nothing_is_there_and_has_no_flexible_time_is_free():
    outside = Teacher(id="外聘一", kind=StaffKind.EXTERNAL)
    school = small_school()
    hours = WorkingHours(start=480, end=1050)
    school = school.renewed(teachers=(*school.teachers, outside), working=hours)
    term = term_of(school)
    plan = small_plan().model_copy(update={"grants": (FlexGrant(teacher="孙悦", kind=GrantKind.LATE_START, day=2),)})

    def free(term: Term) -> tuple[str, ...]:
        return free_teachers(term, tuesday(term), *FIRST_LESSON)

    assert set(free(term)) == {"赵军", "孙悦"}
    assert set(free(term.renewed(absences=(absent("赵军"),)))) == {"孙悦"}
    assert set(free(term_of(school, plan))) == {"赵军"}


def test_a_place_is_free_while_it_holds_less_than_it_can_and_is_open():
    school = small_school()
    courses = tuple(c.renewed(venue="操场") if c.subject == "语文" else c for c in school.courses)
    places = (Venue(id="操场", kind="操场", capacity=1), Venue(id="报告厅", kind="报告厅"))
    term = term_of(school.renewed(venues=places, courses=courses))
    closed = term.renewed(absences=(Absence(id=1, first=TUESDAY, last=TUESDAY, venues=("报告厅",)),))

    assert free_venues(term, tuesday(term), *FIRST_LESSON) == ("报告厅",)
    assert free_venues(closed, tuesday(closed), *FIRST_LESSON) == ()
    assert free_venues(term, tuesday(term), 0, 60) == ("操场", "报告厅")
