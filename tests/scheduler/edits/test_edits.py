"""Each kind of edit changes just what it says, and the changed school can be written to its workbook and read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from constraints.catalogue import rule_by_id
from constraints.settings import raise_for_all, soften
from scheduler.edits import lesson_edits as edits
from scheduler.edits import service_edits, time_edits
from scheduler.edits.edit import Edit
from scheduler.model.owner import Level
from scheduler.school import (
    Contract,
    DutyKind,
    Exclusion,
    Lock,
    Mark,
    MarkLevel,
    MarkOwner,
    Meeting,
    RuleSetting,
    School,
    SchoolClass,
    Slot,
    StaffKind,
    Teacher,
    Venue,
    Week,
)
from scheduler.workbook.school import layout, service_layout
from scheduler.workbook.school.writer import school_workbook
from scheduler.workbook.sheet import Sheet
from tests.sample_data.test_workbooks import assert_same_school
from tests.scheduler.workbook.school.test_write_service import JUNIOR, read_back
from tests.schools import SCHEDULE, course, make_school, slot
from tests.service_schools import COACH, courses_of, duties_of, duty, service_school, station_of

FIRST, SECOND = JUNIOR
LAYERS = tuple(f"{FIRST}+{SECOND}|英语|{teacher}" for teacher in ("周英", "吴英"))
MORNING, AFTERNOON, AFTER_SCHOOL = range(3)
ARTS = f"{FIRST}|音乐/美术"


def forbidden(kind: MarkOwner, owner: str, day: int, start: int, end: int) -> Mark:
    return Mark(owner_kind=kind, owner=owner, day=day, start=start, end=end, level=MarkLevel.FORBIDDEN)


def whole_school() -> School:
    """A school with something of everything that can be changed."""
    layers = [
        course(FIRST, "英语", name[-2:], 4, id=name, classes=JUNIOR, together="英语走班", doubles=1) for name in LAYERS
    ]
    own = [
        each.model_copy(update={"lessons": 6, "doubles": 2}) if each.subject == "语文" else each
        for each in courses_of(JUNIOR)
        if each.subject != "音乐" or each.classes != (FIRST,)
    ]
    pair = [
        course(FIRST, "音乐", "孙悦", 1, week=Week.ODD, pair=ARTS),
        course(FIRST, "美术", "钱多", 1, week=Week.EVEN, pair=ARTS),
    ]
    base = service_school(JUNIOR, evening=True)
    named = tuple(Teacher(id=name) for name in ("周英", "吴英", "钱多"))
    teachers = tuple(
        teacher.model_copy(update={"mentor": "王芳", "max_per_day": 3, "max_span": 540})
        if teacher.id == "刘敏"
        else teacher
        for teacher in (*base.teachers, *named)
    )
    return service_school(
        JUNIOR,
        evening=True,
        boarding=True,
        courses=(*own, *layers, *pair),
        teachers=teachers,
        venues=(
            Venue(id="操场", kind="操场", capacity=2, seats=100),
            Venue(id="小操场", kind="操场"),
            Venue(id="音乐教室", kind="功能室", seats=30),
        ),
        stages=tuple(
            stage.model_copy(update={"candidates": ("王芳", "赵军")}) if stage.id == "晚自习" else stage
            for stage in base.stages
        ),
        meetings=(
            Meeting(id="数学教研", teachers=("李强", "陈磊"), schedule=SCHEDULE, slot=slot_of(2, 5)),
            Meeting(id="谈心", teachers=("孙悦",), schedule=SCHEDULE, days=(3,), parts=(1,)),
            Meeting(id="例会", teachers=("王芳", "刘敏"), schedule=SCHEDULE),
        ),
        locks=(
            Lock(course=f"{FIRST}|语文", slot=slot_of(5, 6)),
            Lock(course=f"{SECOND}|语文", slot=slot_of(5, 6)),
        ),
        exclusions=(
            Exclusion(id="共用教具", courses=(f"{FIRST}|体育", f"{SECOND}|音乐")),
            Exclusion(id="合练", teachers=("王芳", "孙悦", "李强")),
        ),
        marks=(
            forbidden(MarkOwner.TEACHER, "赵军", 2, 8 * 60 + 20, 17 * 60),
            forbidden(MarkOwner.TEACHER, "孙悦", 2, 8 * 60 + 20, 9 * 60),
            forbidden(MarkOwner.VENUE, "操场", 2, 8 * 60 + 20, 12 * 60),
            forbidden(MarkOwner.CLASS, FIRST, 2, 14 * 60, 15 * 60 + 30),
            forbidden(MarkOwner.SUBJECT, "音乐", 1, 8 * 60 + 20, 9 * 60),
        ),
        duties=(*duties_of(evening=True)[:-1], duty(DutyKind.SUBSTITUTE, "课后服务1", "孙悦", adults=2)),
        contracts=(Contract(teacher=COACH, starts=date(2025, 9, 1), ends=date(2025, 10, 31), qualification="教练员"),),
        rule_settings=(RuleSetting(rule="pe_days_apart", level="hard"),),
    )


def slot_of(day: int, number: int) -> Slot:
    return slot(day, number, service_school(JUNIOR, evening=True).schedules[0])


SCHOOL = whole_school()
STAGE, CLUB, SPARE = (station_of(SCHOOL, name) for name in (f"{FIRST} 作业辅导", "社团|合唱", "替补"))


class Case(NamedTuple):
    """An edit, where it stands in the workbook, which part of the school it changes and how that part is afterwards."""

    made: Edit
    sheet: Sheet
    row: str
    part: str
    right: Callable[[School], bool]


def marks_of(school: School, owner: str) -> list[tuple[int, int, int]]:
    return [(mark.day, mark.start, mark.end) for mark in school.marks if mark.owner == owner]


CASES = (
    Case(
        time_edits.free_time(SCHOOL, MarkOwner.TEACHER, "赵军", 2, AFTERNOON),
        layout.TIME_LIST,
        "赵军",
        "marks",
        lambda s: marks_of(s, "赵军") == [(2, 500, 840), (2, 930, 1020)],
    ),
    Case(
        time_edits.free_time(SCHOOL, MarkOwner.TEACHER, "赵军", 2, AFTER_SCHOOL),
        layout.TIME_LIST,
        "赵军",
        "marks",
        lambda s: marks_of(s, "赵军") == [(2, 500, 950)],
    ),
    Case(
        time_edits.free_time(SCHOOL, MarkOwner.VENUE, "操场", 2, MORNING),
        layout.TIME_LIST,
        "操场",
        "marks",
        lambda s: marks_of(s, "操场") == [],
    ),
    Case(
        time_edits.free_every_day(SCHOOL, MarkOwner.TEACHER, "孙悦", MORNING),
        layout.TIMES,
        "孙悦",
        "marks",
        lambda s: marks_of(s, "孙悦") == [],
    ),
    Case(
        time_edits.free_time(SCHOOL, MarkOwner.CLASS, FIRST, 2, AFTERNOON),
        layout.TIME_LIST,
        FIRST,
        "marks",
        lambda s: marks_of(s, FIRST) == [],
    ),
    Case(
        time_edits.free_time(SCHOOL, MarkOwner.SUBJECT, "音乐", 1, MORNING),
        layout.TIMES,
        "音乐",
        "marks",
        lambda s: marks_of(s, "音乐") == [],
    ),
    Case(
        time_edits.move_meeting(SCHOOL, "数学教研", slot_of(2, 6)),
        layout.MEETINGS,
        "数学教研",
        "meetings",
        lambda s: s.meetings[0].slot == slot_of(2, 6),
    ),
    Case(
        time_edits.move_meeting(SCHOOL, "谈心", slot_of(4, 1)),
        layout.MEETINGS,
        "谈心",
        "meetings",
        lambda s: (s.meetings[1].slot, s.meetings[1].days, s.meetings[1].parts) == (slot_of(4, 1), (), ()),
    ),
    Case(
        time_edits.meet_after_school("例会"),
        layout.MEETINGS,
        "例会",
        "meetings",
        lambda s: [m.id for m in s.meetings] == ["数学教研", "谈心"],
    ),
    Case(
        time_edits.excuse("李强", "数学教研"),
        layout.MEETINGS,
        "数学教研",
        "meetings",
        lambda s: s.meetings[0].teachers == ("陈磊",),
    ),
    Case(
        time_edits.excuse("孙悦", "谈心"),
        layout.MEETINGS,
        "谈心",
        "meetings",
        lambda s: [m.id for m in s.meetings] == ["数学教研", "例会"],
    ),
    Case(
        time_edits.release_lock(SCHOOL, SCHOOL.locks[0]),
        layout.LOCKS,
        "全校",
        "locks",
        lambda s: s.locks == SCHOOL.locks[1:],
    ),
    *(
        Case(
            edits.raise_limit("刘敏", limit, 7),
            layout.TEACHERS,
            "刘敏",
            "teachers",
            lambda s, limit=limit: getattr(s.teacher["刘敏"], limit) == 7,  # type: ignore[misc]
        )
        for limit in edits.LIMITS
        if limit != "max_span"
    ),
    Case(
        edits.raise_limit("刘敏", "max_span", 600),
        layout.TEACHERS,
        "刘敏",
        "teachers",
        lambda s: s.teacher["刘敏"].max_span == 600,
    ),
    Case(
        edits.no_mentor(SCHOOL, "刘敏"),
        layout.TEACHERS,
        "刘敏",
        "teachers",
        lambda s: s.teacher["刘敏"].mentor is None,
    ),
    Case(
        edits.give_course(SCHOOL, f"{FIRST}|数学", "李强", "陈磊"),
        layout.ASSIGNMENT,
        FIRST,
        "courses",
        lambda s: s.course[f"{FIRST}|数学"].teachers == ("陈磊",),
    ),
    Case(
        edits.fewer_doubles(SCHOOL, f"{FIRST}|语文", 1),
        layout.ASSIGNMENT,
        FIRST,
        "courses",
        lambda s: s.course[f"{FIRST}|语文"].doubles == 1,
    ),
    Case(
        edits.fewer_lessons(SCHOOL, f"{FIRST}|语文", 3),
        layout.ASSIGNMENT,
        FIRST,
        "courses",
        lambda s: (s.course[f"{FIRST}|语文"].lessons, s.course[f"{FIRST}|语文"].doubles) == (3, 1),
    ),
    Case(
        edits.fewer_doubles(SCHOOL, LAYERS[0], 1),
        layout.ASSIGNMENT_LIST,
        f"{FIRST}、{SECOND}",
        "courses",
        lambda s: s.course[LAYERS[0]].doubles == 0,
    ),
    Case(
        edits.untie(SCHOOL, LAYERS[0], "together"),
        layout.ASSIGNMENT_LIST,
        f"{FIRST}、{SECOND}",
        "courses",
        lambda s: [s.course[name].together for name in LAYERS] == [None, "英语走班"],
    ),
    Case(
        edits.untie(SCHOOL, f"{FIRST}|音乐", "pair"),
        layout.ASSIGNMENT,
        FIRST,
        "courses",
        lambda s: s.course[f"{FIRST}|音乐"].pair is None,
    ),
    Case(
        edits.more_a_day("体育", 2),
        layout.SUBJECTS,
        "体育",
        "subjects",
        lambda s: s.subject["体育"].max_per_day == 2,
    ),
    Case(
        edits.drop_exclusion("共用教具"),
        layout.EXCLUSIONS,
        "共用教具",
        "exclusions",
        lambda s: [each.id for each in s.exclusions] == ["合练"],
    ),
    Case(
        edits.leave_exclusion("合练", "孙悦"),
        layout.EXCLUSIONS,
        "合练",
        "exclusions",
        lambda s: s.exclusions[1].teachers == ("王芳", "李强"),
    ),
    Case(
        edits.more_room(SCHOOL, "操场", 1),
        layout.VENUES,
        "操场",
        "venues",
        lambda s: (s.venue["操场"].capacity, s.venue["操场"].seats) == (3, 150),
    ),
    Case(
        edits.more_seats("音乐教室", 45),
        layout.VENUES,
        "音乐教室",
        "venues",
        lambda s: s.venue["音乐教室"].seats == 45,
    ),
    Case(
        edits.another_venue(SCHOOL, "操场"),
        layout.VENUES,
        "操场",
        "venues",
        lambda s: [v.kind for v in s.venues] == ["操场", "操场", "功能室", "操场"],
    ),
    Case(
        soften(rule_by_id()["pe_days_apart"]),
        layout.RULES,
        rule_by_id()["pe_days_apart"].title.zh,
        "rule_settings",
        lambda s: s.rule_settings == (),
    ),
    Case(
        raise_for_all(rule_by_id()["service_limits"], "evenings", 4),
        layout.RULES,
        rule_by_id()["service_limits"].title.zh,
        "rule_settings",
        lambda s: s.rule_settings[-1].parameters == {"evenings": "4"},
    ),
    Case(
        service_edits.club_day(SCHOOL, "合唱", 1),
        service_layout.CLUBS,
        "合唱",
        "clubs",
        lambda s: s.club["合唱"].days == (1, 2, 4),
    ),
    Case(
        service_edits.club_room("足球", 30),
        service_layout.CLUBS,
        "足球",
        "clubs",
        lambda s: s.club["足球"].capacity == 30,
    ),
    Case(
        service_edits.club_sessions(SCHOOL, "足球", 1),
        service_layout.CLUBS,
        "足球",
        "clubs",
        lambda s: s.club["足球"].sessions == 1,
    ),
    Case(
        service_edits.new_deputy(FIRST, "赵军"),
        layout.CLASSES,
        FIRST,
        "classes",
        lambda s: s.school_class[FIRST].deputy_teacher == "赵军",
    ),
    Case(
        service_edits.add_adult(SCHOOL, STAGE, "周校长"),
        service_layout.STAGES,
        "作业辅导",
        "stages",
        lambda s: {*STAGE.pool, "周校长"} <= set(s.stage["作业辅导"].candidates),
    ),
    Case(
        service_edits.open_stage("晚自习"),
        service_layout.STAGES,
        "晚自习",
        "stages",
        lambda s: s.stage["晚自习"].candidates == (),
    ),
    Case(
        service_edits.add_adult(SCHOOL, CLUB, "钱多"),
        service_layout.CLUBS,
        "合唱",
        "clubs",
        lambda s: s.club["合唱"].instructors == ("孙悦", "钱多"),
    ),
    Case(
        service_edits.add_adult(SCHOOL, SPARE, "钱多"),
        service_layout.DUTIES,
        SPARE.title,
        "duties",
        lambda s: [d.candidates for d in s.duties if d.kind is DutyKind.SUBSTITUTE] == [("孙悦", "钱多")],
    ),
    Case(
        service_edits.fewer_on_duty(SPARE, 1),
        service_layout.DUTIES,
        SPARE.title,
        "duties",
        lambda s: [d.adults for d in s.duties if d.kind is DutyKind.SUBSTITUTE] == [1],
    ),
    Case(
        service_edits.fewer_on_duty(SPARE, 2),
        service_layout.DUTIES,
        SPARE.title,
        "duties",
        lambda s: [d for d in s.duties if d.kind is DutyKind.SUBSTITUTE] == [],
    ),
    Case(
        service_edits.renew_contract(COACH),
        service_layout.CONTRACTS,
        COACH,
        "contracts",
        lambda s: (s.contract[COACH].ends, s.contract[COACH].qualified_until) == (s.term_end, s.term_end),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.made.text.en)
def test_an_edit_changes_just_what_it_says(case: Case) -> None:
    school = case.made.apply(SCHOOL)
    assert {name for name in School.model_fields if getattr(school, name) != getattr(SCHOOL, name)} == {case.part}
    assert case.right(school)
    assert (case.made.sheet, case.made.row) == (case.sheet.title, case.row)
    assert case.made.cost > 0


def test_somebody_from_outside_comes_with_a_contract() -> None:
    made = service_edits.new_instructor(SCHOOL, "足球")
    school = made.apply(SCHOOL)
    name = school.club["足球"].instructors[-1]
    assert school.teacher[name].kind is StaffKind.EXTERNAL
    assert school.contract[name].ends == school.term_end


def together(cases: tuple[Case, ...]) -> School:
    school = SCHOOL
    for case in cases:
        school = case.made.apply(school)
    return school


@pytest.mark.parametrize("part", [CASES[0::3], CASES[1::3], CASES[2::3]], ids=["first", "second", "third"])
def test_changed_schools_survive_their_workbooks(
    part: tuple[Case, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = together(part)
    read = read_back(school, tmp_path, monkeypatch)
    assert_same_school(school.model_copy(update={"curriculum": read.curriculum}), read)


def test_the_row_that_an_edit_names_is_in_its_sheet() -> None:
    book = school_workbook(SCHOOL)
    for case in CASES:
        rows = [{str(cell.value) for cell in row} for row in book[case.made.sheet.zh].iter_rows()]
        assert any(row.issuperset(case.row.split()) for row in rows), case.made.place.zh


def test_a_rule_that_is_a_must_by_default_is_set_to_a_wish() -> None:
    assert [s.level for s in soften(rule_by_id()["subject_per_day"]).apply(make_school()).rule_settings] == ["soft"]


def test_what_is_no_wish_cannot_be_softened() -> None:
    for rule in rule_by_id().values():
        if Level.SOFT not in (rule.level, *rule.levels):
            with pytest.raises(ValueError, match="cannot be softened"):
                soften(rule)


def test_a_venue_that_is_added_is_like_the_largest() -> None:
    labs = (Venue(id="实验室1", kind="实验室", seats=30), Venue(id="实验室2", kind="实验室", seats=50, capacity=2))
    added = edits.another_venue(make_school(venues=labs), "实验室").apply(make_school(venues=labs)).venues[-1]
    assert (added.id, added.seats, added.capacity) == ("实验室3", 50, 2)


def test_the_other_figures_of_a_rule_stay() -> None:
    school = make_school(rule_settings=(RuleSetting(rule="service_limits", parameters={"most": "6"}),))
    (setting,) = raise_for_all(rule_by_id()["service_limits"], "evenings", 4).apply(school).rule_settings
    assert setting.parameters == {"most": "6", "evenings": "4"}


def test_who_teaches_the_grade_takes_over_first() -> None:
    classes = (
        SchoolClass(id="七(1)班", grade=7, number=1, size=40, schedule=SCHEDULE),
        SchoolClass(id="八(1)班", grade=8, number=1, size=40, schedule=SCHEDULE),
    )
    given = course("七(1)班", "语文", "王芳", 5)
    near = course("七(1)班", "语文", "李强", 8, id="阅读")
    school = make_school((given, near, course("八(1)班", "语文", "孙悦", 1)), classes=classes)
    assert edits.substitutes_for(school, given, "王芳") == ["李强", "孙悦"]
