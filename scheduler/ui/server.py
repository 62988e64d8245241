"""How the server of the pages is run."""

from __future__ import annotations

OPTIONS = (
    "--server.address=localhost",
    "--server.fileWatcherType=none",  # nobody edits an installed program while it runs
    "--server.maxUploadSize=20",  # MB; a workbook of 120 classes has 1
    "--browser.gatherUsageStats=false",
    "--client.toolbarMode=minimal",
    "--runner.fastReruns=false",  # else the answer to a click begins in a second thread before that to the last one has ended
)
"""Options of `streamlit run`; what is given after them overrides."""
