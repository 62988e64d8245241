"""The places that are known: each with its documents, and the place above it. A place may only be stricter than those above."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from constraints.places.place_file import (
    Bound,
    DocumentEntry,
    FigureEntry,
    PlaceError,
    PlaceFile,
    Sure,
    When,
    read_place_file,
)
from scheduler.school import Stage
from scheduler.text import Text, minutes_of

FOLDER = Path(__file__).parent
NATION, USUAL = "nation", "jinshui"
"""The place above all others, and the one that is taken where a school says none."""


@dataclass(frozen=True)
class Document:
    """A document: what it is called in full, how it is cited, when it holds, how sure it is and where that was read."""

    place: Text
    title: Text
    cited: Text
    number: str
    date: When
    since: When
    until: When | None
    stages: tuple[Stage, ...]
    sure: Sure
    source: Text
    note: Text


@dataclass(frozen=True)
class Article:
    """One place in a document and what it asks, in short."""

    document: Document
    id: str
    number: str
    asks: Text

    @property
    def cited(self) -> Text:
        """How the article is cited in a report: 金教〔2021〕137号 四(一)1."""
        cited = self.document.cited
        return Text(f"{cited.zh} {self.number}".strip(), f"{cited.en} {self.number}".strip())

    @property
    def dated(self) -> Text:
        """How it is cited with the date of its document: 金教〔2021〕137号 四(一)1（2021-11-05）."""
        date = self.document.date.text
        year = date[:4]  # is not said twice
        zh = re.sub(rf"（?{year}）?$", "", self.cited.zh)
        en = re.sub(rf",? \(?{year}\)?$", "", self.cited.en)
        return Text(f"{zh}（{date}）", en if date in en else f"{en} ({date})")


@dataclass(frozen=True)
class Figure:
    """A figure of the law: a whole number or a time of day, the least or the most, with the article that sets it.

    `boarding`: it is asked of schools whose pupils board, or of the others, alone.
    """

    key: str
    value: int | str
    bound: Bound
    article: Article
    boarding: bool | None
    sure: Sure
    since: datetime.date
    until: datetime.date | None
    source: Text
    note: Text

    def holds_on(self, date: datetime.date) -> bool:
        """Tell whether the figure is in force on a date."""
        return self.since <= date and (self.until is None or date <= self.until)

    def is_looser(self, value: int | str) -> bool:
        """Tell whether a value goes less far than the figure asks. Raises ValueError where they are not of a kind."""
        return stricter(self.value, value, self.bound)


@dataclass(frozen=True)
class Place:
    """A place with the documents of its own; `above` is the place that it lies in."""

    id: str
    name: Text
    also: tuple[str, ...]
    within: tuple[str, ...]
    above: Place | None
    documents: tuple[Document, ...]
    articles: tuple[Article, ...]
    figures: tuple[Figure, ...]
    unknown: tuple[tuple[str, Text], ...]

    @property
    def upwards(self) -> Iterator[Place]:
        """The place itself, then those above it."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.above


@cache
def places() -> dict[str, Place]:
    """Return every place by its id, those above first. Raises PlaceError where a file cannot be used."""
    return load_places(FOLDER)


def load_places(folder: Path) -> dict[str, Place]:
    """Return the places whose files are in a folder, those above first.

    Raises PlaceError naming the file: what cannot be read, an unknown place above, a figure that is looser than the one that
    held above when it was set.
    """
    files = {path.stem: read_place_file(path) for path in sorted(folder.glob("*.toml"))}
    found: dict[str, Place] = {}
    while len(found) < len(files):
        ready = [
            name for name, file in files.items() if name not in found and (file.above is None or file.above in found)
        ]
        if not ready:
            lost = next(name for name in files if name not in found)
            raise PlaceError(f"{lost}.toml: no place file is called {files[lost].above}, or they lie in each other")
        for name in ready:
            found[name] = _place(name, files[name], found)
            _refuse_looser(found[name])
    return found


def _place(name: str, file: PlaceFile, known: dict[str, Place]) -> Place:
    documents: list[Document] = []
    articles: list[Article] = []
    figures: list[Figure] = []
    place_name = Text(file.name, file.name_en)
    for entry in file.document:
        document = _document(place_name, entry)
        documents.append(document)
        for part in entry.article:
            article = Article(document, part.id, part.number, Text(part.asks, part.asks_en))
            articles.append(article)
            figures += [_figure(article, figure) for figure in part.figure]
    return Place(
        id=name,
        name=place_name,
        also=file.also,
        within=file.within,
        above=known[file.above] if file.above is not None else None,
        documents=tuple(documents),
        articles=tuple(articles),
        figures=tuple(figures),
        unknown=tuple((each.key, Text(each.why, each.why_en)) for each in file.unknown),
    )


def _document(place: Text, entry: DocumentEntry) -> Document:
    return Document(
        place=place,
        title=Text(entry.title, entry.title_en),
        cited=Text(entry.cited, entry.cited_en),
        number=entry.number,
        date=entry.date,
        since=entry.since or entry.date,
        until=entry.until,
        stages=entry.stages,
        sure=entry.sure,
        source=_both(entry.source, entry.source_en),
        note=_both(entry.note, entry.note_en),
    )


def _both(zh: str, en: str) -> Text:
    """Return a remark in both languages; in Chinese where somebody wrote no other."""
    return Text(zh, en or zh)


def _figure(article: Article, entry: FigureEntry) -> Figure:
    document = article.document
    until = entry.until or document.until
    value = entry.least if entry.least is not None else entry.most
    assert value is not None
    return Figure(
        key=entry.key,
        value=value,
        bound=Bound.LEAST if entry.least is not None else Bound.MOST,
        article=article,
        boarding=entry.boarding,
        sure=entry.sure or document.sure,
        since=(entry.since or document.since).first,
        until=until.first if until is not None else None,
        source=_both(entry.source, entry.source_en) if entry.source else document.source,
        note=_both(entry.note, entry.note_en),
    )


def _refuse_looser(place: Place) -> None:
    """Raise PlaceError where a place asks for less than one above it did when it asked: it may only ask for more."""
    above = [figure for each in place.upwards if each is not place for figure in each.figures]
    for own in place.figures:
        for upper in above:
            if upper.key != own.key:
                continue
            where = f"{place.id}.toml: {own.article.document.cited.zh} › {own.key}"
            if upper.bound is not own.bound or isinstance(upper.value, str) is not isinstance(own.value, str):
                raise PlaceError(f"{where}: {upper.article.document.cited.zh} says {upper.bound} {upper.value}")
            if upper.holds_on(own.since) and upper.is_looser(own.value):
                raise PlaceError(
                    f"{where}: {own.bound} {own.value} is looser than {upper.bound} {upper.value} "
                    f"of {upper.article.document.cited.zh}, which held when it was set"
                )


def stricter(one: int | str, other: int | str, bound: Bound) -> bool:
    """Tell whether one value asks for more than another. Raises ValueError for a text that is no time of day."""
    first, second = (value if isinstance(value, int) else minutes_of(value) for value in (one, other))
    return first > second if bound is Bound.LEAST else first < second
