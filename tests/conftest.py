"""What holds for all tests: none fails for being slow on a busy machine."""

from __future__ import annotations

from hypothesis import settings

PATIENCE = 300.0  # seconds until what should come, and does not, is given up
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
