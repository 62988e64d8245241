"""A workbook that can be opened: as a new school or as the next version of one that is known, with what that would change."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from scheduler.school import School
from scheduler.store import Assumption, Draft, SchoolEntry
from scheduler.ui import session
from scheduler.ui.clicks import once
from scheduler.ui.drafts import discard, reading_of, renewal_of, sheets_of, told_sheets
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.ui.usual_parts import assumption_of, forms_of
from scheduler.ui.ways import go_to
from scheduler.workbook import Reading
from scheduler.workbook.names import school_name
from scheduler.workbook.school.read_about import no_name
from scheduler.workbook.school.renewal import Renewal

NEW = 0
SAME_PEOPLE = 0.3  # share of teachers in common from which on two schools may be the same


def offer_school(draft: Draft, alone: School) -> None:
    """Offer to open the school of a workbook; nothing is stored before. Raises StoreError."""
    with st.container(border=True):
        left, right = st.columns([5, 8], vertical_alignment="bottom", gap="small")
        with left:
            target = _ask_target(draft, alone)
        if target is None:
            with right:
                _offer_new(draft, alone)
            return
        latest, old = session.store().schools.load(target.id)
        renewal = renewal_of(draft, target.id, latest.number, old)
        if renewal.reading.school is None:
            st.error(
                _("不能作为“{name}”的新版本：和原来的其他表合不上（{n} 处）。").format(
                    name=plain(target.name), n=len(renewal.reading.problems)
                )
                + "　"
                + "；".join(plain(say(problem.line)) for problem in renewal.reading.problems[:3])
            )
            return
        _offer_version(draft, target, latest.number, renewal, renewal.reading.school)


def _ask_target(draft: Draft, alone: School) -> SchoolEntry | None:
    """Ask which school it is, None for a new one: most likely the one of the same file, then of the same name, then the open one
    if it has the same classes and people."""
    entries = session.store().schools.entries()
    found = session.opened()
    open_id = found.school_id if found is not None else None
    same_file = [entry for entry in entries if entry.latest is not None and entry.file == draft.name]
    same_name = [entry for entry in entries if entry.latest is not None and entry.name == alone.name]
    is_open = [entry for entry in entries if entry.id == open_id]
    targets = {entry.id: entry for entry in (*same_file, *same_name, *is_open)}
    if not targets:
        return None
    likely = next((entry.id for entry in (*same_file, *same_name)), NEW)
    if likely == NEW and found is not None and _is_alike(alone, found.school):
        likely = found.school_id
    words = {NEW: _("作为一所新学校")}
    for entry in targets.values():
        words[entry.id] = _("作为“{name}”的新版本").format(name=plain(entry.name))
        if entry in same_file:
            words[entry.id] += _("（上次也是这个文件名）")
    chosen = st.radio(
        _("怎么打开这个工作簿？"),
        [*targets, NEW],
        index=[*targets, NEW].index(likely),
        format_func=words.__getitem__,
        key=_as_key(draft),
    )
    return targets.get(chosen)


def _as_key(draft: Draft) -> str:
    return f"upload-as-{draft.id}"


def _is_alike(one: School, other: School) -> bool:
    """Tell whether two schools have most classes in common, and many teachers: every school has a class 一(1)班."""
    classes = _share(set(one.school_class), set(other.school_class))
    return classes > 0.5 and _share(set(one.teacher), set(other.teacher)) > SAME_PEOPLE


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _offer_new(draft: Draft, school: School) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"draft-name-{draft.id}"
        st.text_input(_("学校名称（印在课表上）"), _proposed_name(draft, school), key=key, width=380)
        st.button(
            _("打开这所学校"),
            type="primary",
            key="take-upload",
            icon=":material/arrow_forward:",
            on_click=once(_open_new, draft, school, key, under=[_as_key(draft)]),
        )


def _open_new(draft: Draft, school: School, name: str) -> None:
    """Store the school of a workbook, with the name that is typed under a key."""
    named = school.model_copy(update={"name": str(st.session_state[name]).strip() or school.name})
    school_id = session.add_school(named, _("上传 {file}").format(file=draft.name))
    _taken(draft, school_id, [*_not_told(draft, named), *_understood(draft, reading_of(draft), 1)])


def _proposed_name(draft: Draft, school: School) -> str:
    """Return the name that the workbook tells, or that its title begins with."""
    if school.name != Path(draft.name).stem:
        return school.name
    sheets = sheets_of(draft, ())
    heads = (cell.text for sheet in sheets[:1] for row in list(sheet.rows.values())[:2] for cell in row)
    return next(filter(None, map(school_name, heads)), school.name)


def _offer_version(draft: Draft, target: SchoolEntry, number: int, renewal: Renewal, school: School) -> None:
    button = st.container(horizontal=True, vertical_alignment="center")
    _show_changes(renewal, target.name)
    with button:
        words = _("存为“{name}”的第 {n} 版").format(name=plain(target.name), n=number + 1)
        st.button(
            words,
            type="primary",
            key="take-upload",
            icon=":material/arrow_forward:",
            on_click=once(_open_version, draft, target, number, renewal.reading, school, under=[_as_key(draft)]),
        )


def _open_version(draft: Draft, target: SchoolEntry, number: int, reading: Reading, school: School) -> None:
    """Store the school of a workbook on top of a version of another."""
    note = _("上传 {file}").format(file=draft.name)
    version = session.store().schools.save(target.id, school, based_on=number, author=session.author(), note=note)
    session.open_school(target.id)
    _taken(draft, target.id, _understood(draft, reading, version.number))


def _not_told(draft: Draft, school: School) -> list[Assumption]:
    """Return the sheets that the workbook does not have and that no week can be without: they were filled with what is usual."""
    told, forms = told_sheets(draft), forms_of(school)
    return [assumption_of(forms[key], 1) for key in ("schedule", "curriculum", "classes") if key not in told]


def _understood(draft: Draft, reading: Reading, number: int) -> list[Assumption]:
    """Return what was assumed on reading, but for the name: that was asked for."""
    without_name = no_name(Path(draft.name).stem)
    return [Assumption(number, note.text) for note in reading.notes if note.text != without_name]


def _taken(draft: Draft, school_id: int, assumed: list[Assumption]) -> None:
    """Keep from which file a school came and how that was understood; go on with what is to be done next."""
    store = session.store()
    store.schools.came_from(school_id, draft.name)
    store.assumptions.add(school_id, assumed)
    discard(draft.id)
    go_to("guide")


def _show_changes(renewal: Renewal, name: str) -> None:
    """Show what a new version changes, what stays and what is lost, to be looked at before it is opened."""
    lines = [say(text) for text in renewal.changes]
    if renewal.kept:
        kept = "、".join(say(title) for title in renewal.kept)
        st.info(_("工作簿里没有的表照旧：{kept}").format(kept=plain(kept)))
    if renewal.dropped:
        gone = "\n".join(f"- {plain(say(text))}" for text in renewal.dropped)
        st.warning(_("原来的 {n} 行不再成立，会去掉：").format(n=len(renewal.dropped)))
        with st.container(height=min(160, 40 + 28 * len(renewal.dropped)), border=False):
            st.markdown(gone)
    title = _("与“{name}”现在的版本相比，有 {n} 处不同").format(name=plain(name), n=len(lines))
    if not lines:
        st.info(_("与“{name}”现在的版本没有不同").format(name=plain(name)))
        return
    with st.expander(title, expanded=True), st.container(height=min(220, 40 + 28 * len(lines)), border=False):
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))
