"""区域: how far a batch of schools is, what came of each, the bureau's report; without a batch the schools of the store."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from scheduler.district.nouns import STATUS_WORDS, SchoolResult, SchoolStatus
from scheduler.district.report import DistrictReport, read_district_json
from scheduler.district.results import ResultsFolder
from scheduler.store import StoreError
from scheduler.ui import session
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.widgets import HEAD_PIXELS, ROW_PIXELS, XLSX, moment

VARIABLE = "PAIKE_DISTRICT"  # the folder of a batch's results
TALL = 620  # pixels
_AGAIN = 10.0  # seconds until a batch is looked at anew
_WORKBOOK, _PDF, _DOCUMENT = "district.xlsx", "district.pdf", "district.json"


def has_district() -> bool:
    """Tell whether there is something to show: a batch is named, or the store holds several schools."""
    if os.environ.get(VARIABLE):
        return True
    try:
        return len(session.store().schools.entries()) > 1
    except StoreError:
        return False


def district_page() -> None:
    """Show the page."""
    st.title(_("区域"))
    folder = os.environ.get(VARIABLE)
    if folder:
        _batch(Path(folder))
    else:
        _stored()


# A batch.


def _batch(folder: Path) -> None:
    st.caption(_("结果文件夹：{folder}").format(folder=plain(str(folder))))
    schools, report = st.tabs([_("各校"), _("报告")])
    with schools:
        _progress(folder)
    with report:
        _report(folder)


@st.fragment(run_every=_AGAIN)
def _progress(folder: Path) -> None:
    """Show what is known of each school; looked at anew now and then."""
    found = list(ResultsFolder(folder).read().values())
    if not found:
        found = _reported(_read(folder / _DOCUMENT))
    results = sorted(found, key=lambda each: each.file)
    if not results:
        st.info(_("这里还没有结果。用命令 `paike district 各校文件夹 --out 结果文件夹` 开始。"))
        return
    _counts(results)
    rows = [_row(each) for each in results]
    st.dataframe(rows, hide_index=True, height=min(TALL, HEAD_PIXELS + ROW_PIXELS * len(rows)))


def _reported(report: DistrictReport | None) -> list[SchoolResult]:
    """Return what a report tells of each school: of those that were only checked there is nothing else."""
    return [
        SchoolResult(
            file=entry.file,
            content="",
            status=entry.status,
            school=entry.name,
            classes=None if entry.summary is None else entry.summary.classes,
            cost=None if entry.summary is None else entry.summary.cost,
            bound=entry.bound,
            compliant=None if entry.summary is None else entry.summary.compliant,
            problems=entry.problems,
            cause=entry.cause,
            cure=entry.cure,
        )
        for entry in (() if report is None else report.schools)
    ]


def _counts(results: Sequence[SchoolResult]) -> None:
    counts = Counter(each.status for each in results)
    compliant = sum(each.compliant is True for each in results)
    shown = [(_("学校"), len(results)), (_("合规"), compliant)]
    shown += [(say(STATUS_WORDS[status]), counts[status]) for status in SchoolStatus if counts[status]]
    for column, (name, count) in zip(st.columns(len(shown)), shown, strict=True):
        column.metric(plain(name), count)


def _row(result: SchoolResult) -> dict[str, object]:
    why = result.cause or (result.problems[0] if result.status is SchoolStatus.BAD_FILE and result.problems else None)
    return {
        _("学校"): result.school or Path(result.file).stem,
        _("结果"): say(STATUS_WORDS[result.status]),
        _("班数"): _number(result.classes),
        _("合规"): None if result.compliant is None else result.compliant,
        _("扣分"): _number(result.cost),
        _("不低于"): _number(result.bound),
        _("秒"): _number(round(result.seconds) or None),
        _("原因"): "" if why is None else say(why),
        _("改法"): "" if result.cure is None else say(result.cure),
    }


def _number(value: int | None) -> str:
    """Return a number, or nothing: Streamlit would write None."""
    return "" if value is None else str(value)


# The report.


def _report(folder: Path) -> None:
    report = _read(folder / _DOCUMENT)
    if report is None:
        st.info(_("报告在这一批做完（或停下）时写出。"))
        return
    left, right = st.columns(2)
    for place, name, kind in ((left, _WORKBOOK, XLSX), (right, _PDF, "application/pdf")):
        data = _bytes(folder / name)
        if data is not None:
            place.download_button(
                _("下载 {name}").format(name=plain(name)), data, file_name=name, mime=kind, width="stretch"
            )
    st.markdown(
        _("**{schools} 所学校，{classes} 个班，{pupils} 名学生；{good} 所合规，{bad} 所不合规**").format(
            schools=len(report.schools),
            classes=plain(report.classes),
            pupils=plain(report.pupils),
            good=plain(report.compliant),
            bad=plain(report.not_compliant),
        )
    )
    st.markdown(_("**逐条**"))
    st.dataframe(_articles(report), hide_index=True)
    st.markdown(_("**各学科的师资**"))
    st.dataframe(_subjects(report), hide_index=True)


def _articles(report: DistrictReport) -> list[dict[str, object]]:
    from constraints.articles import Result

    return [
        {
            _("条款"): say(article.cited),
            _("要求"): say(article.asks),
            _("违反的学校"): article.results.get(Result.BROKEN, 0),
            _("不知道的"): article.unknown,
            _("哪些学校"): _("、").join(article.broken_by),
        }
        for article in report.articles
    ]


def _subjects(report: DistrictReport) -> list[dict[str, object]]:
    return [
        {
            _("学科"): subject.subject,
            _("周课时"): subject.lessons,
            _("教师"): subject.teachers,
            _("还缺（人）"): subject.lacks,
            _("缺在哪里"): _("、").join(f"{school} {count}" for school, count in subject.lacking.items()),
        }
        for subject in report.subjects
    ]


def _read(path: Path) -> DistrictReport | None:
    try:
        return read_district_json(path)
    except OSError:
        return None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


# Without a batch.


def _stored() -> None:
    """Show the schools of the store with their latest plans."""
    store = session.store()
    rows = []
    for entry in store.schools.entries():
        versions = store.plans.history(entry.id)
        latest = versions[0] if versions else None
        rows.append(
            {
                _("学校"): entry.name,
                _("课表"): _("没有") if latest is None else _("第 {n} 版").format(n=latest.number),
                _("合规"): None if latest is None else latest.compliant,
                _("扣分"): _number(None if latest is None else latest.cost),
                _("不低于"): _number(None if latest is None else latest.bound),
                _("时间"): "" if latest is None else moment(latest.at),
            }
        )
    st.dataframe(rows, hide_index=True, height=min(TALL, HEAD_PIXELS + ROW_PIXELS * len(rows)))
    st.caption(
        _(
            "很多学校一次排好、汇总成报告：命令 `paike district`；它的结果文件夹写进环境变量 {variable}，就显示在这里。"
        ).format(variable=f"`{VARIABLE}`")
    )
