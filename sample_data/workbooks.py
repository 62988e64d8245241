"""Writes workbooks with mistakes: with a fault each, files that are no workbooks, schools that have no plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook

from sample_data.broken_files import BROKEN_FILES, BrokenFile
from sample_data.fault import Book, Fault, FaultPlace
from sample_data.faults import FAULTS
from sample_data.generator import StageName, make_school
from sample_data.infeasible import INFEASIBLE
from sample_data.mistake import Infeasible
from scheduler.school import School
from scheduler.workbook import write_school
from scheduler.workbook.spreadsheet import save_workbook

GOOD_FILES: dict[StageName, str] = {"primary": "good.xlsx", "junior": "good-junior.xlsx"}  # that faults are put into


def good_school(stage: StageName) -> School:
    """Return the school whose workbook faults are put into; its bells and hours are those of 2021, as the faults count them."""
    return make_school(stage, 12, year=2021)


def write_faults(folder: Path, faults: Iterable[Fault] = FAULTS, broken: Iterable[BrokenFile] = BROKEN_FILES) -> None:
    """Write the good workbooks, one for each fault and broken file, and `index.json`: sheet, cell and words of each message."""
    folder.mkdir(parents=True, exist_ok=True)
    schools = {stage: good_school(stage) for stage in GOOD_FILES}
    good = {stage: folder / name for stage, name in GOOD_FILES.items()}
    for stage, school in schools.items():
        write_school(school, good[stage])
    index = []
    for fault in faults:
        workbook = load_workbook(good[fault.stage])
        place = fault.make(Book(workbook, schools[fault.stage]))
        save_workbook(workbook, folder / f"{fault.name}.xlsx")
        index.append(_told(fault, place))
    for file in broken:
        (folder / f"{file.name}.xlsx").write_bytes(file.make(good["primary"].read_bytes()))
        index.append(_told(file, FaultPlace(f"{file.name}.xlsx")))
    _write_index(folder, index)


def _told(mistake: Fault | BrokenFile, place: FaultPlace) -> dict[str, str]:
    return {"name": mistake.name, "title": mistake.title.zh, **place._asdict(), "words": mistake.words}


def write_infeasible(folder: Path, cases: Iterable[Infeasible] = INFEASIBLE) -> None:
    """Write a workbook for each infeasible school, and `index.json`: why it has no plan, the cure, and the rules that clash."""
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for case in cases:
        write_school(case.make(), folder / f"{case.name}.xlsx")
        texts = {"name": case.name, "reason": case.reason.zh, "cure": case.cure.zh}
        index.append({**texts, "rules": list(case.rules), "counted": case.counted})
    _write_index(folder, index)


def _write_index(folder: Path, records: Sequence[Mapping[str, object]]) -> None:
    text = json.dumps(records, ensure_ascii=False, indent=2)
    (folder / "index.json").write_text(text + "\n", encoding="utf-8")
