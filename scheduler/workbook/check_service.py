"""x"""

from __future__ import annotations

from scheduler.school import School
from scheduler.workbook.draft import Draft


def check_service(draft: Draft, school: School) -> None:
    """x"""
