"""Takes what cells of 任课 and 任课明细 ask for into the draft, and tells what was taken for what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.school import Week
from scheduler.text import Text
from scheduler.workbook.names import key, plain, split_classes
from scheduler.workbook.notation import NotationError
from scheduler.workbook.people import alike, is_like_a_name
from scheduler.workbook.school.assignment_cell import NOBODY, parse_cell
from scheduler.workbook.school.assignment_course import CellQuestionError, Known, Part
from scheduler.workbook.school.draft import NOWHERE, CourseDraft, Draft
from scheduler.workbook.school.new_people import key_name, note_remarks, note_unusual
from scheduler.workbook.school.read_subjects import tell_unknown_place
from scheduler.workbook.tables import Cell, Grid, is_titled

OWN_ROOM = ("教室", "本班教室", "本班", "home room")
SHOWN, REMARK_MARK = 6, "、"
SEVERAL_CLASSES = "几个班一行"
_APART, _JOINED = "分班", "合班"
_NUMBERED = re.compile(r"([\u3400-\u9fff]{2,4})(\d)(?=$|[\s、,;/(])")
_UNUSUAL = re.compile(r"[&*×~]|[^\d\s]\+|[^\d\s(:+][\d]|^\d|^[单双][^周\s]")  # what is read in one of several ways


def classes_in(draft: Draft, cell: Cell) -> tuple[str, ...]:
    """Return the classes that a cell names, those of 任课 that no sheet lists among them; none, told, when one of them is unknown."""
    known = draft.class_names.number(cell.text) is not None or draft.class_names.get(cell.text) is not None
    names = (cell.text,) if known else split_classes(cell.value)
    found = [draft.add_class(cell, name) for name in names]
    return tuple(dict.fromkeys(name for name in found if name is not None)) if None not in found else ()


def ask_whether_apart(draft: Draft, cell: Cell, rows: int) -> bool | None:
    """Ask whether the classes that stand in one row are taught each by itself, and tell; None, asked, where nobody said."""
    answer = draft.answers.get(SEVERAL_CLASSES)
    if answer in (_APART, _JOINED):
        return answer == _APART
    draft.answers.ask(
        cell,
        SEVERAL_CLASSES,
        Text(
            f"{rows} 行写了几个班：是各班分开上，还是几个班合在一起上？",
            f"{rows} rows name several classes: is each taught by itself, or are they joined?",
        ),
        {_APART: Text("每班各上各的", "each by itself"), _JOINED: Text("同一节课一起上", "in one lesson")},
        by_typing=False,
    )
    return None


def _numbers(texts: Iterable[str]) -> dict[str, set[str]]:
    """Return the digits behind each name: those of namesakes, none where such digits are lessons."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for name, digit in _NUMBERED.findall(text):
            found.setdefault(key(name), set()).add(digit)
    return {} if any(digit > "3" for digits in found.values() for digit in digits) else found


