"""Where in the workbook the parts of after-school service stand, and how what breaks a rule there is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from constraints.rule import ActiveRule
from scheduler.school import DutyKind, School, Slot, Station, StationKind
from scheduler.school.stations import duty_number
from scheduler.text import Text, clock_text
from scheduler.workbook.school.draft import Draft
from scheduler.workbook.school.layout import SCHEDULE
from scheduler.workbook.school.service_layout import CLUBS, DUTIES, STAGES
from scheduler.workbook.sheet import Sheet
from scheduler.workbook.tables import Cell, ReadingReport, Row


class CellFault(NamedTuple):
    """What breaks a rule: the cell to change, what is wrong, what to do."""

    cell: Cell
    text: Text
    cure: Text


class ServiceCells:
    """Finds the cells of stages, clubs, duties and periods of a school that was read."""

    def __init__(self, draft: Draft, school: School) -> None:
        self.draft = draft
        self.school = school
        kinds = {StationKind(kind) for kind in DutyKind}
        self.duty_rows = {
            station.id: draft.service.duties[duty_number(station) - 1][1]
            for station in school.service.stations.values()
            if station.kind in kinds and duty_number(station) <= len(draft.service.duties)
        }

    def stage(self, name: str, column: str) -> Cell:
        """Return the cell of a stage."""
        return self._at(self.draft.service.stage_names[name], column, STAGES)

    def club(self, name: str, column: str) -> Cell:
        """Return the cell of a club."""
        return self._at(self.draft.service.club_names[name], column, CLUBS)

    def duty(self, station: Station, column: str) -> Cell:
        """Return the cell of a duty; the whole sheet where 巡查 does not say it."""
        row = self.duty_rows.get(station.id)
        return Cell(DUTIES.title.zh, "") if row is None else self._at(row, column, DUTIES)

    def post(self, station: Station, stage_column: str, club_column: str) -> Cell:
        """Return the cell of whatever a station with pupils comes from."""
        if station.club is not None:
            return self.club(station.club, club_column)
        return self.stage(station.stage or "", stage_column)

    def bell(self, slot: Slot, column: str) -> Cell:
        """Return the cell of a period; the whole sheet where 作息 was taken for granted."""
        row = self.draft.period_rows.get((slot.schedule, slot.period))
        return Cell(SCHEDULE.title.zh, "") if row is None else self._at(row, column, SCHEDULE)

    def sheet(self, of: Sheet) -> Cell:
        """Return a sheet as a whole."""
        rows = {
            STAGES.key: list(self.draft.service.stage_names.values()),
            CLUBS.key: list(self.draft.service.club_names.values()),
            DUTIES.key: [row for _, row in self.draft.service.duties],
        }[of.key]
        return Cell(rows[0].grid.title if rows else of.title.zh, "")

    @staticmethod
    def _at(row: Row, column: str, of: Sheet) -> Cell:
        """Return the cell of a row in a column, in the first one where the sheet has no such column."""
        return row[column] if row[column].name else row[of.columns[0].key]

    def clock(self, slot: Slot) -> str:
        """Return the name of a period and its clock times: 课后服务1 15:50–16:50."""
        period = self.school.period(slot)
        return f"{period.name} {clock_text(period.start)}–{clock_text(period.end)}"


Finder = Callable[[ServiceCells, ActiveRule], Iterator[CellFault]]  # of what breaks a rule as a school uses it


def tell(report: ReadingReport, active: ActiveRule, faults: Iterable[CellFault]) -> None:
    """Tell of what breaks a rule, with its article: once for each cell, saying how many other things are wrong there."""
    by_cell: dict[tuple[str, str], list[CellFault]] = {}
    for fault in faults:
        by_cell.setdefault((fault.cell.sheet, fault.cell.name), []).append(fault)
    cited = Text("", "") if active.article is None else active.article.cited
    for found in by_cell.values():
        texts = list(dict.fromkeys(fault.text for fault in found))
        more = len(texts) - 1
        zh, en = texts[0]
        report.error(
            found[0].cell,
            Text(
                zh + (f"（另有 {more} 处）" if more else "") + (f"（{cited.zh}）" if cited.zh else ""),
                en + (f" (and {more} more)" if more else "") + (f" ({cited.en})" if cited.en else ""),
            ),
            found[0].cure,
        )
