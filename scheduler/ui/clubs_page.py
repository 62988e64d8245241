"""选课: wishes are uploaded, clubs allocated, every place explained and moved by hand, lists handed out, heads given back."""

from __future__ import annotations

import datetime
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from scheduler.allocation import Allocation, Mode, Wishes
from scheduler.allocation.allocate import NoAllocationError, allocate
from scheduler.allocation.demand import Demand
from scheduler.allocation.heads import with_heads
from scheduler.allocation.nouns import MODE_NAMES
from scheduler.allocation.statistics import Statistics, statistics
from scheduler.export.allocation.book import allocation_workbook
from scheduler.plan import Plan
from scheduler.school import School, day_in_weeks
from scheduler.store import StoredAllocation, UnreadableError
from scheduler.ui import session
from scheduler.ui.clicks import once, overtaken, work_later
from scheduler.ui.club_joins import change, join_view, leave_view, tell_impossible
from scheduler.ui.club_lists import club_lists
from scheduler.ui.club_programme import SEED, programme_view
from scheduler.ui.club_pupil import back, moves_view, pupil_panel, save
from scheduler.ui.club_session import session_panel
from scheduler.ui.language import _, grade_label, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.problem_table import problem_table
from scheduler.ui.questions import answers_to, ask
from scheduler.ui.session import Opened
from scheduler.ui.upload import file_name
from scheduler.ui.widgets import XLSX
from scheduler.workbook.wishes import WishesReading, read_wishes

LARGEST = 20  # MB
SHOWN_CLUBS = 15
USUAL_SEED = 1
MODE, MOST = "clubs-mode", "wishes-most"


class _Read(NamedTuple):
    """Wishes that were uploaded with their workbook, and the seed that was chosen for them."""

    wishes: Wishes
    book: bytes
    seed: int


def clubs_page() -> None:
    """Show the page."""
    st.title(_("选课"))
    found = session.demand()
    versions = session.store().allocations.history(found.school_id)
    latest = versions[0].number if versions else 0
    stored = _stored(found, latest)
    if not found.school.clubs:
        st.info(_("这所学校没有填社团。请到“学校”填“社团”表。"))
        return
    with st.expander(_("上传志愿并分配"), expanded=stored is None):
        read = _upload(found, stored, latest)
    if read is not None:
        programme_view(found, latest, read.wishes, read.book, read.seed)
    elif stored is not None:
        programme_view(found, latest, stored.wishes, None, stored.allocation.seed)
    if stored is not None:
        _result(found, stored)


def _stored(found: Opened, latest: int) -> StoredAllocation | None:
    """Return the latest allocation; None where there is none and, told with the way to the version before, where it is damaged."""
    try:
        return session.store().allocations.load(found.school_id, latest) if latest else None
    except UnreadableError as error:
        st.error(plain(say(error.text)))
        if latest > 1:
            back(found, latest)
        return None


def _upload(found: Opened, stored: StoredAllocation | None, latest: int) -> _Read | None:
    """Ask for the workbook of wishes, show what is wrong with it, and offer to allocate; return what was read."""
    label = _("志愿工作簿（.xlsx，含“学生”“学生志愿”等表，不超过 {n} MB）").format(n=LARGEST)
    uploaded = st.file_uploader(label, type="xlsx", key="wishes-upload", max_upload_size=LARGEST)
    if uploaded is None:
        st.caption(
            _(
                "“学生志愿”直接用问卷工具导出的表即可，一行一位学生、一列一个志愿。社团的星期取自课表，也可写在“选课社团”表里。"
            )
        )
        return None
    most = st.number_input(_("按周填报的，每人最多几个社团"), 1, 7, 1, key=MOST)
    data = uploaded.getvalue()
    answers = answers_to(data)
    gone = () if stored is None else tuple(sorted({seat.club for seat in stored.allocation.closed}))
    arguments = (data, file_name(uploaded.name), answers, int(most), gone, found.key, found.school, found.plan)
    reading = _read(*arguments)
    held = reading.wishes is not None
    if not held:
        unheld = _read(*arguments, held=False)  # whose clubs have no days yet: a programme can be proposed for them
        reading = unheld if unheld.wishes is not None else reading
    ask(reading.problems, answers)
    told = [each for each in reading.problems if each.severity != "question" or not each.candidates]
    if told:
        problem_table(told)
    for note in reading.notes:
        st.caption(plain(say(note.text)))
    if reading.wishes is None:
        return None
    if held:
        return _Read(reading.wishes, data, _offer(found, stored, latest, reading.wishes, int(most)))
    st.info(_("还不知道社团在哪几天开：先排好课表，或在“选课社团”写星期，或在下面按志愿建议。"))
    return _Read(reading.wishes, data, USUAL_SEED)


def _offer(found: Opened, stored: StoredAllocation | None, latest: int, wishes: Wishes, most: int) -> int:
    """Offer to allocate anew or, where there is an allocation, with the fewest moves; return the seed that is chosen."""
    st.success(_("读到 {n} 名学生、{m} 个志愿").format(n=len(wishes.pupils), m=len(wishes.wishes)))
    left, middle = st.columns(2)
    modes = list(Mode)
    left.selectbox(_("分配方式"), modes, format_func=lambda each: say(MODE_NAMES[each]), key=MODE)
    seed = middle.number_input(_("抽签种子（先公布再分配）"), 0, 99_999_999, USUAL_SEED, key=SEED)
    with st.container(horizontal=True):
        ask = once(_ask, found, latest, wishes, most)
        st.button(_("分配"), type="primary", key="allocate", on_click=ask)
        if stored is not None:
            again = once(_ask_again, found, stored, wishes, most)
            st.button(_("有人来、有人走：只动最少的人"), key="reallocate", on_click=again)
    return int(seed)


