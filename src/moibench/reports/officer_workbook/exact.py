"""Numbers that come back from a workbook as they went in."""

from __future__ import annotations


class Exact(float):
    """A number that is written with all its digits, where the writer would keep sixteen."""

    def __format__(self, spec: str) -> str:
        """Return the shortest text that reads as the very same number."""
        return repr(float(self))
