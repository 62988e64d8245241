"""Reads 学科, 场地 and 课程计划: what is taught, where, and how much of it."""

from __future__ import annotations

from openpyxl import Workbook

from scheduler.school import AREA_NAMES, SPORT_AREAS, Area, CurriculumItem, Subject, Venue
from scheduler.school.defaults import DEFAULT_SUBJECTS, guess_area, is_usual
from scheduler.text import Text
from scheduler.workbook.names import campus_like, grades, key
from scheduler.workbook.notation import read_average, read_whole_number
from scheduler.workbook.school.counts import read_count
from scheduler.workbook.school.draft import Draft, grade_text
from scheduler.workbook.school.layout import CURRICULUM, SUBJECTS, VENUES
from scheduler.workbook.school.new_subjects import find_subject
from scheduler.workbook.tables import REMARKS, Cell, Row, is_titled, read_tables

TOTALS = ("合计", "总计", "小计", "总课时", "周总课时", "周课时合计", "合计课时", "total")


def read_subjects(book: Workbook, draft: Draft) -> None:
    """Put the subjects of 学科 into the draft and close their list; nothing happens when the sheet is missing."""
    for table in read_tables(book, SUBJECTS, draft.report):
        for row in table.rows:
            if row["subject"].text:
                _read_subject(draft, row)
    for subject in draft.subjects.values():
        if subject.short:
            draft.subject_names.also(subject.short, subject.id)
    if draft.subjects and SUBJECTS.key not in draft.inherited:
        draft.subject_names.close_list(SUBJECTS.title)


def _read_subject(draft: Draft, row: Row) -> None:
    name = draft.subject_names.add(row["subject"], row["subject"].text)
    if name is None:
        return
    area = draft.report.word(row["area"], AREA_NAMES, guess_area(name))
    if not row["area"].text:
        words = AREA_NAMES[area]
        draft.report.note(f"学科“{name}”没有写领域，按“{words.zh}”", f"{name} has no area and is taken for {words.en}")
    kind_cell = row["venue_kind"]
    kind = kind_cell.text or None
    if kind is not None and draft.venues_given:
        kind = draft.venue_kinds().get(key(kind))
        if kind is None:
            tell_unknown_place(draft, kind_cell, kind_cell.text)
    draft.subjects[name] = Subject(
        id=name,
        area=area,
        short=row["short"].text,
        venue_kind=kind,
        max_per_day=draft.report.read(row["max_per_day"], lambda value: read_whole_number(value, 1, 10), None),
    )


# What the usual kinds of places are called, wherever all lessons of an area are held in such.
_PLACES: dict[Area, tuple[str, ...]] = {
    **dict.fromkeys(SPORT_AREAS, ("操场", "运动场", "体育场", "田径场")),
    Area.MUSIC: ("音乐",),
    Area.ART: ("美术",),
    Area.IT: ("计算机", "电脑", "机房", "微机", "信息"),
}


def assume_subjects(draft: Draft) -> None:
    """Make a subject of each name in 任课 that no sheet explains, held in the usual places where the school has them."""
    rare = [n for n in draft.subject_names.cells if n not in draft.subjects and not is_usual(n)]
    if rare:
        names = "、".join(rare)
        draft.report.note(f"学科里不常见的：{names}", f"Unusual subjects: {names}")
    for name in draft.subject_names.cells:
        if name not in draft.subjects:
            area = guess_area(name)
            if area is Area.OTHER:
                draft.report.note(
                    f"看不出学科“{name}”属于哪个领域，按“其他”；需要时在“学科”表里写明",
                    f"The area of {name} is unknown and taken for “other”; say it in 学科 where it matters",
                )
            kind = _usual_place(draft, area)
            if kind is not None:
                draft.report.note(f"{name}课安排在{kind}", f"Lessons of {name} are held in {kind}")
            draft.subjects[name] = Subject(id=name, area=area, short=_usual_short(name), venue_kind=kind)
    if not draft.venues_given and any(subject.venue_kind for subject in draft.subjects.values()):
        draft.report.note("没有“场地”表，不安排场地", "No sheet 场地: venues are not planned")


def _usual_place(draft: Draft, area: Area) -> str | None:
    kinds = draft.venue_kinds().values()
    return next((kind for word in _PLACES.get(area, ()) for kind in kinds if word in kind), None)


def _usual_short(name: str) -> str:
    return next((subject.short for subject in DEFAULT_SUBJECTS if key(subject.id) == key(name)), "")


