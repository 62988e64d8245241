"""The school's workbook: template, reader, writer, checks."""
