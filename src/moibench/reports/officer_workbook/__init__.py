"""Workbooks for officers: the template they fill, and their own file with what was found."""