def _ask(found: Opened, latest: int, wishes: Wishes, most: int) -> None:
    """Allocate, as is chosen, wishes of which a pupil has at most `most` granted."""
    if st.session_state[MOST] != most:
        overtaken()  # the wishes were not read anew yet
        return
    work_later(_("正在分配……"), _allocate, found, latest, wishes, st.session_state[MODE], int(st.session_state[SEED]))


def _ask_again(found: Opened, stored: StoredAllocation, wishes: Wishes, most: int) -> None:
    if st.session_state[MOST] != most:
        overtaken()
        return
    change(found, stored, wishes)


def _allocate(found: Opened, latest: int, wishes: Wishes, mode: Mode, seed: int) -> None:
    try:
        allocation = allocate(wishes, mode=mode, seed=seed)
    except NoAllocationError:
        tell_impossible()
        return
    save(
        found,
        latest,
        wishes,
        allocation,
        _("分配（{mode}，种子 {seed}）").format(mode=say(MODE_NAMES[mode]), seed=seed),
    )


@st.cache_data(max_entries=4, show_spinner="正在读取…… / Reading …")
def _read(
    data: bytes,
    name: str,
    answers: dict[str, str],
    most: int,
    gone: tuple[str, ...],
    key: session.Key,
    _school: School,
    _plan: Plan | None,
    held: bool = True,
) -> WishesReading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read_wishes(path, _school, plan=_plan, answers=answers, most=most, held=held, gone=gone)


def _result(found: Opened, stored: StoredAllocation) -> None:
    """Show how the wishes are met, one pupil, one club, and what is handed out."""
    demand = Demand(stored.wishes)
    told = statistics(demand, stored.allocation)
    _numbers(stored.allocation, told)
    left, right = st.columns(2, gap="large")
    with left:
        moves_view(found, stored)
        pupil = pupil_panel(found, stored, demand)
        if pupil is not None:
            leave_view(found, stored, pupil)
        join_view(found, stored)
        if stored.version.number > 1:
            back(found, stored.version.number)
        session_panel(found, stored, demand)
    with right:
        _charts(told)
        _hand_out(found, stored)


def _numbers(allocation: Allocation, told: Statistics) -> None:
    share = told.first / told.wishing if told.wishing else 0.0
    columns = st.columns(5)
    columns[0].metric(_("填志愿的学生"), told.wishing)
    columns[1].metric(_("得到第一志愿"), f"{share:.0%}")
    columns[2].metric(_("一个志愿都没有"), told.without)
    columns[3].metric(_("平均名次"), f"{told.mean_rank:.2f}")
    columns[4].metric(_("种子"), allocation.seed)
    if allocation.proven:
        st.success(_("已证明没有更好的分配"), icon=":material/verified:")
    elif allocation.mode is Mode.BEST:
        st.info(_("分配以后手工调整过，或没有在时间内证明最优"))


def _charts(told: Statistics) -> None:
    st.subheader(_("志愿满足情况"))
    ranks = {_("第 {n} 志愿").format(n=rank): count for rank, count in told.by_rank.items()}
    st.bar_chart(ranks, horizontal=True, height=40 + 40 * len(ranks), x_label="", y_label="")
    st.dataframe(
        [
            {_("年级"): grade_label(grade), _("填志愿"): wishing, _("第一志愿"): first, _("一个都没有"): none}
            for grade, (wishing, first, none) in told.by_grade.items()
        ],
        hide_index=True,
    )
    if told.unmet:
        st.markdown(_("**最多人没去成的社团（可考虑加开）**"))
        shown = list(told.unmet.items())[:SHOWN_CLUBS]
        rows = [{_("社团"): s.club, _("星期"): say(day_in_weeks(s.day)), _("没去成"): n} for s, n in shown]
        st.dataframe(rows, hide_index=True, height=250)


def _hand_out(found: Opened, stored: StoredAllocation) -> None:
    """Offer the lists, and to give the heads back to the school."""
    st.subheader(_("名单和人数"))
    month = st.date_input(_("签到表的月份（选这个月的任一天）"), value=None, key="clubs-month")
    anonymous = st.checkbox(_("只写学号，不写姓名"), key="clubs-anonymous")
    words = language()
    first = month.replace(day=1) if isinstance(month, datetime.date) else None
    st.download_button(
        _("下载名单、通知单和报告"),
        lambda: book_bytes(found.school, stored, words, first, anonymous=anonymous),
        file_name(_("{school}-选课结果.xlsx").format(school=found.school.name)),
        XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="clubs-book",
    )
    staffed = with_heads(found.school, stored.wishes, stored.allocation)
    if not staffed.changes:
        st.caption(_("社团人数和参加人数已与选课一致"))
        return
    with st.expander(_("写回社团人数和参加人数会改 {n} 处").format(n=len(staffed.changes))):
        st.markdown("\n".join(f"- {plain(say(text))}" for text in staffed.changes))
    st.button(
        _("写回“社团”和“参加人数”"),
        key="clubs-heads",
        icon=":material/group_add:",
        on_click=once(session.save_school, found, staffed.school, _("选课后的人数")),
    )


def book_bytes(
    school: School, stored: StoredAllocation, language: str, month: datetime.date | None, *, anonymous: bool
) -> bytes:
    """Return the workbook of an allocation."""
    book = allocation_workbook(school, club_lists(stored, month, anonymous=anonymous), language)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
