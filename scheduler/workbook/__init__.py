"""Excel in: the template, the writer and the reader of the school workbook."""

from scheduler.workbook.school.reader import Reading, read_school
from scheduler.workbook.school.template import STAGES, write_template
from scheduler.workbook.school.writer import write_school

__all__ = ["STAGES", "Reading", "read_school", "write_school", "write_template"]
