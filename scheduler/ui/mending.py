"""A workbook with what is wrong in it: each place is led to, typed over or answered, and gone when mended; then its school is opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from scheduler.store import Answered, Draft, Mending, Typed
from scheduler.ui.drafts import discard, do, marked_bytes, put_aside, reading_of, sheets_of, undo
from scheduler.ui.language import _, language, say
from scheduler.ui.markdown import plain
from scheduler.ui.mend_grid import CellMark, Focus, mend_grid
from scheduler.ui.questions import ask_one
from scheduler.ui.taking import offer_school
from scheduler.ui.widgets import XLSX, choice_table
from scheduler.workbook import Reading
from scheduler.workbook.mended import RawSheet
from scheduler.workbook.problem import SEVERITY_WORDS, Problem
from scheduler.workbook.school.layout import GUIDE, RULES, SHEETS

LIST_TALL = 248
_ORDER = list(SEVERITY_WORDS)
_SHEET, _LOOK = "mend-sheet", "mend-look"


@dataclass
class _Look:
    """What this session looks at in a workbook: the problem that was led to last, and how often one was."""

    draft: int
    problem: Problem | None = None
    turn: int = 0


def show_draft(draft: Draft) -> None:
    """Show a workbook that is being mended. Raises StoreError."""
    reading = reading_of(draft)
    ordered = sorted(reading.problems, key=lambda problem: _ORDER.index(problem.severity))
    _head(draft, reading)
    if reading.school is not None:
        offer_school(draft, reading.school)
    sheets = sheets_of(draft, ordered)
    left, right = st.columns([5, 8], gap="small")
    with left:
        chosen = _problems(draft, ordered)
        _notes(reading)
    with right:
        _sheet(draft, sheets, ordered, chosen)


def _head(draft: Draft, reading: Reading) -> None:
    """Say how far it is, with the steps back and out."""
    wrong = sum(1 for problem in reading.problems if problem.severity == "error")
    asked = sum(1 for problem in reading.problems if problem.severity == "question")
    verdict, buttons = st.columns([7, 6], vertical_alignment="center", gap="small")
    with verdict:
        name = plain(draft.name)
        if wrong or asked:
            if not asked:
                words = _("**{name}**：还有 {n} 处要改正，全部改好才能打开")
            elif not wrong:
                words = _("**{name}**：还有 {m} 处要确认，全部改好才能打开")
            else:
                words = _("**{name}**：还有 {n} 处要改正、{m} 处要确认，全部改好才能打开")
            st.error(words.format(name=name, n=wrong, m=asked))
        elif reading.problems:
            many = len(reading.problems)
            st.success(_("**{name}**：可以打开了；{n} 处提醒不影响排课").format(name=name, n=many))
        else:
            st.success(_("**{name}**：可以打开了，没有问题").format(name=name))
    with buttons.container(horizontal=True, horizontal_alignment="right"):
        _buttons(draft, reading)


def _buttons(draft: Draft, reading: Reading) -> None:
    st.button(
        _("撤销"),
        key="mend-undo",
        icon=":material/undo:",
        disabled=not draft.steps,
        on_click=undo,
        args=(draft.id,),
        help=_("改过 {n} 次，退回一次").format(n=len(draft.steps)),
    )
    st.download_button(
        _("下载"),
        lambda: marked_bytes(draft, reading.problems),
        _("标注 {file}").format(file=draft.name),
        XLSX,
        on_click="ignore",
        icon=":material/download:",
        key="marked",
        help=_("改到现在的工作簿，还没改的格子标红并写明原因；想在 Excel 里接着改时用"),
    )
    st.button(
        _("先放着"),
        key="mend-aside",
        on_click=put_aside,
        help=_("改过的都存着，在“开始”里接着改"),
    )
    with st.popover(_("不要了")):
        st.markdown(_("上传的这份工作簿和改过的内容都会删除；您电脑上的文件不动。"))
        st.button(_("删除"), key="mend-discard", on_click=discard, args=(draft.id,), icon=":material/delete:")


def _problems(draft: Draft, problems: Sequence[Problem]) -> Problem | None:
    """List what is wrong and tell of the chosen one how to mend it; return that."""
    if not problems:
        st.caption(_("✓ 没有问题"))
        return None
    rows: list[dict[str, object]] = [
        {
            _("级别"): say(SEVERITY_WORDS[problem.severity]),
            _("在哪里"): f"{problem.sheet} {problem.cell}".strip(),
            _("问题"): say(problem.text),
        }
        for problem in problems
    ]
    place = choice_table(rows, key=f"mend-problems-{draft.id}", tall=LIST_TALL)
    problem = problems[place]
    with st.container(border=True):
        value = _("（现在是“{value}”）").format(value=problem.value) if problem.value else ""
        st.markdown(f"**{plain(f'{problem.sheet} {problem.cell}')}**　{plain(say(problem.text) + value)}")
        if problem.severity == "question" and problem.candidates:
            label = _("请选一种，或在右边的格子里改")
            ask_one(problem, label, lambda answer: do(draft.id, [Answered(problem.value, answer)]))
            return problem
        st.markdown(_("**怎么改**：{cure}").format(cure=plain(say(problem.cure))))
        if problem.cell:
            st.caption(_("在右边指到的格子里打字，回车就改好了。"))
    return problem


def _notes(reading: Reading) -> None:
    if reading.notes:
        with st.expander(_("读的时候这样理解的 {n} 处").format(n=len(reading.notes)), expanded=not reading.problems):
            st.markdown("\n".join(f"- {plain(note.text.get(language()))}" for note in reading.notes))


def _sheet(draft: Draft, sheets: Sequence[RawSheet], problems: Sequence[Problem], chosen: Problem | None) -> None:
    """Show one sheet of the workbook, first that of the chosen problem, to be typed into."""
    if not sheets:
        return
    titles = [sheet.title for sheet in sheets]
    look = _look(draft, chosen)
    if look is not None and chosen is not None and chosen.sheet in titles:
        st.session_state[_SHEET] = chosen.sheet
    if st.session_state.get(_SHEET) not in titles:
        st.session_state[_SHEET] = titles[0]
    with st.container(horizontal=True, vertical_alignment="center"):
        title = st.pills(
            _("工作表"),
            titles,
            format_func=lambda each: _tab(each, problems),
            key=_SHEET,
            required=True,
            label_visibility="collapsed",
        )
        _add_sheet(draft, titles)
    sheet = next((each for each in sheets if each.title == title), sheets[0])
    state: _Look = st.session_state[_LOOK]
    mend_grid(
        sheet,
        _marks(sheet.title, problems),
        [cell for title, cell in draft.mends if title == sheet.title],
        Focus(chosen.cell if chosen is not None and chosen.sheet == sheet.title else "", state.turn),
        key="mend-grid",
        on_type=lambda title, cells: do(draft.id, [Typed(title, cell, text) for cell, text in cells]),
    )


def _look(draft: Draft, chosen: Problem | None) -> _Look | None:
    """Return where to lead to, None where the problem is the same as before."""
    look: _Look | None = st.session_state.get(_LOOK)
    if look is None or look.draft != draft.id:
        look = st.session_state[_LOOK] = _Look(draft.id)
    elif look.problem is not None and chosen is not None and _same(look.problem, chosen):
        return None
    look.problem, look.turn = chosen, look.turn + 1
    return look


def _same(one: Problem, other: Problem) -> bool:
    return (one.sheet, one.cell, one.severity) == (other.sheet, other.cell, other.severity)


def _tab(title: str, problems: Sequence[Problem]) -> str:
    wrong = sum(1 for problem in problems if problem.sheet == title and problem.blocks)
    return plain(title) + (f" :red[{wrong}]" if wrong else "")


def _marks(title: str, problems: Sequence[Problem]) -> Mapping[str, CellMark]:
    """Return what is wrong in the cells of a sheet, the worst of each first."""
    found: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        for sheet, cell in ((problem.sheet, problem.cell), *problem.also):
            if sheet == title and cell:
                found[cell].append(problem)
    return {
        cell: CellMark(each[0].severity, "\n".join(f"{say(p.text)} → {say(p.cure)}" for p in each))
        for cell, each in found.items()
    }


def _add_sheet(draft: Draft, titles: Sequence[str]) -> None:
    """Offer to add a sheet that the workbook does not have, with its headings."""
    known = {sheet.title.zh: sheet for sheet in SHEETS if sheet not in (GUIDE, RULES) and sheet.title.zh not in titles}
    with st.popover("＋", help=_("加一张表，如 场地、教师")):
        st.selectbox(_("加一张表"), list(known), format_func=lambda each: say(known[each].title), key="mend-new-sheet")

        def add() -> None:
            title = str(st.session_state["mend-new-sheet"])
            cells = zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", known[title].columns, strict=False)
            steps: list[Mending] = [Typed(title, f"{letter}1", column.title.zh) for letter, column in cells]
            do(draft.id, steps)
            st.session_state[_SHEET] = title

        st.button(_("加上"), key="mend-add-sheet", on_click=add)
