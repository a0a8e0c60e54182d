"""Run every check over given values."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.catalogue.findings import Finding
from moibench.ingest.checks.context import Context
from moibench.ingest.checks.given import Given


def findings(entries: Sequence[Given], context: Context) -> list[Finding]:
    """Return every finding, the gravest first."""
    return [
        Finding("impossible", "unknown_series", e.sheet, e.cell, e.series, e.unit, e.year, e.value)
        for e in entries
        if e.series not in context.catalogue.series
    ]
