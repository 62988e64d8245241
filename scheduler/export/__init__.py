"""The ways out: the plan workbook, the marked workbook, `plan.json`, the table of rules."""

from scheduler.export.document import plan_document, write_plan_json
from scheduler.export.marked import write_marked_plan
from scheduler.export.workbook import plan_workbook, write_plan_workbook

__all__ = ["plan_document", "plan_workbook", "write_marked_plan", "write_plan_json", "write_plan_workbook"]
