"""The ways out: the plan workbook, the marked workbook, `plan.json`, the table of rules."""

from scheduler.export.document import plan_document, write_plan_json

__all__ = ["plan_document", "write_plan_json"]
