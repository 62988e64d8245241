"""What a place file says, validated: documents, the articles that rules cite, the figures that they set.

`docs/places.md` says how a file is written.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from scheduler.school import Stage
from scheduler.text import Text, clock_text, minutes_of

_PART_OF_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")
_LISTS = ("document", "article", "figure")  # whose entries are named
_CLOCK = re.compile(r"\d{2}:\d{2}")


class PlaceError(ValueError):
    """A place file that cannot be used; the message names the file and the entry."""


class Sure(StrEnum):
    """How sure something is: read in the document itself, or told by others."""

    CERTAIN = "certain"
    REPORTED = "reported"


SURE_NAMES = {
    Sure.CERTAIN: Text("确定", "certain"),
    Sure.REPORTED: Text("据报道，未与原文核对", "reported, not compared with the text"),
}


class Bound(StrEnum):
    """Whether a figure is the least or the most that the law allows; a school may only go further."""

    LEAST = "least"
    MOST = "most"


class When(NamedTuple):
    """A date as it is known: a day, a month or a year. `first` is its first day, by which it counts."""

    first: datetime.date
    text: str


def _read_when(value: object) -> object:
    if isinstance(value, datetime.date):
        return When(value, value.isoformat())
    found = _PART_OF_DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('a date such as 2021-11-05, or "2025-12", or "2023"')
    return When(datetime.date(int(found[1]), int(found[2] or 1), 1), found[0])


def _read_value(value: object) -> object:
    if isinstance(value, str):
        if not _CLOCK.fullmatch(value):
            raise ValueError('a whole number, or a time such as "08:20"')
        return clock_text(minutes_of(value))
    return value


Date = Annotated[When, BeforeValidator(_read_when)]
Value = Annotated[int | str, BeforeValidator(_read_value)]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FigureEntry(_Entry):
    """A figure of the law. `boarding`: it is asked of schools whose pupils board, or of the others, alone.

    `sure`, `since` and `until` are those of its document unless they are said here.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    least: Value | None = None
    most: Value | None = None
    boarding: bool | None = None
    sure: Sure | None = None
    since: Date | None = None
    until: Date | None = None
    source: str = ""
    source_en: str = ""
    note: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.least is None) == (self.most is None):
            raise ValueError(f"figure {self.key}: either least or most")
        return self


class ArticleEntry(_Entry):
    """A place in a document and what it asks, in short. Rules cite it by its `id`."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    number: str
    asks: str
    asks_en: str
    figure: tuple[FigureEntry, ...] = ()


class DocumentEntry(_Entry):
    """A document. It holds from `since`, its `date` where that is not said, to `until`, that day included."""

    title: str
    title_en: str
    cited: str
    cited_en: str
    number: str = ""
    date: Date
    since: Date | None = None
    until: Date | None = None
    stages: tuple[Stage, ...] = (Stage.PRIMARY, Stage.JUNIOR)
    sure: Sure
    source: str
    source_en: str = ""
    note: str = ""
    note_en: str = ""
    article: tuple[ArticleEntry, ...] = ()


class UnknownEntry(_Entry):
    """A figure that is not known of the place, and why. Never a guess: what the place above says holds, if it says anything."""

    key: str
    why: str
    why_en: str


class PlaceFile(_Entry):
    """A place file. `above` is the file of the place that it lies in, without its ending; `within` are places in it."""

    name: str
    name_en: str
    also: tuple[str, ...] = ()
    above: str | None = None
    within: tuple[str, ...] = ()
    document: tuple[DocumentEntry, ...] = ()
    unknown: tuple[UnknownEntry, ...] = ()


def read_place_file(path: Path) -> PlaceFile:
    """Return what a place file says. Raises PlaceError naming the file and what is wrong in it, OSError."""
    try:
        data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return PlaceFile.model_validate(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlaceError(f"{path.name}: {error}") from error
    except ValidationError as error:
        details = "; ".join(f"{_where(data, item['loc'])}: {item['msg']}" for item in error.errors())
        raise PlaceError(f"{path.name}: {details}") from error


def _where(data: Any, loc: tuple[int | str, ...]) -> str:
    """Return in which entry something stands: by its citation, id or key where it has one."""
    words = []
    for depth, part in enumerate(loc, 1):
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            data = None
        named = (
            next((str(data[k]) for k in ("cited", "id", "key") if k in data), None) if isinstance(data, dict) else None
        )
        if named or depth == len(loc) or part not in _LISTS:
            words.append(named or str(part))
    return " › ".join(words)
