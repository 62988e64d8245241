"""What is wrong with a workbook, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from scheduler.ui.language import _, say
from scheduler.workbook.problem import SEVERITY_WORDS, Problem

ROW_PIXELS, MOST_ROWS = 35, 10


def problem_table(problems: Sequence[Problem]) -> None:
    """Show each problem with its sheet, cell, value and cure, errors first."""
    ordered = sorted(problems, key=lambda problem: list(SEVERITY_WORDS).index(problem.severity))
    st.dataframe(
        [
            {
                _("级别"): say(SEVERITY_WORDS[problem.severity]),
                _("工作表"): problem.sheet,
                _("单元格"): problem.cell,
                _("现在的内容"): problem.value,
                _("问题"): say(problem.text),
                _("怎么改"): say(problem.cure),
            }
            for problem in ordered
        ],
        hide_index=True,
        height=ROW_PIXELS * (min(len(ordered), MOST_ROWS) + 1) + 3,
        column_config={
            _("级别"): st.column_config.TextColumn(width=60),
            _("工作表"): st.column_config.TextColumn(width=90),
            _("单元格"): st.column_config.TextColumn(width=60),
            _("现在的内容"): st.column_config.TextColumn(width=110),
        },
    )
