"""Why a file, a mapping or an import is refused. Each has a message under `imports.refused`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class ImportRefused(Exception):
    """Nothing was stored. `key` and `fields` name the message; `faults` list further ones."""

    def __init__(self, key: str, faults: Sequence[str] = (), **fields: Any) -> None:
        self.key = key
        self.faults = tuple(faults)
        self.fields = fields
        shown = ", ".join(f"{name}={value}" for name, value in fields.items())
        super().__init__("; ".join([f"{key} {shown}".strip(), *faults]))
