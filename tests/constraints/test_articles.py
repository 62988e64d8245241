"""A report by article: in the order that people read them, none called kept that was not judged."""

from __future__ import annotations

from constraints.articles import ArticleFindings, Result, _order, by_article
from constraints.audit import audit
from constraints.service import service_days
from tests.full_plans import full_plan
from tests.service_schools import service_school


def _service_time(found: tuple[ArticleFindings, ...]) -> ArticleFindings:
    return next(e for e in found if any(f.active.rule.id == service_days.RULE.id for f in e.findings))


def test_articles_are_ordered_by_their_numbers() -> None:
    numbers = [
        "课程设置",
        "四(一)1",
        "四(二)3",
        "四(三)1",
        "四(三)1、四(五)2",
        "四(五)1",
        "四(五)1-2",
        "四(五)2",
        "四(十)1",
        "四(二十一)1",
    ]
    backwards = numbers[::-1]
    assert sorted(backwards, key=_order) == numbers


def test_every_finding_with_an_article_stands_under_it_once() -> None:
    school = service_school()
    report = audit(school, full_plan(school))
    found = by_article(report)
    cited = [finding for finding in report.findings if finding.active.article is not None]
    assert sorted(f.active.rule.id for each in found for f in each.findings) == sorted(f.active.rule.id for f in cited)
    time = _service_time(found)
    assert time.result is Result.KEPT and time.binding and time.judged == sum(f.verdict.judged for f in time.findings)


def test_what_is_not_judged_is_not_kept() -> None:
    school = service_school(working=None)
    hours = audit(school, full_plan(school))
    time = _service_time(by_article(hours))
    assert any(finding.verdict.unjudged is not None for finding in time.findings)
    assert time.judged and time.result is Result.UNJUDGED
