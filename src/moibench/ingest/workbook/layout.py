"""What of a template a program recognises, whatever a person moved, sorted or renamed."""

from __future__ import annotations

# Stands in the hidden row above the headings, over the hidden column of the rows' ids. The number
# rises when an older system could no longer read what a newer one wrote.
MARK = "moibench-template-1"
ANY_MARK = "moibench-template-"
ABOUT_SHEET = "_moibench"
FINDINGS_SHEET = "ผลการตรวจสอบ"
VALUE, STATUS, REASON, UNIT, SERIES = "value", "status", "reason", "unit", "series"
VERSION = "version"  # of the draft that the cell says, for who writes at the same time
HIDDEN = ("id", VERSION)
SEPARATOR = "/"


def row_id(series: str, unit: str) -> str:
    """Return the id of a row."""
    return f"{series}{SEPARATOR}{unit}"


def value_key(year: int) -> str:
    """Return the key of the column that takes the values of a CE year."""
    return f"{VALUE}:{year}"
