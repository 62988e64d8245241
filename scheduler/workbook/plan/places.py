"""Where in a plan's workbook a violation stands."""

from __future__ import annotations

from collections.abc import Iterable

from constraints.catalogue import needs_of
from constraints.rule import ActiveRule, Violation
from constraints.service import service_patrol, substitutes
from scheduler.model.owner import OwnerKind
from scheduler.plan import PlanView
from scheduler.plan.omissions import PlanPart
from scheduler.school import Slot, StationKind
from scheduler.text import Text
from scheduler.workbook.plan.reading import PlanReading
from scheduler.workbook.plan.service import Place

# Rules on who is missing.
_DUTIES = {service_patrol.RULE.id: StationKind.PATROL, substitutes.RULE.id: StationKind.SUBSTITUTE}


def places_of(view: PlanView, reading: PlanReading, active: ActiveRule, violation: Violation) -> list[Place]:
    """Return the cells that a violation is about, each once; none for what stands nowhere, and for a plan read from no cells.

    They are its station's sessions, else its classes' slots, else its teachers' lessons and service, else names. Those of a rule
    on flexible time are its teachers' names there.
    """
    found: list[Place | None] = []
    flexible = PlanPart.GRANTS in needs_of(active.rule)
    if violation.owner.kind is OwnerKind.STATION:
        found = _station_cells(view, reading, violation)
    if not flexible and not any(found):
        if violation.classes:
            found = [reading.cells.get((c, slot)) for c in violation.classes for slot in violation.slots]
        elif violation.slots or violation.owner.kind is not OwnerKind.MEETING:
            found = [place for t in violation.teachers for place in _busy_cells(view, reading, t, violation.slots)]
    if not any(found) and active.rule.id in _DUTIES:
        kind, cells = _DUTIES[active.rule.id], reading.station_cells.items()
        found = [
            at
            for (station, slot), at in cells
            if slot in violation.slots and view.school.service.stations[station].kind is kind
        ]
    if not any(found):
        found = [reading.class_cells.get(name) for name in violation.classes]
    if not any(found) and (flexible or reading.taught_cells):
        found = [reading.teacher_cells.get(name) for name in violation.teachers]
    return list(dict.fromkeys(place for place in found if place is not None))


def _station_cells(view: PlanView, reading: PlanReading, violation: Violation) -> list[Place | None]:
    """Return the cells of a station's sessions, those named or all; where none is held those in which they would stand."""
    station = violation.owner.id
    slots = violation.slots or tuple(session.slot for session in view.of_station.get(station, ()))
    if not slots:
        return [place for (name, _), place in reading.station_cells.items() if name == station]
    return [reading.station_cells.get((station, slot)) for slot in slots]


def _busy_cells(view: PlanView, reading: PlanReading, teacher: str, slots: tuple[Slot, ...]) -> Iterable[Place | None]:
    """Yield the cells of a teacher's lessons and service at some slots; of all lessons where none are named."""
    for slot in slots or tuple(view.of_teacher.get(teacher, ())):
        yield reading.taught_cells.get((teacher, slot))
        for class_id in _classes(view, teacher, slot):
            yield reading.cells.get((class_id, slot))
        for session in view.serving.get(teacher, ()):
            if session.slot == slot:
                yield reading.station_cells.get((session.station, slot))


def _classes(view: PlanView, teacher: str, slot: Slot) -> Iterable[str]:
    for placement in view.of_teacher.get(teacher, {}).get(slot, ()):
        yield from placement.classes or view.school.course[placement.course].classes


def places_text(places: list[Place], most: int) -> Text:
    """Return the first cells for a reader, each sheet with its cells: 总课表!C5、D5 等 4 格."""
    sheets: dict[str, list[str]] = {}
    for sheet, cell in places[:most]:
        sheets.setdefault(sheet, []).append(cell)
    zh = " ".join(f"{sheet}!{'、'.join(cells)}" for sheet, cells in sheets.items())
    en = " ".join(f"{sheet}!{', '.join(cells)}" for sheet, cells in sheets.items())
    count = len(places)
    return Text(f"{zh} 等 {count} 格", f"{en} … {count} cells") if count > most else Text(zh, en)
