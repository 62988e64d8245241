"""The pages and their order."""

import streamlit as st

from scheduler.ui.planning import planning_page

st.set_page_config(page_title="paike 排课", layout="wide")
st.navigation([st.Page(planning_page, title="排课")]).run()
