"""发布: let teachers and parents see a version of the plan by links and codes, and withdraw them."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from scheduler.export.calendars import file_name, term_of
from scheduler.export.lessons import Lessons
from scheduler.export.web.audience import AUDIENCES, Reader, readers
from scheduler.export.web.codes import CodeCard, code_png, code_sheets
from scheduler.export.web.folder import is_web_address, links_book
from scheduler.model.owner import Level
from scheduler.plan import PlanView
from scheduler.store import Link, Publication, StoreError
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.failures import show_refusal
from scheduler.ui.hosts import is_loopback
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.published import own_address, path_of, port_beside
from scheduler.ui.session import Opened
from scheduler.workbook.spreadsheet import save_workbook

XLSX, PDF = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/pdf"
ADDRESS = "publish_address"
CODE_WIDTH = 220  # pixels
TABLE_HEIGHT = 380


def publish_page() -> None:
    """Show the page."""
    st.title(_("发布"))
    found = session.demand()
    st.caption(
        _("教师和家长扫码就能在手机上看自己的课表，也能订阅到手机日历。只看得到那一张课表，不能改动，也看不到别的。")
    )
    try:
        publication = session.store().publications.get(found.school_id)
        if found.report is None and publication is None:
            st.info(_("还没有课表。先到“生成”排一份，再来发布。"))
            return
        damage = session.store().publications.damage(found.school_id)
        for text in damage:
            st.error(plain(say(text)), icon=":material/error:")
        _switch(found, publication, damaged=bool(damage))
        if publication is not None and publication.open:
            _links(found, publication)
    except StoreError as error:
        show_refusal(error)


def _switch(found: Opened, publication: Publication | None, *, damaged: bool) -> None:
    """Say what can be seen, and offer to change that."""
    is_open = publication is not None and publication.open
    current = publication.plan_number if publication is not None and publication.open else None
    if publication is None or not publication.open or current is None:
        st.info(_("现在什么也没有发布：所有链接都打不开。"), icon=":material/lock:")
    else:
        when = f"{publication.at.astimezone():%m-%d %H:%M}" if publication.at else "?"
        words = _("已发布课表第 {n} 版（{when}）。课表改了以后，要在这里再发布，别人才看得到。")
        st.success(words.format(n=current, when=when), icon=":material/public:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.report is not None and (damaged or current != found.plan_number):
            broken = sum(1 for _each in found.report.violations(Level.REGULATION, Level.HARD))
            st.button(
                _("发布课表第 {n} 版").format(n=found.plan_number),
                on_click=once(_publish, found),
                type="primary",
                icon=":material/publish:",
            )
            if broken:
                st.markdown(_("这一版有 {n} 处不合规。").format(n=broken), width="content")
        if is_open:
            close = session.store().publications.close
            st.button(
                _("停止发布"),
                on_click=once(close, found.school_id),
                icon=":material/lock:",
                help=_("所有链接都打不开；再发布时照样能用"),
            )


def _publish(found: Opened) -> None:
    publications = session.store().publications
    publications.publish(found.school_id, found.plan_number, author=session.author())


def _links(found: Opened, publication: Publication) -> None:
    """Offer links for whom there are none, and show those that there are."""
    number = publication.plan_number
    if number is None:
        return
    lessons, known = _seen(session.store().url, session.owner(), found.school_id, number, publication.at, language())
    publications = session.store().publications
    links = publications.links(found.school_id)
    has = {link.reader for link in links}
    missing = [reader for reader in known if reader not in has]
    st.subheader(_("给谁看"))
    with st.container(horizontal=True, vertical_alignment="center"):
        for audience, name in AUDIENCES.items():
            new = [reader for reader in missing if reader.audience is audience]
            words = _("{who}：建 {n} 个链接").format(who=plain(say(name)), n=len(new))
            add = once(publications.add_links, found.school_id, new)
            if new:
                st.button(words, on_click=add, icon=":material/add_link:", key=f"add-{audience}")
    if not links:
        return
    address = _address()
    if term_of(lessons.school) is None:
        st.caption(_("“学校”里没有填学期的起止日期，所以没有日历可订阅。"))
    order = {reader: number for number, reader in enumerate(known)}  # who has left school has a link that opens nothing
    shown = sorted((link for link in links if link.reader in order), key=lambda link: order[link.reader])
    _table(found, lessons, shown, address)


def _address() -> str:
    """Return the address by which the links are opened, which may be changed where this machine is behind another."""
    port, here = port_beside(), urlsplit(st.context.url or "")
    usual = f"http://{own_address()}:{port}" if port is not None else f"{here.scheme or 'http'}://{here.netloc}"
    base = st.get_option("server.baseUrlPath").strip("/")
    usual += f"/{base}" if base and port is None else ""
    given = st.text_input(
        _("链接的开头（手机要打得开的地址）"),
        usual,
        key=ADDRESS,
        help=_("学校有自己的域名或反向代理时，改成那个地址"),
    )
    if not is_web_address(given):
        st.error(_("地址要以 http:// 或 https:// 开头。"))
        return usual
    if is_loopback(urlsplit(given).hostname):
        st.warning(
            _(
                "现在只有这台电脑打得开这些链接。要让手机在校园网里打开，请用 `paike app --publish-port 8600` 启动；要放到学校网站上，请用 `paike publish`。"
            ),
            icon=":material/wifi_off:",
        )
    return given.rstrip("/")


def _table(found: Opened, lessons: Lessons, links: Sequence[Link], address: str) -> None:
    """Show the links; of the one that is chosen, its code and the way to withdraw it."""
    names = {audience: say(text) for audience, text in AUDIENCES.items()}
    table = pd.DataFrame(
        {
            _("类别"): [names[link.reader.audience] for link in links],
            _("名称"): [link.reader.name(language()) for link in links],
            _("链接"): [address + path_of(link.token) for link in links],
        }
    )
    left, right = st.columns([3, 1], gap="medium")
    key = f"links-{len(links)}"
    with left:
        chosen = st.dataframe(
            table,
            hide_index=True,
            height=TABLE_HEIGHT,
            column_config={_("链接"): st.column_config.LinkColumn(width="large")},
            on_select="rerun",
            selection_mode="single-row",
            key=key,
        )
        _papers(found, lessons, links, address)
    rows = chosen["selection"]["rows"]
    with right:
        if not rows or rows[0] >= len(links):
            st.caption(_("在表里点一行，看它的二维码。"))
            return
        _code(found, links[rows[0]], address, key)


def _code(found: Opened, link: Link, address: str, table: str) -> None:
    """Show the code of a link that was chosen in the table with a key; let it be withdrawn for a new one."""
    publications, reader = session.store().publications, link.reader
    st.markdown(f"**{plain(reader.name(language()))}**")
    st.image(code_png(address + path_of(link.token)), width=CODE_WIDTH)

    def withdraw() -> None:
        publications.withdraw(found.school_id, [reader])

    def renew() -> None:
        publications.withdraw(found.school_id, [reader])
        publications.add_links(found.school_id, [reader])

    st.button(
        _("作废，换新链接"),
        on_click=once(renew, under=[table]),
        icon=":material/autorenew:",
        help=_("链接泄露了时用：旧的马上打不开"),
    )
    st.button(_("作废"), on_click=once(withdraw, under=[table]), icon=":material/link_off:")


def _papers(found: Opened, lessons: Lessons, links: Sequence[Link], address: str) -> None:
    """Offer the codes to print and the links to send."""
    name, words, codes, book = found.school.name, language(), _("二维码"), _("链接")
    pairs = [(link.reader, address + path_of(link.token)) for link in links]
    with st.container(horizontal=True):
        for audience, title in AUDIENCES.items():
            mine = [pair for pair in pairs if pair[0].audience is audience]
            if mine:
                st.download_button(
                    _("二维码（A4）：{who}").format(who=plain(say(title))),
                    lambda mine=mine: _sheets(mine, name, words),  # type: ignore[misc]
                    file_name(f"{name} {codes} {say(title)}.pdf"),
                    PDF,
                    key=f"codes-{audience}",
                    icon=":material/qr_code_2:",
                    on_click="ignore",
                )
        st.download_button(
            _("链接.xlsx"),
            lambda: _book(lessons, pairs),
            file_name(f"{name} {book}.xlsx"),
            XLSX,
            key="links-book",
            icon=":material/table_view:",
            on_click="ignore",
        )


# What a download holds is made when it is asked for, in a thread that has no session.


def _sheets(pairs: Sequence[tuple[Reader, str]], school: str, words: str) -> bytes:
    return code_sheets([CodeCard(reader.name(words), link) for reader, link in pairs], school=school, language=words)


def _book(lessons: Lessons, pairs: Sequence[tuple[Reader, str]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "links.xlsx"
        save_workbook(links_book(lessons, pairs), file)
        return file.read_bytes()


class _Seen(NamedTuple):
    """The plan that is published, and everybody for whom it has a page."""

    lessons: Lessons
    readers: list[Reader]


# Versions of plans never change; when one was published tells its school from one that was removed and had the same number.
@st.cache_resource(max_entries=4, show_spinner=False)
def _seen(url: str, owner: str, school_id: int, number: int, at: datetime | None, words: str) -> _Seen:
    stored = session.store().plans.load(school_id, number)
    lessons = Lessons(PlanView(stored.school, stored.plan), words)
    return _Seen(lessons, readers(lessons))