class PartReader:
    """Reads the cells that name teachers; `grids` are the sheets in which names stand."""

    def __init__(self, draft: Draft, grids: Iterable[Grid]) -> None:
        self.draft = draft
        texts = {plain(value) for grid in grids for value in grid.values.values()}
        self.alone = {key(text): text for text in texts if is_like_a_name(text) and not text[-1].isdigit()}
        self.numbers = _numbers(texts)
        self.known = Known(
            is_teacher=lambda name: draft.teacher_names.get(name) is not None or draft.answers.is_certain(name),
            is_place=lambda name: draft.venue_names.get(name) is not None or key(name) in draft.venue_kinds(),
            stands_alone=lambda name: not draft.teacher_names.closed and key(name) in self.alone,
            are_listed=lambda: draft.teacher_names.closed,
            answer=draft.answers.get,
            numbers=lambda name: self.numbers.get(key(name), ()),
            within=self._within,
            surnamed=self._surnamed,
        )
        self.remarks: dict[Cell, str] = {}
        self.vacancies: dict[Cell, str] = {}
        self.taken: dict[Cell, str] = {}
        self.unusual: dict[str, None] = {}

    def _within(self, text: str) -> Iterator[str]:
        names = dict.fromkeys([*self.draft.teacher_names.cells, *self.alone.values()])
        return (name for name in names if name in text and name != text)

    def _surnamed(self, surname: str) -> Iterator[str]:
        names = dict.fromkeys([*self.draft.teacher_names.cells, *self.alone.values()])
        return (name for name in names if name.startswith(surname) and name != surname)

    def read(self, cell: Cell, *, single: bool = False) -> tuple[Part, ...] | None:
        """Return the courses in a cell, or None, told, when it cannot be understood; `single`: one person is to be named."""
        if self.draft.answers.leaves_out(cell.text):
            return ()
        answer = self.draft.answers.get(cell.text)
        try:
            parts = parse_cell(cell.value if answer is None else answer, self.known)
        except CellQuestionError as error:
            choices = {a: m for a, m in error.choices.items() if not (single and re.search(r"[、/]", a))}
            self.draft.answers.ask(cell, error.asked or cell.text, error.text, choices)
            return None
        except NotationError as error:
            self.draft.report.wrong_notation(cell, error)
            return None
        self._remember(cell, parts)
        return tuple(replace(part, teachers=tuple(map(self._meant, part.teachers))) for part in parts)

    def _meant(self, name: str) -> str:
        """Return the name that a name was said to be mistyped for."""
        return self.draft.answers.get(name) or name

    def _remember(self, cell: Cell, parts: tuple[Part, ...]) -> None:
        said = [remark for part in parts for remark in part.remarks]
        self.unusual.update(dict.fromkeys(name for name in self._names(parts) if self._is_unusual(name)))
        if said and any(part.teachers for part in parts):
            self.remarks[cell] = REMARK_MARK.join(said)
        if _UNUSUAL.search(cell.text) and self._names(parts):
            told = "；".join(_told(part) for part in parts)
            if told != cell.text:
                self.taken[cell] = told

    def _names(self, parts: Iterable[Part]) -> list[str]:
        return [name for part in parts for name in part.teachers]

    def _is_unusual(self, name: str) -> bool:
        certain = self.draft.teacher_names.closed or self.draft.answers.is_certain(name)
        return not certain and not is_like_a_name(name)

    def leader(self, cell: Cell) -> Cell | None:
        """Return the cell of a homeroom teacher or deputy with the name alone; None for nobody and, told, for several."""
        if cell.text.casefold() in NOBODY:
            return None
        parts = self.read(cell, single=True)
        names = self._names(parts or ())
        if len(names) > 1:
            self.draft.answers.ask(
                cell,
                cell.text,
                Text(f"“{cell.text}”是几个人，这里只能有一位", f"“{cell.text}” are several people where one is meant"),
                {name: Text("就是这一位", "this one") for name in names},
            )
            return None
        return cell._replace(value=names[0]) if names else None

    def demand(self, cell: Cell, classes: tuple[str, ...], subject: str, part: Part) -> CourseDraft:
        """Return the course that a part of a cell asks for; a teacher who is not known is told and left out."""
        named = [*part.teachers, *(self._homeroom(cell, classes) if part.leader else ())]
        teachers = [self.draft.teacher_names.find(cell, key_name(name)) for name in named]
        joint = [self._joined(cell, name) for name in part.joint]
        if part.vacant:
            self.vacancies[cell] = f"{'、'.join(classes)}{subject}"
        demand = CourseDraft(
            cell=cell,
            classes=tuple(dict.fromkeys((*classes, *(name for name in joint if name is not None)))),
            subject=subject,
            teachers=tuple(dict.fromkeys(name for name in teachers if name is not None)),
            lessons=part.demanded,
            lessons_cell=cell if part.demanded else NOWHERE,
            week=part.week if part.rotates else None,
            note=REMARK_MARK.join(part.remarks),
        )
        if part.place is not None:
            self.place(demand, cell, part.place)
        return demand

    def _homeroom(self, cell: Cell, classes: tuple[str, ...]) -> list[str]:
        """Return who 班主任 is for some classes; nobody, told, where no column or sheet says."""
        found = [klass.homeroom.text for name in classes if (klass := self.draft.classes[name]).homeroom is not None]
        if not found:
            self.draft.report.error(
                cell,
                Text("写着班主任，却没有写谁是班主任", "The homeroom teacher is meant, and nobody says who that is"),
                Text("写上姓名，或加一列“班主任”", "Write the name, or add a column 班主任"),
            )
        else:
            self.taken[cell] = "、".join(found)
        return found

    def _joined(self, cell: Cell, name: str) -> str | None:
        """Return a class that another is taught with; None, told, for one that has no row of its own."""
        known = self.draft.class_names.get(name)
        if known is None or known not in self.draft.classes:
            self.draft.report.error(
                cell,
                Text(f"没有“{name}”这个班，不能合班", f"There is no class “{name}” to join"),
                Text("改成任课表里有的班，或给它加一行", "Name a class of 任课, or add a row for it"),
            )
            return None
        return known

    def place(self, demand: CourseDraft, cell: Cell, name: str) -> None:
        """Give a course the kind of place or the place that a cell names; a kind comes first where both have the name."""
        if is_titled(name, OWN_ROOM):
            demand.own_room = True
        elif key(name) in self.draft.venue_kinds():
            demand.venue_kind = self.draft.venue_kinds()[key(name)]
        elif (venue := self.draft.venue_names.get(name)) is not None:
            demand.venue = venue
        else:
            tell_unknown_place(self.draft, cell, name)

    def add(self, demand: CourseDraft, *, failed: bool) -> None:
        """Put a course into the draft."""
        self.draft.attempted.update((name, demand.subject) for name in demand.classes)
        if not failed:
            self.draft.demands.append(demand)

    # What is told.

    def tell(self) -> None:
        """Tell in a line each what is a remark, what was read in another way than it stands, and where nobody is named yet."""
        report = self.draft.report
        if self.taken:
            zh = _listed(f"{cell.name} {cell.text} → {what}" for cell, what in self.taken.items())
            report.note(f"这样读的：{zh}", f"Read like this: {zh}")
        if self.unusual:
            note_unusual(self.draft, _listed(self.unusual))
        if self.remarks:
            note_remarks(self.draft, _listed(f"{cell.name} {cell.text}" for cell in self.remarks))
        if self.vacancies:
            names = "、".join(self.vacancies.values())
            report.warning(
                next(iter(self.vacancies)),
                Text(
                    f"{len(self.vacancies)} 个岗位还没有教师，照排课时，谁来上未定：{names}",
                    f"{len(self.vacancies)} posts have no teacher yet; their lessons are planned all the same: {names}",
                ),
                Text("定了以后写上姓名再排一次", "Write the names once they are known, and plan again"),
            )


