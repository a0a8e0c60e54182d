"""What is kept of a catalogue and fixed by a published edition, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

Files = dict[str, str]


@dataclass(frozen=True)
class KeptCatalogue:
    """A catalogue as it was kept: its files' SHA-256 by path, and who put it in force when."""

    version: str
    files: Files
    entered_at: dt.datetime
    entered_by: str
    reason: str


@dataclass(frozen=True)
class Frozen:
    """What a published edition fixes. moment: what was known then is what it says."""

    name: str
    moment: dt.datetime
    data_version: str
    framework: str
    design: str
    seed: int
    replicates: int
    map_date: dt.date
    results: str
    software: str
    published_by: str
    note: str
    catalogue: KeptCatalogue
