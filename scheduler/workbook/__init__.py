"""Excel in: the template, the writer and the reader of the school workbook."""
