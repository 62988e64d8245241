"""A report read by the articles of the regulation, in their order, as an inspector asks."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from constraints.audit import Finding, Report
from constraints.places.place import Article
from scheduler.model.owner import Level

_NUMBER = re.compile(r"\d+|[一二三四五六七八九十]+")
_DIGITS = "〇一二三四五六七八九十"


class Result(StrEnum):
    """What the rules of an article found. PARTLY is of wishes only; NOT_CONCERNED: there was nothing that could break it."""

    KEPT = "kept"
    PARTLY = "partly"
    BROKEN = "broken"
    UNJUDGED = "unjudged"
    NOT_CONCERNED = "not_concerned"


class ArticleFindings(NamedTuple):
    """What all rules that cite an article found; `binding` where one of them is more than a wish."""

    article: Article
    findings: tuple[Finding, ...]

    @property
    def binding(self) -> bool:
        """Whether some rule of it is a regulation or a hard rule."""
        return any(finding.active.level is not Level.SOFT for finding in self.findings)

    @property
    def judged(self) -> int:
        """How many places were looked at."""
        return sum(finding.verdict.judged for finding in self.findings)

    @property
    def broken(self) -> int:
        """How many places break a regulation or a hard rule; of an article of wishes alone, how many do not meet them."""
        binding = self.binding
        counted = (each for each in self.findings if not binding or each.active.level is not Level.SOFT)
        return sum(len(finding.verdict.violations) for finding in counted)

    @property
    def result(self) -> Result:
        """What was found in a word. An article of which one rule could not be judged is never said to be kept."""
        if self.broken:
            return Result.BROKEN if self.binding else Result.PARTLY
        if any(finding.verdict.unjudged is not None for finding in self.findings):
            return Result.UNJUDGED
        return Result.KEPT if self.judged else Result.NOT_CONCERNED


def by_article(report: Report) -> tuple[ArticleFindings, ...]:
    """Return the findings of a report by article: the documents in the order of the catalogue, their articles by number."""
    found: dict[Article, list[Finding]] = {}
    for finding in report.findings:
        if finding.active.article is not None:
            found.setdefault(finding.active.article, []).append(finding)
    documents = {article.document: number for number, article in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda article: (documents[article.document], _order(article.number)))
    return tuple(ArticleFindings(article, tuple(found[article])) for article in ordered)


def _order(number: str) -> tuple[int, ...]:
    """Return the numbers of an article, 四(一)1 as 4, 1, 1, for sorting."""
    return tuple(int(part) if part.isdigit() else _chinese(part) for part in _NUMBER.findall(number))


def _chinese(number: str) -> int:
    """Return a Chinese number up to 99: 二十一 is 21."""
    tens, ten, ones = number.rpartition("十")
    units = _DIGITS.index(ones) if ones else 0
    return units + (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0)
