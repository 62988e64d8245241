"""Reads 班级 and 教师: the classes and the teachers of the school."""

from __future__ import annotations

import re

from openpyxl import Workbook

from scheduler.school import SchoolClass, ServiceDuty, StaffKind, Teacher
from scheduler.text import Text
from scheduler.workbook.names import grades, key, standard_class_name
from scheduler.workbook.notation import NotationError, read_lesson_number, read_minutes, read_percent, read_whole_number
from scheduler.workbook.school.counts import read_count, read_place_name
from scheduler.workbook.school.draft import ClassDraft, Draft
from scheduler.workbook.school.layout import CLASSES, TEACHERS
from scheduler.workbook.school.new_people import key_name, new_name, people_in, tell_several, without_sections
from scheduler.workbook.school.person import read_person
from scheduler.workbook.school.read_bells import find_schedule
from scheduler.workbook.school.service_layout import SERVICE_DUTY_WORDS
from scheduler.workbook.spelling import STAFF_KIND_WORDS
from scheduler.workbook.tables import Cell, Row, read_tables, word_key

MOST_PUPILS = 200
LEAST_FTE = 10  # per cent: 2 for 2 % is rather a slip
DAY_MINUTES = 24 * 60
MOST_BALANCE = 6000  # minutes
EXEMPTING = ("孕期", "怀孕", "孕", "产假", "哺乳期", "哺乳", "病假")
_MORE_STAFF = {
    **dict.fromkeys(("事业编", "事业编制", "编内", "有编", "正式", "正式在编", "公办"), StaffKind.STAFF),
    **dict.fromkeys(("校外", "外聘教师", "外聘人员", "外请"), StaffKind.EXTERNAL),
}
_MORE_DUTIES = {
    "是": ServiceDuty.FULL,
    "不参加": ServiceDuty.NONE,
    "否": ServiceDuty.NONE,
    "免除": ServiceDuty.NONE,
    "免服务": ServiceDuty.NONE,
    "免晚自习": ServiceDuty.NO_EVENING,
    "不晚自习": ServiceDuty.NO_EVENING,
}


def read_classes(book: Workbook, draft: Draft) -> None:
    """Put the classes of 班级 into the draft and close the list of classes; nothing happens when the sheet is missing."""
    lost = False
    for table in read_tables(book, CLASSES, draft.report):
        for row in table.rows:
            if row["class"].text:
                lost = not _read_class(draft, row) or lost
    # What follows from a class that could not be read is not told: 任课 may name it.
    if draft.classes and not lost and CLASSES.key not in draft.inherited:
        draft.class_names.close_list(CLASSES.title)


def _read_class(draft: Draft, row: Row) -> bool:
    """Put the class of a row into the draft; return whether it tells, rightly or twice, which class it is."""
    cell = row["class"]
    if draft.class_names.was_changed(cell, cell.text):
        return True
    told = draft.report.read(row["grade"], read_grade, 0)
    written = _joined_name(told, cell.text)
    named = draft.class_names.number(written)
    if not told and named is None:
        if not row["grade"].text:
            _tell_no_grade(draft, cell)
        return False
    if told and named and named[0] != told:
        draft.report.error(
            row["grade"],
            Text(f"班名“{cell.text}”与年级 {told} 不一致", f"“{cell.text}” is not of grade {told}"),
            Text("改成一致", "Make them agree"),
        )
        return True
    name = draft.class_names.add(cell, written)
    if name is None:
        return True
    grade = told or (named[0] if named else 1)
    number = named[1] if named else 1 + len(draft.classes_of((grade,)))
    schedule = find_schedule(draft, row["schedule"])
    draft.classes[name] = ClassDraft(
        grade=grade,
        number=number,
        size=read_count(draft.report, row, "size", lambda value: read_whole_number(value, 1, MOST_PUPILS), None),
        homeroom=row["homeroom"] if row["homeroom"].text else None,
        deputy=row["deputy"] if row["deputy"].text else None,
        schedule=schedule.id if schedule else None,
        room=read_place_name(draft.report, row["room"]),
    )
    return True


