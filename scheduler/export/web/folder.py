"""A folder of pages for a school's own web space, under names that nobody guesses; beside it, for the school alone, who has which.

    OUT/网页/        to be uploaded: NAME.html and NAME.ics for each reader, and an index that tells nothing
    OUT/链接.xlsx    whose page is where, to be sent to each
    OUT/二维码.pdf   the same as codes to print, where the address of the web space is known
    OUT/links.json   the names, so that a printed code still leads there when pages are written anew

Whoever has a link can read that page, so a name is 128 random bits and no page leads to another. A name is withdrawn by renewing it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from openpyxl import Workbook
from pydantic import BaseModel, ValidationError

from scheduler.export.calendars import Term, class_calendar, teacher_calendar
from scheduler.export.file_set import install, staging
from scheduler.export.lessons import Lessons
from scheduler.export.table import Column, Page, TableSheet
from scheduler.export.web.audience import AUDIENCES, Audience, Reader, readers
from scheduler.export.web.codes import CodeCard, code_sheets
from scheduler.export.web.pages import Around, page
from scheduler.text import Text
from scheduler.workbook.spreadsheet import save_workbook, set_width_unit

PAGES, LINKS_BOOK, CODES, LINKS = "网页", "链接.xlsx", "二维码.pdf", "links.json"
LINKS_TITLE = Text("链接", "Links")
_NOTHING = '<!DOCTYPE html><meta charset="utf-8"><meta name="robots" content="noindex"><title></title>\n'


class Publication(NamedTuple):
    """What is to be published: for whom, where the web space is ('' where that is not known), and when the term is, if known."""

    lessons: Lessons
    audiences: Collection[Audience]
    base_url: str = ""
    term: Term | None = None
    today: date | None = None


class Published(NamedTuple):
    """The files that were written, how many readers have a page, and how many pages of before are gone."""

    files: list[Path]
    pages: int
    withdrawn: int


class _Link(BaseModel):
    audience: Audience
    who: str
    name: str


class _Links(BaseModel):
    links: list[_Link]


class DamagedLinksError(Exception):
    """`links.json` is damaged: with new names every printed code would lead nowhere, so nothing is written."""


def publish(publication: Publication, folder: Path, *, renew: Collection[str] = ()) -> Published:
    """Write the pages into a folder, all of them or none; readers keep the names that they have there, but those in `renew`.

    Pages of who is no longer published are removed. Raises OSError, DamagedLinksError.
    """
    known = _known_names(folder / LINKS)
    chosen = [each for each in readers(publication.lessons) if each.audience in publication.audiences]
    names = {
        reader: known[reader] if reader in known and reader.name("zh") not in renew else secrets.token_hex(16)
        for reader in chosen
    }
    with staging(folder) as staged:
        (staged / PAGES).mkdir()
        for reader, name in names.items():
            _write_reader(publication, reader, name, staged / PAGES)
        (staged / PAGES / "index.html").write_text(_NOTHING, encoding="utf-8")
        _write_lists(publication, names, staged)
        files = [folder / file.relative_to(staged) for file in sorted(staged.rglob("*")) if file.is_file()]
        install(staged, folder, old=())
    gone = set(known.values()) - set(names.values())
    for name in gone:
        for suffix in (".html", ".ics"):
            (folder / PAGES / f"{name}{suffix}").unlink(missing_ok=True)
    if not publication.base_url:
        (folder / CODES).unlink(missing_ok=True)
    return Published(files, len(names), len(gone))


def link_of(base_url: str, name: str) -> str:
    """Return where a page is."""
    return f"{base_url.rstrip('/')}/{name}.html"


def is_web_address(text: str) -> bool:
    """Tell whether a text is the address of a web space: http or https, without a query."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)


def reader_calendar(lessons: Lessons, reader: Reader, term: Term | None) -> bytes | None:
    """Return the calendar of a class or a teacher; None for the staff room and where the term is not known."""
    if term is None or reader.audience is Audience.STAFF:
        return None
    write = class_calendar if reader.audience is Audience.CLASS else teacher_calendar
    return write(lessons, reader.who, term)


def _known_names(file: Path) -> dict[Reader, str]:
    if not file.exists():
        return {}
    try:
        found = _Links.model_validate_json(file.read_bytes())
    except ValidationError:
        raise DamagedLinksError from None
    return {Reader(link.audience, link.who): link.name for link in found.links if _is_name(link.name)}


def _is_name(name: str) -> bool:
    """Tell whether a name is one of ours: what else stands there is no file of ours to remove."""
    return re.fullmatch(r"[0-9a-f]{32}", name) is not None


def _write_reader(publication: Publication, reader: Reader, name: str, folder: Path) -> None:
    lessons, base_url = publication.lessons, publication.base_url
    calendar = reader_calendar(lessons, reader, publication.term)
    around = Around(published="" if publication.today is None else publication.today.isoformat())
    if calendar is not None:
        (folder / f"{name}.ics").write_bytes(calendar)
        subscription = f"webcal:{link_of(base_url, name).partition(':')[2]}".removesuffix("html") + "ics"
        around = around._replace(calendar=f"{name}.ics", subscription=subscription if base_url else "")
    text = page(lessons, reader, around)
    assert text is not None
    (folder / f"{name}.html").write_text(text, encoding="utf-8")


def _write_lists(publication: Publication, names: dict[Reader, str], folder: Path) -> None:
    lessons, base_url = publication.lessons, publication.base_url
    links = _Links(links=[_Link(audience=r.audience, who=r.who, name=name) for r, name in names.items()])
    (folder / LINKS).write_text(links.model_dump_json(indent=1), encoding="utf-8")
    found = [(reader, link_of(base_url, name) if base_url else f"{name}.html") for reader, name in names.items()]
    save_workbook(links_book(lessons, found), folder / LINKS_BOOK)
    if base_url and found:
        cards = [CodeCard(reader.name(lessons.language), link) for reader, link in found]
        sheets = code_sheets(cards, school=lessons.school.name, language=lessons.language)
        (folder / CODES).write_bytes(sheets)


def links_book(lessons: Lessons, found: Sequence[tuple[Reader, str]]) -> Workbook:
    """Return a workbook with whose page is where."""
    book = Workbook()
    book.remove(book.worksheets[0])
    set_width_unit(book)
    columns = [Column(Text("类别", "Kind"), 10.0), Column(Text("名称", "Name"), 16.0), Column(LINKS_TITLE, 66.0)]
    note = Text(
        "谁拿到链接谁就能看那一页，请只发给本人、本班。泄露了就作废，换一个新的。",
        "Whoever has a link can read its page: send it to its reader alone. One that got about is withdrawn and renewed.",
    )
    page = Page(lessons.school, lessons.language)
    table = TableSheet(book, page, LINKS_TITLE, columns, lessons.text(note), landscape=False)
    for row in _rows(lessons, found):
        table.add(row)
    table.finish()
    return book


def _rows(lessons: Lessons, found: Sequence[tuple[Reader, str]]) -> Iterator[tuple[str, str, str]]:
    for reader, link in found:
        yield lessons.text(AUDIENCES[reader.audience]), reader.name(lessons.language), link
