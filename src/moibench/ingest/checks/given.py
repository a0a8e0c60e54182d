"""A value as somebody gives it: in a cell of a workbook, a grid, a request."""

from __future__ import annotations

from dataclasses import dataclass

STATUSES = ("final", "preliminary", "estimated", "missing", "not_applicable")
NO_VALUE = ("missing", "not_applicable")


@dataclass(frozen=True, slots=True)
class Given:
    """A value to be checked, with where it stands. `year` is CE.

    reason: what the officer says of it; it confirms what is improbable.
    """

    series: str
    unit: str
    year: int
    value: float | None
    status: str = "final"
    sheet: str = ""
    cell: str = ""
    reason: str = ""
    standard_error: float | None = None
