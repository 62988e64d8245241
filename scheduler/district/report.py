"""The bureau's report as a document: every school of a batch, all of them together, and what changed since a former report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from constraints.articles import Result
from scheduler.district.figures import ArticleFigures, SubjectLoad
from scheduler.district.nouns import Said, SchoolResult, SchoolStatus
from scheduler.district.summary import SchoolSummary
from scheduler.school.base import FrozenModel
from scheduler.text import Text
from scheduler.workbook.spreadsheet import replacing

UNREADABLE = Text(
    "结果里的汇总读不出来，请重做这所学校", "the summary in its result cannot be read: do this school again"
)


class SchoolEntry(FrozenModel):
    """A school in the report. `summary` is None where nothing is known of it but its status and why."""

    name: str
    file: str
    status: SchoolStatus
    bound: int | None = None
    problems: tuple[Said, ...] = ()
    cause: Said | None = None
    cure: Said | None = None
    summary: SchoolSummary | None = None

    @property
    def judged(self) -> SchoolSummary | None:
        """Its summary where there is a plan that was judged."""
        return self.summary if self.summary is not None and self.summary.judged else None

    @property
    def broken(self) -> tuple[ArticleFigures, ...] | None:
        """The binding articles that its plan breaks; None where it has none."""
        found = self.judged
        return None if found is None else tuple(each for each in found.articles if each.result is Result.BROKEN)


class ArticleTotal(FrozenModel):
    """How all schools keep an article: their number by result, `unknown` those of which nothing is known; who breaks it."""

    cited: Said
    asks: Said
    rules: tuple[Said, ...]
    binding: bool
    results: dict[Result, int]
    unknown: int
    broken_by: tuple[str, ...]


class SubjectTotal(FrozenModel):
    """A subject in all schools; `norm` is None where the usual load of some is not known. `lacking` names the schools where, as
    counted, teachers must come, with how many."""

    subject: str
    lessons: float
    teachers: int
    posts: float
    norm: float | None
    short: float | None
    vacant: float
    beyond: int
    lacks: int
    lacking: dict[str, int]


class SchoolChange(FrozenModel):
    """A school in two reports: articles that it broke then and keeps now, and the other way round; None: not known in one of them."""

    name: str
    before: SchoolStatus | None
    now: SchoolStatus | None
    mended: tuple[Said, ...] | None = None
    newly_broken: tuple[Said, ...] | None = None


class Comparison(FrozenModel):
    """This report against a former one, of `term`; pairs are then and now."""

    term: str
    schools: tuple[SchoolChange, ...]
    counts: tuple[int, int]
    compliant: tuple[int, int]
    broken: tuple[int, int]
    posts_short: tuple[float, float]


class DistrictReport(FrozenModel):
    """The report of a batch; the schools in the order of their names."""

    format: Literal[1] = 1
    district: str
    term: str
    schools: tuple[SchoolEntry, ...]
    statuses: dict[SchoolStatus, int]
    compliant: int
    not_compliant: int
    classes: int
    pupils: int
    posts: float
    articles: tuple[ArticleTotal, ...]
    subjects: tuple[SubjectTotal, ...]
    comparison: Comparison | None = None


def district_report(
    results: Iterable[SchoolResult], district: str, *, before: DistrictReport | None = None
) -> DistrictReport:
    """Return the report of some results; sums are over the schools of which something is known."""
    schools = tuple(sorted((_entry(result) for result in results), key=lambda each: (each.name, each.file)))
    known = [each.summary for each in schools if each.summary is not None]
    terms = Counter(summary.term for summary in known if summary.term)
    found = DistrictReport(
        district=district,
        term=terms.most_common(1)[0][0] if terms else "",
        schools=schools,
        statuses={status: sum(each.status is status for each in schools) for status in SchoolStatus},
        compliant=sum(summary.compliant is True for summary in known),
        not_compliant=sum(summary.compliant is False for summary in known),
        classes=sum(summary.classes for summary in known),
        pupils=sum(summary.pupils for summary in known),
        posts=round(sum(summary.posts for summary in known), 2),
        articles=_articles(schools),
        subjects=_subjects(schools),
    )
    return found if before is None else found.renewed(comparison=compared(before, found))


def _entry(result: SchoolResult) -> SchoolEntry:
    """Return a result as it stands in the report; of a summary that is not of this format it is said that it cannot be read."""
    summary, problems = None, result.problems
    if result.summary is not None:
        try:
            summary = SchoolSummary.model_validate(result.summary)
        except ValidationError:
            problems = (*problems, UNREADABLE)
    return SchoolEntry(
        name=result.school or Path(result.file).stem,
        file=result.file,
        status=result.status,
        bound=result.bound,
        problems=problems,
        cause=result.cause,
        cure=result.cure,
        summary=summary,
    )


# In all.


def _articles(schools: Sequence[SchoolEntry]) -> tuple[ArticleTotal, ...]:
    """Return every article that some school was judged by, in the order of the fullest list of a school."""
    lists = [list(school.judged.articles) for school in schools if school.judged is not None]
    order: dict[tuple[Text, Text], ArticleFigures] = {}
    for listed in sorted(lists, key=len, reverse=True):
        for each in listed:
            order.setdefault((each.cited, each.asks), each)
    return tuple(_article(each, schools) for each in order.values())


def _article(article: ArticleFigures, schools: Sequence[SchoolEntry]) -> ArticleTotal:
    results: Counter[Result] = Counter()
    broken_by, unknown = [], 0
    for school in schools:
        found = article_of(school, article)
        if found is None:
            unknown += 1
            continue
        results[found.result] += 1
        if found.result is Result.BROKEN:
            broken_by.append(school.name)
    return ArticleTotal(
        cited=article.cited,
        asks=article.asks,
        rules=article.rules,
        binding=article.binding,
        results={result: results[result] for result in Result},
        unknown=unknown,
        broken_by=tuple(broken_by),
    )


def article_of(school: SchoolEntry, article: ArticleFigures | ArticleTotal) -> ArticleFigures | None:
    """Return what a school's plan says of an article; None where nothing is known."""
    if school.judged is None:
        return None
    return next((a for a in school.judged.articles if (a.cited, a.asks) == (article.cited, article.asks)), None)


