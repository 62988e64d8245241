"""What a workbook leaves uncertain, asked on the page: an answer each, with which it is read again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

import streamlit as st

from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain
from scheduler.workbook.problem import Problem

_ANSWERS = "workbook_answers"


def answers_to(data: bytes) -> dict[str, str]:
    """Return what was answered of a workbook in this session; the answers are gone with the next workbook."""
    digest = hashlib.sha256(data).hexdigest()
    kept: tuple[str, dict[str, str]] = st.session_state.get(_ANSWERS, ("", {}))
    if kept[0] != digest:
        kept = st.session_state[_ANSWERS] = (digest, {})
    return kept[1]


def ask(problems: Iterable[Problem], answers: dict[str, str]) -> None:
    """Show the questions among some problems, and those that were answered; an answer is taken at once."""
    open_ones = [problem for problem in problems if problem.severity == "question" and problem.candidates]
    if open_ones:
        st.markdown(_("**有 {n} 处不能确定，请选一种**").format(n=len(open_ones)))
    for problem in open_ones:
        _ask(problem, answers)
    if answers:
        given = "；".join(f"{written} → {meant}" for written, meant in answers.items())
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(plain(_("已经确认：{given}").format(given=given)), width="content")
            st.button(_("重新确认"), on_click=answers.clear, key="answer-again")


def _ask(problem: Problem, answers: dict[str, str]) -> None:
    place = f"{problem.sheet} {problem.cell}".strip()
    ask_one(problem, f"{place}：{say(problem.text)}", lambda answer: answers.update({problem.value: answer}))


def ask_one(problem: Problem, label: str, take: Callable[[str], None]) -> None:
    """Ask what is meant; `take` gets the answer before the next run."""
    told = dict(_choices(problem))
    key = f"answer-{problem.sheet}-{problem.cell}-{problem.value}"

    def taken() -> None:
        answer = st.session_state.get(key)
        if answer is not None:
            take(answer)

    st.radio(
        plain(label),
        problem.candidates,
        index=None,
        format_func=lambda answer: plain(told[answer]),
        horizontal=True,
        key=key,
        on_change=taken,
    )


def _choices(problem: Problem) -> Iterator[tuple[str, str]]:
    """Yield the answers to a question, each with what it would mean where that is said."""
    for answer, meaning in zip_longest(problem.candidates, problem.meanings):
        yield answer, answer if meaning is None else f"{answer}（{say(meaning)}）"
