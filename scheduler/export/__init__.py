"""The ways out: the plan workbook, the marked workbook, `plan.json`, the table of rules."""

from scheduler.export.document import plan_document, write_plan_json
from scheduler.export.workbook import write_plan_workbook

__all__ = ["plan_document", "write_plan_json", "write_plan_workbook"]
