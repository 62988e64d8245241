"""Reads 学生志愿 as form tools export it, a row a pupil and a column a wish, or with a row for each wish."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl import Workbook

from scheduler.allocation import MOST_WISHES, Wish
from scheduler.text import Text
from scheduler.workbook.names import plain
from scheduler.workbook.notation import read_day, read_whole_number
from scheduler.workbook.tables import Cell, Grid, ReadingReport, Row, Table, find_sheets, is_titled, read_table
from scheduler.workbook.wish_sheets import WISH_SHEETS, WISHES
from scheduler.workbook.wishes.clubs import ClubNames, day_in
from scheduler.workbook.wishes.people import PupilDirectory

_NUMBERING = re.compile(r"^(?:[qQ]?\d{1,2}[、.．:：]\s*|[（(]\d{1,2}[)）]\s*)")
_HAN_DIGITS = "一二三四五六七八九十"
_RANK = re.compile(
    rf"第?([{_HAN_DIGITS}]|\d{{1,2}})(?:个)?(?:志愿|选择|意愿)|(?:志愿|选择|意愿)([{_HAN_DIGITS}]|\d{{1,2}})(?!\d)"
)
_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
_LIST = re.compile(r"^(?:我的|您的|孩子的)?(?:选课|社团)?志愿(?:排序|顺序)?$|^(?:选课|社团)(?:排序|选择)$")
_SEVERAL = re.compile(r"\s*(?:→|->|┋|;|；|\||、|,|，|\n)\s*")
_WHEN = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})日?\D*(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?")
_AFTERNOON = re.compile(r"下午|晚上|\bpm\b|\d\s*pm", re.IGNORECASE)
SHOWN_ROWS = 12
_TITLES = tuple(name for column in WISHES.columns for name in (*column.title, *column.aliases))


class WishColumn(NamedTuple):
    """A column of wishes: of one rank, or (None) of several in their order; on one day or for the week."""

    rank: int | None
    day: int | None


class Answered(NamedTuple):
    """What a pupil has answered in a row, and when."""

    pupil: str
    row: Row
    when: datetime.datetime | None
    wishes: tuple[Wish, ...]


class PupilWishes(NamedTuple):
    """The wishes that count, and the pupils in the order in which they answered."""

    wishes: tuple[Wish, ...]
    first_come: tuple[str, ...]


def read_answers(book: Workbook, report: ReadingReport, people: PupilDirectory, clubs: ClubNames) -> PupilWishes:
    """Return the wishes of all pupils; of several answers of a pupil the last counts, which is said."""
    answered: list[Answered] = []
    for grid in wish_grids(book):
        renamed = _without_numbering(grid)
        table = read_table(renamed, WISHES.columns, report, open_ended=True)
        if table is not None:
            reader = _Reader(report, people, clubs, table)
            answered += reader.read()
    return _last_of_each(report, answered)


def wish_grids(book: Workbook) -> list[Grid]:
    """Return the sheets of wishes: those of that title, else those of no known title that have a column of a wish."""
    titled = find_sheets(book, WISHES)
    if titled:
        return titled
    known = {sheet.title for layout in WISH_SHEETS for sheet in find_sheets(book, layout)}
    grids = [Grid(sheet) for sheet in book.worksheets if sheet.title not in known]
    return [
        grid
        for grid in grids
        if any(wish_column(cell.text) for row in list(grid.by_row)[:5] for _, cell in grid.row(row))
    ]


def _without_numbering(grid: Grid) -> Grid:
    """Return a sheet in whose first rows 1、姓名 says 姓名, as form tools number their questions."""
    for row in list(grid.by_row)[:5]:
        for column, cell in list(grid.row(row)):
            bare = _NUMBERING.sub("", cell.text)
            bare = re.sub(
                r"[（(\[【](?:单选|多选|必填|必答|填空|下拉|排序)[^）)\]】]*[）)\]】]|[*＊?？]", "", bare
            ).strip()
            bare = re.sub(r"^(?:您的|孩子的|你的|请(?:选择|填写))(?=学号|姓名|班级|所在)", "", bare)
            titled = wish_column(bare) is not None or is_titled(bare, _TITLES)
            if isinstance(cell.value, str) and titled and bare != cell.text:
                grid = grid.saying(row, column, bare)
    return grid


def wish_column(heading: str) -> WishColumn | None:
    """Return what a heading says of its wishes; None where it is none: 第一志愿, 周二志愿2, 周二第2志愿, 志愿排序."""
    text = _NUMBERING.sub("", plain(heading)).replace(" ", "")
    day = _DAY.search(text)
    weekday = None if day is None else "一二三四五六日天".index(day[1]) % 7 + 1 if day[1] != "天" else 7
    rest = text if day is None else text.replace(day[0], "")
    found = _RANK.search(rest)
    if found:
        said = found[1] or found[2]
        return WishColumn(int(said) if said.isdigit() else _HAN_DIGITS.index(said) + 1, weekday)
    if _LIST.fullmatch(rest) or (weekday is not None and rest in ("", "社团", "课程", "选课", "选择")):
        return WishColumn(None, weekday)
    return None


class _Reader:
    """Reads one table of answers."""

    def __init__(self, report: ReadingReport, people: PupilDirectory, clubs: ClubNames, table: Table) -> None:
        self.report, self.people, self.clubs, self.table = report, people, clubs, table
        wide = {number: wish_column(cell.text) for number, cell in table.others.items()}
        self.wide = {number: found for number, found in wide.items() if found is not None}

    def read(self) -> Iterator[Answered]:
        """Yield the answer of each row."""
        if "club" not in self.table.columns and not self.wide:
            heading = self.table.grid.cell(self.table.heading_row, 1)
            self.report.error(
                heading._replace(value=None),
                Text("没有志愿列", "There is no column of wishes"),
                Text(
                    "列标题写 第一志愿、第二志愿……，或 社团、志愿序号",
                    "Call the columns 第一志愿, 第二志愿 …, or 社团 and 志愿序号",
                ),
            )
            return
        for row in self.table.rows:
            pupil = self.people.find(row)
            if pupil is not None:
                wishes = self._wide(row, pupil) if self.wide else self._long(row, pupil)
                yield Answered(pupil, row, self._when(row["time"]), tuple(wishes))

    def _when(self, cell: Cell) -> datetime.datetime | None:
        """Return the time of an answer; None for an empty cell and, told, for what is no time."""
        if isinstance(cell.value, datetime.datetime) or not cell.text:
            return cell.value if cell.text else None
        found = _WHEN.search(cell.text)
        try:
            if found:
                when = datetime.datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]
                later = _AFTERNOON.search(cell.text) is not None and 0 < when.hour < 12
                return when.replace(hour=when.hour + 12) if later else when
        except ValueError:
            pass
        self.report.once(
            ("time", cell.sheet),
            cell._replace(value=None),
            Text("读不出提交时间", "This is no time"),
            Text("写成 2026-09-03 19:05，或删去", "Write 2026-09-03 19:05, or delete it"),
        )
        return None

    def _wide(self, row: Row, pupil: str) -> Iterator[Wish]:
        grade = self.people.pupils[pupil].grade
        for number, (rank, day) in self.wide.items():
            cell = row.at(number)
            whole = self.clubs.by_key.get(cell.text.casefold().replace(" ", ""))
            parts = [cell.text] if rank is not None or whole else [p for p in _SEVERAL.split(cell.text) if p]
            for place, part in enumerate(parts, 1):
                club = self.clubs.find(cell, part, grade)
                if club is not None and self._is_rank(cell, rank or place):
                    yield Wish(pupil=pupil, club=club, rank=rank or place, day=day or day_in(part))

    def _long(self, row: Row, pupil: str) -> Iterator[Wish]:
        cell = row["club"]
        rank = self.report.read(row["rank"], lambda value: read_whole_number(value, 1, 99), 1)
        day = self.report.read(row["day"], read_day, None) if row["day"].text else None
        club = self.clubs.find(cell, cell.text, self.people.pupils[pupil].grade)
        if club is not None and self._is_rank(row["rank"], rank):
            yield Wish(pupil=pupil, club=club, rank=rank, day=day or day_in(cell.text))

    def _is_rank(self, cell: Cell, rank: int) -> bool:
        if rank <= MOST_WISHES:
            return True
        self.report.once(
            ("rank", cell.sheet),
            cell._replace(value=None),
            Text(f"志愿最多 {MOST_WISHES} 个", f"There are at most {MOST_WISHES} wishes"),
            Text(f"只留前 {MOST_WISHES} 个", f"Keep the first {MOST_WISHES}"),
        )
        return False


def _last_of_each(report: ReadingReport, answered: list[Answered]) -> PupilWishes:
    """Return what counts: in the long form all rows of a pupil's last sheet of answers, else his last row."""
    long = any("club" in a.row.columns and ("rank" in a.row.columns or "time" not in a.row.columns) for a in answered)
    never = datetime.datetime.min
    ordered = sorted(answered, key=lambda each: (each.when or never, each.row.number))
    last: dict[str, Answered] = {each.pupil: each for each in ordered}
    counted: dict[str, list[Wish]] = {pupil: [] for pupil in last}
    passed = []
    for each in ordered:
        if each.row is last[each.pupil].row or (long and each.when == last[each.pupil].when):
            counted[each.pupil] += each.wishes
        else:
            passed.append(each.row.number)
    if passed:
        rows = "、".join(map(str, sorted(passed)[:SHOWN_ROWS])) + ("……" if len(passed) > SHOWN_ROWS else "")
        report.note(
            f"有 {len(passed)} 行被同一学生后来的填报代替，没有算：第 {rows} 行",
            f"{len(passed)} rows are replaced by a later answer of the same pupil: rows {rows}",
        )
    by_time = [each.pupil for each in sorted(last.values(), key=lambda e: (e.when or never, e.row.number))]
    once = tuple(wish for mine in counted.values() for wish in _once(mine))
    wishes = tuple(wish for wish in once if wish.rank <= MOST_WISHES)
    if len(wishes) < len(once):
        report.note(
            f"每人只算前 {MOST_WISHES} 个志愿，另有 {len(once) - len(wishes)} 个没有算",
            f"Only the first {MOST_WISHES} wishes of a pupil count; {len(once) - len(wishes)} do not",
        )
    return PupilWishes(wishes, tuple(by_time))


def _once(wishes: list[Wish]) -> Iterator[Wish]:
    """Yield the wishes of a pupil, a club that stands twice on its first rank; ranks without a gap on each day."""
    ranks: dict[int | None, dict[str, Wish]] = {}
    for wish in sorted(wishes, key=lambda each: each.rank):
        ranks.setdefault(wish.day, {}).setdefault(wish.club, wish)
    for mine in ranks.values():
        yield from (wish.model_copy(update={"rank": rank}) for rank, wish in enumerate(mine.values(), 1))
