"""What `streamlit run` starts: the server, and in it again and again the pages."""

import streamlit as st

if __name__ == "__main__":  # so Streamlit runs it for each answer
    from scheduler.ui.pages import pages

    pages()
else:  # so the server imports it
    from starlette.middleware import Middleware

    from scheduler.ui.failures import show_failure
    from scheduler.ui.hosts import NamedHostsOnly
    from scheduler.ui.opening import opening
    from scheduler.ui.published import routes

    app = st.App(
        __file__,
        routes=routes(),
        middleware=[Middleware(NamedHostsOnly)],
        lifespan=opening,
        on_script_error=show_failure,
    )
