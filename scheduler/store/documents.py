"""Schools as stored text.

A school is stored as the JSON of its model with every field, also those at their default, and the number of its format. The
workbook was the other choice: reading one takes a second, takes what people wrote for what is meant (so that another version
of the reader might make another school of the same bytes), and cannot say a few things that an edit on the pages can.
JSON gives back exactly the school that was saved. When a field is renamed or removed, `SCHOOL_FORMAT` goes up and a step in
`UPGRADES` turns the older JSON into the newer; fields that are added with a default need neither.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from constraints.settings import RETIRED
from scheduler.school import School
from scheduler.store.errors import A_VERSION, UnreadableError
from scheduler.text import Text, minutes_of

SCHOOL_FORMAT = 3


def _with_stations(record: dict[str, Any]) -> dict[str, Any]:
    """Call what a pay rate is for a station: in format 1 it was a post."""
    rates = [{"station": rate.pop("post"), **rate} for rate in record["pay_rates"]]
    return {**record, "pay_rates": rates}


def _with_evening(record: dict[str, Any]) -> dict[str, Any]:
    """Let the school say when the evening begins: in format 2 four rules did, two of which meant another time."""
    told = [
        minutes_of(setting["parameters"].pop(key))
        for setting in record["rule_settings"]
        for rule, key in RETIRED
        if setting["rule"] == rule and key in setting["parameters"]
    ]
    return {**record, **({"evening": told[0]} if told else {})}


UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _with_stations, 2: _with_evening}
"""By format: what makes of its JSON that of the next format."""


def school_text(school: School) -> str:
    """Return a school as it is stored, in `SCHOOL_FORMAT`."""
    return school.model_dump_json()


def read_school_text(text: str | None, form: int | None, what: Text = A_VERSION) -> School:
    """Return exactly the school that was stored in a format. Raises UnreadableError, which says `what` it is, for damage and
    for a newer format; None stands for what cannot be read."""
    if text is None or form is None or form < 1:
        raise UnreadableError(what)
    if form > SCHOOL_FORMAT:
        raise UnreadableError(what, newer=True)
    try:
        if form == SCHOOL_FORMAT:
            return School.model_validate_json(text)
        record = json.loads(text)
        for step in range(form, SCHOOL_FORMAT):
            record = UPGRADES[step](record)
        return School.model_validate_json(json.dumps(record))
    except (ValueError, LookupError, TypeError, AttributeError):  # an upgrade of another shape than it was written for
        raise UnreadableError(what) from None
