"""An uploaded school workbook: kept as it is, to be mended and opened; what is no workbook is told and not kept."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from scheduler.ui import session
from scheduler.ui.clicks import uninterrupted
from scheduler.ui.drafts import open_draft
from scheduler.ui.language import _
from scheduler.ui.problem_table import problem_table
from scheduler.workbook.files import open_workbook

LARGEST = 20  # MB
_ROUND = "upload_round"  # counts what was taken, so that the widget is empty afterwards
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def ask_workbook() -> UploadedFile | None:
    """Ask for a workbook and return it."""
    key = f"upload-{st.session_state.setdefault(_ROUND, 0)}"
    label = _("学校工作簿（.xlsx，不超过 {n} MB）").format(n=LARGEST)
    return st.file_uploader(label, type="xlsx", key=key, max_upload_size=LARGEST)


def take_workbook(uploaded: UploadedFile) -> None:
    """Keep a workbook and go on with it; tell what is wrong with a file that is none. Raises StoreError."""
    data, name = uploaded.getvalue(), file_name(uploaded.name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        book, problems = open_workbook(file)
    if book is None:
        st.error(_("这个文件打不开"))
        problem_table(problems)
        return
    with uninterrupted():
        open_draft(session.store().drafts.add(name, data))
        st.session_state[_ROUND] += 1
    st.rerun()


def file_name(given: str) -> str:
    """Return the name of an uploaded file as every system can store it; a school without a name takes it."""
    return _UNFIT.sub("_", given)[-80:]
