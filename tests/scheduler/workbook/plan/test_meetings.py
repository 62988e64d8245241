from pathlib import Path

from scheduler.plan import MeetingPlacement, Plan
from scheduler.plan.omissions import PlanPart
from scheduler.school import BellSchedule, Mark, MarkLevel, MarkOwner, Meeting, School, Slot
from scheduler.workbook.plan.meetings import fixed_meetings, place_meetings
from scheduler.workbook.plan.reader import read_plan
from scheduler.workbook.plan.reader import with_meetings as place_untold
from tests.scheduler.workbook.plan.test_reader import SECOND, two_rows, write
from tests.schools import SCHEDULE, bell, course, make_school, plan_of, slot

FIRST = "七(1)班"
SMALL = bell(morning=2, afternoon=1, days=1)  # three slots: two before noon, one after


def school_of(*meetings: Meeting, schedule: BellSchedule = SMALL, **more: object) -> School:
    courses = tuple(
        course(FIRST, subject, teacher, 1) for subject, teacher in (("语文", "甲"), ("数学", "乙"), ("音乐", "丙"))
    )
    return make_school(courses, schedules=(schedule,), meetings=meetings, **more)


def meeting(name: str, *teachers: str, **more: object) -> Meeting:
    return Meeting(id=name, teachers=teachers, schedule=SCHEDULE, **more)  # type: ignore[arg-type]


def at(number: int) -> Slot:
    return slot(1, number, SMALL)


def held(school: School, plan: Plan) -> dict[str, Slot]:
    return {m.meeting: m.slot for m in place_meetings(school, plan).plan.meetings}


def test_members_are_free() -> None:
    school = school_of(meeting("教研", "甲", "乙"))
    plan = plan_of({f"{FIRST}|语文": [at(1)], f"{FIRST}|数学": [at(2)]})
    placed = place_meetings(school, plan)
    assert [m.slot for m in placed.plan.meetings] == [at(3)] and placed.plan.placements == plan.placements
    assert "1 项教研" in placed.notes[0].text.zh and placed.problems == ()


def test_none_free_is_a_warning() -> None:
    school = school_of(meeting("教研", "甲", "乙", "丙"))
    plan = plan_of({f"{FIRST}|{subject}": [at(n)] for n, subject in enumerate(("语文", "数学", "音乐"), 1)})
    placed = place_meetings(school, plan)
    assert placed.plan == plan and placed.notes == ()
    assert [(p.severity, p.value) for p in placed.problems] == [("warning", "教研")]


def test_meetings_that_share_members_give_way_to_each_other() -> None:
    school = school_of(meeting("一", "甲", "乙"), meeting("二", "甲", "丙"), meeting("三", "甲"))
    plan = plan_of({f"{FIRST}|数学": [at(1), at(3)], f"{FIRST}|音乐": [at(2)]})
    found = held(school, plan)  # 一 only at the second; of the others 二 at the first or third
    assert found["一"] == at(2) and {found["二"], found["三"]} == {at(1), at(3)}


def test_length_days_parts_and_forbidden_times() -> None:
    assert held(school_of(meeting("长", "甲", length=2)), plan_of({})) == {"长": at(1)}
    assert held(school_of(meeting("长", "甲", length=2)), plan_of({f"{FIRST}|语文": [at(2)]})) == {}
    assert held(school_of(meeting("午后", "甲", parts=(1,))), plan_of({})) == {"午后": at(3)}
    assert held(school_of(meeting("周二", "甲", days=(2,))), plan_of({})) == {}
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="甲", day=1, start=0, end=545, level=MarkLevel.FORBIDDEN)
    assert held(school_of(meeting("教研", "甲"), marks=(mark,)), plan_of({})) == {"教研": at(3)}


def test_fixed_meetings_stay_and_keep_their_members_busy() -> None:
    school = school_of(meeting("固定", "甲", slot=at(1)), meeting("教研", "甲"))
    fixed = fixed_meetings(school, ())
    assert fixed == (MeetingPlacement(meeting="固定", slot=at(1)),)
    assert fixed_meetings(school, fixed) == ()
    plan = plan_of({}, meetings=fixed)
    assert place_meetings(school, plan).plan.meetings == (*fixed, MeetingPlacement(meeting="教研", slot=at(2)))


def test_too_many_meetings_for_the_week_place_as_many_as_they_can() -> None:
    school = school_of(*(meeting(f"教研{n}", "甲") for n in range(5)))
    placed = place_meetings(school, plan_of({}))
    assert len({m.slot for m in placed.plan.meetings}) == 3 and len(placed.problems) == 2
    assert all(isinstance(m, MeetingPlacement) for m in placed.plan.meetings)


def with_two_meetings() -> School:
    return make_school(
        meetings=(
            Meeting(id="语文教研", teachers=("王芳",), schedule=SCHEDULE, length=2),
            Meeting(id="数学 教研", teachers=("李强",), schedule=SCHEDULE),
        )
    )


def test_meetings_are_named_in_a_row_of_their_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "p.xlsx",
        [*two_rows(), [FIRST, "语文"], [SECOND], ["教研", None, None, "语文教研\n数学教研", "语文教研", "英语教研"]],
    )
    reading = read_plan(path, with_two_meetings())
    assert reading.plan is not None and reading.notes == ()
    held = {m.meeting: m.slot for m in reading.plan.meetings}
    assert held == {"语文教研": slot(1, 3), "数学 教研": slot(1, 3)}
    assert [(p.cell, p.value) for p in reading.problems] == [("F5", "英语教研")]


def test_a_meeting_may_have_a_row(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "语文"], [SECOND], ["语文教研", None, "✓", "✓"]])
    reading = read_plan(path, with_two_meetings())
    assert reading.plan is not None and reading.notes == ()
    assert [(m.meeting, m.slot) for m in reading.plan.meetings] == [("语文教研", slot(1, 2))]


def test_meetings_that_are_not_told_are_placed_and_said_so(tmp_path: Path) -> None:
    path = write(tmp_path / "p.xlsx", [*two_rows(), [FIRST, "语文", "数学"], [SECOND, None, "语文"]])
    told = read_plan(path, with_two_meetings())
    assert told.plan is not None and told.plan.meetings == () and PlanPart.MEETINGS in told.omissions.parts
    reading = place_untold(with_two_meetings(), told)
    assert reading.plan is not None and reading.problems == ()
    held = {m.meeting: m.slot for m in reading.plan.meetings}
    assert held == {"语文教研": slot(1, 3), "数学 教研": slot(1, 1)}
    assert "2 项教研" in reading.notes[0].text.zh and "语文教研" in reading.notes[0].text.zh
