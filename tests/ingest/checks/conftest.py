"""The built-in figures as the checks see them, without a database."""

from __future__ import annotations

import csv
import datetime as dt

import numpy as np
import pytest

from moibench.catalogue import Catalogue, load_catalogue
from moibench.ingest.checks import Context

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def context(catalogue: Catalogue) -> Context:
    rows = []
    for path in sorted((catalogue.folder / "observations").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += list(csv.DictReader(lines))
    series = tuple(sorted({r["series"] for r in rows}))
    span = [int(r["year"]) for r in rows]
    years = tuple(range(min(span), max(span) + 1))
    units = tuple(catalogue.units)
    values = np.full((len(series), len(years), len(units)), np.nan)
    at = {s: i for i, s in enumerate(series)}, {u: i for i, u in enumerate(units)}
    for r in rows:
        values[at[0][r["series"]], int(r["year"]) - years[0], at[1][r["unit"]]] = float(r["value"])
    return Context(catalogue, values, series, years, units, TODAY)
