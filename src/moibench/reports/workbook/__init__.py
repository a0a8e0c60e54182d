"""Workbooks for officers: the template they fill, and their own file with what the checks found."""

from __future__ import annotations

from moibench.reports.workbook.template import write_template

__all__ = ["write_template"]
