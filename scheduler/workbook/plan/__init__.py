"""Reading plans back: our own workbook and those that others made."""
