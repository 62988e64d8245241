"""Reads the cells of a workbook with openpyxl, and lets nothing else in the file keep them from being read.

Of the styles only number formats count, which say what is a date. Drawings, drop-downs, conditional formats, names and the
like are passed over, sound or not.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Container, Iterator, Sequence
from typing import IO, Any, Literal, NamedTuple
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from openpyxl import Workbook
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.reader import excel
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.xml.constants import ARC_SHARED_STRINGS, ARC_STYLE, REL_NS, SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from scheduler.text import Text
from scheduler.workbook.problem import Problem
from scheduler.workbook.sheet_cells import NO_RESULT, SheetParser, SheetReader, Spot, text_of

Severity = Literal["error", "warning"]
Choice = Callable[[Sequence[str]], Container[str]]  # of the titles of all sheets, those that are read

CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))  # dates and times of Chinese Excel, defined in no file
MOST_STYLES = 65_500  # what Excel allows; of those beyond no format is known
_SHOWN = 5
_RETYPE = Text("用 Excel 或 WPS 打开，重新输入这些格后保存", "Open it in Excel or WPS, type these cells anew and save")


class UnreadableSheetError(Exception):
    """A sheet that is listed and cannot be read."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.title = title


class OtherNamespaceError(Exception):
    """A workbook of the kind that Excel calls strict, of which openpyxl finds no cell."""


class Formats(NamedTuple):
    """What a stylesheet says of numbers: its own format codes by number, and the number that each style has, if any."""

    codes: dict[int, str]
    styles: list[int | None]

    def known(self) -> frozenset[int]:
        """Return the styles of which the format is known."""
        known = {*self.codes, *BUILTIN_FORMATS, *CHINESE_DATES}
        return frozenset(style for style, number in enumerate(self.styles) if number in known)

    def stylesheet(self) -> bytes:
        """Return a stylesheet with these formats and no other looks."""
        root = Element("styleSheet", xmlns=SHEET_MAIN_NS)
        formats = SubElement(root, "numFmts")
        for number, code in self.codes.items():
            SubElement(formats, "numFmt", numFmtId=str(number), formatCode=code)
        for many, one in (("fonts", "font"), ("fills", "fill"), ("borders", "border"), ("cellStyleXfs", "xf")):
            look = SubElement(SubElement(root, many), one)
            if one == "fill":
                SubElement(look, "patternFill")
        styles = SubElement(root, "cellXfs")
        for style in self.styles:
            SubElement(styles, "xf", numFmtId=str(style or 0))
        return tostring(root)


