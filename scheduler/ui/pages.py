"""The pages and their order."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import StopException

from scheduler.store import StoreError
from scheduler.ui import session
from scheduler.ui.calendar_page import calendar_page
from scheduler.ui.check_page import check_page
from scheduler.ui.clicks import keep_clicks
from scheduler.ui.clubs_page import clubs_page
from scheduler.ui.day_page import day_page
from scheduler.ui.district_page import district_page, has_district
from scheduler.ui.export_page import export_page
from scheduler.ui.failures import show_refusal
from scheduler.ui.fairness_page import fairness_page
from scheduler.ui.frame import frame, let_in
from scheduler.ui.guide_page import guide_page
from scheduler.ui.language import _
from scheduler.ui.narrow import fit_narrow
from scheduler.ui.publish_page import publish_page
from scheduler.ui.rules_page import rules_page
from scheduler.ui.run_sign import run_sign
from scheduler.ui.school_page import school_page
from scheduler.ui.service_page import service_page
from scheduler.ui.solve_page import solve_page
from scheduler.ui.start_page import start_page
from scheduler.ui.streamlit_words import say_streamlits_words
from scheduler.ui.times_page import times_page
from scheduler.ui.timetable_page import timetable_page
from scheduler.ui.ways import know


def pages() -> None:
    """Show the page that was asked for, with what is around every page; what the store refuses is told in words."""
    keep_clicks()
    st.set_page_config(page_title="paike 排课", page_icon="📅", layout="wide")
    fit_narrow()
    with st.sidebar:
        say_streamlits_words()
    let_in()
    made = {
        "start": st.Page(start_page, title=_("开始"), icon=":material/home:", url_path="start"),
        "guide": st.Page(guide_page, title=_("准备清单"), icon=":material/checklist:", url_path="guide"),
        "school": st.Page(school_page, title=_("学校"), icon=":material/school:", url_path="school"),
        "times": st.Page(times_page, title=_("教师时间"), icon=":material/event_available:", url_path="times"),
        "rules": st.Page(rules_page, title=_("规则"), icon=":material/gavel:", url_path="rules"),
        "solve": st.Page(solve_page, title=_("生成"), icon=":material/play_circle:", url_path="solve"),
        "timetable": st.Page(timetable_page, title=_("课表"), icon=":material/calendar_view_week:", default=True),
        "service": st.Page(service_page, title=_("课后服务"), icon=":material/groups:", url_path="service"),
        "clubs": st.Page(clubs_page, title=_("选课"), icon=":material/how_to_reg:", url_path="clubs"),
        "check": st.Page(check_page, title=_("检查"), icon=":material/fact_check:", url_path="check"),
        "fairness": st.Page(fairness_page, title=_("公平与统计"), icon=":material/balance:", url_path="fairness"),
        "export": st.Page(export_page, title=_("导出"), icon=":material/ios_share:", url_path="export"),
        "publish": st.Page(publish_page, title=_("发布"), icon=":material/qr_code_2:", url_path="publish"),
        "calendar": st.Page(calendar_page, title=_("校历"), icon=":material/calendar_month:", url_path="calendar"),
        "day": st.Page(day_page, title=_("今日"), icon=":material/today:", url_path="day"),
    }
    if has_district():
        made["district"] = st.Page(district_page, title=_("区域"), icon=":material/location_city:", url_path="district")
    know(made)
    parts = {
        _("准备"): ("start", "guide", "school", "times", "rules"),
        _("排课"): ("solve", "timetable", "service", "clubs"),
        _("核对"): ("check", "fairness", "export", "publish", *(("district",) if "district" in made else ())),
        _("学期"): ("calendar", "day"),
    }
    page = st.navigation({title: [made[name] for name in names] for title, names in parts.items()}, expanded=True)
    told = frame(page.url_path, check=made["check"], solve=made["solve"])
    run_sign(page.url_path)
    try:
        page.run()
    except StoreError as error:
        show_refusal(error)
    except StopException:  # it has shown what it can
        session.informed(told)
        raise
    session.informed(told)
