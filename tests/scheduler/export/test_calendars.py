from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, timedelta
from zipfile import ZipFile

import pytest
from icalendar import Calendar, Event

from scheduler.export.calendars import (
    ZONE,
    Term,
    calendars_zip,
    class_calendar,
    file_name,
    teacher_calendar,
    term_of,
    term_of_weeks,
)
from scheduler.export.lessons import Lessons
from scheduler.plan import MeetingPlacement, Plan, PlanView
from scheduler.school import Meeting, School, Week
from tests.schools import SCHEDULE, course, make_school, plan_of, slot
from tests.service_schools import full_service, grant, service_school

TERM = Term(date(2026, 9, 2), date(2026, 10, 2))  # Wednesday to Friday, five weeks


def lessons_of(school: School, plan: Plan) -> Lessons:
    return Lessons(PlanView(school, plan), "zh")


def dates(event: Event) -> list[date]:
    """The days of an event, by its rule alone."""
    rule = event["RRULE"]
    start, until = event.start, rule["UNTIL"][0]
    last = until.astimezone(ZONE).date() if isinstance(until, datetime) else until
    day = start.date() if isinstance(start, datetime) else start
    found = []
    while day <= last:
        found.append(day)
        day += timedelta(weeks=rule["INTERVAL"][0])
    return found


def events(data: bytes) -> list[Event]:
    return list(Calendar.from_ical(data).events)


def alternating() -> School:
    courses = (
        course("七(1)班", "音乐", "孙悦", 1, week=Week.ODD, pair="艺术", id="音乐"),
        course("七(1)班", "美术", "周敏", 1, week=Week.EVEN, pair="艺术", id="美术"),
        course("七(1)班", "体育", "赵军", 1, id="体育"),
    )
    return make_school(courses)


def test_lessons_are_held_on_their_days_at_their_times_within_the_term() -> None:
    school = alternating()
    lessons = lessons_of(school, plan_of({"体育": [slot(2, 3)]}))
    (event,) = events(class_calendar(lessons, "七(1)班", TERM))
    period = school.period(slot(2, 3))
    assert event.start == datetime(2026, 9, 8, *divmod(period.start, 60), tzinfo=ZONE)
    assert event.end - event.start == timedelta(minutes=period.minutes)
    assert dates(event) == [date(2026, 9, 8) + timedelta(weeks=n) for n in range(4)]
    assert event["SUMMARY"] == "体育" and event["DESCRIPTION"] == "赵军"


def test_odd_and_even_weeks_are_counted_from_the_first_week_of_the_term() -> None:
    lessons = lessons_of(alternating(), plan_of({"音乐": [slot(4, 1)], "美术": [slot(4, 1)]}))
    found = {event["DESCRIPTION"]: dates(event) for event in events(class_calendar(lessons, "七(1)班", TERM))}
    assert found["孙悦"] == [date(2026, 9, 3), date(2026, 9, 17), date(2026, 10, 1)]
    assert found["周敏"] == [date(2026, 9, 10), date(2026, 9, 24)]


def test_a_day_before_the_term_begins_waits_for_its_next_week() -> None:
    lessons = lessons_of(alternating(), plan_of({"音乐": [slot(1, 1)], "美术": [slot(1, 1)]}))
    found = {event["DESCRIPTION"]: dates(event) for event in events(class_calendar(lessons, "七(1)班", TERM))}
    assert found["孙悦"] == [date(2026, 9, 14), date(2026, 9, 28)]
    assert found["周敏"] == [date(2026, 9, 7), date(2026, 9, 21)]


def test_what_the_term_has_no_day_for_is_left_out() -> None:
    lessons = lessons_of(alternating(), plan_of({"体育": [slot(1, 1), slot(5, 1)]}))
    short = Term(date(2026, 9, 3), date(2026, 9, 4))
    assert [dates(event) for event in events(class_calendar(lessons, "七(1)班", short))] == [[date(2026, 9, 4)]]


