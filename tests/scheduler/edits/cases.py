"""Every kind of edit, with what it must change of a school with something of everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from constraints.catalogue import rule_by_id
from constraints.settings import raise_for_all, soften
from scheduler.edits import lesson_edits as edits
from scheduler.edits import service_edits, time_edits
from scheduler.edits.edit import Edit
from scheduler.school import (
    DutyKind,
    MarkOwner,
    School,
)
from scheduler.workbook.school import layout, service_layout
from scheduler.workbook.sheet import Sheet
from tests.scheduler.edits.whole_school import (
    AFTER_SCHOOL,
    AFTERNOON,
    FIRST,
    LAYERS,
    MORNING,
    SECOND,
    slot_of,
    whole_school,
)
from tests.schools import own_settings
from tests.service_schools import COACH, station_of

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
        lambda s: own_settings(s) == (),
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