def _told(part: Part) -> str:
    """Return how a part was understood: 孙丽、李红；5 节."""
    lessons = (
        f" {sum(each.weekly if each.week is None else each.lessons for each in part.lessons):g} 节"
        if part.lessons
        else ""
    )
    week = {Week.ODD: " 单周", Week.EVEN: " 双周"}.get(part.week, "")
    return "、".join(part.teachers) + lessons + week


def _listed(items: Iterable[str]) -> str:
    shown = list(items)
    more = f" 等 {len(shown)} 处" if len(shown) > SHOWN else ""
    return "；".join(shown[:SHOWN]) + more


def ask_about_alike(draft: Draft) -> None:
    """Ask about names that may be one person's, where no sheet lists the teachers; the rarer or later one may be mistyped."""
    if draft.teacher_names.closed:
        return
    courses: dict[str, int] = dict.fromkeys(draft.teacher_names.cells, 0)
    for demand in draft.demands:
        for name in demand.teachers:
            courses[name] += 1
    order = {name: index for index, name in enumerate(courses)}
    for pair in alike(courses):
        if all(name in draft.teachers for name in pair):
            continue  # a sheet lists both
        rare, other = sorted(pair, key=lambda name: (courses[name], -order[name]))
        if all(draft.answers.get(name) is None for name in pair) and not draft.answers.is_certain(rare):
            draft.answers.ask(
                draft.teacher_names.cells[rare],
                rare,
                Text(f"“{rare}”与“{other}”是同一位教师吗？", f"Are “{rare}” and “{other}” one teacher?"),
                {other: Text("同一位", "the same"), rare: Text("是另一位", "another one")},
            )
