"""课表, run without a browser: the same buttons that a click in the grid leads to."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.engine.moves import moves
from scheduler.plan import Plan
from scheduler.school import Course, Mark, MarkLevel, MarkOwner, School, Slot
from scheduler.store import Store
from scheduler.ui.lesson_moves import CHOSEN
from scheduler.ui.session import REACHED, Reached
from scheduler.ui.timetable_views import ParkedLesson, PickedCell
from scheduler.ui.widgets import Pick
from tests.conftest import PATIENCE
from tests.scheduler.ui.conftest import head
from tests.schools import course, make_school, plan_of, slot

CLASS = "七(1)班"
COURSES = tuple(
    course(name, subject, teacher, 1)
    for name in (CLASS, "七(2)班")
    for subject, teacher in (("语文", "王芳"), ("数学", "李强"), ("英语", "孙悦"))
)
LESSONS = {
    "七(1)班|语文": [slot(1, 1)],
    "七(1)班|数学": [slot(1, 2)],
    "七(1)班|英语": [slot(1, 3)],
    "七(2)班|语文": [slot(2, 1)],
    "七(2)班|数学": [slot(2, 2)],
    "七(2)班|英语": [slot(2, 3)],
}


def script() -> None:
    from scheduler.ui.frame import frame
    from scheduler.ui.timetable_page import timetable_page

    frame()
    timetable_page()


class Case:
    """A school with a plan in the store, and the page in a browser that has it open."""

    def __init__(self, lessons: dict[str, list[Slot]] | None = LESSONS, courses: tuple[Course, ...] = COURSES) -> None:
        self.store = Store()
        self.school: School = make_school(courses)
        self.school_id = self.store.schools.add(self.school)
        if lessons is not None:
            report = audit(self.school, plan_of(lessons))
            self.store.plans.save(self.school_id, report, school_number=1, based_on=0, note="第一版")
        self.page = AppTest.from_function(script, default_timeout=PATIENCE).run()
        assert not self.page.exception

    def pick(self, at: Slot) -> None:
        self.page.session_state[CHOSEN] = Pick(PickedCell(CLASS, at))
        self.page.run()

    def press(self, key: str) -> None:
        self.page.button(key=key).click().run()
        assert not self.page.exception

    def plan(self) -> Plan:
        return self.store.plans.load(self.school_id).plan

    def notes(self) -> list[str]:
        return [version.note for version in self.store.plans.history(self.school_id)]

    def words(self) -> str:
        kinds: tuple[Any, ...] = (self.page.error, self.page.info, self.page.markdown, self.page.caption)
        return "\n".join(each.value for kind in kinds for each in kind)


def test_without_a_plan_the_page_says_where_to_get_one() -> None:
    case = Case(lessons=None)
    assert "还没有课表" in case.words()


def test_the_best_move_of_a_lesson_is_made_undone_and_done_again() -> None:
    case = Case()
    before, at = case.plan(), slot(1, 1)
    best = next(m for m in moves(case.school, before, CLASS, at, chains=False) if m.legal)
    case.pick(at)
    case.press("move-0")
    after = case.plan()
    assert best.to in after.slots_of("七(1)班|语文")
    assert audit(case.school, after).cost == audit(case.school, before).cost + best.cost_change
    assert case.page.session_state[CHOSEN] == Pick(PickedCell(CLASS, best.to))
    case.press("undo")
    assert case.plan().slots_of("七(1)班|语文") == before.slots_of("七(1)班|语文")
    assert case.page.button(key="undo").disabled
    case.press("redo")
    assert case.plan().slots_of("七(1)班|语文") == after.slots_of("七(1)班|语文")
    assert [note.split("：")[0] for note in case.notes()][:2] == ["重做", "撤销"]
    assert len(case.notes()) == 4


def test_a_move_that_was_offered_for_the_plan_before_is_not_made() -> None:
    case = Case()
    case.pick(slot(1, 1))
    case.page.button(key="move-0").click()
    case.press("move-1")
    assert len(case.notes()) == 2
    assert "这一下没有做" in case.page.toast[0].value


def test_a_new_step_after_an_undo_ends_what_could_be_done_again() -> None:
    case = Case()
    case.pick(slot(1, 1))
    case.press("move-0")
    case.press("undo")
    case.pick(slot(1, 2))
    case.press("move-0")
    assert case.page.button(key="redo").disabled


def test_a_locked_lesson_has_no_move_until_it_is_released() -> None:
    case = Case()
    case.pick(slot(1, 1))
    assert any(button.key == "move-0" for button in case.page.button)
    case.press("lock")
    school = case.store.schools.load(case.school_id)[1]
    assert [(lock.course, lock.slot) for lock in school.locks] == [("七(1)班|语文", slot(1, 1))]
    assert not any(button.key == "move-0" for button in case.page.button)
    case.press("lock")
    assert case.store.schools.load(case.school_id)[1].locks == ()
    assert any(button.key == "move-0" for button in case.page.button)


def test_rings_and_chains_come_when_asked_for() -> None:
    case = Case()
    case.pick(slot(1, 1))
    few = len(case.page.button)
    case.press("wide")
    assert len(case.page.button) > few


def test_what_a_plan_breaks_is_listed() -> None:
    case = Case({**LESSONS, "七(2)班|语文": [slot(1, 1)]})
    assert "处违反法规或硬规则" in case.words()
    table = case.page.dataframe[0].value
    assert any("王芳 周一第1节" in text for text in table["哪里"])


def test_every_view_is_shown() -> None:
    case = Case()
    for kind in ("teacher", "venue", "grade", "school"):
        case.page.session_state["timetable_kind"] = kind
        case.page.run()
        assert not case.page.exception


def test_two_versions_are_compared_and_one_is_gone_back_to() -> None:
    case = Case()
    case.pick(slot(1, 1))
    case.press("move-0")
    case.press("versions")
    case.press("version_back")
    assert case.notes()[0] == "回到第 1 版"
    assert case.plan().slots_of("七(1)班|语文") == (slot(1, 1),)


def test_a_step_on_an_old_version_is_refused_and_told() -> None:
    case = Case()
    case.pick(slot(1, 1))
    report = audit(case.school, plan_of({**LESSONS, "七(1)班|语文": [slot(4, 1)]}))
    case.store.plans.save(case.school_id, report, school_number=1, based_on=1, note="别人")
    case.press("move-0")
    assert case.notes()[0] == "别人"
    assert "您的修改没有保存" in case.page.error[0].value


def test_a_lesson_that_breaks_a_rule_is_placed_when_the_person_says_so_and_the_note_names_it() -> None:
    case = Case()
    case.pick(slot(1, 1))
    case.page.selectbox(key="force_to").set_value(slot(2, 1)).run()  # 王芳 is in the other class then
    assert "王芳" in case.page.warning[0].value
    case.press("force")
    assert case.plan().slots_of("七(1)班|语文") == (slot(2, 1),)
    version = case.store.plans.history(case.school_id)[0]
    assert not version.compliant
    assert "明知违反" in version.note and "教师" in version.note
    assert "处违反法规或硬规则" in case.words()
    case.press("undo")
    assert case.store.plans.history(case.school_id)[0].compliant


def test_a_parked_lesson_leaves_the_stored_plan_as_it_is_until_all_are_placed() -> None:
    case = Case()
    before = case.plan()
    case.pick(slot(1, 1))
    case.press("park")
    assert "寄放着 1 节" in case.words() and len(case.notes()) == 1 and case.plan() == before
    case.page.session_state[CHOSEN] = Pick(ParkedLesson(position(before, "七(1)班|语文")))
    case.page.run()
    displacing = next(b for b in case.page.button if (b.key or "").startswith("place-") and "数学" in b.label)
    case.press(str(displacing.key))
    assert "寄放着 1 节" in case.words() and len(case.notes()) == 1  # 数学 waits now
    free = next(b for b in case.page.button if (b.key or "").startswith("place-") and "⇤" not in b.label)
    case.press(str(free.key))
    after = case.plan()
    assert len(case.notes()) == 2 and case.notes()[0].startswith("寄放后放好：")
    assert after.slots_of("七(1)班|语文") == (slot(1, 2),)
    assert len(after.placements) == len(before.placements)
    assert audit(case.school, after).compliant
    assert "寄放着" not in case.words()


def test_parked_lessons_go_back_step_by_step_or_all_at_once() -> None:
    case = Case()
    before = case.plan()
    for back in ("board_back", "board_drop"):
        case.pick(slot(1, 1))
        case.press("park")
        case.press(back)
        assert "寄放着" not in case.words()
        assert case.plan() == before and len(case.notes()) == 1


def test_a_reload_keeps_what_is_parked_and_another_plan_gives_it_up() -> None:
    case = Case()
    case.pick(slot(1, 1))
    case.press("park")
    again = AppTest.from_function(script, default_timeout=PATIENCE)
    for name, value in case.page.query_params.items():
        again.query_params[name] = value
    again.run()
    assert any("寄放着 1 节" in each.value for each in again.info)
    report = audit(case.school, plan_of({**LESSONS, "七(1)班|语文": [slot(4, 1)]}))
    case.store.plans.save(case.school_id, report, school_number=1, based_on=1)
    again.session_state[REACHED].plan_number = 2
    again.run()
    assert not any("寄放着" in each.value for each in again.info)
    assert "回到了原处" in again.toast[0].value


def position(plan: Plan, course_id: str) -> int:
    """Where in the plan the lesson of a course stands that has one."""
    return next(index for index, each in enumerate(plan.placements) if each.course == course_id)


def test_the_list_of_versions_judges_as_the_head_of_the_page_does() -> None:
    case = Case()
    forbidden = Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=1, start=0, end=1440, level=MarkLevel.FORBIDDEN)
    shut = case.school.renewed(marks=(forbidden,))
    case.store.plans.save(1, audit(case.school, plan_of(LESSONS)), school_number=1, based_on=1, note="第二版")
    case.store.schools.save(case.school_id, shut, based_on=1)
    case.page.run()
    case.page.button(key="refresh").click().run()
    case.press("versions")
    table = next(each.value for each in case.page.dataframe if "合规" in each.value)
    assert "不合规" in head(case.page)
    assert table["合规"].tolist()[0] == "✗" and table["合规"].tolist()[1].startswith("当时 ")
    words = case.words()
    assert "第 2 版，按现在的学校（第 2 版）：**有" in words and "第 1 版，按现在的学校（第 2 版）：**有" in words


def test_what_is_picked_is_dropped_when_another_school_is_opened() -> None:
    case = Case()
    case.pick(slot(1, 1))
    assert any(each.key == "lock" for each in case.page.button)
    other = case.store.schools.add(make_school(COURSES, name="另一所"))
    case.store.plans.save(other, audit(case.school, plan_of(LESSONS)), school_number=1, based_on=0)
    for school_id in (other, case.school_id):
        case.page.session_state[REACHED] = Reached(school_id)
        case.page.run()
        assert not case.page.exception
        assert not any(each.key == "lock" for each in case.page.button), school_id


def test_what_waits_is_of_one_school_alone() -> None:
    case = Case()
    case.pick(slot(1, 1))
    case.press("park")
    other = case.store.schools.add(make_school(COURSES, name="另一所"))
    case.store.plans.save(other, audit(case.school, plan_of(LESSONS)), school_number=1, based_on=0)
    case.page.session_state[REACHED] = Reached(other)
    case.page.run()
    assert "寄放着" not in case.words()
