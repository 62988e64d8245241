"""Excel in: the template, the writer and the reader of the school workbook."""

from scheduler.workbook.school_writer import write_school

__all__ = ["write_school"]
