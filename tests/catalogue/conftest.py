"""The built-in catalogue, loaded once, and its figures as plain dictionaries."""

from __future__ import annotations

import csv
from collections.abc import Mapping

import pytest

from moibench.catalogue import Catalogue, load_catalogue

Observed = Mapping[tuple[str, str, int], float]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def observed(catalogue: Catalogue) -> Observed:
    """(series, unit, CE year) → value."""
    values: dict[tuple[str, str, int], float] = {}
    for path in sorted((catalogue.folder / "observations").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                values[row["series"], row["unit"], int(row["year"])] = float(row["value"])
    return values
