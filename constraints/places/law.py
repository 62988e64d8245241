"""What holds for a school: the articles and figures of its place on the first day of its term."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from constraints.places.place import Article, Document, Figure, Place, stricter
from constraints.places.where import found_place
from scheduler.text import Text

KNOWN_FROM = datetime.date(2023, 9, 1)
"""What held before was not collected: an earlier term is judged by what held on this day."""
NOTHING_KNOWN = Text("没有这项要求，或没有查到", "nothing is asked that is known")
FIRST_MONTH = 8  # of a school year


class Somewhere(Protocol):
    """A school, or what is known of it before it is one: where it is, its school year, when its term begins."""

    @property
    def place(self) -> str | None: ...  # noqa: D102
    @property
    def year(self) -> int | None: ...  # noqa: D102
    @property
    def term_start(self) -> datetime.date | None: ...  # noqa: D102


@dataclass(frozen=True)
class Law:
    """The articles and figures of a place that are in force on a date. `notes` say what was assumed to choose them."""

    place: Place
    date: datetime.date
    notes: tuple[Text, ...] = ()

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Each figure by its key: the strictest that is in force, of those alike that of the nearest place."""
        found: dict[str, Figure] = {}
        for place in self.place.upwards:
            for figure in sorted(place.figures, key=lambda each: each.since, reverse=True):
                if figure.holds_on(self.date):
                    known = found.get(figure.key)
                    if known is None or stricter(figure.value, known.value, known.bound):
                        found[figure.key] = figure
        return found

    @cached_property
    def unknown(self) -> Mapping[str, Text]:
        """Why a figure is not known, by its key, where no place sets it and one says so."""
        said = {key: why for place in reversed([*self.place.upwards]) for key, why in place.unknown}
        return {key: why for key, why in said.items() if key not in self.figures}

    def value(self, key: str) -> int | str | None:
        """Return the value of a figure, None where the place sets none that is known."""
        found = self.figures.get(key)
        return None if found is None else found.value

    def number(self, key: str) -> int | None:
        """Return the value of a figure that is a number, None where the place sets none."""
        found = self.value(key)
        return found if isinstance(found, int) else None

    def articles(self, key: str | None) -> tuple[Article, ...]:
        """Return the articles with an id that are in force: those of the nearest place first, there the newest first."""
        return tuple(
            article
            for place in self.place.upwards
            for article in sorted(place.articles, key=lambda each: each.document.since.first, reverse=True)
            if article.id == key and _in_force(article.document, self.date)
        )

    def article(self, key: str | None) -> Article | None:
        """Return the article that a rule cites, None where there is none."""
        found = self.articles(key) if key is not None else ()
        return found[0] if found else None

    def newer(self, key: str | None) -> tuple[Article, ...]:
        """Return the articles with an id that came since the one that a rule cites, and hold beside it."""
        first, *others = self.articles(key) or (None,)
        return tuple(each for each in others if each and first and each.document.since > first.document.since)

    def why_unknown(self, key: str) -> Text:
        """Return why a figure that no place sets has no value: what a place file says of it, else that nothing is known."""
        return self.unknown.get(key, NOTHING_KNOWN)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that are in force, those of the nearest place first."""
        return tuple(d for place in self.place.upwards for d in place.documents if _in_force(d, self.date))


def _in_force(document: Document, date: datetime.date) -> bool:
    return document.since.first <= date and (document.until is None or date <= document.until.first)


def law_of(school: Somewhere) -> Law:
    """Return what holds for a school. A place that is not known is said, and the nation's figures are taken."""
    return law(school.place, school.year, school.term_start)


@lru_cache(maxsize=256)
def law(place: str | None = None, year: int | None = None, term_start: datetime.date | None = None) -> Law:
    """Return what holds at a place, as people write it, on the first day of a term.

    That is `term_start`; 1 September where only the school year is told, or another one than that of `term_start`; without both
    the newest that is known.
    """
    where = found_place(place)
    date, said = _date(where.place, year, term_start)
    return Law(where.place, date, (*where.notes, *said))


def newest(place: Place) -> datetime.date:
    """Return the last day on which something new comes into force at a place."""
    known = [figure.since for each in place.upwards for figure in each.figures]
    known += [document.since.first for each in place.upwards for document in each.documents]
    return max(known, default=KNOWN_FROM)


def school_year(date: datetime.date) -> int:
    """Return the school year that a date is in: 2026 for 2026/27."""
    return date.year if date.month >= FIRST_MONTH else date.year - 1


def _date(place: Place, year: int | None, start: datetime.date | None) -> tuple[datetime.date, tuple[Text, ...]]:
    if start is not None and year in (None, school_year(start)):
        date = start
    elif year is not None:
        date = datetime.date(year, 9, 1)
    else:
        date = max(newest(place), KNOWN_FROM)
        text = Text(
            f"没有写学年和开学日期，按收录的最新规定（{date}）判断",
            f"neither the school year nor the first day of term is told: judged by the newest that is known ({date})",
        )
        return date, (text,)
    if date < KNOWN_FROM:
        text = Text(
            f"{KNOWN_FROM.year}年{KNOWN_FROM.month}月以前的规定没有收录，按这个时候的规定判断",
            f"what held before {KNOWN_FROM} was not collected: judged by what held then",
        )
        return KNOWN_FROM, (text,)
    return date, ()