_NUMBER_ALONE = re.compile(r"[(]?(\d{1,2}|[一二三四五六七八九十])[)]?班?")


def _joined_name(grade: int, text: str) -> str:
    """Return the name of a class whose grade stands in a column of its own, 1班 or 1; another text as it is."""
    found = _NUMBER_ALONE.fullmatch(text.replace(" ", ""))
    number = read_lesson_number(found[1])[0] if found else 0
    return standard_class_name(grade, number) if grade and number else text


def _tell_no_grade(draft: Draft, cell: Cell) -> None:
    draft.report.once(
        (cell.sheet, "no grade"),
        cell,
        Text(f"看不出“{cell.text}”是哪个年级的班", f"“{cell.text}” does not tell its grade"),
        Text(
            "班名写成 三(1)班，或在“年级”列每一行写上年级（合并的单元格也可以）",
            "Write it as 三(1)班, or give the grade in each row (one merged cell will do)",
        ),
    )


def tell_two_leaders(draft: Draft, class_id: str, homeroom: Cell | None, deputy: Cell | None) -> None:
    """Ask who leads a class where 任课 names another than 班级; not where 班级 only tells of the version before."""
    klass = draft.classes[class_id]
    if CLASSES.key in draft.inherited:
        return
    for zh, en, field, told in (
        ("班主任", "homeroom teacher", "homeroom", homeroom),
        ("副班主任", "deputy", "deputy", deputy),
    ):
        known: Cell | None = getattr(klass, field)
        if told is None or known is None or _same_person(told, known):
            continue
        written = f"{class_id}{zh}"
        chosen = next((c for c in (told, known) if draft.answers.get(written) == _person(c)), None)
        if chosen is not None:
            setattr(klass, field, chosen)
            continue
        draft.answers.ask(
            told,
            written,
            Text(
                f"{class_id}的{zh}：{known.sheet} {known.name} 是{_person(known)}，这里是{_person(told)}",
                f"The {en} of {class_id}: {_person(known)} in {known.sheet} {known.name}, {_person(told)} here",
            ),
            {(name := _person(c)): Text(f"{zh}是{name}", f"the {en} is {name}") for c in (known, told)},
            by_typing=False,
        )


def _person(cell: Cell) -> str:
    person = read_person(cell.text)
    return key_name(cell.text if person is None else person.name)


def _same_person(one: Cell, other: Cell) -> bool:
    return key(_person(one)) == key(_person(other))


def read_grade(value: object) -> int:
    """Return one grade, from 3, 三, 三年级 or 初一. Raises NotationError."""
    found = grades(value)
    if found is None or len(found) != 1:
        raise NotationError(
            Text("不是年级", "This is no grade"),
            Text("写 1 到 12，初一是 7，高一是 10", "Type 1 to 12"),
        )
    return found[0]


def _tell_shared_rooms(draft: Draft) -> None:
    """Warn of a room that several classes call their own."""
    rooms: dict[str, list[str]] = {}
    for name, klass in draft.classes.items():
        if klass.room is not None:
            rooms.setdefault(klass.room, []).append(name)
    for room, names in rooms.items():
        if len(names) > 1:
            draft.report.warning(
                draft.class_names.cells[names[0]],
                Text(
                    f"教室“{room}”写给了 {len(names)} 个班：{'、'.join(names)}",
                    f"{', '.join(names)} share the home room {room}",
                ),
                Text("核对教室", "Check the home rooms"),
            )


