"""What a file of figures can be refused for."""

from __future__ import annotations


class FiguresError(Exception):
    """A file of figures cannot be loaded; `faults` say file, line and what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("The figures have faults:\n" + "\n".join(f"- {f}" for f in faults))
