"""The documented examples of Excel's SKEW and KURT; see SOURCE.md."""

import csv
from pathlib import Path

import numpy as np
import pytest

from moibench.engine import excel_kurtosis, excel_skewness

FUNCTIONS = {"SKEW": excel_skewness, "KURT": excel_kurtosis}

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as lines:
    PUBLISHED = list(csv.DictReader(lines))


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["function"])
def test_the_function_gives_what_its_documentation_prints(row):
    values = np.array([float(x) for x in row["values"].split()])
    result = FUNCTIONS[row["function"]](values)
    assert result == pytest.approx(float(row["result"]), abs=float(row["half_last_digit"]))
