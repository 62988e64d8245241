"""A school of which everything that may be typed is Markdown, HTML and formulas too: no page takes anything of it for that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from constraints.audit import audit
from scheduler.plan import Placement, Plan
from scheduler.school import Exam, Exclusion, Mark, MarkLevel, MarkOwner, Meeting, School
from scheduler.school.marking import with_marks_of
from scheduler.store import RunStatus, RunTask, Store
from scheduler.store.database import open_database
from scheduler.store.run_writer import RunWriter
from scheduler.ui.lesson_moves import CHOSEN as CHOSEN_LESSON
from scheduler.ui.service_panel import CHOSEN as CHOSEN_SERVICE
from scheduler.ui.service_views import PickedService
from scheduler.ui.session import NOTICE
from scheduler.ui.times_draft import TimesDraft
from scheduler.ui.timetable_views import PickedCell
from scheduler.ui.widgets import Pick
from tests.scheduler.ui.conftest import app, turn_to
from tests.schools import SCHEDULE
from tests.service_schools import full_service, service_school

TYPED = "![p](http://evil.example/x)<img src=x>:red[r] :material/delete: :smile: $x^2$ **b** [l](http://l.example)"
TAKEN_FOR_MORE = re.compile(r"(?<!\\)(\]\(|<img|:red|\$x|\*\*b)|:material/delete|:smile:|http://")
MARKDOWN = {"label", "help", "body", "text", "title", "caption", "captions", "content"}
"""Fields of Streamlit's elements that it shows as Markdown or, of `st.html`, as HTML."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PAGES = ("start", "guide", "school", "times", "rules", "solve", "", "service", "check", "fairness", "export")


def typed(value: Any) -> Any:
    """Whatever is in Chinese was typed by somebody: followed by more. What is made of two names, of each."""
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [typed(each) for each in value]
    if isinstance(value, str) and CHINESE.search(value):
        return "|".join(f"{part}{TYPED}" for part in value.split("|"))
    return value


def typed_school() -> School:
    school = service_school()
    teachers = tuple(teacher.model_copy(update={"subject_group": "语文组"}) for teacher in school.teachers)
    mark = Mark(owner_kind=MarkOwner.TEACHER, owner="王芳", day=1, start=480, end=1000, level=MarkLevel.FORBIDDEN)
    more = {
        "term": "秋季",
        "teachers": teachers,
        "marks": (mark,),
        "meetings": (Meeting(id="语文教研", teachers=("王芳", "刘敏"), schedule=SCHEDULE),),
        "exclusions": (Exclusion(id="互斥", teachers=("王芳", "刘敏")),),
        "exams": (Exam(name="期中", grades=(3,), week=9),),
    }
    return School.model_validate(typed(json.loads(school.model_copy(update=more).model_dump_json())))


def typed_plan(school: School) -> Plan:
    """A plan that breaks much, as the audit's sentences have names too."""
    schedule = school.schedules[0]
    lessons = [
        Placement(course=course.id, slot=slot)
        for course in school.courses
        for slot in school.class_slots(course.classes[0])[: course.lessons]
    ]
    assert schedule.id.endswith(TYPED)
    return full_service(school, placements=tuple(lessons))


TOLD = {"text": f"说{TYPED}", "text_en": f"said{TYPED}"}
PLACE = {"title": TYPED, "title_en": TYPED, "sheet": TYPED, "sheet_en": TYPED, "row": TYPED, "article": TYPED}
EXPLAINED = {
    "shortages": [TOLD],
    "cures": [{**TOLD, "school": "", "format": 2}],
    "conflict": {**TOLD, "members": [{**TOLD, **PLACE, "level": "hard"}]},
}


def repaired(school: School) -> dict[str, Any]:
    slot = school.class_slots(school.classes[0].id)[0]._asdict()
    change = {"kind": "lesson", "id": school.courses[0].id, "title": TYPED, "classes": [school.classes[0].id]}
    change |= {
        "teachers": [],
        "why": TYPED,
        "why_en": TYPED,
        "from": {**TOLD, "slot": slot},
        "to": {**TOLD, "slot": slot},
    }
    counts = {"lesson": 1, "service": 1}
    proven = {"lessons": True, "others": True, "cost": True}
    return {"moved_lessons": 1, "moved_lessons_bound": 1, "proven": proven, "counts": counts, "changes": [change]}


