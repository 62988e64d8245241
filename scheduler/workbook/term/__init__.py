"""The term's workbook: 校历, 请假, 变动."""
