"""Excel in: the template, the writer and the reader of the school workbook."""

from scheduler.workbook.reader import Reading, read_school
from scheduler.workbook.school_writer import write_school
from scheduler.workbook.template import STAGES, write_template

__all__ = ["STAGES", "Reading", "read_school", "write_school", "write_template"]
