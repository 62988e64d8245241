"""Streamlit pages and widgets; no rule and no solving of its own."""
