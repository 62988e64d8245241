"""A school with something of everything that an edit can change."""

from __future__ import annotations

from datetime import date

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
    Slot,
    Teacher,
    Venue,
    Week,
)
from tests.scheduler.workbook.school.test_write_service import JUNIOR
from tests.schools import SCHEDULE, course, slot
from tests.service_schools import COACH, courses_of, duties_of, duty, service_school

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
