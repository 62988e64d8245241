"""排课: open a school's workbook, see what is wrong with it, plan its week, take the results."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from sample_data import sample_path
from scheduler.result_folder import PLAN_FILE, WORKBOOK_FILE
from scheduler.ui.solver_process import SCHOOL_FILE, SolverProcess, new_folder, results_home, start_solver
from scheduler.workbook import Reading, read_school, write_template

SAMPLES = {
    "样例小学（36 班）": "primary-36.xlsx",
    "样例初中（36 班）": "junior-36.xlsx",
    "样例九年一贯制学校（54 班）": "nine-year-54.xlsx",
}
STAGE_TITLES = {"小学": "primary", "初中": "junior", "九年一贯制": "nine-year"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OWN = "自己的工作簿"


def planning_page() -> None:
    """Show the page."""
    st.title("排课")
    data = _chosen_workbook()
    if data is not None:
        reading = _read(data)
        _show_reading(reading)
        if reading.school is not None:
            _planning(reading.school.name, data)
    _template()


def _chosen_workbook() -> bytes | None:
    choice = st.selectbox("学校", [OWN, *SAMPLES], index=1)
    if choice != OWN:
        return sample_path(SAMPLES[choice]).read_bytes()
    uploaded = st.file_uploader("学校工作簿（.xlsx），只留在这台电脑上", type="xlsx")
    return None if uploaded is None else uploaded.getvalue()


@st.cache_data(max_entries=4, show_spinner="正在读取……")
def _read(data: bytes) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / SCHOOL_FILE
        file.write_bytes(data)
        return read_school(file)


def _show_reading(reading: Reading) -> None:
    if reading.problems:
        errors = sum(1 for problem in reading.problems if problem.severity == "error")
        if errors:
            st.error(f"有 {errors} 处需要改正，改好后重新上传")
        else:
            st.warning(f"有 {len(reading.problems)} 处提醒，不影响排课")
        st.dataframe(
            [
                {
                    "": "错误" if problem.severity == "error" else "提醒",
                    "工作表": problem.sheet,
                    "单元格": problem.cell,
                    "现在的内容": problem.value,
                    "问题": problem.text.zh,
                    "怎么改": problem.cure.zh,
                }
                for problem in reading.problems
            ],
            hide_index=True,
        )
    school = reading.school
    if school is not None:
        lessons = sum(course.lessons for course in school.courses)
        st.write(f"{school.name}：{len(school.classes)} 个班，{len(school.teachers)} 位教师，每周 {lessons} 节课。")
    if reading.notes:
        with st.expander(f"读取时的 {len(reading.notes)} 条说明"):
            st.markdown("\n".join(f"- {note.text.zh}" for note in reading.notes))


def _planning(name: str, data: bytes) -> None:
    solver: SolverProcess | None = st.session_state.get("solver")
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    seconds = left.number_input("最多用时（秒）", min_value=5, max_value=3600, value=60, step=5)
    running = solver is not None and solver.running
    if right.button("开始排课", type="primary", disabled=running):
        try:
            folder = new_folder(name)
            (folder / SCHOOL_FILE).write_bytes(data)
            st.session_state["solver"] = start_solver(folder, int(seconds))
        except OSError as error:
            st.error(f"写不了 {results_home()}：{error.strerror or error}")
            return
        st.rerun()
    if solver is not None:
        _progress()


@st.fragment(run_every=1.0)
def _progress() -> None:
    solver: SolverProcess = st.session_state["solver"]
    running = solver.running
    if st.session_state.get("was_running") and not running:
        st.session_state["was_running"] = False
        st.rerun()  # the whole page: another start is possible now
    st.session_state["was_running"] = running
    if running and st.button("停止并保留最好的方案"):
        solver.stop()
    best = solver.best()
    if best is not None:
        columns = st.columns(3)
        columns[0].metric("扣分（越低越好）", best["cost"])
        columns[1].metric("已证明不低于", best["bound"])
        columns[2].metric("合规", "是" if best["compliant"] else "否")
    if running:
        words = "正在找第一个方案……" if best is None else "已有合法方案，正在改进……"
        st.progress(solver.elapsed_share, words)
    else:
        _results(solver)


def _results(solver: SolverProcess) -> None:
    workbook = solver.folder / WORKBOOK_FILE
    if workbook.is_file():
        st.success(f"排好了，结果保存在 {solver.folder}")
        st.download_button("下载课表.xlsx", workbook.read_bytes(), "课表.xlsx", XLSX, type="primary")
        st.download_button("下载 plan.json", (solver.folder / PLAN_FILE).read_bytes(), PLAN_FILE, "application/json")
    else:
        st.error("没有排出课表。")
    with st.expander("程序的说明", expanded=not workbook.is_file()):
        st.code("\n".join(solver.log()[-60:]), language=None)


def _template() -> None:
    with st.expander("要一份空白模板"):
        stage = st.selectbox("学段", list(STAGE_TITLES))
        classes = st.number_input("班数", min_value=1, max_value=200, value=36)
        if st.button("准备模板"):
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / SCHOOL_FILE
                write_template(file, STAGE_TITLES[stage], int(classes))
                st.session_state["template"] = file.read_bytes()
        if "template" in st.session_state:
            st.download_button("下载模板", st.session_state["template"], SCHOOL_FILE, XLSX)