class _Part:
    """Stands for an archive with one part."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def read(self, name: str) -> bytes:
        """Return its content."""
        return self.content


class LenientReader(excel.ExcelReader):
    """Reads the chosen sheets: values or formulas, with number formats and no other looks.

    `problems` are single cells that could not be read, and what is not certain of others. `read` raises
    `UnreadableSheetError`, `OtherNamespaceError`, `TooBigError` and whatever openpyxl raises.
    """

    def __init__(self, file: IO[bytes], choice: Choice, *, values: bool) -> None:
        super().__init__(file, data_only=values)
        self.choice = choice
        self.problems: list[Problem] = []
        self.formats = Formats({}, [0])

    def read(self) -> None:
        """Read the workbook into `wb`."""
        with self.archive:
            self.read_manifest()
            self.read_strings()
            self.read_workbook()
            self.read_styles()
            self.read_worksheets()

    def read_strings(self) -> None:
        """Read the texts of all cells without their looks."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        name = ARC_SHARED_STRINGS if part is None else part.PartName[1:]
        if part is None and name not in self.valid_files:
            return
        with self.archive.open(name) as source:
            for _, element in iterparse(source):
                if element.tag == f"{{{SHEET_MAIN_NS}}}si":
                    self.shared_strings.append(text_of(element))
                    element.clear()

    def read_workbook(self) -> None:
        """Read the names of the sheets and when days begin to count."""
        name = excel._find_workbook_part(self.package).PartName[1:]  # type: ignore[attr-defined]
        root = fromstring(self.archive.read(name))
        if root.tag != f"{{{SHEET_MAIN_NS}}}workbook":
            raise OtherNamespaceError
        self.wb = Workbook()
        self.wb.remove(self.wb.worksheets[0])
        settings = root.find(f"{{{SHEET_MAIN_NS}}}workbookPr")
        if settings is not None and settings.get("date1904") in ("1", "true"):
            self.wb.epoch = CALENDAR_MAC_1904
        self.sheets = [sheet for group in root.iter(f"{{{SHEET_MAIN_NS}}}sheets") for sheet in group]
        relations = get_dependents(self.archive, get_rels_path(name))  # type: ignore[no-untyped-call]
        self.rels = relations.to_dict()

    def read_styles(self) -> None:
        """Read the number formats."""
        with contextlib.suppress(KeyError):
            self.formats = _formats(self.archive.open(ARC_STYLE))
        apply_stylesheet(_Part(self.formats.stylesheet()), self.wb)  # type: ignore[arg-type]
        book: Any = self.wb  # whose formats are not typed
        undefined = CHINESE_DATES - set(self.formats.codes)
        book._date_formats |= {style for style, number in enumerate(self.formats.styles) if number in undefined}

    def read_worksheets(self) -> None:
        """Read the chosen sheets and what is wrong with their cells."""
        chosen = self.choice([sheet.get("name", "") for sheet in self.sheets])
        for sheet in self.sheets:
            title = sheet.get("name", "")
            if title not in chosen:
                continue
            relation = self.rels.get(sheet.get(f"{{{REL_NS}}}id", ""))
            if relation is None or relation.target not in self.valid_files:
                raise UnreadableSheetError(title)
            if relation.Type.endswith("/worksheet"):
                self._read_sheet(title, sheet.get("state", "visible"), relation.target)

    def _read_sheet(self, title: str, state: str, part: str) -> None:
        sheet = self.wb.create_sheet(INVALID_TITLE_REGEX.sub("_", title))
        if state in ("hidden", "veryHidden"):
            sheet.sheet_state = state
        with self.archive.open(part) as source:
            reader = SheetReader(sheet, source, self.shared_strings, values=self.data_only)
            reader.parser.formats = self.formats.known()
            try:
                reader.bind_all()
            except (ParseError, ValueError, TypeError, KeyError, AttributeError) as error:
                raise UnreadableSheetError(title) from error
        for spot in reader.parser.uncalculated if self.data_only else ():
            sheet.cell(spot.row, spot.column).value = NO_RESULT
        self.problems += _problems(sheet.title, reader.parser)


def _formats(source: IO[bytes]) -> Formats:
    """Return the number formats of a stylesheet, as far as it can be read."""
    found = Formats({}, [])
    inside = False
    with source, contextlib.suppress(ParseError):
        for event, element in iterparse(source, ("start", "end")):
            name = element.tag.rpartition("}")[2]
            if name == "cellXfs":
                inside = event == "start"
            elif len(found.styles) == MOST_STYLES or len(found.codes) == MOST_STYLES:
                break
            elif event == "end" and name == "xf" and inside:
                found.styles.append(_number(element.get("numFmtId", "0")))
            elif event == "end" and name == "numFmt" and (number := _number(element.get("numFmtId", ""))) is not None:
                found.codes[number] = element.get("formatCode", "General")
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _problems(title: str, parser: SheetParser) -> Iterator[Problem]:
    """Yield what is wrong with cells of a sheet: each cause once."""
    if parser.unreadable:
        yield _told(
            "error",
            title,
            parser.unreadable,
            Text("内容损坏，读不出", "damaged, and cannot be read"),
            _RETYPE,
        )
    if parser.unformatted:
        yield _told(
            "warning",
            title,
            parser.unformatted,
            Text(
                "文件没有说它的格式，不知道是不是日期，按普通数字读",
                "the file does not tell its format: read as a number, though it may be a date",
            ),
            _RETYPE,
        )


def _told(severity: Severity, title: str, spots: Sequence[Spot], what: Text, cure: Text) -> Problem:
    """Return the one problem of some cells, which stands at the first of them."""
    first, *others = sorted(spots)
    if not others:
        return Problem(severity, title, first.name, first.value, what, cure)
    more = [spot.name for spot in others[:_SHOWN]]
    dots = "……" if len(others) > _SHOWN else ""
    text = Text(
        f"{what.zh}（共 {len(spots)} 格，另有 {'、'.join(more)}{dots}）",
        f"{what.en} ({len(spots)} cells, also {', '.join(more)}{' …' if dots else ''})",
    )
    return Problem(severity, title, first.name, first.value, text, cure)