def read_venues(book: Workbook, draft: Draft) -> None:
    """Put the venues of 场地 into the draft; nothing happens when the sheet is missing."""
    for table in read_tables(book, VENUES, draft.report):
        for row in table.rows:
            name = draft.venue_names.add(row["venue"], row["venue"].text) if row["venue"].text else None
            if name is not None:
                draft.venues[name] = Venue(
                    id=name,
                    kind=row["kind"].text or name,
                    capacity=read_count(
                        draft.report, row, "capacity", lambda value: read_whole_number(value, 1, 200), 1
                    ),
                    seats=read_count(
                        draft.report, row, "seats", lambda value: read_whole_number(value, 1, 20000), None
                    ),
                    campus=_campus(draft, row["campus"]),
                )
    draft.venue_names.close(VENUES.title)
    draft.venues_given = bool(draft.venues)


def _campus(draft: Draft, cell: Cell) -> str | None:
    """Return the campus that a cell names, spelt as in 作息; one that no bell schedule is on is told."""
    known = draft.campuses
    named = draft.report.label(cell)
    if named is not None and key(named) not in known:
        names, like = "、".join(known.values()), campus_like(named, known.values())
        tell = draft.report.warning if like is None else draft.report.error  # 东校 may be 东校区
        tell(
            cell,
            Text(f"“作息”表里没有校区“{cell.text}”，没有班在那里", f"No bell schedule is on the campus {cell.text}"),
            Text(
                f"改成：{names}；确是另一个校区、只有指定它的课才去的，换一个不会看错的名称"
                if like
                else f"改成：{names}；只有任课里指定它的课才去那里就不用改"
                if names
                else "在“作息”表的“校区”列写上各套作息的校区",
                f"Use one of: {names}; another campus needs a name that cannot be mistaken"
                if like
                else f"Use one of: {names}; leave it if only courses that name the venue go there"
                if names
                else "Name the campus of each bell schedule in 作息",
            ),
        )
    return None if named is None else known.get(key(named), named)


def tell_unknown_place(draft: Draft, cell: Cell, name: str) -> None:
    """Tell that a place is neither a venue nor a kind of venue; once for all cells that name it."""
    known = draft.venue_names.strangers.get(key(name))
    if known is not None:
        draft.report.again(known, cell)
        return
    kinds = "、".join(dict.fromkeys(draft.venue_kinds().values()))
    draft.venue_names.strangers[key(name)] = draft.report.error(
        cell,
        Text(f"“场地”里没有“{name}”这个场地或类型", f"No venue or kind of venue “{name}” in Venues"),
        Text(
            f"{f'改成已有的类型（{kinds}），或' if kinds else ''}在“场地”表里加上它；在本班教室上课就不填",
            f"{f'Use a known kind ({kinds}), or add' if kinds else 'Add'} it to 场地; leave it empty for the home room",
        ),
    )


def read_curriculum(book: Workbook, draft: Draft) -> None:
    """Put the lessons a week of 课程计划 into the draft; nothing happens when the sheet is missing."""
    for table in read_tables(book, CURRICULUM, draft.report, open_ended=True):
        columns = {}
        for column, cell in table.others.items():
            if is_titled(cell.text, (*TOTALS, *REMARKS)) or draft.answers.leaves_out(cell.text):
                continue
            subject = find_subject(draft, cell)
            if subject is None:
                draft.curriculum_unread = True
            else:
                columns[column] = subject
        for row in table.rows:
            _read_grade(draft, row, columns)


def _read_grade(draft: Draft, row: Row, columns: dict[int, str]) -> None:
    cell = row["grade"]
    wanted = grades(cell.value)
    if wanted is None:
        if cell.text and not is_titled(cell.text, TOTALS):
            draft.curriculum_unread = True
            draft.report.error(
                cell,
                Text(f"“{cell.text}”不是年级", f"“{cell.text}” is no grade"),
                Text("写 1 到 12，或 三年级、初一", "Type 1 to 12"),
            )
        return
    if not any(row.at(column).text for column in columns):
        return
    for grade in wanted:
        if grade in draft.curriculum_rows:
            _tell_twice(draft, cell, grade)
        else:
            draft.curriculum_rows[grade] = cell
            for column, subject in columns.items():
                _read_item(draft, row.at(column), grade, subject)


def _read_item(draft: Draft, cell: Cell, grade: int, subject: str) -> None:
    lessons = draft.report.read(cell, read_average, None)
    draft.curriculum_cells[grade, subject] = cell
    if lessons:
        draft.curriculum[grade, subject] = CurriculumItem(grade=grade, subject=subject, lessons=lessons)
    elif lessons is None and cell.text:
        draft.curriculum_wrong.add((grade, subject))


def _tell_twice(draft: Draft, cell: Cell, grade: int) -> None:
    first = draft.curriculum_rows[grade]
    name = grade_text(grade)
    draft.report.error(
        cell,
        Text(f"{name.zh}重复，{first.name} 已经有一行", f"A second row for {name.en}, the first is {first.name}"),
        Text("一个年级只留一行", "Keep one row a grade"),
    )