def finish_classes(draft: Draft) -> tuple[SchoolClass, ...]:
    """Return the classes, once teachers and bell schedules are known."""
    _tell_shared_rooms(draft)
    found = []
    for name, klass in draft.classes.items():
        homeroom, deputy = (
            draft.teacher_names.find(cell, cell.text) if cell is not None else None
            for cell in (klass.homeroom, klass.deputy)
        )
        found.append(
            SchoolClass(
                id=name,
                grade=klass.grade,
                number=klass.number,
                size=klass.size or SchoolClass.model_fields["size"].default,
                homeroom_teacher=homeroom,
                deputy_teacher=deputy,
                schedule=klass.schedule or next(iter(draft.schedules)),
                home_room=klass.room,
            )
        )
    return tuple(found)


def read_teachers(book: Workbook, draft: Draft) -> None:
    """Put the teachers of 教师 into the draft and close the list of teachers; nothing happens when the sheet is missing."""
    mentors: list[tuple[str, Cell]] = []
    for table in read_tables(book, TEACHERS, draft.report):
        for row in without_sections(draft, table.rows, "teacher"):
            names = _read_teachers(draft, row) if row["teacher"].text else ()
            if row["mentor"].text:
                mentors += [(name, row["mentor"]) for name in names]
    if draft.teachers and TEACHERS.key not in draft.inherited:
        draft.teacher_names.close_list(TEACHERS.title)
    for name, cell in mentors:
        mentor = draft.teacher_names.find(cell, cell.text)
        draft.teachers[name] = draft.teachers[name].model_copy(update={"mentor": mentor})


_OF_SEVERAL = ("teacher", "group", "kind")  # what a row may say of several people


def _read_teachers(draft: Draft, row: Row) -> tuple[str, ...]:
    """Put the teacher of a row into the draft, or the members of the group that it is about."""
    cell = row["teacher"]
    texts = people_in(cell)
    if len(texts) > 1 and any(row[column].text for column in row.columns if column not in _OF_SEVERAL):
        tell_several(draft, cell)
        return ()
    found = []
    for text in texts:
        name = new_name(draft, cell, text)
        added = draft.teacher_names.add(cell, name) if name is not None else None
        if added is not None:
            draft.teachers[added] = _teacher(draft, added, row)
            found.append(added)
    return tuple(found)


def _teacher(draft: Draft, name: str, row: Row) -> Teacher:
    def limit(column: str, most: int, least: int = 1) -> int | None:
        return draft.report.read(row[column], lambda value: read_whole_number(value, least, most), None)

    return Teacher(
        id=name,
        subject_group=row["group"].text or None,
        kind=draft.report.word(row["kind"], STAFF_KIND_WORDS, StaffKind.STAFF, _MORE_STAFF),
        fte=draft.report.read(row["fte"], lambda value: read_percent(value, LEAST_FTE, 200), 100),
        max_per_day=limit("max_per_day", 20),
        max_in_row=limit("max_in_row", 20),
        max_half_days=limit("max_half_days", 14),
        max_days=limit("max_days", 7),
        service=_service_duty(draft, row),
        max_service=limit("max_service", 50),
        max_evenings=limit("max_evenings", 7, 0),
        max_span=draft.report.read(row["max_span"], lambda value: read_minutes(value, 60, DAY_MINUTES), None),
        balance=read_count(
            draft.report, row, "balance", lambda value: read_minutes(value, -MOST_BALANCE, MOST_BALANCE), 0
        ),
    )


def _service_duty(draft: Draft, row: Row) -> ServiceDuty:
    """Return how far a teacher takes part in service; a reason that exempts from it is said to do so."""
    cell = row["service"]
    if word_key(cell.text) in EXEMPTING:
        draft.report.note(
            f"{row['teacher'].text}的课后服务写着“{cell.text}”，按“{SERVICE_DUTY_WORDS[ServiceDuty.NONE].zh}”",
            f"{row['teacher'].text} is marked “{cell.text}” and is taken for exempt from service",
        )
        return ServiceDuty.NONE
    return draft.report.word(cell, SERVICE_DUTY_WORDS, ServiceDuty.FULL, _MORE_DUTIES)
