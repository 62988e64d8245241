"""What every page has around it: who may come in, what is open, what the store refused, the language."""

from __future__ import annotations

import gc
import os
from math import ceil

import streamlit as st
from streamlit.errors import StreamlitAuthError
from streamlit.navigation.page import StreamlitPage

from scheduler.store import StoreError, UnreadableError
from scheduler.ui import session
from scheduler.ui.clicks import work_off
from scheduler.ui.damaged import damaged_plan, damaged_school
from scheduler.ui.failures import show_refusal
from scheduler.ui.head import head
from scheduler.ui.hosts import is_loopback
from scheduler.ui.language import KEY, LANGUAGES, _, language
from scheduler.ui.markdown import plain
from scheduler.ui.password import Guard
from scheduler.ui.samples import finish_first, open_first
from scheduler.ui.session import Opened

PASSWORD = "PAIKE_PASSWORD"
_GIVEN, _KEPT_OUT = "password-given", "password-refused"
_guard = Guard()  # of this process, for all its sessions
COMPACT = """<style>
[data-testid="stMainBlockContainer"] { padding: 0.4rem 3rem 3rem; gap: 0.6rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 1.75rem; padding: 0 0 0.25rem; }
[data-testid="stMainBlockContainer"] h3 { font-size: 1.15rem; padding: 0.5rem 0 0.25rem; }
[data-testid="stHeader"] { background: transparent; }
[data-testid="stToastContainer"] { top: auto !important; bottom: 1rem; }
</style>"""  # a laptop shows little; a toast lies over the end of a page, never over its head or a menu there
UPLOAD = """<style>
[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: "{choose}"; font-size: 0.875rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] {{ display: none; }}
</style>"""  # Streamlit says it in English only
SELDOM = (
    10_000,
    20,
    1000,
)  # Streamlit frees all garbage after each answer; in the midst of one that took a fifth of its time


def let_in() -> None:
    """Let in who may come in, else end the page; ask for the language."""
    gc.set_threshold(*SELDOM)
    st.html(COMPACT)
    _demand_allowed()
    _choose_language()


def frame(page: str = "", *, check: StreamlitPage | None = None, solve: StreamlitPage | None = None) -> str:
    """Do what was put off; show at the head of a page what is open and what must be told; see `head` for what it is given.

    Return what was told, to be told until a run comes to its end."""
    st.html(UPLOAD.format(choose=_("选择文件")))
    work_off()
    found = _opened()
    if found is not None:
        head(found, page, check, solve)
    return _show_notices(found)


def _opened() -> Opened | None:
    """Return what is open, first of all what was saved last; None, told, where that is damaged."""
    try:
        found = session.opened()
        if found is None:
            open_first()
            found = session.opened()
        if found is not None and finish_first(found):
            found = session.opened()
    except UnreadableError as error:
        school_id = session.wanted()
        session.close()  # so that all pages work, and another school can be opened
        if school_id is not None:
            damaged_school(school_id, error)
        return None
    except StoreError as error:
        show_refusal(error)
        st.stop()
    if found is not None and found.damaged is not None:
        damaged_plan(found, found.damaged)
    return found


def _demand_allowed() -> None:
    """End the page for who may not come in: names of pupils and teachers are personal."""
    if _has_login():
        if not st.user.get("is_logged_in"):
            st.title("paike 排课")
            st.button(_("登录"), on_click=st.login, type="primary")
            st.stop()
        st.sidebar.button(_("退出登录"), on_click=st.logout)
        return
    password = os.environ.get(PASSWORD)
    if password:
        _demand_password(password)
    elif not is_loopback(st.get_option("server.address")):
        st.error(
            _(
                "这个页面对别的电脑开放，却没有设密码，所以不显示任何内容。"
                "请设置环境变量 PAIKE_PASSWORD，或配置 OIDC 登录，或用 paike app 只在本机打开。"
            )
        )
        st.stop()


def _demand_password(password: str) -> None:
    if st.session_state.get("allowed"):
        return
    with st.form("password"):
        st.title("paike 排课")
        st.text_input(_("密码"), type="password", key=_GIVEN)
        st.form_submit_button(_("进入"), type="primary", on_click=_enter, args=(password,))
        if st.session_state.get(_KEPT_OUT):
            st.error(plain(st.session_state[_KEPT_OUT]))
    st.stop()


def _enter(password: str) -> None:
    """Let in who has given the password; else keep what to say."""
    client = st.context.ip_address or ""
    if _guard.lets_in(client, st.session_state.get(_GIVEN, ""), password):
        st.session_state["allowed"] = True
        return
    wait = ceil(_guard.wait(client))
    st.session_state[_KEPT_OUT] = _("密码不对。请等 {n} 秒再试。").format(n=wait) if wait else _("密码不对。")


def _has_login() -> bool:
    """Tell whether a login by OIDC is set up in Streamlit's secrets."""
    try:
        return "auth" in st.secrets
    except (FileNotFoundError, StreamlitAuthError):
        return False


def _choose_language() -> None:
    current = language()
    codes = list(LANGUAGES)
    st.sidebar.segmented_control(
        "语言 / Language",
        codes,
        default=current,
        format_func=LANGUAGES.__getitem__,
        key=KEY,
        label_visibility="collapsed",
    )


def _show_notices(found: Opened | None) -> str:
    """Show what was to be told, and that there are newer versions; return the words at the head."""
    toasts: list[session.Toast] = st.session_state.get(session.TOASTS, [])
    while toasts:
        st.toast(plain(toasts[0].words), icon=toasts[0].icon, duration=toasts[0].duration)
        toasts.pop(0)
    notice = str(st.session_state.get(session.NOTICE, ""))
    if notice:
        st.error(plain(notice))
    if found is not None:
        _tell_newer(found)
    return notice


def _tell_newer(found: Opened) -> None:
    """Say that what is looked at is not the latest, with the way to that."""
    newer = found.latest > found.number, found.latest_plan > found.plan_number
    if any(newer):
        left, right = st.columns([5, 1], vertical_alignment="center")
        what = _("学校和课表") if all(newer) else _("学校") if newer[0] else _("课表")
        left.warning(_("{what}已有更新的版本，您看的不是最新的，改动会存不进去。").format(what=what))
        right.button(_("打开最新版"), key="refresh", on_click=session.refresh)
