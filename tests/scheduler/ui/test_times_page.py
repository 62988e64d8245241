"""教师时间, run without a browser: strokes are put into the draft as the grid puts them."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.export.lessons import Lessons
from scheduler.plan import PlanView
from scheduler.school import Mark, MarkLevel, MarkOwner, Slot
from scheduler.school.marking import painted
from scheduler.store import Store
from scheduler.ui.session import REACHED
from scheduler.ui.times_draft import KEY, TimesDraft
from scheduler.ui.times_notes import notes_of, who_differs
from tests.full_plans import full_plan
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import make_school, plan_of, slot
from tests.service_schools import service_school

MORNINGS = [slot(day, number) for day in range(1, 6) for number in range(1, 5)]
AFTERNOONS = [slot(day, number) for day in range(1, 6) for number in (5, 6)]


def opened(marks: tuple[Mark, ...] = ()) -> AppTest:
    """Return the page of a school of two classes."""
    Store().schools.add(make_school(marks=marks))
    page = app()
    page.query_params["school"] = "1"
    page = turn_to(page.run(), "times")
    assert not page.exception
    return page


def paint(page: AppTest, name: str, slots: Sequence[Slot], level: MarkLevel | None = MarkLevel.FORBIDDEN) -> None:
    """Paint some slots of a teacher."""
    draft: TimesDraft = page.session_state[f"{KEY}-1"]
    draft.add(painted(draft.school, MarkOwner.TEACHER, [name], slots, level), name)
    page.run()
    assert not page.exception


def test_what_is_painted_is_saved_as_a_version() -> None:
    page = opened()
    assert page.button(key="times-save").disabled
    paint(page, "王芳", [slot(1, 1)])
    page.button(key="times-save").click().run()
    assert not page.exception
    version, school = Store().schools.load(1)
    assert (version.number, version.note) == (2, "修改教师时间：王芳")
    assert school.marked(MarkOwner.TEACHER, "王芳", slot(1, 1), MarkLevel.FORBIDDEN)
    assert page.button(key="times-save").disabled and page.button(key="times-drop").disabled


def test_what_becomes_impossible_is_said_before_it_is_saved_and_undone() -> None:
    page = opened()
    before = [each.value for each in page.markdown]
    paint(page, "王芳", [*MORNINGS, *AFTERNOONS])
    told = "".join(each.value for each in page.markdown if each.value not in before)
    assert "王芳" in told and "排不出" in page.error[0].value
    page.button(key="undo").click().run()
    assert not page.error
    assert Store().schools.load(1)[0].number == 1


def test_marks_of_another_are_copied() -> None:
    theirs = Mark(owner_kind=MarkOwner.TEACHER, owner="李强", day=1, start=480, end=520, level=MarkLevel.AVOIDED)
    page = opened((theirs,))
    page.button(key="times-copy").click().run()
    page.button(key="times-save").click().run()
    marks = Store().schools.load(1)[1].marks
    assert set(marks) == {theirs, theirs.model_copy(update={"owner": "王芳"})}


def test_everybodys_class_and_groups_time_can_be_chosen() -> None:
    page = opened()
    for kind in ("everybody", "class", "subject", "venue"):
        page.segmented_control(key="times-kind").set_value(kind).run()
        assert not page.exception
    assert page.selectbox(key="times-venue").value == "操场"
    page.segmented_control(key="times-kind").set_value("group").run()
    assert "学校" in page.info[0].value


def test_a_draft_follows_an_edit_of_other_parts_and_gives_way_to_newer_marks() -> None:
    page = opened()
    paint(page, "王芳", [slot(1, 1)])
    Store().schools.save(1, make_school(term="下学期"), based_on=1)
    page.session_state[REACHED].number = 2
    page.run()
    assert not page.button(key="times-save").disabled
    page.button(key="times-save").click().run()
    assert Store().schools.load(1)[1].term == "下学期"
    assert len(Store().schools.load(1)[1].marks) == 1


def test_what_several_have_marked_otherwise_is_said_by_name() -> None:
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=1, start=480, end=520, level=MarkLevel.FORBIDDEN)
    school = make_school(marks=(mark,))
    told = who_differs(school, MarkOwner.TEACHER, ["王芳", "李强", "孙悦"], slot(1, 1))
    assert told == "没有标：李强、孙悦；禁：王芳"


def test_the_squares_tell_all_that_the_plan_has_of_a_teacher_or_in_a_venue() -> None:
    school = service_school()
    plan = full_plan(school)
    lessons = Lessons(PlanView(school, plan), "zh")
    for teacher in school.teachers:
        notes = notes_of(lessons, MarkOwner.TEACHER, teacher.id)
        held = {p.slot for p in plan.placements if teacher.id in school.course[p.course].teachers}
        held |= {session.slot for session in plan.sessions if teacher.id in session.adults}
        assert set(notes) >= {school.interval(at)[:2] for at in held}
    venue, lesson = school.venues[0].id, plan.placements[0]
    held = plan.model_copy(update={"placements": (lesson.model_copy(update={"venue": venue}),), "sessions": ()})
    notes = notes_of(Lessons(PlanView(school, held), "zh"), MarkOwner.VENUE, venue)
    assert set(notes) == {school.interval(lesson.slot)[:2]}


def test_the_page_shows_them() -> None:
    school = service_school()
    school_id = Store().schools.add(school)
    Store().plans.save(school_id, audit(school, full_plan(school)), school_number=1, based_on=0)
    page = app()
    page.query_params["school"] = str(school_id)
    page = turn_to(page.run(), "times")
    for kind in ("teacher", "class", "venue", "subject", "everybody"):
        page.segmented_control(key="times-kind").set_value(kind).run()
        assert not page.exception


def test_that_the_time_suffices_and_that_the_plan_is_broken_are_both_said() -> None:
    school = make_school()
    Store().schools.add(school)
    lessons = plan_of({"七(1)班|语文": [slot(1, 1), slot(2, 1)], "七(2)班|语文": [slot(3, 1)]})
    Store().plans.save(1, audit(school, lessons), school_number=1, based_on=0)
    page = app()
    page.query_params["school"] = "1"
    page = turn_to(page.run(), "times")
    assert not page.error
    paint(page, "王芳", [slot(1, 1), slot(2, 1)])
    assert "时间够用" in page.success[0].value
    assert "2 处" in page.error[0].value and "周一第1节" in "".join(each.value for each in page.markdown)
    page.button(key="undo").click().run()  # that of the head takes back a stroke here
    assert not page.error and len(Store().schools.history(1)) == 1
