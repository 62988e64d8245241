"""A hand-made file of FET, read as a school: each common kind of constraint, and what becomes of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from constraints.audit import audit
from scheduler.engine.solve import solve
from scheduler.engine.stopping import StoppingCriterion
from scheduler.export.fet.document import fet_document
from scheduler.school import MarkOwner, PeriodKind, School
from scheduler.workbook import read_school, write_school
from scheduler.workbook.fet.imported import readable, survives
from scheduler.workbook.fet.school import FetReading, read_fet_school
from scheduler.workbook.plan.reader import read_plan
from tests.schools import course, make_school

STUDENTS = """
<Year><Name>Year 9</Name><Number_of_Students>50</Number_of_Students>
  <Group><Name>9A</Name><Number_of_Students>25</Number_of_Students>
    <Subgroup><Name>9A girls</Name><Number_of_Students>12</Number_of_Students></Subgroup>
    <Subgroup><Name>9A boys</Name><Number_of_Students>13</Number_of_Students></Subgroup></Group>
  <Group><Name>9B</Name><Number_of_Students>25</Number_of_Students></Group></Year>"""


def activity(number: int, teacher: str, subject: str, students: str, length: int = 1, group: int = 0) -> str:
    who = f"<Teacher>{teacher}</Teacher>" if teacher else ""
    whom = f"<Students>{students}</Students>" if students else ""
    return (
        f"<Activity>{who}<Subject>{subject}</Subject>{whom}<Duration>{length}</Duration>"
        f"<Total_Duration>{length}</Total_Duration><Id>{number}</Id><Activity_Group_Id>{group}</Activity_Group_Id>"
        "<Active>true</Active><Comments></Comments></Activity>"
    )


ACTIVITIES = (
    activity(1, "Ann", "Maths", "9A", group=1),
    activity(2, "Ann", "Maths", "9A", group=1),
    activity(3, "Ann", "Maths", "9A", length=2, group=1),
    activity(4, "Bob", "PE", "9A girls"),
    activity(5, "Cy", "PE", "9A boys"),
    activity(6, "Bob", "Art", "9B"),
    activity(7, "Ann", "Assembly", "Year 9"),
    activity(8, "Cy", "Science", "9B"),
)


def constraint(kind: str, body: str, weight: str = "100") -> str:
    return (
        f"<Constraint{kind}><Weight_Percentage>{weight}</Weight_Percentage>{body}"
        f"<Active>true</Active><Comments></Comments></Constraint{kind}>"
    )


def numbers(*ids: int) -> str:
    return f"<Number_of_Activities>{len(ids)}</Number_of_Activities>" + "".join(
        f"<Activity_Id>{n}</Activity_Id>" for n in ids
    )


def closed(day: str, hour: str) -> str:
    return f"<Not_Available_Time><Day>{day}</Day><Hour>{hour}</Hour></Not_Available_Time>"


def fet(
    path: Path, *time: str, space: str = "", rooms: str = "", activities: tuple[str, ...] = ACTIVITIES, days: int = 5
) -> FetReading:
    names = "".join(f"<Day><Name>D{n}</Name></Day>" for n in range(1, days + 1))
    hours = "".join(f"<Hour><Name>{n}</Name></Hour>" for n in ("1", "2", "3", "lunch", "4", "5"))
    teachers = "".join(f"<Teacher><Name>{n}</Name></Teacher>" for n in ("Ann", "Bob", "Cy", "Idle"))
    lunch = "".join(f"<Break_Time><Day>D{n}</Day><Hour>lunch</Hour></Break_Time>" for n in range(1, days + 1))
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><fet version="6.8.5"><Institution_Name>Test</Institution_Name>'
        f"<Days_List>{names}</Days_List><Hours_List>{hours}</Hours_List><Teachers_List>{teachers}</Teachers_List>"
        f"<Students_List>{STUDENTS}</Students_List><Activities_List>{''.join(activities)}</Activities_List>"
        f"<Rooms_List>{rooms}</Rooms_List><Time_Constraints_List>{constraint('BasicCompulsoryTime', '')}"
        f"{constraint('BreakTimes', lunch)}{''.join(time)}</Time_Constraints_List>"
        f"<Space_Constraints_List>{space}</Space_Constraints_List></fet>",
        encoding="utf-8",
    )
    return read_fet_school(path)


def school_of(reading: FetReading) -> School:
    assert reading.school is not None, reading.problems
    return reading.school


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "school.fet"


def test_students_who_do_all_together_are_a_class(file: Path) -> None:
    school = school_of(fet(file))
    assert [(klass.id, klass.size) for klass in school.classes] == [("9A_boys", 13), ("9A_girls", 12), ("9B", 25)]
    assert {klass.grade for klass in school.classes} == {10}
    by_subject = {course.subject: course for course in school.courses}
    assert set(by_subject["Maths"].classes) == {"9A_boys", "9A_girls"}
    assert set(by_subject["Assembly"].classes) == {"9A_boys", "9A_girls", "9B"}
    assert (by_subject["Maths"].lessons, by_subject["Maths"].doubles) == (4, 1)
    assert {teacher.id for teacher in school.teachers} == {"Ann", "Bob", "Cy"}


def test_a_break_parts_the_day(file: Path) -> None:
    (bells,) = school_of(fet(file)).schedules
    kinds = {period.name: period.kind for period in bells.periods}
    assert kinds["lunch"] is PeriodKind.NOON and kinds["3"] is PeriodKind.LESSON
    school = school_of(fet(file))
    third = next(slot for slot in school.lesson_slots[bells.id] if school.period(slot).name == "3")
    assert school.next_in_double(third) is None


def test_times_limits_and_locks(file: Path) -> None:
    start = "<Activity_Id>8</Activity_Id><Preferred_Day>D2</Preferred_Day><Preferred_Hour>4</Preferred_Hour>"
    within = (
        "<Preferred_Time_Slot><Preferred_Day>D1</Preferred_Day><Preferred_Hour>1</Preferred_Hour></Preferred_Time_Slot>"
    )
    reading = fet(
        file,
        constraint("TeacherNotAvailableTimes", f"<Teacher>Ann</Teacher>{closed('D1', '2')}"),
        constraint("StudentsSetNotAvailableTimes", f"<Students>9A</Students>{closed('D5', '5')}"),
        constraint("ActivityPreferredStartingTime", start),
        constraint("ActivitiesPreferredTimeSlots", f"<Subject_Name>Art</Subject_Name>{within}"),
        constraint(
            "TeacherMaxHoursDaily", "<Teacher_Name>Ann</Teacher_Name><Maximum_Hours_Daily>3</Maximum_Hours_Daily>"
        ),
        constraint("TeachersMaxDaysPerWeek", "<Max_Days_Per_Week>4</Max_Days_Per_Week>"),
        constraint("ActivitiesSameStartingTime", numbers(4, 5)),
        constraint("ActivitiesNotOverlapping", numbers(6, 7)),
    )
    school = school_of(reading)
    assert reading.is_whole, [note.text.en for note in reading.notes]
    marks = {(m.owner_kind, m.owner, m.day) for m in school.marks}
    assert (MarkOwner.TEACHER, "Ann", 1) in marks and (MarkOwner.CLASS, "9A_girls", 5) in marks
    art = next(c for c in school.courses if c.subject == "Art")
    assert sum(m.owner == art.id for m in school.marks) == 24
    (lock,) = school.locks
    assert school.course[lock.course].subject == "Science"
    assert (lock.slot.day, school.period(lock.slot).name) == (2, "4")
    assert {t.id: (t.max_per_day, t.max_days) for t in school.teachers}["Ann"] == (3, 4)
    assert {c.together for c in school.courses if c.subject == "PE"} == {"同时1"}
    assert {school.course[name].subject for name in school.exclusions[0].courses} == {"Art", "Assembly"}


def test_what_is_not_understood_is_told_once_a_kind(file: Path) -> None:
    least = "<Minimum_Hours_Daily>2</Minimum_Hours_Daily>"
    reading = fet(
        file,
        constraint("TeachersMinHoursDaily", least),
        constraint("TwoActivitiesConsecutive", "<First_Activity_Id>1</First_Activity_Id>", "95"),
        *(constraint("SomethingNew", "") for _ in range(3)),
    )
    told = [note.text.en for note in reading.notes]
    assert "SomethingNew (3): not read" in told and "TeachersMinHoursDaily (1): not read" in told
    assert "TwoActivitiesConsecutive (1, below 100 %): not read" in told
    assert not reading.is_whole and fet(file).is_whole


def test_days_between_activities_are_a_limit_a_day(file: Path) -> None:
    said = "<Consecutive_If_Same_Day>false</Consecutive_If_Same_Day>{}<MinDays>1</MinDays>"
    days, some = said.format(numbers(1, 2, 3)), said.format(numbers(1, 3))
    hard = school_of(fet(file, constraint("MinDaysBetweenActivities", days)))
    assert next(s for s in hard.subjects if s.id == "Maths").max_per_day == 2  # it has a double
    assert "subject_per_day" not in {s.rule for s in hard.rule_settings}
    soft = school_of(fet(file, constraint("MinDaysBetweenActivities", days, "95")))
    assert {s.rule: s.level for s in soft.rule_settings}["subject_per_day"] == "soft"
    part = fet(file, constraint("MinDaysBetweenActivities", some))
    assert next(s for s in school_of(part).subjects if s.id == "Maths").max_per_day == 4 and not part.is_whole
    none = school_of(fet(file))
    assert {s.rule: s.enabled for s in none.rule_settings}["subject_per_day"] is False


def test_rooms(file: Path) -> None:
    rooms = "".join(
        f"<Room><Name>{name}</Name><Capacity>{size}</Capacity></Room>"
        for name, size in (("Lab", 30), ("Gym", 30), ("Hut", 5))
    )
    either = "<Preferred_Room>Gym</Preferred_Room><Preferred_Room>Lab</Preferred_Room>"
    space = (
        constraint("SubjectPreferredRooms", f"<Subject>PE</Subject>{either}")
        + constraint("ActivityPreferredRoom", "<Activity_Id>6</Activity_Id><Room>Lab</Room>")
        + constraint("RoomNotAvailableTimes", f"<Room>Gym</Room>{closed('D1', '1')}")
    )
    school = school_of(fet(file, space=space, rooms=rooms))
    assert {venue.id for venue in school.venues} >= {"Lab", "Gym"}
    physical = [course for course in school.courses if course.subject == "PE"]
    assert all(course.venue_kind is not None for course in physical)
    assert any(mark.owner_kind is MarkOwner.VENUE and mark.owner == "Gym" for mark in school.marks)


def test_an_activity_without_students_is_a_meeting(file: Path) -> None:
    school = school_of(fet(file, activities=(*ACTIVITIES, activity(9, "Ann", "Staff", "", length=2))))
    (meeting,) = school.meetings
    assert (meeting.teachers, meeting.length) == (("Ann",), 2)


@pytest.mark.parametrize(("change", "words"), [({"days": 8}, "8 天"), ({"activities": ()}, "没有日、节次或活动")])
def test_what_is_no_week_of_a_school_is_refused(file: Path, change: dict[str, object], words: str) -> None:
    reading = fet(file, **change)  # type: ignore[arg-type]
    assert reading.school is None and words in reading.problems[0].text.zh


def test_the_workbook_is_the_same_school_and_can_be_planned(file: Path, tmp_path: Path) -> None:
    fet(file, constraint("ActivitiesSameStartingTime", numbers(4, 5)))
    school = school_of(readable(file))
    assert survives(school)
    write_school(school, tmp_path / "school.xlsx")
    back = read_school(tmp_path / "school.xlsx").school
    assert back is not None
    report = solve(back, StoppingCriterion(seconds=None, deterministic=0.3), workers=1).report
    assert report is not None and report.compliant
    # And a file of FET out of it again is read as the same plan.
    locked = tmp_path / "locked.fet"
    locked.write_bytes(fet_document(back, report.plan).xml)
    again = read_plan(locked, back).plan
    assert again is not None and audit(back, again).compliant


def test_a_timetable_of_the_file_itself_is_a_plan_of_its_school(file: Path) -> None:
    """As FET writes it: the file with a starting time for each activity."""
    held = {
        1: ("D1", "1"),
        2: ("D2", "1"),
        3: ("D3", "1"),
        4: ("D1", "2"),
        5: ("D1", "2"),
        6: ("D1", "1"),
        7: ("D4", "4"),
    }
    fields = "<Preferred_Day>{}</Preferred_Day><Preferred_Hour>{}</Preferred_Hour>"
    school = school_of(fet(file))
    starts = [
        constraint("ActivityPreferredStartingTime", f"<Activity_Id>{n}</Activity_Id>{fields.format(*at)}")
        for n, at in held.items()
    ]
    fet(file, *starts)
    reading = read_plan(file, school)
    assert reading.plan is not None and not reading.plan.strays
    assert len(reading.plan.placements) == 8  # the double is two
    assert [problem.text.en for problem in reading.problems] == ["1 activities have no time"]


def test_names_that_a_workbook_cannot_hold_are_told(file: Path) -> None:
    odd = tuple(each.replace("Ann", "?").replace("Maths", "1/2") for each in ACTIVITIES)
    reading = fet(file, activities=odd)
    assert school_of(reading) and any("written otherwise" in note.text.en for note in reading.notes)
    assert survives(school_of(readable(file)))


def test_two_courses_that_a_workbook_could_not_tell_apart_get_two_subjects(file: Path) -> None:
    start = "<Activity_Id>1</Activity_Id><Number_of_Preferred_Time_Slots>1</Number_of_Preferred_Time_Slots>"
    within = (
        "<Preferred_Time_Slot><Preferred_Day>D1</Preferred_Day><Preferred_Hour>1</Preferred_Hour></Preferred_Time_Slot>"
    )
    school = school_of(fet(file, constraint("ActivityPreferredTimeSlots", start + within)))
    assert sorted(c.subject for c in school.courses if c.subject.startswith("Maths")) == ["Maths", "Maths_2"]
    assert survives(school)


def test_our_own_file_comes_back_as_a_school(tmp_path: Path) -> None:
    path = tmp_path / "ours.fet"
    ours = make_school((course("七(1)班", "语文", "王芳", 5), course("七(2)班", "数学", "李强", 4, doubles=1)))
    path.write_bytes(fet_document(ours).xml)
    back = school_of(read_fet_school(path))
    assert sorted((c.subject, c.teachers, c.lessons, c.doubles) for c in back.courses) == [
        ("数学", ("李强",), 4, 1), ("语文", ("王芳",), 5, 0),
    ]  # fmt: skip
