"""A school, or a school with its plan, as a file of FET: `fet_document` in `document.py` puts it together."""
