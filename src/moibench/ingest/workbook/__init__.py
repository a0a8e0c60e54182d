"""The workbook an officer fills: what stands in it, how it is read back, what it would change."""
