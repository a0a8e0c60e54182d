"""A CSV file or a workbook at an address or a path."""
