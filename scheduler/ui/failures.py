"""What goes wrong, in words on the page and without names in the log."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import streamlit as st

from scheduler.store import StoreError
from scheduler.ui.language import _, say
from scheduler.ui.markdown import plain


def show_refusal(error: StoreError) -> None:
    """Say what the store refused."""
    st.error(plain(say(error.text)), icon=":material/error:")


def show_failure(error: Exception) -> bool:
    """Say that a page, or the answer to a click, has failed; return that it was said. Streamlit logs it before."""
    if isinstance(error, StoreError):
        show_refusal(error)
    else:
        words = _("程序出错了（{place}），这不是您的数据的问题，请把这一行告诉维护者。")
        st.error(words.format(place=plain(_place(error))), icon=":material/bug_report:")
    return True


def set_up_log() -> None:
    """Have this process write with the time what paike logs, and of every failure its kind and place in the program, but not
    its message, which may hold names."""
    handler, own = logging.StreamHandler(), logging.getLogger("paike")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    own.addHandler(handler)
    own.propagate = False
    _leave_out_messages()


def _leave_out_messages() -> None:
    make = logging.getLogRecordFactory()

    def made(*args: object, **more: object) -> logging.LogRecord:
        record = make(*args, **more)
        kind, _error, trace = record.exc_info or (None, None, None)
        if kind is not None:
            record.exc_info, record.exc_text = None, "".join([*traceback.format_tb(trace), kind.__name__])
        return record

    logging.setLogRecordFactory(made)


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, {Path(frame.filename).name}:{frame.lineno}"