def test_a_teacher_has_lessons_meetings_service_and_flexible_time() -> None:
    school = service_school()
    plan = full_service(school)
    teacher = next(name for held in plan.sessions for name in held.adults if name in school.teacher)
    plan = plan.model_copy(update={"grants": (grant(teacher, 3),)})
    found = events(teacher_calendar(lessons_of(school, plan), teacher, TERM))
    view = PlanView(school, plan)
    served = Counter((s.slot.day, school.period(s.slot).start) for s in view.serving[teacher])
    timed = [event for event in found if isinstance(event.start, datetime)]
    told = Counter((e.start.isoweekday(), e.start.hour * 60 + e.start.minute) for e in timed)
    assert served and served <= told
    (free,) = [event for event in found if not isinstance(event.start, datetime)]
    assert free["TRANSP"] == "TRANSPARENT" and free.start.isoweekday() == 3


def test_meetings_are_in_the_calendar_of_those_who_meet() -> None:
    school = make_school(meetings=(Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2),))
    plan = plan_of({}, meetings=(MeetingPlacement(meeting="语文教研", slot=slot(3, 5)),))
    lessons = lessons_of(school, plan)
    assert [event["SUMMARY"] for event in events(teacher_calendar(lessons, "王芳", TERM))] == ["语文教研"] * 2
    assert not events(teacher_calendar(lessons, "李强", TERM))


def test_the_place_is_the_venue_else_the_class_s_room() -> None:
    school = make_school()
    rooms = tuple(klass.model_copy(update={"home_room": f"{klass.number}01"}) for klass in school.classes)
    plan = plan_of({"七(1)班|语文": [slot(1, 1)], "七(1)班|体育": [slot(1, 2)]})
    outside = tuple(p.model_copy(update={"venue": "操场"}) if p.course.endswith("体育") else p for p in plan.placements)
    lessons = lessons_of(make_school(classes=rooms), plan.model_copy(update={"placements": outside}))
    found = {event["SUMMARY"]: event["LOCATION"] for event in events(class_calendar(lessons, "七(1)班", TERM))}
    assert found == {"语文": "101", "体育": "操场"}


def test_exporting_again_gives_the_same_bytes_and_each_lesson_its_own_identity() -> None:
    lessons = lessons_of(make_school(), plan_of({"七(1)班|语文": [slot(day, 1) for day in range(1, 6)]}))
    data = class_calendar(lessons, "七(1)班", TERM)
    assert class_calendar(lessons, "七(1)班", TERM) == data
    assert len({event["UID"] for event in events(data)}) == 5


def test_a_lesson_of_the_next_term_is_another_one() -> None:
    plan = plan_of({"七(1)班|语文": [slot(1, 1)]})
    autumn, spring = (lessons_of(make_school(term=term), plan) for term in ("2026 秋", "2027 春"))
    first, second = (events(class_calendar(lessons, "七(1)班", TERM))[0] for lessons in (autumn, spring))
    assert first["UID"] != second["UID"]


def test_who_only_serves_has_a_calendar_too() -> None:
    school = service_school()
    plan = Plan(sessions=full_service(school).sessions)
    serving = {name for session in plan.sessions for name in session.adults}
    with ZipFile(io.BytesIO(calendars_zip(lessons_of(school, plan), TERM))) as archive:
        assert {name for name in archive.namelist() if name.startswith("教师/")} == {f"教师/{n}.ics" for n in serving}


def test_one_archive_for_all() -> None:
    lessons = lessons_of(make_school(), plan_of({"七(1)班|语文": [slot(1, 1)]}))
    with ZipFile(io.BytesIO(calendars_zip(lessons, TERM))) as archive:
        assert sorted(archive.namelist()) == ["教师/王芳.ics", "班级/七(1)班.ics", "班级/七(2)班.ics"]
        assert events(archive.read("教师/王芳.ics"))


@pytest.mark.parametrize(
    ("name", "stored"), [("三/1班", "三_1班"), ("a:b?", "a_b_"), (" . ", "_"), ("王芳", "王芳"), ("..", "_")]
)
def test_names_that_a_system_cannot_store(name: str, stored: str) -> None:
    assert file_name(name) == stored


def test_the_term_of_a_school() -> None:
    assert term_of(make_school()) is None
    school = make_school(term_start=date(2026, 9, 1), term_end=date(2027, 1, 29))
    term = term_of(school)
    assert term is not None and term.weeks == 22
    for end in (date(2026, 8, 31), date(2027, 12, 31)):  # none, and much more than one
        assert term_of(make_school(term_start=date(2026, 9, 1), term_end=end)) is None
    assert term_of_weeks(date(2026, 9, 1), 22) == Term(date(2026, 9, 1), date(2027, 1, 31))
