"""How large a file may be, and how long and with how much memory it is read."""

from __future__ import annotations

from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds. A workbook of 100,000 rows needs a tenth of each."""

    file: int = 100 * MEGABYTE
    unpacked: int = 300 * MEGABYTE
    ratio: int = 200  # unpacked over packed; text of a real table packs to a twentieth
    ratio_counts_from: int = 10 * MEGABYTE  # a small file of zeros hurts nobody
    parts: int = 2_000
    rows: int = 1_000_000
    columns: int = 1_000
    cells: int = 6_000_000
    text: int = 10_000  # characters of a cell
    memory: int = 1_024 * MEGABYTE
    seconds: int = 120

    def as_numbers(self) -> dict[str, int]:
        """Return the limits by name, for the process that reads."""
        return asdict(self)
