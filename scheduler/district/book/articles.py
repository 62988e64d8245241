"""Compliance by article: how many schools keep each and who does not; and a table of schools by articles."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from constraints.articles import Result
from scheduler.district.book.page import (
    BAD,
    BAD_TEXT,
    NAME,
    NAME_WIDTH,
    NOT_KNOWN,
    UNKNOWN,
    DistrictPage,
    known_note,
)
from scheduler.district.report import ArticleTotal, DistrictReport, SchoolEntry, article_of
from scheduler.export.styles import CellStyle
from scheduler.export.table import SMALL, SMALL_TEXT, Column, TableSheet
from scheduler.text import Text

BY_ARTICLE, BY_SCHOOL = Text("合规（按条）", "By article"), Text("合规（按校）", "By school")
RESULT_WORDS: dict[Result, Text] = {
    Result.KEPT: Text("符合", "kept"),
    Result.PARTLY: Text("部分", "partly"),
    Result.BROKEN: Text("违反", "broken"),
    Result.UNJUDGED: Text("未判断", "not judged"),
    Result.NOT_CONCERNED: Text("不涉及", "not concerned"),
}
NAMES_SHOWN = 12
JUDGED_BY, FIRST_COUNT = 2, 5  # columns that the chart shows: the name of the article, the first count


def add_by_article(book: Workbook, page: DistrictPage, report: DistrictReport) -> TableSheet:
    """Add 合规（按条）: a row an article."""
    columns = [
        Column(Text("依据", "Article"), 25, SMALL_TEXT),
        Column(Text("看什么", "Judged by"), 22, SMALL_TEXT),
        Column(Text("要求", "What it asks"), 46, SMALL_TEXT),
        Column(Text("性质", "Kind"), 8),
        *(Column(RESULT_WORDS[result], 9.5) for result in Result),
        Column(UNKNOWN, 9.5),
        Column(Text("违反的学校", "Broken by"), 34, SMALL_TEXT),
    ]
    table = TableSheet(book, page, BY_ARTICLE, columns, page.text(known_note(report.schools)), landscape=True)
    for article in report.articles:
        kind = Text("必须", "binding") if article.binding else Text("尽量", "wish")
        counts = [article.results.get(result, 0) for result in Result]
        row = [page.text(each) for each in (article.cited, _judged_by(article), article.asks, kind)]
        broken = counts[list(Result).index(Result.BROKEN)]
        column = FIRST_COUNT - 1 + list(Result).index(Result.BROKEN)
        looks = {column: BAD, len(columns) - 1: BAD_TEXT} if broken else {}
        table.add([*row, *counts, article.unknown, page.text(schools_text(article.broken_by))], looks)
    table.finish()
    return table


def _judged_by(article: ArticleTotal) -> Text:
    """Return the rule by which an article is judged, or the first of several."""
    rule, more = article.rules[0], len(article.rules) - 1
    return Text(f"{rule.zh}等 {more + 1} 条", f"{rule.en} and {more} more") if more else rule


def schools_text(names: Sequence[str]) -> Text:
    """Return the names of some schools, the first where they are many."""
    shown = names[:NAMES_SHOWN]
    more = len(names) - len(shown)
    zh, en = "、".join(shown), ", ".join(shown)
    return Text(f"{zh} 等 {len(names)} 所", f"{en} and {more} more") if more else Text(zh, en)


def add_by_school(book: Workbook, page: DistrictPage, report: DistrictReport) -> None:
    """Add 合规（按校）: a row a school, a column an article; what is broken with the number of places."""
    width = min(11.0, max(6.5, 150.0 / max(1, len(report.articles))))
    columns = [
        Column(Text("学校", "School"), NAME_WIDTH, NAME),
        *(Column(_heading(article), width) for article in report.articles),
    ]
    note = Text(
        "每格：这所学校的课表对这一条是否符合；数字是违反的处数",
        "Each cell: whether the school's plan keeps the article, with the number of places where it does not",
    )
    table = TableSheet(book, page, BY_SCHOOL, columns, page.text(note), landscape=True)
    for school in report.schools:
        cells = [_cell(page, school, article) for article in report.articles]
        looks = {index: look for index, (_, look) in enumerate(cells, 1)}
        table.add([school.name, *(value for value, _ in cells)], looks)
    table.finish()


def _heading(article: ArticleTotal) -> Text:
    """Return the number of an article and the rule by which it is judged."""
    rule, zh, en = article.rules[0], article.cited.zh.rpartition(" ")[2], article.cited.en.rpartition(" ")[2]
    return Text(f"{zh}\n{rule.zh}", f"{en}\n{rule.en}")


def _cell(page: DistrictPage, school: SchoolEntry, article: ArticleTotal) -> tuple[str, CellStyle]:
    found = article_of(school, article)
    if found is None:
        return page.text(UNKNOWN), NOT_KNOWN
    words = page.text(RESULT_WORDS[found.result])
    if found.result is Result.BROKEN:
        return f"{words} {found.broken}", BAD
    return words, NOT_KNOWN if found.result is Result.UNJUDGED else SMALL