def strings(message: Message, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an element with its place: `Button.label`."""
    for field, value in message.ListFields():
        place = f"{message.DESCRIPTOR.name}.{field.name}"
        for each in (
            value if isinstance(value, (list, tuple)) or hasattr(value, "add") or hasattr(value, "append") else [value]
        ):
            if isinstance(each, str):
                yield place, each
            elif isinstance(each, Message):
                yield from strings(each, place)


def shown(page: AppTest) -> list[tuple[str, str]]:
    """What the page shows as Markdown, or as HTML."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        if isinstance(getattr(node, "proto", None), Message):
            found.extend(strings(node.proto))
        for child in getattr(node, "children", {}).values():
            walk(child)

    walk(page._tree)
    return [
        (place, text)
        for place, text in found
        if place.split(".")[1] in MARKDOWN or place in ("Radio.options", "ButtonGroup.options")
    ]


class Case:
    """The school with a plan in the store, and a browser that has it open."""

    def __init__(self) -> None:
        self.store, self.school = Store(), typed_school()
        self.school_id = self.store.schools.add(self.school, author=TYPED, note=TYPED)
        self.plan = typed_plan(self.school)
        report = audit(self.school, self.plan)
        for number in range(2):
            self.store.plans.save(self.school_id, report, school_number=1, based_on=number, author=TYPED, note=TYPED)
        self.seen = 0
        self.page = app()
        self.page.query_params["school"] = str(self.school_id)
        self.page.run()

    def look(self) -> None:
        """See that nothing is taken for more than it is."""
        assert not self.page.exception, self.page.exception[0].message
        texts = shown(self.page)
        assert not [(place, text) for place, text in texts if TAKEN_FOR_MORE.search(text)]
        self.seen += sum("evil" in text for _place, text in texts)

    def run(self, task: RunTask, status: RunStatus, outcome: dict[str, Any]) -> None:
        run = self.store.runs.add(self.school_id, school_number=1, seconds=5.0, task=task)
        best = self.plan if task is RunTask.REPAIR else None
        RunWriter(open_database(), run.id).end(status, best=best, outcome=outcome)


@pytest.fixture
def case() -> Case:
    return Case()


def test_no_page_takes_names_for_more(case: Case) -> None:
    for url in PAGES:
        turn_to(case.page, url)
        case.look()
    assert case.seen > 10


def test_no_panel_beside_the_grids_does(case: Case) -> None:
    page, school = case.page, case.school
    klass = school.classes[0].id
    turn_to(page, "")
    page.session_state[CHOSEN_LESSON] = Pick(PickedCell(klass, school.class_slots(klass)[0]))
    for kind in ("class", "teacher", "venue", "grade"):
        page.session_state["timetable_kind"] = kind
        page.run()
        case.look()
    page.button(key="wide").click().run()
    case.look()
    page.button(key="versions").click().run()
    case.look()
    turn_to(page, "service")
    teacher = PickedService(teacher=school.teachers[0].id)
    turns = [PickedService(each.station, each.slot) for each in case.plan.sessions[::5]]
    for turn in (teacher, *turns):
        page.session_state[CHOSEN_SERVICE] = Pick(turn)
        page.run()
        case.look()
    page.button(key="service_swaps").click().run()
    case.look()
    assert case.seen > 100


def test_no_statistics_do(case: Case) -> None:
    turn_to(case.page, "fairness")
    for topic in ("loads", "service", "balance", "hours", "venues"):
        case.page.session_state["fairness_topic"] = topic
        case.page.run()
        case.look()


def test_no_finding_of_the_solver_does(case: Case) -> None:
    case.run(RunTask.EXPLAIN, RunStatus.INFEASIBLE, EXPLAINED)
    turn_to(case.page, "solve")
    case.look()
    assert "改好并重排" in [button.label for button in case.page.button]
    case.run(RunTask.REPAIR, RunStatus.OPTIMAL, repaired(case.school))
    turn_to(case.page, "check")
    case.look()
    assert "接受，存为新版本" in [button.label for button in case.page.button]


def test_no_refusal_does(case: Case) -> None:
    case.page.session_state[NOTICE] = TYPED
    case.page.run()
    case.look()
    assert any("evil" in error.value for error in case.page.error)


def test_no_unsaved_change_does(case: Case) -> None:
    page, teacher = case.page, case.school.teachers[2].id
    turn_to(page, "times")
    draft: TimesDraft = page.session_state[f"times_draft-{case.school_id}"]
    draft.add(with_marks_of(case.school, MarkOwner.TEACHER, teacher, case.school.marks[0].owner), teacher)
    page.run()
    case.look()
    assert any("未保存" in each.value and "evil" in each.value for each in page.markdown)
