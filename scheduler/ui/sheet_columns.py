"""The columns of a sheet of the school workbook as those of a grid: what may be chosen in them, by what the other sheets say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scheduler.ui.language import _, say
from scheduler.ui.sheet_grid import GridColumn
from scheduler.workbook.school.choices import CHOICES
from scheduler.workbook.school.form import Form
from scheduler.workbook.school.service_layout import ALL_PERIODS
from scheduler.workbook.spelling import SEPARATOR

Place = tuple[str, str]  # sheet, column

_TEACHERS: tuple[Place, ...] = (("teachers", "teacher"),)
_ANYBODY: tuple[Place, ...] = (("teachers", "group"), ("teachers", "teacher"))
_PLACES: tuple[Place, ...] = (("venues", "venue"), ("venues", "kind"))
_PERIODS: tuple[Place, ...] = (("schedule", "period"),)
NAMES_FROM: dict[Place, tuple[Place, ...]] = {
    ("subjects", "venue_kind"): (("venues", "kind"),),
    ("assignment_list", "venue"): _PLACES,
    ("clubs", "venue"): _PLACES,
    ("meetings", "members"): _ANYBODY,
    ("exclusions", "teachers"): _TEACHERS,
    ("stages", "candidates"): _ANYBODY,
    ("duties", "candidates"): _ANYBODY,
    ("stages", "period"): _PERIODS,
    ("clubs", "period"): _PERIODS,
    ("duties", "period"): _PERIODS,
}
SEVERAL: frozenset[Place] = frozenset(
    {
        ("assignment_list", "class"),
        ("assignment_list", "teacher"),
        ("meetings", "members"),
        ("meetings", "parts"),
        ("locks", "class"),
        ("exclusions", "teachers"),
        ("stages", "contents"),
        ("stages", "candidates"),
        ("clubs", "instructors"),
        ("duties", "candidates"),
    }
)
"""Columns whose cells may name several, separated by 、."""


def is_several(form: Form, key: str) -> bool:
    """Tell whether the cells of a column may name several."""
    return (form.sheet.key, key) in SEVERAL or (form.sheet.key == "assignment" and key in form.further)


def grid_columns(form: Form, forms: Mapping[str, Form]) -> list[GridColumn]:
    """Return the columns of a form as those of a grid; names come from the sheets as they are edited now."""
    known = {column.key: (say(column.title), say(column.note) if column.note else "") for column in form.sheet.columns}
    return [
        GridColumn(
            *known.get(key, (key, "")),
            options=_options(form, key, forms) or (),
            several=is_several(form, key),
            number=form.is_number(key),
        )
        for key in form.keys
    ]


def _options(form: Form, key: str, forms: Mapping[str, Form]) -> list[str] | None:
    """Return what may be chosen in a column, with what stands there now; None where anything may be typed."""
    place = form.sheet.key, key
    choice = CHOICES.get(place)
    words: Iterable[str]
    if form.sheet.key == "assignment" and key in form.further:
        words = names(forms, _TEACHERS)
    elif key == "schedule" and form.sheet.key != "schedule":
        words = names(forms, (("schedule", "schedule"),))
    elif place in NAMES_FROM:
        words = names(forms, NAMES_FROM[place])
        words = [*words, ALL_PERIODS.zh] if place == ("duties", "period") else words
    elif choice is None:
        return None
    elif choice.of is not None:
        words = names(forms, ((choice.of.key, choice.key),))
    else:
        words = choice.words
    present = [str(row[key]) for row in form.rows if row.get(key) is not None]
    if is_several(form, key):
        present = [word for text in present for word in text.split(SEPARATOR)]
        if form.sheet.key == "assignment":
            present = []  # its cells have lessons too: 王芳 4+1
    return list(dict.fromkeys([*words, *present]))


def names(forms: Mapping[str, Form], places: Iterable[Place]) -> list[str]:
    """Return what stands in some columns, each once."""
    found = (row.get(key) for sheet, key in places if sheet in forms for row in forms[sheet].rows)
    return list(dict.fromkeys(str(name) for name in found if name is not None))


def row_name(form: Form, index: int) -> str:
    """Return how a person finds a row of a grid, counted from 1, with what it begins with."""
    row = form.rows[index - 1] if 0 < index <= len(form.rows) else {}
    first = str(row.get(form.keys[0]) or "")
    number = _("第 {n} 行").format(n=index)
    return f"{number} {first}".strip()
