"""Clicks that come while the page still answers the last one: what each is for is done, to its end, and once.

Streamlit runs a page from its top for each click. When another click comes, it breaks the run off at whatever that shows next or
asks of `st.session_state`, and in the next run the first button counts as not clicked. So nothing may hang on `if st.button(…)`
that stores, starts or throws away something: that is done in `on_click`, before the page is run. Even there Streamlit loses a
click: before it calls what hangs on it, and in the midst of that, it looks for the next one; and of what came while it was busy it
takes buttons first and what was done in a grid before them last. `keep_clicks` mends both.

What a callback does is done with the versions that the person saw, held fast as its arguments. What he typed or chose it reads from
`st.session_state` by the key of the widget, or it is drawn `under` that: a run that was broken off has not yet handed the latest on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import partial, wraps
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import WStates

from scheduler.store import StoreError
from scheduler.ui import session
from scheduler.ui.language import _
from scheduler.ui.markdown import plain

_WORK = "work"


class _Late(threading.local):
    """What hangs on buttons and waits until all else that came with their clicks is taken; None where nothing has to wait."""

    acts: list[Callable[[], None]] | None = None


_late = _Late()


def keep_clicks() -> None:
    """Have Streamlit do what hangs on a click to its end before it looks for the next one, and after what was typed and drawn before
    the click, also where both come while the page is busy. More than once changes nothing."""
    original, call = SafeSessionState.on_script_will_rerun, WStates.call_callback
    if hasattr(original, "__wrapped__"):
        return

    @wraps(original)
    def whole(state: SafeSessionState, *args: Any, **more: Any) -> None:
        with _deaf(state):
            acts: list[Callable[[], None]] = []
            _late.acts = acts
            try:
                original(state, *args, **more)
            finally:
                _late.acts = None
            _do_all(acts)

    @wraps(call)
    def late(states: WStates, widget_id: str) -> None:
        metadata = states.widget_metadata.get(widget_id)
        if _late.acts is not None and metadata is not None and metadata.value_type == "trigger_value":
            _late.acts.append(partial(call, states, widget_id))
        else:
            call(states, widget_id)

    setattr(SafeSessionState, original.__name__, whole)
    setattr(WStates, call.__name__, late)


def _do_all(acts: Iterable[Callable[[], None]]) -> None:
    """Do all; then run the page again where one of them has asked for that."""
    again: RerunException | None = None
    for act in acts:
        try:
            act()
        except RerunException as asked:
            again = asked
    if again is not None:
        raise again


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let no click break off what is done inside, where several things must be done or none."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        yield
        return
    with _deaf(context.session_state):
        yield


@contextmanager
def _deaf(state: SafeSessionState) -> Iterator[None]:
    """Let the runner of a script not look for clicks, as it does not outside the script."""
    runner = getattr(state._yield_callback, "__self__", None)
    if not isinstance(runner, ScriptRunner):
        yield
        return
    before, runner._execing = runner._execing, False
    try:
        yield
    finally:
        runner._execing = before


def once(do: Callable[..., object], *args: Any, under: Iterable[str] = ()) -> Callable[[], None]:
    """Return a callback that does something once, however often one clicks before the page has answered; what the store refuses is
    told.

    `under` are the keys of widgets by whose values the button was drawn: where one has another by then, nothing is done, and
    that is told."""
    left = [partial(do, *args)]
    drawn = {key: deepcopy(st.session_state.get(key)) for key in under}

    def clicked() -> None:
        while left:
            act = left.pop()
            if any(st.session_state.get(key) != value for key, value in drawn.items()):
                overtaken()
                return
            try:
                act()
            except StoreError as error:
                session.tell(error)

    return clicked


def overtaken() -> None:
    """Tell that a click was not answered, since the page no longer showed what it was for."""
    session.announce(_("页面刚刚变了，这一下没有做。请再看一看。"), ":material/info:")


# Work that takes longer than a click.


class _Work(NamedTuple):
    words: str
    do: Callable[[], None]


def work_later(words: str, do: Callable[..., None], *args: Any) -> None:
    """Have the next run of any page do something that takes a while, under some words; called by a callback."""
    waiting: list[_Work] = st.session_state.setdefault(_WORK, [])
    waiting.append(_Work(words, partial(do, *args)))


def work_off() -> None:
    """Do what is to be done, each once: a click meanwhile is answered after it. What the store refuses is told."""
    waiting: list[_Work] = st.session_state.get(_WORK, [])
    while waiting:
        with st.spinner(plain(waiting[0].words)), uninterrupted():
            try:
                waiting.pop(0).do()
            except StoreError as error:
                session.tell(error)
