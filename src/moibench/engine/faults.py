"""Everything that is wrong with an index's input, said at once."""

from __future__ import annotations

from collections.abc import Iterable

from moibench.engine.cube import EngineError


class Faults(EngineError):
    """An input with faults; `faults` holds one sentence each, naming where and what to do."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def refuse(faults: list[str]) -> None:
    """Raise `Faults` if there are any."""
    if faults:
        raise Faults(faults)
