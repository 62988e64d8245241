"""A printed nine-year school: two bell schedules, joint classes, courses that run together, odd and even weeks."""

from __future__ import annotations

import pytest
from openpyxl import Workbook

from constraints.audit import Report, audit
from sample_data.generator import make_school
from scheduler.export import plan_workbook
from tests.full_plans import full_plan


@pytest.fixture(scope="session")
def report() -> Report:
    school = make_school("nine-year", 12)
    return audit(school, full_plan(school))


@pytest.fixture(scope="session")
def printed(report: Report) -> Workbook:
    """Not to be changed by a test."""
    return plan_workbook(report, bound=7)
