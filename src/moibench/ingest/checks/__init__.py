"""One check of figures for the grid, the workbook, the API and the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from moibench.catalogue.findings import Finding
from moibench.ingest.checks.context import Context, stored_context
from moibench.ingest.checks.given import Given

__all__ = ["Context", "Finding", "Given", "check", "stored_context"]


def check(entries: Sequence[Given], context: Context) -> list[Finding]:
    """Return what is impossible, improbable or worth a note about `entries`, the gravest first.

    They are judged together with what is stored, as if they were stored already.
    """
    from moibench.ingest.checks.run import findings

    return findings(entries, context)