def _subjects(schools: Sequence[SchoolEntry]) -> tuple[SubjectTotal, ...]:
    found: dict[str, list[tuple[str, SubjectLoad]]] = defaultdict(list)
    for school in schools:
        for load in school.summary.loads if school.summary is not None else ():
            found[load.subject].append((school.name, load))
    totals = [_subject(subject, loads) for subject, loads in found.items()]
    return tuple(sorted(totals, key=lambda each: -each.lessons))


def _subject(subject: str, named: Sequence[tuple[str, SubjectLoad]]) -> SubjectTotal:
    loads = [load for _, load in named]

    def total(part: Callable[[SubjectLoad], float | None]) -> float | None:
        parts = [part(load) for load in loads]
        known = [each for each in parts if each is not None]
        return round(sum(known), 2) if len(known) == len(parts) else None

    return SubjectTotal(
        subject=subject,
        lessons=sum(load.lessons for load in loads),
        teachers=sum(load.teachers for load in loads),
        posts=round(sum(load.posts for load in loads), 2),
        norm=total(lambda load: load.norm),
        short=total(lambda load: load.short),
        vacant=sum(load.vacant for load in loads),
        beyond=sum(load.beyond for load in loads),
        lacks=sum(load.lacks for load in loads),
        lacking={name: load.lacks for name, load in named if load.lacks},
    )


# Against a former report.


def compared(before: DistrictReport, now: DistrictReport) -> Comparison:
    """Return what changed; a school is known by its name."""
    then, new = ({school.name: school for school in report.schools} for report in (before, now))
    return Comparison(
        term=before.term,
        schools=tuple(_change(name, then.get(name), new.get(name)) for name in sorted({*then, *new})),
        counts=(len(before.schools), len(now.schools)),
        compliant=(before.compliant, now.compliant),
        broken=(_broken(before), _broken(now)),
        posts_short=(_short(before), _short(now)),
    )


def _change(name: str, then: SchoolEntry | None, now: SchoolEntry | None) -> SchoolChange:
    statuses = [None if school is None else school.status for school in (then, now)]
    change = SchoolChange(name=name, before=statuses[0], now=statuses[1])
    old, new = (None if school is None else school.broken for school in (then, now))
    if old is None or new is None:
        return change
    was, are = ({(each.cited, each.asks): each.asks for each in broken} for broken in (old, new))
    return change.renewed(
        mended=tuple(asks for key, asks in was.items() if key not in are),
        newly_broken=tuple(asks for key, asks in are.items() if key not in was),
    )


def _broken(report: DistrictReport) -> int:
    return sum(len(school.broken or ()) for school in report.schools)


def _short(report: DistrictReport) -> float:
    return round(sum(subject.short or 0.0 for subject in report.subjects), 2)


# On disk.


def write_district_json(report: DistrictReport, path: Path) -> None:
    """Write the report as JSON, whole or not at all. Raises OSError."""
    with replacing(path) as temporary:
        temporary.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_district_json(path: Path) -> DistrictReport | None:
    """Return the report in a file, None where it holds none of this format. Raises OSError."""
    try:
        return DistrictReport.model_validate_json(path.read_bytes())
    except ValidationError:
        return None
