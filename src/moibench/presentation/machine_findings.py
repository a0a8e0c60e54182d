"""Findings as JSON for programs: unrounded, with the sentences beside."""

from __future__ import annotations

from typing import Any

from moibench.catalogue import Catalogue
from moibench.catalogue.findings import Finding
from moibench.presentation.findings import finding_row
from moibench.presentation.language import Language


def finding_json(finding: Finding, catalogue: Catalogue, language: Language) -> dict[str, Any]:
    """Return a finding with code, place, value, expectation and its sentences."""
    row = finding_row(finding, catalogue, language)
    low, high = finding.expectation or (None, None)
    return {
        "grade": finding.grade,
        "code": finding.code,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "series": finding.series,
        "unit": finding.unit,
        "year": finding.year,
        "value": finding.value,
        "expected": {"low": low, "high": high} if finding.expectation else None,
        "said": row.said,
        "do": row.do,
        "confirmed": finding.confirmed or None,
    }
